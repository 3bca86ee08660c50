//! One act that several reports tell with other figures, on other days or at other places.

use std::collections::BTreeSet;

use model::Kind;

use super::event::{Event, days_outside, family, is_violent};

/// Days by which reports of one act may differ.
const APART_DAYS: i64 = 14;
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

/// What is done, as far as one act can be mistaken for another.
fn act(event: &Event) -> Option<&'static str> {
    let act = event.act?;
    match event.kind {
        Kind::Attack if act == "arson" => Some("arson"),
        Kind::Attack | Kind::Ambush => Some("attack"),
        Kind::Explosive => Some(act),
        Kind::Bounty => Some(family(act)),
        _ => None,
    }
}

fn may_be(event: &Event, main: &Event) -> bool {
    let one_kind = event.kind == main.kind || is_violent(event.kind) && is_violent(main.kind);
    one_kind && act(event) == act(main) && fits_days(event, main)
}

fn fits_days(event: &Event, main: &Event) -> bool {
    event.kind == Kind::Bounty
        || event.days.is_empty()
        || main.days.is_empty()
        || event.days.iter().any(|&day| {
            let mut known = main.days.iter();
            known.any(|&other| days_outside(day, other, other) <= APART_DAYS)
        })
}
