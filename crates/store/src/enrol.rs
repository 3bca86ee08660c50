//! Somebody who was given a link gets their factors.

use model::{AccountId, Micros, Notice};
use rand_core::CryptoRng;
use seal::{Authenticator, PasswordHash, Tag, Token};

use crate::account::{Body, damaged, end_sessions, invited, name_tag, opened, sealed};
use crate::db::{execute, fetch_optional};
use crate::{Entry, Identity, NewPasskey, Store, StoreError, identity, notice, passkey};

/// What somebody enrols with.
pub struct Enrolment<'e> {
    /// The name by which they sign in, if they had none.
    pub name: &'e str,
    /// The language of their pages.
    pub lang: &'e str,
    /// What proves from now on who they are.
    pub factors: Factors<'e>,
    /// By which they sign in, too.
    pub identity: Option<&'e Identity>,
    /// By which their browser is known from now on, and no other.
    pub browser: Option<&'e Token>,
}

/// What proves who somebody is.
#[derive(Clone, Copy)]
pub enum Factors<'e> {
    /// A passkey, which proves it by itself.
    Passkey(NewPasskey<'e>),
    /// A password together with a second factor.
    Password {
        /// The password.
        password: &'e PasswordHash,
        /// The authenticator.
        authenticator: &'e Authenticator,
        /// The step of time whose code proved that they have it.
        step: u64,
        /// What is kept of their codes on paper.
        recovery: &'e [Tag],
    },
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
    /// Somebody else has the passkey.
    PasskeyTaken,
    /// Somebody else has the identity.
    IdentityTaken,
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
    let mut body = Body {
        name: name.to_owned(),
        lang: Some(new.lang.to_owned()),
        address: before.address,
        muted: before.muted,
        ..Body::default()
    };
    let mut step = 0;
    passkey::forget(&mut tx, &id).await?;
    match new.factors {
        Factors::Passkey(made) => {
            body.passkey = true;
            if !passkey::insert(&mut tx, keys, (&id, &key), &made, at, rng).await? {
                return Ok(Enrolled::PasskeyTaken);
            }
        }
        Factors::Password {
            password,
            authenticator,
            step: proved,
            recovery,
        } => {
            body.password = Some(password.as_str().to_owned());
            body.secret = Some(*authenticator.as_bytes());
            body.recovery = recovery.iter().map(|tag| *tag.as_bytes()).collect();
            step = proved as i64;
        }
    }
    identity::forget(&mut tx, &id).await?;
    if let Some(one) = new.identity
        && !identity::insert(&mut tx, keys, &id, one, at).await?
    {
        return Ok(Enrolled::IdentityTaken);
    }
    execute!(
        tx,
        "UPDATE account SET tag = $1, body = $2, step = $3 WHERE id = $4",
        tag.as_bytes().as_slice(),
        sealed(&key, &id, &body, rng)?,
        step,
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
