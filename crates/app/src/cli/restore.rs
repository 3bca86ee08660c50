//! `wardline restore`: a desk, from a backup and the master key.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use intake::{Problem, unreadable};
use seal::{ArchiveReader, Identity};
use store::{BackupError, Checked, Database, Restored, StoreError};

use super::End;
use super::args;
use super::backup::{keys_beside, sync};
use super::console::{Progress, say};
use super::write::unwritable;
use crate::config::{self, Secrets, Settings, explain, problem};

pub(super) fn run(low: args::Restore) -> End {
    super::on_desk(|| async move {
        let settings = Settings::of(low.desk.flags())?;
        without_desk(&settings)?;
        let secrets = Secrets::find(&settings, low.master_key_file.as_deref())?;
        let keys = low.keys.clone().unwrap_or_else(|| keys_beside(&low.file));
        let identities = identities(&low.identity)?;
        let data = decrypt(&low.file, &identities)?;
        let keys = (decrypt(&keys, &identities)?, keys);
        config::make_folder(&settings.data)?;
        let made = tempfile::Builder::new()
            .prefix(".restore-")
            .tempdir_in(&settings.data)
            .map_err(|error| unwritable(&settings.data, &error))?;
        let (checked, is_whole) =
            restore(&settings, secrets, (data, &low.file), keys, made.path()).await?;
        say(&format!(
            "{} reports, {} of them without key (erased); {} replies, {} files",
            checked.reports, checked.erased, checked.replies, checked.files
        ));
        Ok(if is_whole { End::Whole } else { End::Partial })
    })
}

/// Reads a backup into a folder, checks it, and only then puts everything in its place.
async fn restore(
    settings: &Settings,
    secrets: Secrets,
    (data, data_path): (ArchiveReader<File>, &Path),
    (keys, keys_path): (ArchiveReader<File>, PathBuf),
    made: &Path,
) -> Result<(Checked, bool), Problem> {
    let wrong = |error: StoreError| told(settings, data_path, &keys_path, &error);
    let (database, blobs) = match &settings.database {
        Database::Sqlite(_) => (
            Database::Sqlite(made.join("wardline.db")),
            made.join("blobs"),
        ),
        postgres => (postgres.clone(), made.join("blobs")),
    };
    let progress = Progress::new("restoring");
    let read = store::restore(&database, &blobs, data, keys, progress.counter()).await;
    let Restored {
        mut loader,
        stretch,
        ..
    } = read.map_err(wrong)?;
    drop(progress);
    let (keyring, files) = secrets.ring(settings, stretch.as_deref())?;
    let keys = loader.keys(keyring).await.map_err(wrong)?;
    let sealed = store::Blobs::open(&blobs).map_err(wrong)?;
    let checked = loader.check(&keys, &sealed).await.map_err(wrong)?;
    let progress = Progress::new("checking");
    let verified = loader.verify(keys.verifying(), progress.counter()).await;
    drop(progress);
    let (loader, verified) = verified.map_err(wrong)?;
    let mut is_whole = checked.damaged == 0;
    if checked.damaged > 0 {
        say(&format!("DAMAGED: {} do not open", checked.damaged));
    }
    match verified {
        None => say("the ledger: nothing was signed yet"),
        Some((checkpoint, report)) if report.is_whole() => say(&format!(
            "the ledger is whole: {} entries signed, {} since; root {}",
            checkpoint.size(),
            report.pending,
            checkpoint.root()
        )),
        Some((_, report)) => {
            is_whole = false;
            for finding in report.findings {
                say(&format!("TAMPERED: {finding}"));
            }
        }
    }
    let mut placed = Placed::default();
    placed.all(settings, &blobs, &files)?;
    loader.commit(&keys).await.map_err(wrong)?;
    if let (Database::Sqlite(from), Database::Sqlite(to)) = (&database, &settings.database) {
        fs::rename(from, to).map_err(|error| unwritable(to, &error))?;
    }
    placed.keep();
    sync(&settings.data).map_err(|error| unwritable(&settings.data, &error))?;
    Ok((checked, is_whole))
}

/// Files that were put in their places. Dropped, they are gone again.
#[derive(Default)]
struct Placed(Vec<PathBuf>);

impl Placed {
    fn all(
        &mut self,
        settings: &Settings,
        blobs: &Path,
        files: &[(PathBuf, zeroize::Zeroizing<Vec<u8>>)],
    ) -> Result<(), Problem> {
        for (path, content) in files {
            config::write_new(path, content)?;
            self.0.push(path.clone());
        }
        let to = settings.data.join("blobs");
        fs::rename(blobs, &to).map_err(|error| unwritable(&to, &error))?;
        self.0.push(to);
        Ok(())
    }

    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Placed {
    fn drop(&mut self) {
        for path in &self.0 {
            // what cannot be removed is told by the next try
            let _ = if path.is_dir() {
                fs::remove_dir_all(path)
            } else {
                fs::remove_file(path)
            };
        }
    }
}

/// Refuses a folder in which there is a desk, or parts of one.
fn without_desk(settings: &Settings) -> Result<(), Problem> {
    for name in ["wardline.db", "blobs"] {
        let path = settings.data.join(name);
        let is_empty = fs::read_dir(&path).is_ok_and(|mut files| files.next().is_none());
        if is_empty {
            fs::remove_dir(&path).map_err(|error| unwritable(&path, &error))?;
        } else if path.exists() {
            return Err(problem(
                &path.to_string_lossy(),
                "there is a desk already, or a part of one",
                "give a folder without a desk; nothing was changed",
            ));
        }
    }
    Ok(())
}

/// Those that were given, each in a file.
fn identities(paths: &[PathBuf]) -> Result<Vec<Identity>, Problem> {
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).map(zeroize::Zeroizing::new);
        let text = text.map_err(|error| unreadable(path, &error))?;
        let identity = Identity::from_file(&text);
        identity.map_err(|error| config::told(&path.to_string_lossy(), &error.to_string()))
    };
    paths.iter().map(read).collect()
}

/// Begins to read an encrypted file, with the first identity that it is for.
fn decrypt(path: &Path, identities: &[Identity]) -> Result<ArchiveReader<File>, Problem> {
    let mut last = None;
    for identity in identities {
        let file = File::open(path).map_err(|error| unreadable(path, &error))?;
        match identity.decrypt(file) {
            Ok(reader) => return Ok(reader),
            Err(error) => last = Some(error),
        }
    }
    let error = last.unwrap_or(seal::ArchiveError::Foreign);
    Err(config::told(&path.to_string_lossy(), &error.to_string()))
}

/// What is wrong with a backup, and what to do.
fn told(settings: &Settings, data: &Path, keys: &Path, error: &StoreError) -> Problem {
    let (path, todo) = match error {
        StoreError::Backup(BackupError::Changed | BackupError::Foreign) => (
            data,
            "take another copy of it and of the file with its keys, or an earlier backup",
        ),
        StoreError::Backup(BackupError::Other) => (
            data,
            "name the file with a date in its name; give the one with the keys by --keys",
        ),
        StoreError::Backup(BackupError::Newer) => (
            data,
            "use the version of wardline that wrote it, or a later one",
        ),
        StoreError::Backup(BackupError::OtherDesk) => {
            (keys, "give the file with the keys of the same desk")
        }
        StoreError::Backup(BackupError::OlderKeys) => (
            keys,
            "give the file with the keys that was written with this backup, or later",
        ),
        StoreError::NotEmpty => {
            return problem(
                "--database",
                &error.to_string(),
                "give an empty one: CREATE DATABASE makes it",
            );
        }
        StoreError::Sealed { table: "desk", .. } => {
            return problem(
                &settings.master_key_file.to_string_lossy(),
                "the master key is not the one of this backup",
                "give the desk's master key by --master-key-file; nothing was restored",
            );
        }
        error => return explain(&settings.data, error),
    };
    problem(&path.to_string_lossy(), &error.to_string(), todo)
}
