//! `/cases`: the cases that somebody is a member of, and how many others there are.

use askama::Template;
use axum::http::StatusCode;
use model::Right;
use store::StoreError;

use super::{House, State};
use crate::act::case::{self, About};
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{self, Frame, When};
use crate::web::desk::refused::Answer;
use crate::web::desk::staff::Staff;
use crate::web::desk::text;

/// Cases of a page.
const PAGE: u32 = 100;

#[derive(Template)]
#[template(path = "desk/case/list.html")]
struct Cases<'s> {
    f: Frame<'s>,
    rows: Vec<Row>,
    more: Option<u64>,
    all: usize,
    may_lead: bool,
}

struct Row {
    number: u64,
    title: String,
    state: String,
    is_closed: bool,
    made: When,
    due: Option<When>,
    is_late: bool,
}

/// The page.
pub async fn get(house: State, staff: Staff, asked: Fields) -> Answer {
    staff.needs(Right::Open)?;
    let before = asked.number("before").unwrap_or(u64::MAX);
    let f = Frame::new(&staff, "cases.title");
    let listed = rows(&house, &staff, &f, before).await;
    let (rows, all) = listed.map_err(|error| staff.failed(&error))?;
    let is_full = rows.len() == PAGE as usize;
    let page = Cases {
        more: rows.last().map(|row| row.number).filter(|_| is_full),
        rows,
        all,
        may_lead: staff.may(Right::Case),
        f,
    };
    Ok(page::render(StatusCode::OK, &page))
}

async fn rows(
    house: &House,
    staff: &Staff,
    f: &Frame<'_>,
    before: u64,
) -> Result<(Vec<Row>, usize), StoreError> {
    let store = &house.act.store;
    let mut read = store.read().await?;
    let own = store::cases_of(&mut read, store.keys(), staff.id(), before, PAGE).await?;
    let all = store::count_cases(&mut read).await?;
    let row = |one: store::ListedCase| {
        let about: Option<About> = case::content(&one.body);
        let is_closed = one.state == model::case::state::State::Closed;
        let due = one.due.filter(|_| !is_closed);
        Row {
            number: one.number,
            title: about.map_or_else(String::new, |about| text::visible(&about.title)),
            state: f.of("case.state", one.state),
            is_closed,
            made: When::day(staff.lang, one.made),
            due: due.and_then(|due| When::due(staff.lang, due, staff.now)),
            is_late: due.is_some_and(|due| due <= staff.now),
        }
    };
    Ok((own.into_iter().map(row).collect(), all as usize))
}
