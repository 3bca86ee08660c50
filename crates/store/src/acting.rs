//! What all acts have in common: a leaf in the ledger, a row in the journal, and what was changed, sealed by the report's key.

use std::collections::HashMap;

use ledger::Hash;
use model::{AccountId, ActKind, Disposition, Micros, ReportId};
use rand_core::CryptoRng;
use seal::DataKey;
use serde::{Deserialize, Serialize};

use crate::bulk::fetch_each;
use crate::db::{Read, execute};
use crate::judged::{Kept, Topic};
use crate::report::{self, SEALED};
use crate::work::{self, Work, works};
use crate::{Entry, Keys, Store, StoreError, Tx, call, log};

/// What was changed, as it is sealed with the report that it was changed of.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Body {
    /// How far it has come.
    Work {
        before: work::Kept,
        after: work::Kept,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Which incident it belongs to.
    Move {
        from: u64,
        to: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// What people say beside what the engine found.
    Judged {
        about: Topic,
        was: Option<Kept>,
        is: Option<Kept>,
    },
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

/// Changes in the making. Whoever else logs waits until they end.
pub(crate) struct Acting<'s> {
    pub tx: Tx,
    pub keys: &'s Keys,
    pub by: By<'s>,
    /// The place of the first act, by which all of them are undone.
    pub first: u64,
    entries: Vec<Entry>,
}

/// A report with its key, as it is now.
pub(crate) struct Record {
    pub id: ReportId,
    key: DataKey,
    pub work: Work,
}

impl Record {
    pub fn open(&self, place: u64, body: &[u8]) -> Result<Body, StoreError> {
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

/// The names and keys of reports, by their places; of those that were erased nothing.
pub(crate) async fn keyed(
    read: &mut Read,
    keys: &Keys,
    reports: &[u64],
) -> Result<HashMap<u64, (ReportId, DataKey)>, StoreError> {
    let rows = fetch_each!(
        read,
        (i64, Vec<u8>, Vec<u8>),
        "SELECT place, id, key FROM report WHERE key IS NOT NULL AND place IN ",
        "",
        reports,
        |report| *report as i64
    );
    let mut keyed = HashMap::with_capacity(rows.len());
    for (place, id, key) in rows {
        let id = report::report_id(&id)?;
        let key = keys.keyring().unwrap(&key, &report::place(&id));
        keyed.insert(place as u64, (id, key.map_err(SEALED)?));
    }
    Ok(keyed)
}

impl<'s> Acting<'s> {
    pub async fn begin(store: &'s Store, by: By<'s>) -> Result<Self, StoreError> {
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
    pub async fn records(&mut self, reports: &[u64]) -> Result<HashMap<u64, Record>, StoreError> {
        let mut keyed = keyed(&mut self.tx, self.keys, reports).await?;
        let works = works(&mut self.tx, reports).await?.into_iter();
        let record = |work: Work| {
            let (id, key) = keyed.remove(&work.report)?;
            Some((work.report, Record { id, key, work }))
        };
        Ok(works.filter_map(record).collect())
    }

    /// Changes a report: the place of the act.
    pub async fn change(
        &mut self,
        kind: ActKind,
        record: &Record,
        after: &Work,
        reason: Option<&str>,
        rng: &mut (impl CryptoRng + Send),
    ) -> Result<u64, StoreError> {
        let body = Body::Work {
            before: record.work.keep(),
            after: after.keep(),
            reason: reason.map(str::to_owned),
        };
        let at = self.seal(kind, record, &body, rng).await?;
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
        if after.disposition.is_some() || after.level != record.work.level {
            // when somebody was called for it would tell when it came; for another level somebody is called anew
            call::forget(&mut self.tx, after.report).await?;
        }
        Ok(at)
    }

    /// Keeps what was changed of a report: the place of the act.
    pub async fn seal(
        &mut self,
        kind: ActKind,
        record: &Record,
        body: &Body,
        rng: &mut (impl CryptoRng + Send),
    ) -> Result<u64, StoreError> {
        let at = self.next();
        let plain = serde_json::to_vec(body).expect("texts can be written as JSON");
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
        let sealed = sealed.map_err(StoreError::TooLong)?;
        self.put(kind, Some(record.work.report), None, Some(sealed), entry)
            .await?;
        Ok(at)
    }

    /// The place of the next act.
    pub fn next(&self) -> u64 {
        self.first + self.entries.len() as u64
    }

    pub async fn put(
        &mut self,
        kind: ActKind,
        report: Option<u64>,
        incident: Option<u64>,
        body: Option<Vec<u8>>,
        entry: Entry,
    ) -> Result<(), StoreError> {
        let at = self.next();
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
    pub async fn commit(self) -> Result<Option<u64>, StoreError> {
        let more: Vec<&Entry> = self.entries.iter().collect();
        let Some((first, more)) = more.split_first() else {
            return Ok(None);
        };
        self.tx.commit(first, more).await?;
        Ok(Some(self.first))
    }
}
