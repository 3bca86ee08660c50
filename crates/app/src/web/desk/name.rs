//! `POST /incidents/{number}/name`: what an origin is called, in place of the engine's label, which stays beside it. Nothing is
//! overwritten that somebody else said meanwhile: the form tells what its sender had seen.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use engine::picture::Origin;
use model::Right;
use store::Named;

use super::State;
use super::fields::Sent;
use super::incident::DRAWN;
use super::refused::Answer;
use crate::act::{self, rng};
use crate::output;

/// Characters of a name, at most.
pub const LONGEST: usize = 80;

/// What the engine calls an origin, as pages show it.
pub fn label(origin: &Origin) -> String {
    output::short(&origin.name, 200)
}

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Link)?;
    let number: u64 = number.parse().map_err(|_| staff.missing())?;
    let Some((acted, label)) = fields.get("origin").split_once('_') else {
        return Err(staff.said("name.none"));
    };
    let acted: u64 = acted.parse().map_err(|_| staff.senseless())?;
    let name = output::short(fields.get("name"), LONGEST + 1);
    if name.chars().count() > LONGEST {
        return Err(staff.said("name.long"));
    }
    let reason = fields.reason(&staff)?;
    let reason = reason.ok_or_else(|| staff.said("name.reason"))?;
    let store = &house.act.store;
    let drawn = act::drawn(store, number, DRAWN).await;
    let drawn = drawn.map_err(|error| staff.failed(&error))?;
    let mut origins = drawn.analysis.picture.origins.iter();
    let origin = origins
        .find(|one| self::label(one) == label)
        .ok_or_else(|| staff.said("name.gone"))?;
    let rests = origin.reports.iter();
    let reports: Vec<u64> = rests
        .filter_map(|at| drawn.places.get(*at).copied())
        .collect();
    let labels: Vec<String> = std::iter::once(&origin.name)
        .chain(&origin.aliases)
        .cloned()
        .collect();
    let origin = Named {
        reports: &reports,
        labels: &labels,
        acted,
    };
    let named = store::name_origin(store, staff.by(), origin, &name, &reason, &mut rng()).await;
    let named = named.map_err(|error| staff.failed(&error))?;
    let batch = named.and_then(|acted| acted.batch);
    let batch = batch.ok_or_else(|| staff.said("name.stale"))?;
    Ok(Redirect::to(&format!("/incidents/{number}?done={batch}#origins")).into_response())
}
