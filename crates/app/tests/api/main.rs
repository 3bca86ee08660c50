//! Programs at the desk's listener, and files received on the command line: over real connections, on both databases.
//! Every answer is held against `docs/api.openapi.json`.

#![expect(
    clippy::unwrap_used,
    reason = "a test says what it expects by failing there"
)]

mod access;
mod client;
mod contract;
mod hostile;
mod once;
mod outage;
mod receive;
mod reports;
mod stderr;
mod support;
