//! What is read out of inputs, through the library: the texts themselves, and that no bytes at all
//! make it panic.

use std::path::Path;

use intake::{Document, Format, Item, Limits, read_bytes};
use proptest::prelude::*;

const WORDS: &str =
    "On Monday a grey van stood in front of the clerk's house, and two men photographed the door.";

const FORMATS: [Format; 7] = [
    Format::Text,
    Format::Markdown,
    Format::Html,
    Format::Mail,
    Format::Json,
    Format::Ndjson,
    Format::Csv,
];

fn read(format: Format, bytes: &[u8]) -> Vec<Document> {
    read_bytes("x", format, bytes, &Limits::default())
        .into_iter()
        .filter_map(|item| match item {
            Item::Document(document) => Some(*document),
            Item::Problem(_) | Item::Note(..) => None,
        })
        .collect()
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
fn text_stands_exactly_as_decoded_and_is_hashed_as_received() {
    let bytes = "\u{feff}One\r\n\r\ttwo \u{a0}\u{200b}three\n\n".as_bytes();
    let found = read(Format::Text, bytes).remove(0);
    assert_eq!(found.text, "One\r\n\r\ttwo \u{a0}\u{200b}three\n\n");
    assert_eq!(found.sha256, sha256(bytes));
    assert_eq!((found.title, found.encoding), (None, None));
}

#[test]
fn records_are_hashed_by_their_own_bytes_and_keep_their_text() {
    let (first, second) = ("{\"text\": \" a\\r\\nb \"}", "{ \"body\":\"c\" }");
    let lines = read(Format::Ndjson, format!("{first}\r\n{second}\n").as_bytes());
    let list = read(Format::Json, format!("[ {first} , {second}\n]").as_bytes());
    for found in [lines, list] {
        assert_eq!(
            (found[0].text.as_str(), found[1].text.as_str()),
            (" a\r\nb ", "c")
        );
        assert_eq!(
            (&found[0].sha256, &found[1].sha256),
            (&sha256(first.as_bytes()), &sha256(second.as_bytes()))
        );
    }
    let table = read(Format::Csv, b"id,text\r\n1,\"a\r\nb\"\r\n");
    assert_eq!(
        (table[0].text.as_str(), &table[0].sha256),
        ("a\r\nb", &sha256(b"1,\"a\r\nb\""))
    );
}

#[test]
fn encodings_other_than_utf_8_are_converted_in_every_format() {
    let spanish = "La señora Núñez recibió una amenaza; mañana habrá más información aquí.";
    let wrapped = |format, text: &str| match format {
        Format::Html => format!("<title>Aviso</title><p>{text}</p>"),
        Format::Mail => format!("From: a@example.org\nSubject: x\n\n{text}\n"),
        Format::Json | Format::Ndjson => format!("{{\"text\": \"{text}\"}}"),
        Format::Csv => format!("id,text\n1,\"{text}\"\n"),
        Format::Text | Format::Markdown => text.to_owned(),
    };
    for format in FORMATS {
        let page = wrapped(format, spanish);
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&page);
        let found = read(format, &latin);
        assert!(
            found[0].text.contains(spanish),
            "{format:?}: {:?}",
            found[0].text
        );
        assert_eq!(found[0].encoding, Some("windows-1252"), "{format:?}");
        if format != Format::Mail {
            let utf_16: Vec<u8> = wrapped(format, spanish)
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect();
            let found = read(format, &utf_16);
            assert!(
                found[0].text.contains(spanish),
                "{format:?}: {:?}",
                found[0].text
            );
            assert_eq!(found[0].encoding, Some("UTF-16LE"), "{format:?}");
        }
    }
}

/// Whatever stands around them, the words of a page or mail are not lost.
#[test]
fn words_are_kept_in_hostile_surroundings() {
    let pages = [
        format!(
            "{}{WORDS}{}",
            "<div>".repeat(100_000),
            "</div>".repeat(100_000)
        ),
        format!("{WORDS}{}", "<table><tr><td><b><a href=x>".repeat(20_000)),
        format!("{}{WORDS}", "</p></div>".repeat(20_000)),
        format!("{WORDS}{}{}", "&".repeat(200_000), "<a \"".repeat(50_000)),
        format!("{}{WORDS}", "<!--".repeat(10_000)),
        format!("{WORDS}{}", "<svg><script>".repeat(50_000)),
        format!(
            "{WORDS}<p {}>",
            (0..50_000).map(|n| format!("a{n}=1 ")).collect::<String>()
        ),
        format!("<p>{WORDS}{}", "¿\u{a0}".repeat(100_000)),
    ];
    for page in pages {
        let found = read(Format::Html, page.as_bytes());
        assert!(
            found.len() == 1 && found[0].text.contains(WORDS),
            "{}",
            &page[..60]
        );
    }
    let mails = [
        format!(
            "Subject: x\n{}{WORDS}",
            "Content-Type: message/rfc822\n\n".repeat(50_000)
        ),
        format!(
            "Subject: x\n\n{WORDS}\n{}",
            "--- Forwarded message ---\nFrom: a\n\nx\n".repeat(20_000)
        ),
        format!("Subject: x\nContent-Type: multipart/mixed; boundary=q\n\n--q\n\n{WORDS}"),
        format!(
            "Subject: x\nContent-Type: text/plain; charset=nonsense\nContent-Transfer-Encoding: base64\n\n!!!! {WORDS}"
        ),
    ];
    for mail in mails {
        let found = read(Format::Mail, mail.as_bytes());
        assert!(
            found.iter().any(|found| found.text.contains(WORDS)),
            "{}",
            &mail[..60]
        );
    }
    let parts = format!(
        "Subject: x\nContent-Type: multipart/mixed; boundary=q\n\n{}--q--\n",
        format!("--q\nContent-Type: text/plain\n\n{WORDS}\n").repeat(1_000)
    );
    let found = read(Format::Mail, parts.as_bytes());
    assert_eq!(
        found
            .iter()
            .map(|found| found.text.matches(WORDS).count())
            .sum::<usize>(),
        1_000
    );
}

#[test]
fn streams_may_be_larger_than_the_limit_of_a_file() {
    let limits = Limits {
        file: 1_000,
        record: 100,
    };
    let long = "w ".repeat(100);
    for (format, row) in [
        (Format::Ndjson, "{\"text\": \"words\"}\n"),
        (Format::Csv, "words,1\n"),
    ] {
        let mut rows = row.repeat(100);
        if format == Format::Csv {
            rows = format!("text,id\n{rows}\"{long}\",2\n{row}");
        } else {
            rows = format!("{rows}{{\"text\": \"{long}\"}}\n{row}");
        }
        let items = read_bytes("x", format, rows.as_bytes(), &limits);
        let problems: Vec<String> = items
            .iter()
            .filter_map(|item| {
                if let Item::Problem(problem) = item {
                    Some(problem.to_string())
                } else {
                    None
                }
            })
            .collect();
        assert_eq!((items.len(), problems.len()), (102, 1), "{problems:?}");
        assert!(problems[0].contains("is longer than"), "{problems:?}");
    }
    let items = read_bytes("x", Format::Text, &[b'w'; 1_001], &limits);
    assert!(
        matches!(&items[0], Item::Problem(problem) if problem.what.starts_with("is too large"))
    );
}

#[test]
fn names_tell_formats() {
    let cases = [
        ("a.TXT", Some(Format::Text)),
        ("b.c.Htm", Some(Format::Html)),
        ("d.jsonl", Some(Format::Ndjson)),
        ("e.docx", None),
        ("txt", None),
    ];
    for (name, format) in cases {
        assert_eq!(Format::of_path(Path::new(name)), format, "{name}");
    }
}

/// Pieces of which most inputs of these formats are made.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let known: Vec<&'static [u8]> = vec![
        b"<p>",
        b"</p",
        b"<table><td>",
        b"<a href=\"",
        b"<script>",
        b"</script>",
        b"<!--",
        b"<title>",
        b"&amp",
        b"&#x",
        b"\"",
        b"'",
        b"Content-Type: multipart/mixed; boundary=q\n",
        b"Content-Type: message/rfc822\n\n",
        b"--q",
        b"--q--",
        b"Subject: ",
        b"\n",
        b"\r\n",
        b"=?utf-8?q?",
        b"?=",
        b"Content-Transfer-Encoding: base64\n",
        b"{\"text\":",
        b"[",
        b"]",
        b"{",
        b"}",
        b",",
        b";",
        b"\t",
        b"text",
        b"---\n",
        b"# ",
        b"[a](",
        b"**",
        b"_",
        b"```",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\0",
        b"\xe2\x82",
        b"words of a text, ",
        b"> ",
        b"--- Forwarded message ---\nFrom: ",
        b"<script type=application/ld+json>",
        b"{\"@type\": \"NewsArticle\", \"author\":",
        b"<meta property=og:title content=",
        b"<h1>",
        b"<time datetime=",
        b"2025-10-14",
        b"\\u12",
    ];
    let piece = prop_oneof![
        4 => prop::sample::select(known).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..20),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_make_any_format_panic(bytes in pieces()) {
        for format in FORMATS {
            for item in read_bytes("x", format, &bytes, &Limits { file: 1 << 20, record: 200 }) {
                match item {
                    Item::Document(document) => prop_assert!(!document.text.trim().is_empty()),
                    Item::Problem(problem) => prop_assert_eq!(problem.to_string().lines().count(), 2),
                    Item::Note(path, _) => prop_assert_eq!(path, "x"),
                }
            }
        }
        let told = Format::of_bytes(&bytes);
        prop_assert!(FORMATS.contains(&told));
    }

    #[test]
    fn every_input_is_answered(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for format in FORMATS {
            let answered = read_bytes("x", format, &bytes, &Limits::default());
            prop_assert!(!answered.is_empty(), "{:?}", format);
        }
    }
}
