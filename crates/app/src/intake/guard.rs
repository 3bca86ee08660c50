//! A last net under other people's parsers.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `parse` gives, or `None` if it panicked. The parsers called through here are not known to
/// panic; should one do so on some input, that input is read by simpler means instead.
pub(crate) fn guarded<R>(parse: impl FnOnce() -> R) -> Option<R> {
    catch_unwind(AssertUnwindSafe(parse)).ok()
}
