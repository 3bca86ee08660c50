//! Reports that contradict each other in how many people's data was given away.

use std::collections::BTreeMap;
use std::ops::Range;

use super::event::Event;
use super::types::{Conflict, Slot, SlotValue};
use crate::claim::Exposed;

/// Counts that are held against each other.
const MOST: usize = 4;

/// The counts that reports of one event give instead of each other, the one that most give first. A report gives the first
/// that it names.
pub(crate) fn conflict(event: &Event, claims: Range<usize>) -> Option<Conflict> {
    let mut given: BTreeMap<usize, &Exposed> = BTreeMap::new();
    for told in &event.told {
        if let Some(exposed) = &told.mention.exposed {
            given.entry(told.report).or_insert(exposed);
        }
    }
    let mut counts: BTreeMap<u32, (&str, Vec<usize>)> = BTreeMap::new();
    for (report, exposed) in given {
        let (_, reports) = counts
            .entry(exposed.count)
            .or_insert((&exposed.words, Vec::new()));
        reports.push(report);
    }
    if counts.len() < 2 {
        return None;
    }
    let mut values: Vec<(&str, Vec<usize>)> = counts.into_values().collect();
    values.sort_by_key(|(_, reports)| usize::MAX - reports.len());
    values.truncate(MOST);
    let value = |(words, reports): (&str, Vec<usize>)| (SlotValue::Text(words.to_owned()), reports);
    Some(Conflict {
        slot: Slot::Target,
        claims: claims.collect(),
        values: values.into_iter().map(value).collect(),
    })
}
