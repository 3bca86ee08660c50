//! Keyed hashes, by which sealed values, receipts and tokens are found.

use std::fmt;

use rand_core::CryptoRng;
use subtle::ConstantTimeEq;

use crate::envelope::{DataKey, Keyring, Place, SealError};
use crate::primitive::{Key, bind};

/// The key behind all keyed hashes of a desk. It stays when the master key changes, since what was
/// hashed is not kept; it is stored wrapped.
#[derive(Clone)]
pub struct LookupKey(Key);

/// The key of one column or purpose: tags of different ones cannot be held against each other.
#[derive(Clone)]
pub struct IndexKey(Key);

/// A keyed hash (HMAC-SHA-256): tells nothing of the value to one without the key. Compared in constant
/// time. A database may look it up as it likes: what its timing tells is of tags, which nobody can
/// compute without the key.
#[derive(Clone, Copy)]
pub struct Tag([u8; 32]);

/// Where the lookup key is wrapped to.
const PLACE: Place<'static> = Place {
    table: "key",
    record: b"lookup",
};

impl LookupKey {
    /// A new one, for a new desk.
    pub fn new(rng: &mut impl CryptoRng) -> Self {
        LookupKey(Key::random(rng))
    }

    /// The form in which it is stored: [`WRAPPED`](crate::WRAPPED) bytes. When the master key changes,
    /// it is written anew by [`LookupKey::rewrap`].
    pub fn wrap(&self, keyring: &Keyring, rng: &mut impl CryptoRng) -> Vec<u8> {
        keyring.wrap(&DataKey::of(self.0.clone()), &PLACE, rng)
    }

    /// The key from its stored form.
    ///
    /// # Errors
    /// As [`Keyring::unwrap`].
    pub fn unwrap(keyring: &Keyring, wrapped: &[u8]) -> Result<Self, SealError> {
        keyring
            .unwrap(wrapped, &PLACE)
            .map(|key| LookupKey(key.key().clone()))
    }

    /// The stored form under the current master key; none if it has that already.
    ///
    /// # Errors
    /// As [`Keyring::unwrap`].
    pub fn rewrap(
        keyring: &Keyring,
        wrapped: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<Option<Vec<u8>>, SealError> {
        keyring.rewrap(wrapped, &PLACE, rng)
    }

    /// The key of a purpose, such as `idempotency` or `token`.
    pub fn of(&self, purpose: &str) -> IndexKey {
        IndexKey(
            self.0
                .derive(&bind("wardline-index/1", &[purpose.as_bytes()])),
        )
    }
}

impl IndexKey {
    /// The tag of a value. Values must have one form each: normalise them first.
    ///
    /// Do not tag what has few possible values, such as a day or a town: the tags that occur most would
    /// give them away.
    pub fn tag(&self, value: &[u8]) -> Tag {
        Tag(self.0.mac(value))
    }
}

impl Tag {
    /// One that was stored.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Tag(bytes)
    }

    /// The bytes, to be stored.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first bytes alone, so that several values share them and a match proves nothing: for names,
    /// numbers and addresses of people. What is found must be opened and compared.
    pub fn prefix(&self, bytes: usize) -> &[u8] {
        &self.0[..bytes.min(32)]
    }
}

impl PartialEq for Tag {
    fn eq(&self, other: &Tag) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Tag {}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tag")
    }
}

impl fmt::Debug for LookupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LookupKey")
    }
}

impl fmt::Debug for IndexKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IndexKey")
    }
}
