//! What tests need to know of databases, so that SQL stays in this crate.

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::db::execute;
use crate::{Store, StoreError};

impl Store {
    /// Changes the database behind the desk's back, with no event that tells of it.
    ///
    /// # Errors
    /// If the database refuses.
    #[doc(hidden)]
    pub async fn meddle(&self, sql: &'static str) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        execute!(tx, sql)?;
        tx.commit_quiet("tests").await
    }

    /// Destroys the keys of all reports.
    ///
    /// # Errors
    /// If the database refuses.
    #[doc(hidden)]
    pub async fn erase_all(&self) -> Result<(), StoreError> {
        self.meddle("UPDATE report SET key = NULL").await
    }
}

/// Makes an empty database on a PostgreSQL server.
///
/// # Errors
/// If the server refuses.
#[doc(hidden)]
pub async fn create_database(server: &str, name: &str) -> Result<(), StoreError> {
    let mut conn = PgConnection::connect(server).await?;
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut conn)
        .await?;
    conn.close().await?;
    Ok(())
}
