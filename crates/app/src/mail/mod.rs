//! E-mail: fetched from a maildir or a mailbox on a server, taken in message by message. A message is marked only when
//! all that it holds is durable, and what was stored before is known, so that nothing is lost or stored twice, however
//! the program ends.

mod connect;
mod imap;
mod maildir;
mod take;

use std::time::Duration;

use crate::act::{Desk, Refusal};
use crate::config::{Mail, Source};

/// The longest pause after something went wrong, unless the interval is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);

/// Bytes of one message that are looked at and kept.
const LONGEST: usize = 64 << 20;

/// A message as it came.
struct Raw {
    /// Its bytes, up to [`LONGEST`].
    bytes: Vec<u8>,
    /// Whether it is longer.
    is_cut: bool,
}

/// Why no mail is fetched: what is wrong, and what to do. Nothing in it comes from a mail or from what a server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub todo: &'static str,
}

impl Trouble {
    fn new(what: impl Into<String>, todo: &'static str) -> Self {
        Trouble {
            what: what.into(),
            todo,
        }
    }

    /// Of reports that cannot be stored now.
    fn of_store() -> Self {
        Trouble::new(
            "nothing can be stored now",
            "check that the database runs and the disk has room; mails stay where they are meanwhile",
        )
    }
}

/// What became of one look at all that waits.
#[derive(Debug, Default)]
struct Round {
    /// Messages that stay as they are, because they could not be fetched or stored.
    left: usize,
}

impl Round {
    /// Whether a message was stored and may be marked.
    ///
    /// # Errors
    /// If nothing can be stored now: then the others need not be tried.
    fn may_mark(&mut self, stored: Result<(), Refusal>) -> Result<bool, Trouble> {
        match stored {
            Ok(()) => Ok(true),
            Err(Refusal::Later(_)) => Err(Trouble::of_store()),
            Err(Refusal::TooLong | Refusal::Fault(_)) => {
                self.left += 1;
                Ok(false)
            }
        }
    }
}

/// How it went last time, as far as it was told.
#[derive(PartialEq, Eq)]
enum State {
    Fine,
    SomeLeft,
    Wrong(Trouble),
}

impl State {
    fn of(fetched: Result<Round, Trouble>) -> Self {
        match fetched {
            Ok(Round { left: 0 }) => State::Fine,
            Ok(_) => State::SomeLeft,
            Err(trouble) => State::Wrong(trouble),
        }
    }

    /// One line for operators.
    fn tell(&self) {
        match self {
            State::Fine => tracing::info!("mail is fetched"),
            State::SomeLeft => tracing::warn!(
                "some mails could not be taken in and stay unmarked; look at the mailbox, they are tried again"
            ),
            State::Wrong(Trouble { what, todo }) => {
                tracing::warn!("no mail is fetched: {what}; {todo}");
            }
        }
    }
}

/// Fetches mail again and again. What changes is told once; what goes wrong is tried again after growing pauses.
pub async fn keep_fetching(desk: Desk, settings: Mail) {
    let mut told = None;
    let mut failures = 0_u32;
    loop {
        let state = State::of(fetch(&desk, &settings).await);
        failures = match state {
            State::Wrong(_) => failures.saturating_add(1),
            // one mail that cannot be taken in does not keep others waiting
            State::Fine | State::SomeLeft => 0,
        };
        if told.as_ref() != Some(&state) {
            state.tell();
            told = Some(state);
        }
        tokio::time::sleep(pause(settings.interval, failures)).await;
    }
}

/// The time until the next look.
fn pause(interval: Duration, failures: u32) -> Duration {
    let longest = LONGEST_PAUSE.max(interval);
    let factor = 1 << failures.saturating_sub(1).min(10);
    interval.saturating_mul(factor).min(longest)
}

/// Takes in all that waits now.
async fn fetch(desk: &Desk, settings: &Mail) -> Result<Round, Trouble> {
    match &settings.source {
        Source::Maildir(folder) => maildir::fetch(desk, folder).await,
        Source::Imap(account) => imap::fetch(desk, account).await,
    }
}

/// Looks once, takes in nothing, and gives the number of messages that wait.
///
/// # Errors
/// If they could not be fetched.
pub async fn check(settings: &Mail) -> Result<usize, Trouble> {
    match &settings.source {
        Source::Maildir(folder) => maildir::check(folder).await,
        Source::Imap(account) => imap::check(account).await,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::pause;

    #[test]
    fn pauses_grow_to_a_quarter_of_an_hour() {
        let minute = Duration::from_secs(60);
        let pauses: Vec<u64> = (0..8).map(|n| pause(minute, n).as_secs()).collect();
        assert_eq!(pauses, [60, 60, 120, 240, 480, 900, 900, 900]);
        let day = Duration::from_secs(86_400);
        assert_eq!(pause(day, u32::MAX), day);
    }
}
