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
    /// Something that somebody did at the desk, as ledger and journal call it.
    ActKind {
        /// Opened a report.
        Opened = "report.opened",
        /// Decided what becomes of a report.
        Decided = "report.decided",
        /// Gave a report to somebody, or to nobody.
        Assigned = "report.assigned",
        /// Set the level of a report.
        Levelled = "report.levelled",
        /// Undid what was done to a report.
        Undone = "report.undone",
        /// Opened the picture of an incident.
        Viewed = "incident.opened",
        /// Brought a report to another incident.
        Linked = "report.linked",
        /// Took a report out of its incident.
        Unlinked = "report.unlinked",
    }
}

impl ActKind {
    /// Whether it changed something that can be changed back.
    #[must_use]
    pub const fn is_change(self) -> bool {
        !matches!(self, ActKind::Opened | ActKind::Viewed)
    }
}
