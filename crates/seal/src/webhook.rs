//! Signed messages to other programs, in the form of Standard Webhooks: who has the secret knows that a message is ours, whole and
//! of now.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::primitive::mac_of;

/// By which secrets are known in files of others.
const PREFIX: &str = "whsec_";

/// A secret that both sides have: 24 to 64 bytes. Its `Debug` shows nothing.
#[derive(Clone)]
pub struct WebhookSecret(Zeroizing<Vec<u8>>);

/// A text is no such secret. Nothing of the text is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the secret of a webhook: `whsec_` and 24 to 64 bytes in base64 are expected")]
pub struct NotASecret;

impl WebhookSecret {
    /// Reads a secret, with or without `whsec_` before it.
    ///
    /// # Errors
    /// If it is none.
    pub fn parse(text: &str) -> Result<Self, NotASecret> {
        let text = text.trim();
        let bytes = STANDARD.decode(text.strip_prefix(PREFIX).unwrap_or(text));
        let bytes = Zeroizing::new(bytes.map_err(|_| NotASecret)?);
        if !(24..=64).contains(&bytes.len()) {
            return Err(NotASecret);
        }
        Ok(WebhookSecret(bytes))
    }

    /// The signature of a message: `v1,` and HMAC-SHA-256 of id, seconds since 1970 and body.
    pub fn sign(&self, id: &str, seconds: i64, body: &[u8]) -> String {
        let head = format!("{id}.{seconds}.");
        let signed = [head.as_bytes(), body].concat();
        format!("v1,{}", STANDARD.encode(mac_of(&self.0, &signed)))
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret")
    }
}
