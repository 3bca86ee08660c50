//! Where the master key comes from: the environment, a passphrase, or a file that is made on the first day.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use intake::Problem;
use seal::{Keyring, MasterKey, Stretch};
use zeroize::Zeroizing;

use super::{Settings, problem, variable};
use crate::act::rng;

/// The master key: of `WARDLINE_MASTER_KEY`, of `WARDLINE_PASSPHRASE`, or of the file.
fn master(data: &Path, file: &Path) -> Result<MasterKey, Problem> {
    if let Some(text) = variable("WARDLINE_MASTER_KEY").map(Zeroizing::new) {
        return MasterKey::from_file(&text)
            .map_err(|error| told("WARDLINE_MASTER_KEY", &error.to_string()));
    }
    if let Some(passphrase) = variable("WARDLINE_PASSPHRASE").map(Zeroizing::new) {
        return Ok(stretch(&data.join("passphrase.txt"))?.key(&passphrase));
    }
    if let Some(key) = read(file)? {
        return Ok(key);
    }
    if data.join("wardline.db").exists() {
        return Err(problem(
            &file.to_string_lossy(),
            "the master key is not there, but the desk is",
            "put the key file back: without it nothing in this desk can be read",
        ));
    }
    let key = MasterKey::new(&mut rng());
    write_new(file, key.to_file().as_bytes())?;
    Ok(key)
}

impl Settings {
    /// The master key, and the one before it while that still lies beside it.
    ///
    /// # Errors
    /// If it is not there, but the desk is, or it is damaged.
    pub(crate) fn ring(&self) -> Result<Keyring, Problem> {
        let ring = Keyring::new(master(&self.data, &self.master_key_file)?);
        if !is_in_file() {
            return Ok(ring);
        }
        Ok(match read(&self.old_key_file())? {
            Some(old) if old.id() != ring.current().id() => ring.with_older(old),
            _ => ring,
        })
    }

    /// Where the old master key is kept until everything is wrapped by the new one.
    pub(crate) fn old_key_file(&self) -> PathBuf {
        beside(&self.master_key_file, ".old")
    }

    /// Refuses where the master key is not in a file.
    pub(crate) fn key_in_file(&self) -> Result<(), Problem> {
        if is_in_file() {
            return Ok(());
        }
        Err(problem(
            "key rotate",
            "the master key comes from the environment, and only one in a file can be changed in place",
            "take WARDLINE_MASTER_KEY or WARDLINE_PASSPHRASE out, and put the key into its file; see docs/operations.md",
        ))
    }

    /// Whether a change of the master key was begun: the old one lies beside the new.
    pub(crate) fn is_key_changing(&self) -> Result<bool, Problem> {
        let (new, old) = (read(&self.master_key_file)?, read(&self.old_key_file())?);
        Ok(matches!((new, old), (Some(new), Some(old)) if new.id() != old.id()))
    }

    /// Puts a new master key into its file, and the old one beside it. Broken off, one of both is in the file.
    pub(crate) fn new_key(&self) -> Result<MasterKey, Problem> {
        let (file, old) = (&self.master_key_file, self.old_key_file());
        let new = beside(file, ".new");
        let failed = |error: std::io::Error| {
            problem(
                &file.to_string_lossy(),
                &format!("the key cannot be replaced: {error}"),
                "check the rights and the room of its folder; the old key is in force",
            )
        };
        for left in [&new, &old] {
            // of an earlier try, in which nothing was wrapped yet
            match fs::remove_file(left) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
                _ => (),
            }
        }
        let key = MasterKey::new(&mut rng());
        write_new(&new, key.to_file().as_bytes())?;
        let before = fs::read(file).map(Zeroizing::new).map_err(failed)?;
        write_new(&old, &before)?;
        fs::rename(&new, file).map_err(failed)?;
        #[cfg(unix)]
        if let Some(folder) = file.parent() {
            let folder = fs::File::open(folder).map_err(failed)?;
            folder.sync_all().map_err(failed)?;
        }
        Ok(key)
    }

    /// Takes a new master key for a desk that runs, if the one it has lies beside it: it was changed.
    pub(crate) fn take_new_key(&self, ring: &Keyring) -> Result<(), Problem> {
        if !is_in_file() {
            return Ok(());
        }
        let (new, old) = (read(&self.master_key_file)?, read(&self.old_key_file())?);
        if let (Some(new), Some(old)) = (new, old)
            && old.id() == ring.current().id()
        {
            ring.replace(new);
        }
        Ok(())
    }

    /// How the passphrase is stretched, if there is one: without it the passphrase opens nothing.
    pub(crate) fn stretch(&self) -> Result<Option<String>, Problem> {
        let file = self.data.join("passphrase.txt");
        match fs::read_to_string(&file) {
            Ok(text) => Ok(Some(text.trim().to_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(intake::unreadable(&file, &error)),
        }
    }
}

/// A file and what is to be in it.
pub(crate) type Content = (PathBuf, Zeroizing<Vec<u8>>);

/// Where the master key of a desk that is restored comes from.
pub(crate) enum Secrets {
    /// From the environment.
    Key,
    /// From the environment, stretched as the backup tells.
    Passphrase,
    /// From a file that is in its place.
    Here,
    /// From a file that is to be put there.
    From(PathBuf),
}

impl Secrets {
    /// What is there.
    ///
    /// # Errors
    /// If there is nothing.
    pub(crate) fn find(settings: &Settings, given: Option<&Path>) -> Result<Self, Problem> {
        let (file, shown) = (
            &settings.master_key_file,
            settings.master_key_file.to_string_lossy(),
        );
        Ok(match given {
            Some(_) if file.exists() => {
                return Err(problem(
                    &shown,
                    "there is a master key already",
                    "leave --master-key-file out to use it, or move it away",
                ));
            }
            Some(given) if read(given)?.is_none() => {
                return Err(problem(
                    &given.to_string_lossy(),
                    "there is no master key",
                    "give the file of the desk's master key, or a copy typed from paper",
                ));
            }
            Some(given) => Secrets::From(given.to_owned()),
            None if variable("WARDLINE_MASTER_KEY").is_some() => Secrets::Key,
            None if variable("WARDLINE_PASSPHRASE").is_some() => Secrets::Passphrase,
            None if file.exists() => Secrets::Here,
            None => {
                return Err(problem(
                    &shown,
                    "the master key is not there, and no backup holds it",
                    "give it by --master-key-file FILE: without it nothing in the backup can be read",
                ));
            }
        })
    }

    /// The keys, and the files that are to be written.
    ///
    /// # Errors
    /// If a key is damaged.
    pub(crate) fn ring(
        self,
        settings: &Settings,
        stretch: Option<&str>,
    ) -> Result<(Keyring, Vec<Content>), Problem> {
        let passphrase = settings.data.join("passphrase.txt");
        let mut files = Vec::new();
        let stretch = stretch.filter(|_| !passphrase.exists());
        if let Some(stretch) = stretch {
            let text = format!("{stretch}\n").into_bytes();
            files.push((passphrase, Zeroizing::new(text)));
        }
        match (&self, stretch) {
            (Secrets::Passphrase, Some(stretch)) => {
                let stretch: Stretch = stretch
                    .parse()
                    .map_err(|error: seal::StretchError| told("the backup", &error.to_string()))?;
                let given = variable("WARDLINE_PASSPHRASE").map(Zeroizing::new);
                let key = stretch.key(&given.unwrap_or_default());
                Ok((Keyring::new(key), files))
            }
            (Secrets::From(file), _) => {
                let key = read(file)?.ok_or_else(|| gone(file))?;
                let mut ring = Keyring::new(key.clone());
                let text = |key: &MasterKey| Zeroizing::new(key.to_file().as_bytes().to_vec());
                files.push((settings.master_key_file.clone(), text(&key)));
                if let Some(old) = read(&beside(file, ".old"))? {
                    files.push((settings.old_key_file(), text(&old)));
                    ring = ring.with_older(old);
                }
                Ok((ring, files))
            }
            _ => Ok((settings.ring()?, files)),
        }
    }
}

fn gone(file: &Path) -> Problem {
    problem(
        &file.to_string_lossy(),
        "there is no master key",
        "give the file of the desk's master key",
    )
}

/// Whether the master key is in a file, or would be.
fn is_in_file() -> bool {
    variable("WARDLINE_MASTER_KEY").is_none() && variable("WARDLINE_PASSPHRASE").is_none()
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    file.with_file_name(name)
}

/// The master key in a file; none if there is no such file.
fn read(file: &Path) -> Result<Option<MasterKey>, Problem> {
    match fs::read_to_string(file).map(Zeroizing::new) {
        Ok(text) => MasterKey::from_file(&text)
            .map(Some)
            .map_err(|error| told(&file.to_string_lossy(), &error.to_string())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(problem(
            &file.to_string_lossy(),
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
pub(crate) fn write_new(path: &Path, content: &[u8]) -> Result<(), Problem> {
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
pub(crate) fn told(path: &str, text: &str) -> Problem {
    let (what, todo) = text
        .split_once('\n')
        .unwrap_or((text, "restore it from your copy"));
    problem(path, what, todo)
}
