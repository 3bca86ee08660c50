//! What was just done or undone, or why it was not, said above the page on which one goes on.

use std::fmt::Display;

use axum::http::StatusCode;
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

/// A form that was refused, with what was typed into it.
#[derive(Default)]
pub struct Again {
    /// Why, by the name of the text; empty where nothing was refused.
    pub why: &'static str,
    /// Where the form stands on its page.
    pub form: &'static str,
    /// What was typed.
    pub fields: Fields,
}

impl Again {
    /// Whether it is this form.
    pub fn is(&self, form: &str) -> bool {
        self.form == form
    }

    /// What was typed into a field of a form.
    pub fn typed(&self, form: &str, field: &str) -> &str {
        if self.is(form) {
            self.fields.get(field)
        } else {
            ""
        }
    }

    /// Whether something was chosen in a form.
    pub fn chose(&self, form: &str, field: &str, value: impl Display) -> bool {
        self.is(form) && self.fields.is(field, value)
    }

    /// The status of the page that shows it.
    pub fn status(&self) -> StatusCode {
        if self.why.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::CONFLICT
        }
    }
}

/// Why nothing was done: as an address says it, and as a page does.
const WHY: [(&str, &str); 4] = [
    (NOTHING, "undo.nothing"),
    (SINCE, "undo.stale"),
    (REASON, "decide.reason.missing"),
    (NONE, "decide.none"),
];

/// Under which the pages of incidents are.
pub const INCIDENTS: &str = "/incidents/";

/// There is nothing to undo.
pub const NOTHING: &str = "nothing";
/// Somebody did something else since.
pub const SINCE: &str = "since";
/// There is no reason.
pub const REASON: &str = "reason";
/// No report was selected.
pub const NONE: &str = "none";

/// The page of the queue, of a report or of an incident that a form names; another if it names none.
pub fn page<'a>(address: &'a str, otherwise: &'a str) -> &'a str {
    let mut pages = ["/queue?", "/reports/", INCIDENTS].into_iter();
    let is_page = pages.any(|page| address.starts_with(page));
    if is_page { address } else { otherwise }
}

/// An address with one more thing that its page is told.
pub fn with(address: &str, name: &str, value: impl Display) -> String {
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}{name}={value}")
}

/// Why nothing was done, as a form that was refused or the address of a page says; empty if neither does.
pub fn why(staff: &Staff, asked: &Fields, again: &Again) -> &'static str {
    if !again.why.is_empty() {
        return words(staff.lang).get(again.why);
    }
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
