//! People about whom something is kept in a case: in the holding bin until nothing is missing.

use model::case::label::{self, Label};
use model::case::protected::{self, Gate};
use model::case::retention::{self, Due, Kept as Kind, Retention};
use model::case::subject::{self, Ground, Place, Record};
use model::case::{is_said, subject::Nature};
use model::{AccountId, Micros};
use store::{By, Case, Step};

use super::content::{self, Content, GateAnswer, Person, Retained, Statement};
use super::{LONG, No, SHORT, fits, gap, gaps, is_open, seen};

/// What a form says of somebody.
#[derive(Debug, Clone)]
pub struct Kept {
    /// What stands in the record, but for who judged it, its gate, and until when it is kept.
    pub person: Person,
}

/// What is asked at the gate of protected activity.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// Why it must be kept.
    pub justification: &'a str,
    /// It belongs directly to the crime.
    pub is_direct: bool,
}

/// As the rules ask for it.
#[must_use]
pub fn record(person: &Person) -> Record {
    let statement = |one: &Statement| subject::Statement {
        text: one.text.clone(),
        nature: one.nature,
    };
    Record {
        category: person.category,
        identity: person.identity,
        ground: Ground {
            statements: person.statements.iter().map(statement).collect(),
            activity: person.activity.clone(),
            statute: person.statute.clone(),
            assessor: person.assessor,
            assessed: person.assessed,
            is_trained: person.is_trained,
            is_lawful: person.is_lawful,
        },
        gate: person.gate.as_ref().map(gate),
    }
}

fn gate(kept: &content::Gate) -> Gate {
    Gate {
        justification: kept.justification.clone(),
        is_direct: kept.is_direct,
        asked_by: kept.asked_by,
        asked: kept.asked,
        answer: kept.answer.as_ref().map(|answer| protected::Answer {
            by: answer.by,
            at: answer.at,
            is_approval: answer.is_approval,
            reason: answer.reason.clone(),
        }),
    }
}

impl Person {
    /// The label of the record.
    #[must_use]
    pub fn label(&self) -> Label {
        Label {
            sensitivity: self.sensitivity,
            reliability: self.reliability,
            validity: self.validity,
            control: self.control.clone(),
        }
    }

    /// What the label lacks; of independent origins nobody is asked here, so that nothing is confirmed by a form alone.
    #[must_use]
    pub fn label_gaps(&self, origins: usize) -> Vec<label::Gap> {
        label::gaps(&self.label(), origins)
    }

    /// Until when it is kept.
    #[must_use]
    pub fn retention(&self) -> Retention {
        Retention {
            kept: if self.kept.is_record {
                Kind::Record
            } else {
                Kind::Tip
            },
            from: self.kept.from,
            until: self.kept.until,
            is_extended: self.kept.is_extended,
        }
    }

    pub(super) fn keep(&mut self, retention: Retention) {
        self.kept = retained(retention);
    }

    fn check(&self) -> Result<(), No> {
        if !is_said(&self.name) {
            return Err(gap("person", "name"));
        }
        fits(&self.name, SHORT)?;
        for text in [&self.activity, &self.statute, &self.control] {
            fits(text, SHORT)?;
        }
        let long: usize = self.statements.iter().map(|one| one.text.len()).sum();
        if long > 4 * LONG {
            return Err(No::Long);
        }
        Ok(())
    }
}

fn retained(retention: Retention) -> Retained {
    Retained {
        is_record: retention.kept == Kind::Record,
        from: retention.from,
        until: retention.until,
        is_extended: retention.is_extended,
    }
}

/// How long somebody is kept who comes in now.
#[must_use]
pub fn new_tip(now: Micros) -> Retained {
    retained(Retention::admit(Kind::Tip, now))
}

/// Keeps something about somebody, new or changed. Who attests that the ground suffices becomes its assessor. In the holding
/// bin everything may be missing but a name; once somebody is a subject, or related, nothing may be taken away again.
///
/// # Errors
/// What stands against it.
pub fn keep_person(
    case: &Case,
    by: By<'_>,
    place: Option<(u64, u64)>,
    form: Kept,
) -> Result<Vec<Step>, No> {
    is_open(case)?;
    let mut person = form.person;
    person.check()?;
    let before: Option<Person> = place
        .map(|(place, acted)| seen(case, place, acted))
        .transpose()?;
    before
        .as_ref()
        .map_or(Ok(()), |one| is_in_time(one, by.at))?;
    person.gate = before.as_ref().and_then(|before| before.gate.clone());
    person.kept = match &before {
        Some(before) => before.kept,
        None => new_tip(by.at),
    };
    let ground = |one: &Person| {
        (
            one.statements.clone(),
            one.activity.clone(),
            one.statute.clone(),
            one.is_trained,
        )
    };
    let judged = before
        .as_ref()
        .filter(|before| ground(before) == ground(&person));
    let (assessor, assessed) = match judged {
        Some(before) => (before.assessor, before.assessed),
        None => (Some(*by.account), Some(by.at)),
    };
    person.assessor = assessor.filter(|_| person.is_trained);
    person.assessed = assessed.filter(|_| person.is_trained);
    if before.as_ref() == Some(&person) {
        return Err(No::Stale);
    }
    placed(&mut person, by.at)?;
    let due = Some(person.kept.until);
    Ok(vec![match place {
        Some((place, _)) => Step::Set(place, person.text(), due),
        None => Step::Add(Person::KIND, person.text(), due),
    }])
}

/// What is over is used for nothing any more.
fn is_in_time(person: &Person, now: Micros) -> Result<(), No> {
    if person.retention().due(now) == Due::Over {
        return Err(gap("retention", "over"));
    }
    Ok(())
}

/// A tip about somebody becomes a record when nothing is missing any more; of a record nothing may be missing.
fn placed(person: &mut Person, now: Micros) -> Result<(), No> {
    let record = record(person);
    let place = subject::place(&record, now);
    if person.kept.is_record {
        let lacking = subject::gaps(&record, now);
        return gaps("subject", &lacking, subject::Gap::as_str);
    }
    if place != Place::Holding {
        let promoted = person.retention().promote(now);
        let lacking = promoted.as_ref().err().cloned().unwrap_or_default();
        gaps("retention", &lacking, retention::Gap::as_str)?;
        if let Ok(promoted) = promoted {
            person.keep(promoted);
        }
    }
    Ok(())
}

/// Asks at the gate of protected activity. What was a record before waits in the holding bin for the answer, as long as a
/// tip does.
///
/// # Errors
/// What stands against it.
pub fn ask_gate(
    case: &Case,
    by: By<'_>,
    (place, acted): (u64, u64),
    asked: &Asked<'_>,
) -> Result<Vec<Step>, No> {
    is_open(case)?;
    let mut person: Person = seen(case, place, acted)?;
    is_in_time(&person, by.at)?;
    fits(asked.justification, LONG)?;
    let new = Gate::ask(asked.justification, asked.is_direct, *by.account, by.at);
    let mut lacking = protected::gaps(&new);
    lacking.retain(|gap| *gap != protected::Gap::SecondPerson);
    gaps("protected", &lacking, protected::Gap::as_str)?;
    person.gate = Some(content::Gate {
        justification: new.justification,
        is_direct: new.is_direct,
        asked_by: new.asked_by,
        asked: new.asked,
        answer: None,
    });
    if person.kept.is_record {
        person.keep(person.retention().demote(by.at));
    }
    let due = Some(person.kept.until);
    Ok(vec![Step::Set(place, person.text(), due)])
}

/// Answers at the gate, as a second person.
///
/// # Errors
/// What stands against it.
pub fn answer_gate(
    case: &Case,
    by: By<'_>,
    (place, acted): (u64, u64),
    is_approval: bool,
    reason: &str,
) -> Result<Vec<Step>, No> {
    is_open(case)?;
    fits(reason, LONG)?;
    let mut person: Person = seen(case, place, acted)?;
    is_in_time(&person, by.at)?;
    let asked = person.gate.as_mut().ok_or(No::Missing)?;
    let answered = gate(asked).answer(*by.account, by.at, is_approval, reason);
    let lacking = answered.err().unwrap_or_default();
    gaps("protected", &lacking, protected::Gap::as_str)?;
    asked.answer = Some(GateAnswer {
        by: *by.account,
        at: by.at,
        is_approval,
        reason: reason.to_owned(),
    });
    if is_approval && !person.kept.is_record {
        placed(&mut person, by.at)?;
    }
    let due = Some(person.kept.until);
    Ok(vec![Step::Set(place, person.text(), due)])
}

/// A statement for each line.
#[must_use]
pub fn statements(facts: &str, made: &str) -> Vec<Statement> {
    let each = |text: &str, nature: Nature| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines
            .map(|line| Statement {
                text: line.to_owned(),
                nature,
            })
            .collect::<Vec<_>>()
    };
    let mut all = each(facts, Nature::Fact);
    all.extend(each(made, Nature::Assessment));
    all
}

/// Whether somebody may answer what another asked.
#[must_use]
pub fn may_answer(person: &Person, account: &AccountId) -> bool {
    let waits = |gate: &content::Gate| gate.answer.is_none() && gate.asked_by != *account;
    person.gate.as_ref().is_some_and(waits)
}
