//! Reports that contradict each other in where one act took place.

use std::collections::BTreeMap;
use std::ops::Range;

use super::event::Event;
use super::types::{Conflict, Slot, SlotValue};
use crate::claim::{Elsewhere, Filler, Notes};

/// Denials looked at for one event.
const MOST: usize = 16;

/// A place of an event that one report tells and another denies, and the one that is told instead.
pub(crate) fn conflict(event: &Event, notes: &[&Notes], claims: Range<usize>) -> Option<Conflict> {
    let denials = event.told.iter().flat_map(|told| {
        let of_report = notes[told.report].elsewhere.iter();
        of_report
            .filter(|one| one.mention == told.index)
            .map(|one| (told.report, one))
    });
    let mut denials = denials.take(MOST).peekable();
    denials.peek()?;
    let places = Places::of(event, notes);
    let values = denials.find_map(|(report, one)| places.contradicted(report, one))?;
    Some(Conflict {
        slot: Slot::Place,
        claims: claims.collect(),
        values,
    })
}

/// Each value with the reports that give it.
type Values = Vec<(SlotValue, Vec<usize>)>;

/// The places that each report of an event tells of it.
struct Places<'e, 'n> {
    told: BTreeMap<usize, Vec<&'e Filler>>,
    notes: &'e [&'n Notes],
}

impl<'e, 'n> Places<'e, 'n> {
    fn of(event: &'e Event<'n>, notes: &'e [&'n Notes]) -> Self {
        let mut told: BTreeMap<usize, Vec<&Filler>> = BTreeMap::new();
        for one in &event.told {
            let places = told.entry(one.report).or_default();
            places.extend(&one.mention.place);
        }
        Places { told, notes }
    }

    /// The place told instead and the denied one, where another report tells that.
    fn contradicted(&self, report: usize, one: &Elsewhere) -> Option<Values> {
        let mut own = self.told[&report].iter().copied();
        let instead = (one.instead.as_ref())
            .or_else(|| own.find(|place| !is_one(place, &one.denied)))
            .filter(|instead| !is_one(instead, &one.denied))?;
        let wrong: Vec<usize> = self
            .telling(&one.denied)
            .filter(|&at| at != report && !self.denies(at, &one.denied))
            .collect();
        if wrong.is_empty() {
            return None;
        }
        let mut right: Vec<usize> = self
            .telling(instead)
            .filter(|at| *at != report && wrong.binary_search(at).is_err())
            .collect();
        right.push(report);
        right.sort_unstable();
        let value = |place: &Filler| SlotValue::Text(place.text.clone());
        Some(vec![(value(instead), right), (value(&one.denied), wrong)])
    }

    /// Reports of the event that tell a place of it, or name it; ascending.
    fn telling(&self, place: &Filler) -> impl Iterator<Item = usize> {
        let tells = |(report, told): (&usize, &Vec<&Filler>)| {
            let mut named = self.notes[*report].entities.iter();
            (told.iter().any(|known| is_one(known, place))
                || named.any(|entity| entity.words == place.words))
            .then_some(*report)
        };
        self.told.iter().filter_map(tells)
    }

    fn denies(&self, report: usize, place: &Filler) -> bool {
        let mut denied = self.notes[report].elsewhere.iter();
        denied.any(|one| is_one(&one.denied, place))
    }
}

/// Half of the words of the shorter are among those of the other.
fn is_one(one: &Filler, other: &Filler) -> bool {
    let common = (one.words.iter())
        .filter(|word| other.words.contains(word))
        .count();
    common > 0 && 2 * common >= one.words.len().min(other.words.len())
}
