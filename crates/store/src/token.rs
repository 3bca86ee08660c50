//! Tokens that let programs in.

use model::{Micros, Scope, TokenId};
use rand_core::CryptoRng;
use seal::Token;

use crate::db::{Read, execute, fetch_optional};
use crate::{Entry, Keys, Store, StoreError};

/// A token to be given out.
#[derive(Debug)]
pub struct NewToken<'t> {
    /// What its users call it.
    pub name: &'t str,
    /// What it lets them do.
    pub scopes: &'t [Scope],
    /// When it ends.
    pub expires: Micros,
}

/// What a token lets its bearer do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The token's id.
    pub id: TokenId,
    /// What is allowed.
    pub scopes: Vec<Scope>,
}

const PURPOSE: &str = "token";

/// Makes a token. It is shown once: only a keyed hash of it is kept.
///
/// # Errors
/// If the database cannot do it.
pub async fn add_token(
    store: &Store,
    new: &NewToken<'_>,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Token, StoreError> {
    let token = Token::new(rng);
    let tag = token.tag(&store.keys().index(PURPOSE));
    let mut id = [0; 16];
    rng.fill_bytes(&mut id);
    let id = TokenId::random(id);
    let scopes: Vec<&str> = new.scopes.iter().map(|scope| scope.as_str()).collect();
    let mut tx = store.begin().await?;
    execute!(
        tx,
        "INSERT INTO token (id, tag, name, scopes, made, expires) VALUES ($1, $2, $3, $4, $5, $6)",
        id.as_bytes().as_slice(),
        tag.as_bytes().as_slice(),
        new.name,
        scopes.join(","),
        at,
        new.expires
    )?;
    tx.commit(
        &Entry::bare("token.added", at, &[("token", *id.as_bytes())], rng),
        &[],
    )
    .await?;
    Ok(token)
}

/// What a token allows now; none if it was never given out, has ended, or was revoked: nothing tells which.
///
/// # Errors
/// If the database cannot be read.
pub async fn find_token(
    read: &mut Read,
    keys: &Keys,
    token: &Token,
    at: Micros,
) -> Result<Option<Access>, StoreError> {
    let tag = token.tag(&keys.index(PURPOSE));
    let row = fetch_optional!(
        read,
        (Vec<u8>, String, i64, Option<i64>),
        "SELECT id, scopes, expires, revoked FROM token WHERE tag = $1",
        tag.as_bytes().as_slice()
    )?;
    let Some((id, scopes, expires, revoked)) = row else {
        return Ok(None);
    };
    if expires <= at || revoked.is_some() {
        return Ok(None);
    }
    let damaged = |what| StoreError::Damaged {
        table: "token",
        what,
    };
    let id = id
        .as_slice()
        .try_into()
        .map(TokenId::from_bytes)
        .map_err(|_| damaged("an id"))?;
    let scopes = scopes
        .split(',')
        .map(str::parse)
        .collect::<Result<_, ()>>()
        .map_err(|()| damaged("a scope"))?;
    Ok(Some(Access { id, scopes }))
}
