//! `/incidents/{number}`: the picture of an incident: how many origins stand behind it, what is claimed by whom, where they conflict,
//! and who copied whom. That it was opened stands in the ledger.

use std::fmt::Display;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use engine::Picture;
use engine::picture::Origin;
use model::{Reliability, Right};
use store::{Judgement, StoreError};

use super::fields::{Fields, Sent};
use super::name;
use super::notice::{self, Again, Notice};
use super::page::{self, Frame, When, words};
use super::places::{Places, anchor};
use super::refused::{Answer, Why};
use super::staff::Staff;
use super::text::visible;
use super::view::Names;
use super::{House, State};
use crate::act::{self, rng};
use crate::output::{self, Moment};

/// Reports of an incident that its picture is drawn of, the first to come.
pub const DRAWN: u32 = 200;

/// Cases of somebody that are looked at, the last ones.
const CASES: u32 = 200;

#[derive(Template)]
#[template(path = "desk/incident.html")]
struct Incident<'s> {
    f: Frame<'s>,
    headline: String,
    picture: String,
    moments: Vec<Moment>,
    places: Places,
    number: u64,
    /// The address of this page.
    here: String,
    origins: Vec<Voice>,
    reports: Vec<Member>,
    /// What the picture tells apart from its first part.
    apart: Vec<Part>,
    grades: &'static [Reliability],
    /// How many reports are not in the picture.
    left: usize,
    may_open: bool,
    may_decide: bool,
    /// Cases that were opened from it.
    cases: Vec<u64>,
    may_lead: bool,
    /// Those of them into which whoever asks may accept claims.
    mine: Vec<u64>,
    done: Option<Notice>,
    /// Why nothing was done.
    why: &'static str,
    again: Again,
    stale: u64,
}

/// A report of it.
struct Member {
    number: u64,
    name: String,
    /// Who brought it here; none if the engine did.
    by: Option<String>,
    /// How far its source can be relied on; none if nobody judged it.
    graded: Option<Said>,
    /// The place of what was said last of its source.
    acted: u64,
}

/// Reports that its picture tells by themselves.
struct Part {
    /// What splits them off, in the words of the picture.
    button: String,
    reports: Vec<u64>,
}

/// An origin of it.
struct Voice {
    id: String,
    /// As the engine calls it.
    label: String,
    /// What people call it; none if the label stands.
    named: Option<Said>,
    /// The place of what was said last of its name.
    acted: u64,
}

/// What somebody said.
struct Said {
    /// The grade, or the name.
    says: String,
    who: String,
    when: When,
    reason: String,
}

impl Said {
    fn of(staff: &Staff, names: &Names, now: &Judgement) -> Self {
        Said {
            says: output::short(&now.says, 200),
            who: names.get(&now.by),
            when: When::ago(staff.lang, now.at, staff.now),
            reason: visible(&now.reason),
        }
    }
}

/// The page.
pub async fn get(house: State, staff: Staff, Path(number): Path<String>, asked: Fields) -> Answer {
    staff.needs(Right::Picture)?;
    let number = number.parse().map_err(|_| staff.missing())?;
    show(&house, &staff, number, (&asked, Again::default())).await
}

/// Where one goes on after a form of the page was sent, or the page again with why nothing was done.
pub async fn answered(
    house: &House,
    Sent { staff, fields }: Sent,
    number: u64,
    (form, done): (&'static str, Result<String, Why>),
) -> Answer {
    match done {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(Why::Refused(refused)) => Err(refused),
        Err(Why::Said(why)) => {
            let again = Again { why, form, fields };
            show(house, &staff, number, (&Fields::default(), again)).await
        }
    }
}

async fn show(
    house: &House,
    staff: &Staff,
    number: u64,
    (asked, again): (&Fields, Again),
) -> Answer {
    let drawn = draw(house, staff, number).await;
    let drawn = drawn.map_err(|error| staff.failed(&error))?;
    let mut page = drawn.ok_or_else(|| staff.missing())?;
    let done = notice::of(house, staff, asked).await;
    page.done = done.map_err(|error| staff.failed(&error))?;
    page.why = notice::why(staff, asked, &again);
    page.again = again;
    page.stale = asked.number("stale").unwrap_or_default();
    Ok(page::render(page.again.status(), &page))
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
    let mine = if staff.may(Right::Case) {
        store::cases_of(&mut read, store.keys(), staff.id(), u64::MAX, CASES).await?
    } else {
        Vec::new()
    };
    drop(read);
    if places.is_empty() {
        return Ok(None);
    }
    store::open_incident(store, staff.by(), number, &mut rng()).await?;
    let drawn = act::drawn(store, number, DRAWN).await?;
    let language = staff.lang.language();
    let shown = output::shown(&drawn.analysis, language);
    let called = drawn.analysis.reports.iter().map(output::report_name);
    let said = |now: &Judgement| Said::of(staff, &names, now);
    let member = |(number, name): (u64, String)| {
        let (graded, acted) = drawn.graded(number);
        Member {
            number,
            name,
            by: movers.get(&number).map(|id| names.get(id)),
            graded: graded.map(said),
            acted,
        }
    };
    let origins = drawn.analysis.picture.origins.iter().enumerate();
    let voice = |(at, origin): (usize, &Origin)| {
        let (named, acted) = drawn.named(origin);
        Voice {
            id: format!("o{}", at + 1),
            label: name::label(origin),
            named: named.map(said),
            acted,
        }
    };
    let all = sizes.get(&number).copied().unwrap_or_default() as usize;
    Ok(Some(Incident {
        f: Frame {
            title: words(staff.lang).fill("incident.title", &[("n", &number)]),
            wide: true,
            ..Frame::new(staff, "incidents.title")
        },
        number,
        here: format!("{}{number}", notice::INCIDENTS),
        origins: origins.map(voice).collect(),
        reports: (drawn.places.iter().copied().zip(called))
            .map(member)
            .collect(),
        grades: Reliability::ALL,
        may_decide: staff.may(Right::Link),
        done: None,
        why: "",
        again: Again::default(),
        stale: 0,
        apart: apart(staff, &drawn.analysis.picture, &drawn.places),
        left: all.saturating_sub(places.len()),
        picture: shown.sections,
        moments: shown.moments,
        places: Places::of(shown.places, staff.lang),
        headline: shown.headline,
        may_open: staff.may(Right::Open),
        mine: mine.into_iter().map(|one| one.number).collect(),
        cases,
        may_lead: staff.may(Right::Case),
    }))
}

/// What a picture tells by itself but its first part, of the reports at these places.
fn apart(staff: &Staff, picture: &Picture, places: &[u64]) -> Vec<Part> {
    let words = words(staff.lang);
    let part = |(at, one): (usize, &engine::picture::Incident)| {
        let called = one.reports.iter().map(|at| format!("r{}", at + 1));
        let called = called.collect::<Vec<_>>().join(", ");
        let event = output::event(at);
        let named: [(&str, &dyn Display); 2] = [("event", &event), ("reports", &called)];
        let reports = one.reports.iter().filter_map(|at| places.get(*at).copied());
        Part {
            button: words.fill("incident.apart.button", &named),
            reports: reports.collect(),
        }
    };
    let apart = picture.incidents.iter().enumerate().skip(1);
    apart.map(part).collect()
}

impl Incident<'_> {
    /// Whether an origin was chosen in a form that was refused, whatever was said of it since.
    fn is_picked(&self, one: &Voice) -> bool {
        let picked = self.again.typed(name::FORM, "origin").split_once('_');
        picked.is_some_and(|(_, label)| label == one.label)
    }

    /// Characters of a name, at most.
    fn longest(&self) -> usize {
        name::LONGEST
    }

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
