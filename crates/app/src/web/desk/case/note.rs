//! `POST /cases/{number}/notes`: a note, for the members of the case alone.

use axum::extract::Path;
use model::Right;

use super::{State, within};
use crate::act::case;
use crate::web::desk::fields::Sent;
use crate::web::desk::refused::Answer;

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    sent.staff.needs(Right::Open)?;
    let text = sent.fields.text("text").unwrap_or_default();
    within(&house, &sent, &number, "#notes", |_| case::note(&text)).await
}
