//! Where the master key comes from: the environment, a passphrase, or a file that is made on the first day.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use seal::{MasterKey, Stretch};
use zeroize::Zeroizing;

use super::{problem, variable};
use crate::act::rng;
use crate::intake::Problem;

/// The master key: of `WARDLINE_MASTER_KEY`, of `WARDLINE_PASSPHRASE`, or of the file.
pub(super) fn master(data: &Path, file: &Path) -> Result<MasterKey, Problem> {
    if let Some(text) = variable("WARDLINE_MASTER_KEY").map(Zeroizing::new) {
        return MasterKey::from_file(&text)
            .map_err(|error| told("WARDLINE_MASTER_KEY", &error.to_string()));
    }
    if let Some(passphrase) = variable("WARDLINE_PASSPHRASE").map(Zeroizing::new) {
        return Ok(stretch(&data.join("passphrase.txt"))?.key(&passphrase));
    }
    let shown = file.to_string_lossy();
    match fs::read_to_string(file).map(Zeroizing::new) {
        Ok(text) => MasterKey::from_file(&text).map_err(|error| told(&shown, &error.to_string())),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if data.join("wardline.db").exists() {
                return Err(problem(
                    &shown,
                    "the master key is not there, but the desk is",
                    "put the key file back: without it nothing in this desk can be read",
                ));
            }
            let key = MasterKey::new(&mut rng());
            write_new(file, key.to_file().as_bytes())?;
            Ok(key)
        }
        Err(error) => Err(problem(
            &shown,
            &format!("the master key cannot be read: {error}"),
            "let wardline read the file",
        )),
    }
}

/// How the passphrase is stretched; made on the first day.
fn stretch(file: &Path) -> Result<Stretch, Problem> {
    match fs::read_to_string(file) {
        Ok(text) => text
            .trim()
            .parse()
            .map_err(|error: seal::StretchError| told(&file.to_string_lossy(), &error.to_string())),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let stretch = Stretch::new(&mut rng());
            write_new(file, format!("{stretch}\n").as_bytes())?;
            Ok(stretch)
        }
        Err(error) => Err(problem(
            &file.to_string_lossy(),
            &error.to_string(),
            "let wardline read the file",
        )),
    }
}

/// Writes a file that was not there, for its owner alone, durably.
fn write_new(path: &Path, content: &[u8]) -> Result<(), Problem> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| {
        file.write_all(content)?;
        file.sync_all()
    });
    written.map_err(|error| {
        problem(
            &path.to_string_lossy(),
            &format!("cannot be written: {error}"),
            "give a folder that you may write to",
        )
    })
}

/// An error that tells in two lines what is wrong and what to do.
fn told(path: &str, text: &str) -> Problem {
    let (what, todo) = text
        .split_once('\n')
        .unwrap_or((text, "restore it from your copy"));
    problem(path, what, todo)
}
