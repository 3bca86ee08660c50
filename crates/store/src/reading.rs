//! Reports that wait to be read, and what was found in them.

use model::{Level, ReportId};
use rand_core::CryptoRng;
use seal::DataKey;

use crate::bulk::execute_all;
use crate::db::{Read, fetch_all, fetch_optional};
use crate::report::{self, Body};
use crate::{Keys, Store, StoreError};

/// A report that waits to be read.
pub struct Unread {
    /// Its id.
    pub id: ReportId,
    /// The place of its leaf, by which later ones follow.
    pub place: u64,
    /// What it says.
    pub body: Body,
    key: DataKey,
}

/// Reports behind a place that wait to be read, in the order in which they came, at most `most`.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn unread(
    read: &mut Read,
    keys: &Keys,
    from: u64,
    most: u32,
) -> Result<Vec<Unread>, StoreError> {
    let rows = fetch_all!(
        read,
        (i64, Vec<u8>, Vec<u8>, Vec<u8>),
        "SELECT place, id, key, body FROM report WHERE reading IS NULL AND key IS NOT NULL AND place >= $1 ORDER BY place LIMIT $2",
        from as i64,
        i64::from(most)
    )?;
    let open = |(leaf, id, key, body): (i64, Vec<u8>, Vec<u8>, Vec<u8>)| {
        let id = report::report_id(&id)?;
        let place = report::place(&id);
        let key = keys
            .keyring()
            .unwrap(&key, &place)
            .map_err(report::SEALED)?;
        let body = report::parse(&key.open(&place, "body", &body).map_err(report::SEALED)?)?;
        Ok(Unread {
            id,
            place: leaf as u64,
            body,
            key,
        })
    };
    rows.into_iter().map(open).collect()
}

impl Unread {
    /// Seals what was found in it.
    ///
    /// # Errors
    /// If it is too long.
    pub fn seal(&self, reading: &[u8], rng: &mut impl CryptoRng) -> Result<Vec<u8>, StoreError> {
        self.key
            .seal(&report::place(&self.id), "reading", reading, rng)
            .map_err(StoreError::TooLong)
    }
}

/// Stores what was found in reports: place of the leaf, sealed reading, level. A report that was read
/// meanwhile keeps what it has.
///
/// # Errors
/// If the database cannot do it.
pub async fn set_readings(
    store: &Store,
    readings: Vec<(u64, Vec<u8>, Level)>,
) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    execute_all!(
        tx,
        "UPDATE report SET reading = found.column2, level = found.column3 FROM (VALUES ",
        ") AS found WHERE report.place = found.column1 AND report.reading IS NULL AND report.key IS NOT NULL",
        &readings,
        |(place, reading, level)| [*place as i64, reading.as_slice(), *level as i64 + 1]
    );
    tx.commit_quiet("readings").await
}

/// How many reports there are, and how many of them wait to be read.
///
/// # Errors
/// If the database cannot be read.
pub async fn count(read: &mut Read) -> Result<(u64, u64), StoreError> {
    let all = fetch_optional!(read, (i64,), "SELECT COUNT(*) FROM report")?;
    let unread = fetch_optional!(
        read,
        (i64,),
        "SELECT COUNT(*) FROM report WHERE reading IS NULL AND key IS NOT NULL"
    )?;
    Ok((
        all.map_or(0, |(n,)| n as u64),
        unread.map_or(0, |(n,)| n as u64),
    ))
}
