//! `/cases/{number}/releases`: somebody outside is told something: by agreement, or since somebody may come to harm now. What stands
//! against it is named; what happens is written down.

use std::fmt::Display;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use model::case::part::Part;
use model::case::release::{Basis, Content as What, Recipient};
use model::{Right, Tlp};
use store::{Case, StoreError};

use super::{House, Stands, State, aim, attempt, day, found, maybe, stood, within, word};
use crate::act::case::{self, Agreement, No, Person, Released};
use crate::web::desk::fields::{Fields, Sent};
use crate::web::desk::page::{self, Frame, words};
use crate::web::desk::refused::{Answer, Refused};
use crate::web::desk::staff::Staff;
use crate::web::desk::text::visible;
use crate::{act, output};

/// Reports of the incident that are asked how many origins stand behind it.
const SKIMMED: u32 = 40;

#[derive(Template)]
#[template(path = "desk/case/release.html")]
struct Form<'s> {
    f: Frame<'s>,
    number: u64,
    recipients: &'static [Recipient],
    contents: &'static [What],
    markings: &'static [Tlp],
    grounds: &'static [Basis],
    people: Vec<(u64, String)>,
    typed: &'s Fields,
    against: Option<Stands>,
}

/// The form.
pub async fn get(house: State, staff: Staff, Path(number): Path<String>) -> Answer {
    staff.needs(Right::Case)?;
    let found = found(&house, &staff, &number).await?;
    Ok(form(&staff, &found, &Fields::default(), None))
}

/// The form, with what was typed into it and what stands against that, if it was refused.
fn form(staff: &Staff, case: &Case, typed: &Fields, no: Option<&No>) -> Response {
    let people = case.parts.iter().filter(|part| part.kind == Part::Person);
    let named = people.filter_map(|part| {
        let person: Person = case::content(&part.body)?;
        Some((part.place, visible(&output::short(&person.name, 80))))
    });
    let (status, against) = stood(staff, no);
    let page = Form {
        f: Frame {
            title: words(staff.lang).fill("release.title", &[("n", &case.number)]),
            ..Frame::new(staff, "cases.title")
        },
        number: case.number,
        recipients: Recipient::ALL,
        contents: What::ALL,
        markings: Tlp::ALL,
        grounds: Basis::ALL,
        people: named.collect(),
        typed,
        against,
    };
    page::render(status, &page)
}

impl Form<'_> {
    /// Whether something is chosen: what was, or else what is offered first.
    fn chose(&self, field: &str, one: impl Display, first: impl Display) -> bool {
        match self.typed.get(field) {
            "" => one.to_string() == first.to_string(),
            chosen => one.to_string() == chosen,
        }
    }

    /// What stands against a field, in words.
    fn lacks(&self, gap: &str) -> Option<&str> {
        self.against.as_ref()?.told(gap)
    }
}

fn told(staff: &Staff, fields: &Fields) -> Result<Released, Refused> {
    let text = |name: &str| fields.text(name).unwrap_or_default();
    let basis: Basis = word(staff, fields, "ground")?;
    let reference = fields.text("agreement");
    let agreement = match reference {
        // the end of a day before it began, so that it holds on its first
        Some(reference) => Some(Agreement {
            reference,
            from: day(staff, fields, "from")?.map_or(i64::MAX, |end| end - (model::DAY - 1)),
            until: day(staff, fields, "until")?,
        }),
        None => None,
    };
    Ok(Released {
        recipient: text("recipient"),
        kind: word(staff, fields, "kind")?,
        content: word(staff, fields, "content")?,
        about: maybe(staff, fields, "about")?,
        what: text("what"),
        marking: word(staff, fields, "marking")?,
        need: text("need"),
        right: text("right"),
        agreement,
        is_agreed: fields.get("agreed") == "yes",
        danger: (basis == Basis::Danger).then(|| text("danger")),
        basis: None,
        correction: None,
    })
}

/// How many independent origins stand behind what the case is about.
async fn origins(house: &House, incident: Option<u64>) -> Result<usize, StoreError> {
    let Some(incident) = incident else {
        return Ok(0);
    };
    let analysis = act::picture(&house.act.store, incident, SKIMMED).await?;
    let claims = analysis.picture.claims.iter();
    Ok(claims.map(|one| one.independent_origins).max().unwrap_or(0))
}

pub async fn add(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Case)?;
    let told = told(staff, fields)?;
    let found = found(&house, staff, &number).await?;
    let origins = origins(&house, found.incident).await;
    let origins = origins.map_err(|error| staff.failed(&error))?;
    let by = staff.by();
    let told = attempt(&house, &sent, &number, "#releases", |case| {
        case::tell(case, by, told, origins)
    });
    match told.await? {
        Ok(told) => Ok(told),
        Err((_, no)) => Ok(form(staff, &found, fields, Some(&no))),
    }
}

/// The recipient was told of a correction.
pub async fn corrected(
    house: State,
    Path((number, part)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Case)?;
    let aim = aim(staff, &part, fields)?;
    let by = staff.by();
    within(&house, &sent, &number, "#releases", |case| {
        case::tell_correction(case, by, aim)
    })
    .await
}
