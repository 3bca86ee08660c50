//! Reports: sealed as they came, stored once, found.

use ledger::Hash;
use model::{Channel, FileId, Micros, ReportId, TipId};
use rand_core::CryptoRng;
use seal::{DataKey, Place, Plain, Tag};
use serde::{Deserialize, Serialize};

use crate::bulk::execute_all;
use crate::db::{Read, execute, fetch_all, fetch_optional};
use crate::log::{self, Entry};
use crate::mark::Mark;
use crate::once::{self, Known, Once};
use crate::{Blob, Keys, Store, StoreError, Tx};

/// What a report says, as it is sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The text.
    pub text: String,
    /// Headline or subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Day of publication, as `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where the file that it was in came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// SHA-256 of the bytes as they were received, in hexadecimal.
    pub sha256: String,
    /// Answers to the other questions of the tip line, by the name of the question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<(String, String)>,
}

impl Body {
    /// Whether its sender says that somebody is in danger now.
    #[must_use]
    pub fn tells_of_danger_now(&self) -> bool {
        let is_now = |(question, answer): &(String, String)| question == "now" && answer == "yes";
        self.answers.iter().any(is_now)
    }
}

/// A file of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// As its sender called it. Never the name of a file here.
    pub name: String,
    /// What its sender said it is.
    pub kind: String,
    /// SHA-256 of what came in, in hexadecimal.
    pub sha256: String,
}

/// A report on its way in.
pub struct Incoming {
    /// Its id, drawn before its first byte was read, so that its files can be sealed while they come.
    pub id: ReportId,
    /// Its key, likewise.
    pub key: DataKey,
    /// The way it came.
    pub channel: Channel,
    /// The conversation it belongs to.
    pub tip: Option<TipId>,
    /// What was noticed about how it came.
    pub mark: Mark,
    /// What it says.
    pub body: Body,
    /// Its files, which are there already.
    pub files: Vec<(Blob, Attachment)>,
    /// By which it is known when it is sent again.
    pub once: Option<Tag>,
}

/// A report sealed, ready to be stored: nothing of it can be read any more.
pub struct Sealed {
    pub(crate) id: ReportId,
    channel: Channel,
    received: Micros,
    tip: Option<(TipId, Vec<u8>)>,
    mark: Mark,
    key: Vec<u8>,
    body: Vec<u8>,
    files: Vec<(FileId, Vec<u8>, u64)>,
    pub(crate) once: Option<Once>,
    entry: Entry,
}

/// A report that is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// Its id.
    pub id: ReportId,
    /// The place of its leaf in the ledger.
    pub place: u64,
    /// Whether it was stored now; false if it had been before.
    pub is_new: bool,
    /// Whether what it says is what was sent now. Of what was erased nobody can tell, and it counts as the same.
    pub is_same: bool,
}

/// Where a report's values are sealed to.
pub(crate) fn place(id: &ReportId) -> Place<'_> {
    Place {
        table: "report",
        record: id.as_bytes(),
    }
}

impl Incoming {
    /// A new one, with nothing in it yet.
    pub fn new(channel: Channel, rng: &mut impl CryptoRng) -> Self {
        let mut id = [0; 16];
        rng.fill_bytes(&mut id);
        Incoming {
            id: ReportId::random(id),
            key: DataKey::new(rng),
            channel,
            tip: None,
            mark: Mark::NONE,
            body: Body::default(),
            files: Vec::new(),
            once: None,
        }
    }

    /// Where its files are sealed to.
    pub fn place(id: &ReportId) -> Place<'_> {
        place(id)
    }

    /// Seals it, as received at a time; for what comes from somebody who does not say who they are, give the day
    /// alone. Costs the time that the ciphers need; no database is asked.
    ///
    /// # Errors
    /// If the text is too long to be sealed at once.
    pub fn seal(
        self,
        keys: &Keys,
        received: Micros,
        rng: &mut impl CryptoRng,
    ) -> Result<Sealed, StoreError> {
        let place = place(&self.id);
        let plain = serde_json::to_vec(&self.body).expect("texts can be written as JSON");
        let sealed = |column: &str, value: &[u8], rng: &mut _| {
            self.key
                .seal(&place, column, value, rng)
                .map_err(StoreError::TooLong)
        };
        let body = sealed("body", &plain, rng)?;
        let mut files = Vec::with_capacity(self.files.len());
        for (blob, about) in &self.files {
            let about = serde_json::to_vec(about).expect("texts can be written as JSON");
            files.push((
                blob.id,
                sealed(&format!("about {}", blob.id), &about, rng)?,
                blob.length,
            ));
        }
        let hash = Hash::of(&plain);
        let once = match self.once {
            Some(tag) => Some(Once {
                tag,
                hash,
                sealed: sealed(once::COLUMN, hash.as_bytes(), rng)?,
            }),
            None => None,
        };
        let kind = match self.channel {
            Channel::Tip => "tip.received",
            _ => "report.received",
        };
        let entry = Entry::new(
            kind,
            received,
            &[("report", *self.id.as_bytes())],
            &hash,
            &self.key,
            &place,
            rng,
        );
        let tip = self
            .tip
            .map(|tip| (tip, crate::tip::new_key(keys, &tip, rng)));
        Ok(Sealed {
            id: self.id,
            channel: self.channel,
            received,
            tip,
            mark: self.mark,
            key: keys.keyring().wrap(&self.key, &place, rng),
            body,
            files,
            once,
            entry,
        })
    }
}

/// Stores reports, all or none, each with its leaf. What was stored before under the same `once` is told and
/// not stored again. When this returns, everything is durable.
///
/// # Errors
/// If the database cannot do it; then nothing is stored.
pub async fn receive(store: &Store, batch: &[Sealed]) -> Result<Vec<Received>, StoreError> {
    let mut tx = store.begin().await?;
    let first = log::next_place(&mut tx).await?;
    let mut known = Known::of(&mut tx, batch).await?;
    let mut new: Vec<(i64, &Sealed)> = Vec::with_capacity(batch.len());
    let mut received = Vec::with_capacity(batch.len());
    for report in batch {
        let once = report.once.as_ref();
        let before = once.map(|once| known.before(store.keys(), once));
        if let Some(before) = before.transpose()?.flatten() {
            received.push(before);
            continue;
        }
        let place = first + new.len() as u64;
        if let Some(once) = once {
            known.learn(once, report.id, place);
        }
        received.push(Received {
            id: report.id,
            place,
            is_new: true,
            is_same: true,
        });
        new.push((place as i64, report));
    }
    insert(&mut tx, &new).await?;
    let entries: Vec<&Entry> = new.iter().map(|(_, report)| &report.entry).collect();
    if let Some((first, more)) = entries.split_first() {
        tx.commit(first, more).await?;
    }
    Ok(received)
}

async fn insert(tx: &mut Tx, reports: &[(i64, &Sealed)]) -> Result<(), StoreError> {
    for (_, report) in reports {
        if let Some((tip, key)) = &report.tip {
            execute!(
                tx,
                "INSERT INTO tip (id, key, day) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
                tip.as_bytes().as_slice(),
                key.as_slice(),
                report.received
            )?;
        }
    }
    execute_all!(
        tx,
        "INSERT INTO report (place, id, channel, received, tip, mark, key, body) VALUES ",
        "",
        reports,
        |(place, report)| [
            *place,
            report.id.as_bytes().as_slice(),
            report.channel.as_str(),
            report.received,
            report
                .tip
                .as_ref()
                .map(|(tip, _)| tip.as_bytes().as_slice()),
            report.mark.keep(),
            report.key.as_slice(),
            report.body.as_slice(),
        ]
    );
    for (_, report) in reports {
        insert_files(tx, report).await?;
    }
    once::insert(tx, reports).await
}

async fn insert_files(tx: &mut Tx, report: &Sealed) -> Result<(), StoreError> {
    for (number, (file, about, length)) in report.files.iter().enumerate() {
        execute!(
            tx,
            "INSERT INTO file (id, report, number, about, length) VALUES ($1, $2, $3, $4, $5)",
            file.as_bytes().as_slice(),
            report.id.as_bytes().as_slice(),
            number as i64,
            about.as_slice(),
            *length as i64
        )?;
    }
    Ok(())
}

pub(crate) fn report_id(bytes: &[u8]) -> Result<ReportId, StoreError> {
    let damaged = StoreError::Damaged {
        table: "report",
        what: "an id",
    };
    bytes
        .try_into()
        .map(ReportId::from_bytes)
        .map_err(|_| damaged)
}

pub(crate) fn channel(word: &str) -> Result<Channel, StoreError> {
    word.parse().map_err(|()| StoreError::Damaged {
        table: "report",
        what: "a channel",
    })
}

/// A report opened.
#[derive(Debug)]
pub struct Opened {
    /// Its id.
    pub id: ReportId,
    /// The place of its leaf in the ledger.
    pub place: u64,
    /// The way it came.
    pub channel: Channel,
    /// When.
    pub received: Micros,
    /// What was noticed about how it came.
    pub mark: Mark,
    /// What it says; none if it was erased.
    pub body: Option<Body>,
    /// What the engine found in it, as it was given to [`Linking::commit`](crate::Linking::commit); none while it is unread.
    pub reading: Option<Plain>,
    /// The incident that it belongs to; none if it was not read yet, or asserts nothing.
    pub incident: Option<u64>,
    /// The earlier report that it is a near copy of.
    pub copies: Option<u64>,
    /// Its files, with their lengths.
    pub files: Vec<(FileId, Attachment, u64)>,
}

/// Reports as rows of the kind that [`open`] opens.
macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT place, id, channel, received, mark, key, body, reading, incident, copies FROM report ",
            $which
        )
    };
}

pub(crate) use select;

/// A report of this id.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn by_id(
    read: &mut Read,
    keys: &Keys,
    id: &ReportId,
) -> Result<Option<Opened>, StoreError> {
    let row = fetch_optional!(
        read,
        Row,
        select!("WHERE id = $1"),
        id.as_bytes().as_slice()
    )?;
    match row {
        Some(row) => Ok(Some(open(read, keys, row).await?)),
        None => Ok(None),
    }
}

/// A report's key; none if it was erased.
pub(crate) async fn key_of(
    read: &mut Read,
    keys: &Keys,
    id: &ReportId,
) -> Result<Option<DataKey>, StoreError> {
    let row = fetch_optional!(
        read,
        (Option<Vec<u8>>,),
        "SELECT key FROM report WHERE id = $1",
        id.as_bytes().as_slice()
    )?;
    let key = row.and_then(|(key,)| key);
    let key = key.map(|key| keys.keyring().unwrap(&key, &place(id)));
    key.transpose().map_err(SEALED)
}

/// A report by its place.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub async fn at_place(
    read: &mut Read,
    keys: &Keys,
    place: u64,
) -> Result<Option<Opened>, StoreError> {
    let row = fetch_optional!(read, Row, select!("WHERE place = $1"), place as i64)?;
    match row {
        Some(row) => Ok(Some(open(read, keys, row).await?)),
        None => Ok(None),
    }
}

pub(crate) type Row = (
    i64,
    Vec<u8>,
    String,
    i64,
    i64,
    Option<Vec<u8>>,
    Vec<u8>,
    Option<Vec<u8>>,
    Option<i64>,
    Option<i64>,
);

pub(crate) async fn open(read: &mut Read, keys: &Keys, row: Row) -> Result<Opened, StoreError> {
    let (leaf, id, channel, received, mark, key, body, reading, incident, copies) = row;
    let id = report_id(&id)?;
    let place = place(&id);
    let key = key
        .map(|key| keys.keyring().unwrap(&key, &place))
        .transpose()
        .map_err(SEALED)?;
    let mut opened = Opened {
        id,
        place: leaf as u64,
        channel: self::channel(&channel)?,
        received,
        mark: Mark::kept(mark),
        body: None,
        reading: None,
        incident: incident.map(|incident| incident as u64),
        copies: copies.map(|copied| copied as u64),
        files: Vec::new(),
    };
    let Some(key) = key else {
        return Ok(opened);
    };
    opened.body = Some(parse(&key.open(&place, "body", &body).map_err(SEALED)?)?);
    opened.reading = reading
        .map(|reading| key.open(&place, "reading", &reading))
        .transpose()
        .map_err(SEALED)?;
    let files = fetch_all!(
        read,
        (Vec<u8>, Vec<u8>, i64),
        "SELECT id, about, length FROM file WHERE report = $1 ORDER BY number",
        id.as_bytes().as_slice()
    )?;
    for (file, about, length) in files {
        let damaged = StoreError::Damaged {
            table: "file",
            what: "an id",
        };
        let file = file
            .as_slice()
            .try_into()
            .map(FileId::from_bytes)
            .map_err(|_| damaged)?;
        let about = key
            .open(&place, &format!("about {file}"), &about)
            .map_err(SEALED)?;
        opened.files.push((file, parse(&about)?, length as u64));
    }
    Ok(opened)
}

pub(crate) const SEALED: fn(seal::SealError) -> StoreError = |source| StoreError::Sealed {
    table: "report",
    source,
};

pub(crate) fn parse<T: for<'a> Deserialize<'a>>(plain: &Plain) -> Result<T, StoreError> {
    serde_json::from_slice(plain.as_bytes()).map_err(|_| StoreError::Damaged {
        table: "report",
        what: "a sealed value",
    })
}
