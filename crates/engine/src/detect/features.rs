//! Features of a text and the probability that they make.
//!
//! Two kinds: named ones, which say what the rules found and in what light, and turns of two and three words,
//! hashed. Words about who people are never become features: whoever is spoken of is one symbol.

use std::sync::LazyLock;

use super::book::{Item, kind};
use super::hits::{Head, Made, Scan};
use super::stance::World;
use crate::earnest::earnest;
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, Doc};

/// Weights of the named features, `name weight` a line; `bias` and `turns` (the scale of the table) too.
const WEIGHTS: &str = include_str!("../../weights/threat.txt");
/// Weights of hashed turns, one signed byte each.
const TURNS: &[u8] = include_bytes!("../../weights/turns.bin");
/// Slots of the table of turns.
pub(super) const SLOTS: usize = 1 << 14;

const MADE: usize = Made::ALL.len();
/// Where the strongest sign stands among the values.
const STRONGEST: usize = 2 * MADE;
/// From this a sign is plain.
const PLAIN: f32 = 0.78;
/// The most that other words may say against it.
const CALM: f32 = -0.5;
const FRAMES: [&str; 6] = ["fiction", "play", "condemn", "tale", "protest", "long"];
const LOOSE: [&str; 8] = [
    "masked",
    "told",
    "capitals",
    "disguised",
    "face",
    "near-object",
    "near-me",
    "near-insult",
];
const WORDS: [(&str, &str); 9] = [
    ("word-kill", "KILL"),
    ("word-death", "DEATHS"),
    ("word-gun", "GUN"),
    ("word-insult", "INSULT"),
    ("word-sign", "WEAPON_SIGN"),
    ("word-harm", "ANY_HARM"),
    ("word-soon", "SOON"),
    ("word-you", "YOU"),
    ("word-me", "ME"),
];

/// Names of the named features, in the order of their values.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let made = Made::ALL.iter().map(|(name, ..)| (*name).to_owned());
    let told = Made::ALL.iter().map(|(name, ..)| format!("told-{name}"));
    let sums = ["made", "made-kinds", "made-often", "made-asks"].map(str::to_owned);
    let frames = FRAMES.map(str::to_owned);
    let crossed = FRAMES.map(|name| format!("made-{name}"));
    let loose = LOOSE.map(str::to_owned);
    let words = WORDS.map(|(name, _)| name.to_owned());
    made.chain(told)
        .chain(sums)
        .chain(frames)
        .chain(crossed)
        .chain(loose)
        .chain(words)
        .collect()
});

struct Model {
    named: Vec<f32>,
    bias: f32,
    turns: f32,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let of = |name: &str| {
        WEIGHTS
            .lines()
            .filter_map(|line| line.split_once(' '))
            .find(|(known, _)| *known == name)
            .and_then(|(_, weight)| weight.trim().parse().ok())
            .unwrap_or(0.0)
    };
    Model {
        named: NAMES.iter().map(|name| of(name)).collect(),
        bias: of("bias"),
        turns: of("turns"),
    }
});

/// Probability that the text itself threatens.
pub(super) fn probability(doc: &Doc, scans: &[Scan], world: &World) -> f32 {
    let model = &*MODEL;
    let values = values(doc, scans, world);
    let named: f32 = values.iter().zip(&model.named).map(|(v, w)| v * w).sum();
    let turns = turns(doc, scans);
    let sum: f32 = turns.iter().map(|&slot| f32::from(TURNS[slot] as i8)).sum();
    let mut turned = sum * model.turns * share(turns.len());
    // calm words around it do not take back what a plain turn says
    if values[STRONGEST] >= PLAIN {
        turned = turned.max(CALM);
    }
    1.0 / (1.0 + (-(model.bias + named + turned)).exp())
}

/// What each turn counts in a text of so many.
fn share(turns: usize) -> f32 {
    1.0 / (turns.max(8) as f32).sqrt()
}

/// Features of a text as the weights are fitted on: named ones that are not zero, and slots of turns, each of
/// which counts the share given.
#[must_use]
pub fn features(doc: &Doc) -> (Vec<(&'static str, f32)>, Vec<usize>, f32) {
    let scans = super::scans(doc);
    let world = World::of(doc, &scans);
    let named = NAMES
        .iter()
        .map(String::as_str)
        .zip(values(doc, &scans, &world))
        .filter(|(_, value)| *value != 0.0)
        .collect();
    let turns = turns(doc, &scans);
    let share = share(turns.len());
    (named, turns, share)
}

/// How strongly two signs speak together.
fn either(one: f32, other: f32) -> f32 {
    1.0 - (1.0 - one) * (1.0 - other)
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

/// Values of the named features.
fn values(doc: &Doc, scans: &[Scan], world: &World) -> Vec<f32> {
    let mut plain = [0f32; MADE];
    let mut shaded = [0f32; MADE];
    let (mut hits, mut asks, mut masked) = (0u32, 0f32, false);
    let mut told_in = [u32::MAX; MADE];
    for (scan, made, hit) in scans
        .iter()
        .flat_map(|scan| scan.made().map(move |(made, hit)| (scan, made, hit)))
    {
        let slot = made as usize;
        if hit.is_plain() {
            let sentence = doc.sentence_at(scan.items[hit.items.start].first as usize);
            let strength = hit.strength
                * world.earnest(made, hit.strength)
                * (0.1 + 0.9 * earnest(doc, sentence, made.behaviour().into()));
            // one sentence says a thing once, however many rules find it there
            plain[slot] = if told_in[slot] == hit.sentence {
                plain[slot].max(strength)
            } else {
                either(plain[slot], strength)
            };
            told_in[slot] = hit.sentence;
            hits += 1;
            asks = asks.max(strength * flag(hit.asks));
        } else if !hit.idiom && !hit.negated {
            shaded[slot] = shaded[slot].max(hit.strength);
        } else {
            masked = true;
        }
    }
    let strongest = plain.iter().copied().fold(0.0, either);
    let kinds = plain.iter().filter(|&&p| p > 0.0).count();
    let told = |head: &Head| matches!(head, Head::Told(_));
    let told = scans
        .iter()
        .flat_map(|s| &s.hits)
        .any(|hit| told(&hit.head) && !hit.idiom);
    let upper = doc.tokens.iter().filter(|t| t.case == Case::Upper).count() as f32;
    let frames = [
        world.fiction,
        world.play,
        world.condemning.min(1.0),
        world.telling.min(1.0),
        world.protest,
        (world.words / 150.0).min(1.0),
    ];
    let mut loose = [0f32; LOOSE.len()];
    loose[0] = flag(masked);
    loose[1] = flag(told);
    loose[2] = flag(upper > 4.0 && upper * 2.0 > world.words);
    let mut words = [0f32; WORDS.len()];
    for scan in scans {
        near(scan, &mut loose, &mut words);
    }
    // a word or two says much of a line and little of a page
    let dense = |count: f32| (count * 24.0 / world.words.max(24.0)).min(1.0);
    loose[5..]
        .iter_mut()
        .chain(&mut words)
        .for_each(|count| *count = dense(*count));
    // where page after page tells what others said, a turn left without a teller is most likely theirs too
    let long = (world.words / 150.0).min(1.0);
    let own = 1.0 - 0.7 * long * (world.telling / 4.0).min(1.0);
    plain.iter_mut().for_each(|strength| *strength *= own);
    let strongest = strongest * own;
    let mut out = Vec::with_capacity(NAMES.len());
    out.extend(plain);
    out.extend(shaded);
    out.extend([
        strongest,
        kinds.saturating_sub(1) as f32,
        flag(hits > 2),
        asks,
    ]);
    out.extend(frames);
    out.extend(frames.map(|frame| frame * strongest));
    out.extend(loose);
    out.extend(words);
    out
}

/// Words near one another, whatever the turn of phrase.
fn near(scan: &Scan, loose: &mut [f32; LOOSE.len()], words: &mut [f32; WORDS.len()]) {
    let (book, items) = (scan.book, &scan.items);
    let sets = WORDS.map(|(_, set)| book.set(set));
    let (harm, object, me, insult) = (sets[5], book.set("OBJP"), sets[8], sets[3]);
    for (at, item) in items.iter().enumerate() {
        if item.kinds & kind::FACE != 0 {
            loose[4] = 1.0;
        }
        if item.entry == 0 || scan.harmless[at] {
            continue;
        }
        for (value, set) in words.iter_mut().zip(sets) {
            *value += flag(item.is(set));
        }
        if item.is(harm) {
            let beside = &items[at.saturating_sub(6)..(at + 4).min(items.len())];
            for (slot, set) in [(5, object), (6, me), (7, insult)] {
                loose[slot] += flag(beside.iter().any(|i: &Item| i.is(set)));
            }
        }
        if item.last > item.first {
            loose[3] = 1.0;
        }
    }
}

/// Grammar, whose words are symbols of their own.
const GRAMMAR: Classes = Classes::of(&[
    Class::Be,
    Class::Have,
    Class::Aux,
    Class::Modal,
    Class::Neg,
    Class::If,
    Class::Det,
    Class::Prep,
    Class::Conj,
    Class::Who,
    Class::That,
    Class::DateWord,
]);
/// Whoever is spoken of.
const SOMEONE: Classes = Classes::of(&[
    Class::Role,
    Class::Person,
    Class::Perpetrator,
    Class::Victim,
    Class::Group,
    Class::Family,
    Class::Title,
    Class::Country,
]);

/// Slots of the turns of two and three words, each once. Only English is fitted on enough texts to have them.
fn turns(doc: &Doc, scans: &[Scan]) -> Vec<usize> {
    let Some(scan) = scans.first().filter(|_| doc.lang != Lang::Es) else {
        return Vec::new();
    };
    let someone = ["THIRD", "FOLK", "INSULT"].map(|name| scan.book.set(name));
    let symbol = |item: &Item| -> u64 {
        if item.kinds & kind::STOP != 0 {
            1
        } else if item.classes.any(SOMEONE) && item.entry == 0
            || item.kinds & (kind::FACE | kind::HANDLE | kind::NAME) != 0
            || someone.iter().any(|&set| item.is(set))
        {
            2
        } else if item.entry != 0 || item.classes.any(GRAMMAR) {
            let hash = scan.book.hash(item.entry);
            if hash == 0 {
                doc.tokens[item.first as usize].hash
            } else {
                hash
            }
        } else if item.kinds & (kind::NUMBER | kind::MONEY) != 0 {
            3
        } else if item.kinds & (kind::CLAUSE | kind::QUOTE) != 0 {
            4
        } else {
            5
        }
    };
    let mut slots = Slots([0; SLOTS / 64]);
    let (mut before, mut last) = (1, 1);
    let harmless = scan.harmless.iter();
    for here in scan
        .items
        .iter()
        .zip(harmless)
        .map(|(item, &harmless)| if harmless { 5 } else { symbol(item) })
    {
        if here > 5 {
            slots.set(slot(0, 0, here));
        }
        if here.max(last) > 5 || here == 2 && last > 5 {
            slots.set(slot(0, last, here));
            if before.max(last) > 5 || here > 5 {
                slots.set(slot(before, last, here));
            }
        }
        (before, last) = (last, here);
    }
    slots.ascending()
}

/// A set of slots.
struct Slots([u64; SLOTS / 64]);

impl Slots {
    fn set(&mut self, slot: usize) {
        self.0[slot / 64] |= 1 << (slot % 64);
    }

    fn ascending(&self) -> Vec<usize> {
        let mut slots = Vec::new();
        for (block, &bits) in self.0.iter().enumerate() {
            let mut rest = bits;
            while rest != 0 {
                slots.push(block * 64 + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
        }
        slots
    }
}

fn slot(before: u64, last: u64, here: u64) -> usize {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let mixed = (before.wrapping_mul(K).rotate_left(23) ^ last)
        .wrapping_mul(K)
        .rotate_left(29)
        ^ here;
    let mixed = mixed.wrapping_mul(K);
    (mixed >> 40) as usize % SLOTS
}
