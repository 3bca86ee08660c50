//! `POST /cases/{number}/members`: somebody or a group is let into a case, or out of it.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use model::{AccountId, Right};

use super::{State, within, word};
use crate::act::case;
use crate::web::desk::fields::Sent;
use crate::web::desk::refused::Answer;

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Case)?;
    let is_in = match fields.get("go") {
        "in" => true,
        "out" => false,
        _ => return Err(staff.senseless()),
    };
    let store = &house.act.store;
    if let Some(group) = fields.number("group") {
        let all = async { store::groups(&mut store.read().await?, store.keys()).await };
        let all = all.await.map_err(|error| staff.failed(&error))?;
        if !all.iter().any(|one| one.number == group) {
            return Err(staff.missing());
        }
        let mut is_still_in = true;
        let done = within(&house, &sent, &number, "#members", |case| {
            let after = case
                .groups
                .iter()
                .filter(|one| is_in || one.number != group);
            let mut after = after.flat_map(|one| &one.members);
            is_still_in =
                is_in || case.members.contains(staff.id()) || after.any(|one| one == staff.id());
            case::set_group(case, group, is_in)
        })
        .await?;
        return Ok(led(done, is_still_in));
    }
    let account: AccountId = word(staff, fields, "account")?;
    let known =
        async { store::account_by_id(&mut store.read().await?, store.keys(), &account).await };
    let known = known.await.map_err(|error| staff.failed(&error))?;
    let is_able = known.is_some_and(|found| super::view::may_be_member(&found.account));
    if is_in && !is_able {
        return Err(staff.said("case.no.member"));
    }
    let mut is_still_in = true;
    let done = within(&house, &sent, &number, "#members", |case| {
        let mut groups = case.groups.iter();
        let is_grouped = groups.any(|one| one.members.contains(&account));
        is_still_in = is_in || account != *staff.id() || is_grouped;
        case::set_member(case, account, is_in)
    })
    .await?;
    Ok(led(done, is_still_in))
}

/// Who lets themselves out sees no more of it.
fn led(done: Response, is_still_in: bool) -> Response {
    if is_still_in {
        return done;
    }
    Redirect::to("/cases").into_response()
}
