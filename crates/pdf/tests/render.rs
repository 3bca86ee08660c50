//! The typesetter from outside.

use std::io::Write;
use std::process::{Command, Stdio};

use jiff::civil::{Date, date};
use pdf::{Error, render};

const DAY: Date = date(2026, 3, 7);

const TEMPLATE: &str = r#"
#let data = json("data.json")
#set document(title: data.title)
#set text(lang: "en", font: ("Inter", "Libertinus Serif"))
#title()
#data.text
"#;

fn data(text: &str) -> Vec<u8> {
    serde_json::to_vec(&serde_json::json!({"title": "A title", "text": text})).expect("JSON")
}

fn contains(bytes: &[u8], words: &str) -> bool {
    bytes
        .windows(words.len())
        .any(|window| window == words.as_bytes())
}

/// The text of the pages, where the tool that tells is installed.
fn text_of(pdf: &[u8]) -> Option<String> {
    let mut tool = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    tool.stdin.take()?.write_all(pdf).ok()?;
    let output = tool.wait_with_output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_document_is_tagged_and_accessible() {
    let pdf = render(TEMPLATE, &data("Some words."), DAY).expect("a document");
    assert!(pdf.starts_with(b"%PDF-"));
    assert!(contains(&pdf, "/StructTreeRoot"), "it has no tags");
    assert!(contains(&pdf, "pdfuaid"), "it does not claim PDF/UA");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let once = render(TEMPLATE, &data("Some words."), DAY).expect("a document");
    let again = render(TEMPLATE, &data("Some words."), DAY).expect("a document");
    assert!(once == again);
    let later = render(TEMPLATE, &data("Some words."), date(2026, 3, 8)).expect("a document");
    assert!(once != later, "the date is in the document");
}

#[test]
fn hostile_text_stays_text() {
    let hostile =
        "#panic() $x^2$ *bold* _it_ <label> @ref `raw` \\ // /* = #import \"@preview/x:1.0.0\"";
    let pdf = render(TEMPLATE, &data(hostile), DAY).expect("a document");
    if let Some(text) = text_of(&pdf) {
        for part in [
            "#panic()",
            "$x^2$",
            "*bold*",
            "_it_",
            "<label>",
            "`raw`",
            "@preview/x:1.0.0",
        ] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
    }
}

#[test]
fn characters_without_a_glyph_are_told_by_their_code() {
    let odd =
        "🔥 漢 \u{202e}x\u{0}\u{fe0f} é قائمة שלום Ж \u{10ffff} a\u{300}\u{301}\u{1ab0} x\u{20d0}";
    let pdf = render(TEMPLATE, &data(odd), DAY).expect("a document");
    assert!(contains(&pdf, "pdfuaid"), "a missing glyph broke PDF/UA");
    if let Some(text) = text_of(&pdf) {
        assert!(text.contains("[U+1F525] [U+6F22] x é"), "{text}");
    }
}

#[test]
fn nothing_outside_can_be_reached() {
    for reach in [
        "#read(\"/etc/hostname\")",
        "#read(\"../secret\")",
        "#import \"@preview/a:1.0.0\": b",
    ] {
        let error = render(reach, b"{}", DAY).expect_err("it must not be read");
        assert!(matches!(error, Error::Template(_)), "{reach}: {error}");
    }
}

#[test]
fn wrong_input_is_told() {
    assert!(matches!(render(TEMPLATE, b"{", DAY), Err(Error::Data(_))));
    let error = render("#nowhere", b"{}", DAY).expect_err("an unknown name");
    assert!(
        error.to_string().contains("unknown variable: nowhere"),
        "{error}"
    );
}
