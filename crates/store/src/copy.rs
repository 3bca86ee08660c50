//! A desk's rows, out of one database and into another: typed, in an order that holds for both databases, and
//! in bounded memory.

use ledger::{Checkpoint, Report, VerifyingKey};
use seal::Keyring;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row};

use crate::db::{Conn, Database, Pool, Read, Write, fetch_optional};
use crate::table::{Column, Kind, TABLES, Table};
use crate::{Keys, Store, StoreError, audit, relink, schema, table};

/// Bytes of rows held at once, but for one row that is longer.
const BUDGET: i64 = 8 << 20;

/// Rows looked at once.
const PAGE: i64 = 512;

/// Rows written by one statement.
const TOGETHER: usize = 32;

/// A value as it is stored, the same for both databases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    Null,
    Int(i64),
    Bytes(Vec<u8>),
    Text(String),
}

pub(crate) type Cells = Vec<Cell>;

impl Cell {
    /// Bytes that it takes, about.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Cell::Null | Cell::Int(_) => 8,
            Cell::Bytes(bytes) => bytes.len(),
            Cell::Text(text) => text.len(),
        }
    }

    pub(crate) fn into_bytes(self) -> Option<Vec<u8>> {
        match self {
            Cell::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// All rows of a desk as they are at one moment.
pub struct Snapshot {
    pub(crate) read: Read,
}

/// Where in a table a reader is: behind these values of its primary key.
pub(crate) struct Pages {
    table: &'static Table,
    columns: Vec<Column>,
    behind: Option<Cells>,
}

impl Store {
    /// The rows as they are now. What changes meanwhile is not seen.
    ///
    /// # Errors
    /// If the database cannot be reached.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let read = self.read().await?;
        Ok(Snapshot { read })
    }

    /// The rows as they are now; with SQLite, nothing can be changed until it is dropped.
    ///
    /// # Errors
    /// If the database cannot be reached, or others write for too long.
    pub async fn frozen(&self) -> Result<Snapshot, StoreError> {
        let read = match self.pool() {
            pool @ Pool::Sqlite { .. } => pool.write().await?.into_read(),
            Pool::Postgres(_) => self.read().await?,
        };
        Ok(Snapshot { read })
    }
}

impl Pages {
    /// Of some of a table's columns.
    pub(crate) fn of(table: &'static Table, columns: Vec<Column>) -> Self {
        Pages {
            table,
            columns,
            behind: None,
        }
    }

    /// The next rows; none at the end.
    pub(crate) async fn next(&mut self, read: &mut Read) -> Result<Vec<Cells>, StoreError> {
        let order = &self.table.columns[..self.table.order];
        let Some(end) = self.end(read).await? else {
            return Ok(Vec::new());
        };
        let names = |columns: &[Column]| -> String {
            let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
            names.join(", ")
        };
        let mut bound = end.clone();
        let mut sql = format!(
            "SELECT {} FROM {} WHERE ({}) <= ({})",
            names(&self.columns),
            self.table.name,
            names(order),
            numbered(1, order.len())
        );
        if let Some(behind) = &self.behind {
            sql += &format!(
                " AND ({}) > ({})",
                names(order),
                numbered(order.len() + 1, order.len())
            );
            bound.extend(behind.iter().cloned());
        }
        sql += &format!(" ORDER BY {}", names(order));
        let rows = select(read, sql, &bound, &self.columns).await?;
        self.behind = Some(end);
        Ok(rows)
    }

    /// The key of the last row that still fits; at least one row does.
    async fn end(&self, read: &mut Read) -> Result<Option<Cells>, StoreError> {
        let order = &self.table.columns[..self.table.order];
        let keys: Vec<&str> = order.iter().map(|column| column.name).collect();
        let keys = keys.join(", ");
        let lengths: Vec<String> = self
            .columns
            .iter()
            .filter(|column| column.kind != Kind::Int)
            .map(|column| format!("COALESCE(LENGTH({}), 0)", column.name))
            .collect();
        let weight = if lengths.is_empty() {
            "0".to_owned()
        } else {
            lengths.join(" + ")
        };
        let place = match &self.behind {
            Some(_) => format!(" WHERE ({keys}) > ({})", numbered(1, order.len())),
            None => String::new(),
        };
        let sql = format!(
            "SELECT {keys}, CAST({weight} AS BIGINT) FROM {}{place} ORDER BY {keys} LIMIT {PAGE}",
            self.table.name
        );
        let mut columns = order.to_vec();
        columns.push(Column {
            name: "weight",
            kind: Kind::Int,
            is_key: false,
        });
        let rows = select(
            read,
            sql,
            self.behind.as_deref().unwrap_or_default(),
            &columns,
        )
        .await?;
        let (mut sum, mut end) = (0, None);
        for mut row in rows {
            let weight = match row.pop() {
                Some(Cell::Int(weight)) => weight,
                _ => 0,
            };
            sum += weight;
            if end.is_some() && sum > BUDGET {
                break;
            }
            end = Some(row);
        }
        Ok(end)
    }
}

/// `$1, $2, …`
fn numbered(from: usize, count: usize) -> String {
    let all: Vec<String> = (from..from + count)
        .map(|number| format!("${number}"))
        .collect();
    all.join(", ")
}

/// Binds values to a statement. What is null is bound as what the column holds.
macro_rules! bound {
    ($sql:expr, $cells:expr) => {{
        let mut query = sqlx::query(AssertSqlSafe($sql));
        for (cell, kind) in $cells {
            query = match (cell, kind) {
                (Cell::Int(value), _) => query.bind(*value),
                (Cell::Bytes(value), _) => query.bind(value.as_slice()),
                (Cell::Text(value), _) => query.bind(value.as_str()),
                (Cell::Null, Kind::Int) => query.bind(None::<i64>),
                (Cell::Null, Kind::Bytes) => query.bind(None::<Vec<u8>>),
                (Cell::Null, Kind::Text) => query.bind(None::<String>),
            };
        }
        query
    }};
}

/// Gives cells of a row, whichever database it is of.
macro_rules! cells {
    ($name:ident, $row:ty) => {
        fn $name(row: &$row, columns: &[Column]) -> Result<Cells, StoreError> {
            let mut cells = Vec::with_capacity(columns.len());
            for (at, column) in columns.iter().enumerate() {
                let cell = match column.kind {
                    Kind::Int => row.try_get::<Option<i64>, _>(at)?.map(Cell::Int),
                    Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(at)?.map(Cell::Bytes),
                    Kind::Text => row.try_get::<Option<String>, _>(at)?.map(Cell::Text),
                };
                cells.push(cell.unwrap_or(Cell::Null));
            }
            Ok(cells)
        }
    };
}

cells!(of_sqlite, SqliteRow);
cells!(of_postgres, PgRow);

async fn select(
    read: &mut Read,
    sql: String,
    values: &[Cell],
    columns: &[Column],
) -> Result<Vec<Cells>, StoreError> {
    // keys are never null, so that their kinds do not matter
    let values = values.iter().map(|value| (value, Kind::Int));
    match &mut read.0 {
        Conn::Sqlite(conn) => {
            let rows = bound!(sql, values).fetch_all(&mut **conn).await?;
            rows.iter().map(|row| of_sqlite(row, columns)).collect()
        }
        Conn::Postgres(conn) => {
            let rows = bound!(sql, values).fetch_all(&mut **conn).await?;
            rows.iter().map(|row| of_postgres(row, columns)).collect()
        }
    }
}

/// Runs a statement with values of these kinds: the number of rows that it changed.
pub(crate) async fn run(
    read: &mut Read,
    sql: String,
    values: &[(&Cell, Kind)],
) -> Result<u64, StoreError> {
    let values = values.iter().copied();
    Ok(match &mut read.0 {
        Conn::Sqlite(conn) => bound!(sql, values)
            .execute(&mut **conn)
            .await?
            .rows_affected(),
        Conn::Postgres(conn) => bound!(sql, values)
            .execute(&mut **conn)
            .await?
            .rows_affected(),
    })
}

/// How many rows a table has.
pub(crate) async fn rows_of(read: &mut Read, table: &str) -> Result<u64, StoreError> {
    let sql = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    let row = fetch_optional!(read, (i64,), sql)?;
    Ok(row.map_or(0, |(count,)| count as u64))
}

/// An empty database that takes in a desk: all of it when it is committed, nothing before.
pub struct Loader {
    write: Write,
    pool: Pool,
}

impl Loader {
    /// Makes an empty database ready, in a version of the tables.
    ///
    /// # Errors
    /// If it cannot be reached, or is not empty.
    pub(crate) async fn begin(database: &Database, version: i64) -> Result<Self, StoreError> {
        let pool = Pool::open(database).await?;
        let mut write = pool.write().await?;
        for (name, _) in table::real(&mut write).await? {
            let is_ours = TABLES.iter().any(|table| table.name == name);
            if !is_ours || rows_of(&mut write, &name).await? > 0 {
                return Err(StoreError::NotEmpty);
            }
        }
        schema::migrate_in(&mut write, version).await?;
        Ok(Loader { write, pool })
    }

    pub(crate) fn write(&mut self) -> &mut Write {
        &mut self.write
    }

    /// Writes rows of a table.
    ///
    /// # Errors
    /// If the database refuses them.
    pub(crate) async fn put(
        &mut self,
        table: &str,
        columns: &[(String, Kind)],
        rows: &[Cells],
    ) -> Result<(), StoreError> {
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        for rows in rows.chunks(TOGETHER) {
            let marks: Vec<String> = (0..rows.len())
                .map(|row| format!("({})", numbered(row * names.len() + 1, names.len())))
                .collect();
            let sql = format!(
                "INSERT INTO {table} ({}) VALUES {}",
                names.join(", "),
                marks.join(", ")
            );
            let kinds = columns.iter().map(|(_, kind)| *kind);
            let values: Vec<_> = rows
                .iter()
                .flat_map(|row| row.iter().zip(kinds.clone()))
                .collect();
            run(&mut self.write, sql, &values).await?;
        }
        Ok(())
    }

    /// Opens the desk's own keys as they were written.
    ///
    /// # Errors
    /// If there are none, or they are wrapped by another master key.
    pub async fn keys(&mut self, keyring: Keyring) -> Result<Keys, StoreError> {
        schema::migrate_in(&mut self.write, schema::VERSION).await?;
        Keys::stored(&mut self.write, keyring).await
    }

    /// Holds the ledger as it was written against what was signed, as [`crate::verify`] does.
    ///
    /// # Errors
    /// If the database cannot be read, or the checkpoint in it is not the desk's.
    pub async fn verify(
        self,
        key: &VerifyingKey,
        progress: impl Fn(u64) + Send + 'static,
    ) -> Result<(Self, Option<(Checkpoint, Report)>), StoreError> {
        let read = self.write.into_read();
        let (read, checked) = audit::verify_in(read, key, None, progress).await?;
        let write = Write::of(read);
        let pool = self.pool;
        Ok((Loader { write, pool }, checked))
    }

    /// What was written becomes the desk; what follows from it is written anew.
    ///
    /// # Errors
    /// If the database cannot do it; then it is as empty as before.
    pub async fn commit(mut self, keys: &Keys) -> Result<(), StoreError> {
        relink::rebuild(&mut self.write, keys).await?;
        self.write.commit().await?;
        self.pool.close().await;
        Ok(())
    }
}

/// Copies all rows of a desk into an empty database: how many of each table. `progress` is told how many so far.
///
/// # Errors
/// If a database cannot be reached, or the target is not empty.
pub async fn copy(
    from: &mut Snapshot,
    to: &Database,
    progress: impl Fn(u64),
) -> Result<(Loader, Vec<(&'static str, u64)>), StoreError> {
    let mut loader = Loader::begin(to, schema::VERSION).await?;
    let (mut counts, mut done) = (Vec::new(), 0);
    for (_, table) in table::copied() {
        let columns: Vec<(String, Kind)> = table
            .columns
            .iter()
            .map(|column| (column.name.to_owned(), column.kind))
            .collect();
        let (mut pages, mut count) = (Pages::of(table, table.columns.to_vec()), 0);
        loop {
            let rows = pages.next(&mut from.read).await?;
            if rows.is_empty() {
                break;
            }
            loader.put(table.name, &columns, &rows).await?;
            count += rows.len() as u64;
            done += rows.len() as u64;
            progress(done);
        }
        let (there, here) = (
            rows_of(loader.write(), table.name).await?,
            rows_of(&mut from.read, table.name).await?,
        );
        if there != count || here != count {
            return Err(StoreError::Damaged {
                table: table.name,
                what: "the number of rows",
            });
        }
        counts.push((table.name, count));
    }
    Ok((loader, counts))
}
