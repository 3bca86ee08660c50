//! `POST /undo`: takes back what was done, the last thing or a named one, but where somebody did something else since.

use axum::response::{IntoResponse, Redirect};
use model::Right;

use super::State;
use super::fields::Sent;
use super::refused::Answer;
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
    let to = match undone.done.as_slice() {
        [only] => format!("/queue?at={only}"),
        _ => "/queue".to_owned(),
    };
    Ok(Redirect::to(&to).into_response())
}
