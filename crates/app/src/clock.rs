//! The time, as everything that needs it is given it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use model::Micros;

/// Where the time comes from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// This machine's.
    #[default]
    Real,
    /// A test's, which moves when it is told to.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// Microseconds since 1970.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks for the time"
    )]
    pub fn now(&self) -> Micros {
        match self {
            Clock::Real => jiff::Timestamp::now().as_microsecond(),
            Clock::Fixed(at) => at.load(Ordering::Relaxed),
        }
    }
}
