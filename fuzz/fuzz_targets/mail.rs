//! E-mail: whatever the bytes, text or a problem, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use intake::{Format, Limits, read_bytes};

fuzz_target!(|bytes: &[u8]| {
    assert!(!read_bytes("x", Format::Mail, bytes, &Limits::default()).is_empty());
});
