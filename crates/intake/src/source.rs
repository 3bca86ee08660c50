//! One file or standard input to items.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Mutex;

use encoding_rs::Encoding;

use super::{
    Format, Item, Limits, Lines, decode, html, json, mail, markdown, ndjson, plain, table, walk,
};

/// Files above this size are taken one at a time, so that memory does not grow with the cores.
const LARGE: u64 = 8 << 20;
static ONE_LARGE_FILE: Mutex<()> = Mutex::new(());

/// Bytes by which the format of standard input is told.
const HEAD: usize = 64 << 10;

/// Reads one regular file.
pub(super) fn read_file(path: &Path, shown: &str, format: Format, limits: &Limits) -> Vec<Item> {
    let (mut file, size) = match open(path) {
        Ok(opened) => opened,
        Err(error) => return vec![unreadable(shown, &error)],
    };
    if size > limits.file && !streamed(format) {
        return vec![too_large(shown, Some(size), limits)];
    }
    let _turn = (size > LARGE).then(|| ONE_LARGE_FILE.lock());
    let mut items = Vec::new();
    read_stream(shown, format, &mut file, limits, &mut |item| {
        items.push(item)
    });
    items
}

/// Whether a file holds so many records that they are handed over one by one.
pub(super) fn is_long(path: &Path, format: Format) -> bool {
    streamed(format) && path.metadata().is_ok_and(|metadata| metadata.len() > LARGE)
}

/// Reads one regular file of records, which may be of any length.
pub(super) fn stream_file(
    path: &Path,
    shown: &str,
    format: Format,
    limits: &Limits,
    sink: &mut dyn FnMut(Item),
) {
    match open(path) {
        Ok((mut file, _)) => read_stream(shown, format, &mut file, limits, sink),
        Err(error) => sink(unreadable(shown, &error)),
    }
}

/// Opens a file and makes sure that it still is one.
fn open(path: &Path) -> io::Result<(File, u64)> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    Ok((file, metadata.len()))
}

/// Reads standard input, whose format its first bytes tell.
pub(super) fn read_stdin(stdin: &mut dyn Read, limits: &Limits, sink: &mut dyn FnMut(Item)) {
    let mut head = Vec::new();
    if let Err(error) = stdin.take(HEAD as u64).read_to_end(&mut head) {
        return sink(unreadable("-", &error));
    }
    let format = match decode::utf_16(&head) {
        Some(encoding) => Format::of_bytes(encoding.decode(&head).0.as_bytes()),
        None => Format::of_bytes(&head),
    };
    read_stream(
        "-",
        format,
        &mut io::Cursor::new(head).chain(stdin),
        limits,
        sink,
    );
}

/// Reads a stream of a known format.
pub(super) fn read_stream(
    name: &str,
    format: Format,
    stream: &mut dyn Read,
    limits: &Limits,
    sink: &mut dyn FnMut(Item),
) {
    let encoding = Cell::new(None);
    let any = Cell::new(false);
    let mut telling = |item: Item| {
        any.set(true);
        if let Item::Document(document) = &item {
            encoding.set(encoding.get().or(document.encoding));
        }
        sink(item);
    };
    if streamed(format) {
        let mut stream = BufReader::with_capacity(1 << 20, stream);
        match stream.fill_buf().map(Head::of) {
            Ok(Head::Utf16) => read_utf_16(name, format, &mut stream, limits, &mut telling),
            Ok(Head::Bytes(fallback)) => {
                read_records(name, format, &mut stream, fallback, limits, &mut telling)
            }
            Err(error) => telling(unreadable(name, &error)),
        }
    } else {
        match read_whole(name, stream, limits) {
            Ok(bytes) => read_held(name, format, &bytes)
                .into_iter()
                .for_each(&mut telling),
            Err(problem) => telling(problem),
        }
    }
    if !any.get() {
        telling(plain::empty(name));
    }
    if let Some(encoding) = encoding.get() {
        sink(note_on(name, encoding));
    }
}

/// What the first bytes of a streamed file tell of its encoding.
enum Head {
    Utf16,
    /// Bytes, and how to read those records that are not UTF-8.
    Bytes(Option<&'static Encoding>),
}

impl Head {
    fn of(head: &[u8]) -> Head {
        if decode::utf_16(head).is_some() {
            return Head::Utf16;
        }
        let whole_lines = head
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(head, |end| &head[..end]);
        Head::Bytes(
            std::str::from_utf8(whole_lines)
                .is_err()
                .then(|| decode::guess(whole_lines)),
        )
    }
}

fn read_records(
    name: &str,
    format: Format,
    stream: &mut dyn BufRead,
    fallback: Option<&'static Encoding>,
    limits: &Limits,
    sink: &mut dyn FnMut(Item),
) {
    let lines = Lines::new(stream, limits.record);
    let outcome = match format {
        Format::Ndjson => ndjson::read(name, lines, fallback, sink),
        _ => table::read(name, lines, fallback, sink),
    };
    if let Err(error) = outcome {
        sink(unreadable(name, &error));
    }
}

fn streamed(format: Format) -> bool {
    matches!(format, Format::Ndjson | Format::Csv)
}

fn read_held(name: &str, format: Format, bytes: &[u8]) -> Vec<Item> {
    if bytes.is_empty() {
        return vec![plain::empty(name)];
    }
    match format {
        Format::Text => plain::read(name, bytes),
        Format::Markdown => markdown::read(name, bytes),
        Format::Html => html::read(name, bytes),
        Format::Mail => mail::read(name, bytes),
        Format::Json => json::read(name, bytes),
        Format::Ndjson | Format::Csv => unreachable!("read as streams"),
    }
}

/// Streamed formats in UTF-16 are converted as a whole first: their line ends are two bytes long.
fn read_utf_16(
    name: &str,
    format: Format,
    stream: &mut dyn Read,
    limits: &Limits,
    sink: &mut dyn FnMut(Item),
) {
    let bytes = match read_whole(name, stream, limits) {
        Ok(bytes) => bytes,
        Err(problem) => return sink(problem),
    };
    let decoded = decode::decode(&bytes, None);
    let mut named = |item: Item| {
        sink(match item {
            Item::Document(mut document) => {
                document.encoding = decoded.encoding;
                Item::Document(document)
            }
            other => other,
        });
    };
    let mut text = decoded.text.as_bytes();
    read_records(name, format, &mut text, None, limits, &mut named);
}

fn read_whole(name: &str, stream: &mut dyn Read, limits: &Limits) -> Result<Vec<u8>, Item> {
    let mut bytes = Vec::new();
    stream
        .take(limits.file + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(name, &error))?;
    if bytes.len() as u64 > limits.file {
        return Err(too_large(name, None, limits));
    }
    Ok(bytes)
}

fn note_on(name: &str, encoding: &'static str) -> Item {
    let what = if encoding == decode::DAMAGED_UTF_8 {
        "holds bytes that are not UTF-8; each was replaced by \u{fffd}".to_owned()
    } else {
        format!("is not UTF-8; read as {encoding}")
    };
    Item::Note(name.to_owned(), what)
}

fn unreadable(name: &str, error: &io::Error) -> Item {
    let (what, todo) = walk::explain(error);
    Item::problem(name, what, todo)
}

fn too_large(name: &str, size: Option<u64>, limits: &Limits) -> Item {
    let most = limits.file >> 20;
    let what = match size {
        Some(size) => format!(
            "is too large: {} MB, and at most {most} MB of one report are read",
            size >> 20
        ),
        None => format!("is too large: at most {most} MB of one report are read"),
    };
    Item::problem(
        name,
        what,
        "split it into its reports, or put them into an .ndjson or .csv file, which may be of any size",
    )
}
