//! People of whom nothing is kept any more: their key is destroyed, and with it all that was said about them, now and
//! before, here and in earlier backups. That there was somebody stays, with the day and the rule.

use model::case::part::Part as Kind;
use model::case::retention::{GRACE, Purge, WITNESSED};
use model::{AccountId, Micros};
use rand_core::CryptoRng;

use super::damaged;
use crate::account::account_id;
use crate::db::{Read, Write, execute, fetch_all, fetch_optional};
use crate::{Entry, Store, StoreError, Tx, erase, log};

/// Somebody of whom nothing is kept any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// The place of their part.
    pub place: u64,
    /// Who wrote it first.
    pub by: AccountId,
    /// When.
    pub made: Micros,
    /// By which rule they went; none if that is not known, since an earlier backup was restored.
    pub why: Option<Purge>,
}

/// Somebody whose time runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Over {
    /// The number of the case.
    pub case: u64,
    /// The place of the part.
    pub part: u64,
    /// When their time is over.
    pub due: Micros,
    /// Whether their coming was undone, so that nobody sees them any more.
    pub is_withdrawn: bool,
}

/// What the ledger calls it.
pub(super) fn event(why: Purge) -> String {
    format!("case.purged.{why}")
}

/// Destroys a part and all acts on it.
pub(super) async fn destroy(
    tx: &mut Tx,
    number: u64,
    part: u64,
    why: Purge,
    at: u64,
) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE leaf SET salt = NULL WHERE place IN (SELECT place FROM act WHERE cases = $1 AND part = $2)",
        number as i64,
        part as i64
    )?;
    execute!(
        tx,
        "UPDATE act SET body = NULL WHERE cases = $1 AND part = $2",
        number as i64,
        part as i64
    )?;
    execute!(
        tx,
        "UPDATE part SET key = NULL, body = NULL, due = NULL, gone = $1, acted = $2 WHERE number = $3 AND place = $4",
        why.as_str(),
        at as i64,
        number as i64,
        part as i64
    )?;
    Ok(())
}

/// What the ledger calls it that the notes and assessments of a case were destroyed.
pub(super) const TEXTS: &str = "case.purged.texts";

/// Destroys the notes and assessments of a case and all acts on them, also of those that were taken back.
pub(super) async fn destroy_texts(
    tx: &mut Tx,
    number: u64,
    why: Purge,
    at: u64,
) -> Result<(), StoreError> {
    let places = fetch_all!(
        tx,
        (i64,),
        "SELECT place FROM part WHERE number = $1 AND kind IN ($2, $3) AND gone IS NULL",
        number as i64,
        Kind::Note.as_str(),
        Kind::Assessment.as_str()
    )?;
    for (place,) in places {
        destroy(tx, number, place as u64, why, at).await?;
    }
    Ok(())
}

/// Of whom a backup has no key was destroyed since.
pub(crate) async fn forget_gone(tx: &mut Write) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE leaf SET salt = NULL WHERE place IN (SELECT a.place FROM act AS a JOIN part AS p ON a.part = p.place WHERE p.id IS NOT NULL AND p.key IS NULL AND a.kind <> 'case.purged')"
    )?;
    execute!(
        tx,
        "UPDATE act SET body = NULL WHERE kind <> 'case.purged' AND part IN (SELECT place FROM part WHERE id IS NOT NULL AND key IS NULL)"
    )?;
    execute!(
        tx,
        "UPDATE part SET body = NULL, due = NULL WHERE id IS NOT NULL AND key IS NULL"
    )?;
    Ok(())
}

/// Of whom nothing is kept any more in a case.
///
/// # Errors
/// If the database cannot be read.
pub async fn gone_people(read: &mut Read, number: u64) -> Result<Vec<Gone>, StoreError> {
    let rows = fetch_all!(
        read,
        (i64, Vec<u8>, i64, Option<String>),
        "SELECT place, account, made, gone FROM part WHERE number = $1 AND kind = 'person' AND (gone IS NOT NULL OR (id IS NOT NULL AND key IS NULL)) ORDER BY place",
        number as i64
    )?;
    let gone = |(place, account, made, why): (i64, Vec<u8>, i64, Option<String>)| {
        let why = why.map(|word| word.parse().map_err(|()| damaged("why it was destroyed")));
        Ok(Gone {
            place: place as u64,
            by: account_id(&account)?,
            made,
            why: why.transpose()?,
        })
    };
    rows.into_iter().map(gone).collect()
}

/// People of all cases whose time is over by then, those longest over first.
///
/// # Errors
/// If the database cannot be read.
pub async fn over_people(read: &mut Read, by: Micros, most: u32) -> Result<Vec<Over>, StoreError> {
    let rows = fetch_all!(
        read,
        (i64, i64, i64, i64),
        "SELECT number, place, due, CAST(CASE WHEN body IS NULL THEN 1 ELSE 0 END AS BIGINT) FROM part WHERE due IS NOT NULL AND kind = 'person' AND due <= $1 ORDER BY due, place LIMIT $2",
        by,
        i64::from(most)
    )?;
    let over = |(case, part, due, withdrawn): (i64, i64, i64, i64)| Over {
        case: case as u64,
        part: part as u64,
        due,
        is_withdrawn: withdrawn == 1,
    };
    Ok(rows.into_iter().map(over).collect())
}

/// How many were destroyed by each rule; those of whom the rule is not known are not counted.
///
/// # Errors
/// If the database cannot be read.
pub async fn gone_counts(read: &mut Read) -> Result<Vec<(Purge, u64)>, StoreError> {
    let rows = fetch_all!(
        read,
        (String, i64),
        "SELECT gone, COUNT(*) FROM part WHERE gone IS NOT NULL AND kind = 'person' GROUP BY gone ORDER BY gone"
    )?;
    let counted = rows.into_iter().map(|(word, count)| {
        let why = word.parse().map_err(|()| damaged("why it was destroyed"))?;
        Ok((why, count as u64))
    });
    counted.collect()
}

/// Destroys what is kept about somebody whose time is over, which nobody did: false if it is not over for long enough, or
/// if nobody worked at the desk lately, so that the clock stands alone.
///
/// # Errors
/// If the database cannot do it.
pub async fn purge_person(
    store: &Store,
    over: &Over,
    why: Purge,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let first = log::next_place(&mut tx).await?;
    let latest = at.saturating_sub(GRACE);
    let witness = fetch_optional!(
        tx,
        (i64,),
        "SELECT at FROM act WHERE at >= $1 AND at <= $2 LIMIT 1",
        at.saturating_sub(WITNESSED),
        latest
    )?;
    let row = fetch_optional!(
        tx,
        (Option<Vec<u8>>, Vec<u8>),
        "SELECT p.id, c.id FROM part AS p JOIN cases AS c ON c.number = p.number WHERE p.place = $1 AND p.number = $2 AND p.kind = $3 AND p.due <= $4",
        over.part as i64,
        over.case as i64,
        Kind::Person.as_str(),
        latest
    )?;
    let (Some(_), Some((person, case))) = (witness, row) else {
        return Ok(false);
    };
    destroy(&mut tx, over.case, over.part, why, first).await?;
    let id = |bytes: &[u8]| bytes.try_into().map_err(|_| damaged("an id"));
    let mut ids = vec![("case", id(&case)?)];
    if let Some(person) = person {
        ids.push(("person", id(&person)?));
    }
    let entry = Entry::bare(&event(why), at, &ids, rng);
    tx.commit(&entry, &[]).await?;
    erase::forget_journal(store).await
}
