//! `POST /incidents/{number}/move`: reports of an incident are brought to another one, or split off as a new one. All of it can
//! be undone.

use axum::extract::Path;
use model::Right;
use store::Target;

use super::fields::Sent;
use super::refused::{Answer, Why};
use super::{House, State, incident};
use crate::act::rng;

/// Reports that are moved at once, at most.
const MOST: usize = 1000;

/// The form on the page of the incident, by which reports are graded, too.
pub const FORM: &str = "moves";

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    sent.staff.needs(Right::Link)?;
    let number: u64 = number.parse().map_err(|_| sent.staff.missing())?;
    let moved = moved(&house, &sent, number).await;
    incident::answered(&house, sent, number, (FORM, moved)).await
}

/// Where one goes on once reports were moved.
async fn moved(house: &House, Sent { staff, fields }: &Sent, from: u64) -> Result<String, Why> {
    let reports: Option<Vec<u64>> = fields.all("report").map(|one| one.parse().ok()).collect();
    let reports = reports
        .filter(|reports| !reports.is_empty() && reports.len() <= MOST)
        .ok_or("decide.none")?;
    let target = match fields.get("go") {
        "new" => Target::New,
        "to" => Target::Incident(fields.number("to").ok_or("moves.nowhere")?),
        _ => return Err(staff.senseless().into()),
    };
    let reason = fields.reason()?;
    let (store, mut rng) = (&house.act.store, rng());
    let moved = store::move_reports(
        store,
        staff.by(),
        (from, &reports),
        target,
        reason.as_deref(),
        &mut rng,
    );
    let moved = moved.await.map_err(|error| staff.failed(&error))?;
    let (to, acted) = moved.ok_or("moves.nowhere")?;
    let batch = acted.batch.ok_or("moves.stale")?;
    let stale = acted.stale.len();
    Ok(format!("/incidents/{to}?done={batch}&stale={stale}"))
}
