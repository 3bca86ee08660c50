//! A key for each record, wrapped by the master key, and values sealed with it.
//!
//! `HMAC` is HMAC-SHA-256, and `bound(label, parts…)` is the label, a newline, and each part behind its
//! length in eight bytes; numbers have their highest byte first.
//!
//! - A wrapped key: version 1 in a byte, the id of the master key (8), nonce (24), the data key sealed (32), tag (16). Sealed by
//!   XChaCha20-Poly1305 under `HMAC(master, "wardline-master/1 wrap")`, with
//!   `bound("wardline-wrap/1", table, record, id)`.
//! - A sealed value: version 1 in a byte, nonce (24), the padded value sealed, tag (16). Padded: its length in four bytes,
//!   the value, zeros up to a length of Padmé. Sealed by XChaCha20-Poly1305 under
//!   `HMAC(data, "wardline-data/1 seal")`, with `bound("wardline-seal/1", table, record, column)`.
//!
//! Nonces are random: with 24 bytes, that two of one key are the same does not happen.

use std::fmt;
use std::sync::{PoisonError, RwLock};

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::master::{KeyId, MasterKey};
use crate::primitive::{Key, NONCE, TAG, bind};

/// Bytes in the longest value that is sealed at once. Longer ones go through [`Sealer`](crate::Sealer).
pub const LONGEST_VALUE: usize = 16 << 20;

/// Bytes in a wrapped key: version, the id of the master key, nonce, key, tag.
pub const WRAPPED: usize = 1 + 8 + NONCE + 32 + TAG;

/// The shortest padded value.
const LEAST: usize = 64;

const VERSION: u8 = 1;

/// Which record a key or a value belongs to. It is bound to it: moved to another record, table or
/// column, it does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'p> {
    /// The table, or kind of record.
    pub table: &'p str,
    /// The record's id, which never changes.
    pub record: &'p [u8],
}

/// The key of one record. Its wrapped form is stored; destroying that erases the record, sealed values
/// and files and all.
#[derive(Clone)]
pub struct DataKey(Key);

/// The master key in use, and those before it that some records still are wrapped by. The key in use can be
/// replaced while others hold the ring.
pub struct Keyring(RwLock<Ring>);

#[derive(Clone)]
struct Ring {
    current: MasterKey,
    older: Vec<MasterKey>,
}

/// What was sealed. Forgotten when dropped; its `Debug` shows nothing.
pub struct Plain(Zeroizing<Vec<u8>>);

/// Why something does not open, or cannot be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Written by a later version of this program.
    #[error("sealed in version {0}, which is not known here: a newer program wrote this")]
    Version(u8),
    /// Shorter than anything sealed.
    #[error("too short to have been sealed")]
    Short,
    /// Wrapped by a master key that is not on the ring.
    #[error("wrapped by master key {0}, which is not given")]
    UnknownKey(KeyId),
    /// Changed, moved from elsewhere, or sealed with another key.
    #[error("does not open: it was changed, belongs elsewhere, or was sealed with another key")]
    Wrong,
    /// A file ends before its last chunk.
    #[error("the sealed file is cut off")]
    Truncated,
    /// Longer than [`LONGEST_VALUE`].
    #[error("{0} bytes are too long to be sealed at once: at most {LONGEST_VALUE} are")]
    TooLong(usize),
}

impl Keyring {
    /// A ring with one key.
    pub fn new(current: MasterKey) -> Self {
        Keyring(RwLock::new(Ring {
            current,
            older: Vec::new(),
        }))
    }

    /// Adds a key that was in use before. It opens, and wraps nothing any more.
    pub fn with_older(self, key: MasterKey) -> Self {
        let mut ring = self.ring();
        ring.older.push(key);
        Keyring(RwLock::new(ring))
    }

    /// The key that wraps.
    pub fn current(&self) -> MasterKey {
        self.ring().current
    }

    /// Wraps with another key from now on. The one before still opens.
    pub fn replace(&self, key: MasterKey) {
        let mut ring = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if ring.current.id() != key.id() {
            let before = std::mem::replace(&mut ring.current, key);
            ring.older.push(before);
        }
    }

    fn ring(&self) -> Ring {
        let ring = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Ring::clone(&ring)
    }

    /// The form in which a record's key is stored: [`WRAPPED`] bytes.
    pub fn wrap(&self, key: &DataKey, place: &Place<'_>, rng: &mut impl CryptoRng) -> Vec<u8> {
        let current = self.current();
        let id = current.id();
        let mut nonce = [0; NONCE];
        rng.fill_bytes(&mut nonce);
        let mut text = Zeroizing::new(*key.0.as_bytes());
        let tag = wrapping(&current).seal(&nonce, &wrap_bound(place, id), text.as_mut());
        let parts: [&[u8]; 5] = [&[VERSION], id.as_bytes(), &nonce, text.as_slice(), &tag];
        parts.concat()
    }

    /// The key of a record from its stored form.
    ///
    /// # Errors
    /// If its master key is not on the ring, or it was changed or belongs to another record.
    pub fn unwrap(&self, wrapped: &[u8], place: &Place<'_>) -> Result<DataKey, SealError> {
        let id = Self::wrapped_by(wrapped)?;
        let ring = self.ring();
        let mut keys = [&ring.current].into_iter().chain(&ring.older);
        let master = keys
            .find(|key| key.id() == id)
            .ok_or(SealError::UnknownKey(id))?;
        let (nonce, rest) = wrapped[9..]
            .split_first_chunk::<NONCE>()
            .ok_or(SealError::Short)?;
        let (text, tag) = rest.split_first_chunk::<32>().ok_or(SealError::Short)?;
        let tag: &[u8; TAG] = tag.try_into().map_err(|_| SealError::Wrong)?;
        let mut key = Key::from_bytes(text);
        let opens = wrapping(master).open(nonce, &wrap_bound(place, id), key.as_mut(), tag);
        opens.then_some(DataKey(key)).ok_or(SealError::Wrong)
    }

    /// The stored form under the current master key; none if it has that already. The record's values
    /// stay as they are.
    ///
    /// # Errors
    /// As [`Keyring::unwrap`].
    pub fn rewrap(
        &self,
        wrapped: &[u8],
        place: &Place<'_>,
        rng: &mut impl CryptoRng,
    ) -> Result<Option<Vec<u8>>, SealError> {
        if Self::wrapped_by(wrapped)? == self.current().id() {
            return Ok(None);
        }
        let key = self.unwrap(wrapped, place)?;
        Ok(Some(self.wrap(&key, place, rng)))
    }

    /// Which master key opens a wrapped key.
    ///
    /// # Errors
    /// If it is not one.
    pub fn wrapped_by(wrapped: &[u8]) -> Result<KeyId, SealError> {
        check_version(wrapped)?;
        if wrapped.len() < WRAPPED {
            return Err(SealError::Short);
        }
        let id = wrapped[1..].first_chunk::<8>().ok_or(SealError::Short)?;
        Ok(KeyId(*id))
    }
}

impl DataKey {
    /// A new one, for a new record.
    pub fn new(rng: &mut impl CryptoRng) -> Self {
        DataKey(Key::random(rng))
    }

    pub(crate) fn of(key: Key) -> Self {
        DataKey(key)
    }

    pub(crate) fn key(&self) -> &Key {
        &self.0
    }

    /// Seals a value for a column of the record. Its length is rounded up first, by an eighth at most
    /// and to 64 bytes at least, so that it tells little.
    ///
    /// # Errors
    /// If it is longer than [`LONGEST_VALUE`].
    pub fn seal(
        &self,
        place: &Place<'_>,
        column: &str,
        value: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, SealError> {
        if value.len() > LONGEST_VALUE {
            return Err(SealError::TooLong(value.len()));
        }
        let padded = padded(4 + value.len());
        let mut sealed = Vec::with_capacity(1 + NONCE + padded + TAG);
        sealed.push(VERSION);
        sealed.resize(1 + NONCE, 0);
        rng.fill_bytes(&mut sealed[1..]);
        let nonce: [u8; NONCE] = sealed[1..].try_into().expect("as long as a nonce");
        sealed.extend_from_slice(&(value.len() as u32).to_be_bytes());
        sealed.extend_from_slice(value);
        sealed.resize(1 + NONCE + padded, 0);
        let bound = seal_bound(place, column);
        let tag = sealing(&self.0).seal(&nonce, &bound, &mut sealed[1 + NONCE..]);
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }

    /// Opens a value of a column of the record.
    ///
    /// # Errors
    /// If it was changed, or belongs to another column or record.
    pub fn open(&self, place: &Place<'_>, column: &str, sealed: &[u8]) -> Result<Plain, SealError> {
        check_version(sealed)?;
        let (nonce, rest) = sealed[1..]
            .split_first_chunk::<NONCE>()
            .ok_or(SealError::Short)?;
        let (text, tag) = rest.split_last_chunk::<TAG>().ok_or(SealError::Short)?;
        let mut text = Zeroizing::new(text.to_vec());
        if !sealing(&self.0).open(nonce, &seal_bound(place, column), &mut text, tag) {
            return Err(SealError::Wrong);
        }
        let (length, _) = text.split_first_chunk::<4>().ok_or(SealError::Wrong)?;
        let end = 4 + u32::from_be_bytes(*length) as usize;
        if end > text.len() {
            return Err(SealError::Wrong);
        }
        text.copy_within(4..end, 0);
        text.truncate(end - 4);
        Ok(Plain(text))
    }
}

fn check_version(sealed: &[u8]) -> Result<(), SealError> {
    match sealed.first() {
        Some(&VERSION) => Ok(()),
        Some(&other) => Err(SealError::Version(other)),
        None => Err(SealError::Short),
    }
}

fn wrapping(master: &MasterKey) -> Key {
    master.key.derive(b"wardline-master/1 wrap")
}

fn sealing(key: &Key) -> Key {
    key.derive(b"wardline-data/1 seal")
}

fn wrap_bound(place: &Place<'_>, id: KeyId) -> Vec<u8> {
    bind(
        "wardline-wrap/1",
        &[place.table.as_bytes(), place.record, id.as_bytes()],
    )
}

fn seal_bound(place: &Place<'_>, column: &str) -> Vec<u8> {
    bind(
        "wardline-seal/1",
        &[place.table.as_bytes(), place.record, column.as_bytes()],
    )
}

/// A length with few bits, at least as large: Padmé (Nikitin and others, PETS 2019).
fn padded(length: usize) -> usize {
    let length = length.max(LEAST);
    let exponent = length.ilog2();
    let mask = (1 << (exponent - (exponent.ilog2() + 1))) - 1;
    (length + mask) & !mask
}

impl Plain {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        str::from_utf8(&self.0).ok()
    }
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plain")
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ring { current, older } = self.ring();
        let mut shown = f.debug_struct("Keyring");
        shown.field("current", &current).field("older", &older);
        shown.finish()
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey")
    }
}
