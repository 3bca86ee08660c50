//! People who work at the desk: sealed names and factors, and the links by which they enrol.

use model::{AccountId, Micros, Notice, Right, Role};
use rand_core::CryptoRng;
use seal::{Authenticator, DataKey, PasswordHash, Place, Tag, Token};
use serde::{Deserialize, Serialize};

use crate::db::{Read, execute, fetch_all, fetch_optional};
use crate::{Entry, Keys, Store, StoreError, Tx, notice};

/// Somebody who works at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The id.
    pub id: AccountId,
    /// By which they sign in and are called; empty until they chose one.
    pub name: String,
    /// The language of their pages, if they chose one.
    pub lang: Option<String>,
    /// What they are.
    pub roles: Vec<Role>,
    /// Since when there is the account.
    pub made: Micros,
    /// Since when it is of no use any more.
    pub ended: Option<Micros>,
    /// Whether they have what proves who they are: a passkey, or a password and an authenticator.
    pub is_enrolled: bool,
    /// Where they are called, if they are.
    pub address: Option<String>,
    /// Whether they want to be called for what is imminent alone.
    pub is_muted: bool,
    /// Their place on the list of who is on duty.
    pub duty: Option<i64>,
}

impl Account {
    /// Whether somebody may do something: not once the account has ended.
    pub fn may(&self, right: Right) -> bool {
        self.ended.is_none() && self.roles.iter().any(|role| role.may(right))
    }
}

/// An account with what proves that somebody is its owner.
#[derive(Debug, Clone)]
pub struct Proven {
    /// The account.
    pub account: Account,
    /// The password, if they enrolled with one.
    pub password: Option<PasswordHash>,
    /// The authenticator, likewise.
    pub authenticator: Option<Authenticator>,
    /// What is kept of codes on paper that were not used yet.
    pub recovery: Vec<Tag>,
    /// The last step of time whose code was used.
    pub step: i64,
}

/// What is sealed of an account.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Body {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<[u8; 20]>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recovery: Vec<[u8; 32]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub muted: bool,
    /// Whether they enrolled with a passkey, and have no password.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub passkey: bool,
}

const COLUMN: &str = "body";

/// Names are told apart without regard to case and white space around them.
pub(crate) fn name_tag(keys: &Keys, name: &str) -> Tag {
    let name = name.trim().to_lowercase();
    keys.index("account").tag(name.as_bytes())
}

fn invitation_tag(keys: &Keys, token: &Token) -> Tag {
    token.tag(&keys.index("invitation"))
}

fn place(id: &AccountId) -> Place<'_> {
    Place {
        table: "account",
        record: id.as_bytes(),
    }
}

const SEALED: fn(seal::SealError) -> StoreError = |source| StoreError::Sealed {
    table: "account",
    source,
};

pub(crate) const fn damaged(what: &'static str) -> StoreError {
    StoreError::Damaged {
        table: "account",
        what,
    }
}

/// Reads a list of roles.
fn roles(text: &str) -> Result<Vec<Role>, StoreError> {
    let words = text.split(',').filter(|word| !word.is_empty());
    let roles = words.map(str::parse).collect::<Result<_, ()>>();
    roles.map_err(|()| damaged("a role"))
}

fn listed(roles: &[Role]) -> String {
    let words: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    words.join(",")
}

pub(crate) fn account_id(bytes: &[u8]) -> Result<AccountId, StoreError> {
    let id = bytes.try_into().map(AccountId::from_bytes);
    id.map_err(|_| damaged("an id"))
}

/// Adds somebody, with a link to enrol by, which ends at a time. Without a name they choose one. None if the name is taken.
///
/// # Errors
/// If the database cannot do it.
pub async fn add_account(
    store: &Store,
    name: &str,
    roles: &[Role],
    (at, expires): (Micros, Micros),
    rng: &mut (impl CryptoRng + Send),
) -> Result<Option<(AccountId, Token)>, StoreError> {
    let mut id = [0; 16];
    rng.fill_bytes(&mut id);
    let id = AccountId::random(id);
    let key = DataKey::new(rng);
    let body = Body {
        name: name.trim().to_owned(),
        ..Body::default()
    };
    let sealed = sealed(&key, &id, &body, rng)?;
    let keys = store.keys();
    let tag = (!body.name.is_empty()).then(|| name_tag(keys, &body.name).as_bytes().to_vec());
    let mut tx = store.begin().await?;
    let added = execute!(
        tx,
        "INSERT INTO account (id, tag, key, body, roles, step, made) VALUES ($1, $2, $3, $4, $5, 0, $6) ON CONFLICT (tag) DO NOTHING",
        id.as_bytes().as_slice(),
        tag,
        keys.keyring().wrap(&key, &place(&id), rng),
        sealed,
        listed(roles),
        at
    )?;
    if added == 0 {
        return Ok(None);
    }
    let link = new_invitation(&mut tx, keys, &id, expires, rng).await?;
    let entry = Entry::bare("account.added", at, &[("account", *id.as_bytes())], rng);
    tx.commit(&entry, &[]).await?;
    Ok(Some((id, link)))
}

/// Gives somebody a new link to enrol by; earlier ones and their sessions end.
///
/// # Errors
/// If the database cannot do it.
pub async fn invite(
    store: &Store,
    id: &AccountId,
    (at, expires): (Micros, Micros),
    rng: &mut (impl CryptoRng + Send),
) -> Result<Token, StoreError> {
    let mut tx = store.begin().await?;
    end_sessions(&mut tx, id).await?;
    let link = new_invitation(&mut tx, store.keys(), id, expires, rng).await?;
    notice::add(&mut tx, id, Notice::Link, at, rng).await?;
    let entry = Entry::bare("account.invited", at, &[("account", *id.as_bytes())], rng);
    tx.commit(&entry, &[]).await?;
    Ok(link)
}

async fn new_invitation(
    tx: &mut Tx,
    keys: &Keys,
    id: &AccountId,
    expires: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Token, StoreError> {
    let link = Token::new(rng);
    let account = id.as_bytes().as_slice();
    execute!(tx, "DELETE FROM invitation WHERE account = $1", account)?;
    execute!(
        tx,
        "INSERT INTO invitation (tag, account, expires) VALUES ($1, $2, $3)",
        invitation_tag(keys, &link).as_bytes().as_slice(),
        account,
        expires
    )?;
    Ok(link)
}

pub(crate) async fn end_sessions(tx: &mut Tx, id: &AccountId) -> Result<(), StoreError> {
    let account = id.as_bytes().as_slice();
    execute!(tx, "DELETE FROM session WHERE account = $1", account)?;
    Ok(())
}

/// Whom a link to enrol is for; none if it was never given out, was used, or has ended.
///
/// # Errors
/// If the database cannot be read.
pub async fn invited(
    read: &mut Read,
    keys: &Keys,
    link: &Token,
    at: Micros,
) -> Result<Option<Account>, StoreError> {
    let row = fetch_optional!(
        read,
        (Vec<u8>,),
        "SELECT account FROM invitation WHERE tag = $1 AND expires > $2",
        invitation_tag(keys, link).as_bytes().as_slice(),
        at
    )?;
    let Some((id,)) = row else { return Ok(None) };
    let found = by_id(read, keys, &account_id(&id)?).await?;
    Ok(found
        .map(|found| found.account)
        .filter(|account| account.ended.is_none()))
}

/// Changes what somebody is, or that the account is of use; by whom, the ledger tells. Their sessions end.
///
/// # Errors
/// If the database cannot do it.
pub async fn set_account(
    store: &Store,
    id: &AccountId,
    roles: &[Role],
    ended: Option<Micros>,
    (by, at): (Option<&AccountId>, Micros),
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let changed = execute!(
        tx,
        "UPDATE account SET roles = $1, ended = $2 WHERE id = $3",
        listed(roles),
        ended,
        id.as_bytes().as_slice()
    )?;
    if changed == 0 {
        return Ok(false);
    }
    end_sessions(&mut tx, id).await?;
    let mut ids = vec![("account", *id.as_bytes())];
    ids.extend(by.map(|by| ("by", *by.as_bytes())));
    let kind = if ended.is_some() {
        "account.ended"
    } else {
        "account.changed"
    };
    tx.commit(&Entry::bare(kind, at, &ids, rng), &[]).await?;
    Ok(true)
}

/// Changes the language of somebody's pages.
///
/// # Errors
/// If the database cannot do it.
pub async fn set_language(
    store: &Store,
    id: &AccountId,
    lang: &str,
    rng: &mut (impl CryptoRng + Send),
) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    let Some((key, mut body)) = opened(&mut tx, store.keys(), id).await? else {
        return Ok(());
    };
    body.lang = Some(lang.to_owned());
    write(&mut tx, id, &key, &body, rng).await?;
    tx.commit_quiet("sessions").await
}

/// Everybody, in the order in which they came.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn accounts(read: &mut Read, keys: &Keys) -> Result<Vec<Account>, StoreError> {
    let rows = fetch_all!(
        read,
        Row,
        "SELECT id, key, body, roles, step, made, ended, duty FROM account WHERE key IS NOT NULL ORDER BY made, id"
    )?;
    let account = |row| Ok(proven(keys, row)?.account);
    rows.into_iter().map(account).collect()
}

/// Whether there is anybody.
///
/// # Errors
/// If the database cannot be read.
pub async fn has_accounts(read: &mut Read) -> Result<bool, StoreError> {
    let row = fetch_optional!(read, (i64,), "SELECT made FROM account LIMIT 1")?;
    Ok(row.is_some())
}

/// Who signs in by a name.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn by_name(
    read: &mut Read,
    keys: &Keys,
    name: &str,
) -> Result<Option<Proven>, StoreError> {
    let row = fetch_optional!(
        read,
        Row,
        "SELECT id, key, body, roles, step, made, ended, duty FROM account WHERE tag = $1 AND key IS NOT NULL",
        name_tag(keys, name).as_bytes().as_slice()
    )?;
    row.map(|row| proven(keys, row)).transpose()
}

/// Somebody by their id.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn by_id(
    read: &mut Read,
    keys: &Keys,
    id: &AccountId,
) -> Result<Option<Proven>, StoreError> {
    let row = fetch_optional!(
        read,
        Row,
        "SELECT id, key, body, roles, step, made, ended, duty FROM account WHERE id = $1 AND key IS NOT NULL",
        id.as_bytes().as_slice()
    )?;
    row.map(|row| proven(keys, row)).transpose()
}

type Row = (
    Vec<u8>,
    Vec<u8>,
    Vec<u8>,
    String,
    i64,
    i64,
    Option<i64>,
    Option<i64>,
);

fn proven(
    keys: &Keys,
    (id, key, body, roles, step, made, ended, duty): Row,
) -> Result<Proven, StoreError> {
    let id = account_id(&id)?;
    let (_, body) = open(keys, &id, &key, &body)?;
    Ok(Proven {
        account: Account {
            id,
            name: body.name,
            lang: body.lang,
            roles: self::roles(&roles)?,
            made,
            ended,
            is_enrolled: body.password.is_some() || body.passkey,
            address: body.address,
            is_muted: body.muted,
            duty,
        },
        password: body.password.map(PasswordHash::kept),
        authenticator: body.secret.map(Authenticator::kept),
        recovery: body.recovery.into_iter().map(Tag::from_bytes).collect(),
        step,
    })
}

pub(crate) async fn opened(
    read: &mut Read,
    keys: &Keys,
    id: &AccountId,
) -> Result<Option<(DataKey, Body)>, StoreError> {
    let row = fetch_optional!(
        read,
        (Vec<u8>, Vec<u8>),
        "SELECT key, body FROM account WHERE id = $1 AND key IS NOT NULL",
        id.as_bytes().as_slice()
    )?;
    row.map(|(key, body)| open(keys, id, &key, &body))
        .transpose()
}

fn open(
    keys: &Keys,
    id: &AccountId,
    key: &[u8],
    body: &[u8],
) -> Result<(DataKey, Body), StoreError> {
    let place = place(id);
    let key = keys.keyring().unwrap(key, &place).map_err(SEALED)?;
    let plain = key.open(&place, COLUMN, body).map_err(SEALED)?;
    let body = serde_json::from_slice(plain.as_bytes()).map_err(|_| damaged("a sealed value"))?;
    Ok((key, body))
}

pub(crate) fn sealed(
    key: &DataKey,
    id: &AccountId,
    body: &Body,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, StoreError> {
    let plain = zeroize::Zeroizing::new(
        serde_json::to_vec(body).expect("texts and bytes can be written as JSON"),
    );
    key.seal(&place(id), COLUMN, &plain, rng)
        .map_err(StoreError::TooLong)
}

pub(crate) async fn write(
    tx: &mut Tx,
    id: &AccountId,
    key: &DataKey,
    body: &Body,
    rng: &mut (impl CryptoRng + Send),
) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE account SET body = $1 WHERE id = $2",
        sealed(key, id, body, rng)?,
        id.as_bytes().as_slice()
    )?;
    Ok(())
}
