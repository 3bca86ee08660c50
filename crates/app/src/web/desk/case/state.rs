//! `POST /cases/{number}/state`: a case is led on, closed with an outcome, opened again. What would stay open when it is closed is told,
//! and asked for once more.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use model::Right;
use model::case::measure::Measure;
use model::case::state::State as Where;

use super::{State, found, maybe, within, word};
use crate::act::case::{self, Loose};
use crate::web::desk::fields::{Fields, Sent};
use crate::web::desk::page::{self, Frame, words};
use crate::web::desk::refused::Answer;
use crate::web::desk::staff::Staff;

/// Reports that are listed by themselves.
const LISTED: usize = 50;

#[derive(Template)]
#[template(path = "desk/case/close.html")]
struct Close<'s> {
    f: Frame<'s>,
    number: u64,
    acted: u64,
    outcome: String,
    reason: String,
    measures: Vec<(u64, String)>,
    reports: Vec<u64>,
    /// How many reports are not listed.
    more: usize,
    /// By which it is known that this was seen.
    left: String,
}

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Case)?;
    let acted = fields
        .number("acted-of-case")
        .ok_or_else(|| staff.senseless())?;
    let to = (word(staff, fields, "go")?, maybe(staff, fields, "outcome")?);
    let (reason, now) = (fields.text("reason").unwrap_or_default(), staff.now);
    if to.0 == Where::Closed {
        let found = found(&house, staff, &number).await?;
        let loose = case::loose(&house.act, &found).await;
        let loose = loose.map_err(|error| staff.failed(&error))?;
        let is_told = loose == NOTHING || fields.get("left") == seen(&loose);
        // what stands against it is told first
        if !is_told && case::change_state(&found, acted, to, &reason, now).is_ok() {
            return Ok(asked(staff, fields, (found.number, acted), loose));
        }
    }
    within(&house, &sent, &number, "", |case| {
        case::change_state(case, acted, to, &reason, now)
    })
    .await
}

const NOTHING: Loose = Loose {
    measures: Vec::new(),
    reports: Vec::new(),
};

/// By which it is known that somebody was told of it.
fn seen(loose: &Loose) -> String {
    format!("{} {}", loose.measures.len(), loose.reports.len())
}

/// Asks whether the case is to be closed all the same.
fn asked(staff: &Staff, fields: &Fields, (number, acted): (u64, u64), loose: Loose) -> Response {
    let words = words(staff.lang);
    let left = seen(&loose);
    let measure = |(place, one): (u64, Measure)| (place, words.of_kind("measure", one.as_str()));
    let mut reports = loose.reports;
    let more = reports.len().saturating_sub(LISTED);
    reports.truncate(LISTED);
    let page = Close {
        f: Frame {
            title: words.fill("close.title", &[("n", &number)]),
            ..Frame::new(staff, "cases.title")
        },
        number,
        acted,
        outcome: fields.get("outcome").to_owned(),
        reason: fields.get("reason").to_owned(),
        measures: loose.measures.into_iter().map(measure).collect(),
        reports,
        more,
        left,
    };
    page::render(StatusCode::OK, &page)
}
