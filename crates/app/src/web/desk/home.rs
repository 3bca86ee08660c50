//! `/`: what waits and what is late, for whoever comes in.

use askama::Template;
use axum::http::StatusCode;
use model::{Clocks, Level, Right, Within};
use store::{Backlog, MOST_COUNTED, Position, Show, StoreError};

use super::calls;
use super::page::{self, Frame};
use super::queue;
use super::refused::Answer;
use super::staff::Staff;
use super::view::Row;
use super::{House, State};

/// Reports that are shown at once.
const FIRST: u32 = 7;

#[derive(Template)]
#[template(path = "desk/home.html")]
struct Home<'s> {
    f: Frame<'s>,
    counts: Vec<Count>,
    late: Vec<Row>,
    next: Vec<Row>,
    own: Vec<Row>,
    clocks: Vec<Clock>,
    /// Whether anybody is called: what is wrong, and what else there is to say.
    calls: Vec<calls::Line>,
    quiet: Vec<calls::Line>,
    /// Whether something happened with their account at which they have not looked.
    has_news: bool,
    may_open: bool,
    may_say_duty: bool,
}

/// Both clocks of a level, in words.
struct Clock {
    level: Level,
    open: String,
    decide: String,
}

/// How much there is of something.
struct Count {
    /// The view of the queue that holds it.
    view: &'static str,
    text: String,
    number: String,
    /// Whether it calls for somebody.
    is_pressing: bool,
    level: Option<Level>,
}

/// The page.
pub async fn get(house: State, staff: Staff) -> Answer {
    let f = Frame::new(&staff, "home.title");
    let may_open = staff.may(Right::Open);
    let (mut counts, mut lists) = (Vec::new(), Lists::default());
    if may_open {
        let drawn = draw(&house, &staff).await;
        let backlog;
        (backlog, lists) = drawn.map_err(|error| staff.failed(&error))?;
        counts = counted(&f, &backlog);
    }
    let (may_say_duty, mut told) = (staff.may(Right::Duty), Vec::new());
    if may_open || may_say_duty {
        let state = crate::call::state(&house.act.store, &house.calls).await;
        let state = state.map_err(|error| staff.failed(&error))?;
        told = calls::lines(&f, &state, staff.now);
    }
    let store = &house.act.store;
    let news = async { store::has_news(&mut store.read().await?, staff.id(), staff.now).await };
    let has_news = news.await.map_err(|error| staff.failed(&error))?;
    let (calls, quiet) = told.into_iter().partition(|line| line.is_pressing);
    let page = Home {
        calls,
        quiet,
        has_news,
        may_say_duty,
        clocks: clocks(&f, &house.act.clocks),
        f,
        counts,
        late: lists.late,
        next: lists.next,
        own: lists.own,
        may_open,
    };
    Ok(page::render(StatusCode::OK, &page))
}

fn clocks(f: &Frame<'_>, clocks: &Clocks) -> Vec<Clock> {
    let told = |within: Option<Within>| match within {
        None => f.get("home.clocks.never").to_owned(),
        Some(Within::Minutes(minutes)) if minutes % 60 == 0 => {
            f.with("span.hours", "n", minutes / 60)
        }
        Some(Within::Minutes(minutes)) => f.with("span.minutes", "n", minutes),
        Some(Within::BusinessDays(days)) => f.count("home.clocks.days", days as usize),
    };
    let clock = |level: &Level| Clock {
        level: *level,
        open: told(clocks.acknowledge[*level as usize]),
        decide: told(clocks.decide[*level as usize]),
    };
    Level::ALL.iter().map(clock).collect()
}

#[derive(Default)]
struct Lists {
    late: Vec<Row>,
    next: Vec<Row>,
    own: Vec<Row>,
}

async fn draw(house: &House, staff: &Staff) -> Result<(Backlog, Lists), StoreError> {
    let mut read = house.act.store.read().await?;
    let tomorrow = staff.now + model::DAY;
    let backlog = store::backlog(&mut read, staff.now, tomorrow, staff.id()).await?;
    drop(read);
    let first = async |show, most| {
        let rows = queue::rows(house, staff, show, Position::FIRST, most, None).await;
        rows.map(|(rows, _)| rows)
    };
    let lists = Lists {
        late: first(Show::Late(staff.now), FIRST).await?,
        next: first(Show::Waiting(staff.now), FIRST).await?,
        own: first(Show::Of(*staff.id()), FIRST).await?,
    };
    Ok((backlog, lists))
}

fn counted(f: &Frame<'_>, backlog: &Backlog) -> Vec<Count> {
    let number = |count: u64| {
        if count >= MOST_COUNTED {
            format!("{}+", MOST_COUNTED - 1)
        } else {
            count.to_string()
        }
    };
    let told = |view: &'static str, count: u64, is_pressing: bool, level: Option<Level>| Count {
        view,
        text: f.of("home.count", view),
        number: number(count),
        is_pressing: is_pressing && count > 0,
        level,
    };
    let [imminent, high, ..] = backlog.levels;
    vec![
        told("late", backlog.late, true, None),
        told("P1", imminent, true, Some(Level::P1)),
        told("P2", high, false, Some(Level::P2)),
        told("new", backlog.new, false, None),
        told("open", backlog.soon, false, None),
        told("mine", backlog.own, false, None),
    ]
}
