//! What is noticed about how reports came.

/// What is noticed about how a report came, without dropping it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark(u8);

impl Mark {
    /// Nothing.
    pub const NONE: Mark = Mark(0);
    /// The form was filled in faster than people can.
    pub const HASTY: Mark = Mark(1);
    /// Very many came at the same time.
    pub const FLOOD: Mark = Mark(2);

    /// One that was kept.
    pub(crate) const fn kept(mark: i64) -> Mark {
        Mark(mark as u8)
    }

    /// To be kept.
    pub(crate) const fn keep(self) -> i64 {
        self.0 as i64
    }

    /// Both.
    #[must_use]
    pub const fn and(self, other: Mark) -> Mark {
        Mark(self.0 | other.0)
    }

    /// Whether it holds all of the other.
    #[must_use]
    pub const fn has(self, other: Mark) -> bool {
        self.0 & other.0 == other.0
    }
}
