//! E-mail as a channel: from a maildir, and from a real IMAP server where there is one. Nothing is lost, nothing is
//! stored twice, whatever a mail does, and nothing of it is in a log.

#![expect(
    clippy::unwrap_used,
    reason = "a test says what it expects by failing there"
)]

mod desk;
mod dovecot;
mod fake;
mod imap;
mod maildir;
mod odd;
mod process;
mod sample;

use std::thread;
use std::time::Duration;

/// Until something is so; two minutes at most, because the machine may be busy.
#[track_caller]
fn wait_for(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..6_000 {
        if is_so() {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("waited for two minutes: {what}");
}
