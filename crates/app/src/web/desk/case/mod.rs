//! Cases: their pages, and a file for each form that is sent from them. Who is not a member of a case learns of it no more
//! than its number.

mod assess;
mod claim;
mod deeds;
mod document;
mod gate;
mod list;
mod measure;
mod member;
mod note;
mod open;
mod page;
mod person;
mod release;
mod retain;
mod state;
mod task;
mod told;
mod undo;
mod view;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use model::case::part::Part;
use model::{AccountId, DAY, Micros, Right};
use store::{Case, Step, StoreError};

use super::fields::{Fields, Sent};
use super::page::{Frame, words};
use super::refused::{Answer, Refused};
use super::staff::Staff;
use super::{House, State, text};
use crate::act::case::{self, Deed, No};

/// The routes of cases.
pub fn routes() -> Router<Arc<House>> {
    Router::new()
        .route("/cases", get(list::get).post(open::post))
        .route("/cases/{number}", get(page::get))
        .route("/cases/{number}/report", get(document::get))
        .route("/cases/{number}/report.txt", get(document::text))
        .route("/cases/{number}/report.pdf", get(document::pdf))
        .route("/cases/{number}/notes", post(note::post))
        .route("/cases/{number}/notes/{part}", get(note::get))
        .route("/cases/{number}/tasks", post(task::add))
        .route("/cases/{number}/tasks/{part}", post(task::change))
        .route("/cases/{number}/measures", post(measure::add))
        .route(
            "/cases/{number}/measures/{part}",
            get(measure::get).post(measure::change),
        )
        .route("/cases/{number}/people", get(person::new).post(person::add))
        .route(
            "/cases/{number}/people/{part}",
            get(person::get).post(person::change),
        )
        .route("/cases/{number}/people/{part}/gate", post(gate::post))
        .route("/cases/{number}/people/{part}/keep", post(retain::post))
        .route(
            "/cases/{number}/releases",
            get(release::get).post(release::add),
        )
        .route("/cases/{number}/releases/{part}", post(release::corrected))
        .route(
            "/cases/{number}/assessment",
            get(assess::get).post(assess::post),
        )
        .route("/cases/{number}/claims", get(claim::get).post(claim::post))
        .route("/cases/{number}/members", post(member::post))
        .route("/cases/{number}/state", post(state::post))
        .route("/cases/{number}/undo", post(undo::post))
}

/// A case that somebody may open.
async fn found(house: &House, staff: &Staff, number: &str) -> Result<Case, Refused> {
    staff.needs(Right::Open)?;
    let number = number.parse().map_err(|_| staff.missing())?;
    let store = &house.act.store;
    let found = async { store::case(&mut store.read().await?, store.keys(), number).await };
    let found = found.await.map_err(|error| staff.failed(&error))?;
    let mine = found.filter(|case| case.has(staff.id()));
    mine.ok_or_else(|| staff.missing())
}

/// Does something in a case, and leads back to it.
async fn within(
    house: &State,
    sent: &Sent,
    number: &str,
    back: &str,
    decide: impl FnOnce(&Case) -> Result<Vec<Step>, No> + Send,
) -> Answer {
    let done = attempt(house, sent, number, back, decide).await?;
    done.map_err(|(number, no)| against(&sent.staff, &sent.fields, number, &no))
}

/// The same, for whoever shows the form once more with what it lacks, or what is too long in it.
async fn attempt(
    house: &State,
    sent: &Sent,
    number: &str,
    back: &str,
    decide: impl FnOnce(&Case) -> Result<Vec<Step>, No> + Send,
) -> Result<Result<Response, (u64, No)>, Refused> {
    let Sent { staff, fields } = sent;
    let number: u64 = number.parse().map_err(|_| staff.missing())?;
    let reason = fields.text("reason");
    let deed = Deed {
        by: staff.by(),
        case: number,
        reason: reason.as_deref(),
    };
    let done = case::within(&house.act, deed, decide).await;
    Ok(
        match done.map_err(|error: StoreError| staff.failed(&error))? {
            Ok(_) => Ok(Redirect::to(&format!("/cases/{number}{back}")).into_response()),
            Err(No::Missing) => return Err(staff.missing()),
            Err(no @ (No::Gaps(..) | No::Long)) => Err((number, no)),
            Err(no) => return Err(against(staff, fields, number, &no)),
        },
    )
}

/// What stands against something in a case.
struct Stands {
    why: &'static str,
    /// What is missing: what the rule calls it, and in words.
    gaps: Vec<(&'static str, String)>,
}

impl Stands {
    /// What is missing by a name, in words.
    fn told(&self, gap: &str) -> Option<&str> {
        let found = self.gaps.iter().find(|(name, _)| *name == gap);
        found.map(|(_, told)| told.as_str())
    }
}

#[derive(Template)]
#[template(path = "desk/case/refused.html")]
struct Against<'s> {
    f: Frame<'s>,
    number: u64,
    against: Stands,
    /// What was typed, so that nothing of it is lost.
    typed: Vec<String>,
}

/// With which status it is told, and in which words.
fn stands(staff: &Staff, no: &No) -> (StatusCode, Stands) {
    let words = words(staff.lang);
    let (status, key, gaps) = match no {
        No::Missing => (StatusCode::NOT_FOUND, "error.missing", Vec::new()),
        No::Stale => (StatusCode::CONFLICT, "case.no.stale", Vec::new()),
        No::Closed => (StatusCode::CONFLICT, "case.no.closed", Vec::new()),
        No::Full => (StatusCode::CONFLICT, "case.no.full", Vec::new()),
        No::Long => (StatusCode::UNPROCESSABLE_ENTITY, "case.no.long", Vec::new()),
        No::Gaps("question", questions) => {
            let told = |one: &&'static str| (*one, words.of_kind("question", one));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let asked = questions.iter().map(told).collect();
            (status, "case.no.evidence", asked)
        }
        No::Gaps(rule, gaps) => {
            let told = |gap: &&'static str| (*gap, view::gap(staff.lang, rule, gap));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            (status, "case.no.gaps", gaps.iter().map(told).collect())
        }
    };
    let why = words.get(key);
    (status, Stands { why, gaps })
}

/// The status of a form, and what stands against it, if it was refused.
fn stood(staff: &Staff, no: Option<&No>) -> (StatusCode, Option<Stands>) {
    no.map_or((StatusCode::OK, None), |no| {
        let (status, stands) = stands(staff, no);
        (status, Some(stands))
    })
}

/// Why something was not done in a case, with what was typed.
fn against(staff: &Staff, fields: &Fields, number: u64, no: &No) -> Refused {
    let (status, against) = stands(staff, no);
    let page = Against {
        f: Frame::new(staff, "error.title"),
        number,
        against,
        typed: fields.written().map(text::visible).collect(),
    };
    super::page::render(status, &page).into()
}

/// The end of the day that a field names, in UTC; none if it is empty.
fn day(staff: &Staff, fields: &Fields, name: &str) -> Result<Option<Micros>, Refused> {
    let told = fields.get(name).trim();
    if told.is_empty() {
        return Ok(None);
    }
    let day: jiff::civil::Date = told.parse().map_err(|_| staff.senseless())?;
    let begin = day.to_zoned(jiff::tz::TimeZone::UTC);
    let begin = begin.map_err(|_| staff.senseless())?.timestamp();
    Ok(Some(begin.as_microsecond().saturating_add(DAY - 1)))
}

/// Somebody that a field names; none if it is empty.
fn somebody(staff: &Staff, fields: &Fields, name: &str) -> Result<Option<AccountId>, Refused> {
    let told = fields.get(name);
    if told.is_empty() {
        return Ok(None);
    }
    told.parse().map(Some).map_err(|_| staff.senseless())
}

/// A word that a field names.
fn word<W: std::str::FromStr>(staff: &Staff, fields: &Fields, name: &str) -> Result<W, Refused> {
    fields.get(name).parse().map_err(|_| staff.senseless())
}

/// A word that a field may name.
fn maybe<W: std::str::FromStr>(
    staff: &Staff,
    fields: &Fields,
    name: &str,
) -> Result<Option<W>, Refused> {
    if fields.get(name).is_empty() {
        return Ok(None);
    }
    word(staff, fields, name).map(Some)
}

/// A part of a case and what is kept of it, by where an address says that it is.
fn part_of<'c, C: serde::de::DeserializeOwned>(
    staff: &Staff,
    case: &'c Case,
    place: &str,
    kind: Part,
) -> Result<(&'c store::Part, C), Refused> {
    let found = || {
        let part = case.part(place.parse().ok()?)?;
        let content = case::content(&part.body)?;
        (part.kind == kind).then_some((part, content))
    };
    found().ok_or_else(|| staff.missing())
}

/// The part that a form is about, and what its sender had seen of it.
fn aim(staff: &Staff, part: &str, fields: &Fields) -> Result<(u64, u64), Refused> {
    let place = part.parse().map_err(|_| staff.missing())?;
    let acted = fields.number("acted").ok_or_else(|| staff.senseless())?;
    Ok((place, acted))
}
