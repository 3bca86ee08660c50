//! `/queue`: what waits, the most urgent first, and beside it the report that is open.

use std::collections::HashMap;

use askama::Template;
use model::{Disposition, Level, Right};
use store::{Position, Show, StoreError, Work};

use super::fields::Fields;
use super::notice::{self, Again, Notice};
use super::page::{self, Frame};
use super::refused::Answer;
use super::report::{self, Report};
use super::staff::Staff;
use super::view::{Names, Row, Rows};
use super::{House, State};

/// Reports of a page.
const PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "desk/queue.html")]
struct Queue<'s> {
    f: Frame<'s>,
    show: &'static str,
    views: Vec<(&'static str, String)>,
    rows: Vec<Row>,
    /// The address of this page, without the report that is open.
    base: String,
    /// Where the next page begins.
    more: Option<String>,
    report: Option<Report>,
    /// The address of this page with it.
    here: String,
    /// Where one goes on when the open report is decided.
    next: String,
    dispositions: &'static [Disposition],
    levels: &'static [Level],
    may_decide: bool,
    people: Vec<(String, String)>,
    /// Who may have reports, whoever asks first: where they can be handed over.
    holders: Vec<(String, String)>,
    /// Who can be given them, whoever asks last.
    takers: Vec<(String, String)>,
    done: Option<Notice>,
    /// Why nothing was done.
    why: &'static str,
    again: Again,
    /// The level that lacks a reason.
    wanted: Option<Level>,
    stale: u64,
}

/// Which reports a word asks for.
fn view(word: &str, staff: &Staff) -> (&'static str, Show) {
    match word {
        "late" => ("late", Show::Late(staff.now)),
        "new" => ("new", Show::New),
        "mine" => ("mine", Show::Of(*staff.id())),
        "decided" => ("decided", Show::Decided),
        word => {
            let level = Level::ALL.iter().find(|level| level.as_str() == word);
            level.map_or(("open", Show::Open), |level| {
                (level.as_str(), Show::Level(*level))
            })
        }
    }
}

fn position(text: &str) -> Option<Position> {
    let mut numbers = text.split('_').map(str::parse);
    let mut next = || numbers.next()?.ok();
    Some(Position {
        level: next()?,
        clock: next()?,
        place: next()?,
    })
}

/// The address of what stands behind a position.
fn from(whole: &str, at: Position) -> String {
    format!("{whole}&behind={}_{}_{}", at.level, at.clock, at.place)
}

/// The page.
pub async fn get(house: State, staff: Staff, asked: Fields) -> Answer {
    staff.needs(Right::Open)?;
    show(&house, &staff, &asked, Again::default()).await
}

/// The page, or that a form of it was refused.
pub async fn show(house: &House, staff: &Staff, asked: &Fields, again: Again) -> Answer {
    let may_decide = staff.may(Right::Decide);
    let at = asked.number("at");
    if let Some(number) = at {
        report::opened(house, staff, number).await?;
    }
    let (word, show) = view(asked.get("show"), staff);
    let behind = position(asked.get("behind"));
    let first = behind.unwrap_or(Position::FIRST);
    let rows = rows(house, staff, show, first, PAGE, at).await;
    let (rows, last) = rows.map_err(|error| staff.failed(&error))?;
    let people = people(house, staff)
        .await
        .map_err(|error| staff.failed(&error))?;
    let holders = if word == "mine" && may_decide {
        let held = holders(house, staff).await;
        held.map_err(|error| staff.failed(&error))?
    } else {
        Vec::new()
    };
    let mut takers = people.clone();
    takers.sort_by_key(|(id, _)| *id == staff.id().to_string());
    let done = notice::of(house, staff, asked).await;
    let done = done.map_err(|error| staff.failed(&error))?;
    let report = match at {
        Some(number) => Some(report::draw(house, staff, number).await?),
        None => None,
    };
    let whole = format!("/queue?show={word}");
    let base = behind.map_or_else(|| whole.clone(), |at| from(&whole, at));
    let after = rows.iter().skip_while(|row| !row.is_here).nth(1);
    let after = after.or_else(|| rows.iter().find(|row| !row.is_here));
    let next = after.map_or_else(|| base.clone(), |row| format!("{base}&at={}", row.number));
    let here = at.map_or_else(|| base.clone(), |at| format!("{base}&at={at}"));
    let f = Frame {
        wide: true,
        ..Frame::new(staff, "queue.title")
    };
    let views = [
        "open", "late", "new", "mine", "P1", "P2", "P3", "P4", "P5", "decided",
    ];
    let page = Queue {
        views: views.map(|view| (view, f.of("queue.view", view))).to_vec(),
        show: word,
        rows,
        next,
        here,
        base,
        more: last.map(|at| from(&whole, at)),
        report,
        dispositions: Disposition::ALL,
        levels: Level::ALL,
        may_decide,
        takers,
        people,
        holders,
        done,
        why: notice::why(staff, asked, &again),
        wanted: asked.get("level").parse().ok(),
        stale: asked.number("stale").unwrap_or_default(),
        again,
        f,
    };
    Ok(page::render(page.again.status(), &page))
}

/// Rows of the queue behind a position, and where the next page begins.
pub async fn rows(
    house: &House,
    staff: &Staff,
    show: Show,
    behind: Position,
    most: u32,
    here: Option<u64>,
) -> Result<(Vec<Row>, Option<Position>), StoreError> {
    let store = &house.act.store;
    let mut read = store.read().await?;
    let works = store::queue(&mut read, show, behind, most).await?;
    let is_full = works.len() == most as usize;
    let last = works
        .last()
        .map(|work| Position::of(work, show))
        .filter(|_| is_full);
    let places: Vec<u64> = works.iter().map(|work: &Work| work.report).collect();
    let glances = store::glances(&mut read, store.keys(), &places).await?;
    let incidents: Vec<u64> = glances.iter().filter_map(|one| one.incident).collect();
    let sizes: HashMap<u64, u64> = store::incident_sizes(&mut read, &incidents).await?;
    let names = Names::of(&mut read, store.keys()).await?;
    let adds = store::additions(&mut read, &places).await?;
    let rows = Rows {
        lang: staff.lang,
        now: staff.now,
        here,
        names: &names,
        sizes: &sizes,
        adds: &adds,
    };
    Ok((rows.of(works, glances), last))
}

/// Those who may have reports: also who cannot be given any more, since their account has ended.
async fn holders(house: &House, staff: &Staff) -> Result<Vec<(String, String)>, StoreError> {
    let store = &house.act.store;
    let accounts = store::accounts(&mut store.read().await?, store.keys()).await?;
    let mut holders: Vec<store::Account> = accounts
        .into_iter()
        .filter(|one| one.is_enrolled || one.id == *staff.id())
        .collect();
    holders.sort_by_key(|one| one.id != *staff.id());
    let named = |one: store::Account| (one.id.to_string(), one.name);
    Ok(holders.into_iter().map(named).collect())
}

/// Those to whom a report can be given: id and name.
pub async fn people(house: &House, staff: &Staff) -> Result<Vec<(String, String)>, StoreError> {
    let store = &house.act.store;
    let accounts = store::accounts(&mut store.read().await?, store.keys()).await?;
    let able = accounts.into_iter().filter(|one| is_able(one, staff));
    Ok(able.map(|one| (one.id.to_string(), one.name)).collect())
}

/// Whether somebody can be given reports: not who has not enrolled yet, since nobody would see to them; whoever asks is there.
pub fn is_able(account: &store::Account, staff: &Staff) -> bool {
    (account.is_enrolled || account.id == *staff.id()) && account.may(Right::Decide)
}
