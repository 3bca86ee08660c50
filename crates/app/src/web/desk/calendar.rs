//! `/calendar/LINK.ics`: what is due in the cases of whoever has the link, for the calendar that they look at anyway. It holds numbers
//! alone, since calendars are kept by others and shown on screens of others.

use std::fmt::Display;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{Micros, Right};
use seal::Token;
use sha2::{Digest, Sha256};
use store::{Account, Day, StoreError};

use super::page::{self, Lang, words};
use super::{House, State};
use crate::output::{Event, calendar};

/// Days of a calendar: the last ones.
const MOST: u32 = 2000;

/// What every answer says. Whoever asks may keep it, if they ask each time whether it is still so.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "private, no-cache"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'"),
    (
        header::STRICT_TRANSPORT_SECURITY,
        "max-age=31536000; includeSubDomains",
    ),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        HeaderName::from_static("x-robots-tag"),
        "noindex, noarchive",
    ),
];

/// The one route that asks for no session: the link is the secret.
pub fn routes() -> Router<std::sync::Arc<House>> {
    Router::new().route("/calendar/{file}", get(read))
}

async fn read(house: State, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let mut response = match days(&house, &file).await {
        Ok(Some((account, days))) => answer(&house, &account, &days, &headers),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::warn!(error = %error, "a calendar could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    };
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn days(house: &House, file: &str) -> Result<Option<(Account, Vec<Day>)>, StoreError> {
    let token = file.strip_suffix(".ics").map(Token::parse);
    let Some(Ok(token)) = token else {
        return Ok(None);
    };
    let store = &house.act.store;
    let mut read = store.read().await?;
    let found = store::feed_of(&mut read, store.keys(), &token).await?;
    let Some(account) = found.filter(|account| account.may(Right::Open)) else {
        return Ok(None);
    };
    let days = store::days_of(&mut read, &account.id, MOST).await?;
    Ok(Some((account, days)))
}

fn answer(house: &House, account: &Account, days: &[Day], headers: &HeaderMap) -> Response {
    let lang = account.lang.as_deref().and_then(Lang::named);
    let lang = lang.unwrap_or(Lang::En);
    let name = house.act.store.keys().verifying().name();
    let desk = name.split('/').next().unwrap_or_default();
    let events: Vec<Event> = days
        .iter()
        .map(|day| event(house, lang, desk, day))
        .collect();
    let text = calendar("Wardline", &events);
    let hash = Sha256::digest(text.as_bytes());
    let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&hash[..18]));
    let known = headers.get(header::IF_NONE_MATCH);
    let known = known
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let is_known = known
        .split(',')
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == tag || one == "*");
    let told = [(header::ETAG, tag)];
    if is_known {
        return (StatusCode::NOT_MODIFIED, told).into_response();
    }
    let kind = (header::CONTENT_TYPE, "text/calendar; charset=utf-8");
    let place = (
        header::CONTENT_DISPOSITION,
        "attachment; filename=\"wardline.ics\"",
    );
    (told, [kind, place], text).into_response()
}

fn event(house: &House, lang: Lang, desk: &str, day: &Day) -> Event {
    let words = words(lang);
    let values: [(&str, &dyn Display); 2] = [("n", &day.case), ("part", &day.part)];
    let key = match day.kind {
        model::case::part::Part::Measure => "calendar.measure",
        model::case::part::Part::Task => "calendar.task",
        model::case::part::Part::Person => "calendar.person",
        _ => "calendar.other",
    };
    let link = &house.calls.link;
    Event {
        uid: format!("{}-{}@{desk}", day.case, day.part),
        day: page::day(day.due),
        changed: stamp(day.changed),
        title: words.fill(key, &values),
        link: (!link.is_empty()).then(|| format!("{link}/cases/{}", day.case)),
    }
}

fn stamp(at: Micros) -> String {
    let at = jiff::Timestamp::from_microsecond(at).unwrap_or_default();
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
