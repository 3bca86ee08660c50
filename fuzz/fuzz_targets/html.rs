//! Pages and Markdown: whatever the bytes, text or a problem, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use intake::{Format, Limits, read_bytes};

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Html, Format::Markdown] {
        assert!(!read_bytes("x", format, bytes, &Limits::default()).is_empty());
    }
});
