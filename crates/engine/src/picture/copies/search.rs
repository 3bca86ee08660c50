//! Which few of the earlier texts are worth a closer look.

use std::cmp::Ordering;

use super::lore::{Features, Lore};
use super::shelf::Shelf;

/// How hard to look.
struct Effort {
    /// How many list entries may be read for each word.
    entries: usize,
    /// A text is taken if it shares this part of the weight of all features, 0–1.
    part: f32,
    /// How many texts are taken for what they share, and as many again for what they share in
    /// proportion to their length.
    texts: usize,
}

const QUICK: Effort = Effort {
    entries: 10,
    part: 0.12,
    texts: 4,
};

const WIDE: Effort = Effort {
    entries: 64,
    part: 0.05,
    texts: 8,
};

/// Every text may have lists read as if it had this many words more.
const LEAST_WORDS: usize = 8;
/// A text that shares this much weight is taken too, since it may have a passage of the new one,
const PASSAGE: f32 = 160.0;
/// and one that shares this much for each of its words, since it may be a part of the new one;
const PART: f32 = 3.0;
/// which is not looked into below this weight.
const LEAST: f32 = 9.0;

/// A text and the weight of what it shares with the new one, as such and for each of its words.
struct Found {
    text: u32,
    weight: f32,
    density: f32,
}

/// Buffers kept from one search to the next.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// By text the weight of what it shares; zero outside of a search.
    weights: Vec<f32>,
    touched: Vec<u32>,
}

impl Search {
    /// The few texts that share most of what is rare, by a quick look that hardly misses a copy.
    pub fn likeliest(&mut self, features: &Features, lore: &Lore, shelf: &Shelf) -> Vec<u32> {
        self.look(features, lore, shelf, &QUICK)
    }

    /// More such texts, which show how common it is to share that much.
    pub fn wider(&mut self, features: &Features, lore: &Lore, shelf: &Shelf) -> Vec<u32> {
        self.look(features, lore, shelf, &WIDE)
    }

    /// Reads the lists of the rarest features, as far as the effort allows.
    fn look(
        &mut self,
        features: &Features,
        lore: &Lore,
        shelf: &Shelf,
        effort: &Effort,
    ) -> Vec<u32> {
        self.weights.resize(shelf.len(), 0.0);
        let mut lists = lore.lists(features);
        lists.sort_unstable_by_key(|(entry, _)| entry.texts);
        let mut entries = effort.entries * (LEAST_WORDS + features.singles.len());
        let mut whole = 0.0;
        for (entry, table) in &lists {
            let weight = (1.0 + shelf.len() as f32 / entry.texts as f32).ln();
            whole += weight;
            let texts = table.texts(entry);
            for &text in texts {
                let sum = &mut self.weights[text as usize];
                if *sum == 0.0 {
                    self.touched.push(text);
                }
                *sum += weight;
            }
            entries = entries.saturating_sub(texts.len());
            if entries == 0 {
                break;
            }
        }
        self.best(whole * effort.part, effort.texts, shelf)
    }

    /// The texts of most weight, then those of most weight for their length; heaviest first.
    fn best(&mut self, enough: f32, most: usize, shelf: &Shelf) -> Vec<u32> {
        let mut found: Vec<Found> = Vec::new();
        for text in self.touched.drain(..) {
            let weight = std::mem::take(&mut self.weights[text as usize]);
            if weight < enough.min(LEAST) {
                continue;
            }
            let density = weight / shelf.words(text).len() as f32;
            if weight >= enough.min(PASSAGE) || density >= PART {
                found.push(Found {
                    text,
                    weight,
                    density,
                });
            }
        }
        let earlier = |a: &Found, b: &Found| a.text.cmp(&b.text);
        let rest = put_first(&mut found, most, |a, b| {
            b.weight.total_cmp(&a.weight).then(earlier(a, b))
        });
        let rest = put_first(rest, most, |a, b| {
            b.density.total_cmp(&a.density).then(earlier(a, b))
        });
        let left = rest.len();
        let taken = found.len() - left;
        found[..taken].iter().map(|found| found.text).collect()
    }
}

/// Puts the first `most` items in order before the rest, which is returned and in no order.
fn put_first<T>(items: &mut [T], most: usize, order: impl Fn(&T, &T) -> Ordering) -> &mut [T] {
    if items.len() > most {
        items.select_nth_unstable_by(most, &order);
    }
    let (first, rest) = items.split_at_mut(most.min(items.len()));
    first.sort_unstable_by(order);
    rest
}
