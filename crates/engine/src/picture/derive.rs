//! Which report took from which: near copies, shared quotations, outlets named as the source.

use std::collections::HashMap;

use crate::study::Study;

use super::copies::Copies;
use super::types::{Derivation, DerivationEvidence};

/// Quoted passages of six words that two reports share at least.
const QUOTED: u32 = 2;
/// Share of one report's words from which it is called a copy; below it the same phrases were taken over.
const COPY: f32 = 0.4;
/// Reports that may share one quotation and still be compared pair by pair; more are tied to the first.
const PAIRED: usize = 8;

/// Outlets looked at for a word of a name.
const CITED: usize = 64;

/// What ties reports to one another.
#[derive(Debug, Default)]
pub(crate) struct Kin {
    copies: Vec<Vec<usize>>,
    overlaps: HashMap<(usize, usize), f32>,
    by_quote: HashMap<u64, Vec<usize>>,
}

impl Kin {
    /// Takes in the next report.
    pub(crate) fn add(&mut self, study: &Study, copies: &mut Copies) {
        let report = self.copies.len();
        let copied = if study.notes.mentions.is_empty() {
            Vec::new()
        } else {
            copies.add(report as u32, &study.print)
        };
        for one in &copied {
            self.overlaps.insert(
                (report, one.id as usize),
                one.overlap_new.max(one.overlap_old),
            );
        }
        self.copies
            .push(copied.into_iter().map(|one| one.id as usize).collect());
        for quote in &study.notes.quotes {
            let list = self.by_quote.entry(*quote).or_default();
            if list.len() < PAIRED {
                list.push(report);
            }
        }
    }

    /// Earlier reports that a report shares most of its words with.
    pub(crate) fn copies_of(&self, report: usize) -> &[usize] {
        &self.copies[report]
    }

    /// Whether a report is a near copy of an earlier one: what it tells as its own, it passes on.
    pub(crate) fn is_copy(&self, report: usize) -> bool {
        let overlap = |&other: &usize| self.overlaps.get(&(report, other)).copied();
        self.copies[report]
            .iter()
            .filter_map(overlap)
            .any(|overlap| overlap >= COPY)
    }

    /// Derivations among the reports of one incident, each pair once, by the strongest evidence.
    pub(crate) fn derivations(&self, reports: &[usize], studies: &[Study]) -> Vec<Derivation> {
        let mut found: HashMap<(usize, usize), (DerivationEvidence, f32)> = HashMap::new();
        let mut add = |a: usize, b: usize, evidence, overlap: f32| {
            let pair = if earlier(studies, a, b) {
                (a, b)
            } else {
                (b, a)
            };
            let known = found.entry(pair).or_insert((evidence, overlap));
            known.0 = known.0.min(evidence);
            known.1 = known.1.max(overlap);
        };
        for &report in reports {
            for &other in &self.copies[report] {
                let overlap = self
                    .overlaps
                    .get(&(report, other))
                    .copied()
                    .unwrap_or_default();
                let evidence = if overlap >= COPY {
                    DerivationEvidence::NearCopy
                } else {
                    DerivationEvidence::SharedQuote
                };
                add(other, report, evidence, overlap);
            }
            for (other, share) in self.quoting_with(report, studies) {
                add(other, report, DerivationEvidence::SharedQuote, share);
            }
        }
        let mut list: Vec<Derivation> = found
            .into_iter()
            .map(|((from, to), (evidence, overlap))| Derivation {
                from,
                to,
                evidence,
                overlap,
            })
            .collect();
        let unordered = |a: usize, b: usize| (a.min(b), a.max(b));
        let mut places: HashMap<(usize, usize), usize> = HashMap::new();
        for (place, known) in list.iter().enumerate() {
            places.insert(unordered(known.from, known.to), place);
        }
        for (from, to) in citations(reports, studies) {
            let place = *places
                .entry(unordered(from, to))
                .or_insert_with(|| list.len());
            match list.get_mut(place) {
                Some(known) => {
                    (known.from, known.to) = (from, to);
                    if known.evidence != DerivationEvidence::NearCopy {
                        known.evidence = DerivationEvidence::ExplicitAttribution;
                    }
                }
                None => list.push(Derivation {
                    from,
                    to,
                    evidence: DerivationEvidence::ExplicitAttribution,
                    overlap: 0.0,
                }),
            }
        }
        list.sort_by_key(|d| (d.from, d.to));
        list
    }

    /// Reports that share quotations with one, and the share of its quotations.
    fn quoting_with(&self, report: usize, studies: &[Study]) -> Vec<(usize, f32)> {
        let quotes = &studies[report].notes.quotes;
        let mut shared: HashMap<usize, u32> = HashMap::new();
        for quote in quotes {
            for &other in self
                .by_quote
                .get(quote)
                .into_iter()
                .flatten()
                .filter(|&&other| other < report)
            {
                *shared.entry(other).or_default() += 1;
            }
        }
        let mut list: Vec<(usize, f32)> = shared
            .into_iter()
            .filter(|&(_, n)| n >= QUOTED)
            .map(|(other, n)| (other, n as f32 / quotes.len() as f32))
            .collect();
        list.sort_by_key(|&(other, _)| other);
        list
    }
}

/// By date where both are known, else by order.
fn earlier(studies: &[Study], a: usize, b: usize) -> bool {
    match (studies[a].published, studies[b].published) {
        (Some(x), Some(y)) if x != y => x < y,
        _ => a < b,
    }
}

/// Reports that name the outlet of another, with the first report of that outlet.
fn citations(reports: &[usize], studies: &[Study]) -> Vec<(usize, usize)> {
    let outlets = Outlets::of(reports, studies);
    let mut found = Vec::new();
    for &report in reports {
        let own = studies[report].publisher_words.as_deref();
        let mut cited: Vec<usize> = studies[report]
            .notes
            .cited
            .iter()
            .flat_map(|words| outlets.cited_by(words))
            .filter(|&outlet| Some(outlets.names[outlet]) != own)
            .map(|outlet| outlets.first[outlet])
            .collect();
        cited.sort_unstable();
        cited.dedup();
        found.extend(cited.into_iter().map(|from| (from, report)));
    }
    found.sort_unstable();
    found
}

/// Outlets that published some of the reports.
#[derive(Debug, Default)]
struct Outlets<'s> {
    names: Vec<&'s [u64]>,
    /// The first report of each.
    first: Vec<usize>,
    by_name: HashMap<&'s [u64], usize>,
    by_word: HashMap<u64, Vec<usize>>,
}

impl<'s> Outlets<'s> {
    fn of(reports: &[usize], studies: &'s [Study]) -> Self {
        let mut outlets = Outlets::default();
        for &report in reports {
            let Some(words) = studies[report].publisher_words.as_deref() else {
                continue;
            };
            let outlet = outlets.names.len();
            if *outlets.by_name.entry(words).or_insert(outlet) != outlet {
                continue;
            }
            outlets.names.push(words);
            outlets.first.push(report);
            for &word in words {
                let list = outlets.by_word.entry(word).or_default();
                if list.len() < CITED {
                    list.push(outlet);
                }
            }
        }
        outlets
    }

    /// Those with just these words in their names, or all of several words among others.
    fn cited_by(&self, words: &[u64]) -> Vec<usize> {
        let mut cited: Vec<usize> = self.by_name.get(words).copied().into_iter().collect();
        if words.len() > 1 {
            let of = |word: &u64| self.by_word.get(word).map_or(&[][..], Vec::as_slice);
            let rarest = words.iter().map(of).min_by_key(|list| list.len());
            let all = |outlet: &&usize| words.iter().all(|w| self.names[**outlet].contains(w));
            cited.extend(rarest.unwrap_or_default().iter().filter(all));
        }
        cited
    }
}
