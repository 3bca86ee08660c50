//! Which finding answers to which gold, and how well.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::amount::{Agreement, Amount};
use super::words::{Words, alike, same_act, stems, words};
use super::{Files, day, gold, overlap, prediction};

/// Optional gold gives way to gold that must be found.
const OPTIONAL: f64 = 0.25;

/// Words that name no origin by themselves.
const GENERIC: &str = "statement report source official authority police office spokesperson department news press \
                       release bulletin comunicado fuente autoridad witness network group company county city";

/// Pairs off gold and findings, best pair first; `rank` is `None` where the two cannot be one.
pub fn pair_off(
    golds: usize,
    found: usize,
    rank: impl Fn(usize, usize) -> Option<f64>,
) -> BTreeMap<usize, usize> {
    let mut candidates: Vec<(f64, usize, usize)> = (0..golds)
        .flat_map(|g| (0..found).map(move |p| (g, p)))
        .filter_map(|(g, p)| Some((rank(g, p)?, g, p)))
        .collect();
    candidates.sort_by(|one, other| {
        other
            .0
            .total_cmp(&one.0)
            .then((one.1, one.2).cmp(&(other.1, other.2)))
    });
    let mut pairs = BTreeMap::new();
    let mut used = BTreeSet::new();
    for (_, g, p) in candidates {
        if !pairs.contains_key(&g) && used.insert(p) {
            pairs.insert(g, p);
        }
    }
    pairs
}

impl gold::Claim {
    /// `None` where the two cannot be the same claim: another kind, no report in common, or
    /// contradicting figures.
    pub fn rank(&self, found: &prediction::Claim) -> Option<f64> {
        if self.kind != found.kind || self.reports.is_disjoint(&found.reports) {
            return None;
        }
        let mut rank = 2.0 * overlap(&self.reports, &found.reports);
        if let Some(accepted) = self.slots.get("amount") {
            let amount = found.slots.get("amount").and_then(Amount::of);
            rank += match amount.and_then(|amount| best_agreement(accepted, &amount)) {
                Some(Agreement::Contradicts) => return None,
                Some(Agreement::Overlaps) => 1.0,
                Some(Agreement::Same) => 2.0,
                None => -0.5,
            };
        }
        for slot in ["killed", "injured"] {
            match self.accepts(slot, found) {
                Some(false) => return None,
                Some(true) => rank += 1.0,
                None => {}
            }
        }
        let weights = [
            ("act", 1.0),
            ("target", 1.0),
            ("person", 0.5),
            ("place", 0.5),
            ("date", 0.5),
        ];
        for (slot, weight) in weights {
            match self.accepts(slot, found) {
                Some(false) => rank -= weight,
                Some(true) => rank += weight,
                None => {}
            }
        }
        Some(rank - if self.optional { OPTIONAL } else { 0.0 })
    }

    /// Whether the value found for a slot is one that gold accepts; `None` where either has none.
    pub fn accepts(&self, slot: &str, found: &prediction::Claim) -> Option<bool> {
        let accepted = self.slots.get(slot)?;
        let value = found.slots.get(slot)?;
        Some(match slot {
            "amount" => Amount::of(value).is_some_and(|amount| {
                amount.has_currency() && best_agreement(accepted, &amount) == Some(Agreement::Same)
            }),
            "killed" | "injured" => any_is(accepted, value, |one, other| one == other),
            "date" => any_text(accepted, value, day::can_be_same),
            "act" => any_text(accepted, value, |one, other| {
                same_act(one, other) || alike(one, other)
            }),
            _ => any_text(accepted, value, alike),
        })
    }
}

fn best_agreement(accepted: &[Value], amount: &Amount) -> Option<Agreement> {
    accepted
        .iter()
        .filter_map(|value| Some(Amount::of(value)?.agreement(amount)))
        .max()
}

fn any_is(accepted: &[Value], value: &Value, same: impl Fn(f64, f64) -> bool) -> bool {
    let Some(value) = value.as_f64() else {
        return false;
    };
    accepted
        .iter()
        .filter_map(Value::as_f64)
        .any(|one| same(one, value))
}

fn any_text(accepted: &[Value], value: &Value, same: impl Fn(&str, &str) -> bool) -> bool {
    let Some(value) = value.as_str() else {
        return false;
    };
    accepted
        .iter()
        .filter_map(Value::as_str)
        .any(|one| same(one, value))
}

/// By name or alias, with a report in common. One name may stand in the other, if what they share
/// is more than a common noun.
pub fn origin_rank(gold: &gold::Origin, found: &prediction::Origin) -> Option<f64> {
    if gold.reports.is_disjoint(&found.reports) {
        return None;
    }
    let likeness = gold
        .names
        .iter()
        .flat_map(|one| {
            found
                .names
                .iter()
                .filter_map(|other| name_likeness(one, other))
        })
        .reduce(f64::max)?;
    let optional = if gold.optional { OPTIONAL } else { 0.0 };
    Some(likeness + 2.0 * overlap(&gold.reports, &found.reports) - optional)
}

fn name_likeness(one: &str, other: &str) -> Option<f64> {
    let (one, other) = (stems(one), stems(other));
    let telling = |shared: &Words| {
        shared
            .iter()
            .any(|word| GENERIC.split(' ').all(|common| common != word))
    };
    if one.is_empty() || other.is_empty() {
        None
    } else if one == other {
        Some(2.0)
    } else {
        let shared: Words = one.intersection(&other).cloned().collect();
        let within = shared.len() == one.len().min(other.len());
        (within && telling(&shared)).then_some(1.0)
    }
}

/// The number of gold values found, when the two are about one slot and share at least two.
/// What one reads as the person another may read as the target.
pub fn conflict_rank(gold: &gold::Conflict, found: &prediction::Conflict) -> Option<f64> {
    let people = ["person", "target"];
    let one_slot = gold.slot == found.slot
        || [&gold.slot, &found.slot]
            .iter()
            .all(|slot| people.contains(&slot.as_str()));
    if !one_slot {
        return None;
    }
    let values = pair_off(gold.values.len(), found.values.len(), |g, p| {
        value_rank(gold, g, &found.values[p])
    });
    let optional = if gold.optional { OPTIONAL } else { 0.0 };
    (values.len() > 1).then_some(values.len() as f64 - optional)
}

fn value_rank(gold: &gold::Conflict, at: usize, found: &(Value, Files)) -> Option<f64> {
    let (wanted, reports) = &gold.values[at];
    let (value, found_in) = found;
    if reports.is_disjoint(found_in) {
        return None;
    }
    let wanted_too = std::slice::from_ref(wanted);
    let exact = match gold.slot.as_str() {
        "amount" => match best_agreement(wanted_too, &Amount::of(value)?)? {
            Agreement::Contradicts => return None,
            Agreement::Overlaps => 0.0,
            Agreement::Same => 2.0,
        },
        "killed" | "injured" => {
            any_is(wanted_too, value, |one, other| one == other).then_some(0.0)?
        }
        "date" => any_text(wanted_too, value, day::same).then_some(0.0)?,
        _ => names_this_one(gold, at, value).then_some(0.0)?,
    };
    Some(exact + overlap(reports, found_in))
}

/// A name stands for one of several spellings when it has a word that only this one has, and none
/// that only the others have.
fn names_this_one(gold: &gold::Conflict, at: usize, value: &Value) -> bool {
    let name = |value: &Value| words(value.as_str().unwrap_or_default());
    let this = name(&gold.values[at].0);
    let value = name(value);
    let others: Words = gold
        .values
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at)
        .flat_map(|(_, (other, _))| name(other))
        .collect();
    if this.is_subset(&others) {
        return this == value;
    }
    this.difference(&others).any(|own| value.contains(own))
        && others
            .difference(&this)
            .all(|foreign| !value.contains(foreign))
}
