//! The desk's pages, over real connections, on both databases. Every page is held against what all pages have in common.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what it expects by failing there, and that it was not run"
)]

mod calendar;
mod call;
mod call_crash;
mod call_mail;
mod case;
mod chasquid;
mod claim;
#[path = "../api/client.rs"]
#[expect(dead_code, reason = "the interface's tests ask for more")]
mod client;
mod clock;
mod contract;
mod document;
mod erase;
mod group;
mod hostile;
mod incident;
mod keep;
mod passkey;
mod people;
mod provider;
mod provider_at;
mod queue;
mod receiver;
mod rights;
mod sign_in;
#[path = "../api/support.rs"]
#[expect(dead_code, reason = "the interface's tests ask for more")]
mod support;
mod talk;
