//! `/cases/{number}/notes`: a note, for the members of the case alone.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use model::Right;
use model::case::part::Part;

use super::view::{Said, Showing};
use super::{State, found, part_of, within};
use crate::act::case;
use crate::web::desk::fields::Sent;
use crate::web::desk::page::{self, Frame};
use crate::web::desk::refused::Answer;
use crate::web::desk::staff::Staff;
use crate::web::desk::view::Names;

#[derive(Template)]
#[template(path = "desk/case/note.html")]
struct Whole<'s> {
    f: Frame<'s>,
    number: u64,
    n: Said,
}

/// A note that is too long for the page of its case.
pub async fn get(
    house: State,
    staff: Staff,
    Path((number, part)): Path<(String, String)>,
) -> Answer {
    let found = found(&house, &staff, &number).await?;
    let (part, note) = part_of(&staff, &found, &part, Part::Note)?;
    let store = &house.act.store;
    let names = async { Names::of(&mut store.read().await?, store.keys()).await };
    let names = names.await.map_err(|error| staff.failed(&error))?;
    let showing = Showing {
        staff: &staff,
        names: &names,
    };
    let page = Whole {
        f: Frame {
            here: "cases.title",
            ..Frame::new(&staff, "note.title")
        },
        number: found.number,
        n: showing.note(part, note),
    };
    Ok(page::render(StatusCode::OK, &page))
}

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    sent.staff.needs(Right::Open)?;
    let text = sent.fields.text("text").unwrap_or_default();
    within(&house, &sent, &number, "#notes", |_| case::note(&text)).await
}
