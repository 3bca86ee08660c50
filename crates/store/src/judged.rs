//! What people say beside what the engine found: what an origin is called, how far a source can be relied on. What the engine
//! found stays as it is. It is kept with the reports that it was said of, and goes where they go.

use std::collections::HashMap;

use model::{AccountId, ActKind, Micros, Reliability};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::acting::{Acting, Body, By, Record, damaged, keyed, open_body};
use crate::bulk::fetch_each;
use crate::db::{Read, fetch_all};
use crate::{Acted, Aim, Keys, Store, StoreError};

/// What something is said about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    /// The source of a report.
    Source,
    /// An origin that a report rests on, by the engine's label.
    Origin(String),
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The grade, or the name; empty where somebody lets the engine's label stand again.
    pub says: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Micros,
}

/// What people say of one thing, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The report, by its place.
    pub report: u64,
    /// What of it.
    pub topic: Topic,
    /// What they say; none if it was undone.
    pub now: Option<Judgement>,
    /// The place of what was done last to it. Who wants to change it must have seen that.
    pub acted: u64,
}

/// An origin that is to be named, as whoever names it saw it.
#[derive(Debug, Clone)]
pub struct Named<'n> {
    /// The reports that rest on it, by their places.
    pub reports: &'n [u64],
    /// The engine's label, and other names under which it knows it.
    pub labels: &'n [String],
    /// The last of [`Judged::acted`] about it, as they saw it; 0 if there was none.
    pub acted: u64,
}

/// A judgement, as it is sealed with the report.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    says: String,
    reason: String,
    by: String,
    at: Micros,
}

pub(crate) fn judgement(kept: Option<Kept>) -> Result<Option<Judgement>, StoreError> {
    let Some(kept) = kept else { return Ok(None) };
    Ok(Some(Judgement {
        by: kept.by.parse().map_err(|_| damaged("an account"))?,
        says: kept.says,
        reason: kept.reason,
        at: kept.at,
    }))
}

fn keep(judgement: &Judgement) -> Kept {
    Kept {
        says: judgement.says.clone(),
        reason: judgement.reason.clone(),
        by: judgement.by.to_string(),
        at: judgement.at,
    }
}

/// What people say of reports, in the order in which it was said.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn judged(
    read: &mut Read,
    keys: &Keys,
    reports: &[u64],
) -> Result<Vec<Judged>, StoreError> {
    let mut rows = fetch_each!(
        read,
        (i64, i64, Vec<u8>),
        "SELECT place, report, body FROM act WHERE body IS NOT NULL AND kind IN ('origin.named', 'report.graded', 'report.undone') AND report IN ",
        "",
        reports,
        |report| *report as i64
    );
    rows.sort_unstable_by_key(|(place, ..)| *place);
    let mut touched: Vec<u64> = rows.iter().map(|(_, report, _)| *report as u64).collect();
    touched.sort_unstable();
    touched.dedup();
    let keyed = keyed(read, keys, &touched).await?;
    let mut last: HashMap<(u64, Topic), Judged> = HashMap::new();
    for (place, report, body) in rows {
        let (place, report) = (place as u64, report as u64);
        let Some((id, key)) = keyed.get(&report) else {
            continue;
        };
        let Body::Judged { about, is, .. } = open_body(id, key, place, &body)? else {
            continue;
        };
        let one = Judged {
            report,
            topic: about.clone(),
            now: judgement(is)?,
            acted: place,
        };
        last.insert((report, about), one);
    }
    let mut all: Vec<Judged> = last.into_values().collect();
    all.sort_unstable_by_key(|one| one.acted);
    Ok(all)
}

/// Grades the sources of reports, all in one transaction, but for those that somebody graded meanwhile. [`Aim::acted`] is that
/// of the grade, 0 where there was none.
///
/// # Errors
/// If the database cannot do it; then nothing is changed.
pub async fn grade_sources(
    store: &Store,
    by: By<'_>,
    aims: &[Aim],
    grade: Reliability,
    reason: &str,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Acted, StoreError> {
    let mut acting = Acting::begin(store, by).await?;
    let reports: Vec<u64> = aims.iter().map(|aim| aim.report).collect();
    let known = judged(&mut acting.tx, acting.keys, &reports).await?;
    let mut known: HashMap<u64, Judged> = known
        .into_iter()
        .filter(|one| one.topic == Topic::Source)
        .map(|one| (one.report, one))
        .collect();
    let mut records = acting.records(&reports).await?;
    let mut acted = Acted::default();
    for aim in aims {
        let known = known.remove(&aim.report);
        let seen = known.as_ref().map_or(0, |one| one.acted);
        match records.remove(&aim.report) {
            Some(record) if seen == aim.acted => {
                let was = known.and_then(|one| one.now);
                let says = (grade.as_str(), reason);
                step(&mut acting, &record, (Topic::Source, was), says, rng).await?;
                acted.done.push(aim.report);
            }
            _ => acted.stale.push(aim.report),
        }
    }
    acted.batch = acting.commit().await?;
    Ok(acted)
}

/// Names an origin, with an empty name lets the engine's label stand again. None if somebody named it meanwhile: then nothing is changed.
///
/// # Errors
/// If the database cannot do it; then nothing is changed.
pub async fn name_origin(
    store: &Store,
    by: By<'_>,
    origin: Named<'_>,
    name: &str,
    reason: &str,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Option<Acted>, StoreError> {
    let mut acting = Acting::begin(store, by).await?;
    let mut known = judged(&mut acting.tx, acting.keys, origin.reports).await?;
    known.retain(|one| matches!(&one.topic, Topic::Origin(label) if origin.labels.contains(label)));
    let seen = known.iter().map(|one| one.acted).max().unwrap_or(0);
    let Some(label) = origin.labels.first().filter(|_| seen == origin.acted) else {
        return Ok(None);
    };
    let mut records = acting.records(origin.reports).await?;
    let mut acted = Acted::default();
    for report in origin.reports {
        let Some(record) = records.remove(report) else {
            continue;
        };
        // by one topic alone, so that a report is changed once in a batch
        let known = known.iter().rfind(|one| one.report == *report);
        let topic = known.map_or_else(|| Topic::Origin(label.clone()), |one| one.topic.clone());
        let was = known.and_then(|one| one.now.clone());
        step(&mut acting, &record, (topic, was), (name, reason), rng).await?;
        acted.done.push(*report);
    }
    acted.batch = acting.commit().await?;
    Ok(acted.batch.is_some().then_some(acted))
}

/// Says something else of a report.
async fn step(
    acting: &mut Acting<'_>,
    record: &Record,
    (topic, was): (Topic, Option<Judgement>),
    (says, reason): (&str, &str),
    rng: &mut (impl CryptoRng + Send),
) -> Result<u64, StoreError> {
    let kind = match topic {
        Topic::Source => ActKind::Graded,
        Topic::Origin(_) => ActKind::Named,
    };
    let is = Kept {
        says: says.to_owned(),
        reason: reason.to_owned(),
        by: acting.by.account.to_string(),
        at: acting.by.at,
    };
    let body = Body::Judged {
        about: topic,
        was: was.as_ref().map(keep),
        is: Some(is),
    };
    acting.seal(kind, record, &body, rng).await
}

/// Lets stand again what was said before an act: the place of that; none if somebody said something else since.
pub(crate) async fn back(
    acting: &mut Acting<'_>,
    record: &Record,
    place: u64,
    (about, was, is): (Topic, Option<Kept>, Option<Kept>),
    rng: &mut (impl CryptoRng + Send),
) -> Result<Option<u64>, StoreError> {
    let since = fetch_all!(
        acting.tx,
        (i64, Vec<u8>),
        "SELECT place, body FROM act WHERE report = $1 AND place > $2 AND body IS NOT NULL",
        record.work.report as i64,
        place as i64
    )?;
    for (place, body) in since {
        let body = record.open(place as u64, &body)?;
        if matches!(body, Body::Judged { about: other, .. } if other == about) {
            return Ok(None);
        }
    }
    let body = Body::Judged {
        about,
        was: is,
        is: was,
    };
    let undone = acting.seal(ActKind::Undone, record, &body, rng).await?;
    Ok(Some(undone))
}
