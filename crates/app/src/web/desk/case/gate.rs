//! `POST /cases/{number}/people/{part}/gate`: the gate of protected activity: somebody asks, a second person answers.

use axum::extract::Path;
use model::Right;

use super::{State, aim, within};
use crate::act::case::{self, Asked};
use crate::web::desk::fields::Sent;
use crate::web::desk::refused::Answer;

pub async fn post(
    house: State,
    Path((number, part)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    let aim = aim(staff, &part, fields)?;
    let text = fields.text("text").unwrap_or_default();
    let by = staff.by();
    match fields.get("go") {
        "ask" => {
            staff.needs(Right::Case)?;
            let asked = Asked {
                justification: &text,
                is_direct: fields.get("direct") == "yes",
            };
            within(&house, &sent, &number, "#people", |case| {
                case::ask_gate(case, by, aim, &asked)
            })
            .await
        }
        go @ ("approve" | "refuse") => {
            // whoever leads cases, or watches over what is kept
            if !staff.may(Right::Journal) {
                staff.needs(Right::Case)?;
            }
            within(&house, &sent, &number, "#people", |case| {
                case::answer_gate(case, by, aim, go == "approve", &text)
            })
            .await
        }
        _ => Err(staff.senseless()),
    }
}
