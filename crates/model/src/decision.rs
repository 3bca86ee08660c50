//! What people decide about a report.

use crate::words::vocabulary;

vocabulary! {
    /// What became of a report.
    Disposition {
        /// It matters here.
        Relevant = "relevant",
        /// Another report says the same.
        Duplicate = "duplicate",
        /// There is nothing in it.
        Unfounded = "unfounded",
        /// Criticism, protest, satire, faith, journalism: no threat, and no business of the desk's.
        Protected = "protected",
        /// Nothing anybody meant.
        Spam = "spam",
        /// For somebody else.
        Refer = "refer",
    }
}

vocabulary! {
    /// How far a report has come.
    Stage {
        /// Nobody has looked at it.
        New = "new",
        /// Somebody who may decide has opened it.
        Seen = "seen",
        /// It is decided.
        Decided = "decided",
    }
}
