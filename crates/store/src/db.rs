//! Two databases, one SQL text: which one it is, is asked in the macros here and nowhere else but in `pick!`.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection, Postgres, Sqlite, Transaction};

use crate::StoreError;

/// How long to wait for a connection, or for another process that writes.
const PATIENCE: Duration = Duration::from_secs(10);

/// Statements that a connection keeps prepared: those for many rows come in several lengths.
const STATEMENTS: usize = 256;

/// What the connection that writes keeps of the file, in KiB and below zero as SQLite wants it: links go all over it.
const WRITER_CACHE: &str = "-32768";

/// Connections that read at one time.
const READERS: u32 = 8;

/// Where the rows are.
#[derive(Clone)]
pub enum Database {
    /// A file.
    Sqlite(PathBuf),
    /// A server, by its URL, which may hold a password.
    Postgres(Box<PgConnectOptions>),
}

impl Database {
    /// By what stands in a setting: a `postgres://` URL. None if it is no such.
    pub fn postgres(url: &str) -> Option<Self> {
        let is_postgres = url.starts_with("postgres://") || url.starts_with("postgresql://");
        is_postgres.then(|| {
            url.parse()
                .ok()
                .map(|options| Database::Postgres(Box::new(options)))
        })?
    }
}

#[derive(Clone)]
pub(crate) enum Pool {
    /// One connection that writes, others that read beside it.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

pub(crate) enum Conn {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A view of one moment. What is changed meanwhile is not seen.
pub struct Read(pub(crate) Conn);

/// Runs SQL on whichever database it is: the number of rows that it changed.
macro_rules! execute {
    ($read:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        match &mut $read.0 {
            $crate::db::Conn::Sqlite(conn) => sqlx::query($sql)$(.bind($value))*.execute(&mut **conn).await.map(|done| done.rows_affected()),
            $crate::db::Conn::Postgres(conn) => sqlx::query($sql)$(.bind($value))*.execute(&mut **conn).await.map(|done| done.rows_affected()),
        }
        .map_err($crate::StoreError::from)
    };
}

/// All rows, as tuples.
macro_rules! fetch_all {
    ($read:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        match &mut $read.0 {
            $crate::db::Conn::Sqlite(conn) => sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_all(&mut **conn).await,
            $crate::db::Conn::Postgres(conn) => sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_all(&mut **conn).await,
        }
        .map_err($crate::StoreError::from)
    };
}

/// The row, if there is one, as a tuple.
macro_rules! fetch_optional {
    ($read:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        match &mut $read.0 {
            $crate::db::Conn::Sqlite(conn) => sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_optional(&mut **conn).await,
            $crate::db::Conn::Postgres(conn) => sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_optional(&mut **conn).await,
        }
        .map_err($crate::StoreError::from)
    };
}

/// What differs between the two.
macro_rules! pick {
    ($read:expr, sqlite: $sqlite:expr, postgres: $postgres:expr) => {
        match &$read.0 {
            $crate::db::Conn::Sqlite(_) => $sqlite,
            $crate::db::Conn::Postgres(_) => $postgres,
        }
    };
}

/// Waits until nobody else holds a lock, and holds it until the transaction ends. With SQLite nobody else writes anyway.
pub(crate) async fn lock(read: &mut Read, number: i64) -> Result<(), StoreError> {
    let sql = pick!(read, sqlite: None, postgres: Some("SELECT pg_advisory_xact_lock($1)::text"));
    if let Some(sql) = sql {
        execute!(read, sql, number)?;
    }
    Ok(())
}

pub(crate) use {execute, fetch_all, fetch_optional, pick};

impl Pool {
    /// Connects, and makes the file where there is none.
    pub(crate) async fn open(database: &Database) -> Result<Self, StoreError> {
        match database {
            Database::Sqlite(path) => Self::open_sqlite(path).await,
            Database::Postgres(options) => {
                let pool = PgPoolOptions::new()
                    .max_connections(READERS)
                    .acquire_timeout(PATIENCE);
                let options = PgConnectOptions::clone(options)
                    .application_name("wardline")
                    .statement_cache_capacity(STATEMENTS);
                Ok(Pool::Postgres(pool.connect_with(options).await?))
            }
        }
    }

    async fn open_sqlite(path: &Path) -> Result<Self, StoreError> {
        make_private(path);
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE)
            .foreign_keys(true)
            .statement_cache_capacity(STATEMENTS)
            .pragma("secure_delete", "ON")
            .pragma("temp_store", "MEMORY");
        let pool = || {
            SqlitePoolOptions::new()
                .acquire_timeout(PATIENCE)
                .idle_timeout(None)
                .max_lifetime(None)
        };
        // a full disk ends a transaction without its connection knowing: such a one is of no use any more
        let writer = pool()
            .max_connections(1)
            .before_acquire(|conn, _| Box::pin(std::future::ready(Ok(!conn.is_in_transaction()))))
            .connect_with(options.clone().pragma("cache_size", WRITER_CACHE))
            .await?;
        let readers = pool()
            .max_connections(READERS)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Pool::Sqlite { writer, readers })
    }

    pub(crate) async fn read(&self) -> Result<Read, StoreError> {
        Ok(Read(match self {
            Pool::Sqlite { readers, .. } => Conn::Sqlite(readers.begin().await?),
            Pool::Postgres(pool) => Conn::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        }))
    }

    pub(crate) async fn write(&self) -> Result<Write, StoreError> {
        Ok(Write(Read(match self {
            Pool::Sqlite { writer, .. } => {
                Conn::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Pool::Postgres(pool) => Conn::Postgres(pool.begin().await?),
        })))
    }

    pub(crate) async fn close(&self) {
        match self {
            Pool::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pool::Postgres(pool) => pool.close().await,
        }
    }
}

/// A change in the making; dropped, nothing happened.
pub(crate) struct Write(Read);

impl Write {
    /// As what reads; what was written is seen, and undone when it is dropped.
    pub(crate) fn into_read(self) -> Read {
        self.0
    }

    /// Of what [`Write::into_read`] gave.
    pub(crate) fn of(read: Read) -> Self {
        Write(read)
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self.0.0 {
            Conn::Sqlite(conn) => conn.commit().await?,
            Conn::Postgres(conn) => conn.commit().await?,
        }
        Ok(())
    }
}

impl Deref for Write {
    type Target = Read;

    fn deref(&self) -> &Read {
        &self.0
    }
}

impl DerefMut for Write {
    fn deref_mut(&mut self) -> &mut Read {
        &mut self.0
    }
}

/// A new file for its owner alone, as are the journals that SQLite lays beside it. What fails here SQLite tells of.
fn make_private(path: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = options.open(path);
}
