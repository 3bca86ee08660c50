//! `/{lang}/about`

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::State;
use super::language::Lang;
use super::page::{self, Frame, Switch};

#[derive(Template)]
#[template(path = "tipline/about.html")]
struct About<'l> {
    f: Frame<'l>,
}

/// What the tip line protects, and what it cannot.
pub async fn get(line: State, lang: Lang) -> Response {
    let f = Frame::new(&line, lang, "about.title", Switch::Link("about"));
    page::render(StatusCode::OK, &About { f })
}
