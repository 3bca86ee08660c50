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
    let incident = incident(&house, &fields).await;
    let incident = incident.map_err(|error| staff.failed(&error))?;
    let page = |name| match incident {
        Some(number) => format!("/incidents/{number}"),
        None => notice::page(fields.get(name), "/queue?show=open").to_owned(),
    };
    let to = match undone {
        Ok((batch, reports)) => {
            let back = page("back");
            let to = notice::with(&back, "done", batch);
            match reports.as_slice() {
                [only] if back.starts_with("/queue") && !back.contains("&at=") => {
                    notice::with(&to, "at", only)
                }
                _ => to,
            }
        }
        // what was open stays open
        Err(why) if fields.get("here").is_empty() => notice::with(&page("back"), "not", why),
        Err(why) => notice::with(&page("here"), "not", why),
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

/// The incident on whose page it was undone, if that is still there.
async fn incident(house: &House, fields: &Fields) -> Result<Option<u64>, StoreError> {
    let Some(incident) = fields.number("incident") else {
        return Ok(None);
    };
    let mut read = house.act.store.read().await?;
    let left = store::reports_of(&mut read, incident, 1).await?;
    Ok((!left.is_empty()).then_some(incident))
}
