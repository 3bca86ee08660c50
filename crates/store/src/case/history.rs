//! What was done in a case: each change with what was before it.

use model::case::retention::Purge;
use model::case::state::State;
use model::{AccountId, ActKind, Micros};
use serde::{Deserialize, Serialize};

use super::sealing::{Record, Records};
use super::{act_column, damaged};
use crate::account::account_id;
use crate::db::{Read, fetch_all, fetch_optional};
use crate::{Keys, StoreError};

/// Something that somebody did in a case.
#[derive(Debug, Clone)]
pub struct Deed {
    /// The place of its leaf.
    pub place: u64,
    /// By whom.
    pub account: AccountId,
    /// When.
    pub at: Micros,
    /// What.
    pub kind: ActKind,
    /// To which part, if not to the case itself.
    pub part: Option<u64>,
    /// Whether it was undone.
    pub is_undone: bool,
    /// What was changed to what; none if nothing was.
    pub done: Option<Done>,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
}

/// What was changed to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// The case itself: its state, and what it is.
    Case {
        /// Before; none if it was opened.
        before: Option<(State, String)>,
        /// Since.
        after: (State, String),
    },
    /// One of its parts; none where it was not there.
    Part {
        /// Before.
        before: Option<String>,
        /// Since.
        after: Option<String>,
    },
    /// Somebody came in, or went.
    Member(AccountId, bool),
    /// A group came in, or went.
    Group(u64, bool),
    /// What was kept about somebody was destroyed; of no part, the notes and assessments.
    Purged(Purge),
}

/// What is sealed of it.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub done: KeptDone,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

#[derive(Serialize, Deserialize, Clone)]
#[serde(rename_all = "kebab-case")]
pub(super) enum KeptDone {
    Case {
        before: Option<(String, String)>,
        after: (String, String),
    },
    Part {
        before: Option<(String, Option<Micros>)>,
        after: Option<(String, Option<Micros>)>,
    },
    Member(String, bool),
    Group(u64, bool),
    Purged(String),
}

impl KeptDone {
    fn told(self) -> Result<Done, StoreError> {
        let state = |(word, body): (String, String)| -> Result<_, StoreError> {
            Ok((super::state(&word)?, body))
        };
        Ok(match self {
            KeptDone::Case { before, after } => Done::Case {
                before: before.map(state).transpose()?,
                after: state(after)?,
            },
            KeptDone::Part { before, after } => Done::Part {
                before: before.map(|(body, _)| body),
                after: after.map(|(body, _)| body),
            },
            KeptDone::Member(id, is_in) => {
                let id = id.parse().map_err(|_| damaged("a member"))?;
                Done::Member(id, is_in)
            }
            KeptDone::Group(number, is_in) => Done::Group(number, is_in),
            KeptDone::Purged(why) => {
                Done::Purged(why.parse().map_err(|()| damaged("why it was destroyed"))?)
            }
        })
    }
}

pub(super) fn open(record: &Record, place: u64, sealed: &[u8]) -> Result<Kept, StoreError> {
    let plain = record.open(&act_column(place), sealed)?;
    serde_json::from_slice(plain.as_bytes()).map_err(|_| damaged("an act"))
}

/// What was done in a case before a place, the last first.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn case_history(
    read: &mut Read,
    keys: &Keys,
    number: u64,
    before: Option<u64>,
    most: u32,
) -> Result<Vec<Deed>, StoreError> {
    let row = fetch_optional!(
        read,
        (Vec<u8>, Vec<u8>),
        "SELECT id, key FROM cases WHERE number = $1 AND key IS NOT NULL",
        number as i64
    )?;
    let Some((id, key)) = row else {
        return Ok(Vec::new());
    };
    let records = Records::of(read, keys, number, (&id, &key)).await?;
    type Row = (
        i64,
        Vec<u8>,
        i64,
        String,
        Option<i64>,
        Option<Vec<u8>>,
        Option<i64>,
    );
    let rows = fetch_all!(
        read,
        Row,
        "SELECT place, account, at, kind, part, body, undone FROM act WHERE cases = $1 AND place < $2 AND kind <> 'case.opened' ORDER BY place DESC LIMIT $3",
        number as i64,
        before.map_or(i64::MAX, |place| place as i64),
        i64::from(most)
    )?;
    let deed = |(place, account, at, kind, part, body, undone): Row| {
        let kind: ActKind = kind.parse().map_err(|()| damaged("a kind of act"))?;
        let part = part.map(|part| part as u64);
        let kept = body.map(|body| open(records.of_act(kind, part), place as u64, &body));
        let (done, reason) = match kept.transpose()? {
            Some(kept) => (Some(kept.done.told()?), kept.reason),
            None => (None, None),
        };
        Ok(Deed {
            place: place as u64,
            account: account_id(&account)?,
            at,
            kind,
            part,
            is_undone: undone.is_some(),
            done,
            reason,
        })
    };
    rows.into_iter().map(deed).collect()
}
