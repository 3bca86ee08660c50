//! The level of a report and its clock.

use crate::words::vocabulary;

vocabulary! {
    /// How urgent a report is. Lower is more urgent; never lowered automatically.
    Level {
        /// Imminent.
        P1 = "P1",
        /// High.
        P2 = "P2",
        /// Elevated.
        P3 = "P3",
        /// Low.
        P4 = "P4",
        /// No threat.
        P5 = "P5",
    }
}

impl Level {
    /// Time in which a person must acknowledge, in minutes.
    #[must_use]
    pub const fn acknowledge_within_minutes(self) -> u32 {
        match self {
            Level::P1 => 15,
            Level::P2 => 60,
            Level::P3 => 24 * 60,
            Level::P4 => 3 * 24 * 60,
            Level::P5 => 7 * 24 * 60,
        }
    }
}
