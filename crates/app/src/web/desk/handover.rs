//! `POST /handover`: all that somebody has is somebody else's from now on, as one act that is undone as one: the end of a shift.

use axum::response::{IntoResponse, Redirect};
use model::{AccountId, Right};
use store::{Aim, Change, Position, Show, StoreError};

use super::decide::{MOST, is_able};
use super::fields::{Fields, Sent};
use super::notice::{self, Again};
use super::refused::{Answer, Why};
use super::staff::Staff;
use super::{House, State, queue};
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
    match handed(&house, &staff, &fields).await {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(Why::Refused(refused)) => Err(refused),
        Err(Why::Said(why)) => {
            let again = Again {
                why,
                form: "handover",
                fields,
            };
            queue::show(&house, &staff, &Fields::of(&[("show", "mine")]), again).await
        }
    }
}

/// Where one goes on once it was handed over.
async fn handed(house: &House, staff: &Staff, fields: &Fields) -> Result<String, Why> {
    let id = |name| -> Option<AccountId> { fields.get(name).parse().ok() };
    let from = id("from").unwrap_or(*staff.id());
    let to = id("to").ok_or_else(|| staff.senseless())?;
    if from == to {
        return Err("handover.same".into());
    }
    let reason = fields.reason()?;
    if !is_able(house, staff, &to).await? {
        return Err("decide.nobody".into());
    }
    let aims = held(house, from).await;
    let aims = aims.map_err(|error| staff.failed(&error))?;
    if aims.is_empty() {
        return Err("handover.none".into());
    }
    let (store, change) = (&house.act.store, Change::Assign(Some(to)));
    let reason = reason.as_deref();
    let acted = store::act(store, staff.by(), &aims, change, reason, &mut rng()).await;
    let acted = acted.map_err(|error| staff.failed(&error))?;
    let mut to = "/queue?show=mine".to_owned();
    if let Some(batch) = acted.batch {
        to = notice::with(&to, "done", batch);
    }
    if !acted.stale.is_empty() {
        to = notice::with(&to, "stale", acted.stale.len());
    }
    Ok(to)
}
