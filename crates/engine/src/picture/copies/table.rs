//! Which texts have a feature (a word, or two words in a row), and how many.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A feature is listed for this many texts, the earliest; after that it is only counted. This is
/// what keeps a flood of alike texts cheap: the first of them stay findable, the rest do not pile up.
const MOST_LISTED: u32 = 128;

/// Feature to texts.
#[derive(Clone, Debug, Default)]
pub struct Table {
    entries: HashMap<u32, Entry, BuildHasherDefault<Spread>>,
    lists: [Blocks; CLASSES],
}

/// How many texts have the feature, and where they are listed: one text alone is its own list,
/// more stand in a block of the smallest power of two that holds them.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub texts: u32,
    place: u32,
}

const CLASSES: usize = MOST_LISTED.ilog2() as usize + 1;

/// Blocks of one size, and the free ones among them.
#[derive(Clone, Debug, Default)]
struct Blocks {
    texts: Vec<u32>,
    free: Vec<u32>,
}

impl Table {
    pub fn get(&self, feature: u32) -> Option<Entry> {
        self.entries.get(&feature).copied()
    }

    /// How many texts have the feature.
    pub fn count(&self, feature: u32) -> u32 {
        self.entries.get(&feature).map_or(0, |entry| entry.texts)
    }

    /// Counts a feature of `text`; to be called once for each text.
    pub fn add(&mut self, feature: u32, text: u32) {
        let first = Entry {
            texts: 0,
            place: text,
        };
        let entry = self.entries.entry(feature).or_insert(first);
        let listed = entry.texts;
        entry.texts = listed.saturating_add(1);
        if listed == 0 || listed >= MOST_LISTED {
            return;
        }
        let class = (listed + 1).next_power_of_two().ilog2() as usize;
        if listed.is_power_of_two() {
            entry.place = grow(&mut self.lists, entry.place, class);
        }
        let at = ((entry.place as usize) << class) + listed as usize;
        self.lists[class].texts[at] = text;
    }

    /// The texts listed for an entry, earliest first.
    pub fn texts<'a>(&'a self, entry: &'a Entry) -> &'a [u32] {
        let listed = entry.texts.min(MOST_LISTED);
        if listed == 1 {
            return std::slice::from_ref(&entry.place);
        }
        let class = listed.next_power_of_two().ilog2() as usize;
        let start = (entry.place as usize) << class;
        &self.lists[class].texts[start..start + listed as usize]
    }
}
/// Moves a full list to a block twice as long, of the given class, and says where that is.
fn grow(lists: &mut [Blocks; CLASSES], place: u32, class: usize) -> u32 {
    let (smaller, larger) = lists.split_at_mut(class);
    let block = larger[0].take(class);
    let to = &mut larger[0].texts[(block as usize) << class..];
    if class == 1 {
        to[0] = place;
    } else {
        let half = 1 << (class - 1);
        let from = &mut smaller[class - 1];
        let start = place as usize * half;
        to[..half].copy_from_slice(&from.texts[start..start + half]);
        from.free.push(place);
    }
    block
}

impl Blocks {
    /// The number of a block that nobody uses.
    fn take(&mut self, class: usize) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            let block = self.texts.len() >> class;
            self.texts.resize(self.texts.len() + (1 << class), 0);
            block as u32
        })
    }
}

/// Features are hashes already; this only spreads their bits upwards, where the map looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(u32::from(byte));
        }
    }

    fn write_u32(&mut self, feature: u32) {
        self.write_u64(u64::from(feature));
    }

    fn write_u64(&mut self, feature: u64) {
        self.0 = (self.0 ^ feature).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
