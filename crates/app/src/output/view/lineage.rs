//! Origins, the reports that rest on them, and what was taken from where.

use std::collections::{BTreeMap, BTreeSet};

use engine::picture::{Derivation, DerivationEvidence};
use jiff::civil::DateTime;
use serde::Serialize;

use super::drawing::{self, Drawing};
use super::{Context, Members, ReportRef};
use crate::output::{Named, format, json};

/// Most sources told of one report, strongest first.
const MOST_SOURCES: usize = 3;

/// Most other names told of one origin.
const MOST_ALIASES: usize = 8;

/// What a section rests on, as a list and as a drawing.
#[derive(Debug, Serialize)]
pub(in crate::output) struct Lineage {
    pub origins: Vec<OriginView>,
    /// Reports of which nobody knows on whose word they speak.
    pub unknown: Vec<ReportRef>,
    pub derivations: Vec<DerivationView>,
    pub drawing: Drawing,
}

/// Who first said something.
#[derive(Debug, Serialize)]
pub(in crate::output) struct OriginView {
    /// `o1`, …
    pub id: String,
    pub name: String,
    /// Who named it so, and what the program calls it; none if nobody did.
    pub named: Option<String>,
    /// "also called …"
    pub aliases: Option<String>,
    /// In order of time.
    pub reports: Vec<ReportRef>,
}

/// One report took from another.
#[derive(Debug, Serialize)]
pub(in crate::output) struct DerivationView {
    pub from: ReportRef,
    pub to: ReportRef,
    /// "r2 took from r1: near copy, 83 % of its words".
    pub text: String,
}

/// The section's reports as a forest: each hangs on the one it took most from.
pub(super) struct Forest {
    /// Reports in order of time; those without a date by their place among the rest.
    pub by_time: Vec<usize>,
    /// The edge by which a report hangs on another.
    pub parent: BTreeMap<usize, Derivation>,
    /// Reports that hang on one, in order of time.
    pub children: BTreeMap<usize, Vec<usize>>,
    /// Origins of the section with the reports that rest on them directly.
    pub direct: Vec<(usize, Vec<usize>)>,
    /// Reports that rest on no origin and hang on nothing.
    pub unknown: Vec<usize>,
}

/// The name of an origin, wherever it is told.
pub(super) fn origin_name(context: &Context<'_>, at: usize) -> String {
    match named(context, at) {
        Some(named) => format::short(&named.name, 200),
        None => label(context, at),
    }
}

/// What the program itself calls an origin.
fn label(context: &Context<'_>, at: usize) -> String {
    let origin = context.analysis.picture.origins.get(at);
    origin.map_or_else(String::new, |origin| format::short(&origin.name, 200))
}

/// What people call an origin; none if they left it as the program found it.
pub(super) fn named<'a>(context: &Context<'a>, at: usize) -> Option<&'a Named> {
    let mut named = context.analysis.named.iter();
    named.find(|one| one.origin == at)
}

/// Whether a derivation carries words, or only a name.
pub(super) fn carries_words(derivation: &Derivation) -> bool {
    format::whole_percent(derivation.overlap) > 0
        || derivation.evidence != DerivationEvidence::ExplicitAttribution
}

pub(super) fn view(context: &Context<'_>, members: &Members, section: usize) -> Lineage {
    let forest = Forest::new(context, members);
    let origins = (forest.direct.iter())
        .map(|&(at, _)| {
            let origin = &context.analysis.picture.origins[at];
            let mine: BTreeSet<usize> = origin.reports.iter().copied().collect();
            let reports = forest.by_time.iter().filter(|report| mine.contains(report));
            let aliases: Vec<String> = origin
                .aliases
                .iter()
                .take(MOST_ALIASES)
                .map(|name| format::short(name, 80))
                .collect();
            let names = aliases.join(", ");
            OriginView {
                id: json::id('o', at),
                name: origin_name(context, at),
                named: named(context, at).map(|named| {
                    let who = format::short(&named.by, 80);
                    let label = label(context, at);
                    context
                        .words
                        .fill("lineage.named", &[("who", &who), ("label", &label)])
                }),
                aliases: (!aliases.is_empty())
                    .then(|| context.words.fill("lineage.aliases", &[("names", &names)])),
                reports: reports.map(|&report| context.report(report)).collect(),
            }
        })
        .collect();
    Lineage {
        origins,
        unknown: forest
            .unknown
            .iter()
            .map(|&report| context.report(report))
            .collect(),
        derivations: derivations(context, members),
        drawing: drawing::draw(context, &forest, section),
    }
}

fn derivations(context: &Context<'_>, members: &Members) -> Vec<DerivationView> {
    let words = context.words;
    let inside = inside(context, members);
    let mut told: BTreeMap<usize, usize> = BTreeMap::new();
    inside
        .into_iter()
        .filter(|one| {
            let count = told.entry(one.to).or_default();
            *count += 1;
            *count <= MOST_SOURCES
        })
        .map(|one| {
            let (from, to) = (context.report(one.from), context.report(one.to));
            let evidence = words.of_kind("derivation", one.evidence.as_str());
            let overlap = format::percent(one.overlap);
            let values: [(&str, &dyn std::fmt::Display); 4] = [
                ("from", &from.id),
                ("to", &to.id),
                ("evidence", &evidence),
                ("overlap", &overlap),
            ];
            let text = match one.evidence {
                _ if format::whole_percent(one.overlap) == 0 => {
                    words.fill("lineage.derivation.bare", &values)
                }
                DerivationEvidence::NearCopy => words.fill("lineage.derivation", &values),
                _ => words.fill("lineage.derivation.quotes", &values),
            };
            DerivationView { from, to, text }
        })
        .collect()
}

/// Derivations between reports of the section: by taker, strongest first.
fn inside<'a>(context: &Context<'a>, members: &Members) -> Vec<&'a Derivation> {
    let reports: BTreeSet<usize> = members.reports.iter().copied().collect();
    let mut inside: Vec<&Derivation> = (context.analysis.picture.derivations.iter())
        .filter(|one| {
            one.from != one.to && reports.contains(&one.from) && reports.contains(&one.to)
        })
        .collect();
    inside.sort_by(|a, b| {
        (a.to.cmp(&b.to))
            .then(b.overlap.total_cmp(&a.overlap))
            .then(a.from.cmp(&b.from))
    });
    inside
}

impl Forest {
    fn new(context: &Context<'_>, members: &Members) -> Forest {
        let moment = |at: usize| -> Option<DateTime> {
            format::moment(context.analysis.reports.get(at)?.published.as_deref()?)
        };
        let mut by_time = members.reports.clone();
        by_time.sort_by_key(|&at| (moment(at).is_none(), moment(at), at));
        let mut strongest = inside(context, members);
        strongest.sort_by(|a, b| {
            b.overlap
                .total_cmp(&a.overlap)
                .then((a.to, a.from).cmp(&(b.to, b.from)))
        });
        let parent = span(&strongest);
        let mut children: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &report in &by_time {
            if let Some(edge) = parent.get(&report) {
                children.entry(edge.from).or_default().push(report);
            }
        }
        let here: BTreeSet<usize> = by_time.iter().copied().collect();
        let mut rooted = BTreeSet::new();
        let mut direct = Vec::new();
        for (at, origin) in context.analysis.picture.origins.iter().enumerate() {
            let mine: BTreeSet<usize> = origin
                .reports
                .iter()
                .copied()
                .filter(|report| here.contains(report))
                .collect();
            if mine.is_empty() {
                continue;
            }
            rooted.extend(mine.iter().copied());
            let through = |report: &usize| {
                parent
                    .get(report)
                    .is_some_and(|edge| mine.contains(&edge.from))
            };
            let first_hand = by_time
                .iter()
                .copied()
                .filter(|report| mine.contains(report) && !through(report));
            direct.push((at, first_hand.collect()));
        }
        let unknown = by_time.iter().copied();
        let unknown = unknown
            .filter(|report| !rooted.contains(report) && !parent.contains_key(report))
            .collect();
        Forest {
            by_time,
            parent,
            children,
            direct,
            unknown,
        }
    }
}

/// The strongest edges that make a forest: one parent each, no circle.
fn span(strongest: &[&Derivation]) -> BTreeMap<usize, Derivation> {
    let mut group: BTreeMap<usize, usize> = BTreeMap::new();
    let mut parent = BTreeMap::new();
    for edge in strongest {
        let (from, to) = (find(&mut group, edge.from), find(&mut group, edge.to));
        if from != to && !parent.contains_key(&edge.to) {
            group.insert(to, from);
            parent.insert(edge.to, (*edge).clone());
        }
    }
    parent
}

fn find(group: &mut BTreeMap<usize, usize>, mut at: usize) -> usize {
    while let Some(&up) = group.get(&at) {
        if let Some(&further) = group.get(&up) {
            group.insert(at, further);
        }
        at = up;
    }
    at
}
