//! `/duty`: who is called, in which order and where; whether that works; and what became of the last calls.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use model::call::Fault;
use model::{AccountId, Level, Right};
use store::{Account, Call, DutyMove, StoreError};

use super::calls;
use super::fields::{Fields, Sent};
use super::page::{self, Frame, When, words};
use super::refused::Answer;
use super::staff::Staff;
use super::{House, State};
use crate::act::rng;
use crate::call::is_address;

/// Calls that are shown.
const SHOWN: u32 = 40;

#[derive(Template)]
#[template(path = "desk/duty.html")]
struct Duty<'s> {
    f: Frame<'s>,
    state: Vec<calls::Line>,
    people: Vec<Person>,
    /// Who could be put on duty, each with where they are called.
    others: Vec<Person>,
    calls: Vec<Made>,
    /// Whether there is any way to call.
    is_on: bool,
    told: String,
    error: String,
}

struct Person {
    id: AccountId,
    name: String,
    address: String,
    is_muted: bool,
}

struct Made {
    when: When,
    what: String,
    level: Option<Level>,
    report: Option<u64>,
    whom: String,
    came: String,
    is_fault: bool,
}

/// The page.
pub async fn get(house: State, staff: Staff, fields: Fields) -> Answer {
    staff.needs(Right::Duty)?;
    let told = match fields.get("tested").parse() {
        Ok(calls) => words(staff.lang).count("duty.test.done", calls, &[]),
        Err(_) => String::new(),
    };
    show(&house, &staff, told, "").await
}

async fn show(house: &House, staff: &Staff, told: String, error: &'static str) -> Answer {
    let found = draw(house).await;
    let (state, accounts, made) = found.map_err(|error| staff.failed(&error))?;
    let f = Frame::new(staff, "duty.title");
    let names: HashMap<AccountId, &str> = accounts
        .iter()
        .map(|one| (one.id, one.name.as_str()))
        .collect();
    let call = |call: &Call| {
        let (came, is_fault) = outcome(&f, call);
        Made {
            when: if call.what.is_of_tip {
                When::day(staff.lang, call.made)
            } else {
                When::ago(staff.lang, call.made, staff.now)
            },
            what: f.of("call", call.what.kind),
            level: call.what.level,
            report: call.what.report,
            whom: match call.what.account {
                Some(id) => names.get(&id).map(|name| (*name).to_owned()),
                None => Some(f.of("way", call.what.way)),
            }
            .unwrap_or_default(),
            came,
            is_fault,
        }
    };
    let person = |one: &Account| Person {
        id: one.id,
        name: one.name.clone(),
        address: one.address.clone().unwrap_or_default(),
        is_muted: one.is_muted,
    };
    let active = accounts.iter().filter(|one| one.ended.is_none());
    let mut on: Vec<&Account> = active.clone().filter(|one| one.duty.is_some()).collect();
    on.sort_by_key(|one| one.duty);
    let off = active.filter(|one| one.duty.is_none() && !one.name.is_empty());
    let page = Duty {
        state: calls::lines(&f, &state, staff.now),
        people: on.into_iter().map(person).collect(),
        others: off.map(person).collect(),
        calls: made.iter().map(call).collect(),
        is_on: state.is_on,
        told,
        error: if error.is_empty() {
            String::new()
        } else {
            words(staff.lang).get(error).to_owned()
        },
        f,
    };
    let status = if page.error.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(page::render(status, &page))
}

async fn draw(house: &House) -> Result<(crate::call::State, Vec<Account>, Vec<Call>), StoreError> {
    let store = &house.act.store;
    let state = crate::call::state(store, &house.calls).await?;
    let mut read = store.read().await?;
    let accounts = store::accounts(&mut read, store.keys()).await?;
    Ok((state, accounts, store::calls(&mut read, SHOWN).await?))
}

/// What became of a call, and whether that is worth a look.
fn outcome(f: &Frame<'_>, call: &Call) -> (String, bool) {
    let told = |fault: Fault| f.of("fault", fault);
    match (call.sent, call.due, call.fault) {
        (Some(_), ..) => (f.get("duty.sent").to_owned(), false),
        (None, Some(_), Some(fault)) => (f.with("duty.again", "fault", told(fault)), true),
        (None, Some(_), None) => (f.get("duty.waits").to_owned(), false),
        (None, None, Some(fault)) => (f.with("duty.failed", "fault", told(fault)), true),
        (None, None, None) => (f.get("duty.moot").to_owned(), false),
    }
}

/// Puts somebody on the list or takes them off it, calls them sooner, or changes where.
pub async fn change(house: State, Path(id): Path<String>, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Duty)?;
    let id: AccountId = id.parse().map_err(|_| staff.missing())?;
    let (store, by) = (&house.act.store, staff.by());
    let how = match fields.get("go") {
        "up" => DutyMove::Up,
        "off" => DutyMove::Off,
        "on" => DutyMove::On,
        "address" => {
            let address = fields.get("address").trim();
            if !address.is_empty() && !is_address(address) {
                return show(&house, &staff, String::new(), "duty.wrong.address").await;
            }
            let given = (!address.is_empty()).then_some(address);
            let set = store::set_address(store, by, &id, given, &mut rng()).await;
            if !set.map_err(|error| staff.failed(&error))? {
                return Err(staff.missing());
            }
            return Ok(Redirect::to("/duty").into_response());
        }
        _ => return Err(staff.senseless()),
    };
    let moved = store::move_on_duty(store, by, &id, how, &mut rng()).await;
    if !moved.map_err(|error| staff.failed(&error))? {
        return show(&house, &staff, String::new(), "duty.wrong.list").await;
    }
    Ok(Redirect::to("/duty").into_response())
}

/// Calls everybody once.
pub async fn test(house: State, sent: Sent) -> Answer {
    let Sent { staff, .. } = sent;
    staff.needs(Right::Duty)?;
    let caller = crate::call::Caller::new(house.act.clone(), house.calls.clone());
    let made = caller.begin_test().await;
    let made = made.map_err(|error| staff.failed(&error))?;
    Ok(Redirect::to(&format!("/duty?tested={made}")).into_response())
}
