//! What is kept of a case and its parts, as it is written down before it is sealed.

use model::case::assessment::{self, Answer, Question};
use model::case::label::Sensitivity;
use model::case::measure::{self, Consent, Measure, Status};
use model::case::part::{Part, Task};
use model::case::state::Outcome;
use model::case::subject::{Category, Identity, Nature};
use model::{AccountId, Credibility, Micros, Reliability};
use seal::Plain;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::word;

/// What a part of a kind holds.
pub trait Content: Serialize + DeserializeOwned {
    /// Which.
    const KIND: Part;

    /// As it is kept.
    fn text(&self) -> String {
        serde_json::to_string(self).expect("words, texts and numbers can be written as JSON")
    }
}

/// As it was kept; none if it is something else.
pub fn open<C: DeserializeOwned>(body: &Plain) -> Option<C> {
    serde_json::from_slice(body.as_bytes()).ok()
}

/// What a case is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What its members call it.
    pub title: String,
    /// The ground on which it was opened.
    pub ground: String,
    /// How it ended.
    #[serde(default, with = "word::maybe")]
    pub outcome: Option<Outcome>,
    /// Why it is where it is.
    #[serde(default)]
    pub finding: String,
}

impl About {
    /// As it is kept.
    pub fn text(&self) -> String {
        serde_json::to_string(self).expect("texts can be written as JSON")
    }
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// In words.
    pub text: String,
}

impl Content for Note {
    const KIND: Part = Part::Note;
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Todo {
    /// In words.
    pub text: String,
    /// Who is to do it.
    #[serde(with = "word::maybe")]
    pub owner: Option<AccountId>,
    /// By when.
    pub due: Option<Micros>,
    /// How far it is.
    #[serde(with = "word")]
    pub status: Task,
}

impl Content for Todo {
    const KIND: Part = Part::Task;
}

/// A measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Which.
    #[serde(with = "word")]
    pub measure: Measure,
    /// For whom, and what else is to be known.
    pub text: String,
    /// How far it is.
    #[serde(with = "word")]
    pub status: Status,
    /// Who sees to it.
    #[serde(with = "word::maybe")]
    pub owner: Option<AccountId>,
    /// By when.
    pub due: Option<Micros>,
    /// What the protected person says.
    #[serde(with = "word")]
    pub consent: Consent,
    /// Why nobody asks them.
    pub consent_reason: String,
    /// When it is looked at again.
    pub review: Option<Micros>,
}

impl Content for Planned {
    const KIND: Part = Part::Measure;
}

impl Planned {
    /// As the rules ask for it.
    pub fn rule(&self) -> measure::Planned {
        measure::Planned {
            measure: self.measure,
            status: self.status,
            owner: self.owner,
            due: self.due,
            consent: self.consent,
            consent_reason: self.consent_reason.clone(),
            review: self.review,
        }
    }

    /// When somebody must do something about it.
    pub fn next(&self) -> Option<Micros> {
        match self.status {
            Status::Dropped => None,
            Status::Done => self.review,
            _ => self.due.into_iter().chain(self.review).min(),
        }
    }
}

/// Somebody about whom something is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// What they are called, or their account.
    pub name: String,
    /// What they are to what happened.
    #[serde(default, with = "word::maybe")]
    pub category: Option<Category>,
    /// How sure it is who they are.
    #[serde(default, with = "word::maybe")]
    pub identity: Option<Identity>,
    /// What is known, and what is made of it.
    pub statements: Vec<Statement>,
    /// The definable activity that it points to.
    pub activity: String,
    /// The statute.
    pub statute: String,
    /// Who judged that it suffices.
    #[serde(default, with = "word::maybe")]
    pub assessor: Option<AccountId>,
    /// When.
    pub assessed: Option<Micros>,
    /// They attest to be trained to.
    pub is_trained: bool,
    /// They attest that it was obtained lawfully.
    pub is_lawful: bool,
    /// The gate of protected activity, where it touches that.
    pub gate: Option<Gate>,
    /// Who may open it.
    #[serde(default, with = "word::maybe")]
    pub sensitivity: Option<Sensitivity>,
    /// How far its source can be relied on.
    #[serde(default, with = "word::maybe")]
    pub reliability: Option<Reliability>,
    /// How far its content can be believed.
    #[serde(default, with = "word::maybe")]
    pub validity: Option<Credibility>,
    /// Who answers for it.
    pub control: String,
    /// Until when it is kept.
    pub kept: Retained,
}

impl Content for Person {
    const KIND: Part = Part::Person;
}

impl Person {
    /// Somebody of whom nothing is known, in the holding bin from now on.
    #[must_use]
    pub fn new(now: Micros) -> Self {
        Person {
            name: String::new(),
            category: None,
            identity: None,
            statements: Vec::new(),
            activity: String::new(),
            statute: String::new(),
            assessor: None,
            assessed: None,
            is_trained: false,
            is_lawful: false,
            gate: None,
            sensitivity: None,
            reliability: None,
            validity: None,
            control: String::new(),
            kept: super::person::new_tip(now),
        }
    }
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// In words.
    pub text: String,
    /// Whether it can be checked.
    #[serde(with = "word")]
    pub nature: Nature,
}

/// A gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Why it must be kept.
    pub justification: String,
    /// It belongs directly to the crime.
    pub is_direct: bool,
    /// Who asks.
    #[serde(with = "word")]
    pub asked_by: AccountId,
    /// When.
    pub asked: Micros,
    /// What a second person said.
    pub answer: Option<GateAnswer>,
}

/// What a second person said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateAnswer {
    /// Who.
    #[serde(with = "word")]
    pub by: AccountId,
    /// When.
    pub at: Micros,
    /// Whether it may be kept.
    pub is_approval: bool,
    /// Why.
    pub reason: String,
}

/// Until when something is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retained {
    /// Whether it is a record, not a tip.
    pub is_record: bool,
    /// Since when.
    pub from: Micros,
    /// Until when.
    pub until: Micros,
    /// Whether it was extended.
    pub is_extended: bool,
}

/// What is known of a danger.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessed {
    /// In the order of the questions.
    pub rated: Vec<Rated>,
}

impl Content for Assessed {
    const KIND: Part = Part::Assessment;
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// To what.
    #[serde(with = "word")]
    pub question: Question,
    /// What.
    #[serde(with = "word")]
    pub answer: Answer,
    /// What shows it.
    pub evidence: String,
    /// Who answered.
    #[serde(with = "word")]
    pub rater: AccountId,
    /// When.
    pub at: Micros,
}

impl Assessed {
    /// As the rules ask for it.
    pub fn rule(&self) -> assessment::Assessment {
        let rated = self.rated.iter().map(|one| {
            let evidence = assessment::Evidence {
                report: None,
                words: one.evidence.clone(),
            };
            let rated = assessment::Rated {
                answer: one.answer,
                evidence: vec![evidence],
                rater: Some(one.rater),
                at: Some(one.at),
            };
            (one.question, rated)
        });
        assessment::Assessment {
            rated: rated.collect(),
        }
    }

    /// The answer to a question.
    pub fn to(&self, question: Question) -> Option<&Rated> {
        self.rated.iter().find(|one| one.question == question)
    }
}
