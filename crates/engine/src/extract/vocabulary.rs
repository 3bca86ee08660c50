//! Words that mean something to one extractor.

use std::collections::HashMap;

use crate::text::{Token, word_hash};

const BITS: usize = 1 << 13;

/// From words to meanings, with a sieve in front that turns most tokens away at the cost of one load.
pub(super) struct Vocabulary<V> {
    sieve: Box<[u64; BITS / 64]>,
    meanings: HashMap<u64, V>,
}

impl<V: Copy> Vocabulary<V> {
    /// Each entry is a list of folded words, parted by spaces, and what they mean.
    pub(super) fn new(entries: &[(&str, V)]) -> Self {
        let mut sieve = Box::new([0; BITS / 64]);
        let mut meanings = HashMap::new();
        for (words, meaning) in entries {
            for word in words.split_whitespace() {
                let hash = word_hash(word);
                let bit = hash as usize % BITS;
                sieve[bit / 64] |= 1 << (bit % 64);
                meanings.insert(hash, *meaning);
            }
        }
        Vocabulary { sieve, meanings }
    }

    /// What a token means here.
    pub(super) fn get(&self, token: &Token) -> Option<V> {
        let bit = token.hash as usize % BITS;
        if self.sieve[bit / 64] >> (bit % 64) & 1 == 0 {
            return None;
        }
        self.meanings.get(&token.hash).copied()
    }

    /// Whether a token is one of the words.
    pub(super) fn has(&self, token: &Token) -> bool {
        self.get(token).is_some()
    }
}
