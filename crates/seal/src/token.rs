//! Tokens, with which programs reach the desk.

use std::fmt;

use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::index::{IndexKey, Tag};

/// By which tokens are known in logs and files of others, so that one that got lost is noticed.
const PREFIX: &str = "wdl_";

/// Letters and digits that are not taken for one another (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Random characters: 260 bits.
const BODY: usize = 52;

/// Characters of the checksum: 20 bits.
const SUM: usize = 4;

/// A token: `wdl_`, 52 random characters, 4 of checksum. Forgotten when dropped; its `Debug` shows
/// nothing. Nothing of it is stored but [`Token::tag`].
#[derive(Clone)]
pub struct Token(Zeroizing<String>);

/// Why a text is not a token. Nothing of the text is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a token at all, or only part of one.
    #[error("not a token: `{PREFIX}` and {} characters are expected", BODY + SUM)]
    Form,
    /// A character was mistyped, or something was left out and something added.
    #[error("the token has a typing error")]
    Checksum,
}

impl Token {
    /// A new one.
    pub fn new(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; BODY]);
        rng.fill_bytes(bytes.as_mut());
        let mut text = Zeroizing::new(String::with_capacity(PREFIX.len() + BODY + SUM));
        text.push_str(PREFIX);
        text.extend(bytes.iter().map(|byte| letter(*byte)));
        let sum = checksum(&text);
        text.extend(sum);
        Token(text)
    }

    /// Reads a token. White space around it and case do not matter. Whether it is one that the desk
    /// gave out is another question.
    ///
    /// # Errors
    /// If it is not whole: told without looking anything up.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let text = text.trim();
        let is_letter = |byte: u8| ALPHABET.contains(&byte.to_ascii_lowercase());
        let body = text
            .get(PREFIX.len()..)
            .filter(|body| body.len() == BODY + SUM);
        let has_prefix = text
            .get(..PREFIX.len())
            .is_some_and(|own| own.eq_ignore_ascii_case(PREFIX));
        if !has_prefix || !body.is_some_and(|body| body.bytes().all(is_letter)) {
            return Err(TokenError::Form);
        }
        let text = Zeroizing::new(text.to_ascii_lowercase());
        let (rest, sum) = text.split_at(PREFIX.len() + BODY);
        if !sum.chars().eq(checksum(rest)) {
            return Err(TokenError::Checksum);
        }
        Ok(Token(text))
    }

    /// The token, to be shown once, or sent.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored of it, and looked up.
    pub fn tag(&self, key: &IndexKey) -> Tag {
        key.tag(self.0.as_bytes())
    }
}

fn letter(bits: u8) -> char {
    char::from(ALPHABET[usize::from(bits & 31)])
}

fn checksum(text: &str) -> [char; SUM] {
    let hash = Sha256::digest(text.as_bytes());
    std::array::from_fn(|at| letter(hash[at]))
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}
