//! Conversations with people who do not say who they are.

use std::collections::HashMap;

use ledger::Hash;
use model::{AccountId, ActKind, Level, Micros, ReplyId, ReportId, TipId};
use rand_core::CryptoRng;
use seal::{DataKey, Place};

use crate::acting::By;
use crate::bulk::fetch_each;
use crate::db::{Read, execute, fetch_all, fetch_optional};
use crate::log::{self, Entry};
use crate::report::{self, Opened, Row};
use crate::work::level_of;
use crate::{Keys, Store, StoreError, Tx};

fn place(id: &TipId) -> Place<'_> {
    Place {
        table: "tip",
        record: id.as_bytes(),
    }
}

/// A new conversation's key, wrapped.
pub(crate) fn new_key(keys: &Keys, id: &TipId, rng: &mut impl CryptoRng) -> Vec<u8> {
    keys.keyring().wrap(&DataKey::new(rng), &place(id), rng)
}

/// What was said so far, in order.
#[derive(Debug, Default)]
pub struct Conversation {
    /// Whether it has ended, since the last report of it was erased: nothing can be said in it any more.
    pub is_over: bool,
    /// By either side.
    pub said: Vec<Said>,
}

/// Something said.
#[derive(Debug)]
pub enum Said {
    /// By the person.
    Report(Box<Opened>),
    /// By the desk, on a day.
    Reply {
        /// When.
        sent: Micros,
        /// What.
        text: String,
    },
}

const SEALED: fn(seal::SealError) -> StoreError = |source| StoreError::Sealed {
    table: "reply",
    source,
};

/// What a conversation is made of, without what is said in it.
#[derive(Debug, Default)]
pub struct Parts {
    /// By the person, in order, with the places of their leaves.
    pub reports: Vec<(ReportId, u64)>,
    /// How many are by the desk.
    pub replies: usize,
    /// Whether the last report of it was erased: nothing can be said in it any more.
    pub is_over: bool,
}

/// The parts of a conversation; none of them if there is no such. Nothing is opened.
///
/// # Errors
/// If the database cannot be read.
pub async fn parts(read: &mut Read, id: &TipId) -> Result<Parts, StoreError> {
    let tip = id.as_bytes().as_slice();
    let rows = fetch_all!(
        read,
        (Vec<u8>, i64),
        "SELECT id, place FROM report WHERE tip = $1 ORDER BY place",
        tip
    )?;
    let part = |(id, place): (Vec<u8>, i64)| Ok((report::report_id(&id)?, place as u64));
    let replies = fetch_optional!(
        read,
        (i64,),
        "SELECT COUNT(*) FROM reply WHERE tip = $1",
        tip
    )?;
    let over = fetch_optional!(
        read,
        (Vec<u8>,),
        "SELECT id FROM tip WHERE id = $1 AND key IS NULL",
        tip
    )?;
    Ok(Parts {
        is_over: over.is_some(),
        reports: rows
            .into_iter()
            .map(part)
            .collect::<Result<_, StoreError>>()?,
        replies: replies.map_or(0, |(count,)| count as usize),
    })
}

/// A conversation; none if there is no such.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn conversation(
    read: &mut Read,
    keys: &Keys,
    id: &TipId,
) -> Result<Option<Conversation>, StoreError> {
    let tip = id.as_bytes().as_slice();
    let Some((key,)) = fetch_optional!(
        read,
        (Option<Vec<u8>>,),
        "SELECT key FROM tip WHERE id = $1",
        tip
    )?
    else {
        return Ok(None);
    };
    let reports = fetch_all!(
        read,
        Row,
        report::select!("WHERE tip = $1 ORDER BY place"),
        tip
    )?;
    let mut said = Vec::with_capacity(reports.len());
    for row in reports {
        said.push((
            row.0,
            Said::Report(Box::new(report::open(read, keys, row).await?)),
        ));
    }
    let is_over = key.is_none();
    if let Some(key) = key {
        let key = keys.keyring().unwrap(&key, &place(id)).map_err(SEALED)?;
        let replies = fetch_all!(
            read,
            (i64, Vec<u8>, i64, Vec<u8>),
            "SELECT place, id, sent, body FROM reply WHERE tip = $1 ORDER BY place",
            tip
        )?;
        for (leaf, reply, sent, body) in replies {
            let damaged = StoreError::Damaged {
                table: "reply",
                what: "an id",
            };
            let reply = reply
                .as_slice()
                .try_into()
                .map(ReplyId::from_bytes)
                .map_err(|_| damaged)?;
            let body = key
                .open(&place(id), &column(&reply), &body)
                .map_err(SEALED)?;
            let text = String::from_utf8_lossy(body.as_bytes()).into_owned();
            said.push((leaf, Said::Reply { sent, text }));
        }
    }
    said.sort_by_key(|(leaf, _)| *leaf);
    Ok(Some(Conversation {
        is_over,
        said: said.into_iter().map(|(_, said)| said).collect(),
    }))
}

fn column(id: &ReplyId) -> String {
    format!("reply {id}")
}

/// What a report adds to, when it came from somebody who had sent one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adds {
    /// The first report of the conversation.
    pub to: u64,
    /// The most urgent level of those before it, but for those that were decided to be nothing.
    pub level: Option<Level>,
}

/// Of reports, by their places, those that add to an earlier one of the same conversation.
///
/// # Errors
/// If the database cannot be read.
pub async fn additions(read: &mut Read, reports: &[u64]) -> Result<HashMap<u64, Adds>, StoreError> {
    let rows = fetch_each!(
        read,
        (i64, i64, Option<i64>),
        "SELECT r.place, MIN(o.place), MIN(CASE WHEN w.disposition IS NULL OR w.disposition IN ('relevant', 'duplicate', 'refer') THEN w.level END) FROM report AS r JOIN report AS o ON o.tip = r.tip AND o.place < r.place LEFT JOIN work AS w ON w.report = o.place WHERE o.key IS NOT NULL AND r.place IN ",
        " GROUP BY r.place",
        reports,
        |report| *report as i64
    );
    let adds = |(report, to, level): (i64, i64, Option<i64>)| {
        let adds = Adds {
            to: to as u64,
            level: level.and_then(level_of),
        };
        (report as u64, adds)
    };
    Ok(rows.into_iter().map(adds).collect())
}

/// Replies to a person. False if there is no such conversation.
///
/// # Errors
/// If the database cannot do it.
pub async fn reply(
    store: &Store,
    tip: &TipId,
    text: &str,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    say(store, tip, text, (at, None), rng).await
}

/// Replies to whoever sent a report. False if it is no tip, or was erased.
///
/// # Errors
/// If the database cannot do it.
pub async fn answer(
    store: &Store,
    by: By<'_>,
    report: u64,
    text: &str,
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    let tip = tip_of(&mut store.read().await?, report).await?;
    let Some(tip) = tip else { return Ok(false) };
    let about = Some((by.account, report));
    say(store, &tip, text, (by.at, about), rng).await
}

/// The conversation that a report belongs to.
///
/// # Errors
/// If the database cannot be read.
pub async fn tip_of(read: &mut Read, report: u64) -> Result<Option<TipId>, StoreError> {
    let row = fetch_optional!(
        read,
        (Vec<u8>,),
        "SELECT tip FROM report WHERE place = $1 AND tip IS NOT NULL AND key IS NOT NULL",
        report as i64
    )?;
    let damaged = |_| StoreError::Damaged {
        table: "report",
        what: "a conversation",
    };
    let id = row.map(|(tip,)| tip.as_slice().try_into().map(TipId::from_bytes));
    id.transpose().map_err(damaged)
}

/// Says something in a conversation, at a time; who did it, about which report, stands in the journal.
async fn say(
    store: &Store,
    tip: &TipId,
    text: &str,
    (at, by): (Micros, Option<(&AccountId, u64)>),
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    let mut id = [0; 16];
    rng.fill_bytes(&mut id);
    let id = ReplyId::random(id);
    let mut tx = store.begin().await?;
    let row = fetch_optional!(
        tx,
        (Option<Vec<u8>>,),
        "SELECT key FROM tip WHERE id = $1",
        tip.as_bytes().as_slice()
    )?;
    let Some(key) = row.and_then(|(key,)| key) else {
        return Ok(false);
    };
    let place = place(tip);
    let key = store
        .keys()
        .keyring()
        .unwrap(&key, &place)
        .map_err(SEALED)?;
    let body = key
        .seal(&place, &column(&id), text.as_bytes(), rng)
        .map_err(StoreError::TooLong)?;
    let leaf = log::next_place(&mut tx).await? as i64;
    execute!(
        tx,
        "INSERT INTO reply (place, id, tip, sent, body) VALUES ($1, $2, $3, $4, $5)",
        leaf,
        id.as_bytes().as_slice(),
        tip.as_bytes().as_slice(),
        at,
        body
    )?;
    let mut ids = vec![("reply", *id.as_bytes())];
    if let Some((account, report)) = by {
        ids.push(("by", *account.as_bytes()));
        execute!(
            tx,
            "INSERT INTO act (place, batch, account, at, kind, report) VALUES ($1, $1, $2, $3, $4, $5)",
            leaf,
            account.as_bytes().as_slice(),
            at,
            ActKind::Answered.as_str(),
            report as i64
        )?;
    }
    let entry = Entry::new(
        ActKind::Answered.as_str(),
        at,
        &ids,
        &Hash::of(text.as_bytes()),
        &key,
        &place,
        rng,
    );
    tx.commit(&entry, &[]).await?;
    Ok(true)
}

/// Destroys a conversation of which no report is left: its key, and what the desk answered.
pub(crate) async fn destroy(tx: &mut Tx, tip: &[u8]) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE leaf SET salt = NULL WHERE place IN (SELECT place FROM reply WHERE tip = $1)",
        tip
    )?;
    execute!(tx, "DELETE FROM reply WHERE tip = $1", tip)?;
    execute!(tx, "UPDATE tip SET key = NULL WHERE id = $1", tip)?;
    Ok(())
}

/// Conversations of which a backup has no key were destroyed since.
pub(crate) async fn forget_gone(read: &mut Read) -> Result<(), StoreError> {
    execute!(
        read,
        "UPDATE leaf SET salt = NULL WHERE place IN (SELECT place FROM reply WHERE tip IN (SELECT id FROM tip WHERE key IS NULL))"
    )?;
    execute!(
        read,
        "DELETE FROM reply WHERE tip IN (SELECT id FROM tip WHERE key IS NULL)"
    )?;
    Ok(())
}

/// Whether a reply opens, by its id, conversation and sealed text.
pub(crate) async fn check_reply(
    read: &mut Read,
    keys: &Keys,
    [id, tip, body]: &[Vec<u8>; 3],
) -> Result<(), StoreError> {
    let damaged = |_| StoreError::Damaged {
        table: "reply",
        what: "an id",
    };
    let id = ReplyId::from_bytes(id.as_slice().try_into().map_err(damaged)?);
    let tip = TipId::from_bytes(tip.as_slice().try_into().map_err(damaged)?);
    let row = fetch_optional!(
        read,
        (Option<Vec<u8>>,),
        "SELECT key FROM tip WHERE id = $1",
        tip.as_bytes().as_slice()
    )?;
    let Some(key) = row.and_then(|(key,)| key) else {
        return Ok(());
    };
    let key = keys.keyring().unwrap(&key, &place(&tip)).map_err(SEALED)?;
    key.open(&place(&tip), &column(&id), body).map_err(SEALED)?;
    Ok(())
}
