//! Passkeys: of each a keyed hash of its id, by which it is found, and its public key, sealed with its owner's other factors.

use model::{AccountId, Micros, Notice, day_of};
use rand_core::CryptoRng;
use seal::{DataKey, Place, Tag};
use serde::{Deserialize, Serialize};

use crate::account::{self, Account, opened};
use crate::acting::By;
use crate::db::{Read, execute, fetch_all, fetch_optional};
use crate::{Entry, Keys, Store, StoreError, Tx, notice};

/// Passkeys of one account, at most.
pub const MOST_PASSKEYS: usize = 20;

const COLUMN: &str = "body";

const SEALED: fn(seal::SealError) -> StoreError = |source| StoreError::Sealed {
    table: "passkey",
    source,
};

/// A passkey that somebody's device has just made.
#[derive(Debug, Clone, Copy)]
pub struct NewPasskey<'p> {
    /// By which the device knows it.
    pub id: &'p [u8],
    /// What its owner calls it.
    pub name: &'p str,
    /// Its public key and what else its answers are held against, as whoever checks them wrote it.
    pub credential: &'p str,
}

/// A passkey of somebody's.
#[derive(Debug, Clone)]
pub struct Passkey {
    /// By which it is found.
    pub tag: Tag,
    /// What its owner calls it.
    pub name: String,
    /// What its answers are held against.
    pub credential: String,
    /// Since when.
    pub made: Micros,
    /// The day on which it was used last.
    pub used: Micros,
    /// As it was stored when it was read.
    kept: Vec<u8>,
}

/// What came of adding a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is of use.
    Yes,
    /// It is there already.
    Known,
    /// There are as many as there may be.
    Enough,
}

/// What came of removing a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removed {
    /// It is of no use any more.
    Yes,
    /// It stays: without it its owner could not sign in.
    Last,
    /// They have no such passkey.
    Missing,
}

/// What is sealed of a passkey.
#[derive(Serialize, Deserialize)]
struct Body {
    name: String,
    credential: String,
}

fn tag(keys: &Keys, id: &[u8]) -> Tag {
    keys.index("passkey").tag(id)
}

fn place(tag: &Tag) -> Place<'_> {
    Place {
        table: "passkey",
        record: tag.as_bytes(),
    }
}

fn sealed(
    key: &DataKey,
    tag: &Tag,
    body: &Body,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, StoreError> {
    let plain = serde_json::to_vec(body).expect("texts can be written as JSON");
    key.seal(&place(tag), COLUMN, &plain, rng)
        .map_err(StoreError::TooLong)
}

type Row = (Vec<u8>, Vec<u8>, i64, i64);

fn passkey(key: &DataKey, (tag, kept, made, used): Row) -> Result<Passkey, StoreError> {
    let damaged = |what| StoreError::Damaged {
        table: "passkey",
        what,
    };
    let tag = Tag::from_bytes(tag.try_into().map_err(|_| damaged("a tag"))?);
    let plain = key.open(&place(&tag), COLUMN, &kept).map_err(SEALED)?;
    let body: Body =
        serde_json::from_slice(plain.as_bytes()).map_err(|_| damaged("a sealed value"))?;
    Ok(Passkey {
        tag,
        name: body.name,
        credential: body.credential,
        made,
        used,
        kept,
    })
}

/// Somebody's passkeys, in the order in which they came.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn passkeys(
    read: &mut Read,
    keys: &Keys,
    account: &AccountId,
) -> Result<Vec<Passkey>, StoreError> {
    let Some((key, _)) = opened(read, keys, account).await? else {
        return Ok(Vec::new());
    };
    let rows = fetch_all!(
        read,
        Row,
        "SELECT tag, body, made, used FROM passkey WHERE account = $1 ORDER BY made, tag",
        account.as_bytes().as_slice()
    )?;
    rows.into_iter().map(|row| passkey(&key, row)).collect()
}

/// Somebody's passkey by its id, with whose it is; none if they have no such passkey, or their account has ended: nothing tells
/// which.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn passkey_of(
    read: &mut Read,
    keys: &Keys,
    account: &AccountId,
    id: &[u8],
) -> Result<Option<(Account, Passkey)>, StoreError> {
    let row = fetch_optional!(
        read,
        Row,
        "SELECT tag, body, made, used FROM passkey WHERE tag = $1 AND account = $2",
        tag(keys, id).as_bytes().as_slice(),
        account.as_bytes().as_slice()
    )?;
    let Some(row) = row else { return Ok(None) };
    let Some((key, _)) = opened(read, keys, account).await? else {
        return Ok(None);
    };
    let passkey = passkey(&key, row)?;
    let found = account::by_id(read, keys, account).await?;
    Ok(found
        .map(|found| found.account)
        .filter(|account| account.ended.is_none())
        .map(|account| (account, passkey)))
}

/// Adds a passkey to somebody's factors.
///
/// # Errors
/// If the database cannot do it.
pub async fn add_passkey(
    store: &Store,
    by: By<'_>,
    new: &NewPasskey<'_>,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Added, StoreError> {
    let mut tx = store.begin().await?;
    let key = locked(&mut tx, store.keys(), by.account).await?;
    if count(&mut tx, by.account).await? >= MOST_PASSKEYS as i64 {
        return Ok(Added::Enough);
    }
    if !insert(&mut tx, store.keys(), (by.account, &key), new, by.at, rng).await? {
        return Ok(Added::Known);
    }
    commit(tx, "passkey.added", Notice::Passkey, by, rng).await?;
    Ok(Added::Yes)
}

/// Takes a passkey out of somebody's factors; not the last of these.
///
/// # Errors
/// If the database cannot do it.
pub async fn remove_passkey(
    store: &Store,
    by: By<'_>,
    tag: &Tag,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Removed, StoreError> {
    let mut tx = store.begin().await?;
    locked(&mut tx, store.keys(), by.account).await?;
    let left = count(&mut tx, by.account).await?;
    let removed = execute!(
        tx,
        "DELETE FROM passkey WHERE tag = $1 AND account = $2",
        tag.as_bytes().as_slice(),
        by.account.as_bytes().as_slice()
    )?;
    if removed == 0 {
        return Ok(Removed::Missing);
    }
    let found = account::by_id(&mut tx, store.keys(), by.account).await?;
    let has_others = found.is_some_and(|found| found.authenticator.is_some());
    if left == 1 && !has_others {
        return Ok(Removed::Last);
    }
    commit(tx, "passkey.removed", Notice::NoPasskey, by, rng).await?;
    Ok(Removed::Yes)
}

/// The key of an account whose factors nobody else changes until the transaction ends.
async fn locked(tx: &mut Tx, keys: &Keys, account: &AccountId) -> Result<DataKey, StoreError> {
    execute!(
        tx,
        "UPDATE account SET step = step WHERE id = $1",
        account.as_bytes().as_slice()
    )?;
    let opened = opened(tx, keys, account).await?;
    opened
        .map(|(key, _)| key)
        .ok_or(account::damaged("an account"))
}

async fn count(read: &mut Read, account: &AccountId) -> Result<i64, StoreError> {
    let row = fetch_optional!(
        read,
        (i64,),
        "SELECT COUNT(*) FROM passkey WHERE account = $1",
        account.as_bytes().as_slice()
    )?;
    Ok(row.map_or(0, |(count,)| count))
}

async fn commit(
    mut tx: Tx,
    kind: &str,
    told: Notice,
    by: By<'_>,
    rng: &mut (impl CryptoRng + Send),
) -> Result<(), StoreError> {
    notice::add(&mut tx, by.account, told, by.at, rng).await?;
    let ids = [("account", *by.account.as_bytes())];
    tx.commit(&Entry::bare(kind, by.at, &ids, rng), &[]).await
}

/// False if there is such a passkey already, anybody's.
pub(crate) async fn insert(
    tx: &mut Tx,
    keys: &Keys,
    (account, key): (&AccountId, &DataKey),
    new: &NewPasskey<'_>,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    let tag = tag(keys, new.id);
    let body = Body {
        name: new.name.to_owned(),
        credential: new.credential.to_owned(),
    };
    let added = execute!(
        tx,
        "INSERT INTO passkey (tag, account, body, made, used) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tag) DO NOTHING",
        tag.as_bytes().as_slice(),
        account.as_bytes().as_slice(),
        sealed(key, &tag, &body, rng)?,
        at,
        day_of(at)
    )?;
    Ok(added == 1)
}

/// Who gets new factors has none of the earlier ones.
pub(crate) async fn forget(tx: &mut Tx, account: &AccountId) -> Result<(), StoreError> {
    let account = account.as_bytes().as_slice();
    execute!(tx, "DELETE FROM passkey WHERE account = $1", account)?;
    Ok(())
}

/// A passkey has answered; what its next answer is held against is kept. False if it answered otherwise since it was read, so that
/// of two answers with one count only one is of use.
pub(crate) async fn answered(
    tx: &mut Tx,
    keys: &Keys,
    account: &AccountId,
    (passkey, credential): (&Passkey, &str),
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    let Some((key, _)) = opened(tx, keys, account).await? else {
        return Ok(false);
    };
    let body = Body {
        name: passkey.name.clone(),
        credential: credential.to_owned(),
    };
    let changed = execute!(
        tx,
        "UPDATE passkey SET body = $1, used = $2 WHERE tag = $3 AND account = $4 AND body = $5 AND EXISTS (SELECT 1 FROM account AS a WHERE a.id = $4 AND a.ended IS NULL)",
        sealed(&key, &passkey.tag, &body, rng)?,
        day_of(at),
        passkey.tag.as_bytes().as_slice(),
        account.as_bytes().as_slice(),
        passkey.kept.as_slice()
    )?;
    Ok(changed == 1)
}

/// Opens everybody's.
pub(crate) async fn check(read: &mut Read, keys: &Keys) -> Result<(), StoreError> {
    for account in account::accounts(read, keys).await? {
        passkeys(read, keys, &account.id).await?;
    }
    Ok(())
}
