//! Who is on duty: in which order people are called, where, and for what.

use model::call::MOST_ON_DUTY;
use model::{AccountId, Micros, Notice};
use rand_core::CryptoRng;

use crate::account::{Account, accounts, opened, write};
use crate::acting::By;
use crate::db::{Read, execute};
use crate::{Entry, Keys, Store, StoreError, Tx, notice};

/// What becomes of somebody's place on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DutyMove {
    /// They are on it, as the last.
    On,
    /// They are on it no more.
    Off,
    /// They are called one place sooner.
    Up,
}

/// Who is on duty, in the order in which they are called; nobody whose account has ended.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn on_duty(read: &mut Read, keys: &Keys) -> Result<Vec<Account>, StoreError> {
    let all = accounts(read, keys).await?.into_iter();
    let mut on: Vec<Account> = all
        .filter(|one| one.duty.is_some() && one.ended.is_none())
        .collect();
    on.sort_by_key(|one| one.duty);
    Ok(on)
}

/// Changes somebody's place on the list. False if that cannot be: they are not there, or the list is full.
///
/// # Errors
/// If the database cannot do it.
pub async fn move_on_duty(
    store: &Store,
    by: By<'_>,
    id: &AccountId,
    how: DutyMove,
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let listed = on_duty(&mut tx, store.keys()).await?;
    let mut list: Vec<AccountId> = listed.into_iter().map(|one| one.id).collect();
    let at = list.iter().position(|one| one == id);
    match (how, at) {
        (DutyMove::On, None) if list.len() < MOST_ON_DUTY => list.push(*id),
        (DutyMove::Off, Some(at)) => {
            list.remove(at);
        }
        (DutyMove::Up, Some(at)) if at > 0 => list.swap(at - 1, at),
        _ => return Ok(false),
    }
    execute!(tx, "UPDATE account SET duty = NULL WHERE duty IS NOT NULL")?;
    let mut changed = 0;
    for (place, one) in (0_i64..).zip(&list) {
        changed += execute!(
            tx,
            "UPDATE account SET duty = $1 WHERE id = $2 AND key IS NOT NULL",
            place,
            one.as_bytes().as_slice()
        )?;
    }
    if changed != list.len() as u64 {
        return Ok(false);
    }
    tell(tx, "duty.changed", id, by, rng).await?;
    Ok(true)
}

/// Changes where somebody is called; none: nowhere.
///
/// # Errors
/// If the database cannot do it.
pub async fn set_address(
    store: &Store,
    by: By<'_>,
    id: &AccountId,
    address: Option<&str>,
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let Some((key, mut body)) = opened(&mut tx, store.keys(), id).await? else {
        return Ok(false);
    };
    body.address = address.map(str::to_owned);
    write(&mut tx, id, &key, &body, rng).await?;
    notice::add(&mut tx, id, Notice::Address, by.at, rng).await?;
    tell(tx, "duty.address", id, by, rng).await?;
    Ok(true)
}

/// Says that somebody wants to be called for what is imminent alone, or for everything again.
///
/// # Errors
/// If the database cannot do it.
pub async fn set_muted(
    store: &Store,
    id: &AccountId,
    is_muted: bool,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    let Some((key, mut body)) = opened(&mut tx, store.keys(), id).await? else {
        return Ok(());
    };
    body.muted = is_muted;
    write(&mut tx, id, &key, &body, rng).await?;
    let kind = if is_muted {
        "duty.muted"
    } else {
        "duty.unmuted"
    };
    tell(tx, kind, id, By { account: id, at }, rng).await
}

async fn tell(
    tx: Tx,
    kind: &str,
    id: &AccountId,
    by: By<'_>,
    rng: &mut (impl CryptoRng + Send),
) -> Result<(), StoreError> {
    let ids = [("account", *id.as_bytes()), ("by", *by.account.as_bytes())];
    tx.commit(&Entry::bare(kind, by.at, &ids, rng), &[]).await
}
