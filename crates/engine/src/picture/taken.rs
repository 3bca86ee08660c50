//! Who was caught: reports that tell of one arrest, and give whom it took names that are not one.

use std::collections::BTreeMap;
use std::ops::Range;

use model::Kind;

use crate::claim::{Filler, Notes};

use super::actor::spelled_alike;
use super::event::Event;
use super::types::{Conflict, Slot, SlotValue};

/// Names that reports of one arrest or charge give instead of each other: a part of the name is the same, as of a father and
/// a son or by a mistake. Ways to spell one name are told apart elsewhere.
pub(crate) fn conflict(event: &Event, notes: &[&Notes], claims: Range<usize>) -> Option<Conflict> {
    if event.kind != Kind::Response || !matches!(event.act, Some("arrest" | "charge")) {
        return None;
    }
    let mut names: BTreeMap<&str, (&Filler, Vec<usize>)> = BTreeMap::new();
    for told in &event.told {
        let named = told.mention.person.as_ref();
        if let Some(person) = named.filter(|one| one.entity.is_some() && one.words.len() > 1) {
            let (_, reports) = names.entry(&person.text).or_insert((person, Vec::new()));
            if reports.last() != Some(&told.report) {
                reports.push(told.report);
            }
        }
    }
    let all: Vec<&(&Filler, Vec<usize>)> = names.values().collect();
    let (one, other) = pairs(&all).find(|(one, other)| is_instead(one, other, notes))?;
    Some(Conflict {
        slot: Slot::Person,
        claims: claims.collect(),
        values: [one, other]
            .map(|(name, reports)| (SlotValue::Text(name.text.clone()), reports.clone()))
            .into(),
    })
}

/// Names that are held against each other.
const FEW: usize = 16;

fn pairs<T>(all: &[T]) -> impl Iterator<Item = (&T, &T)> {
    let all = &all[..all.len().min(FEW)];
    let from = all.iter().enumerate();
    from.flat_map(move |(at, one)| all[at + 1..].iter().map(move |other| (one, other)))
}

/// They share a word, each has another that the other lacks, and no report knows both.
fn is_instead(
    (one, by_some): &(&Filler, Vec<usize>),
    (other, by_others): &(&Filler, Vec<usize>),
    notes: &[&Notes],
) -> bool {
    let own = |of: &Filler, than: &Filler| of.words.iter().any(|word| !than.words.contains(word));
    let knows = |reports: &[usize], name: &Filler| {
        let known = |report: &usize| {
            let mut entities = notes[*report].entities.iter();
            entities.any(|entity| entity.words == name.words)
        };
        reports.iter().any(known)
    };
    one.shares_word(other)
        && own(one, other)
        && own(other, one)
        && spelled_alike(&one.text, &other.text).is_none()
        && !knows(by_some, other)
        && !knows(by_others, one)
}
