//! The one way in: a report is sealed, stored with its leaf in the ledger, and waits to be read.

use intake::{Document, sha256_hex};
use model::{Channel, Micros};
use store::{Body, Received, Sealed, Store, StoreError};

use super::{Desk, Report, rng};

/// Why a report was not taken in. Nothing of it is there then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not now; the same may go through later.
    #[error("nothing can be stored now: {0}")]
    Later(String),
    /// It is too long.
    #[error("the report is too long to be stored")]
    TooLong,
    /// A fault in this program or its database.
    #[error("the report could not be stored: {0}")]
    Fault(String),
}

impl Refusal {
    pub(super) fn of(error: &StoreError) -> Self {
        match error {
            StoreError::TooLong(_) => Refusal::TooLong,
            error if error.is_passing() => Refusal::Later(error.to_string()),
            error => Refusal::Fault(error.to_string()),
        }
    }
}

/// A new report, with nothing in it yet.
#[must_use]
pub fn report(channel: Channel) -> Report {
    Report::new(channel, &mut rng())
}

/// A document that came by a channel.
#[must_use]
pub fn report_of(channel: Channel, document: Document) -> Report {
    let body = Body {
        text: document.text,
        title: document.title,
        author: document.author,
        publisher: document.publisher,
        published: document.published.map(|day| day.to_string()),
        url: document.url,
        path: Some(document.path),
        sha256: document.sha256,
        answers: Vec::new(),
    };
    Report {
        body,
        ..report(channel)
    }
}

/// Seals a report, as received at a time. Of who does not say who they are, the day alone is kept. Where no hash tells
/// what was received, the text is that.
///
/// # Errors
/// If it is too long.
pub fn seal(store: &Store, mut report: Report, at: Micros) -> Result<Sealed, Refusal> {
    if report.body.sha256.is_empty() {
        report.body.sha256 = sha256_hex(report.body.text.as_bytes());
    }
    let received = match report.channel {
        Channel::Tip => model::day_of(at),
        _ => at,
    };
    let sealed = report.seal(store.keys(), received, &mut rng());
    sealed.map_err(|error| Refusal::of(&error))
}

/// Takes in a report. When this returns, it is durable, logged, and will be read, whatever happens; if it
/// fails, it is not there. One that is known by its `once` is told and not stored again.
///
/// # Errors
/// If it cannot be stored.
pub async fn receive(desk: &Desk, report: Report) -> Result<Received, Refusal> {
    let sealed = seal(&desk.store, report, desk.clock.now())?;
    desk.gate.pass(sealed).await
}

/// Takes in many reports at once, all or none: for those who have them all at hand.
///
/// # Errors
/// If they cannot be stored.
pub async fn receive_sealed(desk: &Desk, reports: &[Sealed]) -> Result<Vec<Received>, Refusal> {
    let received = store::receive(&desk.store, reports).await;
    desk.arrived.notify_one();
    received.map_err(|error| Refusal::of(&error))
}
