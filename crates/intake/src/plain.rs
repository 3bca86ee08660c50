//! Plain text, and what is not text at all.

use super::{Document, Item, decode, sha256_hex};

/// Reads plain text: exactly the text as decoded.
pub(super) fn read(path: &str, bytes: &[u8]) -> Vec<Item> {
    match text_of(path, bytes) {
        Err(problem) => vec![problem],
        Ok(decoded) => vec![
            Document {
                path: path.to_owned(),
                sha256: sha256_hex(bytes),
                text: decoded.text,
                encoding: decoded.encoding,
                ..Document::default()
            }
            .into(),
        ],
    }
}

/// The text in `bytes`, or why there is none.
pub(super) fn text_of(path: &str, bytes: &[u8]) -> Result<decode::Decoded, Item> {
    if let Some(kind) = known_binary(bytes) {
        return Err(Item::problem(
            path,
            format!("is not text: it is {kind}"),
            "export its text to a .txt or .html file and give that",
        ));
    }
    let decoded = decode::decode(bytes, None);
    if !is_text(&decoded.text) {
        return Err(Item::problem(
            path,
            "is not text: it holds bytes that no text has",
            "check that it is the file you meant; export its text to a .txt or .html file",
        ));
    }
    if decoded.text.trim().is_empty() {
        return Err(empty(path));
    }
    Ok(decoded)
}

/// The problem of an input without text.
pub(super) fn empty(path: &str) -> Item {
    Item::problem(
        path,
        "is empty",
        "check that it was saved whole, or leave it out",
    )
}

/// Formats that people give by mistake, known by their first bytes.
fn known_binary(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 9] = [
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\xd0\xcf\x11\xe0", "an old office document"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3\0", "an SQLite database"),
    ];
    KNOWN
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, kind)| *kind)
}

/// False where more than one character in fifty is a control character that text has no use for.
pub(super) fn is_text(text: &str) -> bool {
    let (mut all, mut control) = (0_usize, 0_usize);
    for byte in text.bytes() {
        all += 1;
        control += usize::from(matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f));
    }
    control * 50 <= all
}
