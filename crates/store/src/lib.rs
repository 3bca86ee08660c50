//! What the desk keeps: sealed records, the ledger, and the files that came with reports.
//!
//! The only crate that knows SQL, and the only one in which sealed columns are opened and closed. A change
//! is a [`Tx`], and it can be committed only with the events that tell of it ([`Tx::commit`]). Everything
//! holds for SQLite and PostgreSQL alike.

mod account;
mod act;
mod acting;
mod audit;
mod backup;
mod blob;
mod bulk;
mod call;
mod called;
mod case;
mod check;
mod copy;
mod db;
mod desk;
mod duty;
mod enrol;
mod erase;
mod error;
mod feed;
mod identity;
mod journal;
mod judged;
mod link;
mod log;
mod mark;
mod moves;
mod notice;
mod once;
mod passkey;
mod reading;
mod relink;
mod report;
mod restore;
mod rotate;
mod schema;
mod session;
mod table;
mod tip;
mod token;
mod tx;
mod work;

#[doc(hidden)]
pub mod testing;

pub use account::{
    Account, Proven, accounts, add_account, by_id as account_by_id, by_name, has_accounts, invite,
    invited, set_account, set_language,
};
pub use act::{Acted, Aim, Change, act, open_file, open_incident, open_report, undo};
pub use acting::By;
pub use audit::verify;
pub use backup::{BackedUp, write_data, write_keys};
pub use blob::{Blob, BlobReader, BlobWriter, Blobs, missing_files, sweep};
pub use call::{
    Call, Calling, Due, Heap, NewCall, Steps, Waiting as Awaited, add_call, heap, last_made,
    waiting,
};
pub use called::{
    CallEnd, Last, begin_try, calls, calls_due, drop_old_calls, end_call, fail_call, hurry_calls,
    last_of, still_waits,
};
pub use case::{
    Case, Changed as CaseChanged, Deed, Done, Gone, Group, GroupChange, Grouped,
    Listed as ListedCase, Over, Part, Step, case, case_history, cases_from, cases_of, change_case,
    change_group, count_cases, gone_counts, gone_people, groups, make_group, open_case,
    over_people, purge_person, undo_case, view_case,
};
pub use check::Checked;
pub use copy::{Loader, Snapshot, copy};
pub use db::{Database, Read};
pub use desk::{Keys, Store};
pub use duty::{DutyMove, move_on_duty, on_duty, set_address, set_muted};
pub use enrol::{Enrolled, Enrolment, Factors, enrol};
pub use erase::{Erasable, Erased, erasable, erase};
pub use error::{BackupError, StoreError};
pub use feed::{Day, days_of, end_feed, feed_of, feed_since, make_feed};
pub use identity::{Identity, identified, tie, tied_since, untie};
pub use journal::{Act, Changed, Deed as ReportDeed, acts, acts_on, done_at_once, last_batch};
pub use judged::{Judged, Judgement, Named, Topic, grade_sources, judged, name_origin};
pub use link::{
    Bearer, Blinder, Borne, Changes, Finding, Incident, Linking, Tag, Trace, bearers, incident_now,
    incident_sizes, incidents, reports_of,
};
pub use log::{Entry, last_checkpoint, leaves, prove, read_tile, sign, unsigned};
pub use mark::Mark;
pub use moves::{Target, move_reports, movers};
pub use notice::{Noticed, has_news, notices, see_notices, to_be_told};
pub use passkey::{
    Added, MOST_PASSKEYS, NewPasskey, Passkey, Removed, add_passkey, passkey_of, passkeys,
    remove_passkey,
};
pub use reading::{
    Counts, Unread, Waiting, at_places, count, set_faults, try_faults_again, unread,
};
pub use report::{Attachment, Body, Incoming, Opened, Received, Sealed, at_place, by_id, receive};
pub use restore::{Restored, restore};
pub use rotate::{older_keys, rotate};
pub use schema::VERSION;
pub use session::{
    IDLE, LONGEST, Listed, Proof, Session, Try, begin_session, end_session, find_session,
    keep_session, prove_session, refused_session, sessions,
};
pub use tip::{
    Adds, Conversation, Parts, Said, additions, answer, conversation, parts, reply, tip_of,
};
pub use token::{Access, NewToken, add_token, find_token};
pub use tx::Tx;
pub use work::{
    Backlog, Glance, MOST_COUNTED, Position, Show, Work, backlog, glances, queue, works,
};
