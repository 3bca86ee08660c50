//! Which format an input is in: by its name, or for standard input by its first bytes.

use std::path::Path;

use super::fields;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// Text with Markdown markup.
    Markdown,
    /// A web page.
    Html,
    /// An e-mail as it was sent.
    Mail,
    /// One JSON value: a report, or a list of reports.
    Json,
    /// A JSON object a line.
    Ndjson,
    /// A table with a line of column names.
    Csv,
}

/// The formats, in words for messages.
pub(crate) const FORMATS_IN_WORDS: &str =
    "wardline reads .txt, .md, .html, .eml, .json, .ndjson and .csv";

impl Format {
    /// The format that a file's name promises.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match extension.as_str() {
            "txt" | "text" => Format::Text,
            "md" | "markdown" => Format::Markdown,
            "html" | "htm" | "xhtml" => Format::Html,
            "eml" => Format::Mail,
            "json" => Format::Json,
            "ndjson" | "jsonl" => Format::Ndjson,
            "csv" | "tsv" => Format::Csv,
            _ => return None,
        })
    }

    /// The format that the first bytes of an input look like; plain text unless they clearly are
    /// something else.
    #[must_use]
    pub fn of_bytes(head: &[u8]) -> Format {
        let head = String::from_utf8_lossy(head);
        let head = head.trim_start_matches('\u{feff}').trim_start();
        match head.as_bytes().first() {
            Some(b'<') if looks_like_html(head) => Format::Html,
            Some(b'{' | b'[') => looks_like_json(head).unwrap_or(Format::Text),
            Some(_) if looks_like_mail(head) => Format::Mail,
            _ => Format::Text,
        }
    }
}

fn looks_like_html(head: &str) -> bool {
    const FIRST_TAGS: [&str; 14] = [
        "!doctype html",
        "html",
        "head",
        "body",
        "meta",
        "title",
        "article",
        "main",
        "section",
        "div",
        "p",
        "h1",
        "!--",
        "?xml",
    ];
    let lower: String = head[1..]
        .chars()
        .take(16)
        .flat_map(char::to_lowercase)
        .collect();
    FIRST_TAGS.iter().any(|tag| {
        lower.strip_prefix(tag).is_some_and(|rest| {
            tag.starts_with(['!', '?'])
                || rest.is_empty()
                || rest.starts_with([' ', '>', '\t', '\n', '\r', '/'])
        })
    })
}

/// A first line that is an object by itself means one object a line, unless it is a list of
/// reports in an object; anything else that begins with a bracket and goes on as JSON does is JSON.
fn looks_like_json(head: &str) -> Option<Format> {
    let (first, more) = head.split_once('\n').map_or((head, false), |(line, rest)| {
        (line, !rest.trim().is_empty())
    });
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(first) {
        let record = value
            .as_object()
            .is_some_and(|object| more || fields::list_of(object).is_none());
        return Some(if record { Format::Ndjson } else { Format::Json });
    }
    let inner = head[1..].trim_start();
    let goes_on = match head.as_bytes()[0] {
        b'{' => inner.starts_with(['"', '}']),
        _ => inner.starts_with(['{', '"', ']']),
    };
    goes_on.then_some(
        if more
            && head
                .lines()
                .nth(1)
                .is_some_and(|line| line.starts_with("{\""))
        {
            Format::Ndjson
        } else {
            Format::Json
        },
    )
}

/// At least two lines of mail headers, one of them one that every mail has, and nothing else before
/// the first empty line.
fn looks_like_mail(head: &str) -> bool {
    const TELLING: [&str; 9] = [
        "from",
        "date",
        "subject",
        "received",
        "message-id",
        "return-path",
        "to",
        "mime-version",
        "delivered-to",
    ];
    let mut telling = 0;
    for (number, line) in head.lines().take(200).enumerate() {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && number > 0 || number == 0 && line.starts_with("From ") {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            return telling >= 3;
        };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return telling >= 3;
        }
        telling += usize::from(TELLING.iter().any(|known| name.eq_ignore_ascii_case(known)));
    }
    telling >= 2
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn first_bytes_tell_the_format() {
        let cases: [(&str, Format); 13] = [
            ("", Format::Text),
            ("He said: <I will be there>", Format::Text),
            ("<3 this", Format::Text),
            ("\u{feff}<!DOCTYPE html><p>x", Format::Html),
            ("<p class=x>Words", Format::Html),
            ("{\"text\": \"a\"}\n{\"text\": \"b\"}\n", Format::Ndjson),
            ("{\"reports\": [{\"text\": \"a\"}]}\n", Format::Json),
            ("{\n \"text\": \"a\"\n}", Format::Json),
            ("[{\"text\": \"a\"}]", Format::Json),
            ("[Note] not a list", Format::Text),
            ("{curly} words", Format::Text),
            ("From: a@example.org\nSubject: x\n\nWords", Format::Mail),
            ("Warning: they know\nwhere: here\n\nWords", Format::Text),
        ];
        for (head, format) in cases {
            assert_eq!(Format::of_bytes(head.as_bytes()), format, "{head}");
        }
    }
}
