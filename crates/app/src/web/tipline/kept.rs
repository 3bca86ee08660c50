//! `/{lang}/kept`: the words were written down.

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::Response;
use model::TipId;
use serde::Deserialize;

use super::language::Lang;
use super::page::{self, Frame, Switch};
use super::{Line, State, failure, receipt};

#[derive(Template)]
#[template(path = "tipline/kept.html")]
struct Kept<'p> {
    f: Frame<'p>,
    pass: String,
    report: String,
}

/// Two of the words, typed from the paper; or the pass of who has typed them, for the same page in the other language.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    pass: String,
    #[serde(default)]
    token: String,
    #[serde(default)]
    first: String,
    #[serde(default)]
    second: String,
    #[serde(default)]
    go: String,
}

/// Compares them; if they are right, the words are not shown again.
pub async fn post(line: State, lang: Lang, typed: Result<Form<Typed>, FormRejection>) -> Response {
    let now = line.act.clock.now();
    let Ok(Form(typed)) = typed else {
        return failure::ended(&line, lang);
    };
    if let Some(tip) = line.tickets.pass(&typed.pass, now) {
        return match last_report(&line, &tip).await {
            Ok(Some(report)) => show(&line, lang, &tip, report),
            Ok(None) => failure::ended(&line, lang),
            Err(error) => failure::later(&line, lang, &error),
        };
    }
    let Some(form) = line.tickets.form(&typed.token, now) else {
        return failure::ended(&line, lang);
    };
    let own = line.tickets.words(&form);
    let tip = line.tickets.tip(&own);
    let report = match last_report(&line, &tip).await {
        Ok(Some(report)) => report,
        // a form that was never sent has no words
        Ok(None) => return failure::ended(&line, lang),
        Err(error) => return failure::later(&line, lang, &error),
    };
    if typed.go == "stay" {
        return receipt::show(&line, lang, &typed.token, &form, false);
    }
    let (first, second) = form.asked();
    let is = |typed: &str, number: usize| {
        own.each()
            .nth(number - 1)
            .is_some_and(|word| typed.trim().eq_ignore_ascii_case(word))
    };
    if !(is(&typed.first, first) && is(&typed.second, second)) {
        return receipt::show_wrong(&line, lang, &typed.token, &form);
    }
    show(&line, lang, &tip, report)
}

fn show(line: &Line, lang: Lang, tip: &TipId, report: String) -> Response {
    let f = Frame::new(line, lang, "kept.title", Switch::Form("kept"));
    let pass = line.tickets.new_pass(tip, line.act.clock.now());
    page::render(StatusCode::OK, &Kept { f, pass, report })
}

/// The last report of a conversation.
async fn last_report(line: &Line, tip: &TipId) -> Result<Option<String>, store::StoreError> {
    let store = &line.act.store;
    let parts = store::parts(&mut store.read().await?, tip).await?;
    Ok(parts.reports.last().map(|(report, _)| report.to_string()))
}
