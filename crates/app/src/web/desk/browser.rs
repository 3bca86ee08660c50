//! By what a browser is known again in which somebody was signed in before: a number drawn by chance, which opens nothing.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use seal::Token;

use super::staff::cookie;
use crate::act::rng;

/// The name of the cookie, bound like the other one.
const COOKIE: &str = "__Host-wardline-browser";

/// Seconds for which browsers keep it: none keeps any for longer than 400 days.
const KEPT: u32 = 400 * 24 * 3600;

/// A browser.
pub struct Browser {
    token: Token,
    is_new: bool,
}

impl Browser {
    /// By what it sent; if it was never here, it gets a number.
    pub fn of(headers: &HeaderMap) -> Self {
        let brought = cookie(headers, COOKIE);
        Browser {
            is_new: brought.is_none(),
            token: brought.unwrap_or_else(|| Token::new(&mut rng())),
        }
    }

    /// By what it is known from now on, if somebody is let in.
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// By what it was known before.
    pub fn brought(&self) -> Option<&Token> {
        (!self.is_new).then_some(&self.token)
    }

    /// An answer after which it is known for a long time.
    pub fn keep(&self, mut answer: Response) -> Response {
        let cookie = format!(
            "{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={KEPT}",
            self.token.reveal()
        );
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            answer.headers_mut().append(header::SET_COOKIE, value);
        }
        answer
    }
}
