//! The key that wraps all others, and its form in a file.

use std::fmt;

use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::primitive::Key;

/// By which a wrapped key tells what opens it. Computed from the master key, and tells nothing of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub(crate) [u8; 8]);

/// The key that wraps all others: 32 random bytes. Who has it can read everything; without it nobody
/// can read anything.
#[derive(Clone)]
pub struct MasterKey {
    pub(crate) key: Key,
    id: KeyId,
}

/// Why a text is not a master key. Two lines: what is wrong, and what to do. Nothing of the text is
/// in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing in it looks like a key.
    #[error(
        "this is not a Wardline key: no line begins with `{HEAD}`\ngive the file that was written when the desk was set up, or a copy of it"
    )]
    Head,
    /// More than one key.
    #[error("there is more than one key in the file\nleave the one that belongs to this desk")]
    Several,
    /// A character that is no hexadecimal digit.
    #[error(
        "the key is damaged: digit {0} is none of 0-9 and a-f\ncompare it with a copy, or restore the file from one"
    )]
    Digit(usize),
    /// Digits are missing, or there are too many.
    #[error(
        "the key is cut off or too long: {0} of {DIGITS} digits are there\ncompare it with a copy, or restore the file from one"
    )]
    Length(usize),
    /// All digits are there, but at least one is wrong.
    #[error(
        "the key has a typing error: its last eight digits do not fit the others\ncompare it with a copy, or restore the file from one"
    )]
    Checksum,
}

const HEAD: &str = "wardline-key-1";

/// 32 bytes and 4 of checksum.
const DIGITS: usize = 72;

impl MasterKey {
    /// A new one.
    pub fn new(rng: &mut impl CryptoRng) -> Self {
        MasterKey::of(Key::random(rng))
    }

    pub(crate) fn of(key: Key) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = key.mac(b"wardline-master/1 id");
        let id = KeyId([a, b, c, d, e, f, g, h]);
        MasterKey { key, id }
    }

    /// By which wrapped keys name it.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// The text of a key file, or of an environment variable: remarks, and the key in groups of eight
    /// hexadecimal digits with a checksum at the end.
    pub fn to_file(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(512));
        text.push_str("# Wardline's master key. Who has it can read everything in the desk; without it nobody can.\n");
        text.push_str("# Keep a copy on paper in a safe place, and none beside the backups.\n");
        text.push_str(HEAD);
        for (at, byte) in self
            .key
            .as_bytes()
            .iter()
            .chain(&checksum(&self.key))
            .enumerate()
        {
            if at % 4 == 0 {
                text.push(' ');
            }
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from_digit(digit.into(), 16).expect("below 16"));
            }
        }
        text.push('\n');
        text
    }

    /// Reads a key file. Case, spaces and hyphens do not matter, so that it can be typed from paper.
    ///
    /// # Errors
    /// If it is not whole. Damage goes unnoticed once in four thousand million times.
    pub fn from_file(text: &str) -> Result<Self, KeyError> {
        let lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.starts_with('#'));
        let mut whole = Zeroizing::new(lines.collect::<Vec<_>>().join(" "));
        whole.make_ascii_lowercase();
        let (_, rest) = whole.split_once(HEAD).ok_or(KeyError::Head)?;
        if rest.contains(HEAD) {
            return Err(KeyError::Several);
        }
        let mut bytes = Zeroizing::new([0; DIGITS / 2]);
        let mut count = 0;
        for c in rest.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let digit = c.to_digit(16).ok_or(KeyError::Digit(count + 1))?;
            if let Some(byte) = bytes.get_mut(count / 2) {
                *byte = *byte << 4 | digit as u8;
            }
            count += 1;
        }
        if count != DIGITS {
            return Err(KeyError::Length(count));
        }
        let (key, sum) = bytes.split_first_chunk::<32>().expect("36 bytes");
        let key = Key::from_bytes(key);
        if checksum(&key) != *sum {
            return Err(KeyError::Checksum);
        }
        Ok(MasterKey::of(key))
    }
}

fn checksum(key: &Key) -> [u8; 4] {
    let hash = Sha256::new()
        .chain_update(HEAD)
        .chain_update(key.as_bytes())
        .finalize();
    [hash[0], hash[1], hash[2], hash[3]]
}

impl KeyId {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.id)
    }
}
