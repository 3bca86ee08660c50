//! The whole ledger, held against what was signed.

use std::sync::Arc;

use ledger::{AuditError, Checkpoint, Report, Row, Tile, VerifyingKey, audit};
use tokio::runtime::Handle;
use tokio::sync::Mutex;

use crate::db::Read;
use crate::{StoreError, log};

/// Leaves read at once.
const BATCH: u32 = 4096;

/// Checks all leaves and tiles against the last checkpoint that the desk signed, and against an earlier one that
/// somebody else kept. Linear in the number of leaves; `progress` is told how many were read. None if nothing
/// was signed yet.
///
/// # Errors
/// If the database cannot be read, or the checkpoint in it is not the desk's.
pub async fn verify(
    read: Read,
    key: &VerifyingKey,
    earlier: Option<Checkpoint>,
    progress: impl Fn(u64) + Send + 'static,
) -> Result<Option<(Checkpoint, Report)>, StoreError> {
    let (_, checked) = verify_in(read, key, earlier, progress).await?;
    Ok(checked)
}

/// The same, and gives back what was read from.
pub(crate) async fn verify_in(
    mut read: Read,
    key: &VerifyingKey,
    earlier: Option<Checkpoint>,
    progress: impl Fn(u64) + Send + 'static,
) -> Result<(Read, Option<(Checkpoint, Report)>), StoreError> {
    let Some(note) = log::last_checkpoint(&mut read).await? else {
        return Ok((read, None));
    };
    let shared = Arc::new(Mutex::new(read));
    let read = Arc::clone(&shared);
    let damaged = |_| StoreError::Damaged {
        table: "log",
        what: "the last checkpoint",
    };
    let checkpoint = Checkpoint::open(note.to_string().as_bytes(), key, &[])
        .map_err(damaged)?
        .checkpoint;
    let handle = Handle::current();
    let work = move || {
        let tiles = |tile: Tile| {
            handle.block_on(async { log::read_tile(&mut *read.lock().await, tile).await })
        };
        let rows = Rows {
            handle: &handle,
            read: &read,
            next: 0,
            batch: Vec::new().into_iter(),
            is_last: false,
            progress,
        };
        let report = audit(rows, &tiles, &checkpoint, earlier.as_ref());
        report
            .map(|report| (checkpoint, report))
            .map_err(|error| match error {
                AuditError::Rows(error) | AuditError::Tiles(error) => error,
            })
    };
    let done = tokio::task::spawn_blocking(work).await;
    let ended = || StoreError::Unavailable("the check was broken off".to_owned());
    let checked = done.map_err(|_| ended())??;
    let read = Arc::into_inner(shared).ok_or_else(ended)?.into_inner();
    Ok((read, Some(checked)))
}

/// Leaves, in batches.
struct Rows<'r, P> {
    handle: &'r Handle,
    read: &'r Mutex<Read>,
    next: u64,
    batch: std::vec::IntoIter<Row>,
    is_last: bool,
    progress: P,
}

impl<P: Fn(u64)> Iterator for Rows<'_, P> {
    type Item = Result<Row, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(row) = self.batch.next() {
            return Some(Ok(row));
        }
        if self.is_last {
            return None;
        }
        let rows = self
            .handle
            .block_on(async { log::leaves(&mut *self.read.lock().await, self.next, BATCH).await });
        match rows {
            Err(error) => {
                self.is_last = true;
                Some(Err(error))
            }
            Ok(rows) => {
                self.is_last = rows.len() < BATCH as usize;
                self.next = rows.last().map_or(self.next, |row| row.index + 1);
                self.batch = rows.into_iter();
                (self.progress)(self.next);
                self.batch.next().map(Ok)
            }
        }
    }
}
