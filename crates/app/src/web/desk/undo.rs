//! `POST /undo`: takes back what was done, the last thing or a named one, but where somebody did something else since.

use axum::response::{IntoResponse, Redirect};
use model::Right;
use store::StoreError;

use super::fields::{Fields, Sent};
use super::notice;
use super::refused::Answer;
use super::staff::Staff;
use super::{House, State};
use crate::act::rng;

pub async fn post(house: State, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Decide)?;
    let undone = undone(&house, &staff, &fields).await;
    let undone = undone.map_err(|error| staff.failed(&error))?;
    let to = match undone {
        Ok((batch, reports)) => {
            let back = notice::page(fields.get("back"), "/queue?show=open");
            let back = standing(&house, back, &reports).await;
            let back = back.map_err(|error| staff.failed(&error))?;
            let to = notice::with(&back, "done", batch);
            match reports.as_slice() {
                [only] if back.starts_with("/queue") && !back.contains("&at=") => {
                    notice::with(&to, "at", only)
                }
                _ => to,
            }
        }
        // what was open stays open
        Err(why) => {
            let here = notice::page(fields.get("here"), "/queue?show=open");
            notice::with(here, "not", why)
        }
    };
    Ok(Redirect::to(&to).into_response())
}

/// What was undone, and with which reports; or why nothing was.
async fn undone(
    house: &House,
    staff: &Staff,
    fields: &Fields,
) -> Result<Result<(u64, Vec<u64>), &'static str>, StoreError> {
    let store = &house.act.store;
    let batch = match fields.get("batch") {
        "" => store::last_batch(&mut store.read().await?, staff.id()).await?,
        number => number.parse().ok(),
    };
    let Some(batch) = batch else {
        return Ok(Err(notice::NOTHING));
    };
    let others = staff.may(Right::UndoOthers);
    let undone = store::undo(store, staff.by(), batch, others, &mut rng()).await?;
    Ok(match undone {
        None => Err(notice::NOTHING),
        Some(undone) if undone.done.is_empty() => Err(notice::SINCE),
        Some(undone) => Ok((batch, undone.done)),
    })
}

/// A page, as long as there is something on it: the incident that was undone is now where its reports are.
async fn standing(house: &House, page: &str, reports: &[u64]) -> Result<String, StoreError> {
    let number = page.strip_prefix(notice::INCIDENTS);
    let Some(incident) = number.and_then(|number| number.parse().ok()) else {
        return Ok(page.to_owned());
    };
    let store = &house.act.store;
    let mut read = store.read().await?;
    if !store::reports_of(&mut read, incident, 1).await?.is_empty() {
        return Ok(page.to_owned());
    }
    let first = reports.get(..1).unwrap_or_default();
    let glances = store::glances(&mut read, store.keys(), first).await?;
    let now = glances.first().and_then(|glance| glance.incident);
    Ok(now.map_or_else(
        || "/queue?show=open".to_owned(),
        |now| format!("{}{now}", notice::INCIDENTS),
    ))
}
