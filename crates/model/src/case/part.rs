//! What a case is made of beside what it is itself.

use crate::ActKind;
use crate::words::vocabulary;

vocabulary! {
    /// Something that members of a case wrote into it.
    Part {
        /// For the members alone, never for who tipped.
        Note = "note",
        /// Something that somebody is to do.
        Task = "task",
        /// Something that protects somebody.
        Measure = "measure",
        /// Somebody about whom something is kept.
        Person = "person",
        /// What is known of a danger.
        Assessment = "assessment",
        /// What others were told.
        Release = "release",
        /// A claim that is accepted as known.
        Claim = "claim",
    }
}

impl Part {
    /// Whether each has a key of its own, so that it can be destroyed alone: it may tell of somebody.
    #[must_use]
    pub const fn has_own_key(self) -> bool {
        matches!(self, Part::Person | Part::Note | Part::Assessment)
    }

    /// What it is called in ledger and journal that somebody added or changed one.
    #[must_use]
    pub const fn act(self) -> ActKind {
        match self {
            Part::Note => ActKind::Noted,
            Part::Task => ActKind::Tasked,
            Part::Measure => ActKind::Measured,
            Part::Person => ActKind::Recorded,
            Part::Assessment => ActKind::Assessed,
            Part::Release => ActKind::Released,
            Part::Claim => ActKind::Accepted,
        }
    }
}

vocabulary! {
    /// How far a task is.
    Task {
        /// Somebody is to do it.
        Open = "open",
        /// It was done.
        Done = "done",
        /// Nobody does it.
        Dropped = "dropped",
    }
}
