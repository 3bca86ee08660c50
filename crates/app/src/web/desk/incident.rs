//! `/incidents/{number}`: the picture of an incident: how many origins stand behind it, what is claimed by whom, where they conflict,
//! and who copied whom. That it was opened stands in the ledger.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use model::Right;
use store::StoreError;

use super::fields::Fields;
use super::page::{self, Frame, words};
use super::places::{Places, anchor};
use super::refused::Answer;
use super::staff::Staff;
use super::view::Names;
use super::{House, State};
use crate::act::{self, rng};
use crate::output::{self, Moment};

/// Reports of an incident that its picture is drawn of, the first to come.
const DRAWN: u32 = 200;

#[derive(Template)]
#[template(path = "desk/incident.html")]
struct Incident<'s> {
    f: Frame<'s>,
    headline: String,
    picture: String,
    moments: Vec<Moment>,
    places: Places,
    number: u64,
    reports: Vec<Member>,
    /// How many reports are not in the picture.
    left: usize,
    may_open: bool,
    may_decide: bool,
    /// Cases that were opened from it.
    cases: Vec<u64>,
    may_lead: bool,
    done: Option<u64>,
    stale: u64,
}

/// A report of it.
struct Member {
    number: u64,
    name: String,
    /// Who brought it here; none if the engine did.
    by: Option<String>,
}

/// The page.
pub async fn get(house: State, staff: Staff, Path(number): Path<String>, asked: Fields) -> Answer {
    staff.needs(Right::Picture)?;
    let number = number.parse().map_err(|_| staff.missing())?;
    let drawn = draw(&house, &staff, number).await;
    let drawn = drawn.map_err(|error| staff.failed(&error))?;
    let mut page = drawn.ok_or_else(|| staff.missing())?;
    page.done = asked.number("done").filter(|_| page.may_decide);
    page.stale = asked.number("stale").unwrap_or_default();
    Ok(page::render(StatusCode::OK, &page))
}

async fn draw<'s>(
    house: &House,
    staff: &'s Staff,
    number: u64,
) -> Result<Option<Incident<'s>>, StoreError> {
    let store = &house.act.store;
    let mut read = store.read().await?;
    let places = store::reports_of(&mut read, number, DRAWN).await?;
    let sizes = store::incident_sizes(&mut read, &[number]).await?;
    let movers = store::movers(&mut read, &places).await?;
    let names = Names::of(&mut read, store.keys()).await?;
    let cases = store::cases_from(&mut read, number).await?;
    drop(read);
    if places.is_empty() {
        return Ok(None);
    }
    store::open_incident(store, staff.by(), number, &mut rng()).await?;
    let analysis = act::picture(&house.act.store, number, DRAWN).await?;
    let language = staff.lang.language();
    let shown = output::shown(&analysis, language);
    let called = analysis.reports.iter().map(output::report_name);
    let member = |(number, name): (u64, String)| Member {
        number,
        name,
        by: movers.get(&number).map(|id| names.get(id)),
    };
    let all = sizes.get(&number).copied().unwrap_or_default() as usize;
    Ok(Some(Incident {
        f: Frame {
            title: words(staff.lang).fill("incident.title", &[("n", &number)]),
            wide: true,
            ..Frame::new(staff, "incidents.title")
        },
        number,
        reports: places.iter().copied().zip(called).map(member).collect(),
        may_decide: staff.may(Right::Link),
        done: None,
        stale: 0,
        left: all.saturating_sub(places.len()),
        picture: shown.sections,
        moments: shown.moments,
        places: Places::of(shown.places, staff.lang),
        headline: shown.headline,
        may_open: staff.may(Right::Open),
        cases,
        may_lead: staff.may(Right::Case),
    }))
}

impl Incident<'_> {
    /// The name of a place on the map, or its number in the list.
    fn label(&self, mark: &atlas::Mark) -> String {
        let name = self.places.known.get(mark.spot).map(|one| one.name.clone());
        let number = mark.label.number.map(|number| number.to_string());
        number.or(name).unwrap_or_default()
    }

    /// Room for the larger mark of a place that is somewhere around there.
    fn aside(&self, mark: &atlas::Mark) -> &'static str {
        match self.anchor(mark) {
            "start" => "5",
            "end" => "-5",
            _ => "0",
        }
    }

    fn anchor(&self, mark: &atlas::Mark) -> &'static str {
        anchor(mark.label.anchor)
    }
}
