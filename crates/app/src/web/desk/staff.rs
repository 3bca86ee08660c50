//! Who asks: everything but signing in is asked for by somebody whose session is open.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{AccountId, Micros, Right};
use seal::Token;
use store::{By, Session};

use super::House;
use super::page::{self, Lang};
use super::refused::{self, Refused};

/// The name of the cookie. Browsers take it from this host alone, and send it over connections that nobody reads.
const COOKIE: &str = "__Host-wardline";

/// Somebody who is signed in.
pub struct Staff {
    /// Their session.
    pub session: Session,
    /// The language of their pages.
    pub lang: Lang,
    /// What their forms carry.
    pub form: String,
    /// What the time was when they asked.
    pub now: Micros,
}

impl Staff {
    /// Whether they may do something.
    pub fn may(&self, right: Right) -> bool {
        self.session.account.may(right)
    }

    /// Refused, unless they may.
    pub fn needs(&self, right: Right) -> Result<(), Refused> {
        if self.may(right) {
            return Ok(());
        }
        tracing::warn!(account = %self.session.account.id, right = %right, "was refused");
        Err(refused::right(self, right))
    }

    /// Who acts.
    pub fn by(&self) -> By<'_> {
        By {
            account: self.id(),
            at: self.now,
        }
    }

    /// Their account.
    pub fn id(&self) -> &AccountId {
        &self.session.account.id
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Staff
where
    Arc<House>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let house = Arc::<House>::from_ref(state);
        let found = match cookie(&parts.headers, COOKIE) {
            Some(token) => open(&house, &parts.headers, &token).await,
            None => Ok(None),
        };
        match found {
            Ok(Some(staff)) => Ok(staff),
            Ok(None) if parts.method == Method::GET => {
                Err(Redirect::to("/sign-in").into_response())
            }
            Ok(None) => Err(refused::signed_out(&parts.headers)),
            Err(error) => Err(refused::later(Lang::preferred(&parts.headers), &error)),
        }
    }
}

async fn open(
    house: &House,
    headers: &HeaderMap,
    token: &Token,
) -> Result<Option<Staff>, store::StoreError> {
    let store = &house.act.store;
    let now = house.act.clock.now();
    let mut read = store.read().await?;
    let session = store::find_session(&mut read, store.keys(), token, now).await?;
    drop(read);
    let Some(session) = session else {
        return Ok(None);
    };
    store::keep_session(store, &session, now).await?;
    let chosen = session.account.lang.as_deref().and_then(Lang::named);
    Ok(Some(Staff {
        lang: chosen.unwrap_or_else(|| Lang::preferred(headers)),
        form: form_of(house, token),
        session,
        now,
    }))
}

/// What forms of a session carry, so that no other page can send them.
fn form_of(house: &House, token: &Token) -> String {
    let tag = token.tag(&house.forms);
    URL_SAFE_NO_PAD.encode(tag.prefix(18))
}

/// The token of a request's cookie of a name.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<Token> {
    let cookies = headers.get_all(header::COOKIE).iter();
    let pairs = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'));
    let mut own = pairs.filter_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='));
    Token::parse(own.next()?).ok()
}

/// An answer that lets a browser in, and leads it on.
pub fn let_in(token: &Token, to: &str) -> Response {
    let_in_by(token, Redirect::to(to)).into_response()
}

/// The same, by another answer.
pub fn let_in_by(token: &Token, answer: impl IntoResponse) -> Response {
    let cookie = format!(
        "{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Strict",
        token.reveal()
    );
    ([(header::SET_COOKIE, cookie)], answer).into_response()
}

/// An answer after which a browser knows nothing any more, but that it was here: else each of their browsers would be told of as a
/// new one.
pub fn let_out(lang: Lang) -> Response {
    let cookie = format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
    let forget = [
        (header::SET_COOKIE, cookie),
        (
            header::HeaderName::from_static("clear-site-data"),
            "\"cache\", \"storage\"".to_owned(),
        ),
    ];
    (forget, Redirect::to(page::sign_in(lang))).into_response()
}
