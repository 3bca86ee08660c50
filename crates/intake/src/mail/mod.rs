//! E-mail: the best body, and what was forwarded in it as reports of their own.

mod files;
mod forwarded;

use std::borrow::Cow;

use jiff::civil::Date;
use mail_parser::{Address, Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

pub use files::{FileLimits, Files, MailFile};

use super::guard::guarded;
use super::{Document, Item, dates, decode, html, plain, sha256_hex, tidy, under_title};

/// Marks of messages inside messages. Parsing and dropping them goes one call deeper for each.
const NESTED: usize = 1_500;
/// Bytes that searching for the boundaries a mail announces may pass over, all in all.
const SEARCHED: usize = 4 << 30;
/// Messages inside messages that are looked into; deeper ones are left as they stand.
const DEPTH: usize = 50;
/// Most reports taken from one mail.
const REPORTS: usize = 10_000;

/// A mail taken apart.
#[derive(Debug, Default)]
pub struct Mail {
    /// Its own words, then the messages forwarded in it, or why there are none.
    pub items: Vec<Item>,
    /// What is attached to it.
    pub files: Files,
    /// Whether it was taken apart at all, and not read as one text.
    pub is_parsed: bool,
}

/// Reads a mail; the messages forwarded in it follow as `path#2`, `path#3` …
pub(super) fn read(path: &str, bytes: &[u8]) -> Vec<Item> {
    let none = FileLimits { files: 0, bytes: 0 };
    take_apart(path, bytes, none).items
}

/// Reads a mail with what is attached to it.
pub(super) fn take_apart(path: &str, bytes: &[u8], limits: FileLimits) -> Mail {
    let readable = with_readable_headers(bytes);
    let mut mail = Mail::default();
    let mut reports = match parse(&readable) {
        Some(message) => {
            let mut reports = Vec::new();
            gather(&message, sha256_hex(bytes), &mut reports, 0);
            mail.files = Files::of(&message, limits);
            mail.is_parsed = true;
            reports
        }
        None => as_text(bytes),
    };
    reports.retain(|report| !report.text.trim().is_empty());
    for (index, report) in reports.iter_mut().enumerate() {
        report.path = if index == 0 {
            path.to_owned()
        } else {
            format!("{path}#{}", index + 1)
        };
    }
    mail.items = if reports.is_empty() {
        vec![without_text(path, bytes)]
    } else {
        reports.into_iter().map(Item::from).collect()
    };
    mail
}

/// Why there is nothing to read in a mail.
fn without_text(path: &str, bytes: &[u8]) -> Item {
    match plain::text_of(path, bytes) {
        Err(problem) => problem,
        Ok(_) => Item::problem(
            path,
            "is a mail without text",
            "if its text is in an attachment, save that by itself",
        ),
    }
}

/// The mail with its headers in UTF-8, where they hold bytes of another encoding without saying so.
fn with_readable_headers(bytes: &[u8]) -> Cow<'_, [u8]> {
    const LONGEST: usize = 64 << 10;
    let near = &bytes[..bytes.len().min(LONGEST)];
    let blank = |line_end: &[u8]| {
        near.windows(line_end.len())
            .position(|here| here == line_end)
    };
    let end = blank(b"\n\n")
        .into_iter()
        .chain(blank(b"\r\n\r\n"))
        .min()
        .unwrap_or(0);
    if std::str::from_utf8(&bytes[..end]).is_ok() {
        return Cow::Borrowed(bytes);
    }
    let headers = decode::decode(&bytes[..end], None).text;
    Cow::Owned([headers.as_bytes(), &bytes[end..]].concat())
}

/// The message in `bytes`, unless it is made to be costly to parse.
fn parse(bytes: &[u8]) -> Option<Message<'_>> {
    let nested =
        count(bytes, b"rfc822") + count(bytes, b"message/global") + count(bytes, b"digest");
    let searched = count(bytes, b"boundary").saturating_mul(bytes.len());
    if nested > NESTED || searched > SEARCHED {
        return None;
    }
    guarded(|| MessageParser::default().parse(bytes)).flatten()
}

fn count(bytes: &[u8], word: &[u8]) -> usize {
    let first = [word[0].to_ascii_lowercase(), word[0].to_ascii_uppercase()];
    bytes
        .iter()
        .enumerate()
        .filter(|(at, byte)| {
            first.contains(*byte)
                && bytes
                    .get(*at..at + word.len())
                    .is_some_and(|here| here.eq_ignore_ascii_case(word))
        })
        .count()
}

/// A mail that cannot be parsed as one: its headers are left as they stand above the text.
fn as_text(bytes: &[u8]) -> Vec<Document> {
    let decoded = decode::decode(bytes, None);
    if !plain::is_text(&decoded.text) {
        return Vec::new();
    }
    vec![Document {
        sha256: sha256_hex(bytes),
        title: header_line(&decoded.text, "subject"),
        author: header_line(&decoded.text, "from"),
        published: header_line(&decoded.text, "date").and_then(|day| dates::parse_date(&day)),
        text: decoded.text,
        encoding: decoded.encoding,
        ..Document::default()
    }]
}

/// A header read without a parser.
fn header_line(text: &str, name: &str) -> Option<String> {
    text.lines()
        .take(200)
        .take_while(|line| !line.is_empty())
        .find_map(|line| {
            line.split_once(':')
                .filter(|(known, _)| known.eq_ignore_ascii_case(name))
        })
        .and_then(|(_, value)| tidy(value))
}

/// The message's own words, then what was forwarded in its text, then attached messages and texts.
fn gather(message: &Message, sha256: String, reports: &mut Vec<Document>, depth: usize) {
    let (body, encoding) = body(message);
    let parts = forwarded::split(&body);
    let title = message.subject().and_then(tidy);
    reports.push(Document {
        sha256,
        text: under_title(title.as_deref(), parts.own.to_owned()),
        title,
        author: message.from().and_then(author),
        publisher: list_name(message),
        published: message.date().and_then(day),
        url: archived_at(message),
        encoding,
        ..Document::default()
    });
    for part in parts.forwarded {
        let title = part.subject;
        reports.push(Document {
            sha256: sha256_hex(part.text.as_bytes()),
            text: under_title(title.as_deref(), part.text.to_owned()),
            title,
            author: part.from,
            published: part.date.as_deref().and_then(dates::parse_date),
            encoding,
            ..Document::default()
        });
    }
    for part in message.attachments() {
        if reports.len() >= REPORTS {
            return;
        }
        attached(message, part, reports, depth);
    }
}

fn attached(message: &Message, part: &MessagePart, reports: &mut Vec<Document>, depth: usize) {
    let raw = raw(message, part);
    let title = part.attachment_name().and_then(tidy);
    match &part.body {
        PartType::Message(inner) if depth < DEPTH => {
            gather(inner, sha256_hex(raw), reports, depth + 1)
        }
        PartType::Message(_) => reports.extend(as_text(raw)),
        PartType::Text(text) if is_report(part) => reports.push(Document {
            sha256: sha256_hex(raw),
            text: text.clone().into_owned(),
            title,
            ..Document::default()
        }),
        PartType::Html(page) => reports.push(Document {
            sha256: sha256_hex(raw),
            title,
            ..html::of_page(page)
        }),
        _ => {}
    }
}

/// The bytes of a part's body; to the end of the mail where its end is not known.
fn raw<'a>(message: &'a Message, part: &MessagePart) -> &'a [u8] {
    let (begin, end) = (
        part.raw_body_offset() as usize,
        part.raw_end_offset() as usize,
    );
    let bytes = &message.raw_message;
    if begin < end {
        bytes.get(begin..end)
    } else {
        bytes.get(begin..)
    }
    .unwrap_or_default()
}

/// True for plain text, not for calendars, styles and the like.
fn is_report(part: &MessagePart) -> bool {
    part.content_type().is_none_or(|kind| {
        kind.subtype()
            .is_none_or(|subtype| matches!(subtype, "plain" | "markdown"))
    })
}

/// The words of the body: its plain parts, or those of its pages, or of whatever text there is.
fn body(message: &Message) -> (String, Option<&'static str>) {
    let mut encoding = None;
    let mut whole = String::new();
    for part in message.text_bodies() {
        let words = match &part.body {
            PartType::Text(text)
                if text.contains('\u{fffd}') && part.encoding == Encoding::None =>
            {
                let decoded = decode::decode(raw(message, part), None);
                encoding = encoding.or(decoded.encoding);
                decoded.text
            }
            PartType::Text(text) => text.clone().into_owned(),
            PartType::Html(page) => html::all_words(page),
            _ => continue,
        };
        if !whole.trim().is_empty() {
            whole.push_str("\n\n");
        }
        whole.push_str(&words);
    }
    if whole.trim().is_empty() {
        for part in message.html_bodies() {
            if let PartType::Html(page) = &part.body {
                whole.push_str(&html::all_words(page));
            }
        }
    }
    (whole, encoding)
}

fn author(from: &Address) -> Option<String> {
    let first = from.first()?;
    first
        .name()
        .and_then(tidy)
        .or_else(|| first.address().and_then(tidy))
}

fn day(date: &mail_parser::DateTime) -> Option<Date> {
    dates::day_of(
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    )
}

/// The name of the mailing list that carried the message.
fn list_name(message: &Message) -> Option<String> {
    let raw = message.header_raw("List-Id")?;
    let name = raw
        .split('<')
        .next()
        .unwrap_or(raw)
        .trim()
        .trim_matches('"');
    tidy(name).or_else(|| tidy(raw.trim_matches(['<', '>', ' ', '\r', '\n'])))
}

fn archived_at(message: &Message) -> Option<String> {
    tidy(
        message
            .header_raw("Archived-At")?
            .trim_matches(['<', '>', ' ', '\r', '\n']),
    )
    .filter(|url| url.starts_with("http"))
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Item};
    use super::read;

    fn documents(mail: &[u8]) -> Vec<Document> {
        read("m.eml", mail)
            .into_iter()
            .map(|item| match item {
                Item::Document(document) => *document,
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn headers_and_the_plain_body() {
        let found = documents(
            b"From: =?utf-8?Q?Ana_Ru=C3=ADz?= <ana@example.org>\r\nDate: Mon, 13 Oct 2025 23:30:00 -0600\r\nSubject: A\r\n \
              warning\r\nList-Id: Harbour watch <watch.example.org>\r\nMIME-Version: 1.0\r\n\
              Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\
              Content-Transfer-Encoding: quoted-printable\r\n\r\nThey k=\r\nnow =C3=A9l.\r\n--b\r\nContent-Type: text/html\r\n\r\n\
              <p>page</p>\r\n--b--\r\n",
        );
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].text, "A warning\n\nThey know \u{e9}l.");
        assert_eq!(found[0].author.as_deref(), Some("Ana Ru\u{ed}z"));
        assert_eq!(found[0].publisher.as_deref(), Some("Harbour watch"));
        assert_eq!(
            found[0].published.map(|day| day.to_string()).as_deref(),
            Some("2025-10-13")
        );
    }

    #[test]
    fn a_page_as_body_and_a_forwarded_message() {
        let found = documents(
            b"From: a@example.org\nSubject: Fwd\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n\
              <p>One</p><p>two</p>\n--b\nContent-Type: message/rfc822\n\nFrom: Bela <b@example.org>\nSubject: Inner\n\nInner words\n--b--\n",
        );
        assert_eq!(found[0].text, "Fwd\n\nOne\n\ntwo");
        assert_eq!(
            (found[1].path.as_str(), found[1].author.as_deref()),
            ("m.eml#2", Some("Bela"))
        );
        assert_eq!(found[1].text.trim_end(), "Inner\n\nInner words");
    }

    #[test]
    fn broken_mails_are_read_as_far_as_possible() {
        let cut = documents(b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nhalf a wor");
        assert_eq!(cut[0].text.trim(), "half a wor");
        let latin = documents(b"From: N\xfa\xf1ez <a@example.org>\nSubject: x\n\nEl se\xf1or N\xfa\xf1ez vive aqu\xed y ma\xf1ana lo sabr\xe1n\n");
        assert!(latin[0].text.contains("señor Núñez"), "{}", latin[0].text);
        assert_eq!(latin[0].encoding, Some("windows-1252"));
        assert_eq!(latin[0].author.as_deref(), Some("Núñez"));
        let none = documents(b"no headers at all\n\njust words");
        assert!(none[0].text.contains("just words"), "{none:?}");
    }

    #[test]
    fn messages_nested_without_end_are_read_as_text() {
        for depth in [40, 60, 1_400, 100_000] {
            let mail = format!(
                "From: a@example.org\n{}\nwords",
                "Content-Type: message/rfc822\n\n".repeat(depth)
            );
            assert!(
                documents(mail.as_bytes())
                    .iter()
                    .any(|found| found.text.contains("words"))
                    || depth == 1_400
            );
        }
    }
}
