//! Somebody who was given a link gets their factors.

use model::{AccountId, Micros, Notice};
use rand_core::CryptoRng;
use seal::{Authenticator, PasswordHash, Tag, Token};

use crate::account::{Body, damaged, end_sessions, invited, name_tag, opened, sealed};
use crate::db::{execute, fetch_optional};
use crate::{Entry, Store, StoreError, notice};

/// What somebody enrols with.
pub struct Enrolment<'e> {
    /// The name by which they sign in, if they had none.
    pub name: &'e str,
    /// The language of their pages.
    pub lang: &'e str,
    /// The password.
    pub password: &'e PasswordHash,
    /// The authenticator.
    pub authenticator: &'e Authenticator,
    /// The step of time whose code proved that they have it.
    pub step: u64,
    /// What is kept of their codes on paper.
    pub recovery: &'e [Tag],
    /// By which their browser is known from now on, and no other.
    pub browser: Option<&'e Token>,
}

/// What came of enrolling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enrolled {
    /// They may sign in.
    Yes(AccountId),
    /// The link is of no use any more.
    NoLink,
    /// Somebody else has the name.
    NameTaken,
}

/// Gives the owner of a link their factors, in place of any earlier ones. The link and all their sessions end.
///
/// # Errors
/// If the database cannot do it.
pub async fn enrol(
    store: &Store,
    link: &Token,
    new: &Enrolment<'_>,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Enrolled, StoreError> {
    let keys = store.keys();
    let mut tx = store.begin().await?;
    let Some(account) = invited(&mut tx, keys, link, at).await? else {
        return Ok(Enrolled::NoLink);
    };
    let id = account.id;
    let name = if account.name.is_empty() {
        new.name.trim()
    } else {
        &account.name
    };
    let tag = name_tag(keys, name);
    let taken = fetch_optional!(
        tx,
        (Vec<u8>,),
        "SELECT id FROM account WHERE tag = $1 AND id <> $2",
        tag.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )?;
    if taken.is_some() {
        return Ok(Enrolled::NameTaken);
    }
    let (key, before) = opened(&mut tx, keys, &id)
        .await?
        .ok_or(damaged("an account"))?;
    let body = Body {
        name: name.to_owned(),
        lang: Some(new.lang.to_owned()),
        password: Some(new.password.as_str().to_owned()),
        secret: Some(*new.authenticator.as_bytes()),
        recovery: new.recovery.iter().map(|tag| *tag.as_bytes()).collect(),
        address: before.address,
        muted: before.muted,
    };
    execute!(
        tx,
        "UPDATE account SET tag = $1, body = $2, step = $3 WHERE id = $4",
        tag.as_bytes().as_slice(),
        sealed(&key, &id, &body, rng)?,
        new.step as i64,
        id.as_bytes().as_slice()
    )?;
    execute!(
        tx,
        "DELETE FROM invitation WHERE account = $1",
        id.as_bytes().as_slice()
    )?;
    end_sessions(&mut tx, &id).await?;
    notice::forget_browsers(&mut tx, &id).await?;
    if let Some(browser) = new.browser {
        notice::knew_browser(&mut tx, keys, &id, browser, at).await?;
    }
    notice::add(&mut tx, &id, Notice::Factors, at, rng).await?;
    let entry = Entry::bare("account.enrolled", at, &[("account", *id.as_bytes())], rng);
    tx.commit(&entry, &[]).await?;
    Ok(Enrolled::Yes(id))
}
