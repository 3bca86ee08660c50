//! Backups, encrypted to somebody who need not be here: the format of age (c2sp.org/age), so that a file opens with
//! other programs too. The key of a file is drawn by the library, the one place in this crate where chance is no argument.

use std::fmt;
use std::io::{self, Read, Write};
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use age::stream::{StreamReader, StreamWriter};
use age::{DecryptError, Decryptor, Encryptor, x25519};
use zeroize::Zeroizing;

/// Whom a backup is for. Public.
#[derive(Clone)]
pub struct Recipient(x25519::Recipient);

/// What opens backups that are for its recipient. Secret.
pub struct Identity(x25519::Identity);

/// Encrypts what is written to it. Until it is finished, the file is cut off.
pub struct ArchiveWriter<W: Write>(StreamWriter<W>);

/// Gives what was encrypted. A changed or cut off file is an error where that is noticed.
pub struct ArchiveReader<R: Read>(StreamReader<R>);

/// Why a backup, a recipient or an identity cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// No recipient.
    #[error(
        "this is not an age recipient: it begins with `age1` and has 62 characters\ntake the line that `wardline backup --new-identity FILE` printed"
    )]
    Recipient,
    /// No identity.
    #[error(
        "this is not an age identity: no line begins with `AGE-SECRET-KEY-1`, or it has a typing error\ngive the file that `wardline backup --new-identity FILE` made, or a copy of it"
    )]
    Identity,
    /// For somebody else.
    #[error(
        "the file is encrypted for another recipient\ngive the identity whose recipient the backup was made for"
    )]
    Foreign,
    /// Not of age, or changed where it begins.
    #[error(
        "this is no file encrypted with age, or its beginning was changed\ngive a file that `wardline backup` wrote, as it was written"
    )]
    Header,
    /// It cannot be read.
    #[error("the file cannot be read: {0}\ncheck the disk and the rights, or take another copy")]
    Io(io::Error),
}

impl FromStr for Recipient {
    type Err = ArchiveError;

    fn from_str(text: &str) -> Result<Self, ArchiveError> {
        let parsed = text.trim().parse().map(Recipient);
        parsed.map_err(|_| ArchiveError::Recipient)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Recipient {
    /// Begins an encrypted file.
    ///
    /// # Errors
    /// If its beginning cannot be written.
    pub fn encrypt<W: Write>(&self, out: W) -> io::Result<ArchiveWriter<W>> {
        let recipients = std::iter::once(&self.0 as &dyn age::Recipient);
        let encryptor = Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
        encryptor.wrap_output(out).map(ArchiveWriter)
    }
}

impl Identity {
    /// A new one.
    #[must_use]
    pub fn generate() -> Self {
        Identity(x25519::Identity::generate())
    }

    /// Whom backups must be for to be opened with it.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }

    /// The text of its file, as age-keygen writes it.
    #[must_use]
    pub fn to_file(&self) -> Zeroizing<String> {
        let secret = self.0.to_string();
        Zeroizing::new(format!(
            "# Opens the backups of Wardline that are for the recipient below. Keep it away from them and from the desk.\n\
             # public key: {}\n{}\n",
            self.recipient(),
            secret.expose_secret()
        ))
    }

    /// Reads such a file: its first line that is no remark.
    ///
    /// # Errors
    /// If there is none, or it has a typing error.
    pub fn from_file(text: &str) -> Result<Self, ArchiveError> {
        let mut lines = text.lines().map(str::trim);
        let line = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
        let parsed = line.and_then(|line| line.parse().ok());
        parsed.map(Identity).ok_or(ArchiveError::Identity)
    }

    /// Begins to read an encrypted file.
    ///
    /// # Errors
    /// If it is for another recipient, or is none.
    pub fn decrypt<R: Read>(&self, file: R) -> Result<ArchiveReader<R>, ArchiveError> {
        let opened = Decryptor::new(file)
            .and_then(|file| file.decrypt(std::iter::once(&self.0 as &dyn age::Identity)));
        opened.map(ArchiveReader).map_err(|error| match error {
            DecryptError::NoMatchingKeys => ArchiveError::Foreign,
            DecryptError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
                ArchiveError::Io(error)
            }
            _ => ArchiveError::Header,
        })
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.recipient())
    }
}

impl<W: Write> ArchiveWriter<W> {
    /// Writes the end, and gives back what is beneath.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl<W: Write> Write for ArchiveWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<R: Read> Read for ArchiveReader<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.0.read(bytes)
    }
}
