//! One JSON value: a report, a list of reports, or an object that holds such a list.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{Document, Item, fields, ndjson, plain, sha256_hex};

/// Reads a JSON file. Each report is hashed as its own part of the file.
pub(super) fn read(name: &str, bytes: &[u8]) -> Vec<Item> {
    let decoded = match plain::text_of(name, bytes) {
        Ok(decoded) => decoded,
        Err(problem) => return vec![problem],
    };
    let whole = match serde_json::from_str::<&RawValue>(&decoded.text) {
        Ok(whole) => whole.get(),
        Err(error) => return vec![not_json(name, &decoded.text, &error)],
    };
    let mut items = match whole.as_bytes().first() {
        Some(b'[') => list(name, whole),
        Some(b'{') => object(name, whole, bytes),
        _ => vec![Item::problem(
            name,
            "holds neither an object nor a list",
            "write {\"text\": \"…\"}, or a list of such objects",
        )],
    };
    for item in &mut items {
        if let Item::Document(document) = item {
            document.encoding = decoded.encoding;
        }
    }
    items
}

fn not_json(name: &str, text: &str, error: &serde_json::Error) -> Item {
    let a_line_each = text
        .lines()
        .next()
        .is_some_and(|first| serde_json::from_str::<Map<String, Value>>(first).is_ok());
    let todo = if a_line_each {
        "it looks like one object a line: name it .ndjson"
    } else {
        "mend it at that place; a JSON checker shows more"
    };
    Item::problem(name, format!("is not JSON: {error}"), todo)
}

fn list(name: &str, raw: &str) -> Vec<Item> {
    let elements: Vec<&RawValue> = match serde_json::from_str(raw) {
        Ok(elements) => elements,
        Err(error) => return vec![not_json(name, raw, &error)],
    };
    if elements.is_empty() {
        return vec![Item::problem(
            name,
            "is an empty list",
            "give a list with at least one report",
        )];
    }
    elements
        .iter()
        .enumerate()
        .map(|(index, element)| element_of(format!("{name}#{}", index + 1), element.get()))
        .collect()
}

fn element_of(path: String, raw: &str) -> Item {
    match serde_json::from_str::<Value>(raw) {
        Ok(Value::Object(object)) => record(path, raw.as_bytes(), &object),
        Ok(Value::String(text)) if !text.trim().is_empty() => Document {
            path,
            sha256: sha256_hex(raw.as_bytes()),
            text,
            ..Document::default()
        }
        .into(),
        Ok(_) => Item::problem(
            &path,
            "is not an object with a text",
            "write {\"text\": \"…\"}; the others were read",
        ),
        Err(error) => Item::problem(
            &path,
            format!("cannot be read: {error}"),
            "make it less deeply nested",
        ),
    }
}

fn object(name: &str, raw: &str, bytes: &[u8]) -> Vec<Item> {
    let parts: BTreeMap<String, &RawValue> = match serde_json::from_str(raw) {
        Ok(parts) => parts,
        Err(error) => return vec![not_json(name, raw, &error)],
    };
    let has_text = parts.iter().any(|(key, value)| {
        value.get().starts_with('"')
            && fields::field_of(key).is_some_and(|(field, _)| field == fields::Field::Text)
    });
    let inner = parts
        .iter()
        .find(|(key, value)| fields::is_list_name(key) && value.get().starts_with('['));
    match inner {
        Some((_, reports)) if !has_text => list(name, reports.get()),
        _ => match serde_json::from_str::<Map<String, Value>>(raw) {
            Ok(object) => vec![record(name.to_owned(), bytes, &object)],
            Err(error) => vec![not_json(name, raw, &error)],
        },
    }
}

fn record(path: String, bytes: &[u8], object: &Map<String, Value>) -> Item {
    match fields::document_of(object) {
        Some(mut document) => {
            document.path = path;
            document.sha256 = sha256_hex(bytes);
            document.into()
        }
        None => ndjson::no_text(&path, object.keys().map(String::as_str)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Item, Limits, read_bytes};

    fn texts(json: &str) -> Vec<String> {
        read_bytes("x.json", Format::Json, json.as_bytes(), &Limits::default())
            .into_iter()
            .map(|item| match item {
                Item::Document(document) => format!("{}: {}", document.path, document.text),
                Item::Problem(problem) => problem.to_string(),
                Item::Note(path, what) => format!("{path}: {what}"),
            })
            .collect()
    }

    #[test]
    fn a_report_a_list_and_a_wrapped_list() {
        assert_eq!(texts(r#"{"text": "a"}"#), ["x.json: a"]);
        assert_eq!(
            texts(r#"[{"body": "a"}, "b"]"#),
            ["x.json#1: a", "x.json#2: b"]
        );
        assert_eq!(
            texts(r#"{"status": "ok", "articles": [{"content": "a"}]}"#),
            ["x.json#1: a"]
        );
        assert_eq!(texts(r#"{"text": "a", "items": [1]}"#), ["x.json: a"]);
    }

    #[test]
    fn each_fault_is_named_and_the_rest_is_read() {
        let found = texts(r#"[{"title": "only"}, 7, {"text": "kept"}]"#);
        assert!(
            found[0].contains("x.json#1: has no text; its fields are: title\n  name the field"),
            "{}",
            found[0]
        );
        assert!(found[1].contains("x.json#2: is not an object"));
        assert_eq!(found[2], "x.json#3: kept");
        assert!(texts("{\"text\": \"a\"}\n{\"text\": \"b\"}")[0].ends_with("name it .ndjson"));
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(
            texts(&deep)[0].contains("recursion limit"),
            "{:?}",
            texts(&deep)
        );
    }
}
