//! `POST /undo`: takes back what was done, the last thing or a named one, but where somebody did something else since.

use axum::response::{IntoResponse, Redirect};
use model::Right;
use store::StoreError;

use super::fields::{Fields, Sent};
use super::refused::Answer;
use super::{House, State};
use crate::act::rng;

pub async fn post(house: State, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Decide)?;
    let store = &house.act.store;
    let batch = match fields.get("batch") {
        "" => {
            let last = async { store::last_batch(&mut store.read().await?, staff.id()).await };
            last.await.map_err(|error| staff.failed(&error))?
        }
        number => number.parse().ok(),
    };
    let batch = batch.ok_or_else(|| staff.said("undo.nothing"))?;
    let others = staff.may(Right::UndoOthers);
    let undone = store::undo(store, staff.by(), batch, others, &mut rng()).await;
    let undone = undone.map_err(|error| staff.failed(&error))?;
    let undone = undone.ok_or_else(|| staff.said("undo.nothing"))?;
    if undone.done.is_empty() {
        return Err(staff.said("undo.stale"));
    }
    let here = incident(&house, &fields).await;
    if let Some(incident) = here.map_err(|error| staff.failed(&error))? {
        let to = format!("/incidents/{incident}?done={batch}");
        return Ok(Redirect::to(&to).into_response());
    }
    let back = Some(fields.get("back")).filter(|back| back.starts_with("/queue?"));
    let mut to = format!("{}&done={batch}", back.unwrap_or("/queue?show=open"));
    if let [only] = undone.done.as_slice() {
        to += &format!("&at={only}");
    }
    Ok(Redirect::to(&to).into_response())
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
