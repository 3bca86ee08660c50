//! Reading what was received: a job that goes on where it was when the program ended, however it ended.

use std::time::Duration;

use engine::picture::Trace;
use engine::{Options, Study};
use intake::{guarded, parallel, parse_date};
use jiff::civil::Date;
use model::{Channel, Clocks, Level, Micros};
use store::{Body, Finding, Keys, StoreError, Unread, Waiting};
use tokio::sync::watch;

use super::link::{Blinds, Found, on_cores, store_linked};
use super::{Desk, rng};
use crate::output;

/// Reports read at once.
const BATCH: u32 = 1024;

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
            let wait = match read_waiting(&self, |_| ()).await {
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
        match read_waiting(desk, &progress).await? {
            0 if is_last => return Ok(()),
            0 => tokio::select! {
                () = desk.arrived.notified() => (),
                // without a sender nothing more comes
                told = is_ended.changed() => if told.is_err() { return Ok(()) },
            },
            _ => (),
        }
    }
}

/// Reports that were read and not stored yet.
struct Batch {
    found: Vec<Found>,
    /// Places of those that could not be read.
    faults: Vec<u64>,
    last: u64,
}

/// Reads what waits, in the order in which it came, and links it to the incidents that it belongs to: while some is
/// stored, the next is read. Gives how many were read, or could not be; `progress` is told as it goes.
///
/// # Errors
/// If the store cannot be used; what was not stored still waits.
pub async fn read_waiting(desk: &Desk, progress: impl Fn(usize)) -> Result<usize, StoreError> {
    let (mut count, mut next) = (0, take(desk, 0).await?);
    while let Some(batch) = next {
        let (read, behind) = (batch.found.len() + batch.faults.len(), batch.last + 1);
        let (stored, taken) = tokio::join!(keep(desk, batch), take(desk, behind));
        stored?;
        progress(read);
        count += read;
        next = taken?;
    }
    Ok(count)
}

/// Reads some of what waits from a place on; none if nothing does.
async fn take(desk: &Desk, from: u64) -> Result<Option<Batch>, StoreError> {
    let mut read = desk.store.read().await?;
    let waiting = store::unread(&mut read, from, BATCH).await?;
    let Some(last) = waiting.last().map(|one| one.place) else {
        return Ok(None);
    };
    let places: Vec<u64> = waiting.iter().map(|one| one.place).collect();
    let adds = store::additions(&mut read, &places).await?;
    drop(read);
    let keys = desk.store.keys().clone();
    let (now, clocks) = (desk.clock.now(), desk.clocks);
    let read = on_cores(move || {
        let blinds = Blinds::of(&keys);
        parallel::ordered_map(&waiting, |one| {
            let before = adds.get(&one.place).and_then(|adds| adds.level);
            (
                one.place,
                self::read(&keys, &blinds, one, (before, now, clocks)),
            )
        })
    });
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for (place, one) in read.await {
        match one {
            Some(one) => found.push(one?),
            None => faults.push(place),
        }
    }
    let batch = Batch {
        found,
        faults,
        last,
    };
    Ok(Some(batch))
}

async fn keep(desk: &Desk, batch: Batch) -> Result<(), StoreError> {
    if !batch.faults.is_empty() {
        store::set_faults(&desk.store, &batch.faults).await?;
    }
    store_linked(&desk.store, batch.found).await
}

/// What was found in a report. None if it does not open, or the program itself failed on it.
fn read(
    keys: &Keys,
    blinds: &Blinds,
    waiting: &Waiting,
    given: (Option<Level>, Micros, Clocks),
) -> Option<Result<Found, StoreError>> {
    let report = match waiting.open(keys) {
        Ok(report) => report,
        Err(error) => {
            tracing::error!(report = %waiting.id, error = %error, "could not be opened to be read");
            return None;
        }
    };
    let Some(study) = guarded(|| study(&report)) else {
        tracing::error!(report = %report.id, "could not be read because of a fault in wardline");
        return None;
    };
    Some(found(report, study, blinds, given))
}

/// Reads a report as the picture needs it.
fn study(report: &Unread) -> Study {
    let options = Options {
        published: published(report),
        publisher: report.body.publisher.clone(),
        near: None,
    };
    Study::of(&report.body.text, &options)
}

/// The day by which `yesterday` is understood: that of its publication, and of a tip that on which it came.
pub(crate) fn published(report: &Unread) -> Option<Date> {
    let told = report.body.published.as_deref().and_then(parse_date);
    told.or_else(|| (report.channel == Channel::Tip).then(|| day(report.received))?)
}

fn day(at: Micros) -> Option<Date> {
    let at = jiff::Timestamp::from_microsecond(at).ok()?;
    Some(at.to_zoned(jiff::tz::TimeZone::UTC).date())
}

fn found(
    mut report: Unread,
    study: Study,
    blinds: &Blinds,
    (before, now, clocks): (Option<Level>, Micros, Clocks),
) -> Result<Found, StoreError> {
    let trace = Trace::of(&study);
    let reading = output::reading_json(&study.reading);
    let level = level(&report.body, study.reading.level, before);
    let came = came(&report, level, now);
    let finding = Finding {
        place: report.place,
        reading: report.seal_reading(&reading, &mut rng())?,
        level,
        trace: None,
        incident: None,
        copies: None,
        due: clocks.acknowledge_by(level, came),
        decide: clocks.decide_by(level, came),
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

/// When a report's clocks begin. Of a tip no time is kept but the day: where hours count, the quarter of an hour in which it
/// is read stands for it, and else the end of its day.
fn came(report: &Unread, level: Level, now: Micros) -> Micros {
    match (report.channel, level) {
        (Channel::Tip, Level::P1 | Level::P2) => model::quarter_after(now),
        (Channel::Tip, _) => report.received + model::DAY,
        _ => report.received,
    }
}

/// How soon somebody should look: by the text; within the hour where its sender says that somebody is in danger now; and no later
/// than at what they sent before, which it may answer.
fn level(body: &Body, by_text: Level, before: Option<Level>) -> Level {
    let by_sender = body.tells_of_danger_now().then_some(Level::P2);
    by_text
        .min(by_sender.unwrap_or(Level::P5))
        .min(before.unwrap_or(Level::P5))
}
