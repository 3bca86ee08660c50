//! What a report leaves behind by which others find it: hashes of what it names, offers, quotes and says.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
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
/// How much less a name says where its bearer speaks, as spokespersons do on many occasions.
const SPOKEN: f32 = 0.7;
/// Quoted passages of a report that are looked up, drawn by the same lot for all.
const QUOTED: usize = 24;
/// Reports of one incident by which a name of it is found: more add nothing.
const SAME: usize = 4;
/// Sum of weights from which two sets of names are about one event.
const LINKED: f32 = 0.8;
/// Reports that name hardly more than one of them alone.
const FEW: f32 = 4.0;
/// What more must be shared for each doubling of the reports beyond: the more they name together, the more a report
/// shares with one of them by chance.
const DOUBLED: f32 = 0.4;

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

/// Whether a report of an incident is worth finding by a key, beside those that are found by it already, of which the
/// incidents are told.
pub fn is_news<I: Eq>(found: impl ExactSizeIterator<Item = I>, incident: I) -> bool {
    found.len() <= MOST_BEARERS && found.filter(|one| *one == incident).count() < SAME
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
            tells: study.tells,
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

    /// What all names weigh together that another bears too.
    pub(super) fn shared(&self, other: &Self) -> f32 {
        let borne = |key: u64| other.names.binary_search_by_key(&key, |&(key, _)| key);
        let shared = self.names.iter().filter(|&&(key, _)| borne(key).is_ok());
        shared.map(|&(_, weight)| weight).sum()
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
        if self.tells {
            self.unite(known, &mut joined);
        } else if joined.is_empty() {
            let best = self.named(known).into_iter().max_by(|one, other| {
                (known.tells(one.0).cmp(&known.tells(other.0)))
                    .then(one.1.total_cmp(&other.1))
                    .then(other.0.cmp(&one.0))
            });
            joined.extend(best.map(|(incident, _)| incident));
        } else {
            joined.truncate(1);
        }
        joined.sort_unstable();
        joined.dedup();
        joined
    }

    /// Adds the incidents that share enough names with it, those first that share most: what brings incidents
    /// together must be shared with all that they will be.
    fn unite<K: Known>(&self, known: &mut K, joined: &mut Vec<K::Incident>) {
        joined.sort_unstable();
        joined.dedup();
        let mut size: u64 = joined.iter().map(|one| known.size(*one)).sum();
        let mut named: Vec<(K::Incident, f32)> = self.named(known).into_iter().collect();
        named.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        for (incident, score) in named {
            let united = size + known.size(incident);
            if score >= wanted(united) && !joined.contains(&incident) {
                joined.push(incident);
                size = united;
            }
        }
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
        let scores = scores.into_values();
        for (incident, score) in
            scores.filter(|(incident, score)| *score >= wanted(known.size(*incident)))
        {
            let most = named.entry(incident).or_default();
            *most = most.max(score);
        }
        named
    }
}

/// What must be shared with a report of an incident of so many.
fn wanted(reports: u64) -> f32 {
    LINKED * (1.0 + DOUBLED * (reports as f32 / FEW).log2().max(0.0))
}

/// What a report names, with the weight that sharing it has: full names of persons most, then places, bodies and
/// sums; least what is told of on many occasions, like outlets and whoever speaks for others.
fn names(notes: &Notes) -> Vec<(u64, f32)> {
    let speakers: HashSet<usize> = notes
        .sources
        .iter()
        .filter_map(|source| source.entity)
        .collect();
    let mut entities: Vec<_> = notes.entities.iter().enumerate().collect();
    entities.sort_by_key(|(_, entity)| (Reverse(entity.count), entity.first));
    let mut keys = Vec::new();
    for (at, entity) in entities.into_iter().take(LOOKED_UP) {
        let words = &entity.words;
        let weight = weight(entity.kind, words.len());
        let weight = if speakers.contains(&at) {
            weight * SPOKEN
        } else {
            weight
        };
        if matches!(entity.kind, NameKind::Person | NameKind::Other)
            && (2..=4).contains(&words.len())
        {
            // a full name says more than a surname; of two surnames either may be left out
            let known = match heard(&entity.name) {
                Some(heard) => hashed(&heard),
                None => joined(&words[..2]),
            };
            keys.push((known, weight));
            keys.extend(words[1..].iter().map(|&word| (word, weight / 2.0)));
        } else {
            keys.push((joined(words), weight));
        }
    }
    keys.extend(sums(notes));
    keys.extend(days(notes));
    keys.sort_by_key(|&(key, _)| key);
    keys.dedup_by_key(|&mut (key, _)| key);
    keys
}

/// What sharing a name of so many words says.
const fn weight(kind: NameKind, words: usize) -> f32 {
    match (kind, words) {
        (NameKind::Person, 2..) => 0.9,
        (NameKind::Org | NameKind::Place, 2..) => 0.7,
        (NameKind::Person, _) | (NameKind::Other, 2..) => 0.5,
        (NameKind::Place, _) => 0.4,
        (NameKind::Outlet, _) => 0.3,
        (NameKind::Org, _) => 0.2,
        (NameKind::Other, _) => 0.1,
    }
}

/// Days on which something was done.
fn days(notes: &Notes) -> impl Iterator<Item = (u64, f32)> {
    let deeds = notes.mentions.iter().map(|(mention, _)| mention);
    let deeds = deeds.filter(|mention| mention.kind != Kind::Response);
    let dated = deeds.filter_map(|mention| {
        Some((
            mention.kind,
            mention.date.as_ref().filter(|when| when.firm)?.start?,
        ))
    });
    dated
        .take(LOOKED_UP)
        .map(|(kind, day)| (hashed(&format!("{kind:?} {day}")), 0.4))
}

/// Sums offered: round ones are offered often.
fn sums(notes: &Notes) -> impl Iterator<Item = (u64, f32)> {
    let offers = notes.mentions.iter().map(|(mention, _)| mention);
    let offers = offers
        .filter(|mention| mention.kind == Kind::Bounty && !mention.vague && !mention.inferred);
    let sums = offers.filter_map(|mention| mention.amount.as_ref());
    let sums = sums.filter_map(|amount| amount.max.or(amount.min));
    sums.take(LOOKED_UP).map(|sum| {
        let key = sum.to_bits().rotate_left(17) ^ 0x00B0_0417;
        (key, if is_round(sum) { 0.3 } else { 0.5 })
    })
}

/// Of one digit and noughts.
fn is_round(sum: f64) -> bool {
    let unit = 10f64.powf(sum.log10().floor());
    (sum / unit).fract() == 0.0
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
