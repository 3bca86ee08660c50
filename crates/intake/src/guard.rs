//! A last net under parsers: whatever they do, the other inputs are still read.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What `parse` gives, or `None` if it panicked. Nothing called through here is known to panic;
/// should it do so on some input, that input is read by simpler means, or named as unreadable.
pub fn guarded<R>(parse: impl FnOnce() -> R) -> Option<R> {
    let outer = GUARDED.replace(true);
    let parsed = catch_unwind(AssertUnwindSafe(parse)).ok();
    GUARDED.set(outer);
    parsed
}

/// Keeps caught panics from writing to standard error. Others are told as before.
pub fn silence_caught_panics() {
    let tell = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !GUARDED.get() {
            tell(info);
        }
    }));
}
