//! What tests need to know of databases, so that SQL stays in this crate.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::copy::{Cell, Pages};
use crate::db::{Database, Pool, Read, execute, fetch_all, pick};
use crate::table::{self, TABLES};
use crate::{Store, StoreError, schema};

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

/// What somebody who has the database may do to the log.
#[doc(hidden)]
#[derive(Debug, Clone)]
pub enum Tamper {
    /// One bit of a leaf is another.
    Edit { place: u64, bit: usize },
    /// A leaf is gone.
    Drop { place: u64 },
    /// Two leaves stand in each other's places.
    Swap { one: u64, other: u64 },
    /// Everything from a place on is gone.
    Truncate { from: u64 },
}

impl Store {
    /// Changes the log behind the desk's back; gives the rows as they were, for [`Store::put_log_back`].
    ///
    /// # Errors
    /// If the database refuses.
    #[doc(hidden)]
    pub async fn tamper(&self, tampers: &[Tamper]) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
        let mut tx = self.begin().await?;
        let sql = "SELECT place, leaf FROM leaf ORDER BY place";
        let before = fetch_all!(tx, (i64, Vec<u8>), sql)?;
        let leaf = |place: u64| before[place as usize].1.clone();
        for tamper in tampers {
            match *tamper {
                Tamper::Edit { place, bit } => {
                    let mut leaf = leaf(place);
                    let bit = bit % (8 * leaf.len());
                    leaf[bit / 8] ^= 1 << (bit % 8);
                    set_leaf(&mut tx, place, &leaf).await?;
                }
                Tamper::Drop { place } => {
                    execute!(tx, "DELETE FROM leaf WHERE place = $1", place as i64)?;
                }
                Tamper::Swap { one, other } => {
                    set_leaf(&mut tx, one, &leaf(other)).await?;
                    set_leaf(&mut tx, other, &leaf(one)).await?;
                }
                Tamper::Truncate { from } => {
                    execute!(tx, "DELETE FROM leaf WHERE place >= $1", from as i64)?;
                }
            }
        }
        tx.commit_quiet("tests").await?;
        Ok(before)
    }

    /// Writes the log as it was.
    ///
    /// # Errors
    /// If the database refuses.
    #[doc(hidden)]
    pub async fn put_log_back(&self, rows: &[(i64, Vec<u8>)]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        execute!(tx, "DELETE FROM leaf")?;
        for (place, leaf) in rows {
            let sql = "INSERT INTO leaf (place, leaf) VALUES ($1, $2)";
            execute!(tx, sql, place, leaf.as_slice())?;
        }
        tx.commit_quiet("tests").await
    }
}

async fn set_leaf(read: &mut Read, place: u64, leaf: &[u8]) -> Result<(), StoreError> {
    let sql = "UPDATE leaf SET leaf = $1 WHERE place = $2";
    execute!(read, sql, leaf, place as i64).map(|_| ())
}

/// The URL of a new, empty database on a PostgreSQL server, which is given by the URL of its database `postgres`.
///
/// # Errors
/// If the server refuses.
#[doc(hidden)]
pub async fn database_of_its_own(server: &str, prefix: &str) -> Result<String, StoreError> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("{prefix}_{}_{next}", std::process::id());
    let mut conn = PgConnection::connect(server).await?;
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut conn)
        .await?;
    conn.close().await?;
    Ok(server.replacen("/postgres?", &format!("/{name}?"), 1))
}

/// Tables with their columns, as a list of them says and as they really are.
type Tables = Vec<(String, Vec<(String, String)>)>;

impl Store {
    /// The tables as what copies them knows them, and as the database has them.
    ///
    /// # Errors
    /// If the database cannot be read.
    #[doc(hidden)]
    pub async fn tables(&self) -> Result<(Tables, Tables), StoreError> {
        let mut listed = table::listed();
        listed.sort();
        Ok((listed, table::real(&mut self.read().await?).await?))
    }

    /// Primary keys, as what copies tables knows them and as a database of SQLite has them.
    ///
    /// # Errors
    /// If the database cannot be read.
    #[doc(hidden)]
    pub async fn primary_keys(&self) -> Result<(Vec<String>, Vec<String>), StoreError> {
        let mut read = self.read().await?;
        let (mut listed, mut real) = (Vec::new(), Vec::new());
        for table in TABLES {
            let order = table.columns[..table.order].iter();
            listed.push(
                order
                    .map(|column| column.name)
                    .collect::<Vec<_>>()
                    .join(", "),
            );
            let rows = fetch_all!(
                &mut read,
                (String,),
                "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk",
                table.name
            )?;
            let names: Vec<String> = rows.into_iter().map(|(name,)| name).collect();
            real.push(names.join(", "));
        }
        Ok((listed, real))
    }

    /// All rows as statements, bytes as `BYTES'…'`, for a test of a later version.
    ///
    /// # Errors
    /// If the database cannot be read.
    #[doc(hidden)]
    pub async fn as_sql(&self) -> Result<String, StoreError> {
        let mut read = self.read().await?;
        let mut sql = String::new();
        for table in TABLES {
            let mut pages = Pages::of(table, table.columns.to_vec());
            let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
            loop {
                let rows = pages.next(&mut read).await?;
                if rows.is_empty() {
                    break;
                }
                for row in rows {
                    let values: Vec<String> = row.iter().map(literal).collect();
                    let (names, values) = (names.join(", "), values.join(", "));
                    sql += &format!("INSERT INTO {} ({names}) VALUES ({values});\n", table.name);
                }
            }
        }
        Ok(sql)
    }
}

fn literal(cell: &Cell) -> String {
    match cell {
        Cell::Null => "NULL".to_owned(),
        Cell::Int(value) => value.to_string(),
        Cell::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Cell::Bytes(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("BYTES'{hex}'")
        }
    }
}

/// Makes a database as an earlier version left it, with rows as [`Store::as_sql`] writes them.
///
/// # Errors
/// If the database refuses.
#[doc(hidden)]
pub async fn database_of_version(
    database: &Database,
    version: i64,
    rows: &str,
) -> Result<(), StoreError> {
    let pool = Pool::open(database).await?;
    let mut tx = pool.write().await?;
    schema::migrate_in(&mut tx, version).await?;
    for row in rows
        .split(";\n")
        .filter(|row| row.trim_start().starts_with("INSERT"))
    {
        let hex = pick!(tx, sqlite: "x'", postgres: "'\\x");
        let row = row.replace("BYTES'", hex);
        execute!(tx, AssertSqlSafe(row))?;
    }
    tx.commit().await?;
    pool.close().await;
    Ok(())
}
