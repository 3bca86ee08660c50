//! Many rows with few statements: what a statement costs is mostly the way to the database and back.

/// Rows in one statement, at most.
const MOST: usize = 256;

/// Cuts rows into pieces whose lengths are powers of two, so that there are few different statements to be prepared.
pub(crate) fn pieces<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let length = 1 << rows.len().checked_ilog2()?;
        let (piece, rest) = rows.split_at(MOST.min(length));
        rows = rest;
        Some(piece)
    })
}

/// How a database wants places of values written.
#[derive(Clone, Copy)]
pub(crate) enum Places {
    /// `?`: SQLite looks for each number in a list of all others.
    Bare,
    /// `$1`.
    Numbered,
}

impl Places {
    /// `(?, ?), (?, ?)` or `($1, $2), ($3, $4)`, and so on.
    pub(crate) fn of(self, rows: usize, columns: usize) -> String {
        let place = |number: usize| match self {
            Places::Bare => "?".to_owned(),
            Places::Numbered => format!("${number}"),
        };
        let row = |row: usize| {
            let places = (1..=columns).map(|column| place(row * columns + column));
            format!("({})", places.collect::<Vec<_>>().join(", "))
        };
        (0..rows).map(row).collect::<Vec<_>>().join(", ")
    }
}

/// How the database of a view wants them.
macro_rules! places {
    ($read:expr) => {
        $crate::db::pick!($read,
            sqlite: $crate::bulk::Places::Bare,
            postgres: $crate::bulk::Places::Numbered)
    };
}

/// Runs SQL over many rows, in pieces: `before`, the places of a piece's values, `after`.
macro_rules! execute_all {
    ($read:expr, $before:literal, $after:literal, $rows:expr, |$row:pat_param| [$($value:expr),+ $(,)?]) => {{
        let columns = [$(stringify!($value)),+].len();
        for piece in $crate::bulk::pieces($rows) {
            let places = $crate::bulk::places!($read).of(piece.len(), columns);
            let sql = [$before, &places, $after].concat();
            let sql = sqlx::AssertSqlSafe(sql);
            match &mut $read.0 {
                $crate::db::Conn::Sqlite(conn) => {
                    let mut query = sqlx::query(sql);
                    for $row in piece {
                        query = query$(.bind($value))+;
                    }
                    query.execute(&mut **conn).await.map(|_| ())
                }
                $crate::db::Conn::Postgres(conn) => {
                    let mut query = sqlx::query(sql);
                    for $row in piece {
                        query = query$(.bind($value))+;
                    }
                    query.execute(&mut **conn).await.map(|_| ())
                }
            }
            .map_err($crate::StoreError::from)?;
        }
    }};
}

/// All rows of a query for a list of values, in pieces: `before`, the places of a piece's values, `after`.
macro_rules! fetch_each {
    ($read:expr, $row:ty, $before:literal, $after:literal, $values:expr, |$one:pat_param| $value:expr) => {{
        let mut found: Vec<$row> = Vec::new();
        for piece in $crate::bulk::pieces($values) {
            let places = $crate::bulk::places!($read).of(1, piece.len());
            let sql = [$before, &places, $after].concat();
            let sql = sqlx::AssertSqlSafe(sql);
            match &mut $read.0 {
                $crate::db::Conn::Sqlite(conn) => {
                    let mut query = sqlx::query_as::<_, $row>(sql);
                    for $one in piece {
                        query = query.bind($value);
                    }
                    query.fetch_all(&mut **conn).await
                }
                $crate::db::Conn::Postgres(conn) => {
                    let mut query = sqlx::query_as::<_, $row>(sql);
                    for $one in piece {
                        query = query.bind($value);
                    }
                    query.fetch_all(&mut **conn).await
                }
            }
            .map(|rows| found.extend(rows))
            .map_err($crate::StoreError::from)?;
        }
        found
    }};
}

pub(crate) use {execute_all, fetch_each, places};

#[cfg(test)]
mod tests {
    use super::{Places, pieces};

    #[test]
    fn pieces_hold_all_rows_in_order() {
        let rows: Vec<usize> = (0..331).collect();
        let cut: Vec<&[usize]> = pieces(&rows).collect();
        let lengths: Vec<usize> = cut.iter().map(|piece| piece.len()).collect();
        assert_eq!(lengths, [256, 64, 8, 2, 1]);
        assert_eq!(cut.concat(), rows);
        assert_eq!(pieces(&rows[..0]).count(), 0);
    }

    #[test]
    fn places_are_written_as_each_database_wants() {
        assert_eq!(Places::Numbered.of(2, 2), "($1, $2), ($3, $4)");
        assert_eq!(Places::Bare.of(1, 2), "(?, ?)");
    }
}
