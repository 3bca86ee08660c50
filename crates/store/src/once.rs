//! What is sent again is known, and not stored twice.

use std::collections::HashMap;

use ledger::Hash;
use model::ReportId;
use seal::Tag;

use crate::bulk::{execute_all, fetch_each};
use crate::report::{self, Received, Sealed};
use crate::{Keys, StoreError, Tx};

/// Where the hash of what a report says is sealed to.
pub(crate) const COLUMN: &str = "once";

/// By which a report is known when it is sent again, and told from another one that is sent under the same tag.
pub(crate) struct Once {
    /// The keyed hash that it is found by.
    pub tag: Tag,
    /// Of what it says. Never stored in the clear.
    pub hash: Hash,
    /// The same, sealed.
    pub sealed: Vec<u8>,
}

/// Reports that were stored under the tags of a batch.
pub(crate) struct Known(HashMap<[u8; 32], Before>);

struct Before {
    id: ReportId,
    place: u64,
    content: Content,
}

enum Content {
    /// As it is stored; none for the key of a report that was erased.
    Stored(Option<Vec<u8>>, Vec<u8>),
    /// Of a report that is stored now.
    New(Hash),
}

impl Known {
    /// What was stored before.
    pub async fn of(tx: &mut Tx, batch: &[Sealed]) -> Result<Self, StoreError> {
        let tags: Vec<Tag> = (batch.iter())
            .filter_map(|report| Some(report.once.as_ref()?.tag))
            .collect();
        let rows = fetch_each!(
            tx,
            (Vec<u8>, Vec<u8>, i64, Option<Vec<u8>>, Vec<u8>),
            "SELECT once.tag, report.id, report.place, report.key, once.content FROM once JOIN report ON report.id = once.report WHERE once.tag IN ",
            "",
            &tags,
            |tag| tag.as_bytes().as_slice()
        );
        let damaged = |_| StoreError::Damaged {
            table: "once",
            what: "a tag",
        };
        let mut known = HashMap::with_capacity(rows.len());
        for (tag, id, place, key, content) in rows {
            let before = Before {
                id: report::report_id(&id)?,
                place: place as u64,
                content: Content::Stored(key, content),
            };
            known.insert(tag.try_into().map_err(damaged)?, before);
        }
        Ok(Known(known))
    }

    /// The report under the same tag.
    pub fn before(&self, keys: &Keys, once: &Once) -> Result<Option<Received>, StoreError> {
        let Some(before) = self.0.get(once.tag.as_bytes()) else {
            return Ok(None);
        };
        Ok(Some(Received {
            id: before.id,
            place: before.place,
            is_new: false,
            is_same: before.says(keys, &once.hash)?,
        }))
    }

    /// Learns of a report that is stored now.
    pub fn learn(&mut self, once: &Once, id: ReportId, place: u64) {
        let content = Content::New(once.hash);
        let before = Before { id, place, content };
        self.0.insert(*once.tag.as_bytes(), before);
    }
}

impl Before {
    fn says(&self, keys: &Keys, hash: &Hash) -> Result<bool, StoreError> {
        let (key, content) = match &self.content {
            Content::New(own) => return Ok(own == hash),
            Content::Stored(None, _) => return Ok(true),
            Content::Stored(Some(key), content) => (key, content),
        };
        let place = report::place(&self.id);
        let key = keys.keyring().unwrap(key, &place).map_err(report::SEALED)?;
        let own = key.open(&place, COLUMN, content).map_err(report::SEALED)?;
        Ok(own.as_bytes() == hash.as_bytes())
    }
}

/// Remembers reports that are stored in the same transaction.
pub(crate) async fn insert(tx: &mut Tx, reports: &[(i64, &Sealed)]) -> Result<(), StoreError> {
    let kept: Vec<(&ReportId, &Once)> = (reports.iter())
        .filter_map(|(_, report)| Some((&report.id, report.once.as_ref()?)))
        .collect();
    execute_all!(
        tx,
        "INSERT INTO once (tag, report, content) VALUES ",
        "",
        &kept,
        |(id, once)| [
            once.tag.as_bytes().as_slice(),
            id.as_bytes().as_slice(),
            once.sealed.as_slice(),
        ]
    );
    Ok(())
}
