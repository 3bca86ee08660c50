//! `POST /api/v1/reports`: a report comes in.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use model::{Channel, Scope, TokenId};
use seal::{IndexKey, Tag};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use super::Api;
use super::access::allowed;
use super::body::LONGEST_TEXT;
use super::problem::Problem;
use crate::act;

/// Characters of an address, and of a publisher's name.
const LONGEST_URL: usize = 2048;
const LONGEST_PUBLISHER: usize = 1024;

/// Characters of an `Idempotency-Key`.
const LONGEST_KEY: usize = 255;

/// What is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    text: String,
    url: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
}

/// What is answered once it is durable.
#[derive(Serialize)]
struct Answer {
    id: String,
    ledger_index: u64,
}

pub(super) async fn receive(
    State(api): State<Api>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let token = allowed(&api.desk, &headers, Scope::Receive).await?;
    let once = once(&api.desk.store.keys().index("once"), &token, &headers)?;
    let held = api.room.json(&headers, body).await?;
    let mut report = act::report(Channel::Api);
    report.body = checked(&held.bytes)?;
    report.once = once;
    let received = act::receive(&api.desk, report).await?;
    if !received.is_same {
        return Err(Problem::OtherReport);
    }
    let status = if received.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let answer = Answer {
        id: received.id.to_string(),
        ledger_index: received.place,
    };
    let location = format!("/api/v1/reports/{}", answer.id);
    Ok((status, [(LOCATION, location)], Json(answer)).into_response())
}

/// By which the same request is known: the key that was sent, which is the token's own.
fn once(index: &IndexKey, token: &TokenId, headers: &HeaderMap) -> Result<Option<Tag>, Problem> {
    let mut keys = headers.get_all("idempotency-key").iter();
    let Some(key) = keys.next() else {
        return Ok(None);
    };
    let key = key.as_bytes();
    let is_key = (1..=LONGEST_KEY).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic);
    if !is_key || keys.next().is_some() {
        return Err(Problem::Key);
    }
    let value = [b"api\0".as_slice(), token.as_bytes(), key].concat();
    Ok(Some(index.tag(&value)))
}

fn checked(bytes: &[u8]) -> Result<store::Body, Problem> {
    let sent = parsed(bytes)?;
    let is_longer = |value: &Option<String>, most| {
        value
            .as_ref()
            .is_some_and(|value| value.chars().nth(most).is_some())
    };
    if sent.text.is_empty() {
        return Err(Problem::Empty);
    }
    if sent.text.len() > LONGEST_TEXT {
        return Err(Problem::TooLarge);
    }
    if is_longer(&sent.url, LONGEST_URL) {
        return Err(Problem::TooLong("url"));
    }
    if is_longer(&sent.publisher, LONGEST_PUBLISHER) {
        return Err(Problem::TooLong("publisher"));
    }
    if sent.published.as_deref().is_some_and(|day| !is_day(day)) {
        return Err(Problem::Day);
    }
    Ok(store::Body {
        text: sent.text,
        url: sent.url,
        publisher: sent.publisher,
        published: sent.published,
        ..store::Body::default()
    })
}

fn parsed(bytes: &[u8]) -> Result<Sent, Problem> {
    let told = |error: serde_json::Error| match error.classify() {
        Category::Data => Problem::NotAReport(error.line(), error.column()),
        _ => Problem::NotJson(error.line(), error.column()),
    };
    // a list of the members' values would be taken for an object
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        serde_json::from_slice::<IgnoredAny>(bytes).map_err(told)?;
        return Err(Problem::NotAReport(1, 1));
    }
    serde_json::from_slice(bytes).map_err(told)
}

/// `YYYY-MM-DD`, and a day that there is.
fn is_day(text: &str) -> bool {
    let has_form = text.len() == 10
        && (text.bytes().enumerate()).all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    has_form && text.parse::<jiff::civil::Date>().is_ok()
}
