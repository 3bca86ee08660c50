//! Pages for what did not work: what happened, and what to do.

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::Line;
use super::language::Lang;
use super::page::{self, Frame, Switch, words};

#[derive(Template)]
#[template(path = "tipline/plain.html")]
struct Plain<'l> {
    f: Frame<'l>,
    text: String,
}

/// A page with a text.
pub fn page(line: &Line, lang: Lang, status: StatusCode, text: String) -> Response {
    page::render(
        status,
        &Plain {
            f: Frame::new(line, lang, "error.title", Switch::Nowhere),
            text,
        },
    )
}

/// The same where nothing is known of the desk.
fn bare(lang: Lang, status: StatusCode, key: &'static str) -> Response {
    let words = words(lang);
    let f = Frame {
        lang,
        title: words.get("error.title").to_owned(),
        name: words.get("line"),
        emergency: "",
        switch: Switch::Nowhere,
    };
    page::render(
        status,
        &Plain {
            f,
            text: words.get(key).to_owned(),
        },
    )
}

/// There is no such page.
pub async fn missing(headers: HeaderMap) -> Response {
    bare(
        Lang::preferred(&headers),
        StatusCode::NOT_FOUND,
        "error.missing",
    )
}

/// It cannot be opened so.
pub async fn method(headers: HeaderMap) -> Response {
    bare(
        Lang::preferred(&headers),
        StatusCode::METHOD_NOT_ALLOWED,
        "error.method",
    )
}

/// It took too long to arrive.
pub fn slow(headers: &HeaderMap) -> Response {
    bare(
        Lang::preferred(headers),
        StatusCode::REQUEST_TIMEOUT,
        "error.slow",
    )
}

/// A page that was open for too long, or came from elsewhere.
pub fn ended(line: &Line, lang: Lang) -> Response {
    let text = words(lang).get("talk.ended").to_owned();
    page(line, lang, StatusCode::UNPROCESSABLE_ENTITY, text)
}

/// The store cannot be used now.
pub fn later(line: &Line, lang: Lang, error: &store::StoreError) -> Response {
    tracing::warn!(error = %error, "a page of the tip line could not be shown");
    let text = words(lang).get("error.later.plain").to_owned();
    page(line, lang, StatusCode::SERVICE_UNAVAILABLE, text)
}
