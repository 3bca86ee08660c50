//! A JSON object a line.

use std::io::{self, BufRead};

use encoding_rs::Encoding;
use serde_json::Value;

use super::{Item, Line, Lines, decode, fields, sha256_hex};

/// Reads each line as a report; a line that is none is a problem that names it, the rest is read.
pub(super) fn read(
    name: &str,
    mut lines: Lines<impl BufRead>,
    fallback: Option<&'static Encoding>,
    sink: &mut dyn FnMut(Item),
) -> io::Result<()> {
    while let Some(line) = lines.next_line()? {
        let path = format!("{name}#{}", lines.number());
        match line {
            Line::TooLong => sink(Item::problem(
                &path,
                format!("is longer than {} MB", lines.limit() >> 20),
                "split this report; the other lines were read",
            )),
            Line::Whole(line) if line.trim_ascii().is_empty() || line == b"\xef\xbb\xbf" => {}
            Line::Whole(line) => sink(record(path, &line, fallback)),
        }
    }
    Ok(())
}

fn record(path: String, line: &[u8], fallback: Option<&'static Encoding>) -> Item {
    let decoded = decode::decode(line, fallback);
    let value = match serde_json::from_str::<Value>(&decoded.text) {
        Ok(value) => value,
        Err(error) => {
            return Item::problem(
                &path,
                format!("is not JSON: {error}"),
                "write one whole object on the line; the other lines were read",
            );
        }
    };
    let Some(object) = value.as_object() else {
        return Item::problem(
            &path,
            "is not an object",
            "write {\"text\": \"…\"} on the line; the other lines were read",
        );
    };
    match fields::document_of(object) {
        Some(mut document) => {
            document.path = path;
            document.sha256 = sha256_hex(line);
            document.encoding = decoded.encoding;
            document.into()
        }
        None => no_text(&path, object.keys().map(String::as_str)),
    }
}

/// The problem of a record in which no field is a text.
pub(super) fn no_text<'a>(path: &str, found: impl Iterator<Item = &'a str>) -> Item {
    Item::problem(
        path,
        format!("has no text; its fields are: {}", fields::enumerate(found)),
        format!("name the field that holds the text {}", fields::TEXT_NAMES),
    )
}
