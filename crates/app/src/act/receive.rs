//! The one way in: a report is sealed, stored with its leaf in the ledger, and waits to be read.

use model::{Channel, Micros, ReportId, TipId};
use rand_core::Rng as _;
use seal::{DataKey, Tag};
use sha2::{Digest, Sha256};
use store::{Attachment, Blob, Body, Incoming, Mark, Received, Sealed, Store, StoreError};

use super::{Desk, rng};
use crate::intake::Document;

/// A report on its way in.
pub struct Report {
    /// Drawn before its first byte was read, so that its files can be sealed while they come.
    pub id: ReportId,
    /// Likewise.
    pub key: DataKey,
    /// The way it comes.
    pub channel: Channel,
    /// The conversation it belongs to.
    pub tip: Option<TipId>,
    /// What was noticed about how it comes.
    pub mark: Mark,
    /// What it says. If `sha256` is empty, the text is what was received.
    pub body: Body,
    /// Its files, which are there already.
    pub files: Vec<(Blob, Attachment)>,
    /// By which it is known when it is sent again.
    pub once: Option<Tag>,
}

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

impl Report {
    /// A new one, with nothing in it yet.
    #[must_use]
    pub fn new(channel: Channel) -> Self {
        let mut id = [0; 16];
        rng().fill_bytes(&mut id);
        Report {
            id: ReportId::random(id),
            key: DataKey::new(&mut rng()),
            channel,
            tip: None,
            mark: Mark::NONE,
            body: Body::default(),
            files: Vec::new(),
            once: None,
        }
    }

    /// A document that came by a channel.
    #[must_use]
    pub fn of(channel: Channel, document: Document) -> Self {
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
            ..Report::new(channel)
        }
    }

    /// Seals it, as received at a time. Of who does not say who they are, the day alone is kept.
    ///
    /// # Errors
    /// If it is too long.
    pub fn seal(mut self, store: &Store, at: Micros) -> Result<Sealed, Refusal> {
        if self.body.sha256.is_empty() {
            self.body.sha256 = format!(
                "{:x}",
                Hex(Sha256::digest(self.body.text.as_bytes()).into())
            );
        }
        let received = match self.channel {
            Channel::Tip => model::day_of(at),
            _ => at,
        };
        let incoming = Incoming {
            id: self.id,
            key: self.key,
            channel: self.channel,
            received,
            tip: self.tip,
            mark: self.mark,
            body: self.body,
            files: self.files,
            once: self.once,
        };
        incoming
            .seal(store.keys(), &mut rng())
            .map_err(|error| Refusal::of(&error))
    }
}

/// A hash, as it is written.
pub(crate) struct Hex(pub [u8; 32]);

impl std::fmt::LowerHex for Hex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Takes in a report. When this returns, it is durable, logged, and will be read, whatever happens; if it
/// fails, it is not there. One that is known by its `once` is told and not stored again.
///
/// # Errors
/// If it cannot be stored.
pub async fn receive(desk: &Desk, report: Report) -> Result<Received, Refusal> {
    let sealed = report.seal(&desk.store, desk.clock.now())?;
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
