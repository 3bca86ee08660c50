//! `POST /reports/{number}/reply`: words to whoever sent a tip, who reads them when they come back with theirs.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use model::Right;

use super::State;
use super::fields::Sent;
use super::refused::Answer;
use crate::act::rng;

/// Characters of a reply, at most.
const LONGEST: usize = 10_000;

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Decide)?;
    let report: u64 = number.parse().map_err(|_| staff.missing())?;
    let text = fields
        .text("text")
        .ok_or_else(|| staff.said("reply.empty"))?;
    if text.chars().count() > LONGEST {
        return Err(staff.said("reply.long"));
    }
    let said = store::answer(&house.act.store, staff.by(), report, &text, &mut rng()).await;
    if !said.map_err(|error| staff.failed(&error))? {
        return Err(staff.said("reply.nobody"));
    }
    Ok(Redirect::to(&format!("/queue?at={report}#said")).into_response())
}
