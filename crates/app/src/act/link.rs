//! Linking reports to the incidents they are about, each by what it shares with few others: whoever else is stored,
//! it is held against a bounded number of reports.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use engine::picture::copies::{Copies, Print};
use engine::picture::{Bearer, Known, MOST_BEARERS, Trace, is_news};
use store::{
    Blinder, Borne, Changes, Finding, Incident, Keys, Linking, Store, StoreError, Tag, Unread,
};

use super::rng;

/// The earlier reports that each copies, by their places.
type Copied = HashMap<u64, Vec<u64>>;

/// How many reports bear a tag.
type Counts = HashMap<Tag, usize>;

/// Marks that two texts share at least, if one is to be held against the other.
const SHARED: usize = 2;
/// Share of the words of one of two texts from which they are about the same without a name in common. Forms and
/// notices that are filled in anew share half of them.
const COPIED: f32 = 0.7;
/// Earlier reports that a text is held against, likeliest first.
const HELD_AGAINST: usize = 4;

/// Work for all cores, away from those that answer.
pub(super) async fn on_cores<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        // the program ends
        Err(_) => std::future::pending().await,
    }
}

/// A report read, and what it is found by.
pub(super) struct Found {
    /// What it was read from, without its text.
    pub report: Unread,
    pub finding: Finding,
    pub trace: Trace,
    pub tags: Tags,
    /// Until it is held against others.
    pub print: Print,
}

/// What a report is found by, blind.
pub(super) struct Tags {
    /// Of the keys of its trace, in their order.
    names: Vec<Tag>,
    /// Of the marks of its text.
    marks: Vec<Tag>,
}

/// Makes tags.
pub(super) struct Blinds {
    names: Blinder,
    marks: Blinder,
}

impl Blinds {
    pub fn of(keys: &Keys) -> Self {
        Blinds {
            names: keys.blinder("trace"),
            marks: keys.blinder("mark"),
        }
    }

    pub fn tags(&self, trace: &Trace, print: &Print) -> Tags {
        let marks = print.marks().into_iter();
        Tags {
            names: trace.keys().map(|key| self.names.tag(key)).collect(),
            marks: marks.map(|mark| self.marks.tag(mark)).collect(),
        }
    }
}

/// Links reports, in the order in which they came, and stores what was found in them.
pub(super) async fn store_linked(store: &Store, mut found: Vec<Found>) -> Result<(), StoreError> {
    let (copied, marked) = copied(store, &mut found).await?;
    let mut linking = Linking::begin(store).await?;
    let places: Vec<u64> = found.iter().map(|one| one.finding.place).collect();
    let waiting: HashSet<u64> = linking.waiting(&places).await?.into_iter().collect();
    // what another process read meanwhile keeps what it has
    found.retain(|one| waiting.contains(&one.finding.place));
    let mut drawn = Drawn::around(&mut linking, &found, &copied).await?;
    drawn.marked = marked;
    for one in found.iter_mut().filter(|one| !one.trace.is_empty()) {
        let entered = drawn.add(one, copied.get(&one.finding.place));
        one.finding.trace = Some(one.report.seal_trace(&entered, &mut rng())?);
    }
    let finding = |mut one: Found| {
        one.finding.incident = drawn.incident_of(one.finding.place);
        one.finding
    };
    let findings: Vec<Finding> = found.into_iter().map(finding).collect();
    linking.commit(&findings, &drawn.changes()).await
}

/// The places of the earlier reports, stored or among them, that each of some reports copies; and how many bear
/// the marks of these.
async fn copied(store: &Store, found: &mut [Found]) -> Result<(Copied, Counts), StoreError> {
    let mut read = store.read().await?;
    let marks = distinct(found.iter().flat_map(|one| &one.tags.marks).copied());
    let borne = store::bearers(&mut read, &marks, MOST_BEARERS).await?;
    let earlier = (found.iter()).flat_map(|one| likeliest(&borne.bearers, &one.tags.marks));
    let earlier = store::at_places(&mut read, &distinct(earlier)).await?;
    drop(read);
    let texts = found.iter_mut().filter(|one| !one.print.is_empty());
    let prints: Vec<(u64, Print)> = texts
        .map(|one| (one.finding.place, std::mem::take(&mut one.print)))
        .collect();
    let keys = store.keys().clone();
    let copied = on_cores(move || {
        // what does not open was told of when it was read
        let opened = earlier.iter().filter_map(|report| report.open(&keys).ok());
        let (mut copies, mut places, mut copied) = (Copies::new(), Vec::new(), HashMap::new());
        for report in opened {
            copies.put(places.len() as u32, &Print::of(&report.body.text));
            places.push(report.place);
        }
        for (place, print) in prints {
            let kin = copies.add(places.len() as u32, &print);
            let kin = (kin.iter()).filter(|one| one.overlap_new.max(one.overlap_old) >= COPIED);
            let of: Vec<u64> = kin.map(|one| places[one.id as usize]).collect();
            copied.insert(place, of);
            places.push(place);
        }
        copied
    })
    .await;
    Ok((copied, counts(&borne)))
}

fn counts(borne: &Borne) -> Counts {
    let common = borne.common.iter().map(|tag| (*tag, MOST_BEARERS + 1));
    let mut counts: Counts = common.collect();
    for one in &borne.bearers {
        *counts.entry(one.tag).or_default() += 1;
    }
    counts
}

/// Each once, ascending.
fn distinct<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The reports that share most marks with a text, few.
fn likeliest(bearers: &[store::Bearer], marks: &[Tag]) -> Vec<u64> {
    let mut shared: HashMap<u64, usize> = HashMap::new();
    for mark in marks {
        for one in borne(bearers, *mark) {
            *shared.entry(one.report).or_default() += 1;
        }
    }
    let mut shared: Vec<(usize, u64)> = shared
        .into_iter()
        .filter_map(|(report, count)| (count >= SHARED).then_some((count, report)))
        .collect();
    shared.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    shared.truncate(HELD_AGAINST);
    shared.into_iter().map(|(_, report)| report).collect()
}

/// Those of a tag, among bearers in the order of tags.
fn borne(bearers: &[store::Bearer], tag: Tag) -> &[store::Bearer] {
    let start = bearers.partition_point(|one| one.tag < tag);
    let count = bearers[start..].partition_point(|one| one.tag == tag);
    &bearers[start..start + count]
}

/// The part of the index and of the incidents that some reports have to do with, as it changes while they are linked.
#[derive(Default)]
struct Drawn {
    /// The reports that bear a key.
    named: HashMap<u64, Vec<Bearer<u64>>>,
    /// Keys that too many reports bear.
    common: HashSet<u64>,
    /// How many reports bear a mark.
    marked: Counts,
    incidents: HashMap<u64, Incident>,
    became: HashMap<u64, u64>,
    of_report: HashMap<u64, u64>,
    changes: Changes,
}

impl Drawn {
    async fn around(
        linking: &mut Linking,
        found: &[Found],
        copied: &Copied,
    ) -> Result<Self, StoreError> {
        let keys: HashMap<Tag, u64> = (found.iter())
            .flat_map(|one| one.tags.names.iter().copied().zip(one.trace.keys()))
            .collect();
        let mut drawn = Drawn::default();
        let tags = distinct(keys.keys().copied());
        let borne = linking.bearers(&tags, MOST_BEARERS).await?;
        for one in borne.bearers {
            let bearers = drawn.named.entry(keys[&one.tag]).or_default();
            bearers.push(Bearer {
                report: one.report,
                incident: one.incident,
            });
        }
        drawn.common = borne.common.iter().map(|tag| keys[tag]).collect();
        let copied = distinct(copied.values().flatten().copied());
        drawn.of_report = linking.incidents_of(&copied).await?;
        let named = drawn.named.values().flatten().map(|one| one.incident);
        let names = distinct(named.chain(drawn.of_report.values().copied()));
        let incidents = linking.incidents(&names).await?;
        drawn.incidents = incidents.into_iter().map(|one| (one.place, one)).collect();
        Ok(drawn)
    }

    /// Takes in a report, which copies others: what of its tags is new in the index.
    fn add(&mut self, report: &Found, copied: Option<&Vec<u64>>) -> store::Trace {
        let (place, trace) = (report.finding.place, &report.trace);
        let copied = copied.into_iter().flatten();
        let copied: Vec<u64> = copied.filter_map(|one| self.incident_of(*one)).collect();
        let joined = trace.leads_to(self, &copied);
        let keep = self.merged(&joined, place);
        let incident = self.incidents.entry(keep).or_insert_with(|| empty(keep));
        incident.reports += 1;
        incident.telling += u64::from(trace.tells());
        self.of_report.insert(place, keep);
        let mut entered = store::Trace {
            tags: Vec::new(),
            tells: trace.tells(),
        };
        let names = trace.keys().zip(&report.tags.names);
        for (key, tag) in names {
            if !self.common.contains(&key) && is_news(&self.bearers(key), keep) {
                self.named.entry(key).or_default().push(Bearer {
                    report: place,
                    incident: keep,
                });
                entered.tags.push(*tag);
            }
        }
        for mark in &report.tags.marks {
            let bearers = self.marked.entry(*mark).or_default();
            if *bearers <= MOST_BEARERS {
                *bearers += 1;
                entered.tags.push(*mark);
            }
        }
        let entries = entered.tags.iter().map(|tag| (*tag, place));
        self.changes.entries.extend(entries);
        entered
    }

    /// Of incidents that have become one, the largest; without any, a new one.
    fn merged(&mut self, joined: &[u64], new: u64) -> u64 {
        let size = |name: &&u64| (self.size(**name), Reverse(**name));
        let largest = joined.iter().max_by_key(size);
        let keep = largest.copied().unwrap_or(new);
        for other in joined.iter().filter(|other| **other != keep) {
            self.merge(*other, keep);
        }
        keep
    }

    fn merge(&mut self, other: u64, keep: u64) {
        let gone = self.incidents.remove(&other);
        let gone = gone.unwrap_or_else(|| empty(other));
        let kept = self.incidents.entry(keep).or_insert_with(|| empty(keep));
        kept.reports += gone.reports;
        kept.telling += gone.telling;
        self.became.insert(other, keep);
        self.changes.merged.push((other, keep));
    }

    fn incident_of(&self, report: u64) -> Option<u64> {
        self.of_report.get(&report).map(|one| self.root(*one))
    }

    /// What an incident has become part of.
    fn root(&self, mut incident: u64) -> u64 {
        while let Some(into) = self.became.get(&incident) {
            incident = *into;
        }
        incident
    }

    fn changes(self) -> Changes {
        Changes {
            incidents: self.incidents.into_values().collect(),
            ..self.changes
        }
    }
}

/// An incident without reports yet.
fn empty(place: u64) -> Incident {
    Incident {
        place,
        reports: 0,
        telling: 0,
    }
}

impl Known for Drawn {
    type Incident = u64;

    fn bearers(&mut self, key: u64) -> Vec<Bearer<u64>> {
        let bearers = self.named.get(&key).map_or(&[][..], Vec::as_slice);
        let bearer = |one: &Bearer<u64>| Bearer {
            incident: self.root(one.incident),
            ..*one
        };
        bearers.iter().map(bearer).collect()
    }

    fn tells(&self, incident: u64) -> bool {
        let incident = self.incidents.get(&incident);
        incident.is_some_and(|one| one.telling > 0)
    }

    fn size(&self, incident: u64) -> u64 {
        let incident = self.incidents.get(&incident);
        incident.map_or(0, |one| one.reports)
    }
}
