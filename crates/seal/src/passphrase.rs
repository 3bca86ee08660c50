//! A master key from a passphrase, by Argon2id (RFC 9106).

use std::fmt;
use std::str::FromStr;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use rand_core::CryptoRng;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::master::MasterKey;
use crate::primitive::Key;

/// How a passphrase becomes a key: what it costs to try one, and a salt. Not secret; stored beside the
/// data as `$argon2id$v=19$m=65536,t=3,p=1$salt`. Whether a passphrase was the right one is seen by
/// the [`MasterKey::id`] that comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    memory: u32,
    passes: u32,
    lanes: u32,
    salt: [u8; 16],
}

/// Why a stored text does not say how to stretch. Two lines: what is wrong, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StretchError {
    /// Not of the form that [`Stretch`] writes.
    #[error(
        "what says how the passphrase is stretched is damaged\nrestore it from a backup: without its salt the passphrase is of no use"
    )]
    Form,
    /// More memory or time than any set-up of this program asks for, or too little to work with.
    #[error(
        "the passphrase would be stretched with {memory} KiB in {passes} passes and {lanes} lanes, which is out of bounds\nrestore the setting from a backup: somebody may have changed it"
    )]
    Bounds {
        /// KiB of memory.
        memory: u32,
        /// Times that it is gone over.
        passes: u32,
        /// Parts that could be worked on at once.
        lanes: u32,
    },
}

impl Stretch {
    /// What new desks use: 64 MiB in three passes, which is above what OWASP ASVS 5.0 asks for.
    pub fn new(rng: &mut impl CryptoRng) -> Self {
        let mut salt = [0; 16];
        rng.fill_bytes(&mut salt);
        Stretch {
            memory: 64 * 1024,
            passes: 3,
            lanes: 1,
            salt,
        }
    }

    /// With a cost of one's own: KiB of memory (8 to 4 GiB) and passes (1 to 64).
    ///
    /// # Errors
    /// If these are out of bounds.
    pub fn with_cost(self, memory: u32, passes: u32) -> Result<Self, StretchError> {
        Stretch {
            memory,
            passes,
            ..self
        }
        .checked()
    }

    /// The key. Takes a fraction of a second and the memory told. Passphrases that look the same are
    /// the same (NFKC), and white space around them does not count.
    pub fn key(&self, passphrase: &str) -> MasterKey {
        MasterKey::of(self.stretched(passphrase.trim()))
    }

    /// The bytes that a text is stretched to; texts that look the same are the same (NFKC).
    pub(crate) fn stretched(&self, text: &str) -> Key {
        let normal: Zeroizing<String> = Zeroizing::new(text.nfkc().collect());
        let params = Params::new(self.memory, self.passes, self.lanes, Some(32));
        let argon = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            params.expect("within bounds"),
        );
        let mut key = Key::zero();
        argon
            .hash_password_into(normal.as_bytes(), &self.salt, key.as_mut())
            .expect("lengths are within bounds");
        key
    }

    fn checked(self) -> Result<Self, StretchError> {
        let Stretch {
            memory,
            passes,
            lanes,
            ..
        } = self;
        let is_fine = (1..=16).contains(&lanes)
            && (8 * lanes..=4 << 20).contains(&memory)
            && (1..=64).contains(&passes);
        if is_fine {
            Ok(self)
        } else {
            Err(StretchError::Bounds {
                memory,
                passes,
                lanes,
            })
        }
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Stretch {
            memory,
            passes,
            lanes,
            salt,
        } = self;
        let salt = STANDARD_NO_PAD.encode(salt);
        write!(f, "$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}")
    }
}

impl FromStr for Stretch {
    type Err = StretchError;

    /// Reads exactly what [`Display`](fmt::Display) writes.
    fn from_str(text: &str) -> Result<Self, StretchError> {
        let read = || {
            let (cost, salt) = text.strip_prefix("$argon2id$v=19$")?.split_once('$')?;
            let mut costs = cost.split(',');
            let mut cost = |name: &str| costs.next()?.strip_prefix(name)?.parse().ok();
            let (memory, passes, lanes) = (cost("m=")?, cost("t=")?, cost("p=")?);
            let salt = STANDARD_NO_PAD.decode(salt).ok()?.try_into().ok()?;
            Some(Stretch {
                memory,
                passes,
                lanes,
                salt,
            })
        };
        let stretch = read().filter(|stretch| stretch.to_string() == text);
        stretch.ok_or(StretchError::Form)?.checked()
    }
}
