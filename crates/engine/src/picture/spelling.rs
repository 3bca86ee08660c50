//! One person whom reports spell in several ways.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::claim::Notes;
use crate::extract::{Entity, NameKind};

use super::actor::{name_key, spelled_alike};
use super::types::{Claim, Conflict, Slot, SlotValue};

/// Names with like first or last words that a name is held against.
const COMPARED: usize = 64;

/// A name as some reports write it.
struct Spelling<'n> {
    name: &'n str,
    reports: BTreeSet<usize>,
    person: bool,
    /// Its group: the place of the first spelling of the same person.
    group: usize,
}

/// Where reports of one incident differ in how they spell a person's name.
pub(crate) fn conflicts(claims: &[Claim], reports: &[usize], notes: &[&Notes]) -> Vec<Conflict> {
    let mut spellings = written(reports, notes);
    bring_together(&mut spellings);
    let mut groups: BTreeMap<usize, Vec<&Spelling<'_>>> = BTreeMap::new();
    for spelling in &spellings {
        groups.entry(spelling.group).or_default().push(spelling);
    }
    groups
        .into_values()
        .map(|group| ways_to_write(&group))
        .filter(|ways| ways.len() > 1)
        .map(|ways| conflict(claims, &ways))
        .collect()
}

/// A way to write a name, with every form that differs only in accents, case or a name left out.
struct Way<'n> {
    forms: Vec<&'n str>,
    reports: BTreeSet<usize>,
}

fn ways_to_write<'n>(group: &[&Spelling<'n>]) -> Vec<Way<'n>> {
    let mut ways: Vec<Way> = Vec::new();
    for spelling in group {
        let same = |way: &&mut Way| spelled_alike(way.forms[0], spelling.name) == Some(false);
        let way = match ways.iter_mut().find(same) {
            Some(way) => way,
            None => {
                ways.push(Way {
                    forms: Vec::new(),
                    reports: BTreeSet::new(),
                });
                let last = ways.len() - 1;
                &mut ways[last]
            }
        };
        way.forms.push(spelling.name);
        way.reports.extend(&spelling.reports);
    }
    ways
}

fn conflict(claims: &[Claim], ways: &[Way]) -> Conflict {
    let forms = || ways.iter().flat_map(|way| &way.forms);
    let involved = |text: &Option<String>| {
        text.as_ref()
            .is_some_and(|text| forms().any(|form| text.contains(form)))
    };
    Conflict {
        slot: Slot::Person,
        claims: (0..claims.len())
            .filter(|&i| involved(&claims[i].slots.person) || involved(&claims[i].slots.target))
            .collect(),
        values: ways
            .iter()
            .map(|way| {
                let reports = way.reports.iter().copied().collect();
                (SlotValue::Text(way.forms[0].to_owned()), reports)
            })
            .collect(),
    }
}

/// The full names of people, each with the reports that write it so.
fn written<'n>(reports: &[usize], notes: &[&'n Notes]) -> Vec<Spelling<'n>> {
    let mut spellings: Vec<Spelling> = Vec::new();
    let mut known: HashMap<&[u64], usize> = HashMap::new();
    for &report in reports {
        for entity in notes[report].entities.iter().filter(|e| may_be_person(e)) {
            let place = *known.entry(&entity.words).or_insert_with(|| {
                spellings.push(Spelling {
                    name: &entity.name,
                    reports: BTreeSet::new(),
                    person: false,
                    group: spellings.len(),
                });
                spellings.len() - 1
            });
            spellings[place].reports.insert(report);
            spellings[place].person |= entity.kind == NameKind::Person;
        }
    }
    spellings
}

fn may_be_person(entity: &Entity) -> bool {
    matches!(entity.kind, NameKind::Person | NameKind::Other)
        && (2..=5).contains(&entity.words.len())
}

fn bring_together(spellings: &mut [Spelling]) {
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    for i in 0..spellings.len() {
        let keys = name_key(spellings[i].name);
        let like = keys
            .iter()
            .flat_map(|key| by_key.get(key).into_iter().flatten());
        let same = like
            .copied()
            .find(|&other| is_one_person(&spellings[other], &spellings[i]));
        if let Some(other) = same {
            spellings[i].group = spellings[other].group;
        }
        for key in keys {
            let bucket = by_key.entry(key).or_default();
            if bucket.len() < COMPARED {
                bucket.push(i);
            }
        }
    }
}

/// Alike, and not two people whom one report tells apart.
fn is_one_person(a: &Spelling, b: &Spelling) -> bool {
    (a.person || b.person)
        && a.reports.is_disjoint(&b.reports)
        && spelled_alike(a.name, b.name).is_some()
}
