//! What others were told: judged by the rules, and written down in the same moment. What was told cannot be untold, so that
//! this has no undoing; a correction is told as well.

use model::case::label::{self, Sensitivity};
use model::case::part::Part;
use model::case::release::{self, Basis, Content as What, Gap, Recipient};
use model::case::retention::{Due, Purge};
use model::case::subject::{self, Place};
use model::{AccountId, Micros, Tlp};
use serde::{Deserialize, Serialize};
use store::{By, Case, Step};

use super::content::{self, Content, Person};
use super::person::record;
use super::{LONG, No, SHORT, fits, gaps, is_open, judged, seen, word};

/// What others were told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// What the recipient is called.
    pub recipient: String,
    /// What kind of recipient it is.
    #[serde(with = "word")]
    pub kind: Recipient,
    /// What it is that was told.
    #[serde(with = "word")]
    pub content: What,
    /// About whom: the place of what is kept about them.
    pub about: Option<u64>,
    /// What was told, in words.
    pub what: String,
    /// Under which marking.
    #[serde(with = "word")]
    pub marking: Tlp,
    /// Why they need it.
    pub need: String,
    /// By which right they have it.
    pub right: String,
    /// What they agreed to.
    pub agreement: Option<Agreement>,
    /// The control official was asked and agrees.
    pub is_agreed: bool,
    /// The danger, where that is the ground.
    pub danger: Option<String>,
    /// On what ground; it follows from the rest when it is told.
    #[serde(default, with = "word::maybe")]
    pub basis: Option<Basis>,
    /// What was corrected since.
    #[serde(default)]
    pub correction: Option<Correction>,
}

impl Content for Released {
    const KIND: Part = Part::Release;
}

/// A recipient's promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// By what name or number it is found.
    pub reference: String,
    /// From when on it holds.
    pub from: Micros,
    /// When it ends, if it does.
    pub until: Option<Micros>,
}

/// What was told turned out to be wrong, or not to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Why it is kept no more.
    #[serde(with = "word")]
    pub why: Purge,
    /// Since when.
    pub at: Micros,
    /// Who has told the recipient so, and when.
    pub told: Option<Told>,
}

/// Somebody told a recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Who.
    #[serde(with = "word")]
    pub by: AccountId,
    /// When.
    pub at: Micros,
}

/// Where what is told is kept, and how sensitive it is: of what belongs to nobody, and of what is kept too long, the
/// strictest.
fn source(person: Option<&Person>, now: Micros) -> (Place, Sensitivity) {
    let Some(person) = person else {
        return (Place::Holding, label::strictest(&[]));
    };
    let place = match person.retention().due(now) {
        Due::Over => Place::Holding,
        Due::Kept | Due::Soon { .. } => subject::place(&record(person), now),
    };
    (place, label::strictest(&[person.label()]))
}

impl Released {
    fn rule(&self, person: Option<&Person>, by: By<'_>) -> release::Release {
        let (place, sensitivity) = source(person, by.at);
        release::Release {
            recipient: self.recipient.clone(),
            kind: self.kind,
            what: self.what.clone(),
            content: self.content,
            place,
            sensitivity,
            marking: self.marking,
            need: self.need.clone(),
            right: self.right.clone(),
            agreement: self.agreement.as_ref().map(|one| release::Agreement {
                reference: one.reference.clone(),
                from: one.from,
                until: one.until,
            }),
            is_agreed: self.is_agreed,
            danger: self.danger.clone(),
            by: Some(*by.account),
            at: Some(by.at),
        }
    }

    fn check(&self) -> Result<(), No> {
        for text in [&self.recipient, &self.right] {
            fits(text, SHORT)?;
        }
        for text in [&self.what, &self.need] {
            fits(text, LONG)?;
        }
        if let Some(danger) = &self.danger {
            fits(danger, LONG)?;
        }
        match &self.agreement {
            Some(one) => fits(&one.reference, SHORT),
            None => Ok(()),
        }
    }

    /// Whether somebody must still tell the recipient of a correction.
    #[must_use]
    pub fn waits(&self) -> bool {
        let untold = |one: &Correction| one.told.is_none();
        self.correction.as_ref().is_some_and(untold)
    }
}

/// Writes down that somebody is told something. What goes by agreement is labelled whole first; `origins` is how many
/// independent ones stand behind it.
///
/// # Errors
/// What stands against it.
pub fn tell(case: &Case, by: By<'_>, mut told: Released, origins: usize) -> Result<Vec<Step>, No> {
    is_open(case)?;
    told.check()?;
    let about: Option<Person> = match told.about {
        Some(place) => {
            let part = case.part(place).filter(|part| part.kind == Part::Person);
            let person = part.and_then(|part| content::open(&part.body));
            Some(person.ok_or(No::Missing)?)
        }
        None => None,
    };
    let basis = release::basis(&told.rule(about.as_ref(), by));
    let basis = judged("release", basis, Gap::as_str)?;
    if let (Basis::Agreement, Some(person)) = (basis, &about) {
        gaps("label", &person.label_gaps(origins), label::Gap::as_str)?;
    }
    told.basis = Some(basis);
    told.correction = None;
    Ok(vec![Step::Add(Released::KIND, told.text(), None)])
}

/// Writes down that a recipient was told of a correction. Also in a case that is closed.
///
/// # Errors
/// What stands against it.
pub fn tell_correction(
    case: &Case,
    by: By<'_>,
    (place, acted): (u64, u64),
) -> Result<Vec<Step>, No> {
    let mut released: Released = seen(case, place, acted)?;
    if !released.waits() {
        return Err(No::Stale);
    }
    if let Some(correction) = &mut released.correction {
        correction.told = Some(Told {
            by: *by.account,
            at: by.at,
        });
    }
    Ok(vec![Step::Set(place, released.text(), None)])
}

/// What was told about somebody, marked as corrected.
pub(super) fn corrected(case: &Case, about: u64, why: Purge, at: Micros) -> Vec<Step> {
    let parts = case.parts.iter().filter(|part| part.kind == Released::KIND);
    let marked = parts.filter_map(|part| {
        let mut released: Released = content::open(&part.body)?;
        let is_it = released.about == Some(about) && released.correction.is_none();
        is_it.then(|| {
            let told = None;
            released.correction = Some(Correction { why, at, told });
            Step::Set(part.place, released.text(), None)
        })
    });
    marked.collect()
}
