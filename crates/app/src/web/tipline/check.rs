//! `/{lang}/check`: anybody can check a proof.

use askama::Template;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use axum::response::Response;
use ledger::Receipt;

use super::language::Lang;
use super::page::{self, Frame, Switch, words};
use super::{Line, State};

/// Bytes of the longest proof.
const LONGEST: usize = 64 << 10;

#[derive(Template)]
#[template(path = "tipline/check.html")]
struct Check<'p> {
    f: Frame<'p>,
    key: String,
    holds: String,
    error: String,
}

/// The form.
pub async fn get(line: State, lang: Lang) -> Response {
    show(&line, lang, Ok(String::new()))
}

/// What came of it.
pub async fn post(
    line: State,
    lang: Lang,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let words = words(lang);
    let bytes = match form {
        Ok(form) => file(form).await.unwrap_or_default(),
        Err(_) => Vec::new(),
    };
    if bytes.is_empty() {
        return show(&line, lang, Err(words.get("check.none").to_owned()));
    }
    let key = line.act.store.keys().verifying();
    let checked = Receipt::parse(&bytes)
        .and_then(|receipt| Ok((receipt.index() + 1, receipt.verify(key, &[])?)));
    let told = match checked {
        Ok((n, opened)) => Ok(words.fill(
            "check.holds",
            &[
                ("n", &n),
                ("all", &opened.checkpoint.size()),
                ("name", &key.name()),
            ],
        )),
        Err(error) => Err(words.fill("check.fails", &[("why", &error)])),
    };
    show(&line, lang, told)
}

/// The first file of the form, as far as a proof could reach.
async fn file(mut form: Multipart) -> Option<Vec<u8>> {
    let mut field = form.next_field().await.ok()??;
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.ok()? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > LONGEST {
            break;
        }
    }
    Some(bytes)
}

fn show(line: &Line, lang: Lang, told: Result<String, String>) -> Response {
    let status = if told.is_ok() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let (holds, error) = match told {
        Ok(holds) => (holds, String::new()),
        Err(error) => (String::new(), error),
    };
    let f = Frame::new(line, lang, "check.title", Switch::Link("check"));
    let key = line.act.store.keys().verifying().to_string();
    page::render(
        status,
        &Check {
            f,
            key,
            holds,
            error,
        },
    )
}
