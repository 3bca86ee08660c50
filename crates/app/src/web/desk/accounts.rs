//! `/accounts`: who works at the desk. Who keeps accounts never learns a password: they give out links.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use model::{AccountId, Right, Role};
use seal::Token;
use store::StoreError;

use super::fields::{Fields, Sent};
use super::page::{self, Frame, When, words};
use super::refused::Answer;
use super::staff::Staff;
use super::{House, State};
use crate::act::rng;
use crate::output;

/// How long a link to enrol is good.
pub const INVITED: model::Micros = 3 * model::DAY;

/// Whether somebody can be called so: at most 64 characters, none of which hides or turns others.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().count() <= 64 && output::short(name, 64) == name
}

#[derive(Template)]
#[template(path = "desk/accounts.html")]
struct Accounts<'s> {
    f: Frame<'s>,
    people: Vec<Person>,
    roles: Vec<(&'static str, String, String)>,
    /// The link that was made just now, and for whom: shown once.
    link: Option<(String, String)>,
    error: String,
}

struct Person {
    id: AccountId,
    name: String,
    roles: Vec<String>,
    held: Vec<&'static str>,
    since: When,
    is_own: bool,
    is_enrolled: bool,
    is_ended: bool,
}

/// The list.
pub async fn get(house: State, staff: Staff) -> Answer {
    staff.needs(Right::Accounts)?;
    show(&house, &staff, None, "").await
}

async fn show(
    house: &House,
    staff: &Staff,
    link: Option<(String, Token)>,
    error: &'static str,
) -> Answer {
    let store = &house.act.store;
    let listed = async { store::accounts(&mut store.read().await?, store.keys()).await };
    let listed = listed.await.map_err(|error| staff.failed(&error))?;
    let f = Frame::new(staff, "accounts.title");
    let person = |one: store::Account| Person {
        id: one.id,
        roles: one.roles.iter().map(|role| f.of("role", role)).collect(),
        held: one.roles.iter().map(|role| role.as_str()).collect(),
        since: When::day(staff.lang, one.made),
        is_own: one.id == *staff.id(),
        is_enrolled: one.is_enrolled,
        is_ended: one.ended.is_some(),
        name: one.name,
    };
    let role = |role: &Role| (role.as_str(), f.of("role", role), f.of("role.does", role));
    let status = if error.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = Accounts {
        people: listed.into_iter().map(person).collect(),
        roles: Role::ALL.iter().map(role).collect(),
        link: link.map(|(name, link)| (name, format!("/enrol/{}", link.reveal()))),
        error: if error.is_empty() {
            String::new()
        } else {
            words(staff.lang).get(error).to_owned()
        },
        f,
    };
    Ok(page::render(status, &page))
}

fn roles(fields: &Fields) -> Vec<Role> {
    fields
        .all("role")
        .filter_map(|word| word.parse().ok())
        .collect()
}

/// Adds somebody.
pub async fn add(house: State, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Accounts)?;
    let (name, roles) = (fields.get("name").trim(), roles(&fields));
    if !is_name(name) {
        return show(&house, &staff, None, "accounts.wrong.name").await;
    }
    if roles.is_empty() {
        return show(&house, &staff, None, "accounts.wrong.roles").await;
    }
    let times = (staff.now, staff.now + INVITED);
    let added = store::add_account(&house.act.store, name, &roles, times, &mut rng()).await;
    match added.map_err(|error| staff.failed(&error))? {
        Some((_, link)) => show(&house, &staff, Some((name.to_owned(), link)), "").await,
        None => show(&house, &staff, None, "accounts.wrong.taken").await,
    }
}

/// Changes an account: its roles, a new link, its end, and that it is of use again.
pub async fn change(house: State, Path(id): Path<String>, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Accounts)?;
    let id: AccountId = id.parse().map_err(|_| staff.missing())?;
    let store = &house.act.store;
    let found = async { store::account_by_id(&mut store.read().await?, store.keys(), &id).await };
    let found = found.await.map_err(|error| staff.failed(&error))?;
    let account = found.ok_or_else(|| staff.missing())?.account;
    let go = fields.get("go");
    // nobody takes the keys of the desk from themselves by mistake
    if id == *staff.id() && go != "link" {
        return show(&house, &staff, None, "accounts.wrong.own").await;
    }
    let done = match go {
        "link" => {
            let times = (staff.now, staff.now + INVITED);
            let link = store::invite(store, &id, times, &mut rng()).await;
            let link = link.map_err(|error| staff.failed(&error))?;
            return show(&house, &staff, Some((account.name, link)), "").await;
        }
        "roles" => set(&house, &staff, &id, &roles(&fields), account.ended).await,
        "end" => set(&house, &staff, &id, &account.roles, Some(staff.now)).await,
        "again" => set(&house, &staff, &id, &account.roles, None).await,
        _ => return Err(staff.senseless()),
    };
    done.map_err(|error| staff.failed(&error))
}

async fn set(
    house: &House,
    staff: &Staff,
    id: &AccountId,
    roles: &[Role],
    ended: Option<model::Micros>,
) -> Result<Response, StoreError> {
    let by = (Some(staff.id()), staff.now);
    store::set_account(&house.act.store, id, roles, ended, by, &mut rng()).await?;
    Ok(Redirect::to("/accounts").into_response())
}
