//! The state of a log, signed (c2sp.org/tlog-checkpoint).

use std::fmt;

use crate::key::{SigningKey, VerifyingKey};
use crate::note::{NotSigned, Note, NoteError, Signed};
use crate::proof::{ProofError, verify_consistency};
use crate::{Hash, MAX_SIZE};

/// How many leaves a log has, and their root. Its text is what is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
    extensions: Vec<String>,
}

/// A checkpoint whose signature by the log was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What was signed.
    pub checkpoint: Checkpoint,
    /// The witnesses among those asked for that cosigned it.
    pub witnesses: Vec<Signed>,
}

/// Why a text is not a checkpoint, or not one to be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not even a note.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// A line is missing, empty, or not what should stand there.
    #[error(
        "line {0} of the checkpoint is not what should stand there: name, size and root are expected"
    )]
    Line(usize),
    /// Nobody signed whose word counts.
    #[error(transparent)]
    NotSigned(#[from] NotSigned),
    /// The log with this key did not sign it.
    #[error("the log's own key, {0}, did not sign")]
    NotByLog(String),
    /// It is of another log than that of the key.
    #[error("a checkpoint of {told}, where one of {expected} is asked for")]
    Origin {
        /// The name in the checkpoint.
        told: String,
        /// The name of the key.
        expected: String,
    },
}

/// Why a log refuses to sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// What was signed last is not the beginning of this.
    #[error("what was signed last is not the beginning of what is to be signed: {0}")]
    Inconsistent(ProofError),
    /// Checkpoint, key or the last checkpoint are of different logs.
    #[error("the key, the checkpoint and the one before it are not of one log")]
    Origin,
}

impl Checkpoint {
    /// The state of the log with this origin, which is also the name of its key: a name such as
    /// `desk.example.org/ledger`.
    ///
    /// # Errors
    /// If the origin cannot be the name of a key (line 1), or the size is beyond [`MAX_SIZE`] (line 2).
    pub fn new(origin: &str, size: u64, root: Hash) -> Result<Self, CheckpointError> {
        if !crate::key::is_name(origin) {
            return Err(CheckpointError::Line(1));
        }
        if size > MAX_SIZE {
            return Err(CheckpointError::Line(2));
        }
        let extensions = Vec::new();
        Ok(Checkpoint {
            origin: origin.to_owned(),
            size,
            root,
            extensions,
        })
    }

    /// Which log it is of.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of these leaves.
    pub fn root(&self) -> &Hash {
        &self.root
    }

    /// Lines below the root, which other logs may add. This one writes none: nobody can check them.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// Reads the text of a note. Nothing in it is to be believed before its signatures are checked.
    ///
    /// # Errors
    /// If it is not exactly of the form that [`Display`](fmt::Display) writes.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let whole = text.strip_suffix('\n').unwrap_or(text);
        let lines: Vec<&str> = whole.split('\n').collect();
        let is_bad = |line: &&str| line.is_empty() || line.bytes().any(|byte| byte < 0x20);
        if let Some(bad) = lines.iter().position(is_bad) {
            return Err(CheckpointError::Line(bad + 1));
        }
        let [origin, size, root, extensions @ ..] = lines.as_slice() else {
            return Err(CheckpointError::Line(lines.len() + 1));
        };
        if !text.ends_with('\n') {
            return Err(CheckpointError::Line(lines.len()));
        }
        Ok(Checkpoint {
            origin: (*origin).to_owned(),
            size: decimal(size).ok_or(CheckpointError::Line(2))?,
            root: root.parse().map_err(|_| CheckpointError::Line(3))?,
            extensions: extensions.iter().map(|&line| line.to_owned()).collect(),
        })
    }

    /// Reads a signed checkpoint, and believes it if the log signed it. Of the witnesses it tells
    /// which cosigned; how many must have is for the caller to decide.
    ///
    /// # Errors
    /// If the log's key did not sign, a signature of a known key does not hold, or the checkpoint is
    /// of another log than that which the key is named for.
    pub fn open(
        note: &[u8],
        log: &VerifyingKey,
        witnesses: &[VerifyingKey],
    ) -> Result<Opened, CheckpointError> {
        Self::open_note(&Note::parse(note)?, log, witnesses)
    }

    pub(crate) fn open_note(
        note: &Note,
        log: &VerifyingKey,
        witnesses: &[VerifyingKey],
    ) -> Result<Opened, CheckpointError> {
        let keys: Vec<&VerifyingKey> = [log].into_iter().chain(witnesses).collect();
        let mut signed = note.verify(&keys)?;
        let is_log = |one: &Signed| one.name == log.name() && one.id == log.id();
        if !signed.iter().any(is_log) {
            return Err(CheckpointError::NotByLog(log.name().to_owned()));
        }
        signed.retain(|one| !is_log(one));
        let checkpoint = Checkpoint::parse(note.text())?;
        if checkpoint.origin != log.name() {
            let expected = log.name().to_owned();
            return Err(CheckpointError::Origin {
                told: checkpoint.origin,
                expected,
            });
        }
        Ok(Opened {
            checkpoint,
            witnesses: signed,
        })
    }

    /// Signs the state of the log, given what was signed last, none at the beginning, and the proof
    /// that it is the beginning of this: [`Tree::consistency`](crate::Tree::consistency). A log never
    /// signs two states that contradict each other.
    ///
    /// # Errors
    /// If they do, or are not of the log that the key is named for.
    pub fn sign(
        &self,
        last: Option<(&Checkpoint, &[Hash])>,
        key: &SigningKey,
    ) -> Result<Note, SignError> {
        let is_other = last.is_some_and(|(last, _)| last.origin != self.origin);
        if is_other || key.verifying_key().name() != self.origin {
            return Err(SignError::Origin);
        }
        if let Some((last, proof)) = last {
            verify_consistency(last.size, &last.root, self.size, &self.root, proof)
                .map_err(SignError::Inconsistent)?;
        }
        let mut note = Note::new(self.to_string()).expect("lines without control characters");
        note.sign(key, 0);
        Ok(note)
    }
}

/// A number as checkpoints and proofs write it: decimal, no sign, no leading zeros.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let is_plain = text == "0" || !text.starts_with('0');
    let is_number = is_plain && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_number.then(|| text.parse().ok()).flatten();
    number.filter(|number| *number <= MAX_SIZE)
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)?;
        for line in &self.extensions {
            writeln!(f, "{line}")?;
        }
        Ok(())
    }
}
