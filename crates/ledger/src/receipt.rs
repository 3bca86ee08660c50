//! The proof that something was logged, as a file that can be checked without the log
//! (c2sp.org/tlog-proof).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::Hash;
use crate::checkpoint::{Checkpoint, CheckpointError, Opened, decimal};
use crate::key::VerifyingKey;
use crate::note::{LONGEST_NOTE, Note, NoteError};
use crate::proof::{ProofError, verify_inclusion};

const HEAD: &str = "c2sp.org/tlog-proof@v1";

/// The first byte of the `extra` line: the hash of a leaf follows.
const LEAF: u8 = 1;

/// More hashes than any proof has.
const MOST_HASHES: usize = 64;

/// A proof that a leaf is in a log. It tells the hash of the leaf, in the line that the format leaves
/// to applications, and so nothing of what was logged: not even one who guesses it can find out.
///
/// Conventional ending of the file: `.tlog-proof`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    leaf: Hash,
    index: u64,
    proof: Vec<Hash>,
    checkpoint: Note,
}

/// Why a file is no proof, or proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// The file is of another kind or version.
    #[error("not a proof file: the first line should be `{HEAD}`")]
    Head,
    /// Longer than any proof.
    #[error("a file of {0} bytes is too long for a proof")]
    TooLong(usize),
    /// A line is not what should stand there.
    #[error("line {0} of the proof file is damaged")]
    Line(usize),
    /// The checkpoint at its end is damaged.
    #[error("the checkpoint in the proof file is damaged: {0}")]
    Note(#[from] NoteError),
    /// The checkpoint is not to be believed.
    #[error("the checkpoint in the proof file does not count: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The hashes do not lead from the leaf to the checkpoint.
    #[error("the leaf is not in the log that was signed: {0}")]
    Proof(#[from] ProofError),
}

impl Receipt {
    /// The proof that `leaf` is at `index` of the log whose signed checkpoint this is, by
    /// [`Tree::inclusion`](crate::Tree::inclusion).
    pub fn new(leaf: Hash, index: u64, proof: Vec<Hash>, checkpoint: Note) -> Self {
        Receipt {
            leaf,
            index,
            proof,
            checkpoint,
        }
    }

    /// The hash of the leaf.
    pub fn leaf(&self) -> &Hash {
        &self.leaf
    }

    /// Its place in the log, from 0.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The checkpoint, as yet unchecked.
    pub fn checkpoint(&self) -> &Note {
        &self.checkpoint
    }

    /// Reads a proof file. It proves nothing before [`Receipt::verify`].
    ///
    /// # Errors
    /// If it is not exactly of the form that [`Display`](fmt::Display) writes.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptError> {
        if bytes.len() > 2 * LONGEST_NOTE {
            return Err(ReceiptError::TooLong(bytes.len()));
        }
        let mut rest = bytes;
        let mut line = |number: usize| {
            let end = rest.iter().position(|byte| *byte == b'\n');
            let (line, behind) = rest.split_at(end.ok_or(ReceiptError::Line(number))?);
            rest = &behind[1..];
            str::from_utf8(line).map_err(|_| ReceiptError::Line(number))
        };
        if line(1) != Ok(HEAD) {
            return Err(ReceiptError::Head);
        }
        let extra = line(2)?
            .strip_prefix("extra ")
            .and_then(|text| STANDARD.decode(text).ok());
        let leaf = match extra.as_deref() {
            Some([LEAF, hash @ ..]) => hash.try_into().map_err(|_| ReceiptError::Line(2))?,
            _ => return Err(ReceiptError::Line(2)),
        };
        let index = line(3)?
            .strip_prefix("index ")
            .and_then(decimal)
            .ok_or(ReceiptError::Line(3))?;
        let mut proof = Vec::new();
        loop {
            let number = 4 + proof.len();
            match line(number)? {
                "" => break,
                _ if proof.len() == MOST_HASHES => return Err(ReceiptError::Line(number)),
                hash => proof.push(hash.parse().map_err(|_| ReceiptError::Line(number))?),
            }
        }
        let checkpoint = Note::parse(rest)?;
        Ok(Receipt {
            leaf: Hash::from_bytes(leaf),
            index,
            proof,
            checkpoint,
        })
    }

    /// Checks that the log with this key signed that the leaf is in it, and tells the checkpoint and
    /// which of the witnesses cosigned. Whether the leaf is that of a certain event is for one to tell
    /// who has the event: [`Event::hash`](crate::Event::hash).
    ///
    /// # Errors
    /// If it did not, or the file was changed.
    pub fn verify(
        &self,
        log: &VerifyingKey,
        witnesses: &[VerifyingKey],
    ) -> Result<Opened, ReceiptError> {
        let opened = Checkpoint::open_note(&self.checkpoint, log, witnesses)?;
        let Opened { checkpoint, .. } = &opened;
        verify_inclusion(
            &self.leaf,
            self.index,
            checkpoint.size(),
            &self.proof,
            checkpoint.root(),
        )?;
        Ok(opened)
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let extra = [&[LEAF], self.leaf.as_bytes().as_slice()].concat();
        writeln!(
            f,
            "{HEAD}\nextra {}\nindex {}",
            STANDARD.encode(extra),
            self.index
        )?;
        for hash in &self.proof {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}
