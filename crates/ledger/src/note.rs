//! Text with signatures under it (c2sp.org/signed-note).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::key::{KeyId, SigningKey, VerifyingKey, is_name};

/// Bytes in the longest note that is read.
pub const LONGEST_NOTE: usize = 1 << 20;

/// Signatures that are read, at most. The specification asks for 16.
pub const MOST_SIGNATURES: usize = 64;

/// A text with the signatures under it, which nobody has checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

/// A line under a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The name of the key that is said to have made it.
    pub name: String,
    /// The label of that key.
    pub id: KeyId,
    /// What the key's algorithm made: 64 bytes of Ed25519, with 8 bytes of time before them in a
    /// cosignature.
    pub bytes: Vec<u8>,
}

/// A signature that was checked, and holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The key's name.
    pub name: String,
    /// The key's label.
    pub id: KeyId,
    /// When it was made, in seconds since 1970, by its maker's word. Only cosignatures tell.
    pub time: Option<u64>,
}

/// Why bytes are not a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// More than [`LONGEST_NOTE`] bytes.
    #[error("a note of {0} bytes: at most {LONGEST_NOTE} are read")]
    TooLong(usize),
    /// Not UTF-8, or a control character other than a newline.
    #[error("a note is UTF-8 without control characters; byte {0} is not")]
    Character(usize),
    /// The text does not end in a newline.
    #[error("the text of a note ends in a newline")]
    NoNewline,
    /// No empty line with signatures behind it.
    #[error(
        "the note has no signatures: an empty line and lines that begin with a dash are expected"
    )]
    NoSignatures,
    /// A line that should be a signature and is none.
    #[error("signature {0} is not of the form `— name base64`")]
    Signature(usize),
    /// More than [`MOST_SIGNATURES`].
    #[error("the note has more than {MOST_SIGNATURES} signatures")]
    TooMany,
}

/// Why a note is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSigned {
    /// A signature that names a known key was not made by it over this text.
    #[error("the signature of {0} does not hold: text or signature were changed")]
    Bad(String),
    /// No known key signed.
    #[error("no known key signed")]
    Unknown,
}

impl Note {
    /// A text without signatures yet.
    ///
    /// # Errors
    /// If the text does not end in a newline, or has other control characters.
    pub fn new(text: impl Into<String>) -> Result<Self, NoteError> {
        let text = text.into();
        check_characters(text.as_bytes())?;
        if !text.ends_with('\n') {
            return Err(NoteError::NoNewline);
        }
        let signatures = Vec::new();
        Ok(Note { text, signatures })
    }

    /// Reads a note. Nothing in it is to be believed before [`Note::verify`].
    ///
    /// # Errors
    /// If it is not exactly of the form that [`Display`](fmt::Display) writes.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        let whole = check_characters(bytes)?;
        let at = whole.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
        let (text, below) = (&whole[..=at], &whole[at + 2..]);
        let lines = below.strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
        let mut signatures = Vec::new();
        for (number, line) in (1..).zip(lines.split('\n')) {
            if number > MOST_SIGNATURES {
                return Err(NoteError::TooMany);
            }
            signatures.push(Signature::parse(line).ok_or(NoteError::Signature(number))?);
        }
        Ok(Note {
            text: text.to_owned(),
            signatures,
        })
    }

    /// The text, with the newline at its end.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, unchecked.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Adds a signature. The time, in seconds since 1970, counts for cosignatures alone.
    pub fn sign(&mut self, key: &SigningKey, time: u64) {
        let public = key.verifying_key();
        self.signatures.push(Signature {
            name: public.name().to_owned(),
            id: public.id(),
            bytes: key.sign(&self.text, time),
        });
    }

    /// Tells which of the known keys signed, each once, in the order of the note. Signatures of
    /// others are passed over.
    ///
    /// # Errors
    /// If a known key's signature does not hold, or there is none.
    pub fn verify(&self, keys: &[&VerifyingKey]) -> Result<Vec<Signed>, NotSigned> {
        let mut found: Vec<Signed> = Vec::new();
        for signature in &self.signatures {
            let is_its =
                |key: &&&VerifyingKey| key.name() == signature.name && key.id() == signature.id;
            let Some(key) = keys.iter().find(is_its) else {
                continue;
            };
            let bad = |_| NotSigned::Bad(signature.name.clone());
            let time = key.verify(&self.text, &signature.bytes).map_err(bad)?;
            if !found
                .iter()
                .any(|one| one.name == signature.name && one.id == signature.id)
            {
                found.push(Signed {
                    name: signature.name.clone(),
                    id: signature.id,
                    time,
                });
            }
        }
        if found.is_empty() {
            Err(NotSigned::Unknown)
        } else {
            Ok(found)
        }
    }
}

impl Signature {
    fn parse(line: &str) -> Option<Self> {
        let (name, text) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = STANDARD.decode(text).ok()?;
        let (id, bytes) = bytes.split_first_chunk::<4>()?;
        let is_whole = is_name(name) && !bytes.is_empty();
        is_whole.then(|| Signature {
            name: name.to_owned(),
            id: *id,
            bytes: bytes.to_vec(),
        })
    }
}

fn check_characters(bytes: &[u8]) -> Result<&str, NoteError> {
    if bytes.len() > LONGEST_NOTE {
        return Err(NoteError::TooLong(bytes.len()));
    }
    let text = str::from_utf8(bytes).map_err(|error| NoteError::Character(error.valid_up_to()))?;
    match bytes.iter().position(|byte| *byte < 0x20 && *byte != b'\n') {
        Some(at) => Err(NoteError::Character(at)),
        None => Ok(text),
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for Signature { name, id, bytes } in &self.signatures {
            writeln!(
                f,
                "— {name} {}",
                STANDARD.encode([id, bytes.as_slice()].concat())
            )?;
        }
        Ok(())
    }
}
