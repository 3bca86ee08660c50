//! Paths to files: folders recursively in sorted order, each real file once.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::Item;
use super::format::{FORMATS_IN_WORDS, Format};

/// What one path came to.
pub(super) enum Entry {
    File {
        path: PathBuf,
        shown: String,
        format: Format,
    },
    Stdin,
    Said(Item),
}

/// Folders deeper than this are not entered; no file system of people is so deep.
const DEPTH: usize = 128;

/// Every file that `paths` name or hold, without `except`.
pub(super) fn walk(paths: &[PathBuf], except: Option<&Path>) -> Vec<Entry> {
    let mut walker = Walker {
        entries: Vec::new(),
        seen: except
            .and_then(|path| fs::canonicalize(path).ok())
            .into_iter()
            .collect(),
        stdin: false,
    };
    for path in paths {
        if path == Path::new("-") {
            if !walker.stdin {
                walker.entries.push(Entry::Stdin);
            }
            walker.stdin = true;
        } else {
            walker.named(path);
        }
    }
    walker.entries
}

struct Walker {
    entries: Vec<Entry>,
    /// Real paths of files and folders already met.
    seen: HashSet<PathBuf>,
    stdin: bool,
}

impl Walker {
    fn say(&mut self, path: &Path, what: impl Into<String>, todo: impl Into<String>) {
        self.entries.push(Entry::Said(Item::problem(
            &path.to_string_lossy(),
            what,
            todo,
        )));
    }

    /// A path that the user gave.
    fn named(&mut self, path: &Path) {
        let kind = match fs::metadata(path) {
            Ok(metadata) => metadata.file_type(),
            Err(error) => return self.unreadable(path, &error),
        };
        if kind.is_dir() {
            let before = self.entries.len();
            let mut skipped = 0;
            self.folder(path, &mut Vec::new(), &mut skipped);
            self.sum_up(path, before, skipped);
        } else if !kind.is_file() {
            self.refuse(path, kind);
        } else if let Some(format) = Format::of_path(path) {
            self.file(path, format);
        } else {
            self.say(
                path,
                "is of a kind that is not read",
                format!("{FORMATS_IN_WORDS}; rename it if it is one of these, or give its text on standard input"),
            );
        }
    }

    /// Everything in a folder. `above` holds the real paths of the folders that are being walked.
    fn folder(&mut self, path: &Path, above: &mut Vec<PathBuf>, skipped: &mut usize) {
        let real = match fs::canonicalize(path) {
            Ok(real) => real,
            Err(error) => return self.unreadable(path, &error),
        };
        if above.contains(&real) {
            return self.say(
                path,
                "is a link that leads back into a folder above it",
                "remove the link; everything else in the folder is read once",
            );
        }
        if above.len() >= DEPTH {
            return self.say(
                path,
                format!("lies more than {DEPTH} folders deep"),
                "give this folder by itself",
            );
        }
        if !self.seen.insert(real.clone()) {
            return;
        }
        let mut children = match list(path) {
            Ok(children) => children,
            Err(error) => return self.unreadable(path, &error),
        };
        children.sort();
        above.push(real);
        for child in children {
            self.child(&child, above, skipped);
        }
        above.pop();
    }

    fn child(&mut self, path: &Path, above: &mut Vec<PathBuf>, skipped: &mut usize) {
        let format = Format::of_path(path);
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.folder(path, above, skipped),
            Ok(metadata) if metadata.is_file() => match format {
                Some(format) => self.file(path, format),
                None => *skipped += 1,
            },
            Ok(metadata) if format.is_some() => self.refuse(path, metadata.file_type()),
            Ok(_) => *skipped += 1,
            Err(error) => self.unreadable(path, &error),
        }
    }

    fn file(&mut self, path: &Path, format: Format) {
        match fs::canonicalize(path) {
            Ok(real) => {
                if self.seen.insert(real) {
                    let shown = path.to_string_lossy().into_owned();
                    self.entries.push(Entry::File {
                        path: path.to_owned(),
                        shown,
                        format,
                    });
                }
            }
            Err(error) => self.unreadable(path, &error),
        }
    }

    /// Says what a folder that the user named came to, where that is not plain.
    fn sum_up(&mut self, path: &Path, before: usize, skipped: usize) {
        let found_nothing = self.entries.len() == before;
        if found_nothing && !self.holds_seen_files(path) {
            self.say(
                path,
                "holds no file that is read",
                format!("{FORMATS_IN_WORDS}; hidden files are left out"),
            );
        } else if skipped > 0 {
            let files = if skipped == 1 {
                "1 file"
            } else {
                &format!("{skipped} files")
            };
            let note = Item::Note(
                path.to_string_lossy().into_owned(),
                format!("{files} of other kinds left out"),
            );
            self.entries.push(Entry::Said(note));
        }
    }

    /// True where files inside `path` were read already because another argument named them.
    fn holds_seen_files(&self, path: &Path) -> bool {
        fs::canonicalize(path).is_ok_and(|real| {
            self.seen
                .iter()
                .any(|seen| *seen != real && seen.starts_with(&real))
        })
    }

    fn refuse(&mut self, path: &Path, kind: FileType) {
        self.say(
            path,
            format!("is {}, not a file", name_of(kind)),
            "save its content as a file, or send it through standard input: … | wardline analyze -",
        );
    }

    fn unreadable(&mut self, path: &Path, error: &io::Error) {
        let (what, todo) = explain(error);
        self.say(path, what, todo);
    }
}

/// Children of a folder that are not hidden.
fn list(path: &Path) -> io::Result<Vec<PathBuf>> {
    let hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
    let mut children = Vec::new();
    for child in fs::read_dir(path)? {
        let child = child?;
        if !hidden(&child.file_name()) {
            children.push(path.join(child.file_name()));
        }
    }
    Ok(children)
}

/// What an error of the file system means, and what to do.
pub(super) fn explain(error: &io::Error) -> (String, &'static str) {
    match error.kind() {
        io::ErrorKind::NotFound => (
            "does not exist".to_owned(),
            "check the spelling, and where links lead",
        ),
        io::ErrorKind::PermissionDenied => (
            "may not be read".to_owned(),
            "give yourself the right to read it, or run as a user who has it",
        ),
        io::ErrorKind::IsADirectory => {
            ("is a folder".to_owned(), "give it as an argument by itself")
        }
        _ => (
            format!("cannot be read: {error}"),
            "check the path and the disk",
        ),
    }
}

#[cfg(unix)]
fn name_of(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else if kind.is_char_device() || kind.is_block_device() {
        "a device"
    } else {
        "something else"
    }
}

#[cfg(not(unix))]
fn name_of(_: FileType) -> &'static str {
    "a device"
}
