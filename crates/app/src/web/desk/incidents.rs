//! `/incidents`: what the reports are about, the newest first.

use askama::Template;
use axum::http::StatusCode;
use model::Right;
use store::StoreError;

use super::fields::Fields;
use super::page::{self, Frame};
use super::refused::Answer;
use super::staff::Staff;
use super::{House, State};
use crate::act;
use crate::output;

/// Incidents of a page.
const PAGE: u32 = 20;

/// Reports of an incident that its line is drawn of.
const SKIMMED: u32 = 24;

#[derive(Template)]
#[template(path = "desk/incidents.html")]
struct Incidents<'s> {
    f: Frame<'s>,
    lines: Vec<Line>,
    more: Option<u64>,
}

struct Line {
    number: u64,
    reports: u64,
    /// Whether the line is drawn of only some of them.
    is_cut: bool,
    headline: String,
    claim: Option<String>,
}

/// The page.
pub async fn get(house: State, staff: Staff, asked: Fields) -> Answer {
    staff.needs(Right::Picture)?;
    let lines = lines(&house, &staff, asked.number("before")).await;
    let lines = lines.map_err(|error| staff.failed(&error))?;
    let is_full = lines.len() == PAGE as usize;
    let page = Incidents {
        f: Frame::new(&staff, "incidents.title"),
        more: lines.last().map(|line| line.number).filter(|_| is_full),
        lines,
    };
    Ok(page::render(StatusCode::OK, &page))
}

async fn lines(house: &House, staff: &Staff, before: Option<u64>) -> Result<Vec<Line>, StoreError> {
    let mut read = house.act.store.read().await?;
    let incidents = store::incidents(&mut read, before, PAGE).await?;
    drop(read);
    let mut lines = Vec::with_capacity(incidents.len());
    for incident in incidents {
        let analysis = act::picture(&house.act.store, incident.place, SKIMMED).await?;
        let (headline, claim) = output::headline(&analysis, staff.lang.language());
        lines.push(Line {
            number: incident.place,
            reports: incident.reports,
            is_cut: incident.reports > u64::from(SKIMMED),
            headline,
            claim,
        });
    }
    Ok(lines)
}
