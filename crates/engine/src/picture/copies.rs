//! An index that finds, for each new text, the earlier ones that it copies or that copy it,
//! whole or in part, without comparing it with all of them.
//!
//! A text is looked up by its words and by its pairs of neighbouring words, rarest first. The few
//! texts that share most of what is rare are held against it word by word, and it is asked how
//! telling the shared words are, given how often words and pairs have been seen so far: forms
//! that many texts fill in share most of their words too, but none that tells anything.

mod judge;
mod lore;
mod print;
mod search;
mod shelf;
mod side;
mod table;

#[cfg(test)]
mod tests;

pub use print::{MARKS, MOST_WORDS, Print};

use judge::Verdict;
use lore::{Features, Lore, Pool, Seen, Weight};
use search::Search;
use shelf::Shelf;
use side::{Shared, Side};

/// An earlier text that shares so much with the new one that one copies (part of) the other.
///
/// A word counts as shared where it stands in both texts at the same distance, of at most three
/// words, from the same other word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kin {
    /// The earlier text, as it was named in [`Copies::add`].
    pub id: u32,
    /// Share of the new text's words that the earlier one has, 0–1.
    pub overlap_new: f32,
    /// Share of the earlier text's words that the new one has, 0–1.
    pub overlap_old: f32,
}

/// A text laid out so that others can be held against it.
pub struct Laid(Side);

impl Laid {
    /// Lays out a text.
    #[must_use]
    pub fn of(print: &Print) -> Self {
        let mut side = Side::default();
        side.lay(print.words());
        Laid(side)
    }

    /// The share of its words that another text has, or of the other's words that it has: the greater, 0–1. Texts of
    /// one or two words share nothing.
    pub fn shares(&mut self, other: &Print) -> f32 {
        if self.0.len().min(other.len()) < LEAST_WORDS {
            return 0.0;
        }
        self.0.hold(other.words()).more()
    }
}

/// No more kin than these are named.
const MOST_KIN: usize = 8;
/// No more candidates than these are judged, likeliest first.
const MOST_JUDGED: usize = 10;
/// Texts of fewer words have no kin.
const LEAST_WORDS: usize = 3;
/// A copy adds something to a closer one if it shares this part of the new text besides.
const ADDS: f32 = 1.0 / 32.0;

/// The texts seen so far.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    texts: usize,
    shelf: Shelf,
    lore: Lore,
    search: Search,
    side: Side,
    pool: Pool,
}

impl Copies {
    /// An index without texts.
    #[must_use]
    pub fn new() -> Copies {
        Copies::default()
    }

    /// Takes in a text and names the earlier ones that are its kin, closest first: at most eight.
    /// Texts that are only kin through a closer one are left out, so word-for-word repeats stand
    /// back behind the first of them. Takes time in proportion to the lengths of the text and of
    /// a few candidates, however many texts there are.
    ///
    /// Texts of one or two words have no kin.
    pub fn add(&mut self, id: u32, print: &Print) -> Vec<Kin> {
        let words = print.words();
        self.texts += 1;
        if let Some(first) = self
            .shelf
            .find(words)
            .filter(|_| words.len() >= LEAST_WORDS)
        {
            return vec![Kin {
                id: self.shelf.id(first),
                overlap_new: 1.0,
                overlap_old: 1.0,
            }];
        }
        let features = Features::of(words);
        let kin = match words.len() {
            0..LEAST_WORDS => Vec::new(),
            _ => self.kin(words, &features),
        };
        let text = self.shelf.put(id, words);
        match kin.first() {
            // of a repeat only what is new is learned, so that a flood costs no more than one text
            Some((_, closest)) if closest.is_repeat() => {
                self.lore
                    .learn(text, &Features::of_rest(words, &closest.new));
            }
            _ => self.lore.learn(text, &features),
        }
        let kin = self.without_echoes(kin);
        kin.into_iter()
            .map(|(text, shared)| Kin {
                id: self.shelf.id(text),
                overlap_new: shared.of_new,
                overlap_old: shared.of_old,
            })
            .collect()
    }

    /// How many texts were taken in.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts
    }

    /// True before the first text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The earlier texts that are kin to a new one, closest first, and what they share with it.
    fn kin(&mut self, words: &[u32], features: &Features) -> Vec<(u32, Shared)> {
        let likeliest = self.search.likeliest(features, &self.lore, &self.shelf);
        if likeliest.is_empty() {
            return Vec::new();
        }
        self.side.lay(words);
        let mut met: Vec<(u32, Shared)> = Vec::new();
        for text in likeliest {
            met.push((text, self.side.hold(self.shelf.words(text))));
        }
        if !met.iter().any(|(_, shared)| judge::possible(shared)) {
            return Vec::new();
        }
        for text in self.search.wider(features, &self.lore, &self.shelf) {
            if met.iter().all(|(known, _)| *known != text) {
                met.push((text, self.side.hold(self.shelf.words(text))));
            }
        }
        met.retain(|(_, shared)| judge::alike(shared));
        self.judged(words, met)
    }

    /// Of texts that are alike, those that are kin.
    fn judged(&mut self, words: &[u32], mut met: Vec<(u32, Shared)>) -> Vec<(u32, Shared)> {
        let Copies {
            shelf, lore, pool, ..
        } = self;
        pool.fill(words, met.iter().map(|&(text, _)| shelf.words(text)));
        met.retain(|(_, shared)| judge::possible(shared));
        met.truncate(MOST_JUDGED);
        met.sort_by(|(a, x), (b, y)| y.both().total_cmp(&x.both()).then(a.cmp(b)));
        let counts = lore.counts(words);
        let mut kin = Vec::new();
        let mut repeats_of_a_form = Vec::new();
        for (text, shared) in met {
            let old = shelf.words(text);
            let new_weight = lore.weigh(words, &counts, &shared.new, Seen::Not, pool);
            let old_weight = if judge::may_be_kin(&shared, &new_weight, lore) {
                lore.weigh(old, &lore.counts(old), &shared.old, Seen::Once, pool)
            } else {
                Weight::default()
            };
            match judge::verdict(&shared, &new_weight, &old_weight, lore) {
                Verdict::Kin => kin.push((text, shared)),
                Verdict::AlmostAll => repeats_of_a_form.push((text, shared)),
                Verdict::Strangers => {}
            }
        }
        if kin.is_empty() {
            kin.extend(repeats_of_a_form.into_iter().next());
        }
        kin
    }

    /// Leaves out what is only kin through a closer text: what shares more with that one than with
    /// the new text, and with the new text hardly anything that the closer one does not.
    fn without_echoes(&mut self, mut kin: Vec<(u32, Shared)>) -> Vec<(u32, Shared)> {
        if kin.first().is_some_and(|(_, closest)| closest.is_repeat()) {
            kin.truncate(1);
        }
        let mut next = 0;
        while next + 1 < kin.len() {
            let mut further = kin.split_off(next + 1);
            let (closer, its) = &kin[next];
            self.side.lay(self.shelf.words(*closer));
            further.retain(|(text, shared)| {
                shared.beside(its) > ADDS
                    || self.side.hold(self.shelf.words(*text)).of_old <= shared.of_old
            });
            kin.append(&mut further);
            next += 1;
        }
        kin.truncate(MOST_KIN);
        kin
    }
}
