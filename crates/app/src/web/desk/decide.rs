//! `POST /decide`: what becomes of one report, or of many: decided, given to somebody, another level. Nothing is overwritten that
//! somebody else did meanwhile: the form tells what its sender had seen.

use axum::response::{IntoResponse, Redirect};
use model::{AccountId, Clocks, Disposition, Level, Right};
use store::{Acted, Aim, Change};

use super::fields::{Fields, Sent};
use super::refused::{Answer, Refused};
use super::staff::Staff;
use super::{House, State, notice, queue};
use crate::act::rng;

/// Reports that are changed at once, at most.
pub const MOST: usize = 1000;

/// The reports that a form is about: `number_acted` each.
fn aims(fields: &Fields) -> Option<Vec<Aim>> {
    let aim = |text: &str| {
        let (report, acted) = text.split_once('_')?;
        Some(Aim {
            report: report.parse().ok()?,
            acted: acted.parse().ok()?,
        })
    };
    let aims: Vec<Aim> = fields.all("report").map(aim).collect::<Option<_>>()?;
    (!aims.is_empty() && aims.len() <= MOST).then_some(aims)
}

/// What is to become of them; none if that makes no sense.
fn change(fields: &Fields, staff: &Staff, clocks: &Clocks) -> Option<Change> {
    let (what, value) = fields.get("go").split_once(':')?;
    match (what, value) {
        ("decide", word) => word.parse::<Disposition>().ok().map(Change::Decide),
        ("assign", "me") => Some(Change::Assign(Some(*staff.id()))),
        ("assign", "nobody") => Some(Change::Assign(None)),
        ("assign", "to") => {
            let id: AccountId = fields.get("to").parse().ok()?;
            Some(Change::Assign(Some(id)))
        }
        ("level", _) => {
            let level: Level = fields.get("level").parse().ok()?;
            let by = [
                clocks.acknowledge_by(level, staff.now),
                clocks.decide_by(level, staff.now),
            ];
            Some(Change::Level(level, by))
        }
        _ => None,
    }
}

/// Whether somebody can be given reports.
pub async fn is_able(house: &House, staff: &Staff, id: &AccountId) -> Result<bool, Refused> {
    let store = &house.act.store;
    let found = async { store::account_by_id(&mut store.read().await?, store.keys(), id).await };
    let found = found.await.map_err(|error| staff.failed(&error))?;
    Ok(found.is_some_and(|found| queue::is_able(&found.account, staff)))
}

pub async fn post(house: State, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Decide)?;
    if fields.get("report").is_empty() && !fields.get("next").is_empty() {
        let list = notice::page(fields.get("next"), "/queue");
        let to = notice::with(list, "not", notice::NONE);
        return Ok(Redirect::to(&to).into_response());
    }
    let aims = aims(&fields).ok_or_else(|| staff.said("decide.none"))?;
    let change = change(&fields, &staff, &house.act.clocks).ok_or_else(|| staff.senseless())?;
    let reason = fields.reason().map_err(|why| staff.said(why))?;
    if let (Change::Level(level, _), None) = (&change, &reason) {
        let here = notice::page(fields.get("here"), "/queue");
        let to = notice::with(here, "not", notice::REASON);
        let to = notice::with(&to, "level", level);
        return Ok(Redirect::to(&to).into_response());
    }
    if let Change::Assign(Some(id)) = change
        && !is_able(&house, &staff, &id).await?
    {
        return Err(staff.said("decide.nobody"));
    }
    let store = &house.act.store;
    let acted = store::act(
        store,
        staff.by(),
        &aims,
        change,
        reason.as_deref(),
        &mut rng(),
    )
    .await;
    let acted = acted.map_err(|error| staff.failed(&error))?;
    let back = back(&fields, &acted, matches!(change, Change::Decide(_)));
    Ok(Redirect::to(&back).into_response())
}

/// Where one goes on, with what was done: a decided report gives way to the next one, another stays open.
fn back(fields: &Fields, acted: &Acted, is_decided: bool) -> String {
    let here = fields.get("here");
    let next = if is_decided || here.is_empty() {
        fields.get("next")
    } else {
        here
    };
    let mut to = notice::page(next, "/queue").to_owned();
    if let Some(batch) = acted.batch {
        to = notice::with(&to, "done", batch);
    }
    if !acted.stale.is_empty() {
        to = notice::with(&to, "stale", acted.stale.len());
    }
    to
}
