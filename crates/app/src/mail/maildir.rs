//! A folder that a mail server on this machine fills: a file for each message. Those in `new` wait, and those in `cur`
//! that nobody has seen, because another program may have moved them there.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use tokio::task;

use super::{LONGEST, Raw, Round, Trouble, take};
use crate::act::Desk;

const RIGHTS: &str = "let wardline read and rename the files in new and cur";

/// Takes in what waits, in the order of the names, which begin with the time.
pub(super) async fn fetch(desk: &Desk, folder: &Path) -> Result<Round, Trouble> {
    let mut round = Round::default();
    for path in waiting(folder).await? {
        let from = path.clone();
        let raw = match blocking(move || read(&from)).await {
            Ok(raw) => raw,
            // another program took it
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(_) => {
                round.left += 1;
                continue;
            }
        };
        if round.may_mark(take::take_in(desk, raw).await)? {
            let folder = folder.to_owned();
            let marked = blocking(move || mark(&folder, &path)).await;
            match marked {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(trouble("its files cannot be renamed", &error));
                }
                _ => (),
            }
        }
    }
    Ok(round)
}

/// The number of messages that wait.
pub(super) async fn check(folder: &Path) -> Result<usize, Trouble> {
    let count = waiting(folder).await?.len();
    let folder = folder.to_owned();
    let writable = blocking(move || {
        tempfile::tempfile_in(folder.join("new"))?;
        tempfile::tempfile_in(folder.join("cur")).map(drop)
    });
    let writable = writable.await;
    writable.map_err(|error| trouble("its files cannot be renamed", &error))?;
    Ok(count)
}

async fn waiting(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let folder = folder.to_owned();
    let listed = blocking(move || {
        let mut waiting = list(&folder.join("new"))?;
        let moved = list(&folder.join("cur"))?;
        waiting.extend(moved.into_iter().filter(|path| !is_seen(path)));
        Ok(waiting)
    });
    listed
        .await
        .map_err(|error| trouble("it cannot be read", &error))
}

fn trouble(what: &str, error: &io::Error) -> Trouble {
    match error.kind() {
        ErrorKind::NotFound => Trouble::new(
            "the maildir is not there, or has no folders new and cur",
            "give the folder that the mail server delivers to",
        ),
        kind => Trouble::new(format!("the maildir: {what}: {kind}"), RIGHTS),
    }
}

/// Work with files, away from what must not wait.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    task::spawn_blocking(work).await.map_err(io::Error::other)?
}

fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        // a link could lead to what is no mail
        if !is_hidden && entry.file_type()?.is_file() {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> io::Result<Raw> {
    let mut bytes = Vec::new();
    let most = LONGEST as u64 + 1;
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    let is_cut = bytes.len() > LONGEST;
    bytes.truncate(LONGEST);
    Ok(Raw { bytes, is_cut })
}

/// The name without flags, and the flags: `1700000000.M1P2.host` and `RS` of `1700000000.M1P2.host:2,RS`.
fn parted(path: &Path) -> (&[u8], &[u8]) {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    let cut = name.windows(3).rposition(|here| here == b":2,");
    match cut {
        Some(at) => (&name[..at], &name[at + 3..]),
        None => (name, b""),
    }
}

fn is_seen(path: &Path) -> bool {
    parted(path).1.contains(&b'S')
}

/// Moves a message to `cur`, as seen.
fn mark(folder: &Path, path: &Path) -> io::Result<()> {
    let (name, flags) = parted(path);
    let mut flags = flags.to_vec();
    flags.push(b'S');
    // in the order of ASCII, as the format wants it
    flags.sort_unstable();
    flags.dedup();
    for copy in 0..100 {
        let copy = match copy {
            0 => String::new(),
            copy => format!(".{copy}"),
        };
        let name = [name, copy.as_bytes(), b":2,", &flags].concat();
        let to = folder.join("cur").join(name_of(name)?);
        // another message of this name is not overwritten
        if !to.try_exists()? {
            return fs::rename(path, to);
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

#[cfg(unix)]
fn name_of(bytes: Vec<u8>) -> io::Result<OsString> {
    Ok(std::os::unix::ffi::OsStringExt::from_vec(bytes))
}

#[cfg(not(unix))]
fn name_of(bytes: Vec<u8>) -> io::Result<OsString> {
    String::from_utf8(bytes)
        .map(OsString::from)
        .map_err(io::Error::other)
}
