//! What the desk keeps: sealed records, the ledger, and the files that came with reports.
//!
//! The only crate that knows SQL, and the only one in which sealed columns are opened and closed. A change
//! is a [`Tx`], and it can be committed only with the events that tell of it ([`Tx::commit`]). Everything
//! holds for SQLite and PostgreSQL alike.

mod audit;
mod backup;
mod blob;
mod bulk;
mod check;
mod copy;
mod db;
mod desk;
mod erase;
mod error;
mod link;
mod log;
mod once;
mod reading;
mod report;
mod restore;
mod rotate;
mod schema;
mod table;
mod tip;
mod token;
mod tx;

#[doc(hidden)]
pub mod testing;

pub use audit::verify;
pub use backup::{BackedUp, write_data, write_keys};
pub use blob::{Blob, BlobWriter, Blobs, missing_files, sweep};
pub use check::Checked;
pub use copy::{Loader, Snapshot, copy};
pub use db::{Database, Read};
pub use desk::{Keys, Store};
pub use erase::erase;
pub use error::{BackupError, StoreError};
pub use link::{
    Bearer, Blinder, Borne, Changes, Finding, Incident, Linking, Tag, Trace, bearers, incidents,
    reports_of,
};
pub use log::{Entry, last_checkpoint, leaves, prove, read_tile, sign, unsigned};
pub use reading::{
    Counts, Unread, Waiting, at_places, count, set_faults, try_faults_again, unread,
};
pub use report::{Attachment, Body, Incoming, Mark, Opened, Received, Sealed, by_id, receive};
pub use restore::{Restored, restore};
pub use rotate::{older_keys, rotate};
pub use schema::VERSION;
pub use tip::{Conversation, Parts, Said, conversation, parts, reply};
pub use token::{Access, NewToken, add_token, find_token};
pub use tx::Tx;
