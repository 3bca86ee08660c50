//! `POST /cases/{number}/members`: somebody is let into a case, or out of it.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use model::{AccountId, Right};

use super::{State, within, word};
use crate::act::case;
use crate::web::desk::fields::Sent;
use crate::web::desk::refused::Answer;

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Case)?;
    let account: AccountId = word(staff, fields, "account")?;
    let is_in = match fields.get("go") {
        "in" => true,
        "out" => false,
        _ => return Err(staff.senseless()),
    };
    let store = &house.act.store;
    let known =
        async { store::account_by_id(&mut store.read().await?, store.keys(), &account).await };
    let known = known.await.map_err(|error| staff.failed(&error))?;
    let is_able = known.is_some_and(|found| super::view::may_be_member(&found.account));
    if is_in && !is_able {
        return Err(staff.said("case.no.member"));
    }
    let done = within(&house, &sent, &number, "#members", |case| {
        case::set_member(case, account, is_in)
    })
    .await?;
    // who lets themselves out sees no more of it
    if account == *staff.id() && !is_in {
        return Ok(Redirect::to("/cases").into_response());
    }
    Ok(done)
}
