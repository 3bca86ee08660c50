//! Who asks, and may they?

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use model::{Scope, TokenId};
use seal::Token;

use super::problem::Problem;
use crate::act::Desk;

/// The token of a request, if it allows this. Asked before anything else of the request is read.
pub(super) async fn allowed(
    desk: &Desk,
    headers: &HeaderMap,
    scope: Scope,
) -> Result<TokenId, Problem> {
    let token = bearer(headers)?;
    let mut read = desk.store.read().await?;
    let access = store::find_token(&mut read, desk.store.keys(), &token, desk.clock.now()).await?;
    let access = access.ok_or(Problem::Token)?;
    if !access.scopes.contains(&scope) {
        return Err(Problem::Scope(scope));
    }
    Ok(access.id)
}

fn bearer(headers: &HeaderMap) -> Result<Token, Problem> {
    let mut given = headers.get_all(AUTHORIZATION).iter();
    let first = given.next().ok_or(Problem::NoToken)?;
    if given.next().is_some() {
        return Err(Problem::Token);
    }
    let text = first.to_str().map_err(|_| Problem::Token)?;
    let (scheme, token) = text.trim().split_once(' ').ok_or(Problem::NoToken)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Problem::NoToken);
    }
    Token::parse(token).map_err(|_| Problem::Token)
}
