//! Reading what was received: a job that goes on where it was when the program ended, however it ended.

use std::time::Duration;

use model::Level;
use store::{Body, Keys, StoreError, Waiting};
use tokio::sync::watch;

use super::{Desk, rng};
use crate::intake::{guarded, parse_date};
use crate::{job, output, parallel};

/// Reports read at once.
const BATCH: u32 = 256;

/// How long to wait before looking whether another process received something.
const POLL: Duration = Duration::from_secs(1);

/// How long to wait when the store cannot be used.
const PATIENCE: Duration = Duration::from_secs(2);

impl Desk {
    /// Reads what waits, and what comes, until it is dropped. Whatever was in hand then still waits.
    pub async fn keep_reading(self) {
        loop {
            let wait = match read_waiting(&self).await {
                Ok(0) => POLL,
                Ok(_) => continue,
                Err(error) => {
                    tracing::warn!(error = %error, "reports wait to be read");
                    PATIENCE
                }
            };
            let _ = tokio::time::timeout(wait, self.arrived.notified()).await;
        }
    }
}

/// Reads what waits, and what comes, until all is read that came before `is_ended` was told. `progress` is told how many
/// more were read.
///
/// # Errors
/// If the store cannot be used; what was not read still waits.
pub async fn read_until(
    desk: &Desk,
    mut is_ended: watch::Receiver<bool>,
    progress: impl Fn(usize),
) -> Result<(), StoreError> {
    loop {
        let is_last = *is_ended.borrow();
        match read_waiting(desk).await? {
            0 if is_last => return Ok(()),
            0 => tokio::select! {
                () = desk.arrived.notified() => (),
                // without a sender nothing more comes
                told = is_ended.changed() => if told.is_err() { return Ok(()) },
            },
            count => progress(count),
        }
    }
}

/// Reads some of what waits, in the order in which it came. Gives how many were read.
///
/// # Errors
/// If the store cannot be used; what was not stored still waits.
pub async fn read_waiting(desk: &Desk) -> Result<usize, StoreError> {
    let waiting = store::unread(&mut desk.store.read().await?, 0, BATCH).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let keys = desk.store.keys().clone();
    let read = move || parallel::ordered_map(&waiting, |one| reading(&keys, one));
    let readings = tokio::task::spawn_blocking(read).await.unwrap_or_default();
    let readings = readings
        .into_iter()
        .flatten()
        .collect::<Result<Vec<_>, _>>()?;
    let count = readings.len();
    store::set_readings(&desk.store, readings).await?;
    Ok(count)
}

/// Place of the leaf, reading, level.
type Found = (u64, Vec<u8>, Level);

/// What was found, sealed, and the level. None if the report does not open, or the program itself failed on it: it waits
/// on, bars nobody's way, and is told of.
fn reading(keys: &Keys, waiting: &Waiting) -> Option<Result<Found, StoreError>> {
    let report = match waiting.open(keys) {
        Ok(report) => report,
        Err(error) => {
            tracing::error!(report = %waiting.id, error = %error, "could not be opened to be read");
            return None;
        }
    };
    let published = report.body.published.as_deref().and_then(parse_date);
    let Some(reading) = guarded(|| job::read_one(&report.body.text, published)) else {
        tracing::error!(report = %report.id, "could not be read because of a fault in wardline");
        return None;
    };
    let level = level(&report.body, reading.level);
    let sealed = report.seal(&output::reading_json(&reading), &mut rng());
    Some(sealed.map(|sealed| (report.place, sealed, level)))
}

/// How soon somebody should look: by the text, and within the hour where its sender says that somebody is in danger now.
fn level(body: &Body, by_text: Level) -> Level {
    let is_now = |(question, answer): &(String, String)| question == "now" && answer == "yes";
    if body.answers.iter().any(is_now) {
        by_text.min(Level::P2)
    } else {
        by_text
    }
}
