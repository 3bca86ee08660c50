//! Which incident a report belongs to, as people decide it: what the engine brought together they take apart, and the other way round.

use std::collections::HashMap;

use model::{AccountId, ActKind};
use rand_core::CryptoRng;

use crate::account::account_id;
use crate::acting::{Acting, Body, By, Record};
use crate::bulk::fetch_each;
use crate::db::{Read, execute, fetch_optional};
use crate::{Acted, Store, StoreError, link};

/// Where reports are brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// To an incident that there is.
    Incident(u64),
    /// To a new one.
    New,
}

/// Brings reports of an incident to another one, all in one transaction, but for those that are not in it any more. None if there
/// is no such target, or it is the same.
///
/// # Errors
/// If the database cannot do it; then nothing is changed.
pub async fn move_reports(
    store: &Store,
    by: By<'_>,
    (from, reports): (u64, &[u64]),
    target: Target,
    reason: Option<&str>,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Option<(u64, Acted)>, StoreError> {
    let mut acting = Acting::begin(store, by).await?;
    link::alone(&mut acting.tx).await?;
    let to = match target {
        // no report has the place of an act, and so no incident its name
        Target::New => acting.first,
        Target::Incident(to) => {
            let row = fetch_optional!(
                acting.tx,
                (i64,),
                "SELECT place FROM incident WHERE place = $1 AND became IS NULL AND reports > 0",
                to as i64
            )?;
            match row {
                Some(_) if to != from => to,
                _ => return Ok(None),
            }
        }
    };
    let mut records = acting.records(reports).await?;
    let mut acted = Acted::default();
    for report in reports {
        let moved = match records.remove(report) {
            Some(record) => {
                let kind = match target {
                    Target::New => ActKind::Unlinked,
                    Target::Incident(_) => ActKind::Linked,
                };
                step(&mut acting, kind, &record, (from, to), reason, rng).await?
            }
            None => None,
        };
        match moved {
            Some(_) => acted.done.push(*report),
            None => acted.stale.push(*report),
        }
    }
    acted.batch = acting.commit().await?;
    Ok(Some((to, acted)))
}

/// Who brought reports to where they are: of each that somebody moved, the last who did.
///
/// # Errors
/// If the database cannot be read.
pub async fn movers(
    read: &mut Read,
    reports: &[u64],
) -> Result<HashMap<u64, AccountId>, StoreError> {
    let rows = fetch_each!(
        read,
        (i64, i64, Vec<u8>),
        "SELECT place, report, account FROM act WHERE undone IS NULL AND kind IN ('report.linked', 'report.unlinked') AND report IN ",
        "",
        reports,
        |report| *report as i64
    );
    let mut rows = rows;
    rows.sort_unstable_by_key(|(place, ..)| *place);
    let mover = |(_, report, account): (i64, i64, Vec<u8>)| {
        account_id(&account).map(|account| (report as u64, account))
    };
    rows.into_iter().map(mover).collect()
}

/// Brings a report back to where it was, or to what that has become; none if it is elsewhere meanwhile, or there already.
pub(crate) async fn back(
    acting: &mut Acting<'_>,
    record: &Record,
    (from, to): (u64, u64),
    rng: &mut (impl CryptoRng + Send),
) -> Result<Option<u64>, StoreError> {
    link::alone(&mut acting.tx).await?;
    let to = link::incident_now(&mut acting.tx, to).await?;
    if to == from {
        return Ok(None);
    }
    step(acting, ActKind::Undone, record, (from, to), None, rng).await
}

/// Moves one report: the place of the act; none if it is not where it should be.
async fn step(
    acting: &mut Acting<'_>,
    kind: ActKind,
    record: &Record,
    (from, to): (u64, u64),
    reason: Option<&str>,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Option<u64>, StoreError> {
    let report = record.work.report as i64;
    let row = fetch_optional!(
        acting.tx,
        (Vec<u8>, Vec<u8>, Vec<u8>),
        "SELECT id, key, trace FROM report WHERE place = $1 AND incident = $2 AND key IS NOT NULL AND trace IS NOT NULL",
        report,
        from as i64
    )?;
    let Some((id, key, trace)) = row else {
        return Ok(None);
    };
    let trace = link::open(acting.keys, &[id, key, trace])?;
    let tells = i64::from(trace.tells);
    for tag in &trace.tags {
        execute!(
            acting.tx,
            "UPDATE trace SET incident = $1 WHERE tag = $2 AND report = $3",
            to as i64,
            *tag,
            report
        )?;
    }
    execute!(
        acting.tx,
        "UPDATE report SET incident = $1 WHERE place = $2",
        to as i64,
        report
    )?;
    execute!(
        acting.tx,
        "INSERT INTO incident (place, reports, telling) VALUES ($1, 1, $2) ON CONFLICT (place) DO UPDATE SET reports = incident.reports + 1, telling = incident.telling + excluded.telling",
        to as i64,
        tells
    )?;
    link::leave(&mut acting.tx, from as i64, tells).await?;
    let body = Body::Move {
        from,
        to,
        reason: reason.map(str::to_owned),
    };
    acting.seal(kind, record, &body, rng).await.map(Some)
}
