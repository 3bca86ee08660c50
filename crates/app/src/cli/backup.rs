//! `wardline backup`: what a desk holds, encrypted for somebody who keeps it elsewhere.
//!
//! Two files: all rows and sealed files, and the wrapped keys, which each backup replaces, so that what was erased
//! is erased from earlier backups too. The master key is in neither.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use intake::Problem;
use model::Micros;
use seal::{Identity, Recipient};
use tempfile::NamedTempFile;

use super::args;
use super::console::{Console, Progress, say};
use super::write::unwritable;
use super::{End, usage};
use crate::clock::Clock;
use crate::config::{self, Settings, explain, problem};

/// The file of the wrapped keys, in the folder of the backups.
pub(super) const KEYS: &str = "wardline-keys.age";

/// Says whose backups a folder holds.
const OWNER: &str = "wardline-desk.txt";

pub(super) fn run(low: args::Backup) -> End {
    if let Some(file) = &low.new_identity {
        return super::tell(new_identity(file));
    }
    let (Some(recipient), Some(folder)) = (low.recipient, low.output) else {
        return usage("backup", "a recipient and a folder are needed".to_owned());
    };
    super::on_desk(|| async move {
        let recipient: Recipient = recipient
            .parse()
            .map_err(|error: seal::ArchiveError| config::told("--recipient", &error.to_string()))?;
        let settings = Settings::of(low.desk.flags())?;
        let store = settings.open_existing(&Clock::Real).await?;
        let _alone = settings.lock("backup.lock", "another backup of this desk runs")?;
        let done = write(&settings, &store, &recipient, &folder).await?;
        store.close().await;
        let (name, done, keys) = done;
        say(&format!(
            "{}: {} rows and {} files; {} keys in {KEYS}",
            folder.join(name).display(),
            done.rows,
            done.files,
            keys
        ));
        if done.missing == 0 {
            return Ok(End::Whole);
        }
        Console::new().problem(&problem(
            &settings.data.join("blobs").to_string_lossy(),
            &format!(
                "{} files of reports are gone and not in the backup",
                done.missing
            ),
            "look with wardline doctor; what was erased while the backup ran is no loss",
        ));
        Ok(End::Partial)
    })
}

/// Makes the file that opens backups, and prints whom they are to be for.
fn new_identity(path: &Path) -> Result<(), Problem> {
    let identity = Identity::generate();
    config::write_new(path, identity.to_file().as_bytes())?;
    say(&identity.recipient().to_string());
    Console::new().note(
        &path.to_string_lossy(),
        "opens the backups: keep it away from them and from the desk, and a copy of it",
    );
    Ok(())
}

/// Writes both files, and gives them their names when both are whole: the keys first, so that there are none too few.
async fn write(
    settings: &Settings,
    store: &store::Store,
    recipient: &Recipient,
    folder: &Path,
) -> Result<(String, store::BackedUp, u64), Problem> {
    let shown = folder.to_string_lossy();
    let failed = |error: &io::Error| unwritable(folder, error);
    let wrong = |error: store::StoreError| match error {
        store::StoreError::Files(error) => failed(&error),
        error => explain(&settings.data, &error),
    };
    let made = Clock::Real.now();
    let name = name(made);
    owned(folder, store.keys().verifying().name())?;
    if folder.join(&name).exists() {
        return Err(problem(
            &shown,
            "there is a backup of this second",
            "try again",
        ));
    }
    sweep(folder)?;
    let progress = Progress::new("backing up");
    let mut data = Partial::new(folder, recipient).map_err(|error| failed(&error))?;
    let mut snapshot = store.snapshot().await.map_err(wrong)?;
    let written = store::write_data(
        &mut snapshot,
        store.blobs(),
        made,
        &mut data.0,
        progress.counter(),
    );
    let done = written.await.map_err(wrong)?;
    drop(snapshot);
    let data = data.finish().map_err(|error| failed(&error))?;
    // as they are now: what was erased meanwhile has none
    let mut keys = Partial::new(folder, recipient).map_err(|error| failed(&error))?;
    let mut snapshot = store.snapshot().await.map_err(wrong)?;
    let stretch = settings.stretch()?;
    let written = store::write_keys(&mut snapshot, made, stretch, &mut keys.0);
    let count = written.await.map_err(wrong)?;
    let keys = keys.finish().map_err(|error| failed(&error))?;
    let named = |file: NamedTempFile, name: &str| {
        let path = folder.join(name);
        file.persist(path).map_err(|error| failed(&error.error))
    };
    named(keys, KEYS)?;
    named(data, &name)?;
    sync(folder).map_err(|error| failed(&error))?;
    Ok((name, done, count))
}

/// `wardline-20260214T031500Z.age`
fn name(made: Micros) -> String {
    let at = jiff::Timestamp::from_microsecond(made).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    format!("wardline-{}.age", at.strftime("%Y%m%dT%H%M%SZ"))
}

/// Makes the folder, and keeps backups of two desks apart: the keys of one would replace those of the other.
fn owned(folder: &Path, desk: &str) -> Result<(), Problem> {
    config::make_folder(folder)?;
    let path = folder.join(OWNER);
    match fs::read_to_string(&path) {
        Ok(text) if text.trim() == desk => Ok(()),
        Ok(_) => Err(problem(
            &folder.to_string_lossy(),
            "the folder holds the backups of another desk",
            "give each desk a folder of its own",
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if folder.join(KEYS).exists() {
                return Err(problem(
                    &path.to_string_lossy(),
                    "is gone, and whose backups are here cannot be told",
                    "give an empty folder, or put the file back",
                ));
            }
            config::write_new(&path, format!("{desk}\n").as_bytes())
        }
        Err(error) => Err(unwritable(&path, &error)),
    }
}

/// Removes what an earlier backup left when it was broken off.
fn sweep(folder: &Path) -> Result<(), Problem> {
    for file in fs::read_dir(folder).map_err(|error| unwritable(folder, &error))? {
        let path = file.map_err(|error| unwritable(folder, &error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(PARTIAL.0) && name.ends_with(PARTIAL.1) {
            fs::remove_file(&path).map_err(|error| unwritable(&path, &error))?;
        }
    }
    Ok(())
}

/// How a file is called until it is whole.
const PARTIAL: (&str, &str) = (".wardline-", ".partial");

/// An encrypted file that has no name yet. Dropped, it is gone.
struct Partial(seal::ArchiveWriter<NamedTempFile>);

impl Partial {
    fn new(folder: &Path, recipient: &Recipient) -> io::Result<Self> {
        // for its owner alone, as the crate makes them
        let file = tempfile::Builder::new()
            .prefix(PARTIAL.0)
            .suffix(PARTIAL.1)
            .tempfile_in(folder)?;
        recipient.encrypt(file).map(Partial)
    }

    /// The whole file, durable.
    fn finish(self) -> io::Result<NamedTempFile> {
        let mut file = self.0.finish()?;
        file.flush()?;
        file.as_file().sync_all()?;
        Ok(file)
    }
}

/// Makes the names in a folder durable.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// The file of the keys beside a backup.
pub(super) fn keys_beside(data: &Path) -> PathBuf {
    data.with_file_name(KEYS)
}
