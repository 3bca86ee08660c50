//! `/cases/{number}/people`: somebody about whom something is kept: in the holding bin until nothing is missing.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use model::case::label::Sensitivity;
use model::case::part::Part;
use model::case::retention::Due;
use model::case::subject::{Category, Identity, Nature};
use model::{Credibility, Reliability, Right};

use super::{State, aim, found, maybe, part_of, within};
use crate::act::case::{self, Kept, Person};
use crate::web::desk::fields::{Fields, Sent};
use crate::web::desk::page::{self, Frame, words};
use crate::web::desk::refused::{Answer, Refused};
use crate::web::desk::staff::Staff;

#[derive(Template)]
#[template(path = "desk/case/person.html")]
struct Form<'s> {
    f: Frame<'s>,
    number: u64,
    /// Where the form is sent.
    to: String,
    acted: u64,
    p: Person,
    facts: String,
    made: String,
    categories: &'static [Category],
    identities: &'static [Identity],
    sensitivities: &'static [Sensitivity],
    reliabilities: &'static [Reliability],
    validities: &'static [Credibility],
}

/// An empty form.
pub async fn new(house: State, staff: Staff, Path(number): Path<String>) -> Answer {
    staff.needs(Right::Case)?;
    let found = found(&house, &staff, &number).await?;
    let to = format!("/cases/{}/people", found.number);
    Ok(form(&staff, found.number, to, 0, Person::new(staff.now)))
}

/// The form of somebody who is there.
pub async fn get(
    house: State,
    staff: Staff,
    Path((number, part)): Path<(String, String)>,
) -> Answer {
    staff.needs(Right::Case)?;
    let found = found(&house, &staff, &number).await?;
    let (part, person): (_, Person) = part_of(&staff, &found, &part, Part::Person)?;
    if person.retention().due(staff.now) == Due::Over {
        return Err(staff.said("keep.over"));
    }
    let to = format!("/cases/{}/people/{}", found.number, part.place);
    Ok(form(&staff, found.number, to, part.acted, person))
}

fn form(staff: &Staff, number: u64, to: String, acted: u64, p: Person) -> axum::response::Response {
    let lines = |nature: Nature| {
        let of = p.statements.iter().filter(|one| one.nature == nature);
        let texts: Vec<&str> = of.map(|one| one.text.as_str()).collect();
        texts.join("\n")
    };
    let page = Form {
        f: Frame {
            title: words(staff.lang).fill("person.title", &[("n", &number)]),
            ..Frame::new(staff, "cases.title")
        },
        number,
        to,
        acted,
        facts: lines(Nature::Fact),
        made: lines(Nature::Assessment),
        p,
        categories: Category::ALL,
        identities: Identity::ALL,
        sensitivities: Sensitivity::ALL,
        reliabilities: Reliability::ALL,
        validities: Credibility::ALL,
    };
    page::render(StatusCode::OK, &page)
}

fn kept(staff: &Staff, fields: &Fields) -> Result<Kept, Refused> {
    let text = |name: &str| fields.text(name).unwrap_or_default();
    let person = Person {
        name: text("name"),
        category: maybe(staff, fields, "category")?,
        identity: maybe(staff, fields, "identity")?,
        statements: case::statements(&text("facts"), &text("made")),
        activity: text("activity"),
        statute: text("statute"),
        is_trained: fields.get("trained") == "yes",
        is_lawful: fields.get("lawful") == "yes",
        sensitivity: maybe(staff, fields, "sensitivity")?,
        reliability: maybe(staff, fields, "reliability")?,
        validity: maybe(staff, fields, "validity")?,
        control: text("control"),
        ..Person::new(staff.now)
    };
    Ok(Kept { person })
}

pub async fn add(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Case)?;
    let kept = kept(staff, fields)?;
    let by = staff.by();
    within(&house, &sent, &number, "#people", |case| {
        case::keep_person(case, by, None, kept)
    })
    .await
}

pub async fn change(
    house: State,
    Path((number, part)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Case)?;
    let aim = aim(staff, &part, fields)?;
    let kept = kept(staff, fields)?;
    let by = staff.by();
    within(&house, &sent, &number, "#people", |case| {
        case::keep_person(case, by, Some(aim), kept)
    })
    .await
}
