//! From events to claims, and where they conflict.

use std::collections::{BTreeSet, HashMap, HashSet};

use model::{Credibility, Kind};

use crate::claim::{EXTORTION, Filler, Mention, Notes, RANSOM, agree};

use super::dated;
use super::event::{Event, Told};
use super::exposed;
use super::independent;
use super::origin::Cast;
use super::place;
use super::sums::Sums;
use super::taken;
use super::types::{Amount, Claim, ClaimEvidence, Conflict, Slot, SlotValue, Slots};

/// Passages kept for one claim.
const EVIDENCE: usize = 200;

/// Values of one event that are told apart; reports that give others beside so many count for none of them.
const APART: usize = 256;

/// The mentions of an event that agree.
struct Group<'n> {
    amount: Option<&'n Amount>,
    killed: Option<u32>,
    injured: Option<u32>,
    told: Vec<Told<'n>>,
}

/// Claims of an event, and the conflicts between and within them. Indices of claims start at `first`.
pub(crate) fn claims(
    event: &Event,
    notes: &[&Notes],
    cast: &Cast,
    sums: &Sums,
    first: usize,
) -> (Vec<Claim>, Vec<Conflict>) {
    let groups = split(event, sums);
    let everywhere = Everywhere::of(event);
    let claims: Vec<Claim> = groups
        .iter()
        .map(|group| claim(event, group, &everywhere, notes, cast, sums))
        .collect();
    let mut conflicts = number_conflicts(event, &groups, sums, first);
    let all = first..first + claims.len();
    conflicts.extend(dated::conflict(event, all.clone()));
    conflicts.extend(place::conflict(event, notes, all.clone()));
    conflicts.extend(exposed::conflict(event, all.clone()));
    conflicts.extend(taken::conflict(event, notes, all));
    (claims, conflicts)
}

fn split<'n>(event: &Event<'n>, sums: &Sums) -> Vec<Group<'n>> {
    let mut groups: Vec<Group> = Vec::new();
    let (valued, rest): (Vec<Told>, Vec<Told>) = event.told.iter().partition(|told| {
        let m = told.mention;
        m.amount.is_some() && !m.vague || (m.killed.is_some() || m.injured.is_some()) && !m.partial
    });
    let mut told_by: HashSet<(usize, usize)> = HashSet::new();
    for told in valued {
        let m = told.mention;
        let fits = |group: &Group| {
            (m.amount.is_none()
                || group.amount.is_none()
                || sums.same(group.amount, m.amount.as_ref()))
                && agree(group.killed, m.killed)
                && agree(group.injured, m.injured)
        };
        let own = groups
            .iter()
            .enumerate()
            .position(|(place, group)| fits(group) && told_by.contains(&(place, told.report)))
            .or_else(|| groups.iter().position(fits));
        let place = match own {
            Some(place) => {
                let group = &mut groups[place];
                group.amount = tighter(group.amount, m.amount.as_ref());
                group.killed = group.killed.or(m.killed);
                group.injured = group.injured.or(m.injured);
                group.told.push(told);
                place
            }
            None if groups.len() == APART => continue,
            None => {
                groups.push(Group {
                    amount: m.amount.as_ref(),
                    killed: m.killed,
                    injured: m.injured,
                    told: vec![told],
                });
                groups.len() - 1
            }
        };
        told_by.insert((place, told.report));
    }
    if groups.is_empty() {
        groups.push(Group {
            amount: rest.iter().find_map(|t| t.mention.amount.as_ref()),
            killed: None,
            injured: None,
            told: Vec::new(),
        });
    }
    let mut first_of: HashMap<usize, usize> = HashMap::new();
    for (index, group) in groups.iter().enumerate() {
        for told in &group.told {
            first_of.entry(told.report).or_insert(index);
        }
    }
    for told in rest {
        let own = *first_of.entry(told.report).or_insert(0);
        groups[own].told.push(told);
    }
    for group in &mut groups {
        let partial = |value: fn(&Mention) -> Option<u32>| {
            group
                .told
                .iter()
                .filter_map(|told| value(told.mention))
                .max()
        };
        group.killed = group.killed.or_else(|| partial(|m| m.killed));
        group.injured = group.injured.or_else(|| partial(|m| m.injured));
        group.told.sort_by_key(|told| (told.report, told.index));
    }
    groups
}

/// Of two forms of one sum, the one with both bounds, else the one that names its currency.
fn tighter<'a>(a: Option<&'a Amount>, b: Option<&'a Amount>) -> Option<&'a Amount> {
    match (a, b) {
        (Some(x), Some(y))
            if (x.min.is_none() || x.max.is_none()) && y.min.is_some() && y.max.is_some() =>
        {
            Some(y)
        }
        (Some(x), Some(y)) if x.currency.is_none() && y.currency.is_some() => Some(y),
        (known, new) => known.or(new),
    }
}

/// What all mentions of an event say together, for claims that do not say it themselves.
struct Everywhere {
    place: Option<String>,
    day: Option<String>,
}

impl Everywhere {
    fn of(event: &Event) -> Self {
        let mentions = || event.told.iter().map(|told| told.mention);
        Everywhere {
            place: best(mentions().filter_map(|m| m.place.as_ref())),
            day: day(mentions()),
        }
    }
}

fn claim(
    event: &Event,
    group: &Group,
    everywhere: &Everywhere,
    notes: &[&Notes],
    cast: &Cast,
    sums: &Sums,
) -> Claim {
    let reports: BTreeSet<usize> = group.told.iter().map(|told| told.report).collect();
    let slots = slots(event, group, everywhere, sums);
    let evidence: Vec<ClaimEvidence> = group
        .told
        .iter()
        .take(EVIDENCE)
        .map(|told| ClaimEvidence {
            report: told.report,
            quote: notes[told.report].mentions[told.index].1.clone(),
            attributed_to: told
                .mention
                .source
                .and_then(|source| cast.voice(told.report, source)),
        })
        .collect();
    let mut evidence = evidence;
    evidence.dedup_by(|a, b| a.report == b.report && a.quote == b.quote);
    let origins: BTreeSet<usize> = group
        .told
        .iter()
        .filter_map(|told| {
            told.mention
                .source
                .and_then(|source| cast.voice(told.report, source))
        })
        .collect();
    let kind = event.kind;
    let standing = independent::count(event, &group.told, slots.target.as_deref(), notes, cast);
    let any = !origins.is_empty();
    Claim {
        kind,
        slots,
        reports: reports.into_iter().collect(),
        origins: origins.into_iter().collect(),
        independent_origins: standing.max(usize::from(any)),
        credibility: Credibility::Unknown,
        evidence,
    }
}

fn slots(event: &Event, group: &Group, everywhere: &Everywhere, sums: &Sums) -> Slots {
    let mentions = || group.told.iter().map(|told| told.mention);
    Slots {
        amount: group
            .amount
            .or_else(|| mentions().find_map(|m| m.amount.as_ref()))
            .map(|amount| sums.with_currency(amount)),
        act: group
            .told
            .iter()
            .filter_map(|t| t.mention.act)
            .find(|act| Some(*act) == event.act)
            .or(event.act)
            .map(str::to_owned),
        target: best(mentions().filter_map(|m| m.target.as_ref())),
        place: best(mentions().filter_map(|m| m.place.as_ref()))
            .or_else(|| everywhere.place.clone()),
        date: day(mentions()).or_else(|| everywhere.day.clone()),
        killed: group.killed,
        injured: group.injured,
        person: best(mentions().filter_map(|m| m.person.as_ref())),
    }
}

/// The filler that most mentions agree with; of those, a name before a role, a longer before a shorter.
fn best<'f>(fillers: impl Iterator<Item = &'f Filler>) -> Option<String> {
    let fillers: Vec<&Filler> = fillers.take(64).collect();
    fillers
        .iter()
        .rev()
        .map(|filler| {
            let votes = fillers
                .iter()
                .filter(|other| other.shares_word(filler))
                .count();
            (
                votes + 2 * usize::from(filler.entity.is_some()),
                filler.words.len().min(5),
                filler,
            )
        })
        .max_by_key(|&(votes, words, _)| (votes, words))
        .map(|(_, _, filler)| filler.text.clone())
}

/// The day that most mentions give, firm ones first; else words.
fn day<'m>(mentions: impl Iterator<Item = &'m Mention>) -> Option<String> {
    let dates: Vec<_> = mentions.filter_map(|m| m.date.as_ref()).take(64).collect();
    let resolved = dates
        .iter()
        .filter(|when| when.start.is_some())
        .max_by_key(|when| {
            let votes = dates
                .iter()
                .filter(|other| other.start == when.start)
                .count();
            (when.firm, votes, when.start == when.end)
        });
    match resolved {
        Some(when) => match (when.start, when.end) {
            (Some(start), Some(end)) if start != end => Some(format!("{start}/{end}")),
            (start, end) => start.or(end).map(|day| day.to_string()),
        },
        None => dates.first().map(|when| when.words.clone()),
    }
}

fn number_conflicts(event: &Event, groups: &[Group], sums: &Sums, first: usize) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    let mut add = |slot: Slot, values: Vec<(SlotValue, usize)>| {
        let mut merged: Vec<Given> = Vec::new();
        for (value, index) in values {
            let reports = giving(&groups[index], slot);
            match merged.iter_mut().find(|(known, _, _)| *known == value) {
                Some((_, known, list)) => {
                    known.extend(reports);
                    list.push(index);
                }
                None => merged.push((value, reports, vec![index])),
            }
        }
        let merged = disputed(merged);
        if merged.len() > 1 {
            conflicts.push(Conflict {
                slot,
                claims: merged
                    .iter()
                    .flat_map(|(_, _, list)| list.iter().map(|i| i + first))
                    .collect(),
                values: merged
                    .into_iter()
                    .map(|(value, told, _)| {
                        let mut reports: Vec<usize> =
                            told.into_iter().map(|(report, _)| report).collect();
                        reports.sort_unstable();
                        reports.dedup();
                        (value, reports)
                    })
                    .collect(),
            });
        }
    };
    fn of(
        groups: &[Group],
        value: impl Fn(&Group) -> Option<SlotValue>,
    ) -> Vec<(SlotValue, usize)> {
        let indexed = groups.iter().enumerate();
        indexed
            .filter_map(|(i, group)| Some((value(group)?, i)))
            .collect()
    }
    if has_price(event) {
        add(
            Slot::Amount,
            of(groups, |group| {
                let amount = sums.with_currency(group.amount?);
                amount
                    .currency
                    .is_some()
                    .then_some(SlotValue::Amount(amount))
            }),
        );
    }
    add(
        Slot::Killed,
        of(groups, |group| group.killed.map(SlotValue::Count)),
    );
    add(
        Slot::Injured,
        of(groups, |group| group.injured.map(SlotValue::Count)),
    );
    conflicts
}

/// Reports can contradict each other in its sum.
fn has_price(event: &Event) -> bool {
    match event.kind {
        Kind::Bounty => event.act.is_some(),
        Kind::Kidnapping => event.act == Some(RANSOM),
        Kind::Threat => event.act == Some(EXTORTION),
        _ => false,
    }
}

/// A value, who gives it, and the groups in which it stands.
type Given = (SlotValue, Vec<(usize, Option<usize>)>, Vec<usize>);

/// Values that some report gives while another gives a different one instead; two steps of one price
/// list, which a report gives side by side, do not contradict each other. Nor does a part of a count; but who
/// gives more beside what others give contradicts them.
fn disputed(values: Vec<Given>) -> Vec<Given> {
    let givers: Vec<HashSet<_>> = values.iter().map(|v| v.1.iter().collect()).collect();
    let tops = |i: usize, j: usize| {
        let more = match (&values[i].0, &values[j].0) {
            (SlotValue::Count(one), SlotValue::Count(other)) => one > other,
            _ => false,
        };
        more && !givers[i].is_empty()
            && givers[i].is_subset(&givers[j])
            && givers[i].len() < givers[j].len()
    };
    let instead =
        |i: usize, j: usize| !givers[i].is_subset(&givers[j]) && !givers[j].is_subset(&givers[i]);
    let keep: Vec<bool> = (0..values.len())
        .map(|i| (0..values.len()).any(|j| i != j && (instead(i, j) || tops(i, j) || tops(j, i))))
        .collect();
    values
        .into_iter()
        .zip(keep)
        .filter_map(|(value, keep)| keep.then_some(value))
        .collect()
}

/// Reports of a group that themselves give the value, each with the source on whose word.
fn giving(group: &Group, slot: Slot) -> Vec<(usize, Option<usize>)> {
    let gives = |m: &Mention| match slot {
        Slot::Amount => m.amount.is_some(),
        Slot::Killed => m.killed.is_some() && !m.partial,
        _ => m.injured.is_some() && !m.partial,
    };
    group
        .told
        .iter()
        .filter(|told| gives(told.mention))
        .map(|told| (told.report, told.mention.source))
        .collect()
}

/// Credibility by independent origins and conflicts; `1` only with two independent origins at least.
pub(crate) fn grade(independent: usize, conflicting: bool) -> Credibility {
    match (independent, conflicting) {
        (0, _) => Credibility::Unknown,
        (1, true) => Credibility::Doubtful,
        (1, false) | (_, true) => Credibility::Possible,
        (2, false) => Credibility::Probable,
        (_, false) => Credibility::Confirmed,
    }
}
