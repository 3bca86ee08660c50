//! A backup is two files: all rows without the wrapped keys, with the sealed files; and the wrapped keys. The
//! keys are one small file that each backup replaces, so that what is erased is erased from all backups.
//!
//! Each begins with a line of JSON ([`Header`]). After it come parts: a letter, then what it tells.
//!
//! - `R`, a row: the number of its table in the header in a byte, then its cells. A cell is `0` for null, `1` and eight
//!   bytes for a number, `2` or `3` with a length in four bytes for bytes or text.
//! - `B`, a file: its id (16), then pieces behind their lengths in four bytes, until a length of zero.
//! - `E`, the end: how many rows and files there were, in eight bytes each.
//!
//! Numbers have their highest byte first. Both are encrypted as they are written, by whom they are given to.

use std::io::{ErrorKind, Read as _, Write};

use model::{FileId, Micros};
use serde::{Deserialize, Serialize};

use crate::blob::{self, Blobs};
use crate::copy::{Cell, Cells, Pages, Snapshot};
use crate::db::{Read, fetch_optional};
use crate::table::{Column, Found, TABLES, Table};
use crate::{StoreError, schema, table};

pub(crate) const DATA: &str = "wardline-backup/1";
pub(crate) const KEYS: &str = "wardline-keys/1";

/// What a backup tells of itself.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Header {
    /// Which of the two files it is, and its version.
    pub format: String,
    /// Of the tables.
    pub version: i64,
    /// The name of the desk's ledger.
    pub desk: String,
    /// Leaves in the ledger.
    pub entries: i64,
    /// When it was made.
    pub made: Micros,
    /// What rows hold.
    pub tables: Vec<Found>,
    /// How the passphrase is stretched, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stretch: Option<String>,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BackedUp {
    /// Rows.
    pub rows: u64,
    /// Sealed files.
    pub files: u64,
    /// Files that reports name and that are gone.
    pub missing: u64,
}

/// Writes all rows without the wrapped keys, and the sealed files. `progress` is told how many so far.
///
/// # Errors
/// If the database or a file cannot be read, or the backup cannot be written.
pub async fn write_data(
    snapshot: &mut Snapshot,
    blobs: &Blobs,
    made: Micros,
    out: &mut impl Write,
    progress: impl Fn(u64),
) -> Result<BackedUp, StoreError> {
    let read = &mut snapshot.read;
    let header = header(read, DATA, made, None, table::listed()).await?;
    line(out, &header)?;
    let mut done = BackedUp::default();
    for (number, table) in table::copied() {
        let mut pages = Pages::of(table, table.columns.to_vec());
        loop {
            let rows = pages.next(read).await?;
            if rows.is_empty() {
                break;
            }
            for mut cells in rows {
                blank_keys(&mut cells, table);
                row(out, number, &cells)?;
                done.rows += 1;
            }
            progress(done.rows);
        }
    }
    let mut last = FileId::from_bytes([0; 16]);
    loop {
        let ids = blob::named(read, last).await?;
        let Some(end) = ids.last() else {
            break;
        };
        last = *end;
        for id in ids {
            match file(out, blobs, id)? {
                true => done.files += 1,
                false => done.missing += 1,
            }
            progress(done.rows + done.files);
        }
    }
    end(out, done.rows, done.files)?;
    Ok(done)
}

/// Writes the wrapped keys: those of records, and the desk's own. `stretch` tells how the passphrase is stretched.
/// Gives how many rows there are.
///
/// # Errors
/// If the database cannot be read, or the backup cannot be written.
pub async fn write_keys(
    snapshot: &mut Snapshot,
    made: Micros,
    stretch: Option<String>,
    out: &mut impl Write,
) -> Result<u64, StoreError> {
    let read = &mut snapshot.read;
    let keyed: Vec<(&Table, Vec<Column>)> = keyed().collect();
    let tables = keyed.iter().map(|(table, columns)| {
        let told = |column: &Column| (column.name.to_owned(), column.kind.as_str().to_owned());
        (table.name.to_owned(), columns.iter().map(told).collect())
    });
    let header = header(read, KEYS, made, stretch, tables.collect()).await?;
    line(out, &header)?;
    let mut done = 0;
    for (number, (table, columns)) in keyed.into_iter().enumerate() {
        let mut pages = Pages::of(table, columns);
        loop {
            let rows = pages.next(read).await?;
            if rows.is_empty() {
                break;
            }
            for cells in rows.iter().filter(|cells| !cells.contains(&Cell::Null)) {
                row(out, number, cells)?;
                done += 1;
            }
        }
    }
    end(out, done, 0)?;
    Ok(done)
}

/// Tables with wrapped keys: what their rows are known by, and the keys.
pub(crate) fn keyed() -> impl Iterator<Item = (&'static Table, Vec<Column>)> {
    let parts = |table: &'static Table| {
        let keys: Vec<Column> = table.columns.iter().filter(|c| c.is_key).copied().collect();
        if keys.is_empty() {
            return None;
        }
        let known = table.columns.iter().find(|column| column.name == "id");
        let known = *known.unwrap_or(&table.columns[0]);
        Some((table, [vec![known], keys].concat()))
    };
    TABLES.iter().filter_map(parts)
}

/// The place of a key is kept, and nothing of it.
fn blank_keys(cells: &mut Cells, table: &Table) {
    for (cell, _) in cells
        .iter_mut()
        .zip(table.columns)
        .filter(|(_, column)| column.is_key)
    {
        // what must not be null waits for its key; elsewhere none means erased, until there is one
        *cell = match table.name {
            "desk" => Cell::Bytes(Vec::new()),
            _ => Cell::Null,
        };
    }
}

async fn header(
    read: &mut Read,
    format: &str,
    made: Micros,
    stretch: Option<String>,
    tables: Vec<Found>,
) -> Result<Header, StoreError> {
    let row = fetch_optional!(
        read,
        (String, i64),
        "SELECT name, (SELECT COUNT(*) FROM leaf) FROM desk"
    )?;
    let (desk, entries) = row.ok_or(StoreError::Damaged {
        table: "desk",
        what: "the desk's own row",
    })?;
    Ok(Header {
        format: format.to_owned(),
        version: schema::VERSION,
        desk,
        entries,
        made,
        tables,
        stretch,
    })
}

fn line(out: &mut impl Write, header: &Header) -> Result<(), StoreError> {
    let line = serde_json::to_string(header).expect("texts and numbers can be written as JSON");
    Ok(writeln!(out, "{line}")?)
}

fn row(out: &mut impl Write, table: usize, cells: &[Cell]) -> Result<(), StoreError> {
    out.write_all(&[b'R', table as u8])?;
    for cell in cells {
        let (kind, bytes) = match cell {
            Cell::Null => {
                out.write_all(&[0])?;
                continue;
            }
            Cell::Int(value) => {
                out.write_all(&[1])?;
                out.write_all(&value.to_be_bytes())?;
                continue;
            }
            Cell::Bytes(bytes) => (2, bytes.as_slice()),
            Cell::Text(text) => (3, text.as_bytes()),
        };
        out.write_all(&[kind])?;
        piece(out, bytes)?;
    }
    Ok(())
}

fn piece(out: &mut impl Write, bytes: &[u8]) -> Result<(), StoreError> {
    let too_long = |_| StoreError::TooLong(seal::SealError::TooLong(bytes.len()));
    let length = u32::try_from(bytes.len()).map_err(too_long)?;
    out.write_all(&length.to_be_bytes())?;
    Ok(out.write_all(bytes)?)
}

/// False if it is gone: its report may have been erased meanwhile.
fn file(out: &mut impl Write, blobs: &Blobs, id: FileId) -> Result<bool, StoreError> {
    let mut file = match std::fs::File::open(blobs.path(id)) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    out.write_all(b"B")?;
    out.write_all(id.as_bytes())?;
    let mut bytes = vec![0; seal::CHUNK];
    loop {
        let count = file.read(&mut bytes)?;
        piece(out, &bytes[..count])?;
        if count == 0 {
            return Ok(true);
        }
    }
}

fn end(out: &mut impl Write, rows: u64, files: u64) -> Result<(), StoreError> {
    out.write_all(b"E")?;
    out.write_all(&rows.to_be_bytes())?;
    Ok(out.write_all(&files.to_be_bytes())?)
}
