//! Which words of two texts stand in both in the same surroundings.

use super::print::mix;

/// How far a word looks for a companion that stands beside it in the other text too. With three
/// to each side a word of a copy with every third word replaced is almost never alone.
const REACH: usize = 3;

/// The share of both texts that makes one a repeat of the other.
const REPEAT: f32 = 0.98;

/// A key for two words that stand `apart` words apart.
pub fn pair(first: u32, second: u32, apart: usize) -> u32 {
    mix((u64::from(first) << 32 | u64::from(second)).wrapping_add(apart as u64))
}

/// What two texts share, word by word.
#[derive(Clone, Debug)]
pub struct Shared {
    /// Which words of the new text the old one has.
    pub new: Vec<bool>,
    /// Which words of the old text the new one has.
    pub old: Vec<bool>,
    /// The share of the new text's words.
    pub of_new: f32,
    /// The share of the old text's words.
    pub of_old: f32,
}

impl Shared {
    fn of(new: Vec<bool>, old: Vec<bool>) -> Shared {
        let (of_new, of_old) = (share(&new), share(&old));
        Shared {
            new,
            old,
            of_new,
            of_old,
        }
    }

    /// The lesser share.
    pub fn less(&self) -> f32 {
        self.of_new.min(self.of_old)
    }

    /// The greater share.
    pub fn more(&self) -> f32 {
        self.of_new.max(self.of_old)
    }

    /// Whether the two are one text but for a word or two.
    pub fn is_repeat(&self) -> bool {
        self.less() >= REPEAT
    }

    /// The share of the new text's words that this old text has and another has not.
    pub fn beside(&self, other: &Shared) -> f32 {
        let pairs = self.new.iter().zip(&other.new);
        let only_here = pairs.filter(|(here, there)| **here && !**there).count();
        only_here as f32 / self.new.len().max(1) as f32
    }

    /// Both shares in one figure, 0–2.
    pub fn both(&self) -> f32 {
        self.of_new + self.of_old
    }
}

fn share(marks: &[bool]) -> f32 {
    let marked = marks.iter().filter(|marked| **marked).count();
    marked as f32 / marks.len().max(1) as f32
}

/// One text laid out so that many others can be held against it, each in time linear in the
/// other's length. The buffers are kept from one text to the next.
#[derive(Clone, Debug, Default)]
pub struct Side {
    words: usize,
    /// Bit filter over the words.
    filter: Vec<u64>,
    /// Open table of pair keys; zero is free.
    keys: Vec<u32>,
    /// In which turn a slot of `keys` was last met in another text.
    met: Vec<u32>,
    turn: u32,
    /// For each word and distance the slot of its pair in `keys`.
    slots: Vec<u32>,
}

const NO_SLOT: u32 = u32::MAX;

impl Side {
    /// Lays out a text.
    pub fn lay(&mut self, words: &[u32]) {
        self.words = words.len();
        let size = (words.len() * REACH * 2).next_power_of_two().max(16);
        self.keys.clear();
        self.keys.resize(size, 0);
        self.met.clear();
        self.met.resize(size, 0);
        self.turn = 0;
        self.filter.clear();
        self.filter
            .resize((words.len() / 4).next_power_of_two().max(4), 0);
        for &word in words {
            let (cell, bit) = self.filter_place(word);
            self.filter[cell] |= bit;
        }
        self.slots.clear();
        for (at, &word) in words.iter().enumerate() {
            for apart in 1..=REACH {
                let slot = match words.get(at + apart) {
                    Some(&next) => self.claim(key(word, next, apart)),
                    None => NO_SLOT,
                };
                self.slots.push(slot);
            }
        }
    }

    /// How many words the text laid out has.
    pub fn len(&self) -> usize {
        self.words
    }

    /// Holds another text against the one laid out, which is the new one of the two.
    pub fn hold(&mut self, old: &[u32]) -> Shared {
        self.turn += 1;
        let mut old_marks = vec![false; old.len()];
        for (at, &word) in old.iter().enumerate() {
            if !self.may_have(word) {
                continue;
            }
            let followers = old.iter().enumerate().skip(at + 1).take(REACH);
            for (next_at, &next) in followers {
                if self.may_have(next)
                    && let Some(slot) = self.find(key(word, next, next_at - at))
                {
                    self.met[slot] = self.turn;
                    old_marks[at] = true;
                    old_marks[next_at] = true;
                }
            }
        }
        let mut new_marks = vec![false; self.words];
        for (place, &slot) in self.slots.iter().enumerate() {
            if slot != NO_SLOT && self.met[slot as usize] == self.turn {
                let (at, apart) = (place / REACH, place % REACH + 1);
                new_marks[at] = true;
                new_marks[at + apart] = true;
            }
        }
        Shared::of(new_marks, old_marks)
    }

    fn filter_place(&self, word: u32) -> (usize, u64) {
        let cell = (word >> 6) as usize & (self.filter.len() - 1);
        (cell, 1 << (word & 63))
    }

    fn may_have(&self, word: u32) -> bool {
        let (cell, bit) = self.filter_place(word);
        self.filter[cell] & bit != 0
    }

    /// The slot of a key, taken if need be.
    fn claim(&mut self, key: u32) -> u32 {
        let slot = self.probe(key);
        self.keys[slot] = key;
        slot as u32
    }

    fn find(&self, key: u32) -> Option<usize> {
        let slot = self.probe(key);
        (self.keys[slot] == key).then_some(slot)
    }

    /// Where a key stands or would stand. The table is at most half full.
    fn probe(&self, key: u32) -> usize {
        let mask = self.keys.len() - 1;
        let mut slot = key as usize & mask;
        while self.keys[slot] != 0 && self.keys[slot] != key {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

fn key(first: u32, second: u32, apart: usize) -> u32 {
    pair(first, second, apart).max(1)
}
