//! `/journal`: who did and opened what, for who watches over it. What was said is not in it.

use askama::Template;
use axum::http::StatusCode;
use model::Right;
use store::StoreError;

use super::fields::Fields;
use super::page::{self, Frame, When};
use super::refused::Answer;
use super::staff::Staff;
use super::view::Names;
use super::{House, State};

/// Acts of a page.
const PAGE: u32 = 200;

#[derive(Template)]
#[template(path = "desk/journal.html")]
struct Journal<'s> {
    f: Frame<'s>,
    lines: Vec<Line>,
    more: Option<u64>,
    /// The report of which alone it tells; empty if of all.
    report: String,
}

struct Line {
    place: u64,
    when: When,
    who: String,
    what: String,
    report: Option<u64>,
    incident: Option<u64>,
    case: Option<u64>,
    group: Option<u64>,
    /// Who was let into the group, or out of it.
    whom: String,
    is_undone: bool,
}

/// The page.
pub async fn get(house: State, staff: Staff, asked: Fields) -> Answer {
    staff.needs(Right::Journal)?;
    let f = Frame::new(&staff, "journal.title");
    let report = asked.number("report");
    let lines = lines(&house, &staff, &f, (report, asked.number("before"))).await;
    let lines = lines.map_err(|error| staff.failed(&error))?;
    let is_full = report.is_none() && lines.len() == PAGE as usize;
    let page = Journal {
        more: lines.last().map(|line| line.place).filter(|_| is_full),
        lines,
        report: report.map(|report| report.to_string()).unwrap_or_default(),
        f,
    };
    Ok(page::render(StatusCode::OK, &page))
}

async fn lines(
    house: &House,
    staff: &Staff,
    f: &Frame<'_>,
    (report, before): (Option<u64>, Option<u64>),
) -> Result<Vec<Line>, StoreError> {
    let store = &house.act.store;
    let mut read = store.read().await?;
    let acts = match report {
        Some(report) => {
            let mut acts = store::acts_on(&mut read, store.keys(), report).await?;
            acts.reverse();
            acts
        }
        None => store::acts(&mut read, store.keys(), before, PAGE).await?,
    };
    let names = Names::of(&mut read, store.keys()).await?;
    let line = |act: store::Act| Line {
        place: act.place,
        when: When::ago(staff.lang, act.at, staff.now),
        who: names.get(&act.account),
        what: f.of("act", act.kind),
        report: act.report,
        incident: act.incident,
        case: act.case,
        group: act.group,
        whom: act.whom.map(|id| names.get(&id)).unwrap_or_default(),
        is_undone: act.is_undone,
    };
    Ok(acts.into_iter().map(line).collect())
}
