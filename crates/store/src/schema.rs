//! The tables, and the steps that lead to them: one text for both databases.

use sqlx::AssertSqlSafe;

use crate::StoreError;
use crate::db::{Pool, Read, Write, execute, fetch_optional, lock, pick};

/// Each step with its name, in order. A step that was ever released stays as it is.
const STEPS: [(&str, &str); 12] = [
    ("receive", include_str!("../migrations/0001_receive.sql")),
    ("incident", include_str!("../migrations/0002_incident.sql")),
    ("found", include_str!("../migrations/0003_found.sql")),
    ("desk", include_str!("../migrations/0004_desk.sql")),
    ("case", include_str!("../migrations/0005_case.sql")),
    ("keep", include_str!("../migrations/0006_keep.sql")),
    ("call", include_str!("../migrations/0007_call.sql")),
    ("notice", include_str!("../migrations/0008_notice.sql")),
    ("group", include_str!("../migrations/0009_group.sql")),
    ("passkey", include_str!("../migrations/0010_passkey.sql")),
    ("identity", include_str!("../migrations/0011_identity.sql")),
    ("fault", include_str!("../migrations/0012_fault.sql")),
];

/// The lock of whoever changes the tables.
const LOCK: i64 = 7_283_511;

/// The table that tells the version.
pub(crate) const TABLE: &str = "schema_version";

/// The version that this program writes.
pub const VERSION: i64 = STEPS.len() as i64;

/// Brings a database up to date. Whole or not at all.
pub(crate) async fn migrate(pool: &Pool) -> Result<(), StoreError> {
    migrate_to(pool, VERSION).await
}

async fn migrate_to(pool: &Pool, version: i64) -> Result<(), StoreError> {
    let mut tx = pool.write().await?;
    migrate_in(&mut tx, version).await?;
    tx.commit().await
}

/// Brings a database to a version, in a transaction that somebody else commits.
pub(crate) async fn migrate_in(tx: &mut Write, version: i64) -> Result<(), StoreError> {
    // so that of two programs that start at once one waits
    lock(tx, LOCK).await?;
    execute!(
        tx,
        "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)"
    )?;
    let found = found(tx).await?;
    if found > VERSION {
        return Err(StoreError::Newer {
            found,
            known: VERSION,
        });
    }
    for (number, (_, step)) in (1..=version)
        .zip(STEPS)
        .filter(|(number, _)| *number > found)
    {
        let dialect = in_dialect(step, pick!(tx, sqlite: true, postgres: false));
        for statement in dialect
            .split(';')
            .map(str::trim)
            .filter(|one| !one.is_empty())
        {
            execute!(tx, AssertSqlSafe(statement.to_owned()))?;
        }
        execute!(tx, "DELETE FROM schema_version")?;
        execute!(
            tx,
            "INSERT INTO schema_version (version) VALUES ($1)",
            number
        )?;
    }
    Ok(())
}

async fn found(read: &mut Read) -> Result<i64, StoreError> {
    let row = fetch_optional!(read, (i64,), "SELECT version FROM schema_version")?;
    Ok(row.map_or(0, |(version,)| version))
}

/// Types by their names in the database; tables of SQLite hold what they say.
fn in_dialect(step: &str, is_sqlite: bool) -> String {
    if is_sqlite {
        step.replace(" BYTES", " BLOB")
            .replace("\n);", "\n) STRICT;")
            .replace(") WITHOUT ROWID;", ") STRICT, WITHOUT ROWID;")
    } else {
        step.replace(" BYTES", " BYTEA")
            .replace(" INT ", " BIGINT ")
            .replace(" INT,", " BIGINT,")
            .replace(" INT;", " BIGINT;")
            .replace(") WITHOUT ROWID;", ");")
            .replace(" INT\n", " BIGINT\n")
    }
}
