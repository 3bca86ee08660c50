//! The hashes of RFC 6962, section 2.1, and their text form.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// SHA-256, 32 bytes. Its text form is base64 (RFC 4648, section 4), as in checkpoints and proofs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

/// A text is not the base64 of 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a hash: the base64 of 32 bytes is expected")]
pub struct NotAHash;

impl Hash {
    /// Bytes in a hash.
    pub const LENGTH: usize = 32;

    /// The root of the tree without leaves: the hash of nothing (RFC 6962, section 2.1).
    pub const EMPTY: Hash = Hash([
        0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9,
        0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52,
        0xb8, 0x55,
    ]);

    /// A hash computed elsewhere.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Hash(bytes)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Plain SHA-256 of bytes, as of a report when it is received. In the tree, it is neither a leaf
    /// nor a node.
    pub fn of(bytes: &[u8]) -> Self {
        Hash(Sha256::digest(bytes).into())
    }

    /// The hash of a leaf, from its bytes: SHA-256 of `0x00` and the bytes.
    pub fn leaf(bytes: &[u8]) -> Self {
        Hash(
            Sha256::new()
                .chain_update([0])
                .chain_update(bytes)
                .finalize()
                .into(),
        )
    }

    /// The hash of a node, from those of its children: SHA-256 of `0x01` and both.
    pub fn node(left: &Hash, right: &Hash) -> Self {
        let hasher = Sha256::new().chain_update([1]);
        Hash(
            hasher
                .chain_update(left.0)
                .chain_update(right.0)
                .finalize()
                .into(),
        )
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Hash {
    type Err = NotAHash;

    /// Reads exactly what [`Display`](fmt::Display) writes.
    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let bytes = STANDARD.decode(text).map_err(|_| NotAHash)?;
        bytes.try_into().map(Hash).map_err(|_| NotAHash)
    }
}
