//! `POST /incidents/{number}/name`: what an origin is called, in place of the engine's label, which stays beside it. Nothing is
//! overwritten that somebody else said meanwhile: the form tells what its sender had seen.

use axum::extract::Path;
use engine::picture::Origin;
use model::Right;
use store::Named;

use super::fields::Sent;
use super::incident::{self, DRAWN};
use super::refused::{Answer, Why};
use super::{House, State};
use crate::act::{self, rng};
use crate::output;

/// Characters of a name, at most.
pub const LONGEST: usize = 80;

/// The form on the page of the incident.
pub const FORM: &str = "naming";

/// What the engine calls an origin, as pages show it.
pub fn label(origin: &Origin) -> String {
    output::short(&origin.name, 200)
}

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    sent.staff.needs(Right::Link)?;
    let number: u64 = number.parse().map_err(|_| sent.staff.missing())?;
    let named = named(&house, &sent, number).await;
    incident::answered(&house, sent, number, (FORM, named)).await
}

/// Where one goes on once an origin was named.
async fn named(house: &House, Sent { staff, fields }: &Sent, number: u64) -> Result<String, Why> {
    let (acted, label) = fields.get("origin").split_once('_').ok_or("name.none")?;
    let acted: u64 = acted.parse().map_err(|_| staff.senseless())?;
    let name = output::short(fields.get("name"), LONGEST + 1);
    if name.chars().count() > LONGEST {
        return Err("name.long".into());
    }
    let reason = fields.reason()?.ok_or("name.reason")?;
    let store = &house.act.store;
    let drawn = act::drawn(store, number, DRAWN).await;
    let drawn = drawn.map_err(|error| staff.failed(&error))?;
    let mut origins = drawn.analysis.picture.origins.iter();
    let origin = origins.find(|one| self::label(one) == label);
    let origin = origin.ok_or("name.gone")?;
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
    let batch = named.and_then(|acted| acted.batch).ok_or("name.stale")?;
    Ok(format!("/incidents/{number}?done={batch}#origins"))
}
