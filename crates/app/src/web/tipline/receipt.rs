//! The nine words, shown while they are being written down.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use seal::Words;

use super::Line;
use super::language::Lang;
use super::page::{self, Frame, Switch, words};
use super::ticket::Form;

#[derive(Template)]
#[template(path = "tipline/receipt.html")]
struct Receipt<'p> {
    f: Frame<'p>,
    words: Words,
    token: &'p str,
    ask: String,
    asked: [(&'static str, usize); 2],
    error: String,
    is_again: bool,
}

/// The page of the words that belong to a form which was sent.
pub fn show(line: &Line, lang: Lang, token: &str, form: &Form, is_again: bool) -> Response {
    page(line, lang, token, form, is_again, false)
}

/// The same after the wrong words were typed.
pub fn show_wrong(line: &Line, lang: Lang, token: &str, form: &Form) -> Response {
    page(line, lang, token, form, false, true)
}

fn page(
    line: &Line,
    lang: Lang,
    token: &str,
    form: &Form,
    is_again: bool,
    is_wrong: bool,
) -> Response {
    let (first, second) = form.asked();
    let told = |key| words(lang).fill(key, &[("first", &first), ("second", &second)]);
    let page = Receipt {
        f: Frame::new(line, lang, "receipt.title", Switch::Form("kept")),
        words: line.tickets.words(form),
        token,
        ask: told("receipt.ask"),
        asked: [("first", first), ("second", second)],
        error: if is_wrong {
            told("receipt.wrong")
        } else {
            String::new()
        },
        is_again,
    };
    page::render(
        if is_wrong {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        },
        &page,
    )
}
