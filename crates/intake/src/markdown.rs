//! Markdown: the words without the markup, and the front matter.

use super::fields::{self, Field};
use super::{Document, Item, parse_date, plain, sha256_hex, tidy};

/// Reads a Markdown file.
pub(super) fn read(path: &str, bytes: &[u8]) -> Vec<Item> {
    let decoded = match plain::text_of(path, bytes) {
        Ok(decoded) => decoded,
        Err(problem) => return vec![problem],
    };
    let mut document = Document {
        encoding: decoded.encoding,
        ..Document::default()
    };
    let body = front_matter(&decoded.text, &mut document);
    if document.title.is_none() {
        document.title = body
            .lines()
            .find_map(|line| line.strip_prefix("# "))
            .map(plain_line)
            .and_then(|line| tidy(&line));
    }
    document.text = strip(body);
    if document.text.trim().is_empty() {
        return vec![Item::problem(
            path,
            "holds markup but no text",
            "write the report below the front matter",
        )];
    }
    document.path = path.to_owned();
    document.sha256 = sha256_hex(bytes);
    vec![document.into()]
}

/// Takes `name: value` lines between two lines `---` at the top into the document; returns the rest.
fn front_matter<'a>(text: &'a str, document: &mut Document) -> &'a str {
    let Some(rest) = text
        .strip_prefix("---\n")
        .or_else(|| text.strip_prefix("---\r\n"))
    else {
        return text;
    };
    let mut length = 0;
    for line in rest.split_inclusive('\n') {
        length += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            for line in rest[..length - line.len()].lines() {
                take(line, document);
            }
            return &rest[length..];
        }
    }
    text
}

fn take(line: &str, document: &mut Document) {
    let Some((name, value)) = line.split_once(':') else {
        return;
    };
    let value = value.trim().trim_matches(['"', '\'', '[', ']']);
    let Some(words) = tidy(value) else { return };
    match fields::field_of(name).map(|(field, _)| field) {
        Some(Field::Title) => document.title = Some(words),
        Some(Field::Author) => document.author = Some(words),
        Some(Field::Publisher) => document.publisher = Some(words),
        Some(Field::Url) => document.url = Some(words),
        Some(Field::Id) => document.id = Some(words),
        Some(Field::Published) => document.published = parse_date(&words),
        Some(Field::Text) | None => {}
    }
}

/// The words of each line; code keeps its characters, fences and rules go.
fn strip(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut fence: Option<&str> = None;
    for line in body.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let end = &line[content.len()..];
        let trimmed = content.trim_start();
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| trimmed.starts_with(mark));
        if mark.is_some() && (fence.is_none() || fence == mark) {
            fence = if fence.is_none() { mark } else { None };
            continue;
        }
        if fence.is_some() {
            text.push_str(content);
        } else if !is_rule(trimmed) {
            text.push_str(&plain_line(content));
        }
        text.push_str(end);
    }
    text
}

/// A line of three or more `-`, `*`, `_` or `=`: a rule, or the underline of a heading.
fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    let first = line
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '*' | '_' | '='));
    first.is_some_and(|first| {
        line.chars().filter(|c| *c == first).count() >= 3
            && line.chars().all(|c| c == first || c == ' ')
    })
}

/// One line without marks of heading, quotation and emphasis, links reduced to their words.
fn plain_line(line: &str) -> String {
    let mut rest = line;
    while let Some(quoted) = rest.trim_start().strip_prefix('>') {
        rest = quoted.strip_prefix(' ').unwrap_or(quoted);
    }
    let hashes = rest.trim_start();
    let level = hashes.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&level) && hashes[level..].starts_with(' ') {
        rest = hashes[level..].trim_start().trim_end_matches(['#', ' ']);
    }
    inline(rest)
}

fn inline(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest[c.len_utf8()..].chars().next().unwrap_or(' ');
        let opened = if c == '!' {
            rest.strip_prefix("![")
        } else {
            rest.strip_prefix('[')
        };
        if let Some((words, length)) = opened.and_then(link) {
            plain.push_str(words);
            rest = &rest[rest.len() - length..];
            before = ']';
            continue;
        }
        let skip = match c {
            '*' => after != ' ' || before != ' ',
            '_' => {
                (before.is_alphanumeric() != after.is_alphanumeric())
                    && (before == ' '
                        || after == ' '
                        || after == '_'
                        || before.is_ascii_punctuation()
                        || after.is_ascii_punctuation())
            }
            '`' => true,
            '\\' => after.is_ascii_punctuation(),
            _ => false,
        };
        rest = &rest[c.len_utf8()..];
        if !skip {
            plain.push(c);
        } else if c == '\\' {
            plain.push(after);
            rest = &rest[after.len_utf8()..];
        }
        before = c;
    }
    plain
}

/// The words of a link that begins after its opening bracket, and how much text follows it.
/// Looks no further than the next bracket, so that many brackets take linear time.
fn link(opened: &str) -> Option<(&str, usize)> {
    let (words, rest) = opened.split_at(opened.find(['[', ']'])?);
    let target = rest.strip_prefix("](")?;
    let close = target.find([')', '['])?;
    target[close..]
        .starts_with(')')
        .then(|| (words, target.len() - close - 1))
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Format, Item, Limits, read_bytes};

    fn document(markdown: &str) -> Document {
        match read_bytes(
            "x.md",
            Format::Markdown,
            markdown.as_bytes(),
            &Limits::default(),
        )
        .remove(0)
        {
            Item::Document(document) => *document,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn front_matter_names_the_report() {
        let found = document(
            "---\ntitle: \"A notice\"\nauthor: R. Vale\ndate: 2025-10-14\nsource: Harbour Post\ntags: [a]\n---\nWords.\n",
        );
        assert_eq!(found.title.as_deref(), Some("A notice"));
        assert_eq!(found.author.as_deref(), Some("R. Vale"));
        assert_eq!(found.publisher.as_deref(), Some("Harbour Post"));
        assert_eq!(
            found.published.map(|date| date.to_string()).as_deref(),
            Some("2025-10-14")
        );
        assert_eq!(found.text, "Words.\n");
    }

    #[test]
    fn marks_go_and_words_stay() {
        let found = document(
            "# Head *one*\r\n\r\n> **Bold** and `code`, [a link](https://example.org/x), ![picture](p.png) 2 * 3 \\* snake_case _soft_\n\n```sh\n# *kept*\n```\n---\nend",
        );
        assert_eq!(found.title.as_deref(), Some("Head one"));
        assert_eq!(
            found.text,
            "Head one\r\n\r\nBold and code, a link, picture 2 * 3 * snake_case soft\n\n# *kept*\n\nend"
        );
    }
}
