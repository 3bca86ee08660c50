//! Linking reports to the incidents they are about, each by what it shares with few others: whoever else is stored,
//! it is held against a bounded number of reports.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use engine::picture::copies::Print;
use engine::picture::{Bearer, Known, MOST_BEARERS, Trace, is_news};
use store::{
    Blinder, Borne, Changes, Finding, Incident, Keys, Linking, Store, StoreError, Tag, Unread,
};

use super::copied::{self, Copied};
use super::rng;

/// Work for all cores, away from those that answer.
pub(crate) async fn on_cores<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
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
    pub marks: Vec<Tag>,
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
    let (copied, marked) = copied::find(store, &mut found).await?;
    let mut linking = Linking::begin(store).await?;
    let places: Vec<u64> = found.iter().map(|one| one.finding.place).collect();
    let waiting: HashSet<u64> = linking.waiting(&places).await?.into_iter().collect();
    // what another process read meanwhile keeps what it has
    found.retain(|one| waiting.contains(&one.finding.place));
    let mut drawn = Drawn::around(&mut linking, &found, &copied, marked).await?;
    for one in found.iter_mut().filter(|one| !one.trace.is_empty()) {
        let entered = drawn.add(one, copied.get(&one.finding.place));
        one.finding.trace = Some(one.report.seal_trace(&entered, &mut rng())?);
    }
    let finding = |mut one: Found| {
        one.finding.incident = drawn.incident_of(one.finding.place);
        let copied = copied.get(&one.finding.place);
        one.finding.copies = copied.and_then(|earlier| earlier.iter().min().copied());
        one.finding
    };
    let findings: Vec<Finding> = found.into_iter().map(finding).collect();
    linking.commit(&findings, &drawn.changes()).await
}

/// Each once, ascending.
pub(super) fn distinct<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The part of the index and of the incidents that some reports have to do with, as it changes while they are linked.
#[derive(Default)]
struct Drawn {
    /// The reports that bear a key.
    named: HashMap<u64, Vec<Bearer<u64>>>,
    /// Tags that too many reports bear.
    common: HashSet<Tag>,
    /// The reports that bear a mark.
    marked: HashMap<Tag, Vec<Bearer<u64>>>,
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
        marked: Borne,
    ) -> Result<Self, StoreError> {
        let keys: HashMap<Tag, u64> = (found.iter())
            .flat_map(|one| one.tags.names.iter().copied().zip(one.trace.keys()))
            .collect();
        let mut drawn = Drawn::default();
        let tags = distinct(keys.keys().copied());
        let borne = linking.bearers(&tags, MOST_BEARERS).await?;
        for one in borne.bearers {
            let bearers = drawn.named.entry(keys[&one.tag]).or_default();
            bearers.push(bearer(one));
        }
        for one in marked.bearers {
            drawn.marked.entry(one.tag).or_default().push(bearer(one));
        }
        drawn.common = borne.common.into_iter().chain(marked.common).collect();
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
        let itself = Bearer {
            report: place,
            incident: keep,
        };
        let Drawn {
            named,
            marked,
            common,
            became,
            ..
        } = self;
        let mut enter = |tag: Tag, bearers: &mut Vec<Bearer<u64>>| {
            if !common.contains(&tag)
                && is_news(bearers.iter().map(|one| root(became, one.incident)), keep)
            {
                bearers.push(itself);
                entered.tags.push(tag);
            }
        };
        for (key, tag) in trace.keys().zip(&report.tags.names) {
            enter(*tag, named.entry(key).or_default());
        }
        for mark in &report.tags.marks {
            enter(*mark, marked.entry(*mark).or_default());
        }
        let entries = entered.tags.iter().map(|&tag| store::Bearer {
            tag,
            report: place,
            incident: keep,
        });
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
        self.of_report
            .get(&report)
            .map(|one| root(&self.became, *one))
    }

    fn changes(self) -> Changes {
        Changes {
            incidents: self.incidents.into_values().collect(),
            ..self.changes
        }
    }
}

/// What an incident has become part of.
fn root(became: &HashMap<u64, u64>, mut incident: u64) -> u64 {
    while let Some(into) = became.get(&incident) {
        incident = *into;
    }
    incident
}

const fn bearer(one: store::Bearer) -> Bearer<u64> {
    Bearer {
        report: one.report,
        incident: one.incident,
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
            incident: root(&self.became, one.incident),
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
