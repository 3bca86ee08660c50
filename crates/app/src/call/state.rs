//! Whether anybody is called, as the desk's pages tell it: what is not set up, and what did not work the last time.

use model::Micros;
use model::call::{Fault, Way};
use store::{Last, Store, StoreError};

use crate::config::Calls;

/// Whether anybody is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Whether there is a way at all.
    pub is_on: bool,
    /// Whether mails can be sent.
    pub has_mail: bool,
    /// Whether a program can be told.
    pub has_webhook: bool,
    /// People on duty, those of them who have an address, and those of them who are called for P1 alone.
    pub people: (usize, usize, usize),
    /// The time between two digests, if there are any.
    pub digest: Option<Micros>,
    /// How it went last, by each way.
    pub last: Vec<(Way, Last)>,
}

impl State {
    /// Whether nobody hears of what is imminent.
    pub fn is_nobody_called(&self) -> bool {
        let (_, reached, _) = self.people;
        !self.has_webhook && (!self.has_mail || reached == 0)
    }

    /// What did not work the last time that it was tried.
    pub fn faults(&self) -> impl Iterator<Item = (Way, Fault, Micros)> {
        let set_up = |way: Way| match way {
            Way::Mail => self.has_mail,
            Way::Webhook => self.has_webhook,
        };
        let failed = |(way, last): &(Way, Last)| Some((*way, last.fault?, last.tried));
        self.last
            .iter()
            .filter_map(failed)
            .filter(move |(way, ..)| set_up(*way))
    }
}

/// Asks.
///
/// # Errors
/// If the database cannot be read.
pub async fn state(store: &Store, calls: &Calls) -> Result<State, StoreError> {
    let mut read = store.read().await?;
    let on_duty = store::on_duty(&mut read, store.keys()).await?;
    let mut last = Vec::new();
    for way in Way::ALL {
        last.extend(
            store::last_of(&mut read, *way)
                .await?
                .map(|one| (*way, one)),
        );
    }
    let reached = on_duty.iter().filter(|one| one.address.is_some());
    let muted = reached.clone().filter(|one| one.is_muted);
    Ok(State {
        is_on: calls.is_on(),
        has_mail: calls.smtp.is_some(),
        has_webhook: calls.webhook.is_some(),
        people: (on_duty.len(), reached.count(), muted.count()),
        digest: calls.digest,
        last,
    })
}
