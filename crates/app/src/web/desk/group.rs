//! `/groups`: people who are let into cases together, and by whom they are: who keeps accounts, and sees nothing of the cases.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use model::{AccountId, Right};
use store::{GroupChange, Grouped, StoreError};

use super::accounts::is_name;
use super::fields::Sent;
use super::page::{self, Frame, words};
use super::refused::Answer;
use super::staff::Staff;
use super::text::visible;
use super::{House, State};
use crate::act::rng;

#[derive(Template)]
#[template(path = "desk/groups.html")]
struct Groups<'s> {
    f: Frame<'s>,
    groups: Vec<Group>,
    error: String,
}

struct Group {
    number: u64,
    acted: u64,
    name: String,
    people: Vec<(AccountId, String)>,
    /// Who could be let in.
    others: Vec<(AccountId, String)>,
}

/// The list.
pub async fn get(house: State, staff: Staff) -> Answer {
    staff.needs(Right::Accounts)?;
    show(&house, &staff, None).await
}

async fn show(house: &House, staff: &Staff, wrong: Option<(StatusCode, &'static str)>) -> Answer {
    let store = &house.act.store;
    let found = async {
        let mut read = store.read().await?;
        let accounts = store::accounts(&mut read, store.keys()).await?;
        let groups = store::groups(&mut read, store.keys()).await?;
        Ok((accounts, groups))
    };
    let found = found.await;
    let (accounts, groups) = found.map_err(|error: StoreError| staff.failed(&error))?;
    let group = |one: store::Group| {
        let (inside, outside): (Vec<_>, Vec<_>) = (accounts.iter())
            .filter(|account| !account.name.is_empty())
            .partition(|account| one.members.contains(&account.id));
        let named = |account: &store::Account| (account.id, account.name.clone());
        let usable = outside.into_iter().filter(|one| one.ended.is_none());
        Group {
            number: one.number,
            acted: one.acted,
            name: visible(&one.name),
            people: inside.into_iter().map(named).collect(),
            others: usable.map(named).collect(),
        }
    };
    let page = Groups {
        f: Frame::new(staff, "groups.title"),
        groups: groups.into_iter().map(group).collect(),
        error: wrong
            .map(|(_, key)| words(staff.lang).get(key).to_owned())
            .unwrap_or_default(),
    };
    let status = wrong.map_or(StatusCode::OK, |(status, _)| status);
    Ok(page::render(status, &page))
}

/// What came of it.
async fn told(house: &House, staff: &Staff, done: Result<Grouped, StoreError>) -> Answer {
    let wrong = match done.map_err(|error| staff.failed(&error))? {
        Grouped::Yes(_) => return Ok(Redirect::to("/groups").into_response()),
        Grouped::Missing => return Err(staff.missing()),
        Grouped::Stale => (StatusCode::CONFLICT, "groups.wrong.stale"),
        Grouped::NameTaken => (StatusCode::UNPROCESSABLE_ENTITY, "groups.wrong.taken"),
        Grouped::Full => (StatusCode::UNPROCESSABLE_ENTITY, "groups.wrong.full"),
        Grouped::InUse => (StatusCode::CONFLICT, "groups.wrong.used"),
    };
    show(house, staff, Some(wrong)).await
}

const NO_NAME: (StatusCode, &str) = (StatusCode::UNPROCESSABLE_ENTITY, "groups.wrong.name");

/// Makes a group.
pub async fn add(house: State, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Accounts)?;
    let name = fields.get("name").trim();
    if !is_name(name) {
        return show(&house, &staff, Some(NO_NAME)).await;
    }
    let done = store::make_group(&house.act.store, staff.by(), name, &mut rng()).await;
    told(&house, &staff, done).await
}

/// Changes a group: its name, and who is in it.
pub async fn change(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Accounts)?;
    let number = number.parse().map_err(|_| staff.missing())?;
    let acted = fields.number("acted").ok_or_else(|| staff.senseless())?;
    let account =
        || -> Result<AccountId, _> { fields.get("account").parse().map_err(|_| staff.senseless()) };
    let (name, whom);
    let change = match fields.get("go") {
        "name" => {
            name = fields.get("name").trim();
            if !is_name(name) {
                return show(&house, &staff, Some(NO_NAME)).await;
            }
            GroupChange::Name(name)
        }
        "end" => GroupChange::End,
        go @ ("in" | "out") => {
            whom = account()?;
            GroupChange::Member(&whom, go == "in")
        }
        _ => return Err(staff.senseless()),
    };
    let store = &house.act.store;
    let done = store::change_group(store, staff.by(), (number, acted), change, &mut rng()).await;
    told(&house, &staff, done).await
}
