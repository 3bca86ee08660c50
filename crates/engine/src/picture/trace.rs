//! What a report leaves behind by which others find it: hashes of what it names, offers, quotes and says.

use std::collections::HashMap;
use std::hash::Hash;

use model::Kind;

use crate::claim::Notes;
use crate::extract::NameKind;
use crate::study::Study;

use super::actor::heard;

/// What more reports than this bear says nothing about any of them.
pub const MOST_BEARERS: usize = 24;
/// A name that more reports than this bear says the less, the more there are.
const RARE: f32 = 12.0;
/// Names of a report that are looked up.
const LOOKED_UP: usize = 48;
/// Quoted passages of a report that are looked up, drawn by the same lot for all.
const QUOTED: usize = 24;
/// Sum of weights from which two sets of names are about one event.
const LINKED: f32 = 1.0;
/// An incident of more reports takes in no more by names: those that it is about are borne by too many by then, and
/// what is left is chance.
const LARGE: u64 = 200;

/// By what a report is found among others. Empty where it asserts nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// Hashes of names and sums, ascending, with the weight that sharing one has.
    names: Vec<(u64, f32)>,
    /// Hashes of quoted passages.
    quotes: Vec<u64>,
    asserts: bool,
    tells: bool,
}

/// A report that bears a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearer<I> {
    /// Its own number.
    pub report: u64,
    /// The incident that it belongs to.
    pub incident: I,
}

/// What is known already of reports that came before.
pub trait Known {
    /// What stands for an incident.
    type Incident: Copy + Ord + Hash;

    /// The reports that bear a key, in the order in which they came, each with its incident. Of more reports than
    /// [`MOST_BEARERS`] the first are enough, and one more.
    fn bearers(&mut self, key: u64) -> Vec<Bearer<Self::Incident>>;

    /// Whether some report of an incident makes or reports threats by itself.
    fn tells(&self, incident: Self::Incident) -> bool;

    /// How many reports an incident has.
    fn size(&self, incident: Self::Incident) -> u64;
}

impl Trace {
    /// The trace of a text.
    #[must_use]
    pub fn of(study: &Study) -> Self {
        let notes = &study.notes;
        if notes.mentions.is_empty() {
            return Trace::default();
        }
        let mut quotes: Vec<u64> = notes.quotes.iter().map(|quote| !quote).collect();
        quotes.sort_unstable();
        quotes.dedup();
        quotes.truncate(QUOTED);
        Trace {
            names: names(notes),
            quotes,
            asserts: true,
            tells: study.tells(),
        }
    }

    /// Whether the text asserts nothing: it belongs to no incident.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        !self.asserts
    }

    /// Whether the text makes or reports threats by itself; one that does not may be drawn in by others, but
    /// brings no two incidents together.
    #[must_use]
    pub const fn tells(&self) -> bool {
        self.tells
    }

    /// The hashes by which it is found.
    pub fn keys(&self) -> impl Iterator<Item = u64> {
        let names = self.names.iter().map(|&(key, _)| key);
        names.chain(self.quotes.iter().copied())
    }

    /// The incidents that it belongs to, ascending: those that it shares names or quotations with, and those of
    /// the reports that it copies. They are one incident then.
    pub fn leads_to<K: Known>(&self, known: &mut K, copied: &[K::Incident]) -> Vec<K::Incident> {
        let mut joined = copied.to_vec();
        for &quote in &self.quotes {
            joined.extend(known.bearers(quote).first().map(|one| one.incident));
        }
        let named = self.named(known);
        if self.tells {
            joined.extend(named.keys());
        } else if joined.is_empty() {
            let best = named.iter().max_by(|one, other| {
                (known.tells(*one.0).cmp(&known.tells(*other.0)))
                    .then(one.1.total_cmp(other.1))
                    .then(other.0.cmp(one.0))
            });
            joined.extend(best.map(|(&incident, _)| incident));
        } else {
            joined.truncate(1);
        }
        joined.sort_unstable();
        joined.dedup();
        joined
    }

    /// Incidents of which one report shares enough names by itself, with the most that one shares: many reports have
    /// many names together, and what shares one with each of them need not be about the same.
    fn named<K: Known>(&self, known: &mut K) -> HashMap<K::Incident, f32> {
        let mut scores: HashMap<u64, (K::Incident, f32)> = HashMap::new();
        for &(key, weight) in &self.names {
            let bearers = known.bearers(key);
            if bearers.len() > MOST_BEARERS {
                continue;
            }
            let weight = weight * (RARE / bearers.len() as f32).min(1.0);
            for one in bearers {
                scores.entry(one.report).or_insert((one.incident, 0.0)).1 += weight;
            }
        }
        let mut named: HashMap<K::Incident, f32> = HashMap::new();
        let scores = scores.into_values().filter(|(_, score)| *score >= LINKED);
        for (incident, score) in scores.filter(|(incident, _)| known.size(*incident) <= LARGE) {
            let most = named.entry(incident).or_default();
            *most = most.max(score);
        }
        named
    }
}

/// What a report names, with the weight that sharing it has: full names of persons most, places and
/// surnames less.
fn names(notes: &Notes) -> Vec<(u64, f32)> {
    let mut entities: Vec<_> = notes.entities.iter().collect();
    entities.sort_by_key(|entity| (std::cmp::Reverse(entity.count), entity.first));
    let mut keys = Vec::new();
    for entity in entities.into_iter().take(LOOKED_UP) {
        let weight = match entity.kind {
            NameKind::Person => 1.0,
            NameKind::Org | NameKind::Outlet => 0.7,
            NameKind::Place => 0.6,
            NameKind::Other => 0.6,
        };
        let words = &entity.words;
        if words.len() == 1 && entity.kind == NameKind::Place && entity.count < 2 {
            keys.push((words[0], 0.4));
        } else if matches!(entity.kind, NameKind::Person | NameKind::Other)
            && (2..=4).contains(&words.len())
        {
            // a full name says more than a surname; of two surnames either may be left out
            let known = match heard(&entity.name) {
                Some(heard) => hashed(&heard),
                None => joined(&words[..2]),
            };
            keys.push((known, 0.8 * weight));
            keys.extend(words[1..].iter().map(|&word| (word, 0.4 * weight)));
        } else {
            keys.push((joined(words), weight));
        }
    }
    for (mention, _) in notes
        .mentions
        .iter()
        .filter(|(mention, _)| mention.kind == Kind::Bounty && !mention.vague)
        .take(LOOKED_UP)
    {
        let Some(sum) = mention
            .amount
            .as_ref()
            .and_then(|amount| amount.max.or(amount.min))
        else {
            continue;
        };
        keys.push((sum.to_bits().rotate_left(17) ^ 0x00B0_0417, 0.5));
    }
    keys.sort_by_key(|&(key, _)| key);
    keys.dedup_by_key(|&mut (key, _)| key);
    keys
}

fn joined(words: &[u64]) -> u64 {
    words
        .iter()
        .fold(0u64, |hash, word| hash.rotate_left(9) ^ word)
}

fn hashed(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
