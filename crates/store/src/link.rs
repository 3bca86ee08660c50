//! Which reports are about one event: a blind index by which each is found, and the incidents that they make.
//!
//! What a report is found by is hashed with the desk's key, cut, and tells nothing but that two reports share
//! something. The index and the sizes of incidents follow from what is sealed in the reports: no backup holds them.

use std::collections::{HashMap, HashSet};

use model::{Level, Micros};
use seal::{IndexKey, Plain};

use crate::bulk::{execute_all, fetch_each};
use crate::db::{Read, execute, fetch_all, lock};
use crate::report;
use crate::{Keys, Store, StoreError, Tx};

/// The lock of whoever links reports, since two at once would not see each other's.
const LOCK: i64 = 7_283_512;

/// What a report is found by, blind: only who has the desk's key can make one.
pub type Tag = i64;

/// Makes tags.
pub struct Blinder(IndexKey);

impl Keys {
    /// Makes the tags of one kind of hash: tags of different kinds are never the same.
    pub fn blinder(&self, kind: &str) -> Blinder {
        Blinder(self.index(kind))
    }
}

impl Blinder {
    /// The tag of a hash.
    pub fn tag(&self, hash: u64) -> Tag {
        let tag = self.0.tag(&hash.to_le_bytes());
        let first = tag.as_bytes().first_chunk().expect("a tag of 32 bytes");
        i64::from_le_bytes(*first)
    }
}

/// What a report leaves behind by which others find it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// Its tags in the index.
    pub tags: Vec<Tag>,
    /// Whether it makes or reports threats by itself.
    pub tells: bool,
}

/// What was found in a report that waited to be read.
pub struct Finding {
    /// The place of its leaf.
    pub place: u64,
    /// What was found, sealed.
    pub reading: Vec<u8>,
    /// How soon somebody should look.
    pub level: Level,
    /// Its sealed trace; none where it asserts nothing.
    pub trace: Option<Vec<u8>>,
    /// The incident that it belongs to.
    pub incident: Option<u64>,
    /// The earlier report that it is a near copy of.
    pub copies: Option<u64>,
    /// When somebody who may decide must have opened it.
    pub due: Micros,
    /// When it must have been decided.
    pub decide: Micros,
}

/// A report that is found by a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bearer {
    /// The tag.
    pub tag: Tag,
    /// The place of its leaf.
    pub report: u64,
    /// The incident that it belongs to.
    pub incident: u64,
}

/// Reports that are about one event. It goes by the place of one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Incident {
    /// Its name.
    pub place: u64,
    /// How many reports it has.
    pub reports: u64,
    /// How many of them make or report threats by themselves.
    pub telling: u64,
}

/// What linking reports changed, beside the reports themselves.
#[derive(Debug, Default)]
pub struct Changes {
    /// New entries of the index. They stand in the reports' traces too.
    pub entries: Vec<Bearer>,
    /// Incidents as they are now.
    pub incidents: Vec<Incident>,
    /// Incidents that became part of others, in the order in which they did.
    pub merged: Vec<(u64, u64)>,
}

/// What the index holds of some tags.
#[derive(Debug, Default)]
pub struct Borne {
    /// Reports that are found by them, in the order of tags and reports.
    pub bearers: Vec<Bearer>,
    /// Tags that too many reports bear to tell anything, ascending.
    pub common: Vec<Tag>,
}

/// Reports that are found by tags; of a tag that more than `most` bear only that.
///
/// # Errors
/// If the database cannot be read.
pub async fn bearers(read: &mut Read, tags: &[Tag], most: usize) -> Result<Borne, StoreError> {
    let counts = fetch_each!(
        read,
        (i64, i64),
        "SELECT tag, COUNT(*) FROM trace WHERE tag IN ",
        " GROUP BY tag",
        tags,
        |tag| *tag
    );
    let (rare, common): (Vec<_>, Vec<_>) =
        (counts.into_iter()).partition(|(_, count)| *count as usize <= most);
    let tags = |counted: Vec<(i64, i64)>| -> Vec<Tag> {
        let mut tags: Vec<Tag> = counted.into_iter().map(|(tag, _)| tag).collect();
        tags.sort_unstable();
        tags
    };
    let rows = fetch_each!(
        read,
        (i64, i64, i64),
        "SELECT tag, report, incident FROM trace WHERE tag IN ",
        "",
        &tags(rare),
        |tag| *tag
    );
    let entered = rows.iter().map(|(_, _, incident)| *incident);
    let became = became(read, entered.collect()).await?;
    let bearer = |(tag, report, incident)| Bearer {
        tag,
        report: report as u64,
        incident: last_of(&became, incident) as u64,
    };
    let mut bearers: Vec<Bearer> = rows.into_iter().map(bearer).collect();
    bearers.sort_unstable();
    Ok(Borne {
        bearers,
        common: tags(common),
    })
}

/// What incidents have become part of, and these, and so on: each at most as often as its size can double.
pub(crate) async fn became(
    read: &mut Read,
    mut incidents: HashSet<i64>,
) -> Result<HashMap<i64, i64>, StoreError> {
    let mut became = HashMap::new();
    while !incidents.is_empty() {
        let asked: Vec<i64> = incidents.drain().collect();
        let rows = fetch_each!(
            read,
            (i64, i64),
            "SELECT place, became FROM incident WHERE became IS NOT NULL AND place IN ",
            "",
            &asked,
            |place| *place
        );
        for (place, into) in rows {
            became.insert(place, into);
            if !became.contains_key(&into) {
                incidents.insert(into);
            }
        }
    }
    Ok(became)
}

/// What an incident has become: another one if it was brought together with that, else itself.
///
/// # Errors
/// If the database cannot be read.
pub async fn incident_now(read: &mut Read, incident: u64) -> Result<u64, StoreError> {
    let became = became(read, HashSet::from([incident as i64])).await?;
    Ok(last_of(&became, incident as i64) as u64)
}

/// Where the way from an incident ends; a way that runs in a circle, as only a forged backup has it, ends somewhere.
pub(crate) fn last_of(became: &HashMap<i64, i64>, mut incident: i64) -> i64 {
    for _ in 0..became.len() {
        match became.get(&incident) {
            Some(into) => incident = *into,
            None => break,
        }
    }
    incident
}

/// Waits until nobody else changes which reports belong together, and keeps them out until the change ends.
pub(crate) async fn alone(tx: &mut Tx) -> Result<(), StoreError> {
    lock(tx, LOCK).await
}

/// Reports being linked: whoever else does so waits until it ends.
pub struct Linking(Tx);

impl Linking {
    /// Begins.
    ///
    /// # Errors
    /// If the database cannot be reached, or others write for too long.
    pub async fn begin(store: &Store) -> Result<Self, StoreError> {
        let mut tx = store.begin().await?;
        alone(&mut tx).await?;
        Ok(Linking(tx))
    }

    /// Of reports, by their places, those that still wait to be read.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn waiting(&mut self, places: &[u64]) -> Result<Vec<u64>, StoreError> {
        let rows = fetch_each!(
            self.0,
            (i64,),
            "SELECT place FROM report WHERE reading IS NULL AND key IS NOT NULL AND place IN ",
            "",
            places,
            |place| *place as i64
        );
        Ok(rows.into_iter().map(|(place,)| place as u64).collect())
    }

    /// Reports that are found by tags, as [`bearers`] tells them.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn bearers(&mut self, tags: &[Tag], most: usize) -> Result<Borne, StoreError> {
        bearers(&mut self.0, tags, most).await
    }

    /// The incidents of reports, by their places.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn incidents_of(&mut self, places: &[u64]) -> Result<HashMap<u64, u64>, StoreError> {
        let rows = fetch_each!(
            self.0,
            (i64, i64),
            "SELECT place, incident FROM report WHERE incident IS NOT NULL AND place IN ",
            "",
            places,
            |place| *place as i64
        );
        let rows = rows.into_iter();
        Ok(rows
            .map(|(place, incident)| (place as u64, incident as u64))
            .collect())
    }

    /// Incidents by their names.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn incidents(&mut self, names: &[u64]) -> Result<Vec<Incident>, StoreError> {
        let rows = fetch_each!(
            self.0,
            (i64, i64, i64),
            "SELECT place, reports, telling FROM incident WHERE place IN ",
            "",
            names,
            |name| *name as i64
        );
        Ok(rows.into_iter().map(incident).collect())
    }

    /// Stores what was found in reports, and how they are linked.
    ///
    /// # Errors
    /// If the database cannot do it; then all of them still wait.
    pub async fn commit(
        mut self,
        findings: &[Finding],
        changes: &Changes,
    ) -> Result<(), StoreError> {
        let tx = &mut self.0;
        execute_all!(
            tx,
            "UPDATE report SET reading = found.column2, level = found.column3, trace = found.column4, incident = found.column5, copies = found.column6 FROM (VALUES ",
            ") AS found WHERE report.place = found.column1",
            findings,
            |finding| [
                finding.place as i64,
                finding.reading.as_slice(),
                finding.level as i64 + 1,
                finding.trace.as_deref(),
                finding.incident.map(|incident| incident as i64),
                finding.copies.map(|copied| copied as i64)
            ]
        );
        execute_all!(
            tx,
            "INSERT INTO work (report, level, due, decide, seen, acted) VALUES ",
            " ON CONFLICT (report) DO NOTHING",
            findings,
            |finding| [
                finding.place as i64,
                finding.level as i64 + 1,
                finding.due,
                finding.decide,
                0_i64,
                finding.place as i64
            ]
        );
        enter(tx, &changes.entries).await?;
        for &(from, into) in &changes.merged {
            execute!(
                tx,
                "UPDATE report SET incident = $1 WHERE incident = $2",
                into as i64,
                from as i64
            )?;
            execute!(
                tx,
                "INSERT INTO incident (place, reports, telling, became) VALUES ($1, 0, 0, $2) ON CONFLICT (place) DO UPDATE SET reports = 0, telling = 0, became = excluded.became",
                from as i64,
                into as i64
            )?;
        }
        write_incidents(tx, &changes.incidents).await?;
        self.0.commit_quiet("readings").await
    }
}

pub(crate) async fn enter(read: &mut Read, entries: &[Bearer]) -> Result<(), StoreError> {
    execute_all!(
        read,
        "INSERT INTO trace (tag, report, incident) VALUES ",
        " ON CONFLICT (tag, report) DO NOTHING",
        entries,
        |one| [one.tag, one.report as i64, one.incident as i64]
    );
    Ok(())
}

pub(crate) async fn write_incidents(
    read: &mut Read,
    incidents: &[Incident],
) -> Result<(), StoreError> {
    execute_all!(
        read,
        "INSERT INTO incident (place, reports, telling) VALUES ",
        " ON CONFLICT (place) DO UPDATE SET reports = excluded.reports, telling = excluded.telling",
        incidents,
        |one| [one.place as i64, one.reports as i64, one.telling as i64]
    );
    Ok(())
}

pub(crate) fn incident((place, reports, telling): (i64, i64, i64)) -> Incident {
    Incident {
        place: place as u64,
        reports: reports as u64,
        telling: telling as u64,
    }
}

/// Incidents in which some report makes or reports threats, the newest first, behind one of them.
///
/// # Errors
/// If the database cannot be read.
pub async fn incidents(
    read: &mut Read,
    before: Option<u64>,
    most: u32,
) -> Result<Vec<Incident>, StoreError> {
    let rows = fetch_all!(
        read,
        (i64, i64, i64),
        "SELECT place, reports, telling FROM incident WHERE telling > 0 AND place < $1 ORDER BY place DESC LIMIT $2",
        before.map_or(i64::MAX, |place| place as i64),
        i64::from(most)
    )?;
    Ok(rows.into_iter().map(incident).collect())
}

/// How many reports incidents have, by their names.
///
/// # Errors
/// If the database cannot be read.
pub async fn incident_sizes(
    read: &mut Read,
    incidents: &[u64],
) -> Result<HashMap<u64, u64>, StoreError> {
    let rows = fetch_each!(
        read,
        (i64, i64),
        "SELECT place, reports FROM incident WHERE place IN ",
        "",
        incidents,
        |place| *place as i64
    );
    let rows = rows.into_iter();
    Ok(rows
        .map(|(place, reports)| (place as u64, reports as u64))
        .collect())
}

/// Places of the reports of an incident, in the order in which they came, at most `most`.
///
/// # Errors
/// If the database cannot be read.
pub async fn reports_of(read: &mut Read, incident: u64, most: u32) -> Result<Vec<u64>, StoreError> {
    let rows = fetch_all!(
        read,
        (i64,),
        "SELECT place FROM report WHERE incident = $1 ORDER BY place LIMIT $2",
        incident as i64,
        i64::from(most)
    )?;
    Ok(rows.into_iter().map(|(place,)| place as u64).collect())
}

impl Trace {
    /// As it is sealed: whether it tells, in a byte; then its tags.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let tags = self.tags.iter().flat_map(|tag| tag.to_le_bytes());
        std::iter::once(u8::from(self.tells)).chain(tags).collect()
    }

    fn parse(plain: &Plain) -> Result<Self, StoreError> {
        let damaged = StoreError::Damaged {
            table: "report",
            what: "a trace",
        };
        let (tells, tags) = plain.as_bytes().split_first().ok_or(damaged)?;
        let tags = tags.chunks_exact(8).filter_map(|chunk| chunk.first_chunk());
        Ok(Trace {
            tags: tags.map(|tag| i64::from_le_bytes(*tag)).collect(),
            tells: *tells != 0,
        })
    }
}

/// The column in which a trace is sealed.
pub(crate) const COLUMN: &str = "trace";

/// Takes a report that is being erased out of the index and out of its incident. Without a trace that opens the whole
/// index is looked through.
pub(crate) async fn forget(
    tx: &mut Tx,
    place: i64,
    incident: i64,
    trace: Option<&Trace>,
) -> Result<(), StoreError> {
    let Some(trace) = trace else {
        execute!(tx, "DELETE FROM trace WHERE report = $1", place)?;
        return leave(tx, incident, 0).await;
    };
    for tag in &trace.tags {
        execute!(
            tx,
            "DELETE FROM trace WHERE tag = $1 AND report = $2",
            *tag,
            place
        )?;
    }
    leave(tx, incident, i64::from(trace.tells)).await
}

/// An incident has a report less.
pub(crate) async fn leave(tx: &mut Tx, incident: i64, telling: i64) -> Result<(), StoreError> {
    execute!(
        tx,
        "UPDATE incident SET reports = reports - 1, telling = telling - $1 WHERE place = $2",
        telling,
        incident
    )?;
    execute!(
        tx,
        "DELETE FROM incident WHERE place = $1 AND reports = 0",
        incident
    )?;
    Ok(())
}

/// The trace that is sealed in a report, by its id, key and trace.
pub(crate) fn open(keys: &Keys, [id, key, trace]: &[Vec<u8>; 3]) -> Result<Trace, StoreError> {
    let id = report::report_id(id)?;
    let place = report::place(&id);
    let key = keys.keyring().unwrap(key, &place).map_err(report::SEALED)?;
    Trace::parse(&key.open(&place, COLUMN, trace).map_err(report::SEALED)?)
}
