//! Who did what, as it can be looked up: what was changed stands sealed in the records that it was done to.

use model::{AccountId, ActKind, Micros};

use crate::account::account_id;
use crate::acting::{Body, damaged, keyed, open_body};
use crate::db::{Read, fetch_all, fetch_optional};
use crate::judged::{Judgement, Topic, judgement};
use crate::work::Work;
use crate::{Keys, StoreError};

/// Something that somebody did.
#[derive(Debug, Clone)]
pub struct Act {
    /// The place of its leaf.
    pub place: u64,
    /// What was done with it at once.
    pub batch: u64,
    /// By whom.
    pub account: AccountId,
    /// When.
    pub at: Micros,
    /// What.
    pub kind: ActKind,
    /// The report.
    pub report: Option<u64>,
    /// The incident.
    pub incident: Option<u64>,
    /// The case.
    pub case: Option<u64>,
    /// The group.
    pub group: Option<u64>,
    /// Who was let into it, or out of it.
    pub whom: Option<AccountId>,
    /// Whether it was undone.
    pub is_undone: bool,
    /// What was changed; none if nothing was, or the report was erased.
    pub deed: Option<Deed>,
}

/// What somebody changed of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// How far it has come.
    Work(Changed),
    /// Which incident it belongs to.
    Move {
        /// Before.
        from: u64,
        /// Since.
        to: u64,
        /// Why.
        reason: Option<String>,
    },
    /// What people say beside what the engine found.
    Judged {
        /// About what.
        topic: Topic,
        /// What was said of it before.
        before: Option<Judgement>,
        /// What is said since.
        after: Option<Judgement>,
    },
}

/// What was changed to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// What was before.
    pub before: Work,
    /// What is since.
    pub after: Work,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
}

/// The last thing that somebody did at once, was not undone, and was no undoing.
///
/// # Errors
/// If the database cannot be read.
pub async fn last_batch(read: &mut Read, account: &AccountId) -> Result<Option<u64>, StoreError> {
    let row = fetch_optional!(
        read,
        (i64,),
        "SELECT batch FROM act WHERE account = $1 AND undone IS NULL AND body IS NOT NULL AND report IS NOT NULL AND kind <> 'report.undone' ORDER BY place DESC LIMIT 1",
        account.as_bytes().as_slice()
    )?;
    Ok(row.map(|(batch,)| batch as u64))
}

/// What was done at once, and was not just looked at: the first report of it, and how many there are. None if there is no such.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn done_at_once(
    read: &mut Read,
    keys: &Keys,
    batch: u64,
) -> Result<Option<(Act, u64)>, StoreError> {
    let rows = fetch_all!(
        read,
        Row,
        "SELECT place, batch, account, at, kind, report, incident, body, undone, cases, groups, whom FROM act WHERE batch = $1 AND report IS NOT NULL AND body IS NOT NULL ORDER BY place LIMIT 1",
        batch as i64
    )?;
    let count = fetch_optional!(
        read,
        (i64,),
        "SELECT COUNT(*) FROM act WHERE batch = $1 AND report IS NOT NULL AND body IS NOT NULL",
        batch as i64
    )?;
    let first = open_all(read, keys, rows).await?.pop();
    Ok(first.zip(count.map(|(count,)| count as u64)))
}

type Row = (
    i64,
    i64,
    Vec<u8>,
    i64,
    String,
    Option<i64>,
    Option<i64>,
    Option<Vec<u8>>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<Vec<u8>>,
);

/// What was done to a report, the first first.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn acts_on(read: &mut Read, keys: &Keys, report: u64) -> Result<Vec<Act>, StoreError> {
    let rows = fetch_all!(
        read,
        Row,
        "SELECT place, batch, account, at, kind, report, incident, body, undone, cases, groups, whom FROM act WHERE report = $1 ORDER BY place LIMIT 1000",
        report as i64
    )?;
    open_all(read, keys, rows).await
}

/// What was done at the desk before a place, the last first.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn acts(
    read: &mut Read,
    keys: &Keys,
    before: Option<u64>,
    most: u32,
) -> Result<Vec<Act>, StoreError> {
    let rows = fetch_all!(
        read,
        Row,
        "SELECT place, batch, account, at, kind, report, incident, body, undone, cases, groups, whom FROM act WHERE place < $1 ORDER BY place DESC LIMIT $2",
        before.map_or(i64::MAX, |place| place as i64),
        i64::from(most)
    )?;
    open_all(read, keys, rows).await
}

async fn open_all(read: &mut Read, keys: &Keys, rows: Vec<Row>) -> Result<Vec<Act>, StoreError> {
    let mut reports: Vec<u64> = rows
        .iter()
        .filter(|row| row.7.is_some())
        .filter_map(|row| row.5.map(|report| report as u64))
        .collect();
    reports.sort_unstable();
    reports.dedup();
    let keyed = keyed(read, keys, &reports).await?;
    let act = |row: Row| {
        let (place, batch, account, at, kind, report, incident, body, undone, case, group, whom) =
            row;
        let key = report.and_then(|report| keyed.get(&(report as u64)));
        let deed = match (key, body, report) {
            (Some((id, key)), Some(body), Some(report)) => {
                let body = open_body(id, key, place as u64, &body)?;
                Some(deed(body, report as u64, place as u64)?)
            }
            _ => None,
        };
        Ok(Act {
            place: place as u64,
            batch: batch as u64,
            account: account_id(&account)?,
            at,
            kind: kind.parse().map_err(|()| damaged("a kind"))?,
            report: report.map(|report| report as u64),
            incident: incident.map(|incident| incident as u64),
            case: case.map(|number| number as u64),
            group: group.map(|number| number as u64),
            whom: whom.as_deref().map(account_id).transpose()?,
            is_undone: undone.is_some(),
            deed,
        })
    };
    rows.into_iter().map(act).collect()
}

fn deed(body: Body, report: u64, place: u64) -> Result<Deed, StoreError> {
    Ok(match body {
        Body::Work {
            before,
            after,
            reason,
        } => Deed::Work(Changed {
            before: before.work(report, place)?,
            after: after.work(report, place)?,
            reason,
        }),
        Body::Move { from, to, reason } => Deed::Move { from, to, reason },
        Body::Judged { about, was, is } => Deed::Judged {
            topic: about,
            before: judgement(was)?,
            after: judgement(is)?,
        },
    })
}
