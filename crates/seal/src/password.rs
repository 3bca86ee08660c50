//! Passwords of people, kept so that who has the database must try each guess at full cost (Argon2id).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use rand_core::CryptoRng;
use subtle::ConstantTimeEq;

use crate::passphrase::Stretch;

/// What is kept of a password: `$argon2id$v=19$m=65536,t=3,p=1$salt$hash`. Its `Debug` shows nothing.
#[derive(Clone)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Of a new password. Takes a fraction of a second and 64 MiB.
    pub fn new(password: &str, rng: &mut impl CryptoRng) -> Self {
        let stretch = Stretch::new(rng);
        let hash = stretch.stretched(password);
        PasswordHash(format!(
            "{stretch}${}",
            STANDARD_NO_PAD.encode(hash.as_bytes())
        ))
    }

    /// One that was kept.
    pub fn kept(text: String) -> Self {
        PasswordHash(text)
    }

    /// To be kept, sealed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is of this password. Takes as long as [`PasswordHash::new`]; false if what was kept is damaged.
    pub fn is_of(&self, password: &str) -> bool {
        let parts = self.0.rsplit_once('$');
        let Some((stretch, hash)) = parts.and_then(|(stretch, hash)| {
            let hash: [u8; 32] = STANDARD_NO_PAD.decode(hash).ok()?.try_into().ok()?;
            Some((stretch.parse::<Stretch>().ok()?, hash))
        }) else {
            return false;
        };
        stretch.stretched(password).as_bytes().ct_eq(&hash).into()
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash")
    }
}
