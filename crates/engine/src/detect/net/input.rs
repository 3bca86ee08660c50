//! What the net is given of a text: for each item its word, and what else is to be said of it.

use model::Behaviour;

use super::super::book::{Item, kind};
use super::super::hits::{Frame, Head, Hit, Made, Scan};
use super::words;
use crate::text::{Class, Classes, Doc, TokenKind, word_hash};

/// Buckets of words.
const BUCKETS: usize = 1 << 13;
/// Signs that an item may have.
const SIGNS: usize = 16;
const MADE: usize = Made::ALL.len();
const TOLD: usize = Behaviour::ALL.len();
const FRAMES: usize = Frame::ALL.len();
/// Rows of what is learnt beside the words: buckets, signs, and rules, of which those that threaten have two lights.
pub const SIDES: usize = FIRST_RULE + RULED;
/// The row of the first rule.
pub(super) const FIRST_RULE: usize = BUCKETS + SIGNS;
/// Rules.
pub(super) const RULED: usize = 2 * MADE + TOLD + FRAMES;

/// One item as the net is given it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// Row of its word's vector; 0 for none.
    pub word: u32,
    /// Bucket of its word.
    pub bucket: u16,
    /// Its signs, a bit each.
    pub signs: u16,
    /// Rules that found something here, a bit each.
    pub rules: u64,
    /// First token.
    pub first: u32,
    /// Last token.
    pub last: u32,
}

impl Input {
    /// Rows of what is learnt of it.
    pub fn sides(&self) -> impl Iterator<Item = usize> {
        self.worn()
            .chain(self.ruled().map(|rule| FIRST_RULE + rule))
    }

    /// Of these, those of its word and its signs.
    pub(super) fn worn(&self) -> impl Iterator<Item = usize> {
        let signs = bits(u64::from(self.signs)).map(|sign| BUCKETS + sign);
        std::iter::once(usize::from(self.bucket)).chain(signs)
    }

    /// Rules that found something here.
    pub(super) fn ruled(&self) -> impl Iterator<Item = usize> {
        bits(self.rules)
    }

    /// Its word and its signs in one number.
    pub(super) fn guise(&self) -> u64 {
        u64::from(self.word) << 32 | u64::from(self.bucket) << 16 | u64::from(self.signs)
    }

    /// What stands for its words where they do not count themselves: figures, links, somebody, and what people are.
    pub(super) fn symbol(&self) -> Option<u64> {
        (self.bucket != UNKNOWN && u64::from(self.bucket) < FIXED).then_some(u64::from(self.bucket))
    }

    /// The same item without its word, as a word that nobody knows.
    #[must_use]
    pub fn masked(self) -> Self {
        Input {
            word: 0,
            bucket: UNKNOWN,
            rules: 0,
            ..self
        }
    }

    /// Whether a sentence ends here.
    #[must_use]
    pub fn is_stop(&self) -> bool {
        self.bucket == STOP
    }
}

/// Bits that are set.
fn bits(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(at)
    })
}

const STOP: u16 = 1;
const SOMEBODY: u16 = 2;
const FIGURE: u16 = 3;
const LINK: u16 = 4;
const UNKNOWN: u16 = 5;
const PEOPLE: u16 = 6;
/// Buckets that stand for something else than a word.
const FIXED: u64 = 8;

/// Items of a text as the net reads them.
pub(in super::super) fn of(doc: &Doc, scans: &[Scan]) -> Vec<Input> {
    let Some(scan) = scans.first() else {
        return Vec::new();
    };
    let mut inputs: Vec<Input> = scan
        .items
        .iter()
        .map(|item| input(doc, scan, item))
        .collect();
    for hit in &scan.hits {
        let Some(bit) = rule(hit) else {
            continue;
        };
        for input in &mut inputs[hit.items.clone()] {
            if input.bucket != PEOPLE {
                input.rules |= 1 << bit;
            }
        }
    }
    inputs
}

fn rule(hit: &Hit) -> Option<usize> {
    Some(match hit.head {
        Head::Made(made) if hit.is_plain() => made as usize,
        Head::Made(made) => MADE + made as usize,
        Head::Told(told) => 2 * MADE + told as usize,
        Head::Frame(frame) => 2 * MADE + TOLD + frame as usize,
        Head::Deed(_) => return None,
    })
}

/// Bands and countries: whose they are never counts.
const WHOSE: Classes = Classes::of(&[Class::Group, Class::Country]);

fn input(doc: &Doc, scan: &Scan, item: &Item) -> Input {
    let at = item.first as usize;
    let token = &doc.tokens[at];
    let mut signs = item.kinds;
    let (word, bucket) = if item.kinds & kind::STOP != 0 {
        (0, STOP)
    } else if item.classes.has(Class::Identity) {
        // what people are by birth, belief, love, body or party never counts
        (0, PEOPLE)
    } else if item.kinds & (kind::HANDLE | kind::FACE) != 0
        || item.classes.any(WHOSE) && item.entry == 0
    {
        (0, SOMEBODY)
    } else if item.kinds & kind::LINK != 0 {
        (0, LINK)
    } else if token.kind == TokenKind::Number {
        (0, FIGURE)
    } else {
        let hash = match (
            item.last > item.first || token.kind == TokenKind::Mixed,
            scan.book.hash(item.entry),
        ) {
            (true, hash) if hash != 0 => hash,
            _ => token.hash,
        };
        let text = doc.word(at).trim_start_matches('#');
        let hash = if token.kind == TokenKind::Hashtag {
            word_hash(text)
        } else {
            hash
        };
        let row = match token.kind {
            TokenKind::Word | TokenKind::Mixed | TokenKind::Hashtag => {
                words::row(hash, text, doc.lang)
            }
            _ => 0,
        };
        (row, (FIXED + hash % (BUCKETS as u64 - FIXED)) as u16)
    };
    if bucket == PEOPLE {
        signs = 0;
    }
    if word == 0 {
        signs |= 1 << 12;
    }
    if item.last > item.first && bucket != PEOPLE {
        signs |= 1 << 13;
    }
    Input {
        word,
        bucket,
        signs,
        rules: 0,
        first: item.first,
        last: item.last,
    }
}
