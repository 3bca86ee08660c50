//! Claims with their grades, and who says them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use engine::picture::{Claim, Conflict, Slot, SlotValue, Slots};
use model::Confidence;
use serde::Serialize;

use super::lineage::origin_name;
use super::passage::{Masks, Piece};
use super::{Context, Members, ReportRef};
use crate::output::statement::{self, Show};
use crate::output::{Report, format, json};

/// Most reports of the reader's language in which a word of a claim is looked for.
const MOST_SEARCHED: usize = 8;

/// One row of the claim table, and the quotes behind it.
#[derive(Debug, Serialize)]
pub(in crate::output) struct ClaimView {
    /// `c1`, …
    pub id: String,
    pub statement: String,
    /// What the statement leaves to say: harm, place, date.
    pub details: Vec<SlotView>,
    pub cells: Vec<CellView>,
    pub reports: Vec<ReportRef>,
    pub independent: usize,
    pub credibility: &'static str,
    pub credibility_words: String,
    /// "Credibility 3: possibly true."
    pub credibility_line: String,
    /// "Confidence: low (one origin)."
    pub confidence_line: String,
    /// As a person judged it.
    pub likelihood: Option<String>,
    /// Numbers of the conflicts it takes part in.
    pub conflicts: Vec<usize>,
    /// Where it stands among rows that a conflict joins: `top`, `middle` or `bottom`.
    pub join: Option<&'static str>,
    pub quotes: Vec<QuoteView>,
    /// Place by importance, from 0.
    pub rank: usize,
}

impl ClaimView {
    /// Whether anything stands below its statement.
    pub(in crate::output) fn has_parts(&self) -> bool {
        !self.details.is_empty() || !self.conflicts.is_empty()
    }
}

/// One part of a claim.
#[derive(Debug, Serialize)]
pub(in crate::output) struct SlotView {
    pub name: String,
    pub value: String,
}

/// Whether a report says a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::output) enum State {
    Says,
    Differs,
    Silent,
}

/// Where a row and a report meet.
#[derive(Debug, Serialize)]
pub(in crate::output) struct CellView {
    pub report: ReportRef,
    pub state: State,
    /// "r1 says it".
    pub label: String,
    /// The words, for a reader who points at the cell.
    pub words: String,
    /// Where on the page they are quoted.
    pub target: Option<String>,
}

/// The words in which a report says a claim.
#[derive(Debug, Serialize)]
pub(in crate::output) struct QuoteView {
    /// `c1-r1`, given to the first quote of each report.
    pub anchor: Option<String>,
    pub report: ReportRef,
    pub pieces: Vec<Piece>,
    pub attributed: String,
}

pub(super) fn views(context: &Context<'_>, members: &Members, grid: bool) -> Vec<ClaimView> {
    let mut conflicts: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, conflict) in context.analysis.picture.conflicts.iter().enumerate() {
        for &claim in &conflict.claims {
            conflicts.entry(claim).or_default().push(at);
        }
    }
    let none = Vec::new();
    let mut views = Vec::with_capacity(members.claims.len());
    for group in joined(context, members, &conflicts) {
        let last = group.len() - 1;
        for (place, at) in group.into_iter().enumerate() {
            let mut view = view(
                context,
                members,
                grid,
                at,
                conflicts.get(&at).unwrap_or(&none),
            );
            view.join = match place {
                _ if last == 0 => None,
                0 => Some("top"),
                _ if place == last => Some("bottom"),
                _ => Some("middle"),
            };
            views.push(view);
        }
    }
    views
}

/// The section's claims by importance, but each followed at once by those it is in conflict with.
fn joined(
    context: &Context<'_>,
    members: &Members,
    conflicts: &HashMap<usize, Vec<usize>>,
) -> Vec<Vec<usize>> {
    let mut waiting: BTreeSet<usize> = members.claims.iter().copied().collect();
    let mut groups = Vec::new();
    while let Some(first) = waiting.pop_first() {
        let mut group = vec![first];
        for &conflict in conflicts.get(&first).into_iter().flatten() {
            let others = &context.analysis.picture.conflicts[conflict].claims;
            group.extend(others.iter().filter(|other| waiting.remove(other)));
        }
        groups.push(group);
    }
    groups
}

fn view(
    context: &Context<'_>,
    members: &Members,
    grid: bool,
    at: usize,
    conflicts: &[usize],
) -> ClaimView {
    let words = context.words;
    let claim = &context.analysis.picture.claims[at];
    let spoken = spoken(context, claim);
    let (confidence, reason) = confidence(context, claim, !conflicts.is_empty());
    let credibility = claim.credibility.as_str();
    let credibility_words = words.of_kind("credibility", credibility);
    let likelihood = context
        .analysis
        .judged
        .iter()
        .find(|(judged, _)| *judged == at);
    ClaimView {
        id: json::id('c', at),
        statement: format::shorten(
            &statement::statement(words, claim.kind, &claim.slots, &spoken),
            400,
        ),
        details: details(context, claim, &spoken),
        cells: cells(context, members, grid, at, conflicts),
        reports: context
            .known(&claim.reports)
            .into_iter()
            .map(|report| context.report(report))
            .collect(),
        independent: claim.independent_origins,
        credibility,
        credibility_line: words.fill(
            "key.credibility",
            &[("grade", &credibility), ("words", &credibility_words)],
        ),
        credibility_words,
        confidence_line: words.fill(
            if conflicts.is_empty() {
                "key.confidence"
            } else {
                "key.confidence.contested"
            },
            &[
                ("level", &words.of_kind("confidence", confidence.as_str())),
                ("reason", &reason),
            ],
        ),
        likelihood: likelihood.map(|(_, word)| words.of_kind("likelihood", word.as_str())),
        conflicts: conflicts.iter().map(|at| at + 1).collect(),
        join: None,
        quotes: quotes(context, at),
        rank: at,
    }
}

/// Confidence follows the number of independent origins, and is not high where somebody
/// contradicts.
fn confidence(context: &Context<'_>, claim: &Claim, contested: bool) -> (Confidence, String) {
    let n = claim.independent_origins;
    let level = match n {
        0 | 1 => Confidence::Low,
        2 => Confidence::Moderate,
        _ if contested => Confidence::Moderate,
        _ => Confidence::High,
    };
    let spelled = format::number(context.words, n);
    (level, context.words.count("reason", n, &[("n", &spelled)]))
}

/// Makes words of the claim's reports fit to be shown: masked, on one line, and in quotation marks where
/// they are not of the reader's language.
pub(super) fn spoken<'a>(context: &'a Context<'_>, claim: &Claim) -> impl Fn(&str) -> String + 'a {
    let masks = Masks::of(claim, context.analysis, &context.sources);
    let lang = context.words.get("lang");
    let reports = claim
        .reports
        .iter()
        .filter_map(|&at| context.analysis.reports.get(at));
    let (ours, foreign): (Vec<&Report>, Vec<&Report>) =
        reports.partition(|report| report.reading.lang.as_str() == lang);
    move |text| {
        let line = format::shorten(&masks.line(text), 160);
        let is_ours = foreign.is_empty()
            || ours
                .iter()
                .take(MOST_SEARCHED)
                .any(|report| report.text.contains(text));
        if is_ours || is_name(&line) {
            return line;
        }
        context.words.fill("foreign", &[("words", &line)])
    }
}

/// Whether all but the little words begin with a capital, or are no words: a name is the same in every
/// language.
fn is_name(text: &str) -> bool {
    text.split_whitespace()
        .filter(|word| word.chars().count() > 3)
        .all(|word| !word.starts_with(char::is_lowercase))
        && !text.starts_with(char::is_lowercase)
}

fn details(context: &Context<'_>, claim: &Claim, show: Show<'_>) -> Vec<SlotView> {
    statement::details(context.words, claim.kind, &claim.slots, show)
        .into_iter()
        .map(|(slot, value)| SlotView {
            name: context.words.of_kind("slot", slot),
            value,
        })
        .collect()
}

fn cells(
    context: &Context<'_>,
    members: &Members,
    grid: bool,
    at: usize,
    conflicts: &[usize],
) -> Vec<CellView> {
    let picture = &context.analysis.picture;
    let claim = &picture.claims[at];
    let mut states: BTreeMap<usize, (State, usize)> = claim
        .reports
        .iter()
        .map(|&report| (report, (State::Says, at)))
        .collect();
    for conflict in conflicts.iter().filter_map(|&at| picture.conflicts.get(at)) {
        for (report, said_in) in dissent(picture, conflict, at) {
            let said_in = if claim.reports.contains(&report) {
                at
            } else {
                said_in
            };
            states.insert(report, (State::Differs, said_in));
        }
    }
    states.retain(|&report, _| report < context.refs.len());
    let reports: Vec<usize> = if grid {
        members.reports.clone()
    } else {
        states.keys().copied().collect()
    };
    let cell = |report: usize| {
        let (state, said_in) = states.get(&report).copied().unwrap_or((State::Silent, at));
        cell(context, report, state, said_in)
    };
    reports.into_iter().map(cell).collect()
}

/// Reports that give another value than the claim's own, each with the claim in which they do.
fn dissent(
    picture: &engine::Picture,
    conflict: &Conflict,
    at: usize,
) -> impl Iterator<Item = (usize, usize)> {
    let claim = &picture.claims[at];
    let own = own_value(conflict, claim);
    let agree: BTreeSet<usize> = own
        .map(|own| conflict.values[own].1.iter().copied().collect())
        .unwrap_or_default();
    let others = conflict
        .values
        .iter()
        .enumerate()
        .filter(move |(side, _)| Some(*side) != own);
    let mut found = Vec::new();
    for report in others.flat_map(|(_, (_, reports))| reports) {
        if !agree.contains(report) {
            let elsewhere = conflict.claims.iter().copied().find(|&other| {
                picture
                    .claims
                    .get(other)
                    .is_some_and(|claim| claim.reports.contains(report))
            });
            found.push((*report, elsewhere.unwrap_or(at)));
        }
    }
    found.into_iter()
}

/// Which side of the conflict the claim stands on: that of its own slot, or of most of its
/// reports.
fn own_value(conflict: &Conflict, claim: &Claim) -> Option<usize> {
    let slot = slot_value(&claim.slots, conflict.slot);
    let same = conflict
        .values
        .iter()
        .position(|(value, _)| Some(value) == slot.as_ref());
    same.or_else(|| {
        let shared = |reports: &[usize]| {
            reports
                .iter()
                .filter(|report| claim.reports.contains(report))
                .count()
        };
        let sides = conflict.values.iter().enumerate();
        sides
            .map(|(side, (_, reports))| (shared(reports), side))
            .filter(|&(count, _)| count > 0)
            .max_by_key(|&(count, side)| (count, usize::MAX - side))
            .map(|(_, side)| side)
    })
}

fn slot_value(slots: &Slots, slot: Slot) -> Option<SlotValue> {
    match slot {
        Slot::Amount => slots.amount.clone().map(SlotValue::Amount),
        Slot::Killed => slots.killed.map(SlotValue::Count),
        Slot::Injured => slots.injured.map(SlotValue::Count),
        Slot::Date => slots.date.clone().map(SlotValue::Text),
        Slot::Place => slots.place.clone().map(SlotValue::Text),
        Slot::Person => slots.person.clone().map(SlotValue::Text),
        Slot::Target => slots.target.clone().map(SlotValue::Text),
    }
}

fn cell(context: &Context<'_>, report: usize, state: State, said_in: usize) -> CellView {
    let words = context.words;
    let reference = context.report(report);
    let state_words = words.get(match state {
        State::Says => "matrix.says",
        State::Differs => "matrix.differs",
        State::Silent => "matrix.silent",
    });
    let evidence = context.analysis.picture.claims[said_in].evidence.iter();
    let first = evidence
        .clone()
        .find(|one| state != State::Silent && one.report == report);
    let pieces = first.and_then(|one| {
        context
            .sources
            .get(report)
            .map(|source| source.quote(&one.quote))
    });
    CellView {
        label: words.fill(
            "matrix.cell",
            &[("report", &reference.id), ("state", &state_words)],
        ),
        words: pieces.as_deref().map(flat).unwrap_or_default(),
        target: pieces
            .is_some()
            .then(|| format!("{}-{}", json::id('c', said_in), reference.anchor)),
        state,
        report: reference,
    }
}

fn quotes(context: &Context<'_>, at: usize) -> Vec<QuoteView> {
    let picture = &context.analysis.picture;
    let mut evidence: Vec<_> = picture.claims[at].evidence.iter().collect();
    evidence.sort_by_key(|one| (one.report, one.quote.start));
    let mut last = None;
    let mut quotes = Vec::new();
    for one in evidence {
        let Some(source) = context.sources.get(one.report) else {
            continue;
        };
        let report = context.report(one.report);
        let first = last != Some(one.report);
        last = Some(one.report);
        quotes.push(QuoteView {
            anchor: first.then(|| format!("{}-{}", json::id('c', at), report.anchor)),
            pieces: source.in_context(&one.quote),
            attributed: attribution(context, one.attributed_to),
            report,
        });
    }
    quotes
}

fn attribution(context: &Context<'_>, origin: Option<usize>) -> String {
    match origin {
        Some(at) => {
            let origin = origin_name(context, at);
            context
                .words
                .fill("quotes.attributed", &[("origin", &origin)])
        }
        None => context.words.get("quotes.unattributed").to_owned(),
    }
}

/// The words of a passage in one string, masked parts in brackets.
pub(in crate::output) fn flat(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        if piece.masked {
            out.push('[');
            out.push_str(&piece.text);
            out.push(']');
        } else {
            out.push_str(&piece.text);
        }
    }
    out
}
