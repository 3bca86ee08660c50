//! Whom a provider of identities knows by which account: a keyed hash of who vouches for whom, so that the database alone tells
//! neither.

use model::{AccountId, Micros, Notice};
use rand_core::CryptoRng;
use seal::Tag;

use crate::account::{self, Proven, account_id};
use crate::acting::By;
use crate::db::{Read, execute, fetch_optional};
use crate::{Entry, Keys, Store, StoreError, Tx, notice};

/// Somebody, as a provider knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who vouches.
    pub issuer: String,
    /// For whom.
    pub subject: String,
}

impl Identity {
    fn tag(&self, keys: &Keys) -> Tag {
        // an issuer is an address, and holds no line end
        let both = format!("{}\n{}", self.issuer, self.subject);
        keys.index("identity").tag(both.as_bytes())
    }
}

/// Who signs in by an identity; none if it is nobody's, or their account has ended: nothing tells which.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn identified(
    read: &mut Read,
    keys: &Keys,
    identity: &Identity,
) -> Result<Option<Proven>, StoreError> {
    let row = fetch_optional!(
        read,
        (Vec<u8>,),
        "SELECT account FROM identity WHERE tag = $1",
        identity.tag(keys).as_bytes().as_slice()
    )?;
    let Some((id,)) = row else { return Ok(None) };
    let found = account::by_id(read, keys, &account_id(&id)?).await?;
    Ok(found.filter(|found| found.account.ended.is_none()))
}

/// Since when somebody has an identity by which they sign in.
///
/// # Errors
/// If the database cannot be read.
pub async fn tied_since(
    read: &mut Read,
    account: &AccountId,
) -> Result<Option<Micros>, StoreError> {
    let row = fetch_optional!(
        read,
        (i64,),
        "SELECT made FROM identity WHERE account = $1",
        account.as_bytes().as_slice()
    )?;
    Ok(row.map(|(made,)| made))
}

/// Ties an identity to an account, in place of an earlier one. False if it is somebody else's.
///
/// # Errors
/// If the database cannot do it.
pub async fn tie(
    store: &Store,
    by: By<'_>,
    identity: &Identity,
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    if !insert(&mut tx, store.keys(), by.account, identity, by.at).await? {
        return Ok(false);
    }
    commit(tx, "identity.added", Notice::Identity, by, rng).await?;
    Ok(true)
}

/// Unties an account from its identity.
///
/// # Errors
/// If the database cannot do it.
pub async fn untie(
    store: &Store,
    by: By<'_>,
    rng: &mut (impl CryptoRng + Send),
) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    if forget(&mut tx, by.account).await? {
        commit(tx, "identity.removed", Notice::NoIdentity, by, rng).await?;
    }
    Ok(())
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

/// False if it is somebody else's.
pub(crate) async fn insert(
    tx: &mut Tx,
    keys: &Keys,
    account: &AccountId,
    identity: &Identity,
    at: Micros,
) -> Result<bool, StoreError> {
    forget(tx, account).await?;
    let added = execute!(
        tx,
        "INSERT INTO identity (account, tag, made) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        account.as_bytes().as_slice(),
        identity.tag(keys).as_bytes().as_slice(),
        at
    )?;
    Ok(added == 1)
}

/// Whether there was one.
pub(crate) async fn forget(tx: &mut Tx, account: &AccountId) -> Result<bool, StoreError> {
    let account = account.as_bytes().as_slice();
    Ok(execute!(tx, "DELETE FROM identity WHERE account = $1", account)? > 0)
}

/// Whether an identity is still that of an account which is of use.
pub(crate) async fn is_tied(
    tx: &mut Tx,
    keys: &Keys,
    account: &AccountId,
    identity: &Identity,
) -> Result<bool, StoreError> {
    let found = identified(tx, keys, identity).await?;
    Ok(found.is_some_and(|found| found.account.id == *account))
}
