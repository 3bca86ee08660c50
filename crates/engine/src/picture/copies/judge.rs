//! When what two texts share makes one a copy of (part of) the other.
//!
//! The figures were set on real posts and on made-up forms of which 10 to 30 % of the words were
//! replaced; `bench copies` measures what they give.

use super::lore::{Lore, Weight};
use super::side::Shared;

/// Texts that share less of either say nothing about each other.
const ALIKE: f32 = 0.25;
/// A copy shares this much of its words, or of the other's,
const COPY: f32 = 0.55;
/// and this much where it shares little of the other's: a short text inside of a long one.
const PART: f32 = 0.65;
const LITTLE: f32 = 0.4;
/// What is shared is at least this share of what is telling,
const TELLING: f32 = 0.5;
/// and not much less than of the words at large, as where a form is filled in anew.
const EVEN: f32 = 0.72;
/// Surprise asked for, in nats, beyond that each of the earlier texts might be alike by chance.
const BEYOND_CHANCE: f32 = 5.0;
/// That most of both texts is shared is surprising in itself; but this part is asked for still.
const LEAST_SURPRISE: f32 = 0.3;
/// A passage is taken over where telling words outnumber others in some stretch by this many,
const PASSAGE: f32 = 10.0;
/// and by so many more while it is not known yet which words are telling.
const PASSAGE_UNKNOWN: f32 = 6.0;
/// Texts shorter than this have no passages.
const LONG: usize = 60;
/// Texts that share this much of both are close even if nothing of it is telling.
const ALMOST_ALL: f32 = 0.9;

/// What two texts are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// One copies (part of) the other.
    Kin,
    /// They are almost the same, but so are many others.
    AlmostAll,
    /// Neither copies the other.
    Strangers,
}

/// Whether two texts are alike enough to say something about each other.
pub fn alike(shared: &Shared) -> bool {
    shared.more() >= ALIKE || has_passage(shared)
}

/// Whether two texts may be kin, if what they share is telling.
pub fn possible(shared: &Shared) -> bool {
    has_most(shared) || has_passage(shared)
}

/// Whether two texts may be kin, going by the words of the new one alone.
pub fn may_be_kin(shared: &Shared, new: &Weight, lore: &Lore) -> bool {
    shared.is_repeat()
        || has_most(shared) && new.surprise >= surprise_asked(shared, lore)
        || has_passage(shared) && new.passage >= passage_asked(lore)
}

fn surprise_asked(shared: &Shared, lore: &Lore) -> f32 {
    let doubt = ((1.0 - shared.less()) * 2.5).clamp(LEAST_SURPRISE, 1.0);
    ((1.0 + lore.texts() as f32).ln() + BEYOND_CHANCE) * doubt
}

fn passage_asked(lore: &Lore) -> f32 {
    PASSAGE + PASSAGE_UNKNOWN * lore.unknown()
}

/// What two texts are to each other, given the weights of their words.
pub fn verdict(shared: &Shared, new: &Weight, old: &Weight, lore: &Lore) -> Verdict {
    let telling = TELLING.max(EVEN * shared.more());
    let copy = has_most(shared)
        && new.surprise.min(old.surprise) >= surprise_asked(shared, lore)
        && new.telling.max(old.telling) >= telling;
    let passage = has_passage(shared) && new.passage.min(old.passage) >= passage_asked(lore);
    if copy || passage || shared.is_repeat() {
        Verdict::Kin
    } else if shared.less() >= ALMOST_ALL {
        Verdict::AlmostAll
    } else {
        Verdict::Strangers
    }
}

fn has_most(shared: &Shared) -> bool {
    let asked = if shared.less() < LITTLE { PART } else { COPY };
    shared.more() >= asked
}

/// Whether both texts have a stretch in which shared words outnumber the others.
fn has_passage(shared: &Shared) -> bool {
    shared.new.len().min(shared.old.len()) >= LONG
        && longest_passage(&shared.new) >= PASSAGE
        && longest_passage(&shared.old) >= PASSAGE
}

/// The greatest excess of shared words over others in any stretch.
fn longest_passage(shared: &[bool]) -> f32 {
    let (mut best, mut here) = (0.0_f32, 0.0_f32);
    for &shared in shared {
        here = (here + if shared { 1.0 } else { -1.0 }).max(0.0);
        best = best.max(here);
    }
    best
}
