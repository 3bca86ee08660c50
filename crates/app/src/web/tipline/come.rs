//! `/{lang}/come`: nine words, typed from paper, open a conversation.

use std::time::Duration;

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::Response;
use seal::{Words, WordsError};
use serde::Deserialize;

use super::language::Lang;
use super::page::{self, Frame, Switch, words};
use super::talk::{self, Notice};
use super::{Line, State};

/// What a wrong guess costs.
const COST: Duration = Duration::from_secs(1);

#[derive(Template)]
#[template(path = "tipline/come.html")]
struct Come<'p> {
    f: Frame<'p>,
    typed: &'p str,
    error: String,
}

/// The words as typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    words: String,
}

/// The form.
pub async fn get(line: State, lang: Lang) -> Response {
    show(&line, lang, StatusCode::OK, "", String::new())
}

/// The conversation.
pub async fn post(line: State, lang: Lang, typed: Result<Form<Typed>, FormRejection>) -> Response {
    let typed = typed.map(|Form(typed)| typed.words).unwrap_or_default();
    let parsed = match Words::parse(&typed) {
        Ok(parsed) => parsed,
        Err(error) => {
            return show(
                &line,
                lang,
                StatusCode::UNPROCESSABLE_ENTITY,
                &typed,
                explain(lang, &error),
            );
        }
    };
    let tip = line.tickets.tip(&parsed);
    match talk::show(&line, lang, &tip, Notice::None).await {
        Some(page) => page,
        None => {
            tokio::time::sleep(COST).await;
            show(
                &line,
                lang,
                StatusCode::NOT_FOUND,
                &typed,
                words(lang).get("come.unknown").to_owned(),
            )
        }
    }
}

/// What is wrong with the words themselves: told from the public list alone.
fn explain(lang: Lang, error: &WordsError) -> String {
    let words = words(lang);
    match error {
        WordsError::TooLong => words.get("come.long").to_owned(),
        WordsError::Count(count) => words.fill("come.count", &[("n", count)]),
        WordsError::Unknown {
            position,
            suggestions,
        } => {
            let maybe = match suggestions.as_slice() {
                [] => String::new(),
                some => words.fill("come.maybe", &[("words", &some.join(", "))]),
            };
            words.fill("come.word", &[("n", position), ("maybe", &maybe)])
        }
    }
}

fn show(line: &Line, lang: Lang, status: StatusCode, typed: &str, error: String) -> Response {
    let f = Frame::new(line, lang, "come.title", Switch::Link("come"));
    page::render(status, &Come { f, typed, error })
}
