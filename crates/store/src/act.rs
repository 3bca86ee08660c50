//! What people do to reports: each change is kept with what was before it, so that it can be undone; each opening is kept too.

use model::{AccountId, ActKind, Disposition, FileId, Level, Micros, NEVER};
use rand_core::CryptoRng;

use crate::acting::{Acting, Body, By, Record};
use crate::db::{execute, fetch_all, fetch_optional};
use crate::work::Work;
use crate::{Attachment, BlobReader, Entry, Store, StoreError, judged, moves, report};

/// A report that is to be changed, as whoever changes it saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aim {
    /// By its place.
    pub report: u64,
    /// [`Work::acted`], as they saw it.
    pub acted: u64,
}

/// What is to become of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is decided.
    Decide(Disposition),
    /// Somebody has it, or nobody.
    Assign(Option<AccountId>),
    /// Its level is this; its clocks run out at these times: until somebody opened it, until it is decided.
    Level(Level, [Micros; 2]),
}

impl Change {
    const fn kind(self) -> ActKind {
        match self {
            Change::Decide(_) => ActKind::Decided,
            Change::Assign(_) => ActKind::Assigned,
            Change::Level(..) => ActKind::Levelled,
        }
    }

    fn of(self, work: &Work) -> Work {
        let mut after = work.clone();
        match self {
            Change::Decide(disposition) => {
                after.disposition = Some(disposition);
                after.is_seen = true;
                // no clock runs any more, and of when it came nothing is told by one
                (after.due, after.decide) = (NEVER, NEVER);
            }
            Change::Assign(account) => after.assigned = account,
            Change::Level(level, [opened, decided]) => {
                after.level = level;
                after.due = if work.is_seen { decided } else { opened };
                after.decide = decided;
            }
        }
        after
    }
}

/// What came of a change.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Acted {
    /// By which it can be undone; none if nothing was changed.
    pub batch: Option<u64>,
    /// Reports that were changed.
    pub done: Vec<u64>,
    /// Reports that somebody changed meanwhile: nothing was done to them.
    pub stale: Vec<u64>,
}

/// Changes reports, all in one transaction, but for those that somebody changed meanwhile.
///
/// # Errors
/// If the database cannot do it; then nothing is changed.
pub async fn act(
    store: &Store,
    by: By<'_>,
    aims: &[Aim],
    change: Change,
    reason: Option<&str>,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Acted, StoreError> {
    let mut acting = Acting::begin(store, by).await?;
    let reports: Vec<u64> = aims.iter().map(|aim| aim.report).collect();
    let mut records = acting.records(&reports).await?;
    let mut acted = Acted::default();
    for aim in aims {
        match records.remove(&aim.report) {
            Some(record) if record.work.acted == aim.acted => {
                let after = change.of(&record.work);
                acting
                    .change(change.kind(), &record, &after, reason, rng)
                    .await?;
                acted.done.push(aim.report);
            }
            _ => acted.stale.push(aim.report),
        }
    }
    acted.batch = acting.commit().await?;
    Ok(acted)
}

/// Undoes what was done at once, but where somebody did something else since. What somebody else did is undone only where
/// `others` may be; none if there is no such, or it was undone before.
///
/// # Errors
/// If the database cannot do it; then nothing is changed.
pub async fn undo(
    store: &Store,
    by: By<'_>,
    batch: u64,
    others: bool,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Option<Acted>, StoreError> {
    let mut acting = Acting::begin(store, by).await?;
    let rows = fetch_all!(
        acting.tx,
        (i64, Vec<u8>, i64, Vec<u8>, String),
        "SELECT place, account, report, body, kind FROM act WHERE batch = $1 AND undone IS NULL AND report IS NOT NULL AND body IS NOT NULL ORDER BY place",
        batch as i64
    )?;
    let is_allowed = |row: &(i64, Vec<u8>, i64, Vec<u8>, String)| {
        others || row.1 == by.account.as_bytes().as_slice()
    };
    if rows.is_empty() || !rows.iter().all(is_allowed) {
        return Ok(None);
    }
    let reports: Vec<u64> = rows.iter().map(|row| row.2 as u64).collect();
    let mut records = acting.records(&reports).await?;
    let mut acted = Acted::default();
    for (place, _, report, body, _) in rows {
        let report = report as u64;
        let undone = match records.remove(&report) {
            Some(record) => undo_one(&mut acting, &record, place as u64, &body, rng).await?,
            None => None,
        };
        let Some(at) = undone else {
            acted.stale.push(report);
            continue;
        };
        execute!(
            acting.tx,
            "UPDATE act SET undone = $1 WHERE place = $2",
            at as i64,
            place
        )?;
        acted.done.push(report);
    }
    acted.batch = acting.commit().await?;
    Ok(Some(acted))
}

/// Undoes one act: the place of that; none if somebody did something else since.
async fn undo_one(
    acting: &mut Acting<'_>,
    record: &Record,
    place: u64,
    body: &[u8],
    rng: &mut (impl CryptoRng + Send),
) -> Result<Option<u64>, StoreError> {
    let work = &record.work;
    match record.open(place, body)? {
        Body::Work { before, after, .. } if work.acted == place => {
            let mut before = before.work(work.report, work.acted)?;
            if work.is_seen && !after.work(work.report, place)?.is_seen {
                // it was opened since, which nobody can undo
                (before.is_seen, before.due) = (true, before.decide);
            }
            let undone = acting.change(ActKind::Undone, record, &before, None, rng);
            undone.await.map(Some)
        }
        Body::Work { .. } => Ok(None),
        Body::Move { from, to, .. } => moves::back(acting, record, (to, from), rng).await,
        Body::Judged { about, was, is } => {
            judged::back(acting, record, place, (about, was, is), rng).await
        }
    }
}

/// Tells the ledger that somebody opened a report, and with `sees` that it waits no longer to be seen. False if it is
/// not there.
///
/// # Errors
/// If the database cannot do it.
pub async fn open_report(
    store: &Store,
    by: By<'_>,
    report: u64,
    sees: bool,
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    let mut acting = Acting::begin(store, by).await?;
    let row = fetch_optional!(
        acting.tx,
        (Vec<u8>,),
        "SELECT id FROM report WHERE place = $1 AND key IS NOT NULL",
        report as i64
    )?;
    let Some((id,)) = row else { return Ok(false) };
    let id = report::report_id(&id)?;
    let entry = Entry::bare(
        ActKind::Opened.as_str(),
        by.at,
        &[("report", *id.as_bytes()), ("by", *by.account.as_bytes())],
        rng,
    );
    acting
        .put(ActKind::Opened, Some(report), None, None, entry)
        .await?;
    if sees {
        execute!(
            acting.tx,
            "UPDATE work SET seen = 1, due = decide WHERE report = $1 AND seen = 0",
            report as i64
        )?;
    }
    acting.commit().await?;
    Ok(true)
}

/// Begins to open a file of a report, once the ledger tells that somebody does: its content, what is kept about it, and its length. It is
/// handed out ([`ActKind::FileOpened`]), or a copy is shown ([`ActKind::FileShown`]). None if there is no such, or its report was
/// erased.
///
/// # Errors
/// If the database cannot do it, or the file is gone.
pub async fn open_file(
    store: &Store,
    by: By<'_>,
    (report, file): (u64, FileId),
    kind: ActKind,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Option<(BlobReader, Attachment, u64)>, StoreError> {
    let mut acting = Acting::begin(store, by).await?;
    let found = report::at_place(&mut acting.tx, store.keys(), report).await?;
    let Some(found) = found else { return Ok(None) };
    let mut files = found.files.into_iter();
    let Some((_, about, length)) = files.find(|(id, ..)| *id == file) else {
        return Ok(None);
    };
    let Some(key) = report::key_of(&mut acting.tx, store.keys(), &found.id).await? else {
        return Ok(None);
    };
    let ids = [
        ("report", *found.id.as_bytes()),
        ("file", *file.as_bytes()),
        ("by", *by.account.as_bytes()),
    ];
    let entry = Entry::bare(kind.as_str(), by.at, &ids, rng);
    acting.put(kind, Some(report), None, None, entry).await?;
    acting.commit().await?;
    let place = report::place(&found.id);
    let content = store.blobs().reader(file, &key, &place).await?;
    Ok(Some((content, about, length)))
}

/// Tells the ledger that somebody opened the picture of an incident.
///
/// # Errors
/// If the database cannot do it.
pub async fn open_incident(
    store: &Store,
    by: By<'_>,
    incident: u64,
    rng: &mut (impl CryptoRng + Send),
) -> Result<(), StoreError> {
    let mut acting = Acting::begin(store, by).await?;
    let kind = ActKind::Viewed;
    let ids = [
        ("by", *by.account.as_bytes()),
        ("incident", incident_id(incident)),
    ];
    let entry = Entry::bare(kind.as_str(), by.at, &ids, rng);
    acting.put(kind, None, Some(incident), None, entry).await?;
    acting.commit().await.map(|_| ())
}

/// An incident's name as the ledger has it.
fn incident_id(incident: u64) -> [u8; 16] {
    u128::from(incident).to_be_bytes()
}
