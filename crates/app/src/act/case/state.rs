//! Where a case is, and how it ends.

use model::case::measure::{Measure, Status};
use model::case::part::{Part, Task};
use model::case::state::{Gap, Outcome, Standing, State, gaps as rule};
use model::case::subject::Place;
use model::{Micros, case};
use store::{Case, Step, StoreError};

use super::content::{self, About, Person, Planned, Todo};
use super::{LONG, No, fits, gaps, person};
use crate::act::Desk;

/// Reports of an incident that are looked at when its case is closed, at most.
const MOST_REPORTS: u32 = 1_000;

/// What stays open when a case is closed, and does not stand against it.
#[derive(Debug, PartialEq, Eq)]
pub struct Loose {
    /// Measures that are proposed and no more, by their places.
    pub measures: Vec<(u64, Measure)>,
    /// Reports of its incident about which nobody has decided.
    pub reports: Vec<u64>,
}

/// What would stay open if a case were closed now.
///
/// # Errors
/// If the database cannot be read.
pub async fn loose(desk: &Desk, found: &Case) -> Result<Loose, StoreError> {
    let measure = |part: &store::Part| {
        let planned: Planned = content::open(&part.body)?;
        (planned.status == Status::Proposed).then_some((part.place, planned.measure))
    };
    let measures = found.parts.iter().filter(|part| part.kind == Part::Measure);
    let measures = measures.filter_map(measure).collect();
    let mut reports = Vec::new();
    if let Some(incident) = found.incident {
        let mut read = desk.store.read().await?;
        let incident = store::incident_now(&mut read, incident).await?;
        let all = store::reports_of(&mut read, incident, MOST_REPORTS).await?;
        let works = store::works(&mut read, &all).await?.into_iter();
        let open = works.filter(|work| work.disposition.is_none());
        reports.extend(open.map(|work| work.report));
    }
    Ok(Loose { measures, reports })
}

/// What is in a case, as far as its steps ask.
#[must_use]
pub fn standing(found: &Case, now: Micros) -> Standing {
    let mut standing = Standing::default();
    for part in &found.parts {
        match part.kind {
            Part::Measure => {
                let planned: Option<Planned> = content::open(&part.body);
                let runs = |one: &Planned| matches!(one.status, Status::Agreed | Status::UnderWay);
                standing.measures += usize::from(planned.as_ref().is_some_and(runs));
            }
            Part::Task => {
                let todo: Option<Todo> = content::open(&part.body);
                let waits = |one: &Todo| one.status == Task::Open;
                standing.tasks += usize::from(todo.as_ref().is_some_and(waits));
            }
            Part::Person => {
                if let Some(person) = content::open::<Person>(&part.body) {
                    let waits = |gate: &content::Gate| gate.answer.is_none();
                    standing.gates += usize::from(person.gate.as_ref().is_some_and(waits));
                    match case::subject::place(&person::record(&person), now) {
                        Place::Subject => standing.subjects += 1,
                        Place::Holding => standing.held += 1,
                        Place::Related => {}
                    }
                }
            }
            Part::Release => standing.releases += 1,
            Part::Note | Part::Assessment | Part::Claim => {}
        }
    }
    standing
}

/// Leads a case on.
///
/// # Errors
/// What stands against it.
pub fn change_state(
    found: &Case,
    acted: u64,
    (to, outcome): (State, Option<Outcome>),
    reason: &str,
    now: Micros,
) -> Result<Vec<Step>, No> {
    if found.acted != acted {
        return Err(No::Stale);
    }
    fits(reason, LONG)?;
    let mut about: About = content::open(&found.body).ok_or(No::Missing)?;
    let lacking = rule(&standing(found, now), found.state, to, outcome, reason);
    gaps("state", &lacking, Gap::as_str)?;
    about.outcome = outcome.filter(|_| to == State::Closed);
    about.finding = reason.to_owned();
    Ok(vec![Step::Case(to, about.text())])
}
