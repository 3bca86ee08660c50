//! `POST /cases/{number}/state`: a case is led on, closed with an outcome, opened again.

use axum::extract::Path;
use model::Right;

use super::{State, maybe, within, word};
use crate::act::case;
use crate::web::desk::fields::Sent;
use crate::web::desk::refused::Answer;

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Case)?;
    let acted = fields
        .number("acted-of-case")
        .ok_or_else(|| staff.senseless())?;
    let to = (word(staff, fields, "go")?, maybe(staff, fields, "outcome")?);
    let (reason, now) = (fields.text("reason").unwrap_or_default(), staff.now);
    within(&house, &sent, &number, "", |case| {
        case::change_state(case, acted, to, &reason, now)
    })
    .await
}
