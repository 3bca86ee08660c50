//! A new master key: every wrapped key is written anew, a few at a time, and nothing else is.

use model::Micros;
use rand_core::CryptoRng;
use seal::{Keyring, LookupKey, Place, SealError};

use crate::db::{Read, execute, fetch_all, fetch_optional};
use crate::{Entry, Store, StoreError, desk};

/// Keys written anew in one transaction.
const BATCH: i64 = 256;

/// Tables whose records have keys, with what their wrapped keys are bound to.
const KEYED: [(&str, &str, &str); 6] = [
    (
        "report",
        "SELECT id, key FROM report WHERE key IS NOT NULL AND substr(key, 2, 8) <> $1 AND id > $2 ORDER BY id LIMIT $3",
        "UPDATE report SET key = $1 WHERE id = $2 AND key = $3",
    ),
    (
        "tip",
        "SELECT id, key FROM tip WHERE key IS NOT NULL AND substr(key, 2, 8) <> $1 AND id > $2 ORDER BY id LIMIT $3",
        "UPDATE tip SET key = $1 WHERE id = $2 AND key = $3",
    ),
    (
        "account",
        "SELECT id, key FROM account WHERE substr(key, 2, 8) <> $1 AND id > $2 ORDER BY id LIMIT $3",
        "UPDATE account SET key = $1 WHERE id = $2 AND key = $3",
    ),
    (
        "cases",
        "SELECT id, key FROM cases WHERE key IS NOT NULL AND substr(key, 2, 8) <> $1 AND id > $2 ORDER BY id LIMIT $3",
        "UPDATE cases SET key = $1 WHERE id = $2 AND key = $3",
    ),
    (
        "part",
        "SELECT id, key FROM part WHERE key IS NOT NULL AND substr(key, 2, 8) <> $1 AND id > $2 ORDER BY id LIMIT $3",
        "UPDATE part SET key = $1 WHERE id = $2 AND key = $3",
    ),
    (
        "groups",
        "SELECT id, key FROM groups WHERE key IS NOT NULL AND substr(key, 2, 8) <> $1 AND id > $2 ORDER BY id LIMIT $3",
        "UPDATE groups SET key = $1 WHERE id = $2 AND key = $3",
    ),
];

/// Wraps every key by the current master key that is wrapped by an older one on the ring: how many records there were, the desk itself one of them. Others
/// may work with the desk meanwhile, if they have both keys. Broken off, it goes on where it was. The desk's
/// own keys are the last, with the event that tells of the change.
///
/// # Errors
/// If the database cannot do it, or a key does not open.
pub async fn rotate(
    store: &Store,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
    progress: impl Fn(u64),
) -> Result<u64, StoreError> {
    let mut done = 0;
    for keyed in KEYED {
        // records that came meanwhile under the older key are found by another pass
        loop {
            let before = done;
            let mut behind = Some(Vec::new());
            while let Some(id) = behind {
                let (count, last) = batch(store, keyed, &id, rng).await?;
                behind = last;
                done += count;
                progress(done);
            }
            if done == before {
                break;
            }
        }
    }
    Ok(done + own(store, at, rng).await?)
}

/// Writes some keys anew behind an id: how many, and the last of them; none at the end.
async fn batch(
    store: &Store,
    (table, select, update): (&'static str, &'static str, &'static str),
    behind: &[u8],
    rng: &mut (impl CryptoRng + Send),
) -> Result<(u64, Option<Vec<u8>>), StoreError> {
    let keyring = store.keys().keyring();
    let current = keyring.current().id();
    let mut tx = store.begin().await?;
    let rows = fetch_all!(
        tx,
        (Vec<u8>, Vec<u8>),
        select,
        current.as_bytes().as_slice(),
        behind,
        BATCH
    )?;
    let count = rows.len() as u64;
    let last = rows.last().map(|(id, _)| id.clone());
    for (id, key) in rows {
        let record = Place { table, record: &id };
        let sealed = |source| StoreError::Sealed { table, source };
        if let Some(again) = keyring.rewrap(&key, &record, rng).map_err(sealed)? {
            execute!(tx, update, again, id.as_slice(), key)?;
        }
    }
    tx.commit_quiet("keys").await?;
    Ok((count, last))
}

/// The desk's own two keys.
async fn own(
    store: &Store,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<u64, StoreError> {
    let keyring = store.keys().keyring();
    let sealed = |source: SealError| StoreError::Sealed {
        table: "desk",
        source,
    };
    let mut tx = store.begin().await?;
    let row = fetch_optional!(tx, (Vec<u8>, Vec<u8>), "SELECT lookup, key FROM desk")?;
    let Some((lookup, key)) = row else {
        return Ok(0);
    };
    let new_lookup = LookupKey::rewrap(keyring, &lookup, rng).map_err(sealed)?;
    let new_key = keyring.rewrap(&key, &desk::DESK, rng).map_err(sealed)?;
    if new_lookup.is_none() && new_key.is_none() {
        return Ok(0);
    }
    execute!(
        tx,
        "UPDATE desk SET lookup = $1, key = $2",
        new_lookup.unwrap_or(lookup),
        new_key.unwrap_or(key)
    )?;
    tx.commit(&Entry::bare("key.rotated", at, &[], rng), &[])
        .await?;
    Ok(1)
}

/// How many keys are not wrapped by the current master key.
///
/// # Errors
/// If the database cannot be read.
pub async fn older_keys(read: &mut Read, keyring: &Keyring) -> Result<u64, StoreError> {
    let current = keyring.current().id();
    let mut count = 0;
    for sql in [
        "SELECT COUNT(*) FROM report WHERE key IS NOT NULL AND substr(key, 2, 8) <> $1",
        "SELECT COUNT(*) FROM tip WHERE key IS NOT NULL AND substr(key, 2, 8) <> $1",
        "SELECT COUNT(*) FROM account WHERE substr(key, 2, 8) <> $1",
        "SELECT COUNT(*) FROM cases WHERE key IS NOT NULL AND substr(key, 2, 8) <> $1",
        "SELECT COUNT(*) FROM part WHERE key IS NOT NULL AND substr(key, 2, 8) <> $1",
        "SELECT COUNT(*) FROM groups WHERE key IS NOT NULL AND substr(key, 2, 8) <> $1",
        "SELECT COUNT(*) FROM desk WHERE substr(key, 2, 8) <> $1 OR substr(lookup, 2, 8) <> $1",
    ] {
        let row = fetch_optional!(read, (i64,), sql, current.as_bytes().as_slice())?;
        count += row.map_or(0, |(count,)| count as u64);
    }
    Ok(count)
}
