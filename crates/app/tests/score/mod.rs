//! How well an analysis agrees with what a careful reader found (a gold file beside the texts).
//!
//! Claims, conflicts and origins are paired one to one, the best pair first. Slots and numbers of
//! origins are looked at on paired claims only, so they are to be read beside the recall of claims.
//! What gold calls optional costs nothing when missed and is no error when found.

mod amount;
mod day;
mod gold;
mod pairs;
mod prediction;
pub mod table;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

pub use gold::{Gold, as_prediction};
use pairs::{conflict_rank, origin_rank, pair_off};
pub use prediction::Prediction;

/// File names of reports.
type Files = BTreeSet<String>;

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Rates {
    /// With nothing to find and nothing found, everything is right.
    fn of(right: usize, found: usize, wanted: usize) -> Self {
        let precision = share(right, found).unwrap_or(if wanted == 0 { 1.0 } else { 0.0 });
        let recall = share(right, wanted).unwrap_or(1.0);
        let sum = precision + recall;
        let f1 = if sum > 0.0 {
            2.0 * precision * recall / sum
        } else {
            0.0
        };
        Rates {
            precision,
            recall,
            f1,
        }
    }
}

/// The measures of one cluster. `None`: nothing to measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    pub claims: Rates,
    /// Share of gold slots of paired claims that hold an accepted value.
    pub slots: Option<f64>,
    /// Share of quotes that stand in their file, to the letter.
    pub quotes: Option<f64>,
    pub conflicts: Rates,
    /// Share of paired claims with the right number of independent origins.
    pub independent: Option<f64>,
    /// Paired claims that are said to have more independent origins than they have.
    pub too_many: usize,
    pub origin_recall: f64,
    /// Mean of claim F1, slots, quotes, conflict F1, independent origins and origin recall.
    pub overall: f64,
}

/// Compares an analysis with gold; `folder` holds the texts.
pub fn score(gold: &Gold, analysis: &Value, folder: &Path) -> Scores {
    let found = Prediction::of(analysis);
    let claims = pair_off(gold.claims.len(), found.claims.len(), |g, p| {
        gold.claims[g].rank(&found.claims[p])
    });
    let expected = gold.claims.iter().filter(|claim| !claim.optional).count();
    let hits: BTreeMap<usize, usize> = claims
        .iter()
        .map(|(&g, &p)| (g, p))
        .filter(|(g, _)| !gold.claims[*g].optional)
        .collect();
    let on_optional = claims.len() - hits.len();
    let nothing_right = (expected > 0).then_some(0.0);

    let claim_rates = Rates::of(hits.len(), found.claims.len() - on_optional, expected);
    let slots = slots(gold, &found, &hits).or(nothing_right);
    let quotes = exact_quotes(&found, folder).or(nothing_right);
    let conflicts = conflicts(gold, &found);
    let (independent, too_many) = independent_origins(gold, &found, &hits);
    let independent = independent.or(nothing_right);
    let origin_recall = origin_recall(gold, &found);
    let parts = [
        Some(claim_rates.f1),
        slots,
        quotes.filter(|_| expected > 0),
        Some(conflicts.f1),
        independent,
        Some(origin_recall),
    ];
    Scores {
        claims: claim_rates,
        slots,
        quotes,
        conflicts,
        independent,
        too_many,
        origin_recall,
        overall: mean(parts.into_iter().flatten()).expect("three parts always apply"),
    }
}

fn slots(gold: &Gold, found: &Prediction, hits: &BTreeMap<usize, usize>) -> Option<f64> {
    let (mut right, mut all) = (0, 0);
    for (&g, &p) in hits {
        for slot in gold.claims[g].slots.keys() {
            all += 1;
            right += usize::from(gold.claims[g].accepts(slot, &found.claims[p]) == Some(true));
        }
    }
    share(right, all)
}

fn exact_quotes(found: &Prediction, folder: &Path) -> Option<f64> {
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let (mut right, mut all) = (0, 0);
    for (file, quote) in found.claims.iter().flat_map(|claim| &claim.quotes) {
        let text = texts.entry(file).or_insert_with(|| {
            let bytes = fs::read(folder.join(file)).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        });
        all += 1;
        right += usize::from(!quote.is_empty() && text.contains(quote.as_str()));
    }
    share(right, all)
}

fn conflicts(gold: &Gold, found: &Prediction) -> Rates {
    let rank = |g: usize, p: usize| conflict_rank(&gold.conflicts[g], &found.conflicts[p]);
    let paired = pair_off(gold.conflicts.len(), found.conflicts.len(), rank);
    let expected = gold.conflicts.iter().filter(|one| !one.optional).count();
    let hits = paired
        .keys()
        .filter(|&&g| !gold.conflicts[g].optional)
        .count();
    let used: BTreeSet<usize> = paired.values().copied().collect();
    let repeated = (0..found.conflicts.len())
        .filter(|p| !used.contains(p) && paired.keys().any(|&g| rank(g, *p).is_some()))
        .count();
    let counted = found.conflicts.len() - repeated - (paired.len() - hits);
    Rates::of(hits, counted, expected)
}

/// The share that is right, and how many are too many. A background claim may stand on its
/// report alone.
fn independent_origins(
    gold: &Gold,
    found: &Prediction,
    hits: &BTreeMap<usize, usize>,
) -> (Option<f64>, usize) {
    let (mut right, mut too_many) = (0, 0);
    for (&g, &p) in hits {
        let wanted = gold.claims[g].independent_origins;
        match found.claims[p].independent_origins {
            Some(n) if n == wanted || (wanted == 0 && n == 1) => right += 1,
            Some(n) if n > wanted => too_many += 1,
            _ => {}
        }
    }
    (share(right, hits.len()), too_many)
}

/// Where gold has no origin, one that several reports are said to share is false.
fn origin_recall(gold: &Gold, found: &Prediction) -> f64 {
    let paired = pair_off(gold.origins.len(), found.origins.len(), |g, p| {
        origin_rank(&gold.origins[g], &found.origins[p])
    });
    let expected = gold.origins.iter().filter(|one| !one.optional).count();
    let hits = paired
        .keys()
        .filter(|&&g| !gold.origins[g].optional)
        .count();
    share(hits, expected).unwrap_or_else(|| {
        let used: BTreeSet<usize> = paired.values().copied().collect();
        let false_shared = found
            .origins
            .iter()
            .enumerate()
            .any(|(p, origin)| !used.contains(&p) && origin.reports.len() > 1);
        if false_shared { 0.0 } else { 1.0 }
    })
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The mean of what there is.
pub fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

/// Shared members over all members.
fn overlap(one: &Files, other: &Files) -> f64 {
    share(one.intersection(other).count(), one.union(other).count()).unwrap_or(0.0)
}
