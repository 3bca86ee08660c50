//! `/{lang}/` and `/{lang}/tip`: the questions, one a page.

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::draft::{Draft, LONGEST, Step, WAYS};
use super::language::Lang;
use super::page::{self, Frame, Switch, words};
use super::{Line, State, failure, send};

#[derive(Template)]
#[template(path = "tipline/ask.html")]
struct Ask<'p> {
    f: Frame<'p>,
    step: Step,
    counter: String,
    draft: &'p Draft,
    hidden: Vec<(&'static str, &'p str)>,
    error: &'p str,
    longest: usize,
}

/// Which button was pressed, on which page.
#[derive(Deserialize)]
pub struct Pressed {
    #[serde(default)]
    at: String,
    #[serde(default)]
    go: String,
    #[serde(flatten)]
    draft: Draft,
}

/// The first question.
pub async fn get(line: State, lang: Lang) -> Response {
    show(&line, lang, Step::Now, Draft::default(), "")
}

/// The next, or the one before, or the same in another language.
pub async fn post(line: State, lang: Lang, form: Result<Form<Pressed>, FormRejection>) -> Response {
    let Ok(Form(Pressed { at, go, mut draft })) = form else {
        return failure::page(
            &line,
            lang,
            StatusCode::BAD_REQUEST,
            words(lang).get("error.broken").to_owned(),
        );
    };
    draft.tidy();
    let at = Step::of(&at);
    if go == "stay" {
        return show(&line, lang, at, draft, "");
    }
    if go == "back" {
        return show(&line, lang, at.previous(), draft, "");
    }
    match wrong(lang, at, &draft) {
        Some(error) => show(&line, lang, at, draft, &error),
        None => show(&line, lang, at.next(), draft, ""),
    }
}

/// What is wrong with the answer to a question.
pub fn wrong(lang: Lang, at: Step, draft: &Draft) -> Option<String> {
    let words = words(lang);
    match at {
        Step::Now if draft.now.is_empty() => Some(words.get("now.none").to_owned()),
        Step::What | Step::Send if draft.what.is_empty() => {
            Some(words.get("what.empty").to_owned())
        }
        Step::What | Step::Send if draft.what.chars().count() > LONGEST => {
            Some(words.fill("what.long", &[("n", &draft.what.chars().count())]))
        }
        _ => None,
    }
}

/// The page of a question. The form gets a token if it has none that counts.
fn show(line: &Line, lang: Lang, step: Step, mut draft: Draft, error: &str) -> Response {
    let now = line.act.clock.now();
    if line.tickets.form(&draft.token, now).is_none() {
        draft.token = line.tickets.new_form(now);
    }
    let status = if error.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    if step == Step::Send {
        return send::show(line, lang, status, &draft, error);
    }
    let f = Frame::new(line, lang, step.title(), Switch::Form("tip"));
    let counter = f.step(step);
    page::render(
        status,
        &Ask {
            f,
            step,
            counter,
            draft: &draft,
            hidden: draft.hidden(step.shown()),
            error,
            longest: LONGEST,
        },
    )
}
