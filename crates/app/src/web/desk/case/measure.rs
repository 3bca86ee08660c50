//! `POST /cases/{number}/measures`: a measure is proposed, and with its place changed or led on.

use axum::extract::Path;
use model::Right;

use super::{State, aim, day, maybe, somebody, within, word};
use crate::act::case::{self, Plan};
use crate::web::desk::fields::{Fields, Sent};
use crate::web::desk::refused::{Answer, Refused};
use crate::web::desk::staff::Staff;

fn plan(staff: &Staff, fields: &Fields) -> Result<Plan, Refused> {
    Ok(Plan {
        text: fields.text("text").unwrap_or_default(),
        owner: somebody(staff, fields, "owner")?,
        due: day(staff, fields, "due")?,
        consent: word(staff, fields, "consent")?,
        consent_reason: fields.text("consent_reason").unwrap_or_default(),
        review: day(staff, fields, "review")?,
    })
}

pub async fn add(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Case)?;
    let measure = word(staff, fields, "measure")?;
    let plan = plan(staff, fields)?;
    within(&house, &sent, &number, "#measures", |case| {
        case::plan_measure(case, measure, plan)
    })
    .await
}

pub async fn change(
    house: State,
    Path((number, part)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Case)?;
    let aim = aim(staff, &part, fields)?;
    let plan = plan(staff, fields)?;
    let to = maybe(staff, fields, "go")?;
    let reason = fields.text("reason").unwrap_or_default();
    within(&house, &sent, &number, "#measures", |case| {
        case::change_measure(case, aim, plan, to, &reason)
    })
    .await
}
