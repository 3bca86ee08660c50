//! Behaviours and the clauses that show them.

use std::collections::BTreeSet;
use std::ops::Range;

use model::{Behaviour, Kind};

use super::book::kind;
use super::hits::{Frame, Head, Hit, Scan};
use super::stance::{MAKES, World};
use super::verdict::Verdict;
use crate::earnest::{ENOUGH, earnest, is_figure, is_maxim};
use crate::extract::Prices;
use crate::reading::{Finding, Quote};
use crate::text::{Class, Classes, Doc};

/// Most passages quoted for one behaviour.
const PASSAGES: usize = 5;
/// Most items of a clause on either side of what was found.
const REACH: usize = 12;
/// Below this a behaviour is not told of.
pub(super) const LEAST: f32 = 0.3;

/// Behaviours by the verdict, strongest first; where the net marks no place for one, those of the rules.
pub(super) fn shown(doc: &Doc, verdict: &Verdict, ruled: Vec<Finding>) -> Vec<Finding> {
    let of = |kind: Behaviour| {
        let evidence = quotes(doc, verdict.evidence(kind));
        match ruled.iter().find(|finding| finding.kind == kind) {
            Some(finding) if evidence.is_empty() => finding.evidence.clone(),
            _ => evidence,
        }
    };
    let kinds = Behaviour::ALL
        .iter()
        .copied()
        .filter(|&kind| verdict.kinds[kind as usize] >= LEAST);
    let findings = kinds.map(|kind| Finding {
        kind,
        score: verdict.kinds[kind as usize].min(0.99),
        evidence: of(kind),
    });
    strongest_first(
        findings
            .filter(|finding| !finding.evidence.is_empty())
            .collect(),
    )
}

fn strongest_first(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then((a.kind as u8).cmp(&(b.kind as u8)))
    });
    findings
}

/// Behaviours, strongest first.
pub(super) fn findings(
    doc: &Doc,
    scans: &[Scan],
    world: &World,
    threat: f32,
    prices: &Prices,
) -> Vec<Finding> {
    let priced = earnest_prices(doc, prices);
    let findings = Behaviour::ALL.iter().filter_map(|&kind| match kind {
        Behaviour::Bounty => finding(doc, scans, world, threat, kind, &priced),
        _ => finding(doc, scans, world, threat, kind, &[]),
    });
    strongest_first(findings.collect())
}

/// Sums with the acts that they are set on, as tokens.
fn earnest_prices(doc: &Doc, prices: &Prices) -> Vec<Range<usize>> {
    let offers = prices.offers.iter();
    offers
        .filter(|price| earnest(doc, doc.sentence_at(price.at), Kind::Bounty) >= ENOUGH)
        .map(|price| {
            let sum = &prices.sums[price.money].tokens;
            sum.start.min(price.at)..sum.end.max(price.at + 1)
        })
        .collect()
}

/// How much a price on somebody says for a bounty.
const PRICED: f32 = 0.85;

fn finding(
    doc: &Doc,
    scans: &[Scan],
    world: &World,
    threat: f32,
    kind: Behaviour,
    priced: &[Range<usize>],
) -> Option<Finding> {
    let strongest_price = match priced {
        [] => 0.0,
        _ => PRICED * (1.0 - world.elsewhere()),
    };
    let (mut doubt, mut strongest) = (1.0, strongest_price);
    let mut ranges: Vec<Range<usize>> = priced.to_vec();
    for scan in scans {
        let lawful = match kind {
            Behaviour::Bounty => scan.sentences_of(Head::Frame(Frame::Lawful)),
            _ => BTreeSet::new(),
        };
        for hit in &scan.hits {
            let plain = weight(hit, kind, threat, world);
            if plain <= 0.0 || lawful.contains(&hit.sentence) {
                continue;
            }
            let weight = plain * meant(doc, scan.tokens(hit), hit, threat, kind);
            if weight <= 0.0 {
                continue;
            }
            // the strongest passage counts in full, the others in part
            doubt *= 1.0 - 0.4 * weight.min(strongest);
            strongest = strongest.max(weight);
            ranges.push(clause(scan, hit));
        }
    }
    let score = (1.0 - doubt * (1.0 - strongest)).min(0.99);
    (score >= LEAST).then(|| Finding {
        kind,
        score,
        evidence: quotes(doc, ranges),
    })
}

const ACTS: Classes = Classes::of(&[
    Class::Kill,
    Class::Injure,
    Class::Shoot,
    Class::Kidnap,
    Class::Threaten,
    Class::Ambush,
    Class::Explode,
    Class::Watch,
]);

/// How far a hit is meant as it sounds. What a text is held to threaten with needs no world to be meant.
fn meant(doc: &Doc, tokens: Range<usize>, hit: &Hit, threat: f32, kind: Behaviour) -> f32 {
    let sentence = doc.sentence_at(tokens.start);
    let kind = Kind::from(kind);
    let figure = |at: usize| is_figure(doc, sentence, at, kind);
    match hit.head {
        Head::Made(_) if threat >= MAKES && !hit.reported => 1.0,
        _ if tokens
            .clone()
            .filter(|&at| at + 1 == tokens.end || doc.classes(at).any(ACTS))
            .any(figure) =>
        {
            0.0
        }
        _ if is_maxim(doc, sentence) => 0.4 * earnest(doc, sentence, kind),
        _ => earnest(doc, sentence, kind),
    }
}

/// How much one hit says for a behaviour.
fn weight(hit: &Hit, kind: Behaviour, threat: f32, world: &World) -> f32 {
    let here = 1.0 - world.elsewhere();
    if hit.idiom {
        return 0.0;
    }
    let negated = if hit.negated { 0.4 } else { 1.0 };
    match hit.head {
        Head::Told(told) if told == kind => hit.strength * negated * here * world.literal(told),
        Head::Made(made) if made.behaviour() == kind => {
            let sure = if hit.reported {
                0.6 * here
            } else if threat >= MAKES {
                // what a text is held to threaten with, it shows
                0.6 + 0.4 * threat
            } else {
                threat.max(0.35 * here)
            };
            hit.strength * world.earnest(made, hit.strength) * negated * sure
        }
        _ => 0.0,
    }
}

/// Tokens of the clause around a hit.
fn clause(scan: &Scan, hit: &Hit) -> Range<usize> {
    const EDGE: u16 = kind::STOP | kind::CLAUSE | kind::QUOTE;
    let edge = |at: usize| scan.items[at].kinds & EDGE != 0;
    let mut start = hit.items.start;
    while start > 0 && hit.items.start - start < REACH && !edge(start - 1) {
        start -= 1;
    }
    let mut end = hit.items.end.max(hit.items.start + 1);
    while end > start + 1 && edge(end - 1) {
        end -= 1;
    }
    while end < scan.items.len() && end < hit.items.end + REACH && !edge(end) {
        end += 1;
    }
    scan.items[start].first as usize..scan.items[end - 1].last as usize + 1
}

/// The passages in order, overlapping ones joined.
fn quotes(doc: &Doc, mut ranges: Vec<Range<usize>>) -> Vec<Quote> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
        .into_iter()
        .take(PASSAGES)
        .map(|range| doc.quote(range))
        .collect()
}
