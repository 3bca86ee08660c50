//! Where a case is, and how it ends.

use model::case::measure::Status;
use model::case::part::{Part, Task};
use model::case::state::{Gap, Outcome, Standing, State, gaps as rule};
use model::case::subject::Place;
use model::{Micros, case};
use store::{Case, Step};

use super::content::{self, About, Person, Planned, Todo};
use super::{LONG, No, fits, gaps, person};

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
