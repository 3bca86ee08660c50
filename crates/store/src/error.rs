//! What a caller treats differently when the store cannot do what was asked.

use seal::SealError;
use sqlx::error::DatabaseError;

/// Why the store did not do it. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot do it now: its disk is full, or it is not reached, or too busy. The same may
    /// go through later.
    #[error("the store cannot be used now: {0}")]
    Unavailable(String),
    /// The database was written by a later version of this program.
    #[error("the database is of version {found}, and this program knows {known}")]
    Newer {
        /// The database's version.
        found: i64,
        /// The latest that is known here.
        known: i64,
    },
    /// What is stored cannot be what was stored.
    #[error("{what} in table {table} is damaged")]
    Damaged {
        /// Where.
        table: &'static str,
        /// What.
        what: &'static str,
    },
    /// A sealed value does not open.
    #[error("a sealed value in table {table} does not open: {source}")]
    Sealed {
        /// Where.
        table: &'static str,
        /// Why.
        source: SealError,
    },
    /// A value is too long to be stored.
    #[error("too long to be stored: {0}")]
    TooLong(SealError),
    /// A file cannot be written or read.
    #[error("files cannot be stored: {0}")]
    Files(#[from] std::io::Error),
    /// What was to take in a desk is not empty.
    #[error("the database is not empty")]
    NotEmpty,
    /// A backup is not what was written.
    #[error("{0}")]
    Backup(BackupError),
    /// A fault in this program.
    #[error("the database refused what it was asked")]
    Refused(#[source] sqlx::Error),
}

impl StoreError {
    /// Whether the same may go through later, without anything being mended here.
    pub fn is_passing(&self) -> bool {
        matches!(self, StoreError::Unavailable(_) | StoreError::Files(_))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(told) if is_passing(told.as_ref()) => {
                StoreError::Unavailable(told.message().to_owned())
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Protocol(_) => StoreError::Unavailable(error.to_string()),
            _ => StoreError::Refused(error),
        }
    }
}

/// Errors that are of the machine, not of what was asked: of SQLite its primary result codes, of
/// PostgreSQL the classes of SQLSTATE.
fn is_passing(error: &dyn DatabaseError) -> bool {
    // BUSY, LOCKED, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN
    const SQLITE: [i32; 7] = [5, 6, 8, 9, 10, 13, 14];
    // connection, authorization, transaction rollback, resources, operator intervention, system
    const POSTGRES: [&str; 6] = ["08", "28", "40", "53", "57", "58"];
    let Some(code) = error.code() else {
        return false;
    };
    match error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
        Some(_) => POSTGRES.iter().any(|class| code.starts_with(class)),
        None => code
            .parse::<i32>()
            .is_ok_and(|code| SQLITE.contains(&(code & 0xff))),
    }
}

/// Why a backup cannot be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// The end is missing, or a part is not as it was written.
    #[error("the backup is cut off or was changed")]
    Changed,
    /// Encrypted for the same recipient, but something else.
    #[error("this is no backup of a desk")]
    Foreign,
    /// The file with the keys in place of the other, or the other way round.
    #[error("the file is the other of the two that a backup consists of")]
    Other,
    /// Written by a later version.
    #[error("the backup was written by a later version of wardline")]
    Newer,
    /// The keys are of another desk.
    #[error("the file with the keys belongs to another desk")]
    OtherDesk,
    /// The keys were written before the rest was.
    #[error("the file with the keys is older than the backup")]
    OlderKeys,
}
