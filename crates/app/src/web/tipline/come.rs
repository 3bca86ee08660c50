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
use super::{Line, State, failure};

/// What a wrong guess costs.
const COST: Duration = Duration::from_secs(1);

#[derive(Template)]
#[template(path = "tipline/come.html")]
struct Come<'p> {
    f: Frame<'p>,
    typed: &'p str,
    error: String,
}

/// The words as typed; or the pass to the conversation, to see it in the other language, with what was typed in it.
#[derive(Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    words: String,
    #[serde(default)]
    pass: String,
    #[serde(default)]
    what: String,
}

/// The form.
pub async fn get(line: State, lang: Lang) -> Response {
    show(&line, lang, StatusCode::OK, "", String::new())
}

/// The conversation.
pub async fn post(line: State, lang: Lang, typed: Result<Form<Typed>, FormRejection>) -> Response {
    let Typed { words, pass, what } = typed.map(|Form(typed)| typed).unwrap_or_default();
    if !pass.is_empty() {
        return again(&line, lang, &pass, what).await;
    }
    open(&line, lang, &words).await
}

/// The conversation that a pass opens.
async fn again(line: &Line, lang: Lang, pass: &str, what: String) -> Response {
    let Some(tip) = line.tickets.pass(pass, line.act.clock.now()) else {
        return failure::ended(line, lang);
    };
    let page = talk::show(line, lang, &tip, Notice::Again(what)).await;
    page.unwrap_or_else(|| failure::ended(line, lang))
}

async fn open(line: &Line, lang: Lang, typed: &str) -> Response {
    let parsed = match Words::parse(typed) {
        Ok(parsed) => parsed,
        Err(error) => {
            return show(
                line,
                lang,
                StatusCode::UNPROCESSABLE_ENTITY,
                typed,
                explain(lang, &error),
            );
        }
    };
    let tip = line.tickets.tip(&parsed);
    match talk::show(line, lang, &tip, Notice::None).await {
        Some(page) => page,
        None => {
            tokio::time::sleep(COST).await;
            show(
                line,
                lang,
                StatusCode::NOT_FOUND,
                typed,
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
