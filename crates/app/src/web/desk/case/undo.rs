//! `POST /cases/{number}/undo`: takes back something that was done in a case, unless something else was done to it since.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use model::Right;

use super::State;
use crate::act::rng;
use crate::web::desk::case::deeds;
use crate::web::desk::fields::Sent;
use crate::web::desk::refused::Answer;

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Open)?;
    let number: u64 = number.parse().map_err(|_| staff.missing())?;
    let place = fields.number("place").ok_or_else(|| staff.senseless())?;
    let may = |case: &store::Case, account: &_, kind| deeds::may_undo(&staff, case, account, kind);
    let store = &house.act.store;
    let undone = store::undo_case(store, staff.by(), number, place, may, &mut rng()).await;
    let undone = undone.map_err(|error| staff.failed(&error))?;
    undone.ok_or_else(|| staff.said("case.no.undo"))?;
    Ok(Redirect::to(&format!("/cases/{number}#timeline")).into_response())
}
