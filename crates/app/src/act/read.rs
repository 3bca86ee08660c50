//! Reading what was received: a job that goes on where it was when the program ended, however it ended.

use std::time::Duration;

use engine::picture::Trace;
use engine::{Options, Study};
use model::Level;
use store::{Body, Finding, Keys, StoreError, Unread, Waiting};
use tokio::sync::watch;

use super::link::{Blinds, Found, on_cores, store_linked};
use super::{Desk, rng};
use crate::output;
use intake::{guarded, parallel, parse_date};

/// Reports read at once.
const BATCH: u32 = 256;

/// How long to wait before looking whether another process received something.
const POLL: Duration = Duration::from_secs(1);

/// How long to wait when the store cannot be used.
const PATIENCE: Duration = Duration::from_secs(2);

impl Desk {
    /// Reads what waits, and what comes, until it is dropped. Whatever was in hand then still waits. What could not
    /// be read before is tried once more.
    pub async fn keep_reading(self) {
        if let Err(error) = store::try_faults_again(&self.store).await {
            tracing::warn!(error = %error, "what could not be read before is not tried again");
        }
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

/// Reads some of what waits, in the order in which it came, and links it to the incidents that it belongs to. Gives
/// how many were read, or could not be.
///
/// # Errors
/// If the store cannot be used; what was not stored still waits.
pub async fn read_waiting(desk: &Desk) -> Result<usize, StoreError> {
    let waiting = store::unread(&mut desk.store.read().await?, 0, BATCH).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let places: Vec<u64> = waiting.iter().map(|one| one.place).collect();
    let keys = desk.store.keys().clone();
    let found = on_cores(move || {
        let blinds = Blinds::of(&keys);
        parallel::ordered_map(&waiting, |one| read(&keys, &blinds, one))
    })
    .await;
    let (mut read, mut faults) = (Vec::with_capacity(found.len()), Vec::new());
    for (place, one) in places.iter().zip(found) {
        match one {
            Some(one) => read.push(one?),
            None => faults.push(*place),
        }
    }
    if !faults.is_empty() {
        store::set_faults(&desk.store, &faults).await?;
    }
    store_linked(&desk.store, read).await?;
    Ok(places.len())
}

/// What was found in a report. None if it does not open, or the program itself failed on it.
fn read(keys: &Keys, blinds: &Blinds, waiting: &Waiting) -> Option<Result<Found, StoreError>> {
    let report = match waiting.open(keys) {
        Ok(report) => report,
        Err(error) => {
            tracing::error!(report = %waiting.id, error = %error, "could not be opened to be read");
            return None;
        }
    };
    let Some(study) = guarded(|| study(&report.body)) else {
        tracing::error!(report = %report.id, "could not be read because of a fault in wardline");
        return None;
    };
    Some(found(report, study, blinds))
}

/// Reads a report as the picture needs it.
pub(super) fn study(body: &Body) -> Study {
    let options = Options {
        published: body.published.as_deref().and_then(parse_date),
        publisher: body.publisher.clone(),
        near: None,
    };
    Study::of(&body.text, &options)
}

fn found(mut report: Unread, study: Study, blinds: &Blinds) -> Result<Found, StoreError> {
    let trace = Trace::of(&study);
    let reading = output::reading_json(&study.reading);
    let finding = Finding {
        place: report.place,
        reading: report.seal_reading(&reading, &mut rng())?,
        level: level(&report.body, study.reading.level),
        trace: None,
        incident: None,
    };
    report.body = Body::default();
    Ok(Found {
        finding,
        tags: blinds.tags(&trace, &study.print),
        trace,
        print: study.print,
        report,
    })
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
