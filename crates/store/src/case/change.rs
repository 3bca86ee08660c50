//! Changes of cases. What is to be done is decided with the case as it is while nobody else writes, so that no rule is
//! passed by two who act at once; each change is kept with what was before it, so that it can be undone.

use model::case::part::Part as Kind;
use model::case::retention::Purge;
use model::case::state::State;
use model::{AccountId, ActKind, Micros};
use rand_core::CryptoRng;

use super::acting::{Acting, Here};
use super::history::KeptDone;
use super::sealing::Records;
use super::{BODY, Case, case, damaged, group, history};
use crate::acting::By;
use crate::db::{execute, fetch_all, fetch_optional};
use crate::{Entry, Store, StoreError, Tx, log};

/// Something that is to be done in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The case itself is this.
    Case(State, String),
    /// A part comes.
    Add(Kind, String, Option<Micros>),
    /// A part, by its place, is this.
    Set(u64, String, Option<Micros>),
    /// Somebody comes in, or goes.
    Member(AccountId, bool),
    /// A group comes in, or goes.
    Group(u64, bool),
    /// What is kept about somebody is destroyed, with all that was before it.
    Purge(u64, Purge),
    /// All notes and assessments are destroyed, also those that were taken back.
    PurgeTexts(Purge),
}

/// What came of a change.
#[derive(Debug, PartialEq, Eq)]
pub enum Changed<No> {
    /// It was made; these are the places of its acts.
    Yes(Vec<u64>),
    /// There is no such case.
    Missing,
    /// It was decided against.
    No(No),
}

/// Opens a case from an incident: its number. Who opens it is its first member.
///
/// # Errors
/// If the database cannot do it.
pub async fn open_case(
    store: &Store,
    by: By<'_>,
    incident: Option<u64>,
    body: &str,
    rng: &mut (impl CryptoRng + Send),
) -> Result<u64, StoreError> {
    let mut tx = store.begin().await?;
    let first = log::next_place(&mut tx).await?;
    let row = fetch_optional!(tx, (i64,), "SELECT COALESCE(MAX(number), 0) + 1 FROM cases")?;
    let number = row.map_or(1, |(number,)| number as u64);
    let records = Records::new(rng);
    let record = &records.own;
    execute!(
        tx,
        "INSERT INTO cases (number, id, key, state, incident, made, body, acted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        number as i64,
        record.id().as_slice(),
        record.wrapped(store.keys(), rng),
        State::Open.as_str(),
        incident.map(|place| place as i64),
        by.at,
        record.seal(BODY, body.as_bytes(), rng)?,
        first as i64
    )?;
    let mut acting = Acting::of(store.keys(), tx, by, (first, number), records);
    let after = (State::Open.as_str().to_owned(), body.to_owned());
    let done = KeptDone::Case {
        before: None,
        after,
    };
    acting.put(ActKind::CaseMade, None, done, None, rng).await?;
    acting
        .step(&Here::default(), Step::Member(*by.account, true), None, rng)
        .await?;
    acting.commit().await?;
    Ok(number)
}

/// Changes a case, as is decided with the case as it is.
///
/// # Errors
/// If the database cannot do it; then nothing is changed.
pub async fn change_case<No>(
    store: &Store,
    by: By<'_>,
    number: u64,
    reason: Option<&str>,
    decide: impl FnOnce(&Case) -> Result<Vec<Step>, No> + Send,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Changed<No>, StoreError> {
    let mut tx = store.begin().await?;
    let first = log::next_place(&mut tx).await?;
    let Some(found) = case(&mut tx, store.keys(), number).await? else {
        return Ok(Changed::Missing);
    };
    let steps = match decide(&found) {
        Ok(steps) => steps,
        Err(no) => return Ok(Changed::No(no)),
    };
    let here = Here::of(&found)?;
    let mut acting = Acting::of(store.keys(), tx, by, (first, number), found.records);
    let mut places = Vec::with_capacity(steps.len());
    for step in steps {
        places.push(acting.step(&here, step, reason, rng).await?);
    }
    let destroys = acting.destroys;
    acting.commit().await?;
    if destroys {
        crate::erase::forget_journal(store).await?;
    }
    Ok(Changed::Yes(places))
}

/// Undoes one thing that was done in a case. It must be the last that was done to what it changed, and `may` must allow
/// it, told who did it and what. None if it cannot be undone.
///
/// # Errors
/// If the database cannot do it; then nothing is changed.
pub async fn undo_case(
    store: &Store,
    by: By<'_>,
    number: u64,
    place: u64,
    may: impl FnOnce(&Case, &AccountId, ActKind) -> bool + Send,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Option<u64>, StoreError> {
    let mut tx = store.begin().await?;
    let first = log::next_place(&mut tx).await?;
    let Some(found) = case(&mut tx, store.keys(), number).await? else {
        return Ok(None);
    };
    let row = fetch_optional!(
        tx,
        (Vec<u8>, String, Option<i64>, Vec<u8>),
        "SELECT account, kind, part, body FROM act WHERE place = $1 AND cases = $2 AND undone IS NULL AND body IS NOT NULL",
        place as i64,
        number as i64
    )?;
    let Some((account, kind, part, body)) = row else {
        return Ok(None);
    };
    let account = crate::account::account_id(&account)?;
    let kind: ActKind = kind.parse().map_err(|()| damaged("a kind of act"))?;
    if !may(&found, &account, kind) {
        return Ok(None);
    }
    let part = part.map(|part| part as u64);
    let kept = history::open(found.records.of_act(kind, part), place, &body)?;
    if !is_last(&mut tx, &found, place, part, &kept.done).await? {
        return Ok(None);
    }
    let Some(back) = turned(kept.done) else {
        return Ok(None);
    };
    if let KeptDone::Group(group, true) = back
        && !group::is_there(&mut tx, group).await?
    {
        return Ok(None);
    }
    let mut acting = Acting::of(store.keys(), tx, by, (first, number), found.records);
    let at = acting.turn_back(back, part, rng).await?;
    execute!(
        acting.tx,
        "UPDATE act SET undone = $1 WHERE place = $2",
        at as i64,
        place as i64
    )?;
    acting.commit().await?;
    Ok(Some(at))
}

/// Whether nothing was done since to what an act changed.
async fn is_last(
    tx: &mut Tx,
    found: &Case,
    place: u64,
    part: Option<u64>,
    done: &KeptDone,
) -> Result<bool, StoreError> {
    if let Some(part) = part {
        let row = fetch_optional!(
            tx,
            (i64,),
            "SELECT acted FROM part WHERE place = $1",
            part as i64
        )?;
        return Ok(row.is_some_and(|(acted,)| acted as u64 == place));
    }
    if let KeptDone::Member(id, is_in) = done {
        let id = id.parse().map_err(|_| damaged("a member"))?;
        return Ok(found.members.contains(&id) == *is_in);
    }
    if let KeptDone::Group(number, is_in) = done {
        return Ok(found.groups.iter().any(|one| one.number == *number) == *is_in);
    }
    let rows = fetch_all!(
        tx,
        (i64, String, Vec<u8>),
        "SELECT place, kind, body FROM act WHERE cases = $1 AND part IS NULL AND place > $2 AND body IS NOT NULL AND kind IN ('case.changed', 'case.undone')",
        found.number as i64,
        place as i64
    )?;
    // of what was undone since, only the body says whether it was the case itself
    for (since, kind, body) in rows {
        let kind = kind.parse().map_err(|()| damaged("a kind of act"))?;
        let record = found.records.of_act(kind, None);
        if let KeptDone::Case { .. } = history::open(record, since as u64, &body)?.done {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The way back; none from having been opened, or destroyed.
fn turned(done: KeptDone) -> Option<KeptDone> {
    Some(match done {
        KeptDone::Case { before, after } => KeptDone::Case {
            after: before?,
            before: Some(after),
        },
        KeptDone::Part { before, after } => KeptDone::Part {
            before: after,
            after: before,
        },
        KeptDone::Member(id, is_in) => KeptDone::Member(id, !is_in),
        KeptDone::Group(number, is_in) => KeptDone::Group(number, !is_in),
        KeptDone::Purged(_) => return None,
    })
}

/// Tells the ledger that somebody opened a case.
///
/// # Errors
/// If the database cannot do it.
pub async fn view_case(
    store: &Store,
    by: By<'_>,
    number: u64,
    rng: &mut (impl CryptoRng + Send),
) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    let first = log::next_place(&mut tx).await?;
    let row = fetch_optional!(
        tx,
        (Vec<u8>,),
        "SELECT id FROM cases WHERE number = $1",
        number as i64
    )?;
    let Some((id,)) = row else { return Ok(()) };
    let id = id.try_into().map_err(|_| damaged("an id"))?;
    let kind = ActKind::CaseOpened;
    execute!(
        tx,
        "INSERT INTO act (place, batch, account, at, kind, cases) VALUES ($1, $1, $2, $3, $4, $5)",
        first as i64,
        by.account.as_bytes().as_slice(),
        by.at,
        kind.as_str(),
        number as i64
    )?;
    let ids = [("by", *by.account.as_bytes()), ("case", id)];
    let entry = Entry::bare(kind.as_str(), by.at, &ids, rng);
    tx.commit(&entry, &[]).await
}
