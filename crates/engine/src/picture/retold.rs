//! One act that several reports tell with other figures, on other days or at other places.

use std::collections::BTreeSet;

use model::Kind;

use super::event::{Event, days_outside, family, is_violent};
use crate::extract::singular;
use crate::text::{Class, folded, is_listed};

/// Days by which reports of one act may differ.
const APART_DAYS: i64 = 14;
/// Days by which they may differ where they tell of different places.
const FEW_DAYS: i64 = 3;
/// Events that others are held against: the first of each kind, most told first.
const MAIN: usize = 16;

/// Brings together events of one kind of act that are never told beside each other: reports of one incident that
/// each tell of one such act tell of the same, however they differ.
pub(crate) fn join(events: &mut Vec<Event>) {
    let mut order: Vec<usize> = (0..events.len())
        .filter(|&i| act(&events[i]).is_some())
        .collect();
    order.sort_by_key(|&i| std::cmp::Reverse((events[i].reports().len(), events[i].told.len())));
    let mut mains: Vec<(usize, BTreeSet<usize>)> = Vec::new();
    for at in order {
        let reports = events[at].reports();
        let is_same = |(main, known): &(usize, BTreeSet<usize>)| {
            known.is_disjoint(&reports) && may_be(&events[at], &events[*main])
        };
        if let Some(place) = mains.iter().position(is_same) {
            let main = mains[place].0;
            mains[place].1.extend(reports);
            let told = std::mem::take(&mut events[at].told);
            told.into_iter().for_each(|one| events[main].take(one));
            if is_violent(events[main].kind) {
                events[main].settle_kind();
            }
        } else if mains.len() < MAIN {
            mains.push((at, reports));
        }
    }
    events.retain(|event| !event.told.is_empty());
}

/// What is asked for a price goes unsaid.
const UNSAID: &str = "";

/// What is done, as far as one act can be mistaken for another.
fn act(event: &Event) -> Option<&'static str> {
    let act = event.act.unwrap_or_default();
    match event.kind {
        Kind::Attack if act == "arson" => Some("arson"),
        Kind::Attack | Kind::Ambush => Some("attack"),
        Kind::Explosive => Some(act),
        Kind::Bounty => Some(event.act.map_or(UNSAID, family)),
        Kind::Kidnapping => Some(act),
        _ => None,
    }
}

fn may_be(event: &Event, main: &Event) -> bool {
    let one_kind = event.kind == main.kind || is_violent(event.kind) && is_violent(main.kind);
    let unsaid = act(event) == Some(UNSAID) || act(main) == Some(UNSAID);
    one_kind
        && (act(event) == act(main) || unsaid)
        && fits_days(event, main)
        && fits_whom(event, main)
}

/// A price on `a clerk` is none on `Judge Ada Brink`: what people are tells them apart.
fn fits_whom(event: &Event, main: &Event) -> bool {
    let (ours, theirs) = (roles(event), roles(main));
    event.kind != Kind::Bounty || ours.is_empty() || theirs.is_empty() || !ours.is_disjoint(&theirs)
}

fn roles(event: &Event) -> BTreeSet<u64> {
    let words = event
        .targets
        .iter()
        .flat_map(|target| target.text.split(' '));
    let hashes = words.map(|word| singular(&folded(word)));
    hashes
        .filter(|&word| is_listed(word, Class::Role))
        .collect()
}

/// On one day or soon after: another place is then a contradiction, else another act.
fn fits_days(event: &Event, main: &Event) -> bool {
    let within = |most: i64| {
        event.days.iter().any(|&day| {
            let mut known = main.days.iter();
            known.any(|&other| days_outside(day, other, other) <= most)
        })
    };
    let elsewhere = !event.places.is_empty()
        && !main.places.is_empty()
        && event
            .places
            .iter()
            .all(|place| !main.places.contains(place));
    match event.kind {
        Kind::Bounty => true,
        _ if elsewhere => within(FEW_DAYS),
        _ => event.days.is_empty() || main.days.is_empty() || within(APART_DAYS),
    }
}
