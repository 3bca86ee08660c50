//! Keys, keyed hashes and the cipher, as the rest of the crate uses them.

use std::fmt;

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use rand_core::CryptoRng;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Bytes of a nonce.
pub const NONCE: usize = 24;

/// Bytes by which a sealed text is longer.
pub const TAG: usize = 16;

/// 32 secret bytes. Forgotten when dropped; shown nowhere.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

/// HMAC-SHA-256 of a message by a key of any length.
pub fn mac_of(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.chain_update(message).finalize().into_bytes().into()
}

impl Key {
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut key = Key([0; 32]);
        rng.fill_bytes(&mut key.0);
        key
    }

    pub fn zero() -> Self {
        Key([0; 32])
    }

    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Key(*bytes)
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub fn as_mut(&mut self) -> &mut [u8; 32] {
        &mut self.0
    }

    /// HMAC-SHA-256 of a message.
    pub fn mac(&self, message: &[u8]) -> [u8; 32] {
        mac_of(&self.0, message)
    }

    /// A key for one purpose.
    pub fn derive(&self, purpose: &[u8]) -> Key {
        Key(self.mac(purpose))
    }

    /// Seals in place, and gives the tag.
    pub fn seal(&self, nonce: &[u8; NONCE], bound: &[u8], text: &mut [u8]) -> [u8; TAG] {
        let cipher = XChaCha20Poly1305::new((&self.0).into());
        let tag = cipher.encrypt_inout_detached(&XNonce::from(*nonce), bound, text.into());
        tag.expect("no text here is as long as 256 GiB").into()
    }

    /// Opens in place. False, and nothing opened, if anything differs from what was sealed.
    pub fn open(
        &self,
        nonce: &[u8; NONCE],
        bound: &[u8],
        text: &mut [u8],
        tag: &[u8; TAG],
    ) -> bool {
        let cipher = XChaCha20Poly1305::new((&self.0).into());
        let (nonce, tag) = (XNonce::from(*nonce), Tag::from(*tag));
        cipher
            .decrypt_inout_detached(&nonce, bound, text.into(), &tag)
            .is_ok()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

/// A label and parts, each behind its length, so that no two lists of parts have one encoding.
pub fn bind(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = format!("{label}\n").into_bytes();
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}
