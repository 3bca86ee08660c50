//! Tables: comma, semicolon or tab between columns, names in the first row.

use std::io::{self, BufRead};

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::Encoding;
use serde_json::{Map, Value};

use super::fields::{self, Field};
use super::lines::without_end;
use super::{Item, Line, Lines, decode, plain, sha256_hex};

/// Reads each row as a report. Rows are numbered as a spreadsheet shows them: names stand in row 1.
pub(super) fn read(
    name: &str,
    lines: Lines<impl BufRead>,
    fallback: Option<&'static Encoding>,
    sink: &mut dyn FnMut(Item),
) -> io::Result<()> {
    let mut rows = Rows {
        lines,
        delimiter: None,
    };
    let Some(first) = rows.next_row()? else {
        return Ok(());
    };
    let columns = match first {
        Row::Whole(bytes) => match plain::text_of(name, &bytes) {
            Ok(decoded) => {
                rows.delimiter = Some(delimiter_of(&decoded.text));
                cells(&decoded.text, rows.delimiter)
            }
            Err(problem) => {
                sink(problem);
                return Ok(());
            }
        },
        row => {
            sink(unfit(name, 1, &row, &rows));
            return Ok(());
        }
    };
    if !columns
        .iter()
        .any(|column| fields::field_of(column).is_some_and(|(field, _)| field == Field::Text))
    {
        let what = format!(
            "has no column of text; its columns are: {}",
            fields::enumerate(columns.iter())
        );
        let todo = format!("name the column that holds the text {}", fields::TEXT_NAMES);
        sink(Item::problem(name, what, todo));
        return Ok(());
    }
    let mut number = 1;
    while let Some(row) = rows.next_row()? {
        number += 1;
        match row {
            Row::Whole(bytes) if bytes.trim_ascii().is_empty() => {}
            Row::Whole(bytes) => {
                sink(record(
                    format!("{name}#{number}"),
                    &bytes,
                    fallback,
                    &columns,
                    rows.delimiter,
                ));
            }
            row => sink(unfit(name, number, &row, &rows)),
        }
    }
    if number == 1 {
        sink(Item::problem(
            name,
            "has no row below its column names",
            "check that it was exported whole",
        ));
    }
    Ok(())
}

fn unfit(name: &str, number: usize, row: &Row, rows: &Rows<impl BufRead>) -> Item {
    let path = format!("{name}#{number}");
    match row {
        Row::Unclosed(line) => Item::problem(
            &path,
            format!("opens a quotation mark in or after line {line} that is never closed"),
            "close it, or double it if it is part of the text; the rows above were read",
        ),
        _ => Item::problem(
            &path,
            format!(
                "is longer than {} MB: perhaps a quotation mark is never closed",
                rows.lines.limit() >> 20
            ),
            format!(
                "look at line {} and above; the other rows were read",
                rows.lines.number()
            ),
        ),
    }
}

fn record(
    path: String,
    bytes: &[u8],
    fallback: Option<&'static Encoding>,
    columns: &StringRecord,
    delimiter: Option<u8>,
) -> Item {
    let decoded = decode::decode(bytes, fallback);
    let row = cells(&decoded.text, delimiter);
    let object: Map<String, Value> = columns
        .iter()
        .zip(row.iter())
        .map(|(column, cell)| (column.to_owned(), Value::from(cell)))
        .collect();
    match fields::document_of(&object) {
        Some(mut document) => {
            document.path = path;
            document.sha256 = sha256_hex(bytes);
            document.encoding = decoded.encoding;
            document.into()
        }
        None => Item::problem(
            &path,
            "has no text in its row",
            "fill the column of text, or take the row out; other rows were read",
        ),
    }
}

fn cells(row: &str, delimiter: Option<u8>) -> StringRecord {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .buffer_capacity(row.len().clamp(64, 8 << 10))
        .from_reader(row.as_bytes());
    let mut cells = StringRecord::new();
    if reader.read_record(&mut cells).is_err() {
        cells.clear();
    }
    cells
}

/// Whichever of comma, semicolon and tab stands most often outside quotation marks in the first row.
fn delimiter_of(names: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in names.bytes() {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts
            .iter_mut()
            .find(|(known, _)| *known == byte && !quoted)
        {
            *count += 1;
        }
    }
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(delimiter, _)| *delimiter)
}

enum Row {
    Whole(Vec<u8>),
    TooLong,
    /// A quotation mark was still open at the end of the file; the row began in this line.
    Unclosed(usize),
}

/// Lines joined into rows where a quotation mark is open at the end of a line.
struct Rows<R> {
    lines: Lines<R>,
    /// Unknown until the first row was read.
    delimiter: Option<u8>,
}

impl<R: BufRead> Rows<R> {
    fn next_row(&mut self) -> io::Result<Option<Row>> {
        let begin = self.lines.number() + 1;
        let mut row = Vec::new();
        let mut state = Cell::Start;
        loop {
            let line = match self.lines.next_with_end()? {
                None if row.is_empty() => return Ok(None),
                None => return Ok(Some(Row::Unclosed(begin))),
                Some(Line::TooLong) => return Ok(Some(Row::TooLong)),
                Some(Line::Whole(line)) => line,
            };
            let line = if begin == 1 && row.is_empty() {
                line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line)
            } else {
                &line
            };
            state = without_end(line)
                .iter()
                .fold(state, |state, byte| state.after(*byte, self.delimiter));
            row.extend_from_slice(line);
            if row.len() > self.lines.limit() {
                return Ok(Some(Row::TooLong));
            }
            if !matches!(state, Cell::Quoted) {
                row.truncate(without_end(&row).len());
                return Ok(Some(Row::Whole(row)));
            }
        }
    }
}

/// Where in a cell the reading stands.
#[derive(Clone, Copy)]
enum Cell {
    Start,
    Plain,
    Quoted,
    /// After a quotation mark inside quotation marks: the end of the cell, or half of a doubled mark.
    Mark,
}

impl Cell {
    fn after(self, byte: u8, delimiter: Option<u8>) -> Cell {
        let ends_cell =
            delimiter.map_or(matches!(byte, b',' | b';' | b'\t'), |known| known == byte);
        match (self, byte) {
            (Cell::Start | Cell::Mark, b'"') => Cell::Quoted,
            (Cell::Quoted, b'"') => Cell::Mark,
            (Cell::Quoted, _) => Cell::Quoted,
            _ if ends_cell => Cell::Start,
            _ => Cell::Plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Format, Item, Limits, read_bytes};

    fn read(csv: &str) -> Vec<Item> {
        read_bytes("x.csv", Format::Csv, csv.as_bytes(), &Limits::default())
    }

    fn documents(csv: &str) -> Vec<Document> {
        read(csv)
            .into_iter()
            .filter_map(|item| {
                if let Item::Document(document) = item {
                    Some(*document)
                } else {
                    None
                }
            })
            .collect()
    }

    #[test]
    fn delimiters_quotation_marks_and_line_breaks_in_cells() {
        for delimiter in [",", ";", "\t"] {
            let csv = "\u{feff}id|Title|Text|Date\r\n1|A|\"He said \"\"go\"\";\nthen, left\t\"|2025-10-14\r\n\r\n2|B|5\" nail|\n"
                .replace('|', delimiter);
            let found = documents(&csv);
            assert_eq!(found.len(), 2, "{csv}");
            assert_eq!(found[0].text, "He said \"go\";\nthen, left\t");
            assert_eq!(
                found[0].published.map(|date| date.to_string()).as_deref(),
                Some("2025-10-14")
            );
            assert_eq!(
                (found[1].path.as_str(), found[1].text.as_str()),
                ("x.csv#4", "5\" nail")
            );
        }
    }

    #[test]
    fn a_table_without_text_names_its_columns() {
        let Item::Problem(problem) = &read("name;age\nx;1\n")[0] else {
            panic!()
        };
        assert_eq!(
            problem.what,
            "has no column of text; its columns are: name, age"
        );
        assert!(
            problem
                .todo
                .contains("text, body, content, articleBody or description")
        );
    }

    #[test]
    fn an_empty_cell_and_a_short_row_are_problems_of_their_own() {
        let items = read("text,url\n,a\nwords\n");
        assert!(matches!(&items[0], Item::Problem(problem) if problem.path == "x.csv#2"));
        assert!(matches!(&items[1], Item::Document(document) if document.text == "words"));
    }
}
