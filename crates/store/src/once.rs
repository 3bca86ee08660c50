//! What is sent again is known, and not stored twice.

use ledger::Hash;
use model::ReportId;
use seal::Tag;

use crate::db::{execute, fetch_optional};
use crate::report::{self, Received};
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

impl Once {
    /// Remembers a report that is stored in the same transaction.
    pub async fn insert(&self, tx: &mut Tx, report: &ReportId) -> Result<(), StoreError> {
        execute!(
            tx,
            "INSERT INTO once (tag, report, content) VALUES ($1, $2, $3)",
            self.tag.as_bytes().as_slice(),
            report.as_bytes().as_slice(),
            self.sealed.as_slice()
        )?;
        Ok(())
    }
}

/// The report that was stored before under the same tag.
pub(crate) async fn known(
    tx: &mut Tx,
    keys: &Keys,
    once: Option<&Once>,
) -> Result<Option<Received>, StoreError> {
    let Some(once) = once else {
        return Ok(None);
    };
    let row = fetch_optional!(
        tx,
        (Vec<u8>, i64, Option<Vec<u8>>, Vec<u8>),
        "SELECT report.id, report.place, report.key, once.content FROM once JOIN report ON report.id = once.report WHERE once.tag = $1",
        once.tag.as_bytes().as_slice()
    )?;
    let Some((id, leaf, key, content)) = row else {
        return Ok(None);
    };
    let id = report::report_id(&id)?;
    let is_same = match key {
        Some(key) => {
            let key = keys
                .keyring()
                .unwrap(&key, &report::place(&id))
                .map_err(report::SEALED)?;
            let content = key
                .open(&report::place(&id), COLUMN, &content)
                .map_err(report::SEALED)?;
            content.as_bytes() == once.hash.as_bytes()
        }
        None => true,
    };
    Ok(Some(Received {
        id,
        place: leaf as u64,
        is_new: false,
        is_same,
    }))
}
