//! `POST /cases/{number}/tasks`: a task, and with its place how far it is.

use axum::extract::Path;
use model::Right;
use model::case::part::Task;

use super::{State, aim, day, somebody, within, word};
use crate::act::case;
use crate::web::desk::fields::Sent;
use crate::web::desk::refused::Answer;

pub async fn add(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Open)?;
    let text = fields.text("text").unwrap_or_default();
    let owner = somebody(staff, fields, "owner")?;
    let due = day(staff, fields, "due")?;
    within(&house, &sent, &number, "#tasks", |case| {
        case::task(case, &text, owner, due)
    })
    .await
}

pub async fn change(
    house: State,
    Path((number, part)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Open)?;
    let (place, acted) = aim(staff, &part, fields)?;
    let status: Task = word(staff, fields, "go")?;
    within(&house, &sent, &number, "#tasks", |case| {
        case::change_task(case, place, acted, status)
    })
    .await
}
