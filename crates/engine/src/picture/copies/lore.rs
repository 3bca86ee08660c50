//! How often words and pairs of words were seen, and so how telling it is when texts share them.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::side::pair;
use super::table::{Entry, Spread, Table};

/// A word never seen is taken to stand in half of one text in so many.
const PRIOR_TEXTS: f32 = 500.0;
/// One word is believed to call for another after it did so in about this many texts,
const PRIOR_PAIRS: f32 = 2.0;
/// or a word to belong to a form after about this many of the texts most alike had it;
const PRIOR_POOL: f32 = 6.0;
/// but nothing is made of this many texts: they may be copies of one another.
const FEW: u32 = 2;
/// Texts of more pairs than this are looked up by these alone.
const LONG: usize = 256;
/// A word is fully telling at this surprise, in nats.
const FULLY_TELLING: f32 = 3.0;

/// What was learned from the texts so far.
#[derive(Clone, Debug, Default)]
pub struct Lore {
    by_word: Table,
    by_pair: Table,
    texts: u32,
}

/// Whether a text that is weighed is itself among those that were learned from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    Not,
    Once,
}

/// How telling the shared words of a text are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weight {
    /// Surprise at the shared words, in nats, judged by all texts.
    pub surprise: f32,
    /// Their part of the surprise at all words, judged by the texts most alike, 0–1.
    pub telling: f32,
    /// By how many words the telling ones that are shared outnumber the telling ones that are
    /// not, in the stretch where they do so most.
    pub passage: f32,
}

/// In how many texts each word of a text, and each pair of neighbours, was seen.
pub struct Counts {
    words: Vec<u32>,
    pairs: Vec<u32>,
}

impl Lore {
    /// How many texts were learned from.
    pub fn texts(&self) -> u32 {
        self.texts
    }

    /// How far it is unknown yet which words are telling: 1 at first, then falling to 0.
    pub fn unknown(&self) -> f32 {
        PRIOR_TEXTS / (PRIOR_TEXTS + self.texts as f32)
    }

    /// Learns the features of a text.
    pub fn learn(&mut self, text: u32, features: &Features) {
        if !features.singles.is_empty() {
            self.texts = self.texts.saturating_add(1);
        }
        for &word in &features.singles {
            self.by_word.add(word, text);
        }
        for &pair in &features.pairs {
            self.by_pair.add(pair, text);
        }
    }

    /// The lists of the features that were seen before; of a long text, of its pairs alone, which
    /// are enough of them.
    pub fn lists(&self, features: &Features) -> Vec<(Entry, &Table)> {
        let long = features.pairs.len() > LONG;
        let mut lists = Vec::with_capacity(features.pairs.len() + features.singles.len());
        for (table, features) in [
            (&self.by_pair, &features.pairs[..]),
            (&self.by_word, if long { &[] } else { &features.singles }),
        ] {
            let seen = features.iter().filter_map(|&feature| table.get(feature));
            lists.extend(seen.map(|entry| (entry, table)));
        }
        lists
    }

    /// Counts the words and pairs of a text.
    pub fn counts(&self, words: &[u32]) -> Counts {
        let pairs = words.windows(2).map(|two| pair(two[0], two[1], 1));
        Counts {
            words: words.iter().map(|&word| self.by_word.count(word)).collect(),
            pairs: pairs.map(|pair| self.by_pair.count(pair)).collect(),
        }
    }

    /// Weighs a text of which the `shared` words stand in one other. Neither of the two is
    /// evidence of how common their words are.
    pub fn weigh(
        &self,
        words: &[u32],
        counts: &Counts,
        shared: &[bool],
        seen: Seen,
        pool: &Pool,
    ) -> Weight {
        let of_two = |shared: bool| u32::from(seen == Seen::Once || shared);
        let (mut surprise, mut part, mut whole) = (0.0, 0.0, 0.0);
        let (mut here, mut passage) = (0.0_f32, 0.0_f32);
        for (at, &word) in words.iter().enumerate() {
            let others = |at: usize| {
                let count = counts.words[at].saturating_sub(of_two(shared[at]));
                count as f32
            };
            let alone = (others(at) + 0.5) / (self.texts as f32 + PRIOR_TEXTS);
            // how likely the word is beside a neighbour, with whom it is the `pair`th pair
            let beside = |neighbour: usize, pair: usize| {
                let two = of_two(shared[at] && shared[neighbour]);
                let both = counts.pairs[pair].saturating_sub(two + FEW) as f32;
                (both + PRIOR_PAIRS * alone) / (others(neighbour) + PRIOR_PAIRS)
            };
            let after = at
                .checked_sub(1)
                .map_or(0.0, |before| beside(before, before));
            let ahead = if at + 1 < words.len() {
                beside(at + 1, at)
            } else {
                0.0
            };
            let likely = alone.max(after).max(ahead).min(1.0);
            let nats = -likely.ln();
            let in_pool = pool.likely(word, 1 + u32::from(shared[at]));
            let pool_nats = if in_pool > likely {
                -in_pool.ln()
            } else {
                nats
            };
            let telling = (pool_nats / FULLY_TELLING).min(1.0);
            whole += pool_nats;
            if shared[at] {
                surprise += nats;
                part += pool_nats;
                here += telling;
                passage = passage.max(here);
            } else {
                here = (here - telling).max(0.0);
            }
        }
        Weight {
            surprise,
            telling: if whole > 0.0 { part / whole } else { 0.0 },
            passage,
        }
    }
}

/// The different words and pairs of neighbours in a text.
#[derive(Clone, Debug, Default)]
pub struct Features {
    pub singles: Vec<u32>,
    pub pairs: Vec<u32>,
}

impl Features {
    pub fn of(words: &[u32]) -> Features {
        Features::of_rest(words, &[])
    }

    /// The features that are not all of `known` words; where the marks end nothing is known.
    pub fn of_rest(words: &[u32], known: &[bool]) -> Features {
        let known = |at: usize| known.get(at).copied().unwrap_or(false);
        let mut features = Features {
            singles: Vec::with_capacity(words.len()),
            pairs: Vec::with_capacity(words.len()),
        };
        for (at, &word) in words.iter().enumerate() {
            if !known(at) {
                features.singles.push(word);
            }
            if let Some(&next) = words.get(at + 1)
                && !(known(at) && known(at + 1))
            {
                features.pairs.push(pair(word, next, 1));
            }
        }
        for features in [&mut features.singles, &mut features.pairs] {
            features.sort_unstable();
            features.dedup();
        }
        features
    }
}

/// A new text and the earlier ones most like it. What most of them have is no sign of copying.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    /// For each word in how many of the texts it stands, and the last of these.
    words: HashMap<u32, (u32, u32), BuildHasherDefault<Spread>>,
    texts: u32,
}

impl Pool {
    /// Takes in other texts instead of those there were.
    pub fn fill<'a>(&mut self, new: &'a [u32], old: impl Iterator<Item = &'a [u32]>) {
        self.words.clear();
        self.texts = 0;
        for text in std::iter::once(new).chain(old) {
            self.texts += 1;
            for &word in text {
                let (count, last) = self.words.entry(word).or_default();
                if *last != self.texts {
                    *count += 1;
                    *last = self.texts;
                }
            }
        }
    }

    /// How likely a word is in a text of the pool, going by all but the two that are compared,
    /// `own` of which have it.
    fn likely(&self, word: u32, own: u32) -> f32 {
        let count = self.words.get(&word).map_or(0, |(count, _)| *count);
        let others = self.texts.saturating_sub(2) as f32;
        count.saturating_sub(own + FEW) as f32 / (others + PRIOR_POOL)
    }
}
