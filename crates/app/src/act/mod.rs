//! Everything that changes the world: one async function each, called by pages, programs, mail and the
//! command line alike.

pub mod case;
mod copied;
mod desk;
mod file;
mod gate;
mod link;
mod picture;
mod read;
mod receive;

pub use desk::{Desk, Rng, rng};
pub(crate) use file::{about, begin_file, discard, seal_file};
pub(crate) use link::on_cores;
pub(crate) use picture::{Drawn, by_number, drawn, picture, reading};
pub use read::{read_until, read_waiting};
pub use receive::{Refusal, receive, receive_sealed, report, report_of, seal};
pub use store::Incoming as Report;
