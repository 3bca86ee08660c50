//! Tables, JSON and lines of JSON, with a limit small enough to be met.
#![no_main]

use libfuzzer_sys::fuzz_target;
use intake::{Format, Item, Limits, read_bytes};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { file: 1 << 20, record: 100 };
    for format in [Format::of_bytes(bytes), Format::Csv, Format::Json, Format::Ndjson] {
        let items = read_bytes("x", format, bytes, &limits);
        assert!(!items.is_empty());
        for item in items {
            if let Item::Problem(problem) = item {
                assert_eq!(problem.to_string().lines().count(), 2);
            }
        }
    }
});
