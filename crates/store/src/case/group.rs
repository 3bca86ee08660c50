//! Groups of people who are let into cases together. Who is in a group is looked up whenever somebody asks for a case, so that who
//! leaves it sees no more from that moment on.

use std::collections::HashMap;

use model::{AccountId, ActKind, Micros};
use rand_core::CryptoRng;

use super::sealing::Record;
use super::{BODY, damaged};
use crate::account::account_id;
use crate::acting::By;
use crate::db::{Read, execute, fetch_all, fetch_optional};
use crate::{Entry, Keys, Store, StoreError, Tx, log};

/// The table of groups, as keys are bound to it.
const GROUPS: &str = "groups";

/// Groups of a desk, at most.
const MOST: usize = 200;

/// Some people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// By which it is called, from 1.
    pub number: u64,
    /// What people call it.
    pub name: String,
    /// Who is in it.
    pub members: Vec<AccountId>,
    /// Since when it is there.
    pub made: Micros,
    /// The place of the last act on it.
    pub acted: u64,
}

/// Something that is to be changed of a group.
#[derive(Debug, Clone, Copy)]
pub enum GroupChange<'c> {
    /// Its name.
    Name(&'c str),
    /// That somebody is in it, or is not.
    Member(&'c AccountId, bool),
    /// That it is no more: its key is destroyed, and with it its name.
    End,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouped {
    /// It is done; this is the group.
    Yes(u64),
    /// There is no such group or account.
    Missing,
    /// Somebody changed it meanwhile.
    Stale,
    /// Another group has the name.
    NameTaken,
    /// There are too many.
    Full,
    /// It is not empty: somebody is in it, or it is let into a case.
    InUse,
}

type Row = (i64, Vec<u8>, Vec<u8>, Vec<u8>, i64, i64);

/// All groups, the first first.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn groups(read: &mut Read, keys: &Keys) -> Result<Vec<Group>, StoreError> {
    let rows = fetch_all!(
        read,
        Row,
        "SELECT number, id, key, body, made, acted FROM groups WHERE key IS NOT NULL ORDER BY number"
    )?;
    let members = fetch_all!(
        read,
        (i64, Vec<u8>),
        "SELECT number, account FROM grouped ORDER BY number, account"
    )?;
    opened(keys, rows, members)
}

/// Those that are let into a case.
pub(super) async fn groups_in(
    read: &mut Read,
    keys: &Keys,
    case: u64,
) -> Result<Vec<Group>, StoreError> {
    let rows = fetch_all!(
        read,
        Row,
        "SELECT g.number, g.id, g.key, g.body, g.made, g.acted FROM let_in AS l JOIN groups AS g ON g.number = l.groups WHERE l.number = $1 AND g.key IS NOT NULL ORDER BY g.number",
        case as i64
    )?;
    let members = fetch_all!(
        read,
        (i64, Vec<u8>),
        "SELECT m.number, m.account FROM let_in AS l JOIN grouped AS m ON m.number = l.groups WHERE l.number = $1 ORDER BY m.number, m.account",
        case as i64
    )?;
    opened(keys, rows, members)
}

fn opened(
    keys: &Keys,
    rows: Vec<Row>,
    members: Vec<(i64, Vec<u8>)>,
) -> Result<Vec<Group>, StoreError> {
    let mut of: HashMap<i64, Vec<AccountId>> = HashMap::new();
    for (number, account) in members {
        of.entry(number).or_default().push(account_id(&account)?);
    }
    let group = |(number, id, key, body, made, acted): Row| {
        let record = Record::of(keys, GROUPS, &id, &key)?;
        let name = record.open(BODY, &body)?.as_bytes().to_vec();
        Ok(Group {
            number: number as u64,
            name: String::from_utf8(name).map_err(|_| damaged("a name"))?,
            members: of.remove(&number).unwrap_or_default(),
            made,
            acted: acted as u64,
        })
    };
    rows.into_iter().map(group).collect()
}

fn is_taken(all: &[Group], name: &str, but: Option<u64>) -> bool {
    let name = name.to_lowercase();
    let mut others = all.iter().filter(|one| Some(one.number) != but);
    others.any(|one| one.name.to_lowercase() == name)
}

/// Makes a group, of nobody.
///
/// # Errors
/// If the database cannot do it.
pub async fn make_group(
    store: &Store,
    by: By<'_>,
    name: &str,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Grouped, StoreError> {
    let keys = store.keys();
    let mut tx = store.begin().await?;
    let at = log::next_place(&mut tx).await?;
    let all = groups(&mut tx, keys).await?;
    if is_taken(&all, name, None) {
        return Ok(Grouped::NameTaken);
    }
    if all.len() >= MOST {
        return Ok(Grouped::Full);
    }
    // of those, too, that are no more
    let row = fetch_optional!(
        tx,
        (i64,),
        "SELECT COALESCE(MAX(number), 0) + 1 FROM groups"
    )?;
    let number = row.map_or(1, |(number,)| number as u64);
    let record = Record::new(GROUPS, rng);
    execute!(
        tx,
        "INSERT INTO groups (number, id, key, body, made, acted) VALUES ($1, $2, $3, $4, $5, $6)",
        number as i64,
        record.id().as_slice(),
        record.wrapped(keys, rng),
        record.seal(BODY, name.as_bytes(), rng)?,
        by.at,
        at as i64
    )?;
    tell(
        tx,
        by,
        (at, number, record.id()),
        (ActKind::GroupMade, None),
        rng,
    )
    .await?;
    Ok(Grouped::Yes(number))
}

/// Changes a group, if its last act is the one that was seen.
///
/// # Errors
/// If the database cannot do it.
pub async fn change_group(
    store: &Store,
    by: By<'_>,
    (number, acted): (u64, u64),
    change: GroupChange<'_>,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Grouped, StoreError> {
    let keys = store.keys();
    let mut tx = store.begin().await?;
    let at = log::next_place(&mut tx).await?;
    let all = groups(&mut tx, keys).await?;
    let Some(group) = all.iter().find(|one| one.number == number) else {
        return Ok(Grouped::Missing);
    };
    if group.acted != acted {
        return Ok(Grouped::Stale);
    }
    let row = fetch_optional!(
        tx,
        (Vec<u8>, Vec<u8>),
        "SELECT id, key FROM groups WHERE number = $1",
        number as i64
    )?;
    let (id, key) = row.ok_or(damaged("a group"))?;
    let record = Record::of(keys, GROUPS, &id, &key)?;
    let told = match change {
        GroupChange::Name(name) => {
            if is_taken(&all, name, Some(number)) {
                return Ok(Grouped::NameTaken);
            }
            execute!(
                tx,
                "UPDATE groups SET body = $1 WHERE number = $2",
                record.seal(BODY, name.as_bytes(), rng)?,
                number as i64
            )?;
            (ActKind::GroupNamed, None)
        }
        GroupChange::Member(account, is_in) => {
            if group.members.contains(account) == is_in {
                return Ok(Grouped::Stale);
            }
            if !set_member(&mut tx, number, account, is_in).await? {
                return Ok(Grouped::Missing);
            }
            let kind = if is_in {
                ActKind::GroupJoined
            } else {
                ActKind::GroupLeft
            };
            (kind, Some(account))
        }
        GroupChange::End => {
            let case = fetch_optional!(
                tx,
                (i64,),
                "SELECT number FROM let_in WHERE groups = $1 LIMIT 1",
                number as i64
            )?;
            if case.is_some() || !group.members.is_empty() {
                return Ok(Grouped::InUse);
            }
            let nothing: &[u8] = &[];
            execute!(
                tx,
                "UPDATE groups SET key = NULL, body = $1 WHERE number = $2",
                nothing,
                number as i64
            )?;
            (ActKind::GroupEnded, None)
        }
    };
    execute!(
        tx,
        "UPDATE groups SET acted = $1 WHERE number = $2",
        at as i64,
        number as i64
    )?;
    tell(tx, by, (at, number, record.id()), told, rng).await?;
    if matches!(change, GroupChange::End) {
        crate::erase::forget_journal(store).await?;
    }
    Ok(Grouped::Yes(number))
}

/// Whether there is a group by this number.
pub(super) async fn is_there(read: &mut Read, number: u64) -> Result<bool, StoreError> {
    let row = fetch_optional!(
        read,
        (i64,),
        "SELECT number FROM groups WHERE number = $1 AND key IS NOT NULL",
        number as i64
    )?;
    Ok(row.is_some())
}

async fn set_member(
    tx: &mut Tx,
    number: u64,
    account: &AccountId,
    is_in: bool,
) -> Result<bool, StoreError> {
    let sql = if is_in {
        "INSERT INTO grouped (number, account) SELECT $1, id FROM account WHERE id = $2 AND key IS NOT NULL"
    } else {
        "DELETE FROM grouped WHERE number = $1 AND account = $2"
    };
    let changed = execute!(tx, sql, number as i64, account.as_bytes().as_slice())?;
    Ok(changed == 1)
}

/// Journal and ledger tell of it.
async fn tell(
    mut tx: Tx,
    by: By<'_>,
    (at, number, id): (u64, u64, &[u8; 16]),
    (kind, whom): (ActKind, Option<&AccountId>),
    rng: &mut (impl CryptoRng + Send),
) -> Result<(), StoreError> {
    execute!(
        tx,
        "INSERT INTO act (place, batch, account, at, kind, groups, whom) VALUES ($1, $1, $2, $3, $4, $5, $6)",
        at as i64,
        by.account.as_bytes().as_slice(),
        by.at,
        kind.as_str(),
        number as i64,
        whom.map(|whom| whom.as_bytes().to_vec())
    )?;
    let mut ids = vec![("by", *by.account.as_bytes()), ("group", *id)];
    ids.extend(whom.map(|whom| ("account", *whom.as_bytes())));
    tx.commit(&Entry::bare(kind.as_str(), by.at, &ids, rng), &[])
        .await
}
