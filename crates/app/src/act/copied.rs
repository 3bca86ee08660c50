//! Which earlier reports each of some reports copies: those that share marks with it are held against it.

use std::collections::HashMap;

use engine::picture::MOST_BEARERS;
use engine::picture::copies::{Laid, Print};
use intake::parallel;
use store::{Bearer, Borne, Store, StoreError, Tag};

use super::link::{Found, distinct, on_cores};

/// The earlier reports that each copies, by their places.
pub(super) type Copied = HashMap<u64, Vec<u64>>;

/// Marks that two texts share at least, if one is to be held against the other.
const SHARED: usize = 2;
/// Share of the words of one of two texts from which they are about the same without a name in common. Forms and
/// notices that are filled in anew share half of them.
const COPIED: f32 = 0.7;
/// Earlier reports that a text is held against, likeliest first.
const HELD_AGAINST: usize = 4;

/// The earlier reports, stored or among them, that each of some reports copies; and who bears their marks.
pub(super) async fn find(
    store: &Store,
    found: &mut [Found],
) -> Result<(Copied, Borne), StoreError> {
    let mut read = store.read().await?;
    let marks = distinct(found.iter().flat_map(|one| &one.tags.marks).copied());
    let borne = store::bearers(&mut read, &marks, MOST_BEARERS).await?;
    let pairs = likeliest_pairs(&borne.bearers, found);
    let prints = found
        .iter_mut()
        .map(|one| (one.finding.place, std::mem::take(&mut one.print)));
    let mut prints: HashMap<u64, Print> = prints.collect();
    let earlier = pairs.iter().flat_map(|(_, earlier)| earlier).copied();
    let earlier = distinct(earlier.filter(|place| !prints.contains_key(place)));
    let stored = store::at_places(&mut read, &earlier).await?;
    drop(read);
    let keys = store.keys().clone();
    let copied = on_cores(move || {
        // what does not open was told of when it was read
        let opened = stored.iter().filter_map(|report| report.open(&keys).ok());
        prints.extend(opened.map(|report| (report.place, Print::of(&report.body.text))));
        parallel::ordered_map(&pairs, |(place, earlier)| {
            (*place, held(&prints, *place, earlier))
        })
    });
    Ok((copied.await.into_iter().collect(), borne))
}

/// Those of some earlier texts that one copies.
fn held(prints: &HashMap<u64, Print>, place: u64, earlier: &[u64]) -> Vec<u64> {
    let Some(print) = prints.get(&place) else {
        return Vec::new();
    };
    let mut laid = Laid::of(print);
    let is_copied = |other: &&u64| {
        prints
            .get(other)
            .is_some_and(|other| laid.shares(other) >= COPIED)
    };
    earlier.iter().filter(is_copied).copied().collect()
}

/// For each report that shares marks with earlier ones, the few that share most.
fn likeliest_pairs(stored: &[Bearer], found: &[Found]) -> Vec<(u64, Vec<u64>)> {
    let mut came: HashMap<Tag, Vec<u64>> = HashMap::new();
    let mut pairs = Vec::new();
    for one in found {
        let mut shared: HashMap<u64, usize> = HashMap::new();
        for mark in &one.tags.marks {
            let before = came.entry(*mark).or_default();
            let earlier = borne(stored, *mark).iter().map(|bearer| bearer.report);
            for report in earlier.chain(before.iter().copied()) {
                *shared.entry(report).or_default() += 1;
            }
            if before.len() < MOST_BEARERS {
                before.push(one.finding.place);
            }
        }
        let earlier = likeliest(shared);
        if !earlier.is_empty() {
            pairs.push((one.finding.place, earlier));
        }
    }
    pairs
}

/// Of reports that share so many marks, the few that share most.
fn likeliest(shared: HashMap<u64, usize>) -> Vec<u64> {
    let shared = shared.into_iter();
    let mut shared: Vec<(usize, u64)> = shared
        .filter_map(|(report, count)| (count >= SHARED).then_some((count, report)))
        .collect();
    shared.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    shared.truncate(HELD_AGAINST);
    shared.into_iter().map(|(_, report)| report).collect()
}

/// Those of a tag, among bearers in the order of tags.
fn borne(bearers: &[Bearer], tag: Tag) -> &[Bearer] {
    let start = bearers.partition_point(|one| one.tag < tag);
    let count = bearers[start..].partition_point(|one| one.tag == tag);
    &bearers[start..start + count]
}
