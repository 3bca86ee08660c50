//! What went wrong, told to programs (RFC 9457): the one place where errors become statuses. Nothing of what was
//! sent is in it.

use axum::http::header::{CONNECTION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use model::Scope;
use serde::Serialize;
use store::StoreError;

use super::body::{LONGEST_BODY, LONGEST_TEXT, SLOWEST};
use crate::act::Refusal;

/// Why a request is not answered as it hoped to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// The body is not JSON, from this line and column on.
    NotJson(usize, usize),
    /// The header `Idempotency-Key` is there twice or in another form.
    Key,
    /// The body broke off.
    BrokenOff,
    /// There is no token.
    NoToken,
    /// It is not a token that lets in now.
    Token,
    /// The token does not allow this.
    Scope(Scope),
    /// There is nothing under this path.
    NoSuchPlace,
    /// There is no such report.
    NoSuchReport,
    /// The path is there, but not for this method.
    Method,
    /// The body did not come in time.
    Slow,
    /// The report was erased.
    Erased,
    /// Too much to take in.
    TooLarge,
    /// The body is something else than JSON.
    NotJsonType,
    /// The body is JSON but not a report, at this line and column.
    NotAReport(usize, usize),
    /// The text is empty.
    Empty,
    /// This member is longer than is taken.
    TooLong(&'static str),
    /// The day of publication is none.
    Day,
    /// The key was used with another report.
    OtherReport,
    /// A fault here.
    Fault,
    /// The store cannot be used now.
    Later,
    /// Too many large reports at one time.
    Full,
}

/// As it is sent.
#[derive(Serialize)]
struct Told {
    r#type: String,
    title: &'static str,
    status: u16,
    detail: String,
}

/// Seconds after which to try again.
const AGAIN: HeaderValue = HeaderValue::from_static("5");

impl Problem {
    /// Status, name, what is wrong.
    fn head(self) -> (StatusCode, &'static str, &'static str) {
        use StatusCode as S;
        match self {
            Problem::NotJson(..) => (S::BAD_REQUEST, "not-json", "The body is not JSON"),
            Problem::Key => (
                S::BAD_REQUEST,
                "idempotency-key",
                "The header Idempotency-Key is not a key",
            ),
            Problem::BrokenOff => (S::BAD_REQUEST, "broken-off", "The body broke off"),
            Problem::NoToken => (S::UNAUTHORIZED, "no-token", "No token was given"),
            Problem::Token => (S::UNAUTHORIZED, "token", "The token does not let in"),
            Problem::Scope(_) => (S::FORBIDDEN, "scope", "The token does not allow this"),
            Problem::NoSuchPlace => (S::NOT_FOUND, "no-such-path", "There is nothing here"),
            Problem::NoSuchReport => (S::NOT_FOUND, "no-such-report", "There is no such report"),
            Problem::Method => (
                S::METHOD_NOT_ALLOWED,
                "method",
                "This method does nothing here",
            ),
            Problem::Slow => (
                S::REQUEST_TIMEOUT,
                "too-slow",
                "The body did not come in time",
            ),
            Problem::Erased => (S::GONE, "erased", "The report was erased"),
            Problem::TooLarge => (S::PAYLOAD_TOO_LARGE, "too-large", "The report is too large"),
            Problem::NotJsonType => (
                S::UNSUPPORTED_MEDIA_TYPE,
                "media-type",
                "The body is not sent as JSON",
            ),
            Problem::NotAReport(..) => (
                S::UNPROCESSABLE_ENTITY,
                "not-a-report",
                "The body is not a report",
            ),
            Problem::Empty => (S::UNPROCESSABLE_ENTITY, "empty", "The text is empty"),
            Problem::TooLong(_) => (S::UNPROCESSABLE_ENTITY, "too-long", "A member is too long"),
            Problem::Day => (
                S::UNPROCESSABLE_ENTITY,
                "published",
                "The day of publication is none",
            ),
            Problem::OtherReport => (
                S::UNPROCESSABLE_ENTITY,
                "other-report",
                "The Idempotency-Key was used with another report",
            ),
            Problem::Fault => (
                S::INTERNAL_SERVER_ERROR,
                "fault",
                "The desk could not do this",
            ),
            Problem::Later => (
                S::SERVICE_UNAVAILABLE,
                "later",
                "The store cannot be used now",
            ),
            Problem::Full => (
                S::SERVICE_UNAVAILABLE,
                "full",
                "Too many large reports come at once",
            ),
        }
    }

    /// What to do.
    fn todo(self) -> String {
        match self {
            Problem::NotJson(line, column) => format!(
                "From line {line}, column {column} on it cannot be read: send one JSON object in UTF-8."
            ),
            Problem::Key => {
                "Send the header once, with 1 to 255 visible ASCII characters, or leave it out."
                    .to_owned()
            }
            Problem::BrokenOff => "Send the whole body again.".to_owned(),
            Problem::NoToken => {
                "Send the header Authorization: Bearer TOKEN; the operator of the desk makes one with wardline token add."
                    .to_owned()
            }
            Problem::Token => {
                "Check it for typing errors; if it has ended, the operator of the desk makes a new one with wardline token add."
                    .to_owned()
            }
            Problem::Scope(scope) => {
                format!("Use a token that was made with --scope {scope}.")
            }
            Problem::NoSuchPlace => "What there is stands in /api/v1/openapi.json.".to_owned(),
            Problem::NoSuchReport => "Use the id that was given when it was received.".to_owned(),
            Problem::Method => "Use a method that the header Allow names.".to_owned(),
            Problem::Slow => format!("Send it whole within {} seconds.", SLOWEST.as_secs()),
            Problem::Erased => "It cannot be brought back; do not ask for it again.".to_owned(),
            Problem::TooLarge => format!(
                "Send at most {} MiB of text, in a body of at most {} MiB.",
                LONGEST_TEXT >> 20,
                LONGEST_BODY >> 20
            ),
            Problem::NotJsonType => {
                "Send the header Content-Type: application/json, and no Content-Encoding.".to_owned()
            }
            Problem::NotAReport(line, column) => format!(
                "At line {line}, column {column}: the members are text (needed), url, publisher and published, each once, all strings, and no others."
            ),
            Problem::Empty => "Send at least one character.".to_owned(),
            Problem::TooLong(member) => format!("Shorten {member}; docs/api.md tells the limits."),
            Problem::Day => "Write the day as YYYY-MM-DD, or leave published out.".to_owned(),
            Problem::OtherReport => {
                "Send each report with a key of its own, and the same report again with the same key."
                    .to_owned()
            }
            Problem::Fault => "Tell the operator of the desk; its log says more.".to_owned(),
            Problem::Later | Problem::Full => {
                "Nothing was stored; send the same again in a few seconds.".to_owned()
            }
        }
    }

    /// What else the answer must say.
    fn header(self) -> Option<(HeaderName, HeaderValue)> {
        let known = HeaderValue::from_static;
        Some(match self {
            Problem::NoToken => (WWW_AUTHENTICATE, known("Bearer realm=\"wardline\"")),
            Problem::Token => (
                WWW_AUTHENTICATE,
                known("Bearer realm=\"wardline\", error=\"invalid_token\""),
            ),
            Problem::Scope(scope) => {
                let value = format!(
                    "Bearer realm=\"wardline\", error=\"insufficient_scope\", scope=\"{scope}\""
                );
                (WWW_AUTHENTICATE, HeaderValue::from_str(&value).ok()?)
            }
            Problem::Later | Problem::Full => (RETRY_AFTER, AGAIN),
            Problem::Slow => (CONNECTION, known("close")),
            _ => return None,
        })
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, name, title) = self.head();
        let told = Told {
            r#type: format!("urn:wardline:problem:{name}"),
            title,
            status: status.as_u16(),
            detail: self.todo(),
        };
        let body = serde_json::to_string(&told).expect("texts can be written as JSON");
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (status, [(CONTENT_TYPE, kind)], body).into_response();
        if let Some((header, value)) = self.header() {
            response.headers_mut().insert(header, value);
        }
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if error.is_passing() {
            tracing::warn!(error = %error, "a program was told to come again");
            return Problem::Later;
        }
        tracing::error!(error = %error, "a program was not answered");
        Problem::Fault
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooLong => Problem::TooLarge,
            Refusal::Later(_) => {
                tracing::warn!(error = %refusal, "a program was told to come again");
                Problem::Later
            }
            Refusal::Fault(_) => {
                tracing::error!(error = %refusal, "a report was not taken in");
                Problem::Fault
            }
        }
    }
}
