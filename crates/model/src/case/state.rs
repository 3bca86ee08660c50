//! Where a case is, how it ends, and what each step needs.

use super::{found, is_said};
use crate::words::vocabulary;

vocabulary! {
    /// Where a case is.
    State {
        /// Somebody works on it.
        Open = "open",
        /// Somebody looks whether it may be closed.
        UnderReview = "under-review",
        /// Nobody works on it any more.
        Closed = "closed",
    }
}

impl State {
    /// What may come next.
    #[must_use]
    pub const fn next(self) -> &'static [State] {
        match self {
            State::Open => &[State::UnderReview],
            State::UnderReview => &[State::Open, State::Closed],
            State::Closed => &[State::Open],
        }
    }
}

vocabulary! {
    /// How a case ended.
    Outcome {
        /// Nobody is in danger any more.
        Resolved = "resolved",
        /// Whoever threatened was arrested or stands before a court.
        Prosecuted = "prosecuted",
        /// Another authority has taken it over.
        Referred = "referred",
        /// It belongs to another case.
        Merged = "merged",
        /// What is known leads no further.
        Exhausted = "exhausted",
        /// There was nothing in it.
        Unfounded = "unfounded",
        /// It was criticism, protest, satire, faith or journalism, and no business of the desk's.
        Protected = "protected",
    }
}

impl Outcome {
    /// Whether nobody may stay the subject of a record for it.
    #[must_use]
    pub const fn clears_subjects(self) -> bool {
        matches!(self, Outcome::Unfounded | Outcome::Protected)
    }
}

/// What is in a case, as far as its steps ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Measures that are agreed or under way.
    pub measures: usize,
    /// Tasks that nobody has done or dropped.
    pub tasks: usize,
    /// Gates of protected activity at which an answer is awaited.
    pub gates: usize,
    /// People who are kept as subjects.
    pub subjects: usize,
    /// People in the holding bin.
    pub held: usize,
    /// Releases to others that were written down.
    pub releases: usize,
}

vocabulary! {
    /// What stands against a step of a case.
    Gap {
        /// This does not follow on that.
        Order = "order",
        /// Nobody said why: the ground on which it is opened or opened again, or what was found.
        Reason = "reason",
        /// It has no outcome.
        Outcome = "outcome",
        /// Measures are not done.
        Measures = "measures",
        /// Tasks are not done.
        Tasks = "tasks",
        /// Somebody is asked to answer about protected activity.
        Gates = "gates",
        /// Somebody is kept as a subject of what was nothing.
        Subjects = "subjects",
        /// Somebody is still in the holding bin, who must become a subject or go.
        Held = "held",
        /// Nothing was released to whoever took it over.
        Release = "release",
    }
}

/// What stands against opening a case: the ground must be stated.
#[must_use]
pub fn opening(ground: &str) -> Vec<Gap> {
    found([(!is_said(ground), Gap::Reason)])
}

/// What stands against a step. `reason` is why; closing needs an outcome too, and nothing half done.
#[must_use]
pub fn gaps(
    standing: &Standing,
    from: State,
    to: State,
    outcome: Option<Outcome>,
    reason: &str,
) -> Vec<Gap> {
    let closes = to == State::Closed;
    let clears = outcome.is_some_and(Outcome::clears_subjects);
    let refers = outcome == Some(Outcome::Referred);
    found([
        (!from.next().contains(&to), Gap::Order),
        (!is_said(reason), Gap::Reason),
        (closes && outcome.is_none(), Gap::Outcome),
        (closes && standing.measures > 0, Gap::Measures),
        (closes && standing.tasks > 0, Gap::Tasks),
        (closes && standing.gates > 0, Gap::Gates),
        (closes && clears && standing.subjects > 0, Gap::Subjects),
        (closes && standing.held > 0, Gap::Held),
        (closes && refers && standing.releases == 0, Gap::Release),
    ])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_case_has_a_stated_ground() {
        assert_eq!(opening(" "), [Gap::Reason]);
        assert_eq!(opening("somebody waits at her door"), []);
    }

    #[test]
    fn it_is_closed_after_a_review_with_an_outcome() {
        let standing = Standing::default();
        let close = |from, outcome| gaps(&standing, from, State::Closed, outcome, "he moved away");
        assert_eq!(close(State::Open, Some(Outcome::Resolved)), [Gap::Order]);
        assert_eq!(close(State::UnderReview, None), [Gap::Outcome]);
        assert_eq!(close(State::UnderReview, Some(Outcome::Resolved)), []);
    }

    #[test]
    fn nothing_is_closed_half_done() {
        let busy = Standing {
            measures: 1,
            tasks: 2,
            gates: 1,
            subjects: 1,
            held: 1,
            releases: 0,
        };
        let close = |outcome| {
            gaps(
                &busy,
                State::UnderReview,
                State::Closed,
                Some(outcome),
                "so",
            )
        };
        let left = [Gap::Measures, Gap::Tasks, Gap::Gates, Gap::Held];
        assert_eq!(close(Outcome::Resolved), left);
        assert!(close(Outcome::Referred).contains(&Gap::Release));
        assert!(close(Outcome::Protected).contains(&Gap::Subjects));
    }

    #[test]
    fn what_was_closed_opens_again_with_a_reason() {
        let busy = Standing {
            measures: 1,
            ..Standing::default()
        };
        let again = |reason| gaps(&busy, State::Closed, State::Open, None, reason);
        assert_eq!(again(""), [Gap::Reason]);
        assert_eq!(again("he wrote again"), []);
    }

    proptest! {
        /// Whatever way a case goes, it is closed only past a review, and with nothing open.
        #[test]
        fn no_way_round_the_review(way in prop::collection::vec((prop::sample::select(State::ALL), 0..2usize), 1..20)) {
            let mut state = State::Open;
            for (to, tasks) in way {
                let standing = Standing { tasks, ..Standing::default() };
                if gaps(&standing, state, to, Some(Outcome::Exhausted), "why").is_empty() {
                    prop_assert!(to != State::Closed || (state == State::UnderReview && tasks == 0));
                    state = to;
                }
            }
        }
    }
}
