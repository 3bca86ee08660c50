//! Which reports are about one event: found through what they name, never by comparing all with all.

use std::collections::HashMap;

use model::Kind;

use crate::claim::Notes;
use crate::extract::NameKind;

use super::actor::heard;

/// A name that more incidents than this share says nothing about any of them.
const COMMON: usize = 24;
/// A name that more reports than this bear says the less, the more there are.
const RARE: f32 = 12.0;
/// Names of a report that are looked up.
const LOOKED_UP: usize = 48;
/// Sum of weights from which two sets of names are about one event.
const LINKED: f32 = 1.0;

/// Who bears a name.
#[derive(Debug, Default)]
struct Bearers {
    reports: u32,
    incidents: Vec<usize>,
}

/// Union-find over incidents: each knows one that it has become part of, itself where there is none.
#[derive(Debug, Default)]
struct Forest {
    parent: Vec<usize>,
}

impl Forest {
    /// The incident that one has become part of; the way there is shortened.
    fn root(&mut self, mut incident: usize) -> usize {
        while self.parent[incident] != incident {
            self.parent[incident] = self.parent[self.parent[incident]];
            incident = self.parent[incident];
        }
        incident
    }
}

/// Groups reports into incidents, one report at a time.
#[derive(Debug, Default)]
pub(crate) struct Incidents {
    forest: Forest,
    /// Incidents by the hash of a name.
    by_name: HashMap<u64, Bearers>,
    /// Incidents by the hash of a quoted passage.
    by_quote: HashMap<u64, usize>,
    of_report: Vec<Option<usize>>,
    /// Whether some report of an incident, by its root, makes or reports threats by itself.
    certain: Vec<bool>,
}

impl Incidents {
    /// Takes in one more report and, where it asserts anything, joins it to the incidents it shares names,
    /// quotations or most of its words with. `tells` says whether the report makes or reports threats by itself;
    /// one that does not may be drawn in by others, but brings no two incidents together.
    pub(crate) fn add(&mut self, notes: &Notes, tells: bool, copies: &[usize]) {
        if notes.mentions.is_empty() {
            self.of_report.push(None);
            return;
        }
        let keys = keys(notes);
        let mut scores: HashMap<usize, f32> = HashMap::new();
        for &(key, weight) in &keys {
            let Some(bearers) = self
                .by_name
                .get(&key)
                .filter(|known| known.incidents.len() <= COMMON)
            else {
                continue;
            };
            let weight = weight * (RARE / bearers.reports as f32).min(1.0);
            let mut seen: Vec<usize> = bearers
                .incidents
                .iter()
                .map(|&i| self.forest.root(i))
                .collect();
            seen.sort_unstable();
            seen.dedup();
            for incident in seen {
                *scores.entry(incident).or_default() += weight;
            }
        }
        let quoted = notes
            .quotes
            .iter()
            .filter_map(|quote| self.by_quote.get(quote))
            .map(|&i| self.forest.root(i))
            .collect::<Vec<_>>();
        let copied = copies
            .iter()
            .filter_map(|&report| self.of_report.get(report).copied().flatten())
            .map(|i| self.forest.root(i))
            .collect::<Vec<_>>();
        let incident = self.forest.parent.len();
        self.forest.parent.push(incident);
        self.certain.push(tells);
        scores.retain(|_, score| *score >= LINKED);
        let mut join: Vec<usize> = quoted.into_iter().chain(copied).collect();
        if tells {
            join.extend(scores.keys());
        } else if join.is_empty() {
            let best = scores.iter().max_by(|a, b| {
                (self.certain[*a.0].cmp(&self.certain[*b.0]))
                    .then(a.1.total_cmp(b.1))
                    .then(b.0.cmp(a.0))
            });
            join.extend(best.map(|(&other, _)| other));
        } else {
            join.truncate(1);
        }
        join.sort_unstable();
        for other in join {
            self.unite(other, incident);
        }
        self.index(incident, &keys, &notes.quotes);
        self.of_report.push(Some(incident));
    }

    fn index(&mut self, incident: usize, keys: &[(u64, f32)], quotes: &[u64]) {
        let root = self.forest.root(incident);
        for &(key, _) in keys {
            let bearers = self.by_name.entry(key).or_default();
            bearers.reports += 1;
            if bearers.incidents.len() <= COMMON && !bearers.incidents.contains(&root) {
                bearers.incidents.push(root);
            }
        }
        for &quote in quotes {
            self.by_quote.entry(quote).or_insert(root);
        }
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.forest.root(a), self.forest.root(b));
        let (keep, drop) = if a < b { (a, b) } else { (b, a) };
        self.forest.parent[drop] = keep;
        self.certain[keep] |= self.certain[drop];
    }

    /// Reports of each incident in which some report makes or reports threats, in order of the first.
    pub(crate) fn groups(&mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut place: HashMap<usize, usize> = HashMap::new();
        for (report, incident) in self.of_report.iter().enumerate() {
            let Some(incident) = incident else { continue };
            let root = self.forest.root(*incident);
            if !self.certain[root] {
                continue;
            }
            let group = *place.entry(root).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[group].push(report);
        }
        groups
    }
}

/// What a report names, with the weight that sharing it has: full names of persons most, places and
/// surnames less.
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

fn keys(notes: &Notes) -> Vec<(u64, f32)> {
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
