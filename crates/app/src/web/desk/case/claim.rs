//! `/cases/{number}/claims`: claims of the incident are accepted as known. The form tells what its sender saw: what the picture says
//! otherwise meanwhile is not accepted.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use model::Right;
use store::{Case, StoreError};

use super::told::Claimed;
use super::view::Showing;
use super::{House, State, found, within};
use crate::act::case::{self, Accepted};
use crate::act::{self, Drawn};
use crate::output::{self, ClaimLine};
use crate::web::desk::fields::Sent;
use crate::web::desk::incident::DRAWN;
use crate::web::desk::page::{self, Frame, Lang, words};
use crate::web::desk::refused::Answer;
use crate::web::desk::staff::Staff;
use crate::web::desk::view::Names;

#[derive(Template)]
#[template(path = "desk/case/claim.html")]
struct Form<'s> {
    f: Frame<'s>,
    number: u64,
    claims: Vec<Offered>,
}

/// A claim that can be accepted.
struct Offered {
    /// By which the form names it, as it is now.
    key: String,
    is_there: bool,
    is: Claimed,
}

/// The form.
pub async fn get(house: State, staff: Staff, Path(number): Path<String>) -> Answer {
    staff.needs(Right::Case)?;
    let found = found(&house, &staff, &number).await?;
    let claims = offered(&house, &found).await;
    let claims = claims.map_err(|error| staff.failed(&error))?;
    let store = &house.act.store;
    let names = async { Names::of(&mut store.read().await?, store.keys()).await };
    let names = names.await.map_err(|error| staff.failed(&error))?;
    let showing = Showing {
        staff: &staff,
        names: &names,
    };
    let offer = |claim: Accepted| Offered {
        key: key(&claim),
        is_there: case::accepted(&found).any(|(_, known)| known.en == claim.en),
        is: showing.claim(&claim),
    };
    let page = Form {
        f: Frame {
            title: words(staff.lang).fill("claim.title", &[("n", &found.number)]),
            ..Frame::new(&staff, "cases.title")
        },
        number: found.number,
        claims: claims.into_iter().map(offer).collect(),
    };
    Ok(page::render(StatusCode::OK, &page))
}

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Case)?;
    let found = found(&house, staff, &number).await?;
    let claims = offered(&house, &found).await;
    let mut claims = claims.map_err(|error| staff.failed(&error))?;
    let mut accepted = Vec::new();
    for asked in fields.all("claim") {
        let at = claims.iter().position(|claim| key(claim) == asked);
        let at = at.ok_or_else(|| staff.said("claim.stale"))?;
        accepted.push(claims.swap_remove(at));
    }
    let reason = fields.text("reason").unwrap_or_default();
    within(&house, &sent, &number, "#claims", |case| {
        case::accept(case, &accepted, &reason)
    })
    .await
}

/// A claim with what may change of it.
fn key(claim: &Accepted) -> String {
    format!("{}_{}_{}", claim.origins, claim.credibility, claim.en)
}

/// The claims of the incident that a case was opened from, as they are now.
async fn offered(house: &House, case: &Case) -> Result<Vec<Accepted>, StoreError> {
    let Some(incident) = case.incident else {
        return Ok(Vec::new());
    };
    let store = &house.act.store;
    let now = async { store::incident_now(&mut store.read().await?, incident).await };
    let drawn = act::drawn(store, now.await?, DRAWN).await?;
    let lines = |lang: Lang| output::claims(&drawn.analysis, lang.language());
    let both = lines(Lang::En).into_iter().zip(lines(Lang::Es));
    Ok(both.filter_map(|(en, es)| of(&drawn, en, es)).collect())
}

fn of(drawn: &Drawn, en: ClaimLine, es: ClaimLine) -> Option<Accepted> {
    Some(Accepted {
        report: *drawn.places.get(en.report)?,
        en: en.statement,
        es: es.statement,
        quote: en.quote,
        name: en.name,
        voice: en.voice,
        reports: en.reports,
        origins: en.origins,
        is_contested: en.is_contested,
        credibility: en.credibility,
    })
}
