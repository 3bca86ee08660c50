//! What was just done or undone, said above the page on which one goes on.

use model::Right;
use store::StoreError;

use super::House;
use super::fields::Fields;
use super::page::words;
use super::report;
use super::staff::Staff;
use super::view::Names;

/// What was done, and by which it is undone.
pub struct Notice {
    /// To which reports, and what.
    pub told: String,
    /// Its number; empty if it was undone already, and what was done before it comes next.
    pub batch: String,
}

/// What the address of a page says was done, if whoever asks may undo it.
pub async fn of(
    house: &House,
    staff: &Staff,
    asked: &Fields,
) -> Result<Option<Notice>, StoreError> {
    let Some(batch) = asked.number("done").filter(|_| staff.may(Right::Decide)) else {
        return Ok(None);
    };
    let store = &house.act.store;
    let mut read = store.read().await?;
    let found = store::done_at_once(&mut read, store.keys(), batch).await?;
    let theirs = |act: &store::Act| act.account == *staff.id() || staff.may(Right::UndoOthers);
    let Some((act, count)) = found.filter(|(act, _)| theirs(act)) else {
        return Ok(None);
    };
    let names = Names::of(&mut read, store.keys()).await?;
    drop(read);
    let (words, is_undone) = (words(staff.lang), act.is_undone);
    let which = match act.report {
        Some(report) if count == 1 => words.fill("report.title", &[("n", &report)]),
        _ => words.count("incidents.reports", count as usize, &[("n", &count)]),
    };
    let what = report::done(staff, &names, act).what;
    let told = format!("{which} · {what}");
    Ok(Some(Notice {
        told: if is_undone {
            words.fill("done.undone", &[("what", &told)])
        } else {
            told
        },
        batch: if is_undone {
            String::new()
        } else {
            batch.to_string()
        },
    }))
}
