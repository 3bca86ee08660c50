//! `POST /cases/{number}/measures`: a measure is proposed, and with its place changed or led on.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use model::case::measure::Consent;
use model::case::part::Part;
use model::{AccountId, Right};

use super::view::{Protection, Showing};
use super::{
    House, Stands, State, aim, attempt, day, found, maybe, part_of, somebody, stood, word,
};
use crate::act::case::{self, No, Plan};
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
    /// Where it is sent, and the page that shows it.
    to: String,
    back: String,
    /// The measure as it is; none if it is new.
    m: Option<Protection>,
    members: Vec<(AccountId, String)>,
    consents: &'static [Consent],
    typed: Fields,
    against: Option<Stands>,
}

impl Form<'_> {
    /// What stands against a field, in words.
    fn lacks(&self, gaps: &[&str]) -> Option<&str> {
        let against = self.against.as_ref()?;
        gaps.iter().find_map(|gap| against.told(gap))
    }
}

/// The form by which a measure is changed or led on.
pub async fn get(
    house: State,
    staff: Staff,
    Path((number, part)): Path<(String, String)>,
) -> Answer {
    staff.needs(Right::Case)?;
    form(&house, &staff, (&number, Some(&part)), None).await
}

/// The form, with what was typed into it and what stands against that, if it was refused.
async fn form(
    house: &House,
    staff: &Staff,
    (number, part): (&str, Option<&str>),
    refused: Option<(Fields, No)>,
) -> Answer {
    let found = found(house, staff, number).await?;
    let store = &house.act.store;
    let names = async { Names::of(&mut store.read().await?, store.keys()).await };
    let names = names.await.map_err(|error| staff.failed(&error))?;
    let showing = Showing {
        staff,
        names: &names,
    };
    let m = match part {
        Some(place) => {
            let (part, planned) = part_of(staff, &found, place, Part::Measure)?;
            Some(showing.measure(part, planned))
        }
        None => None,
    };
    let (typed, no) = match (refused, &m) {
        (Some((typed, no)), _) => (typed, Some(no)),
        (None, Some(m)) => (kept(m), None),
        (None, None) => (Fields::default(), None),
    };
    let (status, against) = stood(staff, no.as_ref());
    let f = Frame::new(staff, "cases.title");
    let case = format!("/cases/{}", found.number);
    let (measure, to, back) = match &m {
        Some(m) => {
            let own = format!("{case}/measures/{}", m.place);
            (m.measure, own.clone(), own)
        }
        None => {
            let new = word(staff, &typed, "measure")?;
            (new, format!("{case}/measures"), case)
        }
    };
    let title = f.of("measure", measure);
    let page = Form {
        f: Frame { title, ..f },
        number: found.number,
        to,
        back,
        m,
        members: showing.members(&found),
        consents: Consent::ALL,
        typed,
        against,
    };
    Ok(page::render(status, &page))
}

/// What a measure is, as its form has it.
fn kept(m: &Protection) -> Fields {
    let owner = m.owner.map(|id| id.to_string()).unwrap_or_default();
    Fields::of(&[
        ("text", &m.text),
        ("owner", &owner),
        ("due", &m.due_day),
        ("review", &m.review_day),
        ("consent", m.consent.as_str()),
        ("consent_reason", &m.consent_reason),
    ])
}

/// What came of a form: it again, if it lacks something.
async fn answered(
    house: &House,
    sent: Sent,
    places: (&str, Option<&str>),
    done: Result<Response, (u64, No)>,
) -> Answer {
    match done {
        Ok(done) => Ok(done),
        Err((_, no)) => form(house, &sent.staff, places, Some((sent.fields, no))).await,
    }
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
    let done = attempt(&house, &sent, &number, "#measures", |case| {
        case::plan_measure(case, measure, plan)
    });
    let done = done.await?;
    answered(&house, sent, (&number, None), done).await
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
    let done = attempt(&house, &sent, &number, "#measures", |case| {
        case::change_measure(case, aim, plan, to, &reason)
    });
    let done = done.await?;
    answered(&house, sent, (&number, Some(&part)), done).await
}
