//! `/guest/{link}`: the way into the demonstration's desk, which holds nothing but made-up reports.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use model::AccountId;
use seal::{IndexKey, Tag, Token};
use store::{Keys, Proof};

use super::page::Lang;
use super::staff::let_in;
use super::{State, refused};
use crate::act::rng;

/// Whom the link lets in.
pub struct Guest {
    account: AccountId,
    link: Tag,
    key: IndexKey,
}

impl Guest {
    pub fn of(guest: super::Guest, keys: &Keys) -> Self {
        let key = keys.index("guest");
        Guest {
            account: guest.account,
            link: guest.link.tag(&key),
            key,
        }
    }
}

pub async fn get(
    house: State,
    headers: axum::http::HeaderMap,
    Path(link): Path<String>,
) -> Response {
    let guest = house
        .guest
        .as_ref()
        .filter(|guest| Token::parse(&link).is_ok_and(|link| link.tag(&guest.key) == guest.link));
    let Some(guest) = guest else {
        return refused::missing(headers).await;
    };
    let now = house.act.clock.now();
    let store = &house.act.store;
    match store::begin_session(store, &guest.account, Proof::Link, None, now, &mut rng()).await {
        Ok(Some(token)) => let_in(&token, "/"),
        Ok(None) => refused::missing(headers).await,
        Err(error) => refused::later(Lang::preferred(&headers), &error).into_response(),
    }
}
