//! Calls that were made: which are to be sent, and what became of each.

use model::call::{CallKind, Fault, Way};
use model::{CallId, DAY, Level, Micros, quarter_after};
use rand_core::CryptoRng;

use crate::account::account_id;
use crate::call::{Call, NewCall, damaged, level};
use crate::db::{Read, execute, fetch_all, fetch_optional};
use crate::{Entry, Store, StoreError};

/// How long it is kept what became of a call; the ledger tells of it for ever.
const KEPT: Micros = 90 * DAY;

type Row = (
    Vec<u8>,
    String,
    String,
    Option<Vec<u8>>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    i64,
    i64,
    i64,
    i64,
    Option<i64>,
    i64,
    Option<i64>,
    Option<i64>,
    Option<String>,
);

fn call(row: Row) -> Result<Call, StoreError> {
    let (
        id,
        kind,
        way,
        account,
        at,
        report,
        clock,
        reports,
        late,
        tip,
        made,
        due,
        tries,
        tried,
        sent,
        fault,
    ) = row;
    let id = id.try_into().map_err(|_| damaged("an id"))?;
    let fault = fault.as_deref().map(str::parse).transpose();
    Ok(Call {
        id: CallId::from_bytes(id),
        what: NewCall {
            kind: kind.parse().map_err(|()| damaged("a kind"))?,
            way: way.parse().map_err(|()| damaged("a way"))?,
            account: account.as_deref().map(account_id).transpose()?,
            level: at.map(level).transpose()?,
            report: report.map(|place| place as u64),
            clock,
            reports: reports as u64,
            late: late as u64,
            is_of_tip: tip != 0,
        },
        made,
        due,
        tries: tries as u32,
        tried,
        sent,
        fault: fault.map_err(|()| damaged("a fault"))?,
    })
}

/// Calls that are to be sent now, those first that wait longest.
///
/// # Errors
/// If the database cannot be read.
pub async fn calls_due(read: &mut Read, now: Micros, most: u32) -> Result<Vec<Call>, StoreError> {
    let rows = fetch_all!(
        read,
        Row,
        "SELECT id, kind, way, account, level, report, clock, reports, late, tip, made, due, tries, tried, sent, fault FROM call WHERE due <= $1 ORDER BY due, id LIMIT $2",
        now,
        i64::from(most)
    )?;
    rows.into_iter().map(call).collect()
}

/// The calls that were made last, the last first.
///
/// # Errors
/// If the database cannot be read.
pub async fn calls(read: &mut Read, most: u32) -> Result<Vec<Call>, StoreError> {
    let rows = fetch_all!(
        read,
        Row,
        "SELECT id, kind, way, account, level, report, clock, reports, late, tip, made, due, tries, tried, sent, fault FROM call ORDER BY made DESC, id LIMIT $1",
        i64::from(most)
    )?;
    rows.into_iter().map(call).collect()
}

/// How it went the last time that a call was sent by a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last {
    /// When.
    pub tried: Micros,
    /// Why it did not arrive; none if it did.
    pub fault: Option<Fault>,
}

/// How it went the last time that a call was sent by a way; none if none ever was.
///
/// # Errors
/// If the database cannot be read.
pub async fn last_of(read: &mut Read, way: Way) -> Result<Option<Last>, StoreError> {
    let row = fetch_optional!(
        read,
        (i64, Option<String>),
        "SELECT tried, fault FROM call WHERE way = $1 AND tried IS NOT NULL AND (fault IS NOT NULL OR sent IS NOT NULL) ORDER BY tried DESC LIMIT 1",
        way.as_str()
    )?;
    let last = |(tried, fault): (i64, Option<String>)| {
        let fault = fault.as_deref().map(str::parse).transpose();
        let fault = fault.map_err(|()| damaged("a fault"))?;
        Ok(Last { tried, fault })
    };
    row.map(last).transpose()
}

/// What a call is about now: some of its reports may have been opened meanwhile. None if nothing waits any more that it could
/// tell of.
///
/// # Errors
/// If the database cannot be read.
pub async fn still_waits(
    read: &mut Read,
    call: &NewCall,
    now: Micros,
) -> Result<Option<NewCall>, StoreError> {
    let Some((level, report)) = call.level.zip(call.report) else {
        return Ok(Some(call.clone()));
    };
    type Found = (i64, i64);
    let level = level as i64 + 1;
    let named = fetch_optional!(
        read,
        Found,
        "SELECT report, due FROM work WHERE report = $1 AND level = $2 AND disposition IS NULL AND (seen = 0 OR due <= $3 OR $4 = 1)",
        report as i64,
        level,
        now,
        i64::from(call.kind == CallKind::Raised)
    )?;
    let found = match named {
        Some(found) => Some(found),
        None => fetch_optional!(
            read,
            Found,
            "SELECT work.report, work.due FROM work JOIN ladder ON ladder.report = work.report WHERE disposition IS NULL AND seen = 0 AND work.level = $1 ORDER BY decide, work.report LIMIT 1",
            level
        )?,
    };
    let Some((first, clock)) = found else {
        return Ok(None);
    };
    let reports = if named.is_some() {
        call.reports
    } else {
        call.reports.saturating_sub(1).max(1)
    };
    Ok(Some(NewCall {
        report: Some(first as u64),
        clock: Some(clock),
        reports,
        late: call.late.min(reports),
        ..call.clone()
    }))
}

/// Says that a call is being tried, and when it is again unless something becomes of it: so it is not lost if the program ends
/// meanwhile. False if it is no more to be sent.
///
/// # Errors
/// If the database cannot do it.
pub async fn begin_try(
    store: &Store,
    call: &Call,
    now: Micros,
    again: Micros,
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let begun = execute!(
        tx,
        "UPDATE call SET tries = tries + 1, tried = $1, due = $2 WHERE id = $3 AND due = $4",
        if call.what.is_of_tip {
            quarter_after(now)
        } else {
            now
        },
        again,
        call.id.as_bytes().as_slice(),
        call.due
    )?;
    tx.commit_quiet("calls").await?;
    Ok(begun == 1)
}

/// Makes what waits to be tried again due at once: whoever tried it before has ended.
///
/// # Errors
/// If the database cannot do it.
pub async fn hurry_calls(store: &Store, now: Micros) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    execute!(tx, "UPDATE call SET due = $1 WHERE due > $1", now)?;
    tx.commit_quiet("calls").await
}

/// Says why a call did not arrive, and when it is tried again.
///
/// # Errors
/// If the database cannot do it.
pub async fn fail_call(
    store: &Store,
    id: &CallId,
    fault: Fault,
    again: Micros,
) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    execute!(
        tx,
        "UPDATE call SET fault = $1, due = $2 WHERE id = $3",
        fault.as_str(),
        again,
        id.as_bytes().as_slice()
    )?;
    tx.commit_quiet("calls").await
}

/// What becomes of a call in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallEnd {
    /// It arrived.
    Sent,
    /// Nothing waits any more that it could tell of.
    Moot,
    /// It did not arrive, and is not tried any more.
    Failed(Fault),
}

/// Ends a call; the ledger tells how. Where it told of a tip, the day alone is left of when.
///
/// # Errors
/// If the database cannot do it.
pub async fn end_call(
    store: &Store,
    call: &Call,
    end: CallEnd,
    now: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<(), StoreError> {
    let at = call.what.told(now);
    let (kind, sent, fault) = match end {
        CallEnd::Sent => ("call.sent", Some(at), None),
        CallEnd::Moot => ("call.moot", None, None),
        CallEnd::Failed(fault) => ("call.failed", None, Some(fault.as_str())),
    };
    let id = call.id.as_bytes();
    let mut tx = store.begin().await?;
    execute!(
        tx,
        "UPDATE call SET due = NULL, made = $1, tried = $2, clock = $3, sent = $4, fault = $5 WHERE id = $6",
        call.what.told(call.made),
        at,
        call.what.clock.filter(|_| !call.what.is_of_tip),
        sent,
        fault,
        id.as_slice()
    )?;
    let entry = Entry::bare(kind, at, &[("call", *id)], rng);
    tx.commit(&entry, &[]).await
}

/// Forgets calls of long ago, and how far reports were called for that are decided.
///
/// # Errors
/// If the database cannot do it.
pub async fn drop_old_calls(store: &Store, now: Micros) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    execute!(
        tx,
        "DELETE FROM call WHERE due IS NULL AND made < $1",
        now - KEPT
    )?;
    execute!(
        tx,
        "DELETE FROM ladder WHERE began < $1 AND report NOT IN (SELECT report FROM work WHERE disposition IS NULL AND level <= $2)",
        now - KEPT,
        Level::P2 as i64 + 1
    )?;
    tx.commit_quiet("calls").await
}
