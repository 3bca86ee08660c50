//! `POST /handover`: all that somebody has is somebody else's from now on, as one act that is undone as one: the end of a shift.

use axum::response::{IntoResponse, Redirect};
use model::{AccountId, Right};
use store::{Aim, Change, Position, Show, StoreError};

use super::decide::{MOST, needs_able};
use super::fields::Sent;
use super::refused::Answer;
use super::{House, State};
use crate::act::rng;

/// The reports that somebody has, as they are now; no more than can be given at once.
async fn held(house: &House, whose: AccountId) -> Result<Vec<Aim>, StoreError> {
    let mut read = house.act.store.read().await?;
    let show = Show::Of(whose);
    let works = store::queue(&mut read, show, Position::FIRST, MOST as u32).await?;
    let aim = |work: &store::Work| Aim {
        report: work.report,
        acted: work.acted,
    };
    Ok(works.iter().map(aim).collect())
}

pub async fn post(house: State, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Decide)?;
    let id = |name| -> Option<AccountId> { fields.get(name).parse().ok() };
    let from = id("from").unwrap_or(*staff.id());
    let to = id("to").ok_or_else(|| staff.senseless())?;
    if from == to {
        return Err(staff.said("handover.same"));
    }
    let reason = fields.reason(&staff)?;
    needs_able(&house, &staff, &to).await?;
    let aims = held(&house, from).await;
    let aims = aims.map_err(|error| staff.failed(&error))?;
    if aims.is_empty() {
        return Err(staff.said("handover.none"));
    }
    let (store, change) = (&house.act.store, Change::Assign(Some(to)));
    let reason = reason.as_deref();
    let acted = store::act(store, staff.by(), &aims, change, reason, &mut rng()).await;
    let acted = acted.map_err(|error| staff.failed(&error))?;
    let mut to = "/queue?show=mine".to_owned();
    if let Some(batch) = acted.batch {
        to += &format!("&done={batch}");
    }
    if !acted.stale.is_empty() {
        to += &format!("&stale={}", acted.stale.len());
    }
    Ok(Redirect::to(&to).into_response())
}
