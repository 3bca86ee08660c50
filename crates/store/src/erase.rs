//! A report is erased by destroying its key: what was sealed with it is noise from then on, wherever it is.

use std::collections::HashSet;

use model::case::state::State;
use model::{Channel, Erasure, FileId, Micros, ReportId};
use rand_core::CryptoRng;

use crate::acting::By;
use crate::db::{Pool, Read, execute, fetch_all, fetch_optional};
use crate::{Entry, Store, StoreError, Tx, call, link, log, tip};

/// What goes with a report that is erased, what stays, and what stands against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasable {
    /// Its id.
    pub id: ReportId,
    /// By which way it came.
    pub channel: Channel,
    /// When; of tips the day.
    pub received: Micros,
    /// Its files, which go.
    pub files: u64,
    /// Other reports of its conversation, which stay.
    pub others: u64,
    /// What the desk answered in it: goes with the last report of the conversation.
    pub replies: u64,
    /// Cases about its incident that are not closed: while there is one it stays.
    pub open: Vec<u64>,
    /// Closed ones, which keep what they accepted.
    pub closed: Vec<u64>,
}

/// What became of an erasing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erased {
    /// It is gone.
    Done,
    /// There is no such report, or it was erased before.
    Missing,
    /// A case that is open rests on it.
    Held,
}

const fn damaged(what: &'static str) -> StoreError {
    StoreError::Damaged {
        table: "report",
        what,
    }
}

/// What erasing a report comes to; none if there is no such, or it was erased before. Nothing is opened.
///
/// # Errors
/// If the database cannot be read.
pub async fn erasable(read: &mut Read, report: u64) -> Result<Option<Erasable>, StoreError> {
    type Row = (Vec<u8>, String, i64, Option<Vec<u8>>, Option<i64>);
    let row = fetch_optional!(
        read,
        Row,
        "SELECT id, channel, received, tip, incident FROM report WHERE place = $1 AND key IS NOT NULL",
        report as i64
    )?;
    let Some((id, channel, received, tip, incident)) = row else {
        return Ok(None);
    };
    let files = fetch_optional!(
        read,
        (i64,),
        "SELECT COUNT(*) FROM file WHERE report = $1",
        id.as_slice()
    )?;
    let (others, replies) = match tip {
        Some(tip) => said_with(read, &tip, report as i64).await?,
        None => (0, 0),
    };
    let (closed, open) = cases_about(read, incident)
        .await?
        .into_iter()
        .partition::<Vec<_>, _>(|(_, state)| *state == State::Closed);
    let numbers = |cases: Vec<(u64, State)>| cases.into_iter().map(|(number, _)| number).collect();
    Ok(Some(Erasable {
        id: crate::report::report_id(&id)?,
        channel: channel.parse().map_err(|()| damaged("a channel"))?,
        received,
        files: files.map_or(0, |(count,)| count as u64),
        others,
        replies,
        open: numbers(open),
        closed: numbers(closed),
    }))
}

/// How many other reports of a conversation there are, and how many answers.
async fn said_with(read: &mut Read, tip: &[u8], report: i64) -> Result<(u64, u64), StoreError> {
    let row = fetch_optional!(
        read,
        (i64, i64),
        "SELECT (SELECT COUNT(*) FROM report WHERE tip = $1 AND place <> $2 AND key IS NOT NULL), (SELECT COUNT(*) FROM reply WHERE tip = $1)",
        tip,
        report
    )?;
    Ok(row.map_or((0, 0), |(others, replies)| (others as u64, replies as u64)))
}

/// Cases that were opened from an incident, or from one that became part of it.
async fn cases_about(
    read: &mut Read,
    incident: Option<i64>,
) -> Result<Vec<(u64, State)>, StoreError> {
    let Some(incident) = incident else {
        return Ok(Vec::new());
    };
    let rows = fetch_all!(
        read,
        (i64, i64, String),
        "SELECT number, incident, state FROM cases WHERE incident IS NOT NULL ORDER BY number"
    )?;
    let from: HashSet<i64> = rows.iter().map(|(_, from, _)| *from).collect();
    let became = link::became(read, from).await?;
    let about = rows
        .into_iter()
        .filter(|(_, from, _)| link::last_of(&became, *from) == incident);
    let case = |(number, _, state): (i64, i64, String)| {
        let state = state.parse().map_err(|()| StoreError::Damaged {
            table: "cases",
            what: "a state",
        });
        Ok((number as u64, state?))
    };
    about.map(case).collect()
}

/// Destroys what a report says: its key, its text and what was found in it, its files, what was decided about it and why, the salt
/// of its leaf, and with the last report of a conversation the desk's answers. That there was one stays, and ledger and journal
/// tell who erased it, when and why. Backups forget it with the next backup.
///
/// # Errors
/// If the database cannot do it. If files cannot be removed, they are noise, and swept away at the next start.
pub async fn erase(
    store: &Store,
    by: By<'_>,
    id: &ReportId,
    why: Erasure,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Erased, StoreError> {
    let name = id.as_bytes().as_slice();
    let mut tx = store.begin().await?;
    let leaf = log::next_place(&mut tx).await?;
    link::alone(&mut tx).await?;
    type Row = (
        i64,
        Option<Vec<u8>>,
        Option<Vec<u8>>,
        Option<i64>,
        Option<Vec<u8>>,
    );
    let row = fetch_optional!(
        tx,
        Row,
        "SELECT place, key, trace, incident, tip FROM report WHERE id = $1",
        name
    )?;
    let Some((place, Some(key), trace, incident, tip)) = row else {
        return Ok(Erased::Missing);
    };
    let cases = cases_about(&mut tx, incident).await?;
    if cases.iter().any(|(_, state)| *state != State::Closed) {
        return Ok(Erased::Held);
    }
    if let (Some(trace), Some(incident)) = (trace, incident) {
        let trace = link::open(store.keys(), &[name.to_vec(), key, trace]).ok();
        link::forget(&mut tx, place, incident, trace.as_ref()).await?;
    }
    let files = fetch_all!(
        tx,
        (Vec<u8>,),
        "SELECT id FROM file WHERE report = $1",
        name
    )?;
    destroy(&mut tx, place, name).await?;
    if let Some(tip) = tip
        && said_with(&mut tx, &tip, place).await?.0 == 0
    {
        tip::destroy(&mut tx, &tip).await?;
    }
    let kind = why.act().as_str();
    execute!(
        tx,
        "INSERT INTO act (place, batch, account, at, kind, report) VALUES ($1, $1, $2, $3, $4, $5)",
        leaf as i64,
        by.account.as_bytes().as_slice(),
        by.at,
        kind,
        place
    )?;
    let ids = [("report", *id.as_bytes()), ("by", *by.account.as_bytes())];
    let entry = Entry::bare(kind, by.at, &ids, rng);
    tx.commit(&entry, &[]).await?;
    for (file,) in files {
        if let Ok(file) = file.as_slice().try_into().map(FileId::from_bytes) {
            store.blobs().remove(file).await?;
        }
    }
    forget_journal(store).await?;
    Ok(Erased::Done)
}

async fn destroy(tx: &mut Tx, place: i64, name: &[u8]) -> Result<(), StoreError> {
    let nothing: &[u8] = &[];
    execute!(
        tx,
        "UPDATE report SET key = NULL, body = $1, reading = NULL, level = NULL, incident = NULL, trace = NULL, fault = NULL, copies = NULL WHERE place = $2",
        nothing,
        place
    )?;
    execute!(tx, "DELETE FROM work WHERE report = $1", place)?;
    call::forget(tx, place as u64).await?;
    execute!(tx, "UPDATE leaf SET salt = NULL WHERE place = $1", place)?;
    execute!(tx, "DELETE FROM file WHERE report = $1", name)?;
    execute!(
        tx,
        "UPDATE once SET content = $1 WHERE report = $2",
        nothing,
        name
    )?;
    Ok(())
}

/// With SQLite, empties the journal, which holds pages as they were. While others read, it is emptied later.
pub(crate) async fn forget_journal(store: &Store) -> Result<bool, StoreError> {
    if let Pool::Sqlite { writer, .. } = store.pool() {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(writer)
            .await?;
    }
    Ok(true)
}
