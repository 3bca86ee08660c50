//! Calls to whoever is on duty: what waits and how far it was called for, and each call with what became of it. A call is there
//! before it is sent, and keeps its id however often it is tried, so that who receives it twice can know it.

use model::call::{CallKind, Fault, Way};
use model::{AccountId, ActKind, CallId, Channel, Level, Micros, day_of, quarter_of};
use rand_core::CryptoRng;

use crate::db::{Read, execute, fetch_all, fetch_optional, lock};
use crate::work::level_of;
use crate::{Entry, Store, StoreError, Tx};

/// The lock of whoever plans calls.
const LOCK: i64 = 7_283_513;

/// Reports for which somebody is called at one time, at most; the most urgent are among them.
const MOST: i64 = 1000;

/// The least urgent level for which somebody is called at once.
const CALLED: i64 = Level::P2 as i64 + 1;

pub(crate) const fn damaged(what: &'static str) -> StoreError {
    StoreError::Damaged {
        table: "call",
        what,
    }
}

pub(crate) fn level(number: i64) -> Result<Level, StoreError> {
    level_of(number).ok_or(damaged("a level"))
}

/// A report for which somebody is to be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// By its place.
    pub report: u64,
    /// Its level.
    pub level: Level,
    /// When its clock runs out: for opening, or else for deciding.
    pub due: Micros,
    /// Whether somebody has opened it: its decision is late, or it was raised since.
    pub is_seen: bool,
    /// Whether it is imminent by somebody's word, was opened before, and nobody was called for that.
    pub is_raised: bool,
    /// Whether whoever sent it does not say who they are: then no hour is kept.
    pub is_tip: bool,
    /// How far it was called for, at this level; none if it was not yet.
    pub steps: Option<Steps>,
    /// The clock of which it was told that it ran out before a decision.
    pub told: Option<Micros>,
}

/// How far a report was called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps {
    /// When somebody was called first.
    pub began: Micros,
    /// The last step.
    pub step: u32,
}

/// What waits to be opened of the levels for which somebody is called at once, and what is opened and late there, or was raised, the
/// most urgent first.
///
/// # Errors
/// If the database cannot be read.
pub async fn waiting(read: &mut Read, now: Micros) -> Result<Vec<Waiting>, StoreError> {
    type Row = (
        i64,
        i64,
        i64,
        i64,
        Option<i64>,
        Option<i64>,
        Option<i64>,
        Option<i64>,
        String,
    );
    let mut rows: Vec<Row> = Vec::new();
    for called in 1..=CALLED {
        rows.extend(fetch_all!(
            read,
            Row,
            "SELECT work.report, work.level, work.due, work.seen, ladder.level, ladder.began, ladder.step, ladder.told, report.channel FROM work JOIN report ON report.place = work.report LEFT JOIN ladder ON ladder.report = work.report WHERE disposition IS NULL AND seen = 0 AND work.level = $1 ORDER BY decide, work.report LIMIT $2",
            called,
            MOST
        )?);
        rows.extend(fetch_all!(
            read,
            Row,
            "SELECT work.report, work.level, work.due, work.seen, ladder.level, ladder.began, ladder.step, ladder.told, report.channel FROM work JOIN report ON report.place = work.report LEFT JOIN ladder ON ladder.report = work.report WHERE disposition IS NULL AND seen <> 0 AND work.level = $1 AND due <= $2 AND (ladder.told IS NULL OR ladder.told <> due) ORDER BY due, work.report LIMIT $3",
            called,
            now,
            MOST
        )?);
    }
    let late = rows.len();
    rows.extend(fetch_all!(
        read,
        Row,
        "SELECT work.report, work.level, work.due, work.seen, ladder.level, ladder.began, ladder.step, ladder.told, report.channel FROM work JOIN report ON report.place = work.report LEFT JOIN ladder ON ladder.report = work.report WHERE disposition IS NULL AND seen <> 0 AND work.level = $1 AND due > $2 AND (ladder.level IS NULL OR ladder.level <> work.level) AND EXISTS (SELECT 1 FROM act WHERE act.report = work.report AND act.kind = $3 AND act.undone IS NULL) ORDER BY due, work.report LIMIT $4",
        Level::P1 as i64 + 1,
        now,
        ActKind::Levelled.as_str(),
        MOST
    )?);
    let raised = rows.split_off(late);
    let row = |(report, at, due, seen, called, began, step, told, channel): Row, is_raised| {
        let steps = began.zip(step).filter(|_| called == Some(at));
        Ok(Waiting {
            report: report as u64,
            level: level(at)?,
            due,
            is_seen: seen != 0,
            is_raised,
            is_tip: channel == Channel::Tip.as_str(),
            steps: steps.map(|(began, step)| Steps {
                began,
                step: step as u32,
            }),
            told,
        })
    };
    let rows = rows.into_iter().map(|one| row(one, false));
    rows.chain(raised.into_iter().map(|one| row(one, true)))
        .collect()
}

/// When somebody was called last: of a level for what waits, or with none by a digest.
///
/// # Errors
/// If the database cannot be read.
pub async fn last_made(read: &mut Read, of: Option<Level>) -> Result<Option<Micros>, StoreError> {
    let row = match of {
        Some(level) => fetch_optional!(
            read,
            (Option<i64>,),
            "SELECT MAX(made) FROM call WHERE level = $1",
            level as i64 + 1
        )?,
        None => fetch_optional!(
            read,
            (Option<i64>,),
            "SELECT MAX(made) FROM call WHERE kind = $1",
            CallKind::Digest.as_str()
        )?,
    };
    Ok(row.and_then(|(made,)| made))
}

/// How much waits in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heap {
    /// Reports that nobody has opened.
    pub new: u64,
    /// Reports whose clock has run out.
    pub late: u64,
}

/// How much waits at a time, counted no further than [`crate::MOST_COUNTED`] of each level.
///
/// # Errors
/// If the database cannot be read.
pub async fn heap(read: &mut Read, now: Micros) -> Result<Heap, StoreError> {
    let most = crate::MOST_COUNTED as i64;
    let mut heap = Heap::default();
    // what is no threat has no clock, and wakes nobody
    for level in 1..=Level::P4 as i64 + 1 {
        let new = fetch_optional!(
            read,
            (i64,),
            "SELECT COUNT(*) FROM (SELECT 1 FROM work WHERE disposition IS NULL AND seen = 0 AND level = $1 LIMIT $2) AS few",
            level,
            most
        )?;
        let late = fetch_optional!(
            read,
            (i64,),
            "SELECT COUNT(*) FROM (SELECT 1 FROM work WHERE disposition IS NULL AND level = $1 AND due <= $2 LIMIT $3) AS few",
            level,
            now,
            most
        )?;
        heap.new += new.map_or(0, |(count,)| count as u64);
        heap.late += late.map_or(0, |(count,)| count as u64);
    }
    Ok(heap)
}

/// A call that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCall {
    /// What it says.
    pub kind: CallKind,
    /// By which way.
    pub way: Way,
    /// To whom; none where it goes to a program.
    pub account: Option<AccountId>,
    /// Of which level is what waits.
    pub level: Option<Level>,
    /// The first report of those that wait.
    pub report: Option<u64>,
    /// When its clock runs out, or did.
    pub clock: Option<Micros>,
    /// How many wait.
    pub reports: u64,
    /// How many of them are late.
    pub late: u64,
    /// Whether one of them is a tip: when it came is not kept, and so neither when somebody was called for it.
    pub is_of_tip: bool,
}

impl NewCall {
    /// What is kept of a time at which something became of it.
    pub(crate) fn told(&self, at: Micros) -> Micros {
        if self.is_of_tip { day_of(at) } else { at }
    }
}

/// A call with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// By which its receiver knows it.
    pub id: CallId,
    /// What it is.
    pub what: NewCall,
    /// When it was made.
    pub made: Micros,
    /// When it is tried next; none if it is not.
    pub due: Option<Micros>,
    /// How often it was tried.
    pub tries: u32,
    /// When last.
    pub tried: Option<Micros>,
    /// When it arrived.
    pub sent: Option<Micros>,
    /// Why it did not, the last time.
    pub fault: Option<Fault>,
}

/// Calls being planned: whoever else plans waits until it ends.
pub struct Calling(Tx);

/// When new calls are sent: by whoever sends them, or at once by who makes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// As soon as they can be.
    Soon,
    /// Nobody else is to send them.
    ByMaker,
}

impl Calling {
    /// Begins.
    ///
    /// # Errors
    /// If the database cannot be reached, or others write for too long.
    pub async fn begin(store: &Store) -> Result<Self, StoreError> {
        let mut tx = store.begin().await?;
        lock(&mut tx, LOCK).await?;
        Ok(Calling(tx))
    }

    /// What is there, as the plan is made.
    pub fn read(&mut self) -> &mut Read {
        &mut self.0
    }

    /// Says that people are told what happened with their accounts, or cannot be.
    ///
    /// # Errors
    /// If the database cannot do it.
    pub async fn told(&mut self, accounts: &[AccountId]) -> Result<(), StoreError> {
        for account in accounts {
            execute!(
                self.0,
                "UPDATE notice SET told = 1 WHERE account = $1 AND told = 0",
                account.as_bytes().as_slice()
            )?;
        }
        Ok(())
    }

    /// Keeps calls, and how far reports were called for. Nothing is kept, and nothing told, where there is neither.
    ///
    /// # Errors
    /// If the database cannot do it.
    pub async fn commit(
        mut self,
        new: &[NewCall],
        steps: &[(Waiting, Steps)],
        at: Micros,
        rng: &mut (impl CryptoRng + Send),
    ) -> Result<(), StoreError> {
        for (waiting, Steps { began, step }) in steps {
            let is_late = waiting.is_seen && !waiting.is_raised;
            let told = is_late.then_some(waiting.due);
            execute!(
                self.0,
                "INSERT INTO ladder (report, level, began, step, told) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (report) DO UPDATE SET level = excluded.level, began = excluded.began, step = excluded.step, told = excluded.told",
                waiting.report as i64,
                waiting.level as i64 + 1,
                *began,
                i64::from(*step),
                told
            )?;
        }
        let mut entries = Vec::with_capacity(new.len());
        for one in new {
            let id = insert(&mut self.0, one, at, Due::Soon, rng).await?;
            entries.push(made(&id, one, at, rng));
        }
        let more: Vec<&Entry> = entries.iter().collect();
        match more.split_first() {
            Some((first, more)) => self.0.commit(first, more).await,
            None => self.0.commit_quiet("calls").await,
        }
    }
}

fn made(id: &CallId, new: &NewCall, at: Micros, rng: &mut (impl CryptoRng + Send)) -> Entry {
    let mut ids = vec![("call", *id.as_bytes())];
    ids.extend(new.account.map(|to| ("to", *to.as_bytes())));
    let report = new.report.map(|place| u128::from(place).to_be_bytes());
    ids.extend(report.map(|place| ("report", place)));
    Entry::bare("call.made", new.told(at), &ids, rng)
}

async fn insert(
    tx: &mut Tx,
    new: &NewCall,
    at: Micros,
    due: Due,
    rng: &mut (impl CryptoRng + Send),
) -> Result<CallId, StoreError> {
    let mut id = [0; 16];
    rng.fill_bytes(&mut id);
    let id = CallId::random(id);
    execute!(
        tx,
        "INSERT INTO call (id, kind, way, account, level, report, clock, reports, late, tip, made, due, tries) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0)",
        id.as_bytes().as_slice(),
        new.kind.as_str(),
        new.way.as_str(),
        new.account.map(|id| id.as_bytes().to_vec()),
        new.level.map(|level| level as i64 + 1),
        new.report.map(|place| place as i64),
        new.clock,
        new.reports as i64,
        new.late as i64,
        i64::from(new.is_of_tip),
        if new.is_of_tip { quarter_of(at) } else { at },
        (due == Due::Soon).then_some(at)
    )?;
    Ok(id)
}

/// Makes one call that nothing waits for: one by which somebody tries whether calls arrive.
///
/// # Errors
/// If the database cannot do it.
pub async fn add_call(
    store: &Store,
    new: NewCall,
    at: Micros,
    due: Due,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Call, StoreError> {
    let mut tx = store.begin().await?;
    let id = insert(&mut tx, &new, at, due, rng).await?;
    tx.commit(&made(&id, &new, at, rng), &[]).await?;
    Ok(Call {
        id,
        what: new,
        made: at,
        due: (due == Due::Soon).then_some(at),
        tries: 0,
        tried: None,
        sent: None,
        fault: None,
    })
}

/// Forgets how far a report was called for.
pub(crate) async fn forget(read: &mut Read, report: u64) -> Result<(), StoreError> {
    let sql = "DELETE FROM ladder WHERE report = $1";
    execute!(read, sql, report as i64).map(|_| ())
}
