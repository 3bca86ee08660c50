//! Second factors: codes of an authenticator (RFC 6238), and codes on paper for when it is lost.

use std::fmt;

use rand_core::CryptoRng;
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use crate::index::{IndexKey, Tag};

/// Seconds that a code is shown.
const STEP: u64 = 30;

/// The secret that an authenticator shares with the desk: 160 bits. Its `Debug` shows nothing.
#[derive(Clone)]
pub struct Authenticator(Zeroizing<[u8; 20]>);

impl Authenticator {
    /// The one that belongs to a secret link: the same for the same link, so that it need not be kept before it is used.
    pub fn of_link(key: &IndexKey, link: &[u8]) -> Self {
        let mut secret = Zeroizing::new([0; 20]);
        secret.copy_from_slice(&key.tag(link).as_bytes()[..20]);
        Authenticator(secret)
    }

    /// One that was kept.
    pub fn kept(secret: [u8; 20]) -> Self {
        Authenticator(Zeroizing::new(secret))
    }

    /// To be kept, sealed.
    pub fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// To be typed into an authenticator: base 32.
    pub fn reveal(&self) -> Zeroizing<String> {
        Zeroizing::new(self.secret().to_base32())
    }

    /// To be shown to a camera: who is meant, by whom.
    pub fn uri(&self, name: &str, issuer: &str) -> Zeroizing<String> {
        let (name, issuer) = (escaped(name), escaped(issuer));
        let secret = self.reveal();
        Zeroizing::new(format!(
            "otpauth://totp/{issuer}:{name}?secret={}&issuer={issuer}",
            *secret
        ))
    }

    /// The step of time that a code belongs to, if it is one of now, or of half a minute earlier or later. Each step counts once:
    /// the caller remembers the last.
    pub fn step_of(&self, code: &str, seconds: u64) -> Option<u64> {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        self.totp().check(&code, seconds)
    }

    /// The code of a time, as the authenticator shows it.
    pub fn code(&self, seconds: u64) -> String {
        self.totp().generate(seconds).to_string()
    }

    fn totp(&self) -> Totp {
        Builder::new()
            .with_secret(self.secret())
            .with_step_duration(STEP)
            .with_skew(1)
            .build()
            .expect("160 bits, six digits and 30 seconds are what the standard has")
    }

    fn secret(&self) -> Secret {
        Secret::new(Box::new(*self.0))
    }
}

/// With `%` for all but letters and digits.
fn escaped(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

impl fmt::Debug for Authenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authenticator")
    }
}

/// Letters and digits that are not taken for one another.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters of a code on paper: 120 bits.
const LENGTH: usize = 24;

/// A code on paper, good once. Its `Debug` shows nothing; kept of it is [`RecoveryCode::tag`].
#[derive(Clone)]
pub struct RecoveryCode(Zeroizing<String>);

impl RecoveryCode {
    /// A new one.
    pub fn new(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        rng.fill_bytes(bytes.as_mut());
        let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte & 31)]);
        RecoveryCode(Zeroizing::new(bytes.iter().map(letter).collect()))
    }

    /// What was typed, if it could be one.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|c| c.is_ascii_alphanumeric());
        let code: String = letters.map(|c| c.to_ascii_lowercase()).collect();
        let is_one = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
        is_one.then(|| RecoveryCode(Zeroizing::new(code)))
    }

    /// In groups of four, to be written down.
    pub fn reveal(&self) -> Zeroizing<String> {
        let groups = self.0.as_bytes().chunks(4);
        let groups: Vec<&str> = groups
            .map(|group| std::str::from_utf8(group).unwrap_or_default())
            .collect();
        Zeroizing::new(groups.join("-"))
    }

    /// What is kept of it.
    pub fn tag(&self, key: &IndexKey) -> Tag {
        key.tag(self.0.as_bytes())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode")
    }
}
