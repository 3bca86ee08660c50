//! The store from outside, the same on SQLite and on PostgreSQL.
//!
//! PostgreSQL is a server that `./test` starts (`tests/postgres.sh start`) and names in
//! `WARDLINE_TEST_POSTGRES`; without it the tests hold SQLite alone.

#![expect(
    clippy::unwrap_used,
    reason = "a test says what it expects by failing there"
)]

#[path = "it/call.rs"]
mod call;
#[path = "it/case.rs"]
mod case;
#[path = "it/erase.rs"]
mod erase;
#[path = "it/group.rs"]
mod group;
#[path = "it/identity.rs"]
mod identity;
#[path = "it/judged.rs"]
mod judged;
#[path = "it/keep.rs"]
mod keep;
#[path = "it/ledger.rs"]
mod ledger_of_desk;
#[path = "it/link.rs"]
mod link;
#[path = "it/notice.rs"]
mod notice;
#[path = "it/passkey.rs"]
mod passkey;
#[path = "it/people.rs"]
mod people;
#[path = "it/purge.rs"]
mod purge;
#[path = "it/random/mod.rs"]
mod random;
#[path = "it/receive.rs"]
mod receive;
#[path = "it/rotate.rs"]
mod rotate;
#[path = "it/secret.rs"]
mod secret;
#[path = "it/support.rs"]
mod support;
#[path = "it/undo.rs"]
mod undo;
#[path = "it/upgrade.rs"]
mod upgrade;
