//! Keys that sign notes (c2sp.org/signed-note) and cosign checkpoints (c2sp.org/tlog-cosignature).

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{
    Signature as Ed25519Signature, Signer, SigningKey as Secret, VerifyingKey as Public,
};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::Hash;

/// The four bytes by which a signature tells which key made it. No more than a label: who can choose
/// keys can make two with one label.
pub type KeyId = [u8; 4];

/// What a key's signatures look like, and what they are made over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// Ed25519 over the text of a note: type `0x01`.
    Ed25519,
    /// Ed25519 over a time and a checkpoint, by a witness: type `0x04`.
    Cosignature,
}

impl Algorithm {
    fn byte(self) -> u8 {
        match self {
            Algorithm::Ed25519 => 0x01,
            Algorithm::Cosignature => 0x04,
        }
    }
}

/// Why a key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A name with a space, a `+` or a control character in it, or none.
    #[error("a key's name is not empty and has no spaces, no `+` and no control characters")]
    Name,
    /// Not `name+id+key`.
    #[error("a key has the form name+id+key, with eight hexadecimal digits and base64")]
    Form,
    /// An algorithm other than those of [`Algorithm`].
    #[error("signatures of type {0} are not known here")]
    Algorithm(u8),
    /// The id belongs to another name or key: one of the three was changed or mistyped.
    #[error("the key's id does not fit its name and key")]
    Id,
    /// The bytes are no point of the curve, or one that anybody could sign for.
    #[error("not a public key of Ed25519")]
    Point,
}

/// A public key with its name.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    name: String,
    algorithm: Algorithm,
    id: KeyId,
    key: Public,
}

/// A private key with its name. Forgets itself when dropped; its `Debug` shows only the name.
pub struct SigningKey {
    public: VerifyingKey,
    secret: Secret,
}

impl VerifyingKey {
    /// The public key in 32 bytes (RFC 8032), under a name.
    ///
    /// # Errors
    /// If the name or the key cannot be used.
    pub fn new(name: &str, algorithm: Algorithm, key: &[u8; 32]) -> Result<Self, KeyError> {
        if !is_name(name) {
            return Err(KeyError::Name);
        }
        let public = Public::from_bytes(key).map_err(|_| KeyError::Point)?;
        if public.is_weak() {
            return Err(KeyError::Point);
        }
        let id = id(name, algorithm, key);
        Ok(VerifyingKey {
            name: name.to_owned(),
            algorithm,
            id,
            key: public,
        })
    }

    /// The name, as it stands in signatures. Of a log's key it is the log's origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its signatures look like.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The first four bytes of the hash of name, algorithm and key.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// The 32 bytes of RFC 8032.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Checks what follows the key's id in a signature of a note's text. A cosignature tells its time,
    /// in seconds since 1970.
    ///
    /// # Errors
    /// If it is not the signature of this text by this key.
    pub(crate) fn verify(&self, text: &str, signature: &[u8]) -> Result<Option<u64>, BadSignature> {
        let check = |message: &[u8], signature: &[u8]| {
            let signature = Ed25519Signature::from_slice(signature).map_err(|_| BadSignature)?;
            self.key
                .verify_strict(message, &signature)
                .map_err(|_| BadSignature)
        };
        match self.algorithm {
            Algorithm::Ed25519 => check(text.as_bytes(), signature).map(|()| None),
            Algorithm::Cosignature => {
                let (time, rest) = signature.split_first_chunk::<8>().ok_or(BadSignature)?;
                let time = u64::from_be_bytes(*time);
                if i64::try_from(time).is_err() {
                    return Err(BadSignature);
                }
                check(cosigned(time, text).as_bytes(), rest).map(|()| Some(time))
            }
        }
    }
}

/// A signature does not fit text and key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BadSignature;

impl SigningKey {
    /// A new key.
    ///
    /// # Errors
    /// If the name cannot be used.
    pub fn generate(
        name: &str,
        algorithm: Algorithm,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, KeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut());
        SigningKey::from_seed(name, algorithm, &seed)
    }

    /// The key with this seed: the 32 bytes that RFC 8032 calls the private key.
    ///
    /// # Errors
    /// If the name cannot be used.
    pub fn from_seed(name: &str, algorithm: Algorithm, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let secret = Secret::from_bytes(seed);
        let public = VerifyingKey::new(name, algorithm, secret.verifying_key().as_bytes())?;
        Ok(SigningKey { public, secret })
    }

    /// The seed, to be kept sealed.
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.secret.to_bytes())
    }

    /// The public half.
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.public
    }

    /// What follows the key's id in a signature of a note's text. The time, in seconds since 1970,
    /// counts for cosignatures alone.
    pub(crate) fn sign(&self, text: &str, time: u64) -> Vec<u8> {
        match self.public.algorithm {
            Algorithm::Ed25519 => self.secret.sign(text.as_bytes()).to_bytes().to_vec(),
            Algorithm::Cosignature => {
                let signature = self.secret.sign(cosigned(time, text).as_bytes()).to_bytes();
                [time.to_be_bytes().as_slice(), &signature].concat()
            }
        }
    }
}

fn cosigned(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

fn id(name: &str, algorithm: Algorithm, key: &[u8; 32]) -> KeyId {
    let hash = Hash::of(&[name.as_bytes(), b"\n", &[algorithm.byte()], key].concat());
    let [a, b, c, d, ..] = *hash.as_bytes();
    [a, b, c, d]
}

pub(crate) fn is_name(name: &str) -> bool {
    let is_bad = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    !name.is_empty() && !name.contains(is_bad)
}

impl fmt::Display for VerifyingKey {
    /// As a *vkey*: `name+id+key`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = u32::from_be_bytes(self.id);
        let key = [&[self.algorithm.byte()], self.as_bytes().as_slice()].concat();
        write!(f, "{}+{id:08x}+{}", self.name, STANDARD.encode(key))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public.name)
    }
}

impl FromStr for VerifyingKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (name, rest) = text.split_once('+').ok_or(KeyError::Form)?;
        let (told, key) = rest.split_once('+').ok_or(KeyError::Form)?;
        let bytes = STANDARD.decode(key).map_err(|_| KeyError::Form)?;
        let (kind, key) = bytes.split_first().ok_or(KeyError::Form)?;
        let algorithm = match kind {
            0x01 => Algorithm::Ed25519,
            0x04 => Algorithm::Cosignature,
            other => return Err(KeyError::Algorithm(*other)),
        };
        let key = key.try_into().map_err(|_| KeyError::Form)?;
        let key = VerifyingKey::new(name, algorithm, key)?;
        let id = format!("{:08x}", u32::from_be_bytes(key.id));
        if told == id {
            Ok(key)
        } else {
            Err(KeyError::Id)
        }
    }
}
