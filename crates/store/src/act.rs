//! What people do to reports: each change is kept with what was before it, so that it can be undone; each opening is kept too.

use std::collections::HashMap;

use ledger::Hash;
use model::{AccountId, ActKind, Disposition, Level, Micros, NEVER, ReportId};
use rand_core::CryptoRng;
use seal::DataKey;
use serde::{Deserialize, Serialize};

use crate::bulk::fetch_each;
use crate::db::{execute, fetch_all, fetch_optional};
use crate::report::{self, SEALED};
use crate::work::{Kept, Work, works};
use crate::{Entry, Keys, Store, StoreError, Tx, log};

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

#[derive(Serialize, Deserialize)]
pub(crate) struct Body {
    pub before: Kept,
    pub after: Kept,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

pub(crate) const fn damaged(what: &'static str) -> StoreError {
    StoreError::Damaged { table: "act", what }
}

/// Who acts, and when.
#[derive(Debug, Clone, Copy)]
pub struct By<'b> {
    /// Who.
    pub account: &'b AccountId,
    /// When.
    pub at: Micros,
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
        match records.remove(&report) {
            Some(record) if record.work.acted == place as u64 => {
                let body = record.open(place as u64, &body)?;
                let before = body.before.work(report, record.work.acted)?;
                let at = acting
                    .change(ActKind::Undone, &record, &before, None, rng)
                    .await?;
                execute!(
                    acting.tx,
                    "UPDATE act SET undone = $1 WHERE place = $2",
                    at as i64,
                    place
                )?;
                acted.done.push(report);
            }
            _ => acted.stale.push(report),
        }
    }
    acted.batch = acting.commit().await?;
    Ok(Some(acted))
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
        "SELECT id FROM report WHERE place = $1",
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

/// Changes in the making. Whoever else logs waits until they end.
struct Acting<'s> {
    tx: Tx,
    keys: &'s Keys,
    by: By<'s>,
    first: u64,
    entries: Vec<Entry>,
}

/// A report with its key, as it is now.
struct Record {
    id: ReportId,
    key: DataKey,
    work: Work,
}

impl Record {
    fn open(&self, place: u64, body: &[u8]) -> Result<Body, StoreError> {
        open_body(&self.id, &self.key, place, body)
    }
}

fn column(place: u64) -> String {
    format!("act {place}")
}

pub(crate) fn open_body(
    id: &ReportId,
    key: &DataKey,
    place: u64,
    body: &[u8],
) -> Result<Body, StoreError> {
    let opened = key.open(&report::place(id), &column(place), body);
    let plain = opened.map_err(|source| StoreError::Sealed {
        table: "act",
        source,
    })?;
    serde_json::from_slice(plain.as_bytes()).map_err(|_| damaged("a sealed value"))
}

impl<'s> Acting<'s> {
    async fn begin(store: &'s Store, by: By<'s>) -> Result<Self, StoreError> {
        let mut tx = store.begin().await?;
        let first = log::next_place(&mut tx).await?;
        Ok(Acting {
            tx,
            keys: store.keys(),
            by,
            first,
            entries: Vec::new(),
        })
    }

    /// Reports that can be changed, by their places.
    async fn records(&mut self, reports: &[u64]) -> Result<HashMap<u64, Record>, StoreError> {
        let rows = fetch_each!(
            self.tx,
            (i64, Vec<u8>, Vec<u8>),
            "SELECT place, id, key FROM report WHERE key IS NOT NULL AND place IN ",
            "",
            reports,
            |report| *report as i64
        );
        let mut keyed = HashMap::with_capacity(rows.len());
        for (place, id, key) in rows {
            let id = report::report_id(&id)?;
            let key = self.keys.keyring().unwrap(&key, &report::place(&id));
            keyed.insert(place as u64, (id, key.map_err(SEALED)?));
        }
        let works = works(&mut self.tx, reports).await?.into_iter();
        let record = |work: Work| {
            let (id, key) = keyed.remove(&work.report)?;
            Some((work.report, Record { id, key, work }))
        };
        Ok(works.filter_map(record).collect())
    }

    /// Changes a report: the place of the act.
    async fn change(
        &mut self,
        kind: ActKind,
        record: &Record,
        after: &Work,
        reason: Option<&str>,
        rng: &mut (impl CryptoRng + Send),
    ) -> Result<u64, StoreError> {
        let at = self.first + self.entries.len() as u64;
        let body = Body {
            before: record.work.keep(),
            after: after.keep(),
            reason: reason.map(str::to_owned),
        };
        let plain = serde_json::to_vec(&body).expect("texts can be written as JSON");
        let place = report::place(&record.id);
        let sealed = record.key.seal(&place, &column(at), &plain, rng);
        let entry = Entry::new(
            kind.as_str(),
            self.by.at,
            &[
                ("report", *record.id.as_bytes()),
                ("by", *self.by.account.as_bytes()),
            ],
            &Hash::of(&plain),
            &record.key,
            &place,
            rng,
        );
        self.put(
            kind,
            Some(after.report),
            None,
            Some(sealed.map_err(StoreError::TooLong)?),
            entry,
        )
        .await?;
        execute!(
            self.tx,
            "UPDATE work SET level = $1, due = $2, decide = $3, seen = $4, disposition = $5, assigned = $6, acted = $7 WHERE report = $8",
            after.level as i64 + 1,
            after.due,
            after.decide,
            i64::from(after.is_seen),
            after.disposition.map(Disposition::as_str),
            after.assigned.map(|one| one.as_bytes().to_vec()),
            at as i64,
            after.report as i64
        )?;
        Ok(at)
    }

    async fn put(
        &mut self,
        kind: ActKind,
        report: Option<u64>,
        incident: Option<u64>,
        body: Option<Vec<u8>>,
        entry: Entry,
    ) -> Result<(), StoreError> {
        let at = self.first + self.entries.len() as u64;
        execute!(
            self.tx,
            "INSERT INTO act (place, batch, account, at, kind, report, incident, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            at as i64,
            self.first as i64,
            self.by.account.as_bytes().as_slice(),
            self.by.at,
            kind.as_str(),
            report.map(|one| one as i64),
            incident.map(|one| one as i64),
            body
        )?;
        self.entries.push(entry);
        Ok(())
    }

    /// By which it can be undone; none if nothing was done.
    async fn commit(self) -> Result<Option<u64>, StoreError> {
        let more: Vec<&Entry> = self.entries.iter().collect();
        let Some((first, more)) = more.split_first() else {
            return Ok(None);
        };
        self.tx.commit(first, more).await?;
        Ok(Some(self.first))
    }
}
