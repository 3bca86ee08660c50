//! Passwords that were stolen elsewhere, and are tried first by whoever guesses.

use sha2::{Digest, Sha256};

/// Bytes by which one is known.
const BYTES: usize = 6;

/// The commonest of them that are long enough to be allowed; `passwords/LICENSE.md` tells where they are from.
const LEAKED: &[[u8; BYTES]] = include_bytes!("../passwords/leaked.bin").as_chunks().0;

/// Whether a password is among the commonest that were stolen elsewhere, however it is written in capitals and small letters.
#[must_use]
pub fn is_leaked(password: &str) -> bool {
    let password = zeroize::Zeroizing::new(password.to_lowercase());
    let hash = Sha256::digest(password.as_bytes());
    let known = hash.first_chunk::<BYTES>().expect("a hash of 32 bytes");
    LEAKED.binary_search(known).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{LEAKED, is_leaked};

    #[test]
    fn the_list_is_whole_and_in_order() {
        assert!(LEAKED.len() > 9_000);
        assert!(LEAKED.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn what_was_stolen_is_known_and_nothing_else() {
        for stolen in ["passwordpassword", "PasswordStandard", "1qaz2wsx3edc4rfv"] {
            assert!(is_leaked(stolen), "{stolen}");
        }
        for own in ["tide lantern oblique narrow", "el gato duerme solo", ""] {
            assert!(!is_leaked(own), "{own}");
        }
    }
}
