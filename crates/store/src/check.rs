//! Whether everything opens that is there.

use model::FileId;
use seal::{HEADER, Opener};
use std::io::Read as _;

use crate::copy::{Cell, Cells, Loader, Pages};
use crate::db::Read;
use crate::report::{self, Row};
use crate::table::{Column, TABLES, Table};
use crate::{Blobs, Keys, StoreError, case, passkey, tip};

/// What a desk holds, and how much of it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checked {
    /// Reports.
    pub reports: u64,
    /// Of these, those without a key: they were erased.
    pub erased: u64,
    /// Replies.
    pub replies: u64,
    /// Files of reports.
    pub files: u64,
    /// Reports, replies, files and cases that do not open; groups and accounts, as one each.
    pub damaged: u64,
}

impl Loader {
    /// Opens everything that was written, and the files in `blobs`.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn check(&mut self, keys: &Keys, blobs: &Blobs) -> Result<Checked, StoreError> {
        check(self.write(), keys, blobs).await
    }
}

impl crate::Store {
    /// Opens everything that is there.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn check(&self) -> Result<Checked, StoreError> {
        check(&mut self.read().await?, self.keys(), self.blobs()).await
    }
}

async fn check(read: &mut Read, keys: &Keys, blobs: &Blobs) -> Result<Checked, StoreError> {
    let mut checked = Checked::default();
    let (table, columns) = picked(
        "report",
        &[
            "place", "id", "channel", "received", "mark", "key", "body", "reading", "incident",
            "copies",
        ],
    );
    let mut pages = Pages::of(table, columns);
    loop {
        let rows = pages.next(read).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows.into_iter().filter_map(report_row) {
            checked.reports += 1;
            checked.erased += u64::from(row.5.is_none());
            check_report(read, keys, blobs, row, &mut checked).await?;
        }
    }
    let (table, columns) = picked("reply", &["id", "tip", "body"]);
    let mut pages = Pages::of(table, columns);
    loop {
        let rows = pages.next(read).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            checked.replies += 1;
            checked.damaged += u64::from(!opens(tip::check_reply(read, keys, &reply(row)).await)?);
        }
    }
    for number in case::numbers(read).await? {
        checked.damaged += u64::from(!opens(case::check(read, keys, number).await)?);
    }
    let groups = case::groups(read, keys).await;
    checked.damaged += u64::from(!opens(groups.map(|_| ()))?);
    checked.damaged += u64::from(!opens(passkey::check(read, keys).await)?);
    Ok(checked)
}

/// False if something does not open; what keeps from looking at all is an error.
fn opens(tried: Result<(), StoreError>) -> Result<bool, StoreError> {
    match tried {
        Ok(()) => Ok(true),
        Err(StoreError::Sealed { .. } | StoreError::Damaged { .. } | StoreError::Files(_)) => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

async fn check_report(
    read: &mut Read,
    keys: &Keys,
    blobs: &Blobs,
    row: Row,
    checked: &mut Checked,
) -> Result<(), StoreError> {
    let key = row.5.clone();
    let opened = match report::open(read, keys, row).await {
        Ok(opened) => opened,
        Err(error) => {
            opens(Err(error))?;
            checked.damaged += 1;
            return Ok(());
        }
    };
    let Some(key) = key else {
        return Ok(());
    };
    let place = report::place(&opened.id);
    let key = keys
        .keyring()
        .unwrap(&key, &place)
        .map_err(report::SEALED)?;
    for (file, _, length) in opened.files {
        checked.files += 1;
        let tried = check_file(blobs, file, &key, &place, length);
        checked.damaged += u64::from(!opens(tried)?);
    }
    Ok(())
}

fn check_file(
    blobs: &Blobs,
    id: FileId,
    key: &seal::DataKey,
    place: &seal::Place<'_>,
    length: u64,
) -> Result<(), StoreError> {
    let sealed = |source| StoreError::Sealed {
        table: "file",
        source,
    };
    let mut file = std::fs::File::open(blobs.path(id))?;
    let mut header = [0; HEADER];
    file.read_exact(&mut header)?;
    let mut opener = Opener::new(key, place, &crate::blob::column(id), &header).map_err(sealed)?;
    let (mut plain, mut piece, mut sum) = (Vec::new(), vec![0; seal::CHUNK], 0);
    loop {
        let count = file.read(&mut piece)?;
        if count == 0 {
            break;
        }
        opener.read(&piece[..count], &mut plain).map_err(sealed)?;
        sum += plain.len() as u64;
        plain.clear();
    }
    opener.finish(&mut plain).map_err(sealed)?;
    let is_whole = sum + plain.len() as u64 == length;
    is_whole.then_some(()).ok_or(StoreError::Damaged {
        table: "file",
        what: "a length",
    })
}

pub(crate) fn picked(name: &str, names: &[&str]) -> (&'static Table, Vec<Column>) {
    let mut tables = TABLES.iter();
    let table = tables
        .find(|table| table.name == name)
        .expect("one of the tables");
    let column = |name: &&str| {
        let mut columns = table.columns.iter();
        *columns
            .find(|column| column.name == *name)
            .expect("one of its columns")
    };
    (table, names.iter().map(column).collect())
}

/// A row as reports are opened by; nothing null is where nothing can be.
fn report_row(cells: Cells) -> Option<Row> {
    let [
        Cell::Int(leaf),
        Cell::Bytes(id),
        Cell::Text(channel),
        Cell::Int(received),
        Cell::Int(mark),
        key,
        Cell::Bytes(body),
        reading,
        incident,
        copies,
    ] = <[Cell; 10]>::try_from(cells).ok()?
    else {
        return None;
    };
    let (key, reading) = (key.into_bytes(), reading.into_bytes());
    let place = |cell| match cell {
        Cell::Int(place) => Some(place),
        _ => None,
    };
    let (incident, copies) = (place(incident), place(copies));
    Some((
        leaf, id, channel, received, mark, key, body, reading, incident, copies,
    ))
}

fn reply(cells: Cells) -> [Vec<u8>; 3] {
    let mut cells = cells.into_iter();
    std::array::from_fn(|_| {
        let cell = cells.next().and_then(Cell::into_bytes);
        cell.unwrap_or_default()
    })
}
