//! How long what is known about people is kept (28 CFR 23.20(h): R7 and R9 of the checklist).
//!
//! The end is set when something comes in, is validated or extended, and is stored. Nothing that happens later, nor any
//! clock that jumps, brings a stored end nearer, but for a record that becomes a tip again: its end is counted anew, from its
//! admission or from what the clock says, whichever is later.

use super::{found, is_said, subject};
use crate::words::vocabulary;
use crate::{AccountId, DAY, Micros};

/// How long a tip in the holding bin is kept, and how much one extension adds.
pub const TIP: Micros = 90 * DAY;

/// How long a record is kept from its admission or last validation: never more than five calendar years.
pub const RECORD: Micros = 5 * 365 * DAY;

/// How long after its end something is destroyed without anybody doing it. It can be used for nothing meanwhile; only a
/// clock that went wrong can still be set right.
pub const GRACE: Micros = DAY;

/// Nothing is destroyed on the word of a clock alone: somebody must have worked at the desk within this time before, and
/// at least [`GRACE`] ago.
pub const WITNESSED: Micros = 30 * DAY;

vocabulary! {
    /// What is kept.
    Kept {
        /// In the holding bin.
        Tip = "tip",
        /// A record with a subject, or of somebody related to a case.
        Record = "record",
    }
}

impl Kept {
    /// How long it is kept.
    #[must_use]
    pub const fn period(self) -> Micros {
        match self {
            Kept::Tip => TIP,
            Kept::Record => RECORD,
        }
    }

    /// How long before its end people are told.
    #[must_use]
    pub const fn warning(self) -> Micros {
        match self {
            Kept::Tip => 14 * DAY,
            Kept::Record => 90 * DAY,
        }
    }
}

/// Until when something is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// What it is.
    pub kept: Kept,
    /// When it came in, or was last validated.
    pub from: Micros,
    /// The end, from which on it must go.
    pub until: Micros,
    /// Whether its one extension has been used; tips alone have one.
    pub is_extended: bool,
}

vocabulary! {
    /// What a review found.
    Finding {
        /// It still meets what it was admitted for.
        Stands = "stands",
        /// Addresses, numbers or names were brought up to date, and nothing else: that validates nothing.
        Identifiers = "identifiers",
        /// It does not meet it any more.
        Fails = "fails",
    }
}

/// A review of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Who reviewed.
    pub reviewer: Option<AccountId>,
    /// When.
    pub at: Micros,
    /// What was found.
    pub finding: Finding,
    /// Why.
    pub explanation: String,
}

vocabulary! {
    /// What stands against a longer time.
    Gap {
        /// A tip is not validated: it becomes a record, or goes.
        NotARecord = "not-a-record",
        /// A record is not extended: it is validated, or goes.
        NotATip = "not-a-tip",
        /// It was extended once.
        Extended = "extended",
        /// Its time is over.
        Over = "over",
        /// Nobody said why.
        Reason = "reason",
        /// Nobody is named who reviewed it.
        Reviewer = "reviewer",
        /// What was brought up to date validates nothing.
        OnlyIdentifiers = "only-identifiers",
        /// It does not meet what it was admitted for.
        Fails = "fails",
        /// The record lacks something now.
        Incomplete = "incomplete",
    }
}

vocabulary! {
    /// Why something is destroyed; stands in the ledger in place of what it was.
    Purge {
        /// A tip's time was over.
        TipOver = "tip-over",
        /// A record's time was over and nobody validated it.
        RecordOver = "record-over",
        /// A review found that it does not meet what it was admitted for.
        Failed = "failed",
        /// It misleads.
        Misleading = "misleading",
        /// It is out of date.
        Obsolete = "obsolete",
        /// It cannot be relied on.
        Unreliable = "unreliable",
        /// It was obtained against the law.
        Unlawful = "unlawful",
        /// Its subject asked, and was right.
        Redress = "redress",
    }
}

impl Purge {
    /// Whether those to whom it was released must be told.
    #[must_use]
    pub const fn is_a_correction(self) -> bool {
        !matches!(self, Purge::TipOver | Purge::RecordOver)
    }
}

/// How it stands with something at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// It is kept.
    Kept,
    /// Its end is near: whoever keeps it is told.
    Soon {
        /// How long it still has, in microseconds.
        left: Micros,
    },
    /// It must go, and be used for nothing any more.
    Over,
}

impl Retention {
    /// Comes in.
    #[must_use]
    pub const fn admit(kept: Kept, at: Micros) -> Self {
        Retention {
            kept,
            from: at,
            until: at.saturating_add(kept.period()),
            is_extended: false,
        }
    }

    /// How it stands.
    #[must_use]
    pub const fn due(&self, now: Micros) -> Due {
        let left = self.until.saturating_sub(now);
        if left <= 0 {
            Due::Over
        } else if left <= self.kept.warning() {
            Due::Soon { left }
        } else {
            Due::Kept
        }
    }

    /// A tip about somebody becomes a record, since nothing is missing any more.
    ///
    /// # Errors
    ///
    /// It is a record, or its time is over.
    pub fn promote(&self, now: Micros) -> Result<Self, Vec<Gap>> {
        let gaps = found([
            (self.kept != Kept::Tip, Gap::NotATip),
            (self.due(now) == Due::Over, Gap::Over),
        ]);
        if !gaps.is_empty() {
            return Err(gaps);
        }
        Ok(self.set(Kept::Record, now))
    }

    /// A record of which something is missing again, since a second person is asked about it: it is kept as a tip that
    /// came in now, and no longer than it was.
    #[must_use]
    pub fn demote(&self, now: Micros) -> Self {
        let from = self.from.max(now);
        Retention {
            kept: Kept::Tip,
            from,
            until: self.until.min(from.saturating_add(TIP)),
            is_extended: self.is_extended,
        }
    }

    /// A tip's one extension.
    ///
    /// # Errors
    ///
    /// What stands against it.
    pub fn extend(&self, now: Micros, reason: &str) -> Result<Self, Vec<Gap>> {
        let gaps = found([
            (self.kept != Kept::Tip, Gap::NotATip),
            (self.is_extended, Gap::Extended),
            (self.due(now) == Due::Over, Gap::Over),
            (!is_said(reason), Gap::Reason),
        ]);
        if !gaps.is_empty() {
            return Err(gaps);
        }
        Ok(Retention {
            until: self.until.saturating_add(TIP),
            is_extended: true,
            ..*self
        })
    }

    /// A record's validation: it is kept for another period from the day of the review. Possible at any time before
    /// its end. `lacking` is what [`subject::gaps`] says of the record as it is now.
    ///
    /// # Errors
    ///
    /// What stands against it.
    pub fn validate(&self, review: &Review, lacking: &[subject::Gap]) -> Result<Self, Vec<Gap>> {
        let gaps = found([
            (self.kept != Kept::Record, Gap::NotARecord),
            (self.due(review.at) == Due::Over, Gap::Over),
            (!is_said(&review.explanation), Gap::Reason),
            (review.reviewer.is_none(), Gap::Reviewer),
            (review.finding == Finding::Identifiers, Gap::OnlyIdentifiers),
            (review.finding == Finding::Fails, Gap::Fails),
            (!lacking.is_empty(), Gap::Incomplete),
        ]);
        if !gaps.is_empty() {
            return Err(gaps);
        }
        Ok(self.set(Kept::Record, review.at))
    }

    /// Whether it says that it came in, or was validated, at a time that lies ahead: a clock has jumped, and somebody
    /// should review it before its end is believed.
    #[must_use]
    pub const fn is_ahead(&self, now: Micros) -> bool {
        self.from > now
    }

    fn set(&self, kept: Kept, at: Micros) -> Self {
        Retention {
            kept,
            from: self.from.max(at),
            until: self.until.max(at.saturating_add(kept.period())),
            is_extended: self.is_extended,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::somebody;
    use super::*;

    const START: Micros = 1_700_000_000_000_000;

    fn review(at: Micros, finding: Finding) -> Review {
        Review {
            reviewer: Some(somebody(1)),
            at,
            finding,
            explanation: "he has written again since".into(),
        }
    }

    #[test]
    fn a_tip_is_kept_for_ninety_days_with_a_warning() {
        let tip = Retention::admit(Kept::Tip, START);
        assert_eq!(tip.due(START), Due::Kept);
        assert_eq!(tip.due(START + 76 * DAY), Due::Soon { left: 14 * DAY });
        assert_eq!(tip.due(START + 90 * DAY - 1), Due::Soon { left: 1 });
        assert_eq!(tip.due(START + 90 * DAY), Due::Over);
    }

    #[test]
    fn a_tip_is_extended_once_with_a_reason() {
        let tip = Retention::admit(Kept::Tip, START);
        assert_eq!(tip.extend(START, "?"), Err(vec![Gap::Reason]));
        let longer = tip.extend(START + DAY, "an answer is awaited").unwrap();
        assert_eq!(longer.until, START + 180 * DAY);
        assert_eq!(longer.extend(START, "again"), Err(vec![Gap::Extended]));
        assert_eq!(tip.extend(START + 90 * DAY, "late"), Err(vec![Gap::Over]));
    }

    #[test]
    fn a_record_is_validated_by_somebody_who_says_why() {
        let record = Retention::admit(Kept::Record, START);
        let at = START + 400 * DAY;
        let longer = record.validate(&review(at, Finding::Stands), &[]).unwrap();
        assert_eq!(longer.until, at + RECORD);
        let mute = Review {
            reviewer: None,
            explanation: " ".into(),
            ..review(at, Finding::Stands)
        };
        assert_eq!(
            record.validate(&mute, &[]),
            Err(vec![Gap::Reason, Gap::Reviewer])
        );
    }

    #[test]
    fn a_record_in_question_is_kept_as_a_tip() {
        let record = Retention::admit(Kept::Record, START);
        let at = START + 400 * DAY;
        let tip = record.demote(at);
        assert_eq!((tip.kept, tip.until), (Kept::Tip, at + TIP));
        assert_eq!(tip.promote(at + DAY).unwrap().until, at + DAY + RECORD);
        let late = record.demote(START + RECORD - DAY);
        assert_eq!(late.until, record.until, "no longer than before");
        let jumped = record.demote(0);
        assert_eq!(jumped.until, START + TIP, "a clock that went back");
    }

    #[test]
    fn identifiers_brought_up_to_date_validate_nothing() {
        let record = Retention::admit(Kept::Record, START);
        assert_eq!(
            record.validate(&review(START, Finding::Identifiers), &[]),
            Err(vec![Gap::OnlyIdentifiers])
        );
        assert_eq!(
            record.validate(&review(START, Finding::Fails), &[subject::Gap::Facts]),
            Err(vec![Gap::Fails, Gap::Incomplete])
        );
    }

    #[test]
    fn what_is_over_is_not_brought_back() {
        let record = Retention::admit(Kept::Record, START);
        let late = review(START + RECORD, Finding::Stands);
        assert_eq!(record.validate(&late, &[]), Err(vec![Gap::Over]));
    }

    #[test]
    fn a_review_of_the_future_is_noticed() {
        let record = Retention::admit(Kept::Record, START);
        assert!(!record.is_ahead(START));
        assert!(record.is_ahead(START - 1));
    }

    #[derive(Debug, Clone)]
    enum Step {
        Promote,
        Extend(&'static str),
        Validate(Finding),
    }

    fn step() -> impl Strategy<Value = (Step, Micros)> {
        let step = prop_oneof![
            Just(Step::Promote),
            prop_oneof![Just(""), Just("why")].prop_map(Step::Extend),
            prop::sample::select(Finding::ALL).prop_map(Step::Validate),
        ];
        (step, -20_000..20_000i64).prop_map(|(step, day)| (step, START + day * DAY))
    }

    proptest! {
        /// R7, R9: whatever is done at whatever the clock says, no end comes nearer, none lies further than a period
        /// after the latest time that was told, and a tip is extended at most once.
        #[test]
        fn no_clock_shortens_what_is_set(steps in prop::collection::vec(step(), 0..40)) {
            let mut held = Retention::admit(Kept::Tip, START);
            let mut latest = START;
            for (step, at) in steps {
                let next = match &step {
                    Step::Promote => held.promote(at),
                    Step::Extend(reason) => held.extend(at, reason),
                    Step::Validate(finding) => held.validate(&review(at, *finding), &[]),
                };
                let Ok(next) = next else { continue };
                prop_assert!(next.until >= held.until && next.from >= held.from);
                prop_assert!(!(held.is_extended && matches!(step, Step::Extend(_))));
                latest = latest.max(at);
                prop_assert!(next.until <= latest + next.kept.period().max(2 * TIP));
                held = next;
            }
        }

        /// An end is never overstepped by the arithmetic of clocks at the edges of time.
        #[test]
        fn any_time_has_an_answer(at: Micros, now: Micros) {
            let tip = Retention::admit(Kept::Tip, at);
            prop_assert_eq!(tip.due(now) == Due::Over, tip.until <= now);
        }
    }
}
