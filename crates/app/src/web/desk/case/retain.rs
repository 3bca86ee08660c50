//! `POST /cases/{number}/people/{part}/keep`: what is kept about somebody is kept longer, once as a tip or after a review as a record;
//! or it is destroyed, which may also be done by who watches over what is kept.

use axum::extract::Path;
use model::Right;
use model::case::retention::{Finding, Purge};

use super::{State, aim, within, word};
use crate::act::case;
use crate::web::desk::fields::Sent;
use crate::web::desk::refused::Answer;

pub async fn post(
    house: State,
    Path((number, part)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    if !(fields.get("go") == "purge" && staff.may(Right::Journal)) {
        staff.needs(Right::Case)?;
    }
    let aim = aim(staff, &part, fields)?;
    let reason = fields.text("reason").unwrap_or_default();
    let by = staff.by();
    match fields.get("go") {
        "extend" => {
            within(&house, &sent, &number, "#people", |case| {
                case::extend(case, by, aim, &reason)
            })
            .await
        }
        "validate" => {
            let finding: Finding = word(staff, fields, "finding")?;
            within(&house, &sent, &number, "#people", |case| {
                case::validate(case, by, aim, finding, &reason)
            })
            .await
        }
        "purge" => {
            let why: Purge = word(staff, fields, "why")?;
            let and_texts = fields.get("texts") == "yes";
            within(&house, &sent, &number, "#people", |case| {
                case::purge(case, by, aim, (why, and_texts))
            })
            .await
        }
        _ => Err(staff.senseless()),
    }
}
