//! Reports that wait to be read, and what was found in them.

use model::{Channel, Micros, ReportId};
use rand_core::CryptoRng;
use seal::DataKey;

use crate::bulk::{execute_all, fetch_each};
use crate::db::{Read, execute, fetch_all, fetch_optional};
use crate::link::{self, Trace};
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
    channel: Channel,
    received: Micros,
    key: Vec<u8>,
    body: Vec<u8>,
}

/// A report that waits to be read, opened.
pub struct Unread {
    /// Its id.
    pub id: ReportId,
    /// The place of its leaf, by which later ones follow.
    pub place: u64,
    /// The way it came.
    pub channel: Channel,
    /// When; of a tip, the day.
    pub received: Micros,
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
        Row,
        "SELECT place, id, channel, received, key, body FROM report WHERE reading IS NULL AND key IS NOT NULL AND fault IS NULL AND place >= $1 AND place <= $2 ORDER BY place",
        from as i64,
        last
    )?;
    rows.into_iter().map(waiting).collect()
}

/// Reports by the places of their leaves, in the order in which they came; of what was erased nothing.
///
/// # Errors
/// If the database cannot be read.
pub async fn at_places(read: &mut Read, places: &[u64]) -> Result<Vec<Waiting>, StoreError> {
    let mut rows = fetch_each!(
        read,
        Row,
        "SELECT place, id, channel, received, key, body FROM report WHERE key IS NOT NULL AND place IN ",
        "",
        places,
        |place| *place as i64
    );
    rows.sort_unstable_by_key(|(place, ..)| *place);
    rows.into_iter().map(waiting).collect()
}

type Row = (i64, Vec<u8>, String, i64, Vec<u8>, Vec<u8>);

fn waiting((place, id, channel, received, key, body): Row) -> Result<Waiting, StoreError> {
    Ok(Waiting {
        id: report::report_id(&id)?,
        place: place as u64,
        channel: report::channel(&channel)?,
        received,
        key,
        body,
    })
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
            channel: self.channel,
            received: self.received,
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
        "SELECT place, CAST(LENGTH(body) AS BIGINT) FROM report WHERE reading IS NULL AND key IS NOT NULL AND fault IS NULL AND place >= $1 ORDER BY place LIMIT $2",
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
    pub fn seal_reading(
        &self,
        reading: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, StoreError> {
        self.seal("reading", reading, rng)
    }

    /// Seals its trace, as it is in the index.
    ///
    /// # Errors
    /// If it is too long.
    pub fn seal_trace(
        &self,
        trace: &Trace,
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, StoreError> {
        self.seal(link::COLUMN, &trace.to_bytes(), rng)
    }

    fn seal(
        &self,
        column: &str,
        value: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, StoreError> {
        self.key
            .seal(&report::place(&self.id), column, value, rng)
            .map_err(StoreError::TooLong)
    }
}

/// Reports that could not be read because of a fault wait no longer, until they are tried again.
///
/// # Errors
/// If the database cannot do it.
pub async fn set_faults(store: &Store, places: &[u64]) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    execute_all!(
        tx,
        "UPDATE report SET fault = 1 FROM (VALUES ",
        ") AS faulty WHERE report.place = faulty.column1",
        places,
        |place| [*place as i64]
    );
    tx.commit_quiet("readings").await
}

/// What could not be read waits again: another version of the program may do better.
///
/// # Errors
/// If the database cannot do it.
pub async fn try_faults_again(store: &Store) -> Result<u64, StoreError> {
    let mut tx = store.begin().await?;
    let count = execute!(tx, "UPDATE report SET fault = NULL WHERE fault IS NOT NULL")?;
    tx.commit_quiet("readings").await?;
    Ok(count)
}

/// How many reports there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub reports: u64,
    /// Those that wait to be read.
    pub waiting: u64,
    /// Those that could not be read because of a fault.
    pub faults: u64,
}

/// How many reports there are.
///
/// # Errors
/// If the database cannot be read.
pub async fn count(read: &mut Read) -> Result<Counts, StoreError> {
    let all = fetch_optional!(read, (i64,), "SELECT COUNT(*) FROM report")?;
    let waiting = fetch_optional!(
        read,
        (i64,),
        "SELECT COUNT(*) FROM report WHERE reading IS NULL AND key IS NOT NULL AND fault IS NULL"
    )?;
    let faults = fetch_optional!(
        read,
        (i64,),
        "SELECT COUNT(*) FROM report WHERE reading IS NULL AND fault IS NOT NULL"
    )?;
    let number = |row: Option<(i64,)>| row.map_or(0, |(count,)| count as u64);
    Ok(Counts {
        reports: number(all),
        waiting: number(waiting),
        faults: number(faults),
    })
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
