//! What seals a case: a key of its own, and one more for each person about whom something is kept in it, each note and each
//! assessment, so that they can be erased without the rest, from earlier backups too.

use std::collections::HashMap;

use model::{ActKind, CaseId};
use rand_core::CryptoRng;
use seal::{DataKey, Place, Plain};

use super::{SEALED, damaged};
use crate::db::{Read, fetch_all};
use crate::{Keys, StoreError};

/// The table of cases, as keys are bound to it.
pub(super) const CASES: &str = "cases";

/// The table of their parts.
pub(super) const PART: &str = "part";

/// A key, and what it is bound to.
pub(super) struct Record {
    table: &'static str,
    id: [u8; 16],
    key: DataKey,
}

impl Record {
    pub fn new(table: &'static str, rng: &mut (impl CryptoRng + Send)) -> Self {
        let mut id = [0; 16];
        rng.fill_bytes(&mut id);
        Record {
            table,
            id: *CaseId::random(id).as_bytes(),
            key: DataKey::new(rng),
        }
    }

    pub fn of(keys: &Keys, table: &'static str, id: &[u8], key: &[u8]) -> Result<Self, StoreError> {
        let id: [u8; 16] = id.try_into().map_err(|_| damaged("an id"))?;
        let place = Place { table, record: &id };
        let key = keys.keyring().unwrap(key, &place).map_err(SEALED)?;
        Ok(Record { table, id, key })
    }

    pub fn id(&self) -> &[u8; 16] {
        &self.id
    }

    pub fn key(&self) -> &DataKey {
        &self.key
    }

    pub fn place(&self) -> Place<'_> {
        Place {
            table: self.table,
            record: &self.id,
        }
    }

    pub fn wrapped(&self, keys: &Keys, rng: &mut (impl CryptoRng + Send)) -> Vec<u8> {
        keys.keyring().wrap(&self.key, &self.place(), rng).to_vec()
    }

    pub fn open(&self, column: &str, sealed: &[u8]) -> Result<Plain, StoreError> {
        let opened = self.key.open(&self.place(), column, sealed);
        opened.map_err(SEALED)
    }

    pub fn seal(
        &self,
        column: &str,
        plain: &[u8],
        rng: &mut (impl CryptoRng + Send),
    ) -> Result<Vec<u8>, StoreError> {
        let sealed = self.key.seal(&self.place(), column, plain, rng);
        sealed.map_err(StoreError::TooLong)
    }
}

/// The keys of a case.
pub(super) struct Records {
    pub own: Record,
    /// Those of parts that have one, by their places.
    pub parts: HashMap<u64, Record>,
}

impl Records {
    /// Of a case that is new.
    pub fn new(rng: &mut (impl CryptoRng + Send)) -> Self {
        Records {
            own: Record::new(CASES, rng),
            parts: HashMap::new(),
        }
    }

    pub async fn of(
        read: &mut Read,
        keys: &Keys,
        number: u64,
        (id, key): (&[u8], &[u8]),
    ) -> Result<Self, StoreError> {
        let rows = fetch_all!(
            read,
            (i64, Vec<u8>, Vec<u8>),
            "SELECT place, id, key FROM part WHERE number = $1 AND key IS NOT NULL",
            number as i64
        )?;
        let mut parts = HashMap::with_capacity(rows.len());
        for (place, id, key) in rows {
            parts.insert(place as u64, Record::of(keys, PART, &id, &key)?);
        }
        Ok(Records {
            own: Record::of(keys, CASES, id, key)?,
            parts,
        })
    }

    /// What seals a part.
    pub fn of_part(&self, part: u64) -> &Record {
        self.parts.get(&part).unwrap_or(&self.own)
    }

    /// What seals an act: what was done to somebody goes with them, but that they were destroyed stays.
    pub fn of_act(&self, kind: ActKind, part: Option<u64>) -> &Record {
        match part {
            Some(part) if kind != ActKind::Purged => self.of_part(part),
            _ => &self.own,
        }
    }
}

impl std::fmt::Debug for Records {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} keys", 1 + self.parts.len())
    }
}
