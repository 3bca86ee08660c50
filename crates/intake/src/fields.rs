//! Names under which reports in JSON and tables carry their text and what is known about it.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Document, parse_date, tidy};

/// A part of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Text,
    Title,
    Publisher,
    Published,
    Url,
    Author,
    Id,
}

/// Names of each part, the more telling first. Compared without case, spaces, `-` and `_`.
const NAMES: [(Field, &[&str]); 7] = [
    (
        Field::Text,
        &[
            "text",
            "body",
            "content",
            "articlebody",
            "fulltext",
            "texto",
            "cuerpo",
            "contenido",
            "message",
            "mensaje",
            "description",
            "descripción",
            "descripcion",
        ],
    ),
    (
        Field::Title,
        &[
            "title", "headline", "subject", "título", "titulo", "titular",
        ],
    ),
    (
        Field::Publisher,
        &[
            "publisher",
            "source",
            "outlet",
            "publication",
            "medio",
            "fuente",
        ],
    ),
    (
        Field::Published,
        &[
            "published",
            "datepublished",
            "publishedat",
            "pubdate",
            "date",
            "createdat",
            "timestamp",
            "fecha",
        ],
    ),
    (Field::Url, &["url", "link", "href", "enlace"]),
    (
        Field::Author,
        &["author", "authors", "byline", "creator", "autor", "autora"],
    ),
    (Field::Id, &["id", "guid", "uuid"]),
];

/// Names under which an object holds a list of reports.
const LISTS: [&str; 7] = [
    "reports",
    "articles",
    "items",
    "documents",
    "posts",
    "results",
    "data",
];

/// The names of the text, in words for messages.
pub(super) const TEXT_NAMES: &str = "text, body, content, articleBody or description";

/// Which part a name stands for, and how telling the name is (0 is best).
pub(super) fn field_of(name: &str) -> Option<(Field, usize)> {
    if name.len() > 64 {
        return None;
    }
    let plain: String = name
        .chars()
        .filter(|c| !matches!(c, '_' | '-' | ' ' | '\t'))
        .flat_map(char::to_lowercase)
        .collect();
    NAMES.iter().find_map(|(field, names)| {
        names
            .iter()
            .position(|known| *known == plain)
            .map(|rank| (*field, rank))
    })
}

/// The list of reports in an object that is not a report itself.
pub(super) fn list_of(object: &Map<String, Value>) -> Option<&Vec<Value>> {
    LISTS
        .iter()
        .find_map(|name| object.get(*name).and_then(Value::as_array))
}

/// True for names under which [`list_of`] looks.
pub(super) fn is_list_name(name: &str) -> bool {
    LISTS.contains(&name)
}

/// The report in an object, without path and hash; `None` if no field of it is a text.
pub(super) fn document_of(object: &Map<String, Value>) -> Option<Document> {
    let mut best: HashMap<Field, (usize, String)> = HashMap::new();
    for (name, value) in object {
        let Some((field, rank)) = field_of(name) else {
            continue;
        };
        if best.get(&field).is_some_and(|(known, _)| *known <= rank) {
            continue;
        }
        let words = if field == Field::Text {
            text_of(value)
        } else {
            words_of(value)
        };
        if let Some(words) = words {
            best.insert(field, (rank, words));
        }
    }
    let mut take = |field| best.remove(&field).map(|(_, words)| words);
    Some(Document {
        text: take(Field::Text)?,
        title: take(Field::Title),
        publisher: take(Field::Publisher),
        published: take(Field::Published).and_then(|words| parse_date(&words)),
        url: take(Field::Url),
        author: take(Field::Author),
        id: take(Field::Id),
        ..Document::default()
    })
}

/// Exactly the text, if the value is one.
fn text_of(value: &Value) -> Option<String> {
    value
        .as_str()
        .filter(|text| !text.trim().is_empty())
        .map(str::to_owned)
}

/// The words of a value that names something: a string, a number, an object with a name, a list of these.
pub(super) fn words_of(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => tidy(words),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => object.get("name").and_then(Value::as_str).and_then(tidy),
        Value::Array(values) => {
            let words: Vec<String> = values
                .iter()
                .filter(|value| !value.is_array())
                .take(50)
                .filter_map(words_of)
                .collect();
            (!words.is_empty()).then(|| words.join(", "))
        }
        Value::Null | Value::Bool(_) => None,
    }
}

/// The first names of a list for a message, with how many more there are.
pub(super) fn enumerate<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let mut listed = String::new();
    let mut more = 0;
    for (place, name) in names.enumerate() {
        if place >= SHOWN {
            more += 1;
            continue;
        }
        if place > 0 {
            listed.push_str(", ");
        }
        listed.extend(name.chars().take(40));
    }
    match more {
        0 if listed.is_empty() => "none".to_owned(),
        0 => listed,
        more => format!("{listed} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::document_of;

    fn document(value: &Value) -> Option<super::Document> {
        document_of(value.as_object().expect("an object"))
    }

    #[test]
    fn the_more_telling_name_wins_whatever_the_order() {
        let found = document(
            &json!({"description": "short", "articleBody": "long", "Body": "  kept as it is \n"}),
        );
        assert_eq!(found.expect("a text").text, "  kept as it is \n");
        assert_eq!(
            document(&json!({"text": " ", "content": "words"}))
                .expect("a text")
                .text,
            "words"
        );
        assert!(document(&json!({"text": 7, "headline": "x"})).is_none());
    }

    #[test]
    fn names_of_news_feeds_are_understood() {
        let found = document(&json!({
            "id": 12, "source": {"id": null, "name": "Harbour  Post"}, "author": [{"name": "Ana Ruiz"}, "J. Poe"],
            "publishedAt": "2025-10-14T09:00:00Z", "link": "https://example.org/a", "headline": "H", "content": "c",
        }))
        .expect("a text");
        assert_eq!(found.publisher.as_deref(), Some("Harbour Post"));
        assert_eq!(found.author.as_deref(), Some("Ana Ruiz, J. Poe"));
        assert_eq!(
            found.published.map(|date| date.to_string()).as_deref(),
            Some("2025-10-14")
        );
        assert_eq!(
            (found.id.as_deref(), found.title.as_deref()),
            (Some("12"), Some("H"))
        );
    }
}
