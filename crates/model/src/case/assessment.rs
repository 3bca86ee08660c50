//! What is known of a danger, question by question (5.1 of the checklist).
//!
//! A text is graded, a person never is: answers are listed and compared, and there is no function that makes one figure
//! of them. Not to know is an answer. Nothing is asked about anybody's mind or body, only about what they do.

use std::collections::BTreeMap;

use super::{found, is_said};
use crate::words::vocabulary;
use crate::{AccountId, Micros, ReportId};

vocabulary! {
    /// What is asked. The last eight are the warning behaviours (Meloy and others, 2012).
    Question {
        /// What they hold against the person they threaten.
        Grievance = "grievance",
        /// How they know them.
        Relationship = "relationship",
        /// Whether they were in touch before.
        Contacts = "contacts",
        /// Whether they have come near.
        Approach = "approach",
        /// How far away they are.
        Proximity = "proximity",
        /// Whether they can get a weapon.
        Weapons = "weapons",
        /// Whether they are able to use one, or to find somebody.
        Skills = "skills",
        /// Whether they can get there.
        Travel = "travel",
        /// What they say that they will do.
        Intent = "intent",
        /// How soon.
        Imminence = "imminence",
        /// Whether they have been violent.
        History = "history",
        /// What they have lately lost, or strain under.
        Stressors = "stressors",
        /// What holds them.
        Stabilisers = "stabilisers",
        /// They search, plan, prepare or set about it.
        Pathway = "pathway",
        /// They dwell on a person or a cause more and more, and let the rest of their life go.
        Fixation = "fixation",
        /// They see themselves as a fighter, or as one with earlier attackers.
        Identification = "identification",
        /// They try out violence for the first time, apart from what they plan.
        NovelAggression = "novel-aggression",
        /// What they do about the target becomes more, or more varied.
        EnergyBurst = "energy-burst",
        /// They tell somebody else of what they mean to do.
        Leakage = "leakage",
        /// They say that nothing is left to them but violence, and that it must be now.
        LastResort = "last-resort",
        /// They threaten the target or the police to their face.
        DirectThreat = "direct-threat",
    }
}

vocabulary! {
    /// What is answered. Which answers a question takes, [`Question::answers`] says.
    Answer {
        /// Nobody knows.
        Unknown = "unknown",
        /// It is known that it is not so.
        Absent = "absent",
        /// It is so.
        Present = "present",
        /// They know them from the network alone.
        Online = "online",
        /// They have met.
        Acquainted = "acquainted",
        /// They work, or worked, together.
        Work = "work",
        /// They are, or were, family or a couple.
        Family = "family",
        /// They tried.
        Attempted = "attempted",
        /// They did.
        Made = "made",
        /// In another country.
        Country = "country",
        /// In another part of the country.
        Region = "region",
        /// In the same city.
        City = "city",
        /// At the place itself.
        Site = "site",
        /// It follows from what they do.
        Inferred = "inferred",
        /// They said it.
        Stated = "stated",
        /// Within thirty days.
        Month = "month",
        /// Within 72 hours.
        Days = "days",
        /// Now.
        Now = "now",
    }
}

const YES_OR_NO: &[Answer] = &[Answer::Unknown, Answer::Absent, Answer::Present];

impl Question {
    /// The eight warning behaviours.
    #[must_use]
    pub fn warnings() -> &'static [Question] {
        &Question::ALL[Question::Pathway as usize..]
    }

    /// Whether it is one of the eight warning behaviours.
    #[must_use]
    pub fn is_warning(self) -> bool {
        self >= Question::Pathway
    }

    /// Which answers it takes: first that nobody knows.
    #[must_use]
    pub const fn answers(self) -> &'static [Answer] {
        use Answer::{
            Absent, Acquainted, Attempted, City, Country, Days, Family, Inferred, Made, Month, Now,
            Online, Region, Site, Stated, Unknown, Work,
        };
        match self {
            Question::Relationship => &[Unknown, Absent, Online, Acquainted, Work, Family],
            Question::Approach => &[Unknown, Absent, Attempted, Made],
            Question::Proximity => &[Unknown, Country, Region, City, Site],
            Question::Intent => &[Unknown, Absent, Inferred, Stated],
            Question::Imminence => &[Unknown, Absent, Month, Days, Now],
            _ => YES_OR_NO,
        }
    }
}

/// What an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The report in which it stands, if it stands in one.
    pub report: Option<ReportId>,
    /// The words of the report, or how else it is known.
    pub words: String,
}

/// An answer, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rated {
    /// The answer.
    pub answer: Answer,
    /// What shows it.
    pub evidence: Vec<Evidence>,
    /// Who answered.
    pub rater: Option<AccountId>,
    /// When.
    pub at: Option<Micros>,
}

/// All answers at one time. What was not asked is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assessment {
    /// By question.
    pub rated: BTreeMap<Question, Rated>,
}

vocabulary! {
    /// What an answer lacks.
    Gap {
        /// The question does not take this answer.
        Answer = "answer",
        /// That something is so, or is not so, rests on nothing.
        Evidence = "evidence",
        /// Who answered.
        Rater = "rater",
        /// When.
        Date = "date",
    }
}

impl Assessment {
    /// The answer to a question.
    #[must_use]
    pub fn answer(&self, question: Question) -> Answer {
        self.rated
            .get(&question)
            .map_or(Answer::Unknown, |rated| rated.answer)
    }

    /// What nobody knows.
    #[must_use]
    pub fn unknown(&self) -> Vec<Question> {
        let all = Question::ALL.iter().copied();
        all.filter(|&question| self.answer(question) == Answer::Unknown)
            .collect()
    }

    /// What the answers lack.
    #[must_use]
    pub fn gaps(&self) -> Vec<(Question, Gap)> {
        let each = self.rated.iter();
        each.flat_map(|(&question, rated)| {
            let lacking = gaps(question, rated);
            lacking.into_iter().map(move |gap| (question, gap))
        })
        .collect()
    }
}

/// What an answer lacks. That something is not known needs no evidence; that it is absent does.
#[must_use]
pub fn gaps(question: Question, rated: &Rated) -> Vec<Gap> {
    let is_known = rated.answer != Answer::Unknown;
    let shown = rated.evidence.iter().any(|shown| is_said(&shown.words));
    found([
        (!question.answers().contains(&rated.answer), Gap::Answer),
        (is_known && !shown, Gap::Evidence),
        (rated.rater.is_none(), Gap::Rater),
        (rated.at.is_none(), Gap::Date),
    ])
}

/// An answer that is another than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// To what.
    pub question: Question,
    /// Earlier.
    pub before: Answer,
    /// Later.
    pub after: Answer,
}

/// What is answered otherwise than before, in the order of the questions.
#[must_use]
pub fn changes(before: &Assessment, after: &Assessment) -> Vec<Change> {
    let all = Question::ALL.iter().map(|&question| Change {
        question,
        before: before.answer(question),
        after: after.answer(question),
    });
    all.filter(|change| change.before != change.after).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::somebody;
    use super::*;

    fn rated(answer: Answer, words: &str) -> Rated {
        Rated {
            answer,
            evidence: vec![Evidence {
                report: None,
                words: words.into(),
            }],
            rater: Some(somebody(1)),
            at: Some(1),
        }
    }

    fn of(answers: &[(Question, Answer)]) -> Assessment {
        let each = answers.iter();
        Assessment {
            rated: each.map(|&(q, a)| (q, rated(a, "seen"))).collect(),
        }
    }

    #[test]
    fn there_are_eight_warning_behaviours() {
        assert_eq!(Question::warnings().len(), 8);
        assert!(Question::warnings().iter().all(|q| q.is_warning()));
        assert!(!Question::Stabilisers.is_warning());
    }

    #[test]
    fn every_question_can_be_answered_with_unknown() {
        for question in Question::ALL {
            assert_eq!(question.answers()[0], Answer::Unknown);
            if question.is_warning() {
                assert_eq!(question.answers(), YES_OR_NO);
            }
        }
        let every = Question::ALL.iter().flat_map(|q| q.answers());
        let taken: std::collections::BTreeSet<_> = every.collect();
        assert_eq!(taken.len(), Answer::ALL.len());
    }

    #[test]
    fn absence_needs_evidence_and_not_knowing_none() {
        let absent = rated(Answer::Absent, " ");
        assert_eq!(gaps(Question::Weapons, &absent), [Gap::Evidence]);
        assert_eq!(
            gaps(Question::Weapons, &rated(Answer::Absent, "searched")),
            []
        );
        let unknown = Rated {
            evidence: Vec::new(),
            ..rated(Answer::Unknown, "")
        };
        assert_eq!(gaps(Question::Weapons, &unknown), []);
        let loose = Rated {
            rater: None,
            at: None,
            ..unknown
        };
        assert_eq!(gaps(Question::Leakage, &loose), [Gap::Rater, Gap::Date]);
    }

    #[test]
    fn an_answer_belongs_to_its_question() {
        let wrong = of(&[
            (Question::Weapons, Answer::City),
            (Question::Proximity, Answer::City),
        ]);
        assert_eq!(wrong.gaps(), [(Question::Weapons, Gap::Answer)]);
    }

    #[test]
    fn what_was_not_asked_is_not_known() {
        assert_eq!(Assessment::default().unknown(), Question::ALL);
    }

    #[test]
    fn changes_are_told_with_what_was_before() {
        let before = of(&[(Question::Intent, Answer::Inferred)]);
        let after = of(&[
            (Question::Intent, Answer::Stated),
            (Question::Travel, Answer::Unknown),
        ]);
        let told = changes(&before, &after);
        assert_eq!(
            told,
            [Change {
                question: Question::Intent,
                before: Answer::Inferred,
                after: Answer::Stated
            }]
        );
    }

    #[test]
    fn nothing_here_makes_one_figure_of_answers() {
        let source = include_str!("assessment.rs");
        let rules = source.split("#[cfg(test)]").next().unwrap();
        for word in [
            "sum", "count()", "score", "weight", "fold", "total", "len()", "u8", "u32", "f64",
        ] {
            assert!(!rules.contains(word), "{word}");
        }
    }

    fn answers() -> impl Strategy<Value = Assessment> {
        let one = (
            prop::sample::select(Question::ALL),
            prop::sample::select(Answer::ALL),
        );
        prop::collection::vec(one, 0..30).prop_map(|all| of(&all))
    }

    proptest! {
        #[test]
        fn what_changes_there_changes_back(before in answers(), after in answers()) {
            let back: Vec<Change> = changes(&after, &before);
            let there = changes(&before, &after);
            prop_assert_eq!(there.len(), back.len());
            for (there, back) in there.iter().zip(&back) {
                prop_assert_eq!((there.question, there.before, there.after), (back.question, back.after, back.before));
            }
            prop_assert!(changes(&after, &after).is_empty());
        }
    }
}
