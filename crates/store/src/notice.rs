//! What happened with somebody's account that they must know of, and the browsers in which they were signed in: of each a keyed hash,
//! other for each account, and the day on which it was used last.

use model::call::CallKind;
use model::{AccountId, DAY, Micros, Notice, day_of};
use rand_core::CryptoRng;
use seal::{Tag, Token};

use crate::account::account_id;
use crate::db::{Read, execute, fetch_all, fetch_optional};
use crate::{Keys, Store, StoreError, Tx};

/// How long it is kept what happened; the ledger tells of it for ever.
const KEPT: Micros = 90 * DAY;

/// What happens again and again is told once in this time, and so is one person by mail.
const PAUSE: Micros = DAY / 24;

/// Nobody is told by mail of what happened longer ago.
const STALE: Micros = DAY;

/// A browser is forgotten that was not used for so long: as browsers forget.
const FORGOTTEN: Micros = 400 * DAY;

/// Browsers of one account that are known, at most.
const BROWSERS: i64 = 30;

/// People who are told at one time, at most.
const AT_ONCE: i64 = 100;

/// Something that happened with somebody's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noticed {
    /// What.
    pub what: Notice,
    /// When.
    pub at: Micros,
    /// Whether they have looked at it.
    pub is_seen: bool,
}

fn browser_tag(keys: &Keys, id: &AccountId, browser: &Token) -> Tag {
    let both = [id.as_bytes(), browser.reveal().as_bytes()].concat();
    keys.index("browser").tag(&both)
}

/// Keeps that something happened.
pub(crate) async fn add(
    tx: &mut Tx,
    account: &AccountId,
    what: Notice,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<(), StoreError> {
    let mut id = [0; 16];
    rng.fill_bytes(&mut id);
    execute!(tx, "DELETE FROM notice WHERE at < $1", at - KEPT)?;
    execute!(
        tx,
        "INSERT INTO notice (id, account, kind, at, told, seen) VALUES ($1, $2, $3, $4, 0, 0)",
        id.as_slice(),
        account.as_bytes().as_slice(),
        what.as_str(),
        at
    )?;
    Ok(())
}

/// Whether the same was told a short time ago.
pub(crate) async fn was_told(
    read: &mut Read,
    id: &AccountId,
    what: Notice,
    at: Micros,
) -> Result<bool, StoreError> {
    let row = fetch_optional!(
        read,
        (i64,),
        "SELECT at FROM notice WHERE account = $1 AND kind = $2 AND at > $3 LIMIT 1",
        id.as_bytes().as_slice(),
        what.as_str(),
        at - PAUSE
    )?;
    Ok(row.is_some())
}

/// Whether somebody was signed in from a browser before.
pub(crate) async fn knows_browser(
    read: &mut Read,
    keys: &Keys,
    id: &AccountId,
    browser: Option<&Token>,
) -> Result<bool, StoreError> {
    let Some(browser) = browser else {
        return Ok(false);
    };
    let row = fetch_optional!(
        read,
        (i64,),
        "SELECT seen FROM browser WHERE account = $1 AND tag = $2",
        id.as_bytes().as_slice(),
        browser_tag(keys, id, browser).as_bytes().as_slice()
    )?;
    Ok(row.is_some())
}

/// The same, and from now on it is known.
pub(crate) async fn knew_browser(
    tx: &mut Tx,
    keys: &Keys,
    id: &AccountId,
    browser: &Token,
    at: Micros,
) -> Result<bool, StoreError> {
    let (account, tag) = (id.as_bytes().as_slice(), browser_tag(keys, id, browser));
    execute!(
        tx,
        "DELETE FROM browser WHERE account = $1 AND seen < $2",
        account,
        at - FORGOTTEN
    )?;
    let known = execute!(
        tx,
        "UPDATE browser SET seen = $1 WHERE account = $2 AND tag = $3",
        day_of(at),
        account,
        tag.as_bytes().as_slice()
    )?;
    if known > 0 {
        return Ok(true);
    }
    execute!(
        tx,
        "DELETE FROM browser WHERE account = $1 AND tag NOT IN (SELECT tag FROM browser WHERE account = $1 ORDER BY seen DESC, tag LIMIT $2)",
        account,
        BROWSERS - 1
    )?;
    execute!(
        tx,
        "INSERT INTO browser (account, tag, seen) VALUES ($1, $2, $3) ON CONFLICT (account, tag) DO NOTHING",
        account,
        tag.as_bytes().as_slice(),
        day_of(at)
    )?;
    Ok(false)
}

/// Who gets new factors is known in no browser any more.
pub(crate) async fn forget_browsers(tx: &mut Tx, id: &AccountId) -> Result<(), StoreError> {
    let account = id.as_bytes().as_slice();
    execute!(tx, "DELETE FROM browser WHERE account = $1", account)?;
    Ok(())
}

/// What happened with somebody's account, the last first.
///
/// # Errors
/// If the database cannot be read.
pub async fn notices(
    read: &mut Read,
    id: &AccountId,
    now: Micros,
    most: u32,
) -> Result<Vec<Noticed>, StoreError> {
    let rows = fetch_all!(
        read,
        (String, i64, i64),
        "SELECT kind, at, seen FROM notice WHERE account = $1 AND at > $2 ORDER BY at DESC, id LIMIT $3",
        id.as_bytes().as_slice(),
        now - KEPT,
        i64::from(most)
    )?;
    let noticed = |(kind, at, seen): (String, i64, i64)| {
        let damaged = |()| StoreError::Damaged {
            table: "notice",
            what: "a kind",
        };
        Ok(Noticed {
            what: kind.parse().map_err(damaged)?,
            at,
            is_seen: seen != 0,
        })
    };
    rows.into_iter().map(noticed).collect()
}

/// Whether something happened with somebody's account at which they have not looked.
///
/// # Errors
/// If the database cannot be read.
pub async fn has_news(read: &mut Read, id: &AccountId, now: Micros) -> Result<bool, StoreError> {
    let row = fetch_optional!(
        read,
        (i64,),
        "SELECT at FROM notice WHERE account = $1 AND at > $2 AND seen = 0 LIMIT 1",
        id.as_bytes().as_slice(),
        now - KEPT
    )?;
    Ok(row.is_some())
}

/// Somebody has looked at what happened until now.
///
/// # Errors
/// If the database cannot do it.
pub async fn see_notices(store: &Store, id: &AccountId, now: Micros) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    execute!(
        tx,
        "UPDATE notice SET seen = 1 WHERE account = $1 AND at <= $2 AND seen = 0",
        id.as_bytes().as_slice(),
        now
    )?;
    tx.commit_quiet("notices").await
}

/// Whom to tell by mail that something happened with their account: nobody who was told a short time ago.
///
/// # Errors
/// If the database cannot be read.
pub async fn to_be_told(read: &mut Read, now: Micros) -> Result<Vec<AccountId>, StoreError> {
    let rows = fetch_all!(
        read,
        (Vec<u8>,),
        "SELECT DISTINCT n.account FROM notice AS n WHERE n.told = 0 AND n.at > $1 AND NOT EXISTS (SELECT 1 FROM call AS c WHERE c.account = n.account AND c.kind = $2 AND c.made > $3) LIMIT $4",
        now - STALE,
        CallKind::Account.as_str(),
        now - PAUSE,
        AT_ONCE
    )?;
    rows.iter().map(|(id,)| account_id(id)).collect()
}
