//! Who may be kept as the subject of a record (28 CFR 23.20(a)–(d): R1 to R3 of the checklist; LED Art. 6 and 7).
//!
//! Nobody becomes a subject without facts from which a trained person may believe that they take part in a definable
//! crime. Until then what is known stays in the holding bin. Nothing here holds who people are.

use super::protected::{self, Gate};
use super::{found, is_said};
use crate::words::vocabulary;
use crate::{AccountId, Micros};

vocabulary! {
    /// What somebody is to what happened (LED Art. 6): must be chosen for everybody about whom something is kept.
    Category {
        /// There are grounds to believe that they did or will do it.
        Suspect = "suspect",
        /// A court found that they did it.
        Convicted = "convicted",
        /// It was done to them, or may be.
        Victim = "victim",
        /// They may say what happened.
        Witness = "witness",
        /// They are in touch with a suspect.
        Contact = "contact",
        /// None of these.
        Other = "other",
    }
}

impl Category {
    /// Whether somebody is kept for what they did, which needs a ground.
    #[must_use]
    pub const fn needs_ground(self) -> bool {
        matches!(self, Category::Suspect | Category::Convicted)
    }
}

vocabulary! {
    /// How sure it is who somebody is (5.1).
    Identity {
        /// Nothing is known.
        Unknown = "unknown",
        /// An account, and nobody behind it.
        Account = "account",
        /// Somebody, perhaps.
        Tentative = "tentative",
        /// Somebody, beyond doubt.
        Confirmed = "confirmed",
    }
}

vocabulary! {
    /// Whether a statement can be checked (LED Art. 7). Kept apart for each.
    Nature {
        /// What was seen, heard or found.
        Fact = "fact",
        /// What somebody makes of it.
        Assessment = "assessment",
    }
}

vocabulary! {
    /// Where what is known about somebody is kept, and so what may be done with it.
    Place {
        /// The holding bin: a tip about somebody, found by nobody's name, shared with nobody, soon gone.
        Holding = "holding",
        /// Kept with its case, as one who is no suspect, and never found as a subject.
        Related = "related",
        /// The subject of a record.
        Subject = "subject",
    }
}

impl Place {
    /// Whether a search by name finds them as a subject.
    #[must_use]
    pub const fn is_searchable(self) -> bool {
        matches!(self, Place::Subject)
    }

    /// Whether what is known may leave the desk; the release has rules of its own.
    #[must_use]
    pub const fn is_shareable(self) -> bool {
        matches!(self, Place::Subject)
    }
}

/// Something said about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// In words.
    pub text: String,
    /// Whether it can be checked.
    pub nature: Nature,
}

/// Why somebody may be the subject of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ground {
    /// The facts, and what was made of them.
    pub statements: Vec<Statement>,
    /// Which definable criminal activity they point to.
    pub activity: String,
    /// The statute that makes it one.
    pub statute: String,
    /// Who judges that the facts suffice.
    pub assessor: Option<AccountId>,
    /// When they judged it.
    pub assessed: Option<Micros>,
    /// The assessor attests to be trained to judge it.
    pub is_trained: bool,
    /// The assessor attests that nothing of it was obtained against the law.
    pub is_lawful: bool,
}

/// What is known about somebody, as far as the rules ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// What they are to what happened.
    pub category: Option<Category>,
    /// How sure it is who they are.
    pub identity: Option<Identity>,
    /// Why they may be a subject.
    pub ground: Ground,
    /// Where what is kept touches protected activity: the gate it must pass.
    pub gate: Option<Gate>,
}

vocabulary! {
    /// What a record lacks to have a subject.
    Gap {
        /// Nobody said what the person is to what happened.
        Category = "category",
        /// Nobody said how sure it is who it is.
        Identity = "identity",
        /// No facts.
        Facts = "facts",
        /// What is stated is what somebody makes of it; nothing of it can be checked.
        OnlyAssessments = "only-assessments",
        /// No definable activity.
        Activity = "activity",
        /// No statute.
        Statute = "statute",
        /// Nobody judged it.
        Assessor = "assessor",
        /// Training is not attested.
        Training = "training",
        /// No day.
        Date = "date",
        /// The day lies ahead.
        DateAhead = "date-ahead",
        /// It is not attested that all was obtained lawfully.
        Lawful = "lawful",
        /// The gate of protected activity is not passed.
        Protected = "protected",
    }
}

/// What is missing at a time. Nothing is, if it is empty.
///
/// Who is no suspect needs no ground, but a category, an identity and lawful ways all the same.
#[must_use]
pub fn gaps(record: &Record, now: Micros) -> Vec<Gap> {
    let ground = &record.ground;
    let needs_ground = record.category.is_none_or(Category::needs_ground);
    let mut said = ground
        .statements
        .iter()
        .filter(|statement| is_said(&statement.text));
    let has_statement = said.clone().next().is_some();
    let has_fact = said.any(|statement| statement.nature == Nature::Fact);
    let is_barred = record
        .gate
        .as_ref()
        .is_some_and(|gate| !protected::gaps(gate).is_empty());
    found([
        (record.category.is_none(), Gap::Category),
        (record.identity.is_none(), Gap::Identity),
        (needs_ground && !has_statement, Gap::Facts),
        (
            needs_ground && has_statement && !has_fact,
            Gap::OnlyAssessments,
        ),
        (needs_ground && !is_said(&ground.activity), Gap::Activity),
        (needs_ground && !is_said(&ground.statute), Gap::Statute),
        (needs_ground && ground.assessor.is_none(), Gap::Assessor),
        (needs_ground && !ground.is_trained, Gap::Training),
        (needs_ground && ground.assessed.is_none(), Gap::Date),
        (
            needs_ground && ground.assessed.is_some_and(|at| at > now),
            Gap::DateAhead,
        ),
        (!ground.is_lawful, Gap::Lawful),
        (is_barred, Gap::Protected),
    ])
}

/// Where a record is kept at a time: in the holding bin while anything is missing.
#[must_use]
pub fn place(record: &Record, now: Micros) -> Place {
    match record.category {
        Some(category) if gaps(record, now).is_empty() => {
            if category.needs_ground() {
                Place::Subject
            } else {
                Place::Related
            }
        }
        _ => Place::Holding,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::somebody;
    use super::*;

    const NOW: Micros = 1_000_000;

    fn fact(text: &str) -> Statement {
        Statement {
            text: text.into(),
            nature: Nature::Fact,
        }
    }

    fn whole() -> Record {
        Record {
            category: Some(Category::Suspect),
            identity: Some(Identity::Account),
            ground: Ground {
                statements: vec![fact("wrote on Monday that he waits at her door")],
                activity: "threat against a judge".into(),
                statute: "Code 12-3".into(),
                assessor: Some(somebody(1)),
                assessed: Some(NOW - 1),
                is_trained: true,
                is_lawful: true,
            },
            gate: None,
        }
    }

    #[test]
    fn nothing_said_is_held_and_all_that_is_missing_is_named() {
        let empty = Record::default();
        assert_eq!(place(&empty, NOW), Place::Holding);
        assert_eq!(
            gaps(&empty, NOW),
            [
                Gap::Category,
                Gap::Identity,
                Gap::Facts,
                Gap::Activity,
                Gap::Statute,
                Gap::Assessor,
                Gap::Training,
                Gap::Date,
                Gap::Lawful
            ]
        );
    }

    #[test]
    fn a_whole_record_has_a_subject() {
        assert_eq!(gaps(&whole(), NOW), []);
        assert_eq!(place(&whole(), NOW), Place::Subject);
        assert!(place(&whole(), NOW).is_searchable());
    }

    #[test]
    fn what_somebody_makes_of_it_is_no_fact() {
        let mut record = whole();
        record.ground.statements[0].nature = Nature::Assessment;
        assert_eq!(gaps(&record, NOW), [Gap::OnlyAssessments]);
        record.ground.statements.push(fact(" -- "));
        assert_eq!(gaps(&record, NOW), [Gap::OnlyAssessments]);
    }

    #[test]
    fn an_assessment_of_tomorrow_is_none() {
        let mut record = whole();
        record.ground.assessed = Some(NOW + 1);
        assert_eq!(gaps(&record, NOW), [Gap::DateAhead]);
        assert_eq!(gaps(&record, NOW + 1), []);
    }

    #[test]
    fn who_is_no_suspect_needs_no_ground_and_is_no_subject() {
        for &category in Category::ALL.iter().filter(|c| !c.needs_ground()) {
            let record = Record {
                category: Some(category),
                identity: Some(Identity::Confirmed),
                ground: Ground {
                    is_lawful: true,
                    ..Ground::default()
                },
                gate: None,
            };
            assert_eq!(place(&record, NOW), Place::Related);
            assert!(!Place::Related.is_searchable() && !Place::Related.is_shareable());
        }
    }

    #[test]
    fn a_gate_that_is_not_passed_bars_the_record() {
        let mut record = whole();
        let gate = Gate::ask("he marched and then broke her window", true, somebody(1), 1);
        record.gate = Some(gate.clone());
        assert_eq!(gaps(&record, NOW), [Gap::Protected]);
        record.gate = gate.answer(somebody(2), 2, true, "").ok();
        assert_eq!(place(&record, NOW), Place::Subject);
    }

    proptest! {
        /// R1: no road leads to a subject past any part of the ground.
        #[test]
        fn whatever_is_taken_away_nobody_stays_a_subject(part in 0..9usize) {
            let mut record = whole();
            let ground = &mut record.ground;
            match part {
                0 => record.category = None,
                1 => record.identity = None,
                2 => ground.statements.clear(),
                3 => ground.activity = " ".into(),
                4 => ground.statute = ".".into(),
                5 => ground.assessor = None,
                6 => ground.is_trained = false,
                7 => ground.assessed = None,
                _ => ground.is_lawful = false,
            }
            prop_assert_eq!(gaps(&record, NOW).len(), 1);
            prop_assert_eq!(place(&record, NOW), Place::Holding);
        }
    }
}
