//! What was just done or undone, or why it was not, said above the page on which one goes on.

use std::fmt::Display;

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

/// Why nothing was done: as an address says it, and as a page does.
const WHY: [(&str, &str); 3] = [
    (NOTHING, "undo.nothing"),
    (SINCE, "undo.stale"),
    (REASON, "decide.reason.missing"),
];

/// There is nothing to undo.
pub const NOTHING: &str = "nothing";
/// Somebody did something else since.
pub const SINCE: &str = "since";
/// There is no reason.
pub const REASON: &str = "reason";

/// The page of the queue or of a report that a form names; another if it names none.
pub fn page<'a>(address: &'a str, otherwise: &'a str) -> &'a str {
    let is_page = address.starts_with("/queue?") || address.starts_with("/reports/");
    if is_page { address } else { otherwise }
}

/// An address with one more thing that its page is told.
pub fn with(address: &str, name: &str, value: impl Display) -> String {
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}{name}={value}")
}

/// Why nothing was done, as the address of a page says; empty if it does not.
pub fn why(staff: &Staff, asked: &Fields) -> &'static str {
    let why = WHY.iter().find(|(name, _)| *name == asked.get("not"));
    why.map_or("", |(_, key)| words(staff.lang).get(key))
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
