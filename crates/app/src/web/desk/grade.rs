//! `POST /incidents/{number}/grade`: how far the sources of reports can be relied on, as people judge it. Nothing is overwritten that
//! somebody else said meanwhile: the form tells what its sender had seen.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use model::{Reliability, Right};
use store::Aim;

use super::State;
use super::fields::{Fields, Sent};
use super::refused::Answer;
use crate::act::rng;

/// Reports whose sources are graded at once, at most.
const MOST: usize = 1000;

/// The reports that are selected, each with what was said last of its source: `seen` is `number_acted` of every report.
fn aims(fields: &Fields) -> Option<Vec<Aim>> {
    let seen = |text: &str| {
        let (report, acted) = text.split_once('_')?;
        Some((report.parse().ok()?, acted.parse().ok()?))
    };
    let seen: std::collections::HashMap<u64, u64> =
        fields.all("seen").map(seen).collect::<Option<_>>()?;
    let aim = |text: &str| {
        let report = text.parse().ok()?;
        let acted = *seen.get(&report)?;
        Some(Aim { report, acted })
    };
    let aims: Vec<Aim> = fields.all("report").map(aim).collect::<Option<_>>()?;
    (!aims.is_empty() && aims.len() <= MOST).then_some(aims)
}

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Link)?;
    let number: u64 = number.parse().map_err(|_| staff.missing())?;
    let aims = aims(&fields).ok_or_else(|| staff.said("decide.none"))?;
    let grade: Reliability =
        (fields.get("grade").parse()).map_err(|()| staff.said("grade.none"))?;
    let reason = fields.reason(&staff)?;
    let reason = reason.ok_or_else(|| staff.said("grade.reason"))?;
    let store = &house.act.store;
    let mut rng = rng();
    let graded = store::grade_sources(store, staff.by(), &aims, grade, &reason, &mut rng).await;
    let acted = graded.map_err(|error| staff.failed(&error))?;
    let Some(batch) = acted.batch else {
        return Err(staff.said("grade.stale"));
    };
    let stale = acted.stale.len();
    let to = format!("/incidents/{number}?done={batch}&stale={stale}#reports");
    Ok(Redirect::to(&to).into_response())
}
