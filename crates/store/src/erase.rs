//! A report is erased by destroying its key: what was sealed with it is noise from then on, wherever it is.

use model::{FileId, Micros, ReportId};
use rand_core::CryptoRng;

use crate::db::{Pool, execute, fetch_all, fetch_optional};
use crate::{Entry, Store, StoreError, link};

/// Destroys what a report says: its key, its text and what was found in it, its files, and the salt of its
/// leaf. That there was one stays, and the ledger tells that it was erased. False if there is no such, or it was
/// erased before. Backups forget it with the next backup.
///
/// # Errors
/// If the database cannot do it. If files cannot be removed, they are noise, and swept away at the next start.
pub async fn erase(
    store: &Store,
    id: &ReportId,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    let name = id.as_bytes().as_slice();
    let mut tx = store.begin().await?;
    let row = fetch_optional!(
        tx,
        (i64, Option<Vec<u8>>, Option<Vec<u8>>, Option<i64>),
        "SELECT place, key, trace, incident FROM report WHERE id = $1",
        name
    )?;
    let Some((place, Some(key), trace, incident)) = row else {
        return Ok(false);
    };
    if let (Some(trace), Some(incident)) = (trace, incident) {
        let trace = link::open(store.keys(), &[name.to_vec(), key, trace]).ok();
        link::forget(&mut tx, place, incident, trace.as_ref()).await?;
    }
    let files = fetch_all!(
        tx,
        (Vec<u8>,),
        "SELECT id FROM file WHERE report = $1",
        name
    )?;
    let nothing: &[u8] = &[];
    execute!(
        tx,
        "UPDATE report SET key = NULL, body = $1, reading = NULL, level = NULL, incident = NULL, trace = NULL, fault = NULL, copies = NULL WHERE place = $2",
        nothing,
        place
    )?;
    execute!(tx, "DELETE FROM work WHERE report = $1", place)?;
    execute!(tx, "UPDATE leaf SET salt = NULL WHERE place = $1", place)?;
    execute!(tx, "DELETE FROM file WHERE report = $1", name)?;
    execute!(
        tx,
        "UPDATE once SET content = $1 WHERE report = $2",
        nothing,
        name
    )?;
    let entry = Entry::bare("report.erased", at, &[("report", *id.as_bytes())], rng);
    tx.commit(&entry, &[]).await?;
    for (file,) in files {
        if let Ok(file) = file.as_slice().try_into().map(FileId::from_bytes) {
            store.blobs().remove(file).await?;
        }
    }
    forget_journal(store).await
}

/// With SQLite, empties the journal, which holds pages as they were. While others read, it is emptied later.
pub(crate) async fn forget_journal(store: &Store) -> Result<bool, StoreError> {
    if let Pool::Sqlite { writer, .. } = store.pool() {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(writer)
            .await?;
    }
    Ok(true)
}
