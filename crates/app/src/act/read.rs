//! Reading what was received: a job that goes on where it was when the program ended, however it ended.

use std::time::Duration;

use store::{StoreError, Unread};
use tokio::sync::watch;

use super::{Desk, rng};
use crate::intake::parse_date;
use crate::{job, output, parallel};

/// Reports read at once.
const BATCH: u32 = 256;

/// How long to wait before looking whether another process received something.
const POLL: Duration = Duration::from_secs(1);

/// How long to wait when the store cannot be used.
const PATIENCE: Duration = Duration::from_secs(2);

impl Desk {
    /// Reads what waits, and what comes, until it is dropped. Whatever was in hand then still waits.
    pub async fn keep_reading(&self) {
        loop {
            let wait = match read_waiting(self).await {
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
    let waiting = store::unread(&mut desk.store.read().await?, desk.store.keys(), 0, BATCH).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let read = move || parallel::ordered_map(&waiting, reading);
    let readings = tokio::task::spawn_blocking(read).await.unwrap_or_default();
    let readings = readings.into_iter().collect::<Result<Vec<_>, _>>()?;
    let count = readings.len();
    store::set_readings(&desk.store, readings).await?;
    Ok(count)
}

fn reading(report: &Unread) -> Result<(u64, Vec<u8>, model::Level), StoreError> {
    let published = report.body.published.as_deref().and_then(parse_date);
    let reading = job::read_one(&report.body.text, published);
    let sealed = report.seal(&output::reading_json(&reading), &mut rng())?;
    Ok((report.place, sealed, reading.level))
}
