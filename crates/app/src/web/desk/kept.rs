//! `/kept`: whose time ends, of all about whom cases keep something, and how many were destroyed by which rule: for who watches over
//! it. Who they are is not in it.

use askama::Template;
use axum::http::StatusCode;
use model::case::retention::Kept as Kind;
use model::{Micros, Right};
use store::{Over, StoreError};

use super::page::{self, Frame, When};
use super::refused::Answer;
use super::staff::Staff;
use super::{House, State};

/// People who are shown at once.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "desk/kept.html")]
struct Kept<'s> {
    f: Frame<'s>,
    lists: Vec<(String, Vec<Line>)>,
    is_cut: bool,
    is_empty: bool,
    gone: Vec<(String, u64)>,
}

struct Line {
    case: u64,
    part: u64,
    until: When,
    left: Option<When>,
    is_over: bool,
    is_withdrawn: bool,
}

/// The page.
pub async fn get(house: State, staff: Staff) -> Answer {
    staff.needs(Right::Journal)?;
    let drawn = draw(&house, &staff).await;
    let page = drawn.map_err(|error| staff.failed(&error))?;
    Ok(page::render(StatusCode::OK, &page))
}

async fn draw<'s>(house: &House, staff: &'s Staff) -> Result<Kept<'s>, StoreError> {
    let f = Frame::new(staff, "kept.title");
    let now = staff.now;
    let last = now.saturating_add(Kind::Record.warning());
    let mut read = house.act.store.read().await?;
    let mut over = store::over_people(&mut read, last, MOST as u32 + 1).await?;
    let gone = store::gone_counts(&mut read).await?;
    let is_cut = over.len() > MOST;
    over.truncate(MOST);
    let soon = now.saturating_add(Kind::Tip.warning());
    let bounds = [
        ("kept.over", Micros::MIN, now),
        ("kept.soon", now, soon),
        ("kept.later", soon, last),
    ];
    let list = |(key, after, until): (&'static str, Micros, Micros)| {
        let within = over
            .iter()
            .filter(|one| after < one.due && one.due <= until);
        (
            f.get(key).to_owned(),
            within.map(|one| line(staff, one)).collect(),
        )
    };
    Ok(Kept {
        lists: bounds.map(list).into(),
        is_cut,
        is_empty: over.is_empty(),
        gone: gone
            .into_iter()
            .map(|(why, count)| (f.of("purge", why), count))
            .collect(),
        f,
    })
}

fn line(staff: &Staff, over: &Over) -> Line {
    Line {
        case: over.case,
        part: over.part,
        until: When::day(staff.lang, over.due),
        left: When::due(staff.lang, over.due, staff.now),
        is_over: over.due <= staff.now,
        is_withdrawn: over.is_withdrawn,
    }
}
