//! `POST /cases/{number}/measures`: a measure is proposed, and with its place changed or led on.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use model::case::measure::Consent;
use model::case::part::Part;
use model::{AccountId, Right};

use super::view::{Protection, Showing};
use super::{State, aim, day, found, maybe, part_of, somebody, within, word};
use crate::act::case::{self, Plan};
use crate::web::desk::fields::{Fields, Sent};
use crate::web::desk::page::{self, Frame};
use crate::web::desk::refused::{Answer, Refused};
use crate::web::desk::staff::Staff;
use crate::web::desk::view::Names;

#[derive(Template)]
#[template(path = "desk/case/measure.html")]
struct Form<'s> {
    f: Frame<'s>,
    number: u64,
    m: Protection,
    members: Vec<(AccountId, String)>,
    consents: &'static [Consent],
}

/// The form by which a measure is changed or led on.
pub async fn get(
    house: State,
    staff: Staff,
    Path((number, part)): Path<(String, String)>,
) -> Answer {
    staff.needs(Right::Case)?;
    let found = found(&house, &staff, &number).await?;
    let (part, planned) = part_of(&staff, &found, &part, Part::Measure)?;
    let store = &house.act.store;
    let names = async { Names::of(&mut store.read().await?, store.keys()).await };
    let names = names.await.map_err(|error| staff.failed(&error))?;
    let showing = Showing {
        staff: &staff,
        names: &names,
    };
    let m = showing.measure(part, planned);
    let f = Frame::new(&staff, "cases.title");
    let page = Form {
        f: Frame {
            title: f.of("measure", m.measure),
            ..f
        },
        number: found.number,
        m,
        members: showing.members(&found),
        consents: Consent::ALL,
    };
    Ok(page::render(StatusCode::OK, &page))
}

fn plan(staff: &Staff, fields: &Fields) -> Result<Plan, Refused> {
    Ok(Plan {
        text: fields.text("text").unwrap_or_default(),
        owner: somebody(staff, fields, "owner")?,
        due: day(staff, fields, "due")?,
        consent: word(staff, fields, "consent")?,
        consent_reason: fields.text("consent_reason").unwrap_or_default(),
        review: day(staff, fields, "review")?,
    })
}

pub async fn add(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Case)?;
    let measure = word(staff, fields, "measure")?;
    let plan = plan(staff, fields)?;
    within(&house, &sent, &number, "#measures", |case| {
        case::plan_measure(case, measure, plan)
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
    let plan = plan(staff, fields)?;
    let to = maybe(staff, fields, "go")?;
    let reason = fields.text("reason").unwrap_or_default();
    within(&house, &sent, &number, "#measures", |case| {
        case::change_measure(case, aim, plan, to, &reason)
    })
    .await
}
