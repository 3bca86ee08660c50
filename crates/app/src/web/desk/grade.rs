//! `POST /incidents/{number}/grade`: how far the sources of reports can be relied on, as people judge it. Nothing is overwritten that
//! somebody else said meanwhile: the form tells what its sender had seen.

use axum::extract::Path;
use model::{Reliability, Right};
use store::Aim;

use super::fields::{Fields, Sent};
use super::moves::FORM;
use super::refused::{Answer, Why};
use super::{House, State, incident};
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
    sent.staff.needs(Right::Link)?;
    let number: u64 = number.parse().map_err(|_| sent.staff.missing())?;
    let graded = graded(&house, &sent, number).await;
    incident::answered(&house, sent, number, (FORM, graded)).await
}

/// Where one goes on once sources were graded.
async fn graded(house: &House, Sent { staff, fields }: &Sent, number: u64) -> Result<String, Why> {
    let aims = aims(fields).ok_or("decide.none")?;
    let grade: Reliability = fields.get("grade").parse().map_err(|()| "grade.none")?;
    let reason = fields.reason()?.ok_or("grade.reason")?;
    let (store, mut rng) = (&house.act.store, rng());
    let graded = store::grade_sources(store, staff.by(), &aims, grade, &reason, &mut rng).await;
    let acted = graded.map_err(|error| staff.failed(&error))?;
    let batch = acted.batch.ok_or("grade.stale")?;
    let stale = acted.stale.len();
    Ok(format!(
        "/incidents/{number}?done={batch}&stale={stale}#reports"
    ))
}
