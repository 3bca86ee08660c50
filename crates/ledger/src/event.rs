//! What a leaf holds: that something happened, without what it says.

use std::fmt;
use std::str::FromStr;

use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::Hash;

/// Ids in one event, at most.
pub const MOST_IDS: usize = 16;

/// The version of the encoding below.
const VERSION: u8 = 1;

/// Bytes in an id.
const ID: usize = 16;

/// A word for a kind of event, or for what an id is of: up to 64 of `a`–`z`, digits, `.`, `-` and `_`,
/// beginning with a letter, such as `tip.received` or `report`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(String);

/// A leaf: something happened at a time to things with these ids. What it was about stands in it as
/// a [`Commitment`] alone.
///
/// Its bytes are canonical, so that an event has one hash: version (1), length of the kind and the
/// kind, time (8 bytes), number of ids, for each in the order of their labels the length of its
/// label, the label and 16 bytes, and the 32 bytes of the commitment. Numbers have their highest byte first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    kind: Label,
    at: i64,
    ids: Vec<(Label, [u8; ID])>,
    commitment: Commitment,
}

/// Random bytes that make a commitment impossible to guess. As secret as the content: keep it
/// sealed beside it, and destroy it with it; then nothing can be learned from the leaf.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Salt([u8; 32]);

/// What stands in a leaf in place of content: SHA-256 of a fixed text, the salt, and the SHA-256 of
/// the content. It fixes the content without telling anything of it to one who lacks the salt.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Commitment([u8; 32]);

/// Why bytes are not an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// Written by a later version of this program.
    #[error("events of version {0} are not known here: a newer program wrote this")]
    Version(u8),
    /// Too few bytes, or too many.
    #[error("the event ends at the wrong place")]
    Length,
    /// A kind or the label of an id is not a [`Label`].
    #[error("a label is up to 64 small letters, digits, `.`, `-` and `_`, a letter first")]
    Label,
    /// Ids are too many, or two have one label, or they are not in the order of their labels.
    #[error("an event has at most {MOST_IDS} ids, in the order of their labels, which all differ")]
    Ids,
}

impl Event {
    /// An event of a kind, at a time in microseconds since 1970. Give a coarse time where the exact
    /// one could tell who it was, as for tips.
    ///
    /// # Errors
    /// If there are too many ids, or two have one label.
    pub fn new(
        kind: Label,
        at: i64,
        ids: impl IntoIterator<Item = (Label, [u8; ID])>,
        commitment: Commitment,
    ) -> Result<Self, EventError> {
        let mut ids: Vec<_> = ids.into_iter().take(MOST_IDS + 1).collect();
        ids.sort_unstable();
        if ids.len() > MOST_IDS || ids.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err(EventError::Ids);
        }
        Ok(Event {
            kind,
            at,
            ids,
            commitment,
        })
    }

    /// What happened.
    pub fn kind(&self) -> &Label {
        &self.kind
    }

    /// When, in microseconds since 1970.
    pub fn at(&self) -> i64 {
        self.at
    }

    /// What it happened to, in the order of labels.
    pub fn ids(&self) -> &[(Label, [u8; ID])] {
        &self.ids
    }

    /// The id with this label.
    pub fn id(&self, label: &str) -> Option<&[u8; ID]> {
        self.ids
            .iter()
            .find(|(own, _)| own.as_str() == label)
            .map(|(_, id)| id)
    }

    /// What it was about.
    pub fn commitment(&self) -> &Commitment {
        &self.commitment
    }

    /// The bytes of the leaf: at most 1,403.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        self.kind.encode(&mut bytes);
        bytes.extend_from_slice(&self.at.to_be_bytes());
        bytes.push(self.ids.len() as u8);
        for (label, id) in &self.ids {
            label.encode(&mut bytes);
            bytes.extend_from_slice(id);
        }
        bytes.extend_from_slice(&self.commitment.0);
        bytes
    }

    /// Reads exactly what [`Event::encode`] writes.
    ///
    /// # Errors
    /// If it is anything else.
    pub fn decode(bytes: &[u8]) -> Result<Self, EventError> {
        let mut rest = bytes;
        match take::<1>(&mut rest)? {
            [VERSION] => {}
            [other] => return Err(EventError::Version(other)),
        }
        let kind = Label::decode(&mut rest)?;
        let at = i64::from_be_bytes(take(&mut rest)?);
        let [count] = take(&mut rest)?;
        let count = usize::from(count);
        if count > MOST_IDS {
            return Err(EventError::Ids);
        }
        let mut ids: Vec<(Label, [u8; ID])> = Vec::with_capacity(count);
        for _ in 0..count {
            let label = Label::decode(&mut rest)?;
            if ids.last().is_some_and(|(last, _)| *last >= label) {
                return Err(EventError::Ids);
            }
            ids.push((label, take(&mut rest)?));
        }
        let commitment = Commitment(take(&mut rest)?);
        let event = Event {
            kind,
            at,
            ids,
            commitment,
        };
        if rest.is_empty() {
            Ok(event)
        } else {
            Err(EventError::Length)
        }
    }

    /// The hash of the leaf in the tree. Tells nothing of the event: the commitment cannot be guessed.
    pub fn hash(&self) -> Hash {
        Hash::leaf(&self.encode())
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], EventError> {
    let (taken, behind) = rest.split_first_chunk::<N>().ok_or(EventError::Length)?;
    *rest = behind;
    Ok(*taken)
}

impl Label {
    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn encode(&self, bytes: &mut Vec<u8>) {
        bytes.push(self.0.len() as u8);
        bytes.extend_from_slice(self.0.as_bytes());
    }

    fn decode(rest: &mut &[u8]) -> Result<Self, EventError> {
        let [length] = take(rest)?;
        let (word, behind) = rest
            .split_at_checked(length.into())
            .ok_or(EventError::Length)?;
        *rest = behind;
        str::from_utf8(word).map_err(|_| EventError::Label)?.parse()
    }
}

impl FromStr for Label {
    type Err = EventError;

    fn from_str(text: &str) -> Result<Self, EventError> {
        let is_inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b);
        let is_label = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.len() <= 64
            && text.bytes().all(is_inner);
        is_label
            .then(|| Label(text.to_owned()))
            .ok_or(EventError::Label)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Salt {
    /// A new one, for one event.
    pub fn new(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Salt(bytes)
    }

    /// One that was kept.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Salt(bytes)
    }

    /// The bytes, to be kept sealed.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt")
    }
}

impl Commitment {
    /// The commitment to content, by its SHA-256: [`Hash::of`], or what was computed while it came in.
    /// An event without content commits to the hash of nothing, [`Hash::EMPTY`].
    pub fn new(salt: &Salt, content: &Hash) -> Self {
        let hasher = Sha256::new()
            .chain_update(b"wardline-commitment/1\n")
            .chain_update(salt.0);
        Commitment(hasher.chain_update(content.as_bytes()).finalize().into())
    }

    /// One that was kept.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Commitment(bytes)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Commitment({})", Hash::from_bytes(self.0))
    }
}
