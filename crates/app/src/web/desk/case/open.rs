//! `POST /cases`: opens a case from an incident, on a stated ground. Whoever opens it is its first member.

use axum::response::{IntoResponse, Redirect};
use model::Right;

use super::{State, against};
use crate::act::case;
use crate::web::desk::fields::Sent;
use crate::web::desk::refused::Answer;

pub async fn post(house: State, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Case)?;
    let incident = fields.number("incident").ok_or_else(|| staff.senseless())?;
    let title = fields.text("title").unwrap_or_default();
    let ground = fields.text("ground").unwrap_or_default();
    let opened = case::open_case(&house.act, staff.by(), incident, &title, &ground).await;
    match opened.map_err(|error| staff.failed(&error))? {
        Ok(number) => Ok(Redirect::to(&format!("/cases/{number}")).into_response()),
        Err(case::No::Missing) => Err(staff.missing()),
        Err(no) => Err(against(&staff, &fields, 0, &no)),
    }
}
