//! How long what is known about somebody is kept: extended once, validated, or destroyed. Also in a case that is closed.

use model::case::retention::{Due, Finding, GRACE, Gap, Purge, Review};
use model::case::subject;
use store::{By, Case, Over, Step, StoreError};

use super::content::{self, Content, Person};
use super::person::record;
use super::release::corrected;
use super::{Desk, LONG, No, fits, gap, judged, rng, seen};

/// Keeps a tip about somebody for its one longer time.
///
/// # Errors
/// What stands against it.
pub fn extend(case: &Case, by: By<'_>, at: (u64, u64), reason: &str) -> Result<Vec<Step>, No> {
    fits(reason, LONG)?;
    let mut person: Person = seen(case, at.0, at.1)?;
    let longer = person.retention().extend(by.at, reason);
    person.keep(judged("retention", longer, Gap::as_str)?);
    Ok(vec![Step::Set(
        at.0,
        person.text(),
        Some(person.kept.until),
    )])
}

/// A review of a record. If it stands, it is kept for another period.
///
/// # Errors
/// What stands against it.
pub fn validate(
    case: &Case,
    by: By<'_>,
    at: (u64, u64),
    finding: Finding,
    explanation: &str,
) -> Result<Vec<Step>, No> {
    fits(explanation, LONG)?;
    let mut person: Person = seen(case, at.0, at.1)?;
    let review = Review {
        reviewer: Some(*by.account),
        at: by.at,
        finding,
        explanation: explanation.to_owned(),
    };
    let lacking = subject::gaps(&record(&person), by.at);
    let longer = person.retention().validate(&review, &lacking);
    person.keep(judged("retention", longer, Gap::as_str)?);
    Ok(vec![Step::Set(
        at.0,
        person.text(),
        Some(person.kept.until),
    )])
}

/// Destroys what is kept about somebody, and if it is asked for all notes and assessments of the case. Because its time is over
/// only when it is; for every other reason whoever was told of it must be told of that too.
///
/// # Errors
/// What stands against it.
pub fn purge(
    case: &Case,
    by: By<'_>,
    at: (u64, u64),
    (why, and_texts): (Purge, bool),
) -> Result<Vec<Step>, No> {
    let person: Person = seen(case, at.0, at.1)?;
    let is_over = person.retention().due(by.at) == Due::Over;
    let fits = match why {
        Purge::TipOver => is_over && !person.kept.is_record,
        Purge::RecordOver => is_over && person.kept.is_record,
        _ => true,
    };
    if !fits {
        return Err(gap("purge", "not-over"));
    }
    let mut steps = vec![Step::Purge(at.0, why)];
    steps.extend(and_texts.then_some(Step::PurgeTexts(why)));
    if why.is_a_correction() {
        steps.extend(corrected(case, at.0, why, by.at));
    }
    Ok(steps)
}

/// People who are looked for at once.
const BATCH: u32 = 100;

/// Destroys what is kept about people whose time is over, which nobody did: how many of them.
///
/// # Errors
/// If the database cannot do it.
pub async fn purge_over(desk: &Desk) -> Result<u64, StoreError> {
    let store = &desk.store;
    let mut count = 0;
    loop {
        let now = desk.clock.now();
        let mut read = store.read().await?;
        let over = store::over_people(&mut read, now.saturating_sub(GRACE), BATCH).await?;
        drop(read);
        for one in &over {
            let why = why(desk, one).await?;
            if !store::purge_person(store, one, why, now, &mut rng()).await? {
                return Ok(count);
            }
            count += 1;
        }
        if over.len() < BATCH as usize {
            return Ok(count);
        }
    }
}

/// By which rule somebody goes; whose coming was undone, as a tip.
async fn why(desk: &Desk, over: &Over) -> Result<Purge, StoreError> {
    let store = &desk.store;
    let case = store::case(&mut store.read().await?, store.keys(), over.case).await?;
    let part = case.as_ref().and_then(|case| case.part(over.part));
    let person: Option<Person> = part.and_then(|part| content::open(&part.body));
    Ok(match person {
        Some(person) if person.kept.is_record => Purge::RecordOver,
        _ => Purge::TipOver,
    })
}
