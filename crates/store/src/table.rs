//! The tables and their columns, for what copies a desk whole. A test holds them against the real schema, so that
//! no column is forgotten.

use crate::db::{Read, fetch_all, pick};
use crate::{StoreError, schema};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Bytes,
    Text,
}

/// A column, and whether it is a wrapped key, which backups keep apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub name: &'static str,
    pub kind: Kind,
    pub is_key: bool,
}

/// A table. Its first columns, `order` of them, are its primary key: rows are copied in that order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    pub name: &'static str,
    pub order: usize,
    pub columns: &'static [Column],
    /// Its rows follow from other tables, or are of the moment: they are not copied.
    pub is_derived: bool,
}

const fn int(name: &'static str) -> Column {
    column(name, Kind::Int)
}

const fn bytes(name: &'static str) -> Column {
    column(name, Kind::Bytes)
}

const fn text(name: &'static str) -> Column {
    column(name, Kind::Text)
}

const fn wrapped(name: &'static str) -> Column {
    Column {
        is_key: true,
        ..column(name, Kind::Bytes)
    }
}

const fn column(name: &'static str, kind: Kind) -> Column {
    Column {
        name,
        kind,
        is_key: false,
    }
}

const fn table(name: &'static str, order: usize, columns: &'static [Column]) -> Table {
    Table {
        name,
        order,
        columns,
        is_derived: false,
    }
}

const fn derived(name: &'static str, order: usize, columns: &'static [Column]) -> Table {
    Table {
        is_derived: true,
        ..table(name, order, columns)
    }
}

/// All tables; each stands behind those that it refers to.
pub(crate) const TABLES: &[Table] = &[
    table(
        "desk",
        1,
        &[
            int("one"),
            text("name"),
            wrapped("lookup"),
            wrapped("key"),
            bytes("seed"),
            int("made"),
        ],
    ),
    table(
        "log",
        1,
        &[int("one"), bytes("edge"), int("tiled"), text("checkpoint")],
    ),
    table("leaf", 1, &[int("place"), bytes("leaf"), bytes("salt")]),
    table("tile", 2, &[int("level"), int("place"), bytes("hashes")]),
    table("tip", 1, &[bytes("id"), wrapped("key"), int("day")]),
    table(
        "report",
        1,
        &[
            int("place"),
            bytes("id"),
            text("channel"),
            int("received"),
            bytes("tip"),
            int("mark"),
            wrapped("key"),
            bytes("body"),
            bytes("reading"),
            int("level"),
            int("incident"),
            bytes("trace"),
            int("fault"),
            int("copies"),
        ],
    ),
    table(
        "incident",
        1,
        &[int("place"), int("reports"), int("telling"), int("became")],
    ),
    derived("trace", 2, &[int("tag"), int("report"), int("incident")]),
    table(
        "reply",
        1,
        &[
            int("place"),
            bytes("id"),
            bytes("tip"),
            int("sent"),
            bytes("body"),
        ],
    ),
    table(
        "file",
        1,
        &[
            bytes("id"),
            bytes("report"),
            int("number"),
            bytes("about"),
            int("length"),
        ],
    ),
    table(
        "once",
        1,
        &[bytes("tag"), bytes("report"), bytes("content")],
    ),
    table(
        "token",
        1,
        &[
            bytes("id"),
            bytes("tag"),
            text("name"),
            text("scopes"),
            int("made"),
            int("expires"),
            int("revoked"),
        ],
    ),
    table(
        "account",
        1,
        &[
            bytes("id"),
            bytes("tag"),
            wrapped("key"),
            bytes("body"),
            text("roles"),
            int("step"),
            int("made"),
            int("ended"),
            int("duty"),
        ],
    ),
    table(
        "passkey",
        1,
        &[
            bytes("tag"),
            bytes("account"),
            bytes("body"),
            int("made"),
            int("used"),
        ],
    ),
    table(
        "identity",
        1,
        &[bytes("account"), bytes("tag"), int("made")],
    ),
    derived(
        "invitation",
        1,
        &[bytes("tag"), bytes("account"), int("expires")],
    ),
    derived(
        "session",
        1,
        &[
            bytes("tag"),
            bytes("account"),
            int("made"),
            int("seen"),
            int("proved"),
        ],
    ),
    table(
        "work",
        1,
        &[
            int("report"),
            int("level"),
            int("due"),
            int("decide"),
            int("seen"),
            text("disposition"),
            bytes("assigned"),
            int("acted"),
        ],
    ),
    table(
        "act",
        1,
        &[
            int("place"),
            int("batch"),
            bytes("account"),
            int("at"),
            text("kind"),
            int("report"),
            int("incident"),
            bytes("body"),
            int("undone"),
            int("cases"),
            int("part"),
            int("groups"),
            bytes("whom"),
        ],
    ),
    table(
        "cases",
        1,
        &[
            int("number"),
            bytes("id"),
            wrapped("key"),
            text("state"),
            int("incident"),
            int("made"),
            bytes("body"),
            int("acted"),
        ],
    ),
    table("member", 2, &[int("number"), bytes("account")]),
    table(
        "groups",
        1,
        &[
            int("number"),
            bytes("id"),
            wrapped("key"),
            bytes("body"),
            int("made"),
            int("acted"),
        ],
    ),
    table("grouped", 2, &[int("number"), bytes("account")]),
    table("let_in", 2, &[int("number"), int("groups")]),
    table(
        "part",
        1,
        &[
            int("place"),
            int("number"),
            text("kind"),
            bytes("account"),
            int("made"),
            int("due"),
            bytes("body"),
            int("acted"),
            bytes("id"),
            wrapped("key"),
            text("gone"),
        ],
    ),
    table(
        "ladder",
        1,
        &[
            int("report"),
            int("level"),
            int("began"),
            int("step"),
            int("told"),
        ],
    ),
    table(
        "call",
        1,
        &[
            bytes("id"),
            text("kind"),
            text("way"),
            bytes("account"),
            int("level"),
            int("report"),
            int("clock"),
            int("reports"),
            int("late"),
            int("tip"),
            int("made"),
            int("due"),
            int("tries"),
            int("tried"),
            int("sent"),
            text("fault"),
        ],
    ),
    table("feed", 1, &[bytes("account"), bytes("tag"), int("made")]),
    table("browser", 2, &[bytes("account"), bytes("tag"), int("seen")]),
    table(
        "notice",
        1,
        &[
            bytes("id"),
            bytes("account"),
            text("kind"),
            int("at"),
            int("told"),
            int("seen"),
        ],
    ),
];

impl Kind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Kind::Int => "int",
            Kind::Bytes => "bytes",
            Kind::Text => "text",
        }
    }
}

/// A table as it was found or told: its name, and names and kinds of its columns in their order.
pub(crate) type Found = (String, Vec<(String, String)>);

/// Those whose rows are copied.
pub(crate) fn copied() -> impl Iterator<Item = (usize, &'static Table)> {
    let all = TABLES.iter().enumerate();
    all.filter(|(_, table)| !table.is_derived)
}

/// The tables as they are listed here.
pub(crate) fn listed() -> Vec<Found> {
    let columns = |table: &Table| {
        let told = |column: &Column| (column.name.to_owned(), column.kind.as_str().to_owned());
        table.columns.iter().map(told).collect()
    };
    TABLES
        .iter()
        .map(|table| (table.name.to_owned(), columns(table)))
        .collect()
}

/// The tables as they really are in the database, by name, but for the one that tells the version.
pub(crate) async fn real(read: &mut Read) -> Result<Vec<Found>, StoreError> {
    let sql = pick!(read,
        sqlite: "SELECT m.name, c.name, c.type FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, c.cid",
        postgres: "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns
                   WHERE table_schema = current_schema() ORDER BY table_name::text, ordinal_position");
    let rows = fetch_all!(read, (String, String, String), sql)?;
    let mut found: Vec<Found> = Vec::new();
    for (table, column, kind) in rows
        .into_iter()
        .filter(|(table, _, _)| table != schema::TABLE)
    {
        let kind = match kind.to_ascii_uppercase().as_str() {
            "INT" | "INTEGER" | "BIGINT" => "int".to_owned(),
            "BLOB" | "BYTEA" => "bytes".to_owned(),
            "TEXT" => "text".to_owned(),
            other => other.to_ascii_lowercase(),
        };
        match found.last_mut() {
            Some((last, columns)) if *last == table => columns.push((column, kind)),
            _ => found.push((table, vec![(column, kind)])),
        }
    }
    found.sort();
    Ok(found)
}
