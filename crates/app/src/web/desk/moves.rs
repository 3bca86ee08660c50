//! `POST /incidents/{number}/move`: reports of an incident are brought to another one, or split off as a new one. All of it can
//! be undone.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use model::Right;
use store::Target;

use super::State;
use super::fields::Sent;
use super::refused::Answer;
use crate::act::rng;

/// Reports that are moved at once, at most.
const MOST: usize = 1000;

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Link)?;
    let from: u64 = number.parse().map_err(|_| staff.missing())?;
    let reports: Option<Vec<u64>> = fields.all("report").map(|one| one.parse().ok()).collect();
    let reports = reports
        .filter(|reports| !reports.is_empty() && reports.len() <= MOST)
        .ok_or_else(|| staff.said("decide.none"))?;
    let target = match fields.get("go") {
        "new" => Target::New,
        "to" => {
            let to = fields
                .number("to")
                .ok_or_else(|| staff.said("moves.nowhere"))?;
            Target::Incident(to)
        }
        _ => return Err(staff.senseless()),
    };
    let reason = fields.reason(&staff)?;
    let store = &house.act.store;
    let mut rng = rng();
    let moved = store::move_reports(
        store,
        staff.by(),
        (from, &reports),
        target,
        reason.as_deref(),
        &mut rng,
    );
    let moved = moved.await.map_err(|error| staff.failed(&error))?;
    let (to, acted) = moved.ok_or_else(|| staff.said("moves.nowhere"))?;
    let Some(batch) = acted.batch else {
        return Err(staff.said("moves.stale"));
    };
    let stale = acted.stale.len();
    Ok(Redirect::to(&format!("/incidents/{to}?done={batch}&stale={stale}")).into_response())
}
