//! How far each report has come: its level, its clock, who has it, what was decided. What the engine found in it stays with the
//! report; this is what people change.

use model::{AccountId, Channel, Disposition, Level, Micros, ReportId};
use seal::Plain;
use serde::{Deserialize, Serialize};

use crate::account::account_id;
use crate::bulk::fetch_each;
use crate::db::{Read, fetch_all, fetch_optional};
use crate::mark::Mark;
use crate::report::{self, Body, SEALED};
use crate::{Keys, StoreError};

/// How far a report has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The report, by its place.
    pub report: u64,
    /// Its level, as it stands.
    pub level: Level,
    /// When the clock runs out that runs now; [`model::NEVER`] where none does.
    pub due: Micros,
    /// When it must have been decided.
    pub decide: Micros,
    /// Whether somebody who may decide has opened it.
    pub is_seen: bool,
    /// What was decided.
    pub disposition: Option<Disposition>,
    /// Who has it.
    pub assigned: Option<AccountId>,
    /// The place of what was done last to it; its own while nothing was. Who wants to change it must have seen that.
    pub acted: u64,
}

/// The same, as it is sealed with what changed it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    level: String,
    due: Micros,
    decide: Micros,
    seen: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    disposition: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    assigned: Option<String>,
}

/// The level that a number in a column stands for: 1 for the most urgent.
pub(crate) fn level_of(number: i64) -> Option<Level> {
    let at = usize::try_from(number - 1).ok()?;
    Level::ALL.get(at).copied()
}

const fn damaged(what: &'static str) -> StoreError {
    StoreError::Damaged {
        table: "work",
        what,
    }
}

impl Work {
    pub(crate) fn keep(&self) -> Kept {
        Kept {
            level: self.level.to_string(),
            due: self.due,
            decide: self.decide,
            seen: self.is_seen,
            disposition: self.disposition.map(|one| one.to_string()),
            assigned: self.assigned.map(|one| one.to_string()),
        }
    }
}

impl Kept {
    pub(crate) fn work(&self, report: u64, acted: u64) -> Result<Work, StoreError> {
        let disposition = self.disposition.as_deref().map(str::parse).transpose();
        let assigned = self.assigned.as_deref().map(str::parse).transpose();
        Ok(Work {
            report,
            level: self.level.parse().map_err(|()| damaged("a level"))?,
            due: self.due,
            decide: self.decide,
            is_seen: self.seen,
            disposition: disposition.map_err(|()| damaged("a disposition"))?,
            assigned: assigned.map_err(|_| damaged("an account"))?,
            acted,
        })
    }
}

type Row = (
    i64,
    i64,
    i64,
    i64,
    i64,
    Option<String>,
    Option<Vec<u8>>,
    i64,
);

fn work(
    (report, level, due, decide, seen, disposition, assigned, acted): Row,
) -> Result<Work, StoreError> {
    let disposition = disposition.as_deref().map(str::parse).transpose();
    Ok(Work {
        report: report as u64,
        level: level_of(level).ok_or(damaged("a level"))?,
        due,
        decide,
        is_seen: seen != 0,
        disposition: disposition.map_err(|()| damaged("a disposition"))?,
        assigned: assigned.as_deref().map(account_id).transpose()?,
        acted: acted as u64,
    })
}

/// How far reports have come, by their places, ascending; of those that are unread or erased nothing.
///
/// # Errors
/// If the database cannot be read.
pub async fn works(read: &mut Read, reports: &[u64]) -> Result<Vec<Work>, StoreError> {
    let rows = fetch_each!(
        read,
        Row,
        "SELECT report, level, due, decide, seen, disposition, assigned, acted FROM work WHERE report IN ",
        "",
        reports,
        |report| *report as i64
    );
    let mut works: Vec<Work> = rows.into_iter().map(work).collect::<Result<_, _>>()?;
    works.sort_unstable_by_key(|work| work.report);
    Ok(works)
}

/// Which reports of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// All that are open.
    Open,
    /// Those that nobody who may decide has opened.
    New,
    /// Those of them whose clock has not run out at a time.
    Waiting(Micros),
    /// Those whose clock has run out at a time.
    Late(Micros),
    /// Those of one level.
    Level(Level),
    /// Those that somebody has.
    Of(AccountId),
    /// Those that are decided, the last first.
    Decided,
}

/// A place in the queue: level, clock, report; of what is decided the place of the last act. The clock is the one for deciding,
/// which stays when a report is opened, so that nothing moves under the hands of who works; of what is late, the one that ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Of the level, from 1.
    pub level: i64,
    /// The clock.
    pub clock: Micros,
    /// The report, or the act.
    pub place: i64,
}

impl Position {
    /// Before everything.
    pub const FIRST: Position = Position {
        level: 0,
        clock: Micros::MIN,
        place: -1,
    };

    /// Where a report stands.
    pub fn of(work: &Work, show: Show) -> Self {
        match show {
            Show::Decided => Position {
                level: 0,
                clock: 0,
                place: work.acted as i64,
            },
            _ => Position {
                level: work.level as i64 + 1,
                clock: match show {
                    Show::Late(_) => work.due,
                    _ => work.decide,
                },
                place: work.report as i64,
            },
        }
    }
}

/// Reports of the queue behind a position: the more urgent first, then those whose clock runs out sooner.
///
/// # Errors
/// If the database cannot be read.
pub async fn queue(
    read: &mut Read,
    show: Show,
    behind: Position,
    most: u32,
) -> Result<Vec<Work>, StoreError> {
    if show == Show::Decided {
        return decided(read, behind, most).await;
    }
    let levels = match show {
        Show::Level(level) => level as i64 + 1..=level as i64 + 1,
        _ => 1..=5,
    };
    let mut found = Vec::new();
    for level in levels.filter(|level| *level >= behind.level) {
        let left = i64::from(most) - found.len() as i64;
        if left <= 0 {
            break;
        }
        let (clock, place) = if level == behind.level {
            (behind.clock, behind.place)
        } else {
            (Micros::MIN, -1)
        };
        let rows = match show {
            Show::New => fetch_all!(
                read,
                Row,
                "SELECT report, level, due, decide, seen, disposition, assigned, acted FROM work WHERE disposition IS NULL AND seen = 0 AND level = $1 AND (decide, report) > ($2, $3) ORDER BY decide, report LIMIT $4",
                level,
                clock,
                place,
                left
            )?,
            Show::Waiting(now) => fetch_all!(
                read,
                Row,
                "SELECT report, level, due, decide, seen, disposition, assigned, acted FROM work WHERE disposition IS NULL AND seen = 0 AND level = $1 AND due > $2 AND (decide, report) > ($3, $4) ORDER BY decide, report LIMIT $5",
                level,
                now,
                clock,
                place,
                left
            )?,
            Show::Of(account) => fetch_all!(
                read,
                Row,
                "SELECT report, level, due, decide, seen, disposition, assigned, acted FROM work WHERE disposition IS NULL AND assigned = $1 AND level = $2 AND (decide, report) > ($3, $4) ORDER BY decide, report LIMIT $5",
                account.as_bytes().as_slice(),
                level,
                clock,
                place,
                left
            )?,
            Show::Late(now) => fetch_all!(
                read,
                Row,
                "SELECT report, level, due, decide, seen, disposition, assigned, acted FROM work WHERE disposition IS NULL AND level = $1 AND due <= $2 AND (due, report) > ($3, $4) ORDER BY due, report LIMIT $5",
                level,
                now,
                clock,
                place,
                left
            )?,
            _ => fetch_all!(
                read,
                Row,
                "SELECT report, level, due, decide, seen, disposition, assigned, acted FROM work WHERE disposition IS NULL AND level = $1 AND (decide, report) > ($2, $3) ORDER BY decide, report LIMIT $4",
                level,
                clock,
                place,
                left
            )?,
        };
        found.extend(rows);
    }
    found.into_iter().map(work).collect()
}

async fn decided(read: &mut Read, behind: Position, most: u32) -> Result<Vec<Work>, StoreError> {
    let before = if behind == Position::FIRST {
        i64::MAX
    } else {
        behind.place
    };
    let rows = fetch_all!(
        read,
        Row,
        "SELECT report, level, due, decide, seen, disposition, assigned, acted FROM work WHERE disposition IS NOT NULL AND acted < $1 ORDER BY acted DESC LIMIT $2",
        before,
        i64::from(most)
    )?;
    rows.into_iter().map(work).collect()
}

/// Counted no further than this: who sees it needs no more.
pub const MOST_COUNTED: u64 = 10_000;

/// How much waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Backlog {
    /// Open reports of each level.
    pub levels: [u64; 5],
    /// Those that nobody who may decide has opened.
    pub new: u64,
    /// Those whose clock has run out.
    pub late: u64,
    /// Those whose clock runs out before a time.
    pub soon: u64,
    /// Those of whoever asks.
    pub own: u64,
}

/// How much waits at a time; how much of it runs out until another time; how much somebody has.
///
/// # Errors
/// If the database cannot be read.
pub async fn backlog(
    read: &mut Read,
    now: Micros,
    soon: Micros,
    of: &AccountId,
) -> Result<Backlog, StoreError> {
    let most = MOST_COUNTED as i64;
    let mut backlog = Backlog::default();
    for (count, level) in backlog.levels.iter_mut().zip(1_i64..) {
        *count = number(fetch_optional!(
            read,
            (i64,),
            "SELECT COUNT(*) FROM (SELECT 1 FROM work WHERE disposition IS NULL AND level = $1 LIMIT $2) AS few",
            level,
            most
        )?);
    }
    backlog.new = number(fetch_optional!(
        read,
        (i64,),
        "SELECT COUNT(*) FROM (SELECT 1 FROM work WHERE disposition IS NULL AND seen = 0 LIMIT $1) AS few",
        most
    )?);
    for level in 1_i64..=5 {
        backlog.late += number(fetch_optional!(
            read,
            (i64,),
            "SELECT COUNT(*) FROM (SELECT 1 FROM work WHERE disposition IS NULL AND level = $1 AND due <= $2 LIMIT $3) AS few",
            level,
            now,
            most
        )?);
        backlog.soon += number(fetch_optional!(
            read,
            (i64,),
            "SELECT COUNT(*) FROM (SELECT 1 FROM work WHERE disposition IS NULL AND level = $1 AND due > $2 AND due <= $3 LIMIT $4) AS few",
            level,
            now,
            soon,
            most
        )?);
    }
    backlog.own = number(fetch_optional!(
        read,
        (i64,),
        "SELECT COUNT(*) FROM (SELECT 1 FROM work WHERE disposition IS NULL AND assigned = $1 LIMIT $2) AS few",
        of.as_bytes().as_slice(),
        most
    )?);
    Ok(backlog)
}

fn number(row: Option<(i64,)>) -> u64 {
    row.map_or(0, |(count,)| count as u64)
}

/// What a list shows of a report.
#[derive(Debug)]
pub struct Glance {
    /// By its place.
    pub report: u64,
    /// Its id.
    pub id: ReportId,
    /// The way it came.
    pub channel: Channel,
    /// When; of a tip, the day.
    pub received: Micros,
    /// What was noticed about how it came.
    pub mark: Mark,
    /// The incident that it belongs to.
    pub incident: Option<u64>,
    /// The earlier report that it is a near copy of.
    pub copies: Option<u64>,
    /// What the engine found in it.
    pub reading: Option<Plain>,
    /// What it says, unless that is long.
    pub body: Option<Body>,
}

/// A glance at reports, in the order of their places; of what was erased nothing.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn glances(
    read: &mut Read,
    keys: &Keys,
    reports: &[u64],
) -> Result<Vec<Glance>, StoreError> {
    type Row = (
        i64,
        Vec<u8>,
        String,
        i64,
        i64,
        Vec<u8>,
        Option<Vec<u8>>,
        Option<Vec<u8>>,
        Option<i64>,
        Option<i64>,
    );
    let rows = fetch_each!(
        read,
        Row,
        "SELECT place, id, channel, received, mark, key, CASE WHEN LENGTH(reading) <= 65536 THEN reading END, CASE WHEN LENGTH(body) <= 65536 THEN body END, incident, copies FROM report WHERE key IS NOT NULL AND place IN ",
        "",
        reports,
        |report| *report as i64
    );
    let glance =
        |(leaf, id, channel, received, mark, key, reading, body, incident, copies): Row| {
            let id = report::report_id(&id)?;
            let place = report::place(&id);
            let key = keys.keyring().unwrap(&key, &place).map_err(SEALED)?;
            let open = |column: &str, sealed: Option<Vec<u8>>| {
                let opened = sealed.map(|sealed| key.open(&place, column, &sealed));
                opened.transpose().map_err(SEALED)
            };
            let body = open("body", body)?;
            Ok(Glance {
                report: leaf as u64,
                id,
                channel: report::channel(&channel)?,
                received,
                mark: Mark::kept(mark),
                incident: incident.map(|place| place as u64),
                copies: copies.map(|place| place as u64),
                reading: open("reading", reading)?,
                body: body.as_ref().map(report::parse).transpose()?,
            })
        };
    let mut glances: Vec<Glance> = rows
        .into_iter()
        .map(glance)
        .collect::<Result<_, StoreError>>()?;
    glances.sort_unstable_by_key(|one| one.report);
    Ok(glances)
}
