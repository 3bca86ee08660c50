//! Conflicts: the values side by side, who gives each, in which words.

use engine::picture::{Conflict, Slot, SlotValue};
use serde::Serialize;

use super::claims::spoken;
use super::passage::Piece;
use super::{Context, ReportRef};
use crate::output::{format, json, statement};

/// One conflict.
#[derive(Debug, Serialize)]
pub(in crate::output) struct ConflictView {
    /// Counted through the whole document, from 1.
    pub number: usize,
    pub anchor: String,
    /// "amount: reward for a photograph".
    pub title: String,
    pub sides: Vec<SideView>,
    /// `c1`, `c2`.
    pub claims: Vec<String>,
}

/// One value, and those who give it.
#[derive(Debug, Serialize)]
pub(in crate::output) struct SideView {
    pub value: String,
    /// The words in which they do; reports with the same words together.
    pub quotes: Vec<SideQuote>,
    /// Those of whom no words are at hand.
    pub mute: Vec<ReportRef>,
}

/// Words of one report, or of several that share them.
#[derive(Debug, Serialize)]
pub(in crate::output) struct SideQuote {
    pub reports: Vec<ReportRef>,
    pub pieces: Vec<Piece>,
}

impl SideQuote {
    /// Language of the words.
    pub(in crate::output) fn lang(&self) -> &'static str {
        self.reports.first().map_or("", |report| report.lang)
    }
}

/// "Amount: bounty for killing inspectors", masked.
pub(super) fn title(context: &Context<'_>, at: usize) -> String {
    let words = context.words;
    let picture = &context.analysis.picture;
    let conflict = &picture.conflicts[at];
    let first = conflict
        .claims
        .iter()
        .find_map(|&at| picture.claims.get(at));
    let about = match first {
        Some(claim) => statement::about(words, picture, conflict, &spoken(context, claim)),
        None => statement::about(words, picture, conflict, &format::line),
    };
    let about = format::shorten(&about, 200);
    let slot = format::sentence(&words.of_kind("slot", conflict.slot.as_str()));
    match conflict.slot {
        Slot::Person => about,
        _ if about.is_empty() => slot,
        _ => {
            let about = format::inside(&about);
            words.fill("conflict", &[("slot", &slot), ("about", &about)])
        }
    }
}

/// "$2,000 / $5,000".
pub(super) fn values(context: &Context<'_>, at: usize) -> String {
    let conflict = &context.analysis.picture.conflicts[at];
    let values: Vec<String> = (conflict.values.iter())
        .map(|(value, _)| format::value(context.words, conflict.slot, value))
        .collect();
    values.join(" / ")
}

pub(super) fn view(context: &Context<'_>, at: usize) -> ConflictView {
    let conflict = &context.analysis.picture.conflicts[at];
    ConflictView {
        number: at + 1,
        anchor: json::id('k', at),
        title: title(context, at),
        sides: conflict
            .values
            .iter()
            .map(|side| self::side(context, conflict, side))
            .collect(),
        claims: conflict
            .claims
            .iter()
            .filter(|&&claim| claim < context.analysis.picture.claims.len())
            .map(|&claim| json::id('c', claim))
            .collect(),
    }
}

fn side(
    context: &Context<'_>,
    conflict: &Conflict,
    (value, reports): &(SlotValue, Vec<usize>),
) -> SideView {
    let mut quotes: Vec<SideQuote> = Vec::new();
    let mut mute = Vec::new();
    for report in context.known(reports) {
        let reference = context.report(report);
        let Some(pieces) = quote(context, conflict, value, report) else {
            mute.push(reference);
            continue;
        };
        match quotes.iter_mut().find(|known| known.pieces == pieces) {
            Some(known) => known.reports.push(reference),
            None => quotes.push(SideQuote {
                reports: vec![reference],
                pieces,
            }),
        }
    }
    SideView {
        value: format::value(context.words, conflict.slot, value),
        quotes,
        mute,
    }
}

/// The words in which the report gives the value: of its evidence for the claims at odds, the
/// passage with most of the value's digits or words in it, the earliest of equals.
fn quote(
    context: &Context<'_>,
    conflict: &Conflict,
    value: &SlotValue,
    report: usize,
) -> Option<Vec<Piece>> {
    let source = context.sources.get(report)?;
    let marks = marks(value);
    let claims = conflict
        .claims
        .iter()
        .filter_map(|&at| context.analysis.picture.claims.get(at));
    let best = claims
        .flat_map(|claim| claim.evidence.iter().filter(|one| one.report == report))
        .min_by_key(|one| {
            let bare: String = one
                .quote
                .text
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect();
            let hits = marks
                .iter()
                .filter(|mark| bare.contains(mark.as_str()))
                .count();
            (usize::MAX - hits, one.quote.start)
        })?;
    Some(source.in_context(&best.quote))
}

/// What of a value can be looked for in a text.
fn marks(value: &SlotValue) -> Vec<String> {
    match value {
        SlotValue::Amount(sum) => [sum.min, sum.max]
            .into_iter()
            .flatten()
            .map(|sum| format!("{sum:.0}"))
            .collect(),
        SlotValue::Count(count) => vec![count.to_string()],
        SlotValue::Text(text) => match format::day(text) {
            Some(day) => vec![day.day().to_string()],
            None => text.split_whitespace().map(str::to_owned).collect(),
        },
    }
}
