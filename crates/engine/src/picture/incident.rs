//! Which reports are about one event: found through what they name, never by comparing all with all.

use std::collections::HashMap;

use super::trace::{Bearer, Known, Trace, is_news};

/// Union-find over incidents: each knows one that it has become part of, itself where there is none.
#[derive(Debug, Default)]
struct Forest {
    parent: Vec<usize>,
}

impl Forest {
    /// The incident that one has become part of; the way there is shortened.
    fn root(&mut self, mut incident: usize) -> usize {
        while self.parent[incident] != incident {
            self.parent[incident] = self.parent[self.parent[incident]];
            incident = self.parent[incident];
        }
        incident
    }
}

/// Groups reports into incidents, one report at a time.
#[derive(Debug, Default)]
pub(crate) struct Incidents {
    found: Found,
    of_report: Vec<Option<usize>>,
    /// Those of the reports, as long as they are few.
    traces: Vec<Trace>,
}

/// So many reports are few: what somebody laid together is likely about one matter, and little is shared by chance.
const FEW: usize = 12;
/// Sum of weights from which a report that stands alone among few is about what another is about.
const LINKED_AMONG_FEW: f32 = 0.4;

#[derive(Debug, Default)]
struct Found {
    forest: Forest,
    /// Reports, as the incidents that they began as, by the hashes of what they name and quote.
    bearers: HashMap<u64, Vec<usize>>,
    /// Whether some report of an incident, by its root, makes or reports threats by itself.
    tells: Vec<bool>,
    /// How many reports an incident has, by its root.
    sizes: Vec<u64>,
}

impl Known for Found {
    type Incident = usize;

    fn bearers(&mut self, key: u64) -> Vec<Bearer<usize>> {
        let Found {
            forest, bearers, ..
        } = self;
        let known = bearers.get(&key).map_or(&[][..], Vec::as_slice);
        let bearer = |&one: &usize| Bearer {
            report: one as u64,
            incident: forest.root(one),
        };
        known.iter().map(bearer).collect()
    }

    fn tells(&self, incident: usize) -> bool {
        self.tells[incident]
    }

    fn size(&self, incident: usize) -> u64 {
        self.sizes[incident]
    }
}

impl Incidents {
    /// Takes in one more report and joins it to the incidents that its trace leads to, and to those of the reports it copies.
    pub(crate) fn add(&mut self, trace: &Trace, copies: &[usize]) {
        if self.of_report.len() < FEW {
            self.traces.push(trace.clone());
        }
        if trace.is_empty() {
            self.of_report.push(None);
            return;
        }
        let found = &mut self.found;
        let of_copies = copies
            .iter()
            .filter_map(|&report| self.of_report.get(report).copied().flatten());
        let copied: Vec<usize> = of_copies.map(|one| found.forest.root(one)).collect();
        let joined = trace.leads_to(found, &copied);
        let incident = found.forest.parent.len();
        found.forest.parent.push(incident);
        found.tells.push(trace.tells());
        found.sizes.push(1);
        for other in joined {
            found.unite(other, incident);
        }
        let root = found.forest.root(incident);
        for key in trace.keys() {
            let bearers = found.bearers.entry(key).or_default();
            if is_news(bearers.iter().map(|&one| found.forest.root(one)), root) {
                bearers.push(incident);
            }
        }
        self.of_report.push(Some(incident));
    }

    /// Brings reports that stand alone to those with which they share most.
    fn gather_single(&mut self) {
        while let Some((one, other)) = self.nearest() {
            self.found.unite(one, other);
        }
    }

    /// An incident of one report, and the one with which it shares most, where it shares enough.
    fn nearest(&mut self) -> Option<(usize, usize)> {
        let mut best: Option<(f32, usize, usize)> = None;
        let found = &mut self.found;
        let roots: Vec<Option<usize>> = (self.of_report.iter())
            .map(|one| one.map(|one| found.forest.root(one)))
            .collect();
        for (trace, single) in self.traces.iter().zip(&roots) {
            let Some(single) = single.filter(|&root| found.sizes[root] == 1) else {
                continue;
            };
            for (other, root) in self.traces.iter().zip(&roots) {
                let Some(root) = root.filter(|&root| root != single && found.tells[root]) else {
                    continue;
                };
                let shared = trace.shared(other);
                let most = best.map_or(LINKED_AMONG_FEW, |(most, ..)| most);
                if shared > most || best.is_none() && shared >= most {
                    best = Some((shared, single, root));
                }
            }
        }
        best.map(|(_, one, other)| (one, other))
    }

    /// Reports of each incident in which some report makes or reports threats, in order of the first.
    pub(crate) fn groups(&mut self) -> Vec<Vec<usize>> {
        if self.of_report.len() <= FEW {
            self.gather_single();
        }
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut place: HashMap<usize, usize> = HashMap::new();
        for (report, incident) in self.of_report.iter().enumerate() {
            let Some(incident) = incident else { continue };
            let root = self.found.forest.root(*incident);
            if !self.found.tells[root] {
                continue;
            }
            let group = *place.entry(root).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[group].push(report);
        }
        groups
    }
}

impl Found {
    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.forest.root(a), self.forest.root(b));
        if a == b {
            return;
        }
        let (keep, drop) = if a < b { (a, b) } else { (b, a) };
        self.sizes[keep] += self.sizes[drop];
        self.forest.parent[drop] = keep;
        self.tells[keep] |= self.tells[drop];
    }
}
