//! `/{lang}/send`: files, what is protected and what is not, and the report goes out.

use askama::Template;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use axum::response::Response;
use model::{Channel, Micros, TipId};
use sha2::{Digest, Sha256};
use store::{Body, Mark};

use super::draft::{Draft, LONGEST, Step};
use super::language::Lang;
use super::page::{self, Frame, Switch, told, words};
use super::upload::{self, Broken};
use super::{Line, State, ask, failure, receipt};
use crate::act::{self, Refusal, Report};

#[derive(Template)]
#[template(path = "tipline/send.html")]
struct Send<'p> {
    f: Frame<'p>,
    draft: &'p Draft,
    hidden: Vec<(&'static str, &'p str)>,
    error: &'p str,
    longest: usize,
}

/// The last page of the form.
pub fn show(line: &Line, lang: Lang, status: StatusCode, draft: &Draft, error: &str) -> Response {
    let f = Frame::new(line, lang, Step::Send.title(), Switch::Form("tip"));
    page::render(
        status,
        &Send {
            f,
            draft,
            hidden: draft.hidden(Step::Send.shown()),
            error,
            longest: LONGEST,
        },
    )
}

/// Takes in the report, and answers with its nine words.
pub async fn post(
    line: State,
    lang: Lang,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let mut report = act::report(Channel::Tip);
    let mut draft = Draft::default();
    let form = form.map_err(|_| Broken::Cut);
    let files = match form {
        Ok(form) => {
            upload::take_in(&line, form, &report, |name, value| draft.set(name, value)).await
        }
        Err(broken) => Err(broken),
    };
    draft.tidy();
    let now = line.act.clock.now();
    let files = match files {
        Ok(files) => files,
        Err(broken) => return again(&line, lang, draft, &broken),
    };
    let Some(form) = line.tickets.form(&draft.token, now) else {
        return retry(
            &line,
            lang,
            StatusCode::UNPROCESSABLE_ENTITY,
            draft,
            words(lang).get("error.form"),
        );
    };
    if let Some(error) = ask::wrong(lang, Step::Send, &draft) {
        return retry(&line, lang, StatusCode::UNPROCESSABLE_ENTITY, draft, &error);
    }
    let tip = line.tickets.tip(&line.tickets.words(&form));
    if form.is_hasty(now) {
        report.mark = report.mark.and(Mark::HASTY);
    }
    report.body = body(lang, &draft);
    match keep(&line, report, tip, files, now).await {
        Ok(is_new) => receipt::show(&line, lang, &draft.token, &form, !is_new),
        Err(refusal) => {
            let (status, text) = refused(&line, lang, &refusal);
            retry(&line, lang, status, draft, &text)
        }
    }
}

/// Stores a report of a conversation; true if it was not there.
pub async fn keep(
    line: &Line,
    mut report: Report,
    tip: TipId,
    files: upload::Files<'_>,
    now: Micros,
) -> Result<bool, Refusal> {
    let mut content = Sha256::new();
    content.update(serde_json::to_vec(&report.body).unwrap_or_default());
    files.hashes().for_each(|hash| content.update(hash));
    report.once = Some(line.tickets.once(&tip, &content.finalize()));
    report.tip = Some(tip);
    report.files = files.list();
    if line.flood.count(now) {
        report.mark = report.mark.and(Mark::FLOOD);
    }
    let received = act::receive(&line.act, report).await?;
    if received.is_new {
        files.keep();
    }
    Ok(received.is_new)
}

/// Status and text for what could not be stored.
pub fn refused(line: &Line, lang: Lang, refusal: &Refusal) -> (StatusCode, String) {
    tracing::warn!(refusal = %refusal, "a report could not be stored");
    let (status, key) = match refusal {
        Refusal::Later(_) => (StatusCode::SERVICE_UNAVAILABLE, "error.later"),
        Refusal::TooLong => (StatusCode::PAYLOAD_TOO_LARGE, "error.large"),
        Refusal::Fault(_) => (StatusCode::INTERNAL_SERVER_ERROR, "error.fault"),
    };
    (status, told(lang, &line.emergency, key))
}

/// What the report says: its text with the other answers below, so that all of it is read.
fn body(lang: Lang, draft: &Draft) -> Body {
    let words = words(lang);
    let mut text = draft.what.clone();
    for (key, value) in [
        ("where.place", &draft.place),
        ("where.time", &draft.time),
        ("who.title", &draft.who),
    ] {
        if !value.is_empty() {
            let label = words.get(key);
            let mark = if label.ends_with('?') { "" } else { ":" };
            text.push_str(&format!("\n\n{label}{mark} {value}"));
        }
    }
    let answers = draft
        .fields()
        .into_iter()
        .filter(|(name, value)| *name != "what" && !value.is_empty());
    Body {
        text,
        answers: answers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        ..Body::default()
    }
}

/// The page again, after it did not arrive whole; without it, if nothing of it did.
fn again(line: &Line, lang: Lang, draft: Draft, broken: &Broken) -> Response {
    if let Broken::Store(error) = broken {
        tracing::warn!(error = %error, "a file could not be stored");
    }
    let (status, key) = broken.told();
    let text = told(lang, &line.emergency, key);
    if draft.what.is_empty() {
        return failure::page(line, lang, status, text);
    }
    retry(line, lang, status, draft, &text)
}

fn retry(line: &Line, lang: Lang, status: StatusCode, mut draft: Draft, error: &str) -> Response {
    let now = line.act.clock.now();
    if line.tickets.form(&draft.token, now).is_none() {
        draft.token = line.tickets.new_form(now);
    }
    show(line, lang, status, &draft, error)
}
