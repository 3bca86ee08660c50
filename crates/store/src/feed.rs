//! Links by which a calendar reads somebody's days: of each a keyed hash is kept, and one at a time.

use model::Micros;
use model::case::part::Part;
use model::case::state::State;
use rand_core::CryptoRng;
use seal::{Tag, Token};

use crate::account::{self, Account, account_id};
use crate::acting::By;
use crate::db::{Read, execute, fetch_all, fetch_optional};
use crate::{Entry, Keys, Store, StoreError};

fn tag(keys: &Keys, token: &Token) -> Tag {
    token.tag(&keys.index("feed"))
}

/// Gives somebody a link of their own; the one before is of no use any more.
///
/// # Errors
/// If the database cannot do it.
pub async fn make_feed(
    store: &Store,
    by: By<'_>,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Token, StoreError> {
    let token = Token::new(rng);
    let mut tx = store.begin().await?;
    execute!(
        tx,
        "INSERT INTO feed (account, tag, made) VALUES ($1, $2, $3) ON CONFLICT (account) DO UPDATE SET tag = excluded.tag, made = excluded.made",
        by.account.as_bytes().as_slice(),
        tag(store.keys(), &token).as_bytes().as_slice(),
        by.at
    )?;
    let ids = [("account", *by.account.as_bytes())];
    tx.commit(&Entry::bare("feed.made", by.at, &ids, rng), &[])
        .await?;
    Ok(token)
}

/// Takes somebody's link back. False if there was none.
///
/// # Errors
/// If the database cannot do it.
pub async fn end_feed(
    store: &Store,
    by: By<'_>,
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let ended = execute!(
        tx,
        "DELETE FROM feed WHERE account = $1",
        by.account.as_bytes().as_slice()
    )?;
    if ended == 0 {
        return Ok(false);
    }
    let ids = [("account", *by.account.as_bytes())];
    tx.commit(&Entry::bare("feed.ended", by.at, &ids, rng), &[])
        .await?;
    Ok(true)
}

/// Since when somebody has a link; none if they have none.
///
/// # Errors
/// If the database cannot be read.
pub async fn feed_since(
    read: &mut Read,
    account: &model::AccountId,
) -> Result<Option<Micros>, StoreError> {
    let row = fetch_optional!(
        read,
        (i64,),
        "SELECT made FROM feed WHERE account = $1",
        account.as_bytes().as_slice()
    )?;
    Ok(row.map(|(made,)| made))
}

/// Whose link it is; none if it is nobody's, or their account has ended: nothing tells which.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn feed_of(
    read: &mut Read,
    keys: &Keys,
    token: &Token,
) -> Result<Option<Account>, StoreError> {
    let row = fetch_optional!(
        read,
        (Vec<u8>,),
        "SELECT account FROM feed WHERE tag = $1",
        tag(keys, token).as_bytes().as_slice()
    )?;
    let Some((id,)) = row else { return Ok(None) };
    let found = account::by_id(read, keys, &account_id(&id)?).await?;
    Ok(found
        .map(|found| found.account)
        .filter(|account| account.ended.is_none()))
}

/// A day on which something must be done in a case, by numbers alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The case.
    pub case: u64,
    /// What is due in it, by its place.
    pub part: u64,
    /// What that is.
    pub kind: Part,
    /// When.
    pub due: Micros,
    /// When it was changed last.
    pub changed: Micros,
}

/// What is due in the open cases of which somebody is a member, the last first.
///
/// # Errors
/// If the database cannot be read.
pub async fn days_of(
    read: &mut Read,
    account: &model::AccountId,
    most: u32,
) -> Result<Vec<Day>, StoreError> {
    let rows = fetch_all!(
        read,
        (i64, i64, String, i64, i64),
        "SELECT p.number, p.place, p.kind, p.due, COALESCE((SELECT a.at FROM act AS a WHERE a.place = p.acted), p.made) FROM cases AS c JOIN part AS p ON p.number = c.number WHERE c.number IN (SELECT m.number FROM member AS m WHERE m.account = $1 UNION SELECT l.number FROM grouped AS g JOIN let_in AS l ON l.groups = g.number WHERE g.account = $1) AND c.state <> $2 AND c.key IS NOT NULL AND p.due IS NOT NULL AND p.body IS NOT NULL ORDER BY p.due DESC, p.place DESC LIMIT $3",
        account.as_bytes().as_slice(),
        State::Closed.as_str(),
        i64::from(most)
    )?;
    let day = |(case, part, kind, due, changed): (i64, i64, String, i64, i64)| {
        let damaged = |()| StoreError::Damaged {
            table: "part",
            what: "a kind",
        };
        Ok(Day {
            case: case as u64,
            part: part as u64,
            kind: kind.parse().map_err(damaged)?,
            due,
            changed,
        })
    };
    rows.into_iter().map(day).collect()
}
