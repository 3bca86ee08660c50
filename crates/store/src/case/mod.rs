//! Cases: what they are and what their members wrote into them, sealed. What a value means, and
//! which rules hold for it, is not known here.

mod acting;
mod change;
mod gone;
mod group;
mod history;
mod sealing;

use model::case::part::Part as Kind;
use model::case::state::State;
use model::{AccountId, Micros};
use seal::Plain;

pub use change::{Changed, Step, change_case, open_case, undo_case, view_case};
pub(crate) use gone::forget_gone;
pub use gone::{Gone, Over, gone_counts, gone_people, over_people, purge_person};
pub use group::{Group, GroupChange, Grouped, change_group, groups, make_group};
pub use history::{Deed, Done, case_history};

use sealing::{CASES, Record, Records};

use crate::account::account_id;
use crate::db::{Read, fetch_all, fetch_optional};
use crate::{Keys, StoreError};

/// A case, with what its members wrote into it.
#[derive(Debug)]
pub struct Case {
    /// By which people call it, from 1.
    pub number: u64,
    /// Where it is.
    pub state: State,
    /// The incident that it was opened from.
    pub incident: Option<u64>,
    /// When.
    pub made: Micros,
    /// The place of the last act on anything in it.
    pub acted: u64,
    /// What it is.
    pub body: Plain,
    /// Who may open it by themselves.
    pub members: Vec<AccountId>,
    /// Whose members may, as long as they are.
    pub groups: Vec<Group>,
    /// What was written into it, the first first.
    pub parts: Vec<Part>,
    records: Records,
}

/// Something that was written into a case.
#[derive(Debug)]
pub struct Part {
    /// The place of the act by which it came.
    pub place: u64,
    /// What it is.
    pub kind: Kind,
    /// Who wrote it first.
    pub by: AccountId,
    /// When.
    pub made: Micros,
    /// Until when something must be done about it.
    pub due: Option<Micros>,
    /// The place of the last act on it.
    pub acted: u64,
    /// What it says.
    pub body: Plain,
}

impl Case {
    /// One of its parts.
    pub fn part(&self, place: u64) -> Option<&Part> {
        self.parts.iter().find(|part| part.place == place)
    }

    /// Whether somebody may open it.
    pub fn has(&self, account: &AccountId) -> bool {
        let mut groups = self.groups.iter();
        self.members.contains(account) || groups.any(|group| group.members.contains(account))
    }

    /// Everybody who may, by themselves or in a group.
    pub fn everybody(&self) -> Vec<AccountId> {
        let grouped = self.groups.iter().flat_map(|group| &group.members);
        let mut all: Vec<AccountId> = self.members.iter().chain(grouped).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// A case as a list shows it.
#[derive(Debug)]
pub struct Listed {
    /// By which people call it.
    pub number: u64,
    /// Where it is.
    pub state: State,
    /// When it was opened.
    pub made: Micros,
    /// What is due first in it.
    pub due: Option<Micros>,
    /// What it is.
    pub body: Plain,
}

const SEALED: fn(seal::SealError) -> StoreError = |source| StoreError::Sealed {
    table: "cases",
    source,
};

const fn damaged(what: &'static str) -> StoreError {
    StoreError::Damaged {
        table: "cases",
        what,
    }
}

const BODY: &str = "body";

fn part_column(place: u64) -> String {
    format!("part {place}")
}

fn act_column(place: u64) -> String {
    format!("act {place}")
}

fn state(word: &str) -> Result<State, StoreError> {
    word.parse().map_err(|()| damaged("a state"))
}

/// A case by its number; none if there is no such.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn case(read: &mut Read, keys: &Keys, number: u64) -> Result<Option<Case>, StoreError> {
    type Row = (Vec<u8>, Vec<u8>, String, Option<i64>, i64, Vec<u8>, i64);
    let row = fetch_optional!(
        read,
        Row,
        "SELECT id, key, state, incident, made, body, acted FROM cases WHERE number = $1 AND key IS NOT NULL",
        number as i64
    )?;
    let Some((id, key, word, incident, made, body, acted)) = row else {
        return Ok(None);
    };
    let records = Records::of(read, keys, number, (&id, &key)).await?;
    let members = fetch_all!(
        read,
        (Vec<u8>,),
        "SELECT account FROM member WHERE number = $1 ORDER BY account",
        number as i64
    )?;
    let members = members.iter().map(|(account,)| account_id(account));
    Ok(Some(Case {
        number,
        state: state(&word)?,
        incident: incident.map(|place| place as u64),
        made,
        acted: acted as u64,
        body: records.own.open(BODY, &body)?,
        members: members.collect::<Result<_, _>>()?,
        groups: group::groups_in(read, keys, number).await?,
        parts: parts(read, &records, number).await?,
        records,
    }))
}

async fn parts(read: &mut Read, records: &Records, number: u64) -> Result<Vec<Part>, StoreError> {
    type Row = (i64, String, Vec<u8>, i64, Option<i64>, i64, Vec<u8>);
    let rows = fetch_all!(
        read,
        Row,
        "SELECT place, kind, account, made, due, acted, body FROM part WHERE number = $1 AND body IS NOT NULL ORDER BY place",
        number as i64
    )?;
    let part = |(place, kind, account, made, due, acted, body): Row| {
        Ok(Part {
            place: place as u64,
            kind: kind.parse().map_err(|()| damaged("a part"))?,
            by: account_id(&account)?,
            made,
            due,
            acted: acted as u64,
            body: (records.of_part(place as u64)).open(&part_column(place as u64), &body)?,
        })
    };
    rows.into_iter().map(part).collect()
}

/// Cases of which somebody is a member, the last first: those before a number.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn cases_of(
    read: &mut Read,
    keys: &Keys,
    account: &AccountId,
    before: u64,
    most: u32,
) -> Result<Vec<Listed>, StoreError> {
    type Row = (i64, Vec<u8>, Vec<u8>, String, i64, Vec<u8>, Option<i64>);
    let rows = fetch_all!(
        read,
        Row,
        "SELECT c.number, c.id, c.key, c.state, c.made, c.body, (SELECT MIN(p.due) FROM part AS p WHERE p.number = c.number AND p.due IS NOT NULL) FROM cases AS c WHERE c.number IN (SELECT m.number FROM member AS m WHERE m.account = $1 UNION SELECT l.number FROM grouped AS g JOIN let_in AS l ON l.groups = g.number WHERE g.account = $1) AND c.number < $2 AND c.key IS NOT NULL ORDER BY c.number DESC LIMIT $3",
        account.as_bytes().as_slice(),
        i64::try_from(before).unwrap_or(i64::MAX),
        i64::from(most)
    )?;
    let listed = |(number, id, key, word, made, body, due): Row| {
        let record = Record::of(keys, CASES, &id, &key)?;
        Ok(Listed {
            number: number as u64,
            state: state(&word)?,
            made,
            due,
            body: record.open(BODY, &body)?,
        })
    };
    rows.into_iter().map(listed).collect()
}

/// How many cases there are at the desk.
///
/// # Errors
/// If the database cannot be read.
pub async fn count_cases(read: &mut Read) -> Result<u64, StoreError> {
    let row = fetch_optional!(read, (i64,), "SELECT COUNT(*) FROM cases")?;
    Ok(row.map_or(0, |(count,)| count as u64))
}

/// The cases that were opened from an incident, by their numbers.
///
/// # Errors
/// If the database cannot be read.
pub async fn cases_from(read: &mut Read, incident: u64) -> Result<Vec<u64>, StoreError> {
    let rows = fetch_all!(
        read,
        (i64,),
        "SELECT number FROM cases WHERE incident = $1 ORDER BY number LIMIT 100",
        incident as i64
    )?;
    Ok(rows.into_iter().map(|(number,)| number as u64).collect())
}

/// The cases that are not erased.
pub(crate) async fn numbers(read: &mut Read) -> Result<Vec<u64>, StoreError> {
    let sql = "SELECT number FROM cases WHERE key IS NOT NULL ORDER BY number";
    let rows = fetch_all!(read, (i64,), sql)?;
    Ok(rows.into_iter().map(|(number,)| number as u64).collect())
}

/// Opens everything in a case.
pub(crate) async fn check(read: &mut Read, keys: &Keys, number: u64) -> Result<(), StoreError> {
    case(read, keys, number).await?;
    case_history(read, keys, number, None, u32::MAX).await?;
    Ok(())
}
