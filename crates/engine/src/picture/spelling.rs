//! One person whom reports spell in several ways.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::claim::Notes;
use crate::extract::{Entity, NameKind};
use crate::text::folded;

use super::actor::{name_key, spelled_alike};
use super::types::{Claim, Conflict, Slot, SlotValue};

/// Names with like first or last words that a name is held against.
const COMPARED: usize = 64;

/// Bytes of a piece by which names are looked up in claims.
const PIECE: usize = 6;

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
    let ways: Vec<Vec<Way<'_>>> = groups
        .into_values()
        .map(|group| ways_to_write(&group))
        .filter(|ways| ways.len() > 1)
        .collect();
    if ways.is_empty() {
        return Vec::new();
    }
    let named = Named::of(claims);
    ways.iter().map(|ways| conflict(&named, ways)).collect()
}

/// Whom claims speak of, by short pieces of the words.
struct Named<'c> {
    claims: &'c [Claim],
    by_piece: HashMap<&'c [u8], Vec<usize>>,
}

impl<'c> Named<'c> {
    fn of(claims: &'c [Claim]) -> Self {
        let mut by_piece: HashMap<&[u8], Vec<usize>> = HashMap::new();
        for (index, claim) in claims.iter().enumerate() {
            for text in whom(claim) {
                for piece in text.as_bytes().windows(PIECE) {
                    let list = by_piece.entry(piece).or_default();
                    if list.last() != Some(&index) {
                        list.push(index);
                    }
                }
            }
        }
        Named { claims, by_piece }
    }

    /// Claims that speak of somebody by a name, ascending.
    fn with(&self, name: &str) -> Vec<usize> {
        let has = |&index: &usize| whom(&self.claims[index]).any(|text| text.contains(name));
        let pieces = name.as_bytes().windows(PIECE);
        let of = |piece: &[u8]| self.by_piece.get(piece).map_or(&[][..], Vec::as_slice);
        match pieces.map(of).min_by_key(|list| list.len()) {
            Some(list) => list.iter().copied().filter(has).collect(),
            None => (0..self.claims.len()).filter(has).collect(),
        }
    }
}

fn whom(claim: &Claim) -> impl Iterator<Item = &str> {
    let slots = &claim.slots;
    slots
        .person
        .as_deref()
        .into_iter()
        .chain(slots.target.as_deref())
}

/// A way to write a name, with every form that differs only in accents, case or a name left out.
struct Way<'n> {
    forms: Vec<&'n str>,
    reports: BTreeSet<usize>,
}

fn ways_to_write<'n>(group: &[&Spelling<'n>]) -> Vec<Way<'n>> {
    let mut ways: Vec<Way> = Vec::new();
    for spelling in group.iter().take(COMPARED) {
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

fn conflict(named: &Named, ways: &[Way]) -> Conflict {
    let forms = || ways.iter().flat_map(|way| &way.forms);
    let claims: BTreeSet<usize> = forms().flat_map(|form| named.with(form)).collect();
    Conflict {
        slot: Slot::Person,
        claims: claims.into_iter().collect(),
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
    let mut known: HashMap<String, usize> = HashMap::new();
    for &report in reports {
        for entity in notes[report].entities.iter().filter(|e| may_be_person(e)) {
            let place = *known.entry(folded(&entity.name)).or_insert_with(|| {
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
        let keys: Vec<String> = name_key(spellings[i].name).collect();
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
        && spelled_alike(a.name, b.name).is_some()
        && a.reports.is_disjoint(&b.reports)
}
