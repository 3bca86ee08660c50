//! Files, sealed in chunks as they come, so that they are never whole in memory and never plain on a
//! disk. The construction is STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, 2015) in the form that age
//! uses (c2sp.org/age, "Payload"): chunks of 64 KiB, each with its number in the nonce, the last one marked.
//!
//! A sealed file: version 1 in a byte, a random salt (32), and the chunks, each with its tag (16). Sealed by
//! ChaCha20-Poly1305 under a key of the file's own, `HMAC(data, bound("wardline-stream/1", table, record,
//! column, salt))`; the nonce is the chunk's number in eleven bytes and 1 for the last chunk, else 0. Only a
//! file of no bytes has a chunk of none.

use std::fmt;

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce, Tag};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::envelope::{DataKey, Place, SealError};
use crate::primitive::{TAG, bind};

/// Bytes of a file in each chunk but the last.
pub const CHUNK: usize = 64 << 10;

/// Bytes before the first chunk: version and salt.
pub const HEADER: usize = 1 + 32;

const VERSION: u8 = 1;

/// Seals a file as it comes.
pub struct Sealer {
    chunks: Chunks,
    /// At most a chunk of what came.
    held: Zeroizing<Vec<u8>>,
}

/// Opens a sealed file as it comes.
pub struct Opener {
    chunks: Chunks,
    /// At most a sealed chunk: whether it is the last is known when more comes.
    held: Zeroizing<Vec<u8>>,
}

struct Chunks {
    cipher: ChaCha20Poly1305,
    next: u64,
}

impl Sealer {
    /// Begins a file of a record. The header is the beginning of what is to be stored.
    pub fn new(
        key: &DataKey,
        place: &Place<'_>,
        column: &str,
        rng: &mut impl CryptoRng,
    ) -> (Self, [u8; HEADER]) {
        let mut header = [VERSION; HEADER];
        rng.fill_bytes(&mut header[1..]);
        let chunks = Chunks::new(key, place, column, &header);
        let held = Zeroizing::new(Vec::with_capacity(CHUNK));
        (Sealer { chunks, held }, header)
    }

    /// Takes more of the file, and appends to `sealed` what is to be stored next.
    pub fn write(&mut self, mut plain: &[u8], sealed: &mut Vec<u8>) {
        while !plain.is_empty() {
            if self.held.len() == CHUNK {
                self.chunks.seal(&mut self.held, false, sealed);
            }
            let (taken, rest) = plain.split_at(plain.len().min(CHUNK - self.held.len()));
            self.held.extend_from_slice(taken);
            plain = rest;
        }
    }

    /// Ends the file, and appends the last chunk. What was sealed without it does not open.
    pub fn finish(mut self, sealed: &mut Vec<u8>) {
        self.chunks.seal(&mut self.held, true, sealed);
    }

    /// How many bytes a file of `plain` bytes has when it is sealed.
    pub fn sealed_length(plain: u64) -> u64 {
        let chunks = plain.div_ceil(CHUNK as u64).max(1);
        HEADER as u64 + plain + chunks * TAG as u64
    }
}

impl Opener {
    /// Begins to open a file of a record, by its first [`HEADER`] bytes.
    ///
    /// # Errors
    /// If it was written by a later version of this program.
    pub fn new(
        key: &DataKey,
        place: &Place<'_>,
        column: &str,
        header: &[u8; HEADER],
    ) -> Result<Self, SealError> {
        if header[0] != VERSION {
            return Err(SealError::Version(header[0]));
        }
        let chunks = Chunks::new(key, place, column, header);
        let held = Zeroizing::new(Vec::with_capacity(CHUNK + TAG));
        Ok(Opener { chunks, held })
    }

    /// Takes more of what was stored, and appends to `plain` what is opened. That is true to the file as
    /// far as it goes; whether it is all of it, [`Opener::finish`] tells.
    ///
    /// # Errors
    /// If it was changed, put in another order, or belongs elsewhere. Nothing more opens then.
    pub fn read(&mut self, mut sealed: &[u8], plain: &mut Vec<u8>) -> Result<(), SealError> {
        while !sealed.is_empty() {
            if self.held.len() == CHUNK + TAG {
                self.chunks.open(&mut self.held, false, plain)?;
            }
            let (taken, rest) = sealed.split_at(sealed.len().min(CHUNK + TAG - self.held.len()));
            self.held.extend_from_slice(taken);
            sealed = rest;
        }
        Ok(())
    }

    /// Ends the file, and appends what its last chunk held.
    ///
    /// # Errors
    /// If the file was cut off, or goes on behind its end, or the last chunk was changed.
    pub fn finish(mut self, plain: &mut Vec<u8>) -> Result<(), SealError> {
        let is_empty = self.held.len() == TAG;
        if self.held.len() < TAG || is_empty && self.chunks.next > 0 {
            return Err(SealError::Truncated);
        }
        let mut copy = self.held.clone();
        let next = self.chunks.next;
        if self.chunks.open(&mut self.held, true, plain).is_ok() {
            return Ok(());
        }
        // a whole chunk that is not the last one tells that the rest is missing
        let mut nothing = Zeroizing::new(Vec::new());
        self.chunks.next = next;
        match self.chunks.open(&mut copy, false, &mut nothing) {
            Ok(()) => Err(SealError::Truncated),
            Err(error) => Err(error),
        }
    }
}

impl Chunks {
    fn new(key: &DataKey, place: &Place<'_>, column: &str, header: &[u8; HEADER]) -> Self {
        let parts = [
            place.table.as_bytes(),
            place.record,
            column.as_bytes(),
            &header[1..],
        ];
        let key = key.key().derive(&bind("wardline-stream/1", &parts));
        let cipher = ChaCha20Poly1305::new(key.as_bytes().into());
        Chunks { cipher, next: 0 }
    }

    /// Number of the chunk, with the highest byte first, and whether it is the last.
    fn nonce(&mut self, is_last: bool) -> Nonce {
        let mut nonce = [0; 12];
        nonce[3..11].copy_from_slice(&self.next.to_be_bytes());
        nonce[11] = is_last.into();
        self.next += 1;
        nonce.into()
    }

    fn seal(&mut self, held: &mut Vec<u8>, is_last: bool, sealed: &mut Vec<u8>) {
        let nonce = self.nonce(is_last);
        let tag = self
            .cipher
            .encrypt_inout_detached(&nonce, &[], held.as_mut_slice().into());
        sealed.extend_from_slice(held);
        sealed.extend_from_slice(&tag.expect("a chunk is short enough"));
        held.clear();
    }

    fn open(
        &mut self,
        held: &mut Vec<u8>,
        is_last: bool,
        plain: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        let nonce = self.nonce(is_last);
        let (text, tag) = held
            .split_last_chunk_mut::<TAG>()
            .ok_or(SealError::Truncated)?;
        let opened =
            self.cipher
                .decrypt_inout_detached(&nonce, &[], (&mut *text).into(), &Tag::from(*tag));
        opened.map_err(|_| SealError::Wrong)?;
        plain.extend_from_slice(text);
        held.clear();
        Ok(())
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer")
    }
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opener")
    }
}
