//! The words of all texts, end to end.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::table::Spread;

/// Texts by number, in the order in which they came; repeats are left out.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    ids: Vec<u32>,
    ends: Vec<usize>,
    words: Vec<u32>,
    /// By a hash of its words the first text that has it.
    by_words: HashMap<u64, u32, BuildHasherDefault<Spread>>,
}

impl Shelf {
    /// Stores a text under the next number, which is returned.
    pub fn put(&mut self, id: u32, words: &[u32]) -> u32 {
        let text = self.ids.len() as u32;
        self.ids.push(id);
        self.words.extend_from_slice(words);
        self.ends.push(self.words.len());
        self.by_words.entry(hash(words)).or_insert(text);
        text
    }

    /// The text with just these words, if there is one.
    pub fn find(&self, words: &[u32]) -> Option<u32> {
        let text = self.by_words.get(&hash(words)).copied();
        text.filter(|&text| self.words(text) == words)
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn id(&self, text: u32) -> u32 {
        self.ids[text as usize]
    }

    pub fn words(&self, text: u32) -> &[u32] {
        let text = text as usize;
        let start = if text == 0 { 0 } else { self.ends[text - 1] };
        &self.words[start..self.ends[text]]
    }
}

fn hash(words: &[u32]) -> u64 {
    let mut hash = Spread::default();
    for &word in words {
        hash.write_u32(word);
        hash.write_u64(hash.finish() >> 32);
    }
    hash.finish()
}
