//! A backup becomes a desk again. What is read was encrypted for the desk, but by anybody: nothing in it is trusted.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::Path;

use model::FileId;

use crate::backup::{self, DATA, Header, KEYS};
use crate::copy::{Cell, Cells, Loader, run};
use crate::db::{Database, execute};
use crate::table::{self, Kind};
use crate::{BackupError, Blobs, StoreError, schema};

/// Bytes in the longest line of a header.
const LONGEST_LINE: u64 = 1 << 20;

/// Bytes in the longest cell: the longest sealed value, and what is put around it.
const LONGEST_CELL: u32 = 24 << 20;

/// Rows and bytes written at once.
const ROWS: usize = 256;
const BYTES: usize = 8 << 20;

/// A backup that is read back, and not yet committed.
pub struct Restored {
    /// What it was read into.
    pub loader: Loader,
    /// Rows read.
    pub rows: u64,
    /// Sealed files read.
    pub files: u64,
    /// How the passphrase was stretched, where there was one.
    pub stretch: Option<String>,
}

/// Reads both files of a backup, decrypted, into an empty database and an empty folder for sealed files.
///
/// # Errors
/// If a file is not what was written, the two do not belong together, or the database is not empty.
pub async fn restore(
    database: &Database,
    blobs: &Path,
    data: impl Read,
    keys: impl Read,
    progress: impl Fn(u64),
) -> Result<Restored, StoreError> {
    let (mut data, mut keys) = (Parts::begin(data, DATA)?, Parts::begin(keys, KEYS)?);
    if data.header.desk != keys.header.desk {
        return Err(wrong(BackupError::OtherDesk));
    }
    if keys.header.entries < data.header.entries || keys.header.made < data.header.made {
        return Err(wrong(BackupError::OlderKeys));
    }
    let mut loader = Loader::begin(database, data.header.version).await?;
    let mut told = data.header.tables.clone();
    told.sort();
    if table::real(loader.write()).await? != told {
        return Err(wrong(BackupError::Foreign));
    }
    let blobs = Blobs::open(blobs)?;
    let (rows, files) = read_data(&mut data, &mut loader, &blobs, &progress).await?;
    // newest tables, which the keys are written into
    schema::migrate_in(loader.write(), schema::VERSION).await?;
    read_keys(&mut keys, &mut loader).await?;
    forget_erased(&mut loader).await?;
    Ok(Restored {
        loader,
        rows,
        files,
        stretch: keys.header.stretch,
    })
}

async fn read_data(
    data: &mut Parts<impl Read>,
    loader: &mut Loader,
    blobs: &Blobs,
    progress: &impl Fn(u64),
) -> Result<(u64, u64), StoreError> {
    let tables = data.tables()?;
    let (mut rows, mut files) = (0, 0);
    let (mut waiting, mut weight, mut of): (Vec<Cells>, usize, usize) = (Vec::new(), 0, 0);
    loop {
        let part = data.next()?;
        let is_same = matches!(part, Part::Row(table) if table == of);
        if !is_same || waiting.len() >= ROWS || weight >= BYTES {
            if let Some((name, columns)) = tables.get(of) {
                loader.put(name, columns, &waiting).await?;
            }
            waiting.clear();
            weight = 0;
        }
        match part {
            Part::Row(table) => {
                let (_, columns) = tables.get(table).ok_or(wrong(BackupError::Changed))?;
                let cells = data.cells(columns.len())?;
                weight += cells.iter().map(Cell::weight).sum::<usize>();
                waiting.push(cells);
                of = table;
                rows += 1;
            }
            Part::File(id) => {
                data.file(blobs, id)?;
                files += 1;
            }
            Part::End(told_rows, told_files) => {
                let is_whole = (told_rows, told_files) == (rows, files);
                return is_whole
                    .then_some((rows, files))
                    .ok_or(wrong(BackupError::Changed));
            }
        }
        progress(rows + files);
    }
}

/// Writes wrapped keys to the records that are there. Others came later than the rest of the backup.
async fn read_keys(keys: &mut Parts<impl Read>, loader: &mut Loader) -> Result<(), StoreError> {
    let tables = keys.tables()?;
    let expected: Vec<_> = backup::keyed().collect();
    let mut rows = 0;
    loop {
        match keys.next()? {
            Part::Row(number) => {
                let (name, columns) = tables.get(number).ok_or(wrong(BackupError::Changed))?;
                let known = expected.iter().find(|(table, _)| table.name == name);
                let (_, known) = known.ok_or(wrong(BackupError::Foreign))?;
                let names = columns.iter().map(|(name, _)| name.as_str());
                if !names.eq(known.iter().map(|column| column.name)) {
                    return Err(wrong(BackupError::Foreign));
                }
                let cells = keys.cells(columns.len())?;
                let set: Vec<String> = columns[1..]
                    .iter()
                    .enumerate()
                    .map(|(at, (column, _))| format!("{column} = ${}", at + 2))
                    .collect();
                let sql = format!(
                    "UPDATE {name} SET {} WHERE {} = $1",
                    set.join(", "),
                    columns[0].0
                );
                let values: Vec<_> = cells
                    .iter()
                    .zip(columns.iter().map(|(_, kind)| *kind))
                    .collect();
                run(loader.write(), sql, &values).await?;
                rows += 1;
            }
            Part::End(told, 0) if told == rows => return Ok(()),
            _ => return Err(wrong(BackupError::Changed)),
        }
    }
}

/// What has no key any more was erased since: of it, only that it was there stays.
async fn forget_erased(loader: &mut Loader) -> Result<(), StoreError> {
    let nothing: &[u8] = &[];
    let tx = loader.write();
    execute!(
        tx,
        "UPDATE leaf SET salt = NULL WHERE place IN (SELECT place FROM report WHERE key IS NULL)"
    )?;
    execute!(
        tx,
        "DELETE FROM file WHERE report IN (SELECT id FROM report WHERE key IS NULL)"
    )?;
    execute!(
        tx,
        "UPDATE once SET content = $1 WHERE report IN (SELECT id FROM report WHERE key IS NULL)",
        nothing
    )?;
    execute!(
        tx,
        "UPDATE report SET body = $1, reading = NULL, level = NULL, incident = NULL, trace = NULL, fault = NULL, copies = NULL WHERE key IS NULL",
        nothing
    )?;
    execute!(
        tx,
        "DELETE FROM work WHERE report IN (SELECT place FROM report WHERE key IS NULL)"
    )?;
    crate::tip::forget_gone(tx).await?;
    crate::case::forget_gone(tx).await
}

fn wrong(error: BackupError) -> StoreError {
    StoreError::Backup(error)
}

/// The next part of a file; what belongs to it is read after.
#[derive(Clone, Copy)]
enum Part {
    Row(usize),
    File(FileId),
    End(u64, u64),
}

/// A file of a backup, part by part.
struct Parts<R: Read> {
    header: Header,
    file: BufReader<R>,
}

type Columns = Vec<(String, Kind)>;

impl<R: Read> Parts<R> {
    fn begin(file: R, format: &str) -> Result<Self, StoreError> {
        let mut file = BufReader::with_capacity(64 << 10, file);
        let mut line = Vec::new();
        let read = file.by_ref().take(LONGEST_LINE);
        { read }.read_until(b'\n', &mut line).map_err(changed)?;
        let header: Header =
            serde_json::from_slice(&line).map_err(|_| wrong(BackupError::Foreign))?;
        let (name, number) = header.format.rsplit_once('/').unwrap_or_default();
        if header.format != format {
            let is_other = [DATA, KEYS].contains(&header.format.as_str());
            let is_newer = number != "1" && format.starts_with(&format!("{name}/"));
            return Err(wrong(match (is_other, is_newer) {
                (true, _) => BackupError::Other,
                (_, true) => BackupError::Newer,
                _ => BackupError::Foreign,
            }));
        }
        match header.version {
            1..=schema::VERSION => Ok(Parts { header, file }),
            version if version > schema::VERSION => Err(wrong(BackupError::Newer)),
            _ => Err(wrong(BackupError::Foreign)),
        }
    }

    /// The tables that rows are of, by their numbers.
    fn tables(&self) -> Result<Vec<(String, Columns)>, StoreError> {
        let kind = |word: &str| match word {
            "int" => Ok(Kind::Int),
            "bytes" => Ok(Kind::Bytes),
            "text" => Ok(Kind::Text),
            _ => Err(wrong(BackupError::Foreign)),
        };
        let columns = |columns: &[(String, String)]| -> Result<Columns, StoreError> {
            let told = columns.iter();
            told.map(|(name, word)| Ok((name.clone(), kind(word)?)))
                .collect()
        };
        let tables = self.header.tables.iter();
        tables
            .map(|(name, told)| Ok((name.clone(), columns(told)?)))
            .collect()
    }

    fn next(&mut self) -> Result<Part, StoreError> {
        Ok(match &self.bytes()? {
            b"R" => Part::Row(usize::from(self.bytes::<1>()?[0])),
            b"B" => Part::File(FileId::from_bytes(self.bytes()?)),
            b"E" => {
                let rows = u64::from_be_bytes(self.bytes()?);
                let files = u64::from_be_bytes(self.bytes()?);
                // the last chunk of the encrypted file is checked by reading on
                if self.file.read(&mut [0]).map_err(changed)? != 0 {
                    return Err(wrong(BackupError::Changed));
                }
                Part::End(rows, files)
            }
            _ => return Err(wrong(BackupError::Changed)),
        })
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], StoreError> {
        let mut bytes = [0; N];
        self.file.read_exact(&mut bytes).map_err(changed)?;
        Ok(bytes)
    }

    fn piece(&mut self) -> Result<Vec<u8>, StoreError> {
        let length = u32::from_be_bytes(self.bytes()?);
        if length > LONGEST_CELL {
            return Err(wrong(BackupError::Changed));
        }
        let mut bytes = vec![0; length as usize];
        self.file.read_exact(&mut bytes).map_err(changed)?;
        Ok(bytes)
    }

    fn cells(&mut self, count: usize) -> Result<Cells, StoreError> {
        let mut cells = Vec::with_capacity(count);
        for _ in 0..count {
            cells.push(match self.bytes::<1>()?[0] {
                0 => Cell::Null,
                1 => Cell::Int(i64::from_be_bytes(self.bytes()?)),
                2 => Cell::Bytes(self.piece()?),
                3 => {
                    let text = String::from_utf8(self.piece()?);
                    Cell::Text(text.map_err(|_| wrong(BackupError::Changed))?)
                }
                _ => return Err(wrong(BackupError::Changed)),
            });
        }
        Ok(cells)
    }

    /// A sealed file, durable when this returns.
    fn file(&mut self, blobs: &Blobs, id: FileId) -> Result<(), StoreError> {
        let path = blobs.path(id);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = File::create_new(&path)?;
        loop {
            let piece = self.piece()?;
            if piece.is_empty() {
                break;
            }
            file.write_all(&piece)?;
        }
        Ok(file.sync_all()?)
    }
}

/// What is noticed in the encrypted file: only of the disk it is said so.
fn changed(error: io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::UnexpectedEof | ErrorKind::InvalidData | ErrorKind::Other => {
            wrong(BackupError::Changed)
        }
        _ => StoreError::Files(error),
    }
}
