//! Files, folders and standard input in; documents out.
//!
//! Everything read here comes from outside and may be broken or hostile: whatever the bytes, the
//! answer is a document or a [`Problem`], in time linear in the size of the input.

mod dates;
mod decode;
mod fields;
mod format;
mod guard;
mod html;
mod json;
mod lines;
mod mail;
mod markdown;
mod ndjson;
mod outcome;
pub mod parallel;
mod plain;
mod source;
mod table;
mod walk;

use std::fmt::Write as _;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use sha2::{Digest, Sha256};

pub use dates::parse_date;
pub use format::Format;
pub use guard::{guarded, silence_caught_panics};
pub use lines::{Line, Lines};
pub use mail::{FileLimits, Files, Mail, MailFile};
pub use outcome::{Item, Problem, printable};

/// One report, as text, with what its container says about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Where it came from: the path as the user gave it, `-` for standard input, and for files
    /// that hold several reports the path with `#` and the number of the report.
    pub path: String,
    /// SHA-256 of the bytes as received, in hexadecimal: of the file, or of the record's own bytes.
    pub sha256: String,
    /// The record's own name for itself, where it has one.
    pub id: Option<String>,
    /// Headline or subject.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Day of publication, as written by the publisher (no conversion between time zones).
    pub published: Option<Date>,
    /// Where it was published.
    pub url: Option<String>,
    /// The text. Plain text and texts of records stand exactly as decoded; pages and mails begin
    /// with their title.
    pub text: String,
    /// The encoding that the text was converted from, when it was not UTF-8.
    pub encoding: Option<&'static str>,
}

/// How much is read at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one file that must be held as a whole. NDJSON and CSV are streamed and may be larger.
    pub file: u64,
    /// Bytes of one record of a streamed file.
    pub record: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file: 64 << 20,
            record: 16 << 20,
        }
    }
}

/// Files read between two rounds of handing over, so that memory for work in hand stays bounded.
const BATCH: usize = 64;

/// Reads paths in the order given, folders recursively in sorted order, each real file once.
/// The path `-` stands for `stdin`. Items are handed to `sink` in that same order, whichever core
/// was first. The file `except` is left out of folders. `progress` is called with the number of files known so far and of files done.
pub fn read_paths(
    paths: &[PathBuf],
    except: Option<&Path>,
    stdin: &mut dyn Read,
    limits: &Limits,
    progress: &mut dyn FnMut(usize, usize),
    sink: &mut dyn FnMut(Item),
) {
    let entries = walk::walk(paths, except);
    let (total, mut done) = (entries.len(), 0);
    progress(total, 0);
    for batch in entries.chunks(BATCH) {
        let items = parallel::ordered_map(batch, |entry| match entry {
            walk::Entry::File { path, format, .. } if source::is_long(path, *format) => Vec::new(),
            walk::Entry::File {
                path,
                shown,
                format,
            } => {
                let read = || source::read_file(path, shown, *format, limits);
                guarded(read).unwrap_or_else(|| vec![unexpected(shown)])
            }
            walk::Entry::Stdin => Vec::new(),
            walk::Entry::Said(item) => vec![item.clone()],
        });
        for (entry, items) in batch.iter().zip(items) {
            if items.is_empty() {
                stream(entry, stdin, limits, sink);
            }
            items.into_iter().for_each(&mut *sink);
        }
        done += batch.len();
        progress(total, done);
    }
}

/// Hands over what need not be held as a whole, record by record.
fn stream(entry: &walk::Entry, stdin: &mut dyn Read, limits: &Limits, sink: &mut dyn FnMut(Item)) {
    let (shown, read) = match entry {
        walk::Entry::File {
            path,
            shown,
            format,
        } => (
            shown.as_str(),
            guarded(|| source::stream_file(path, shown, *format, limits, sink)),
        ),
        walk::Entry::Stdin => ("-", guarded(|| source::read_stdin(stdin, limits, sink))),
        walk::Entry::Said(_) => return,
    };
    if read.is_none() {
        sink(unexpected(shown));
    }
}

/// Reads bytes that are already at hand, for example an attachment.
#[must_use]
pub fn read_bytes(name: &str, format: Format, bytes: &[u8], limits: &Limits) -> Vec<Item> {
    let mut items = Vec::new();
    source::read_stream(name, format, &mut Cursor::new(bytes), limits, &mut |item| {
        items.push(item)
    });
    items
}

/// Reads a mail that is already at hand, with what is attached to it. Whatever its bytes do, there is an answer; none if
/// the program itself failed on them.
#[must_use]
pub fn read_mail(name: &str, bytes: &[u8], files: FileLimits) -> Option<Mail> {
    guarded(|| mail::take_apart(name, bytes, files))
}

/// The problem of an input on which the program itself failed.
fn unexpected(name: &str) -> Item {
    Item::problem(
        name,
        "could not be read because of a fault in wardline",
        "please report it with this file, if it may be shared; convert it to .txt meanwhile",
    )
}

/// The problem of a path that the file system does not give.
#[must_use]
pub fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let (what, todo) = walk::explain(error);
    Problem {
        path: path.to_string_lossy().into_owned(),
        what,
        todo: todo.to_owned(),
    }
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let hex = String::with_capacity(2 * bytes.len());
    bytes.iter().fold(hex, |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("writing to a string");
        hex
    })
}

/// The text preceded by its title, unless that is its first line anyway.
pub(crate) fn under_title(title: Option<&str>, text: String) -> String {
    let Some(title) = title.map(str::trim).filter(|title| !title.is_empty()) else {
        return text;
    };
    if text
        .trim_start()
        .lines()
        .next()
        .is_some_and(|first| first.split_whitespace().eq(title.split_whitespace()))
    {
        return text;
    }
    format!("{title}\n\n{text}").trim_end().to_owned()
}

/// The words of `text` with single spaces, or nothing if there are none.
pub(crate) fn tidy(text: &str) -> Option<String> {
    let mut tidied = String::with_capacity(text.len().min(1024));
    for word in text.split_whitespace() {
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.push_str(word);
    }
    (!tidied.is_empty()).then_some(tidied)
}
