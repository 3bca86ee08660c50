//! Reports that wait to be read, and what was found in them.

use model::{Level, ReportId};
use rand_core::CryptoRng;
use seal::DataKey;

use crate::bulk::execute_all;
use crate::db::{Read, fetch_all, fetch_optional};
use crate::report::{self, Body};
use crate::{Keys, Store, StoreError};

/// Bytes of reports that are taken in hand at once, unless one alone is longer.
const IN_HAND: i64 = 32 << 20;

/// A report that waits to be read, sealed as it is stored.
pub struct Waiting {
    /// Its id.
    pub id: ReportId,
    /// The place of its leaf, by which later ones follow.
    pub place: u64,
    key: Vec<u8>,
    body: Vec<u8>,
}

/// A report that waits to be read, opened.
pub struct Unread {
    /// Its id.
    pub id: ReportId,
    /// The place of its leaf, by which later ones follow.
    pub place: u64,
    /// What it says.
    pub body: Body,
    key: DataKey,
}

/// Reports behind a place that wait to be read, in the order in which they came, at most `most`, and
/// no more at once than memory should hold.
///
/// # Errors
/// If the database cannot be read.
pub async fn unread(read: &mut Read, from: u64, most: u32) -> Result<Vec<Waiting>, StoreError> {
    let Some(last) = last_in_hand(read, from, most).await? else {
        return Ok(Vec::new());
    };
    let rows = fetch_all!(
        read,
        (i64, Vec<u8>, Vec<u8>, Vec<u8>),
        "SELECT place, id, key, body FROM report WHERE reading IS NULL AND key IS NOT NULL AND place >= $1 AND place <= $2 ORDER BY place",
        from as i64,
        last
    )?;
    let waiting = |(leaf, id, key, body): (i64, Vec<u8>, Vec<u8>, Vec<u8>)| {
        Ok(Waiting {
            id: report::report_id(&id)?,
            place: leaf as u64,
            key,
            body,
        })
    };
    rows.into_iter().map(waiting).collect()
}

impl Waiting {
    /// Opens it: work for the ciphers, which many cores can share.
    ///
    /// # Errors
    /// If what is stored does not open.
    pub fn open(&self, keys: &Keys) -> Result<Unread, StoreError> {
        let place = report::place(&self.id);
        let key = keys.keyring().unwrap(&self.key, &place);
        let key = key.map_err(report::SEALED)?;
        let body = key.open(&place, "body", &self.body);
        Ok(Unread {
            id: self.id,
            place: self.place,
            body: report::parse(&body.map_err(report::SEALED)?)?,
            key,
        })
    }
}

/// The place of the last report that is taken in hand together with those before it; none if none waits.
async fn last_in_hand(read: &mut Read, from: u64, most: u32) -> Result<Option<i64>, StoreError> {
    let waiting = fetch_all!(
        read,
        (i64, i64),
        "SELECT place, CAST(LENGTH(body) AS BIGINT) FROM report WHERE reading IS NULL AND key IS NOT NULL AND place >= $1 ORDER BY place LIMIT $2",
        from as i64,
        i64::from(most)
    )?;
    Ok(in_hand(&waiting))
}

/// The last of those, given by place and length, that memory should hold together; the first in any case.
fn in_hand(waiting: &[(i64, i64)]) -> Option<i64> {
    let mut bytes = 0;
    let mut last = None;
    for (place, length) in waiting {
        bytes += length;
        if last.is_some() && bytes > IN_HAND {
            break;
        }
        last = Some(*place);
    }
    last
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

#[cfg(test)]
mod tests {
    use super::{IN_HAND, in_hand};

    #[test]
    fn of_long_reports_few_are_taken_in_hand_at_once() {
        let half = IN_HAND / 2;
        assert_eq!(in_hand(&[]), None);
        assert_eq!(in_hand(&[(3, 2 * IN_HAND), (4, 1)]), Some(3));
        assert_eq!(in_hand(&[(3, half), (5, half), (6, 1)]), Some(5));
        assert_eq!(in_hand(&[(3, 1), (5, IN_HAND), (6, 1)]), Some(3));
        assert_eq!(in_hand(&[(3, 1), (5, 1)]), Some(5));
    }
}
