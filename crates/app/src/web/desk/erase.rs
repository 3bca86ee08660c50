//! `/reports/{number}/erase`: what erasing a report takes along and what stays, and the form that does it. It cannot be undone.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use model::{Erasure, Right};
use store::{Erasable, Erased};

use super::State;
use super::fields::Sent;
use super::page::{self, Frame, When, words};
use super::refused::{Answer, Refused};
use super::staff::Staff;
use crate::act::rng;

#[derive(Template)]
#[template(path = "desk/erase.html")]
struct Page<'s> {
    f: Frame<'s>,
    number: u64,
    came: String,
    received: When,
    about: Erasable,
    reasons: &'static [Erasure],
    /// Whether it was tried, and nobody had said why.
    lacks_reason: bool,
}

#[derive(Template)]
#[template(path = "desk/erased.html")]
struct Gone<'s> {
    f: Frame<'s>,
    who: String,
    what: String,
    when: When,
    number: u64,
    /// Whether they may see who did what with it.
    may_watch: bool,
}

/// The page.
pub async fn get(house: State, staff: Staff, Path(number): Path<String>) -> Answer {
    staff.needs(Right::Erase)?;
    let number = number.parse().map_err(|_| staff.missing())?;
    show(&house, &staff, number, StatusCode::OK).await
}

/// Erases it.
pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Erase)?;
    let number: u64 = number.parse().map_err(|_| staff.missing())?;
    let Ok(why) = fields.get("why").parse::<Erasure>() else {
        return show(&house, &staff, number, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let about = find(&house, &staff, number).await?;
    let erased = store::erase(&house.act.store, staff.by(), &about.id, why, &mut rng()).await;
    match erased.map_err(|error| staff.failed(&error))? {
        Erased::Done => Ok(Redirect::to(&format!("/reports/{number}")).into_response()),
        Erased::Held => show(&house, &staff, number, StatusCode::CONFLICT).await,
        Erased::Missing => Err(staff.missing()),
    }
}

/// The report, if it can be erased.
async fn find(house: &State, staff: &Staff, number: u64) -> Result<Erasable, Refused> {
    let about = async { store::erasable(&mut house.act.store.read().await?, number).await };
    let about = about.await.map_err(|error| staff.failed(&error))?;
    about.ok_or_else(|| staff.missing())
}

async fn show(house: &State, staff: &Staff, number: u64, status: StatusCode) -> Answer {
    let about = find(house, staff, number).await?;
    let words = words(staff.lang);
    let page = Page {
        f: Frame {
            title: words.fill("erase.title", &[("n", &number)]),
            ..Frame::new(staff, "queue.title")
        },
        number,
        came: words.of_kind("channel", about.channel.as_str()),
        received: When::day(staff.lang, about.received),
        about,
        reasons: Erasure::ALL,
        lacks_reason: status == StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(page::render(status, &page))
}

/// What is left of a report that was erased: who did it, when, and why. None if it was not.
pub async fn gone(house: &State, staff: &Staff, number: u64) -> Option<Answer> {
    let store = &house.act.store;
    let found = async {
        let mut read = store.read().await?;
        let mut acts = store::acts_on(&mut read, store.keys(), number).await?;
        acts.retain(|act| act.kind.is_erasing());
        let names = super::view::Names::of(&mut read, store.keys()).await?;
        Ok(acts.pop().map(|act| (names.get(&act.account), act)))
    };
    let (who, act) = match found.await {
        Ok(found) => found?,
        Err(error) => return Some(Err(staff.failed(&error))),
    };
    let words = words(staff.lang);
    let page = Gone {
        f: Frame {
            title: words.fill("erased.title", &[("n", &number)]),
            ..Frame::new(staff, "queue.title")
        },
        who,
        what: words.of_kind("act", act.kind.as_str()),
        when: When::ago(staff.lang, act.at, staff.now),
        number,
        may_watch: staff.may(Right::Journal),
    };
    Some(Ok(page::render(StatusCode::GONE, &page)))
}
