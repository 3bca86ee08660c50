//! A quick look at what stands in a sentence.

use super::book::{Item, Sets};
use crate::text::Classes;

/// What some items hold, in whatever order: enough to see that most patterns cannot be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Held {
    /// A bit for the words of each remainder by sixty-four.
    words: u64,
    sets: Sets,
    classes: Classes,
    kinds: u16,
}

impl Held {
    pub fn put(&mut self, item: &Item) {
        self.words |= u64::from(item.entry != 0) << (item.entry % 64);
        self.sets
            .iter_mut()
            .zip(item.sets)
            .for_each(|(all, own)| *all |= own);
        self.classes = self.classes.or(item.classes);
        self.kinds |= item.kinds;
    }

    pub fn add(&mut self, other: &Held) {
        self.words |= other.words;
        self.sets
            .iter_mut()
            .zip(other.sets)
            .for_each(|(all, own)| *all |= own);
        self.classes = self.classes.or(other.classes);
        self.kinds |= other.kinds;
    }

    /// Whether a step could be met.
    pub fn holds(&self, need: &Held) -> bool {
        let sets = need.sets.iter().zip(self.sets);
        need.words & self.words != 0
            || need.kinds & self.kinds != 0
            || sets.fold(0, |both, (need, own)| both | need & own) != 0
            || self.classes.any(need.classes)
    }

    /// How much can meet it, roughly: what is rare comes first.
    pub fn breadth(&self) -> u32 {
        let sets: u32 = self.sets.iter().map(|sets| sets.count_ones()).sum();
        let wide = self.kinds != 0 || !self.classes.is_empty();
        self.words.count_ones() + 8 * sets + 64 * u32::from(wide)
    }

    /// What a step can be met by: any of some words, sets, classes and kinds.
    pub fn of(words: &[u32], sets: Sets, classes: Classes, kinds: u16) -> Self {
        Held {
            words: words.iter().fold(0, |bits, word| bits | 1 << (word % 64)),
            sets,
            classes,
            kinds,
        }
    }
}
