//! Mentions brought together into events without comparing each with all.
//!
//! While an incident has few events a mention is compared with each. Beyond that it is compared with those that
//! share a word of the target or the place, a day, a sum or a like-sounding name with it, and with the first and
//! the latest of its kind: a bounded number, however many there are.

use std::collections::HashMap;
use std::hash::Hash;

use jiff::civil::Date;
use model::Kind;

use crate::claim::{Filler, Mention};

use super::actor::name_key;
use super::event::{Event, Told, is_violent};

/// Events of like kind up to which a mention is compared with each.
const FEW: usize = 64;
/// Events looked at for each thing that a mention shares with them, and so many of the latest beside.
const LISTED: usize = 32;
/// Things of one mention that are looked up.
const LOOKED_UP: usize = 24;

/// Brings mentions together, in order of reports.
pub(crate) fn gather<'n>(told: impl Iterator<Item = Told<'n>>) -> Vec<Event<'n>> {
    let mut events: Vec<Event<'n>> = Vec::new();
    let mut index = Index::default();
    // events that the report at hand has told of so far, ascending
    let (mut report, mut told_now) = (usize::MAX, Vec::new());
    for one in told {
        if one.report != report {
            report = one.report;
            told_now.clear();
        }
        let before = told_now
            .iter()
            .copied()
            .find(|&event: &usize| one.mention.continues && events[event].goes_on_with(&one));
        let at = before.or_else(|| best(&events, &index, &one));
        let at = match at {
            Some(at) => {
                events[at].take(one);
                at
            }
            None => {
                events.push(Event::new(one));
                events.len() - 1
            }
        };
        index.add(at, events[at].kind, one.mention);
        if let Err(place) = told_now.binary_search(&at) {
            told_now.insert(place, at);
        }
    }
    events
        .iter_mut()
        .filter(|event| is_violent(event.kind))
        .for_each(Event::settle_kind);
    events
}

/// The event that a mention fits best, the earliest of equals.
fn best(events: &[Event], index: &Index, one: &Told) -> Option<usize> {
    index
        .candidates(one.mention)
        .into_iter()
        .filter_map(|at| {
            let score = events[at].affinity(one)?;
            Some((score, std::cmp::Reverse(at)))
        })
        .max()
        .map(|(_, std::cmp::Reverse(at))| at)
}

/// Kinds whose mentions may speak of one event.
type Family = Option<Kind>;

fn family(kind: Kind) -> Family {
    (!is_violent(kind)).then_some(kind)
}

/// What a mention may share with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Thing {
    Target(u64),
    Place(u64),
    Sound(u64),
    Day(Date),
    Sum(u64),
    Act(&'static str),
}

/// Events by what they share with a mention.
#[derive(Debug, Default)]
struct Index {
    of_family: HashMap<Family, Vec<usize>>,
    by_thing: HashMap<(Family, Thing), Listed>,
}

/// The first events that have something, and how many mentions were listed for it.
#[derive(Debug, Default)]
struct Listed {
    first: Vec<usize>,
    latest: std::collections::VecDeque<usize>,
}

impl Listed {
    fn add(&mut self, event: usize) {
        if self.first.contains(&event) || self.latest.contains(&event) {
            return;
        }
        if self.first.len() < LISTED {
            self.first.push(event);
            return;
        }
        if self.latest.len() == LISTED {
            self.latest.pop_front();
        }
        self.latest.push_back(event);
    }

    fn events(&self) -> impl Iterator<Item = usize> {
        self.first.iter().chain(&self.latest).copied()
    }
}

impl Index {
    fn add(&mut self, event: usize, kind: Kind, mention: &Mention) {
        let family = family(kind);
        let list = self.of_family.entry(family).or_default();
        if list.last().is_none_or(|&last| last < event) {
            list.push(event);
        }
        for thing in things(mention) {
            self.by_thing.entry((family, thing)).or_default().add(event);
        }
    }

    fn candidates(&self, mention: &Mention) -> Vec<usize> {
        let family = family(mention.kind);
        let Some(all) = self.of_family.get(&family) else {
            return Vec::new();
        };
        if all.len() <= FEW {
            return all.clone();
        }
        let mut found: Vec<usize> = all[..LISTED].to_vec();
        found.extend(&all[all.len() - LISTED..]);
        for thing in things(mention) {
            if let Some(listed) = self.by_thing.get(&(family, thing)) {
                found.extend(listed.events());
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// What a mention is looked up by.
fn things(mention: &Mention) -> impl Iterator<Item = Thing> {
    fn words(filler: Option<&Filler>) -> impl Iterator<Item = u64> {
        filler
            .into_iter()
            .flat_map(|filler| filler.words.iter().copied())
    }
    let named = mention
        .target
        .iter()
        .filter(|target| target.entity.is_some());
    let sounds = named.flat_map(|target| name_key(&target.text).map(|key| hashed(&key)));
    let days = mention.date.iter().flat_map(|when| [when.start, when.end]);
    let sum = mention.amount.as_ref().and_then(|sum| sum.max.or(sum.min));
    words(mention.target.as_ref())
        .map(Thing::Target)
        .chain(words(mention.place.as_ref()).map(Thing::Place))
        .chain(sounds.map(Thing::Sound))
        .chain(days.flatten().map(Thing::Day))
        .chain(sum.map(|sum| Thing::Sum(sum.to_bits())))
        .chain(mention.act.map(Thing::Act))
        .take(LOOKED_UP)
}

fn hashed(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
