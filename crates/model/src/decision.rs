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
    /// Why a report was erased; stands in the ledger in place of what it said.
    Erasure {
        /// It was sent by mistake, or is none of the desk's business.
        Mistake = "mistake",
        /// A court or an authority ordered it.
        Order = "order",
        /// Somebody asked who has a right to it.
        Redress = "redress",
        /// It was obtained against the law.
        Unlawful = "unlawful",
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
        /// Erased a report that had come in by mistake.
        ErasedMistake = "report.erased.mistake",
        /// Erased a report by order.
        ErasedOrder = "report.erased.order",
        /// Erased a report for somebody who has a right to it.
        ErasedRedress = "report.erased.redress",
        /// Erased a report that was obtained against the law.
        ErasedUnlawful = "report.erased.unlawful",
        /// Opened the picture of an incident.
        Viewed = "incident.opened",
        /// Brought a report to another incident.
        Linked = "report.linked",
        /// Took a report out of its incident.
        Unlinked = "report.unlinked",
        /// Named an origin, or let the engine's label stand again.
        Named = "origin.named",
        /// Graded the source of a report.
        Graded = "report.graded",
        /// Replied to whoever sent a tip.
        Answered = "reply.sent",
        /// Opened a file of a report.
        FileOpened = "file.opened",
        /// Saw the copy of a picture that came with a report.
        FileShown = "file.shown",
        /// Opened a case, for the first time.
        CaseMade = "case.made",
        /// Opened a case that is there.
        CaseOpened = "case.opened",
        /// Changed what a case is, or where it is.
        CaseChanged = "case.changed",
        /// Let somebody into a case, or out of it.
        CaseMember = "case.member",
        /// Let a group into a case, or out of it.
        CaseGroup = "case.group",
        /// Undid what was done in a case.
        CaseUndone = "case.undone",
        /// Wrote or changed a note.
        Noted = "case.note",
        /// Gave or changed a task.
        Tasked = "case.task",
        /// Planned or changed a measure.
        Measured = "case.measure",
        /// Wrote or changed what is kept about somebody.
        Recorded = "case.person",
        /// Wrote or changed an assessment.
        Assessed = "case.assessment",
        /// Accepted a claim as known in a case.
        Accepted = "case.claim",
        /// Told somebody outside.
        Released = "case.release",
        /// Destroyed what was kept about somebody.
        Purged = "case.purged",
        /// Made a group of people.
        GroupMade = "group.made",
        /// Gave a group another name.
        GroupNamed = "group.named",
        /// Let somebody into a group.
        GroupJoined = "group.joined",
        /// Let somebody out of a group.
        GroupLeft = "group.left",
        /// Deleted a group that was empty.
        GroupEnded = "group.ended",
    }
}

impl Erasure {
    /// What it is called where it is done.
    #[must_use]
    pub const fn act(self) -> ActKind {
        match self {
            Erasure::Mistake => ActKind::ErasedMistake,
            Erasure::Order => ActKind::ErasedOrder,
            Erasure::Redress => ActKind::ErasedRedress,
            Erasure::Unlawful => ActKind::ErasedUnlawful,
        }
    }
}

impl ActKind {
    /// Whether it left nothing of a report.
    #[must_use]
    pub fn is_erasing(self) -> bool {
        Erasure::ALL.iter().any(|why| why.act() == self)
    }
}
