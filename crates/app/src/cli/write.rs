//! Results to standard output or to a file, which is only replaced once the result is whole.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use intake::Problem;

use super::plan::Output;
use crate::job::Rendered;

/// An output that was opened before the work began, so that hours of it are not lost to a typing error.
pub(super) enum Target {
    Stdout,
    /// A file to be filled beside the one that it replaces.
    Beside {
        file: File,
        partial: PathBuf,
        path: PathBuf,
    },
    /// A device or pipe, which cannot be replaced.
    Direct {
        file: File,
        path: PathBuf,
    },
}

impl Target {
    pub(super) fn open(output: &Output) -> Result<Self, Problem> {
        let Output::File(path) = output else {
            return Ok(Target::Stdout);
        };
        let opened = if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
            File::options()
                .write(true)
                .open(path)
                .map(|file| Target::Direct {
                    file,
                    path: path.clone(),
                })
        } else {
            let partial = partial(path);
            File::create(&partial).map(|file| Target::Beside {
                file,
                partial,
                path: path.clone(),
            })
        };
        opened.map_err(|error| unwritable(path, &error))
    }

    /// Writes everything. A reader that closed its end early got all that it wanted.
    pub(super) fn fill(self, content: &Rendered) -> Result<(), Problem> {
        let (written, path) = match self {
            Target::Stdout => (
                all(&mut BufWriter::new(io::stdout().lock()), content),
                PathBuf::from("standard output"),
            ),
            Target::Direct { file, path } => (all(&mut BufWriter::new(file), content), path),
            Target::Beside {
                file,
                partial,
                path,
            } => {
                let mut file = BufWriter::new(file);
                let written = all(&mut file, content).and_then(|()| fs::rename(&partial, &path));
                if written.is_err() {
                    // The first error is the one worth telling.
                    let _ = fs::remove_file(&partial);
                }
                (written, path)
            }
        };
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(unwritable(&path, &error))
            }
            _ => Ok(()),
        }
    }

    /// Leaves everything as it was before.
    pub(super) fn abandon(self) {
        if let Target::Beside { partial, .. } = self {
            let _ = fs::remove_file(partial);
        }
    }
}

fn all(out: &mut dyn Write, content: &Rendered) -> io::Result<()> {
    content.write(out)?;
    out.flush()
}

fn partial(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".partial");
    path.with_file_name(name)
}

/// The problem of an output that cannot be written.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> Problem {
    let (what, todo) = match error.kind() {
        io::ErrorKind::NotFound => (
            "the folder for it does not exist".to_owned(),
            "make the folder first",
        ),
        io::ErrorKind::PermissionDenied => (
            "may not be written".to_owned(),
            "choose another place, or change its rights",
        ),
        _ => (
            format!("cannot be written: {error}"),
            "choose another place, or make room on the disk",
        ),
    };
    Problem {
        path: path.to_string_lossy().into_owned(),
        what,
        todo: todo.to_owned(),
    }
}
