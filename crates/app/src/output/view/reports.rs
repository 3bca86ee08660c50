//! Reports: their names, their sources' grades, and what was read in each.

use std::collections::BTreeMap;

use model::Level;
use serde::Serialize;

use super::Context;
use super::passage::Piece;
use crate::output::words::Words;
use crate::output::{Analysis, Report, format, json, reason};

/// Most passages shown for one behaviour of one report.
const MOST_PASSAGES: usize = 6;

/// How a report is named wherever it is mentioned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::output) struct ReportRef {
    pub id: String,
    /// Safe in a link, from the place in the input: `r1`.
    pub anchor: String,
    /// Publisher, else title, else file.
    pub name: String,
    pub date: String,
    /// ISO 639-1 code of the language it is written in; empty where it is not known.
    pub lang: &'static str,
}

/// A report in full.
#[derive(Debug, Serialize)]
pub(in crate::output) struct ReportView {
    pub is: ReportRef,
    /// Title, else file.
    pub title: String,
    pub publisher: Option<String>,
    /// The day for machines, where it is known.
    pub day: Option<String>,
    pub language: String,
    pub path: String,
    pub sha256: String,
    pub note: Option<String>,
    pub reliability: &'static str,
    pub reliability_words: String,
    /// "graded by …"
    pub graded: Option<String>,
    pub level: &'static str,
    pub level_words: String,
    pub stance: String,
    /// Whether there is anything to tell.
    pub quiet: bool,
    pub reasons: Vec<String>,
    pub behaviours: Vec<BehaviourView>,
    /// What personal data it exposes, told without repeating them.
    pub exposes: Option<String>,
}

/// A behaviour with the words that show it.
#[derive(Debug, Serialize)]
pub(in crate::output) struct BehaviourView {
    pub kind: String,
    /// "98 % sure".
    pub score: String,
    pub passages: Vec<Vec<Piece>>,
    pub more: Option<String>,
}

pub(super) fn reference(analysis: &Analysis, words: &Words, at: usize) -> ReportRef {
    let report = &analysis.reports[at];
    let lang = report.reading.lang.as_str();
    ReportRef {
        id: format::short(&report.id, 24),
        anchor: json::id('r', at),
        name: name(report),
        date: report
            .published
            .as_deref()
            .map(|text| format::date(words, text))
            .unwrap_or_default(),
        lang: if lang == "und" { "" } else { lang },
    }
}

/// Publisher, else title, else file.
pub(in crate::output) fn name(report: &Report) -> String {
    let name = given(&report.publisher).or_else(|| given(&report.title));
    format::shorten(&name.unwrap_or_else(|| file_name(&report.path)), 48)
}

/// What a report tells of itself, on a short line; none if that is nothing.
fn given(text: &Option<String>) -> Option<String> {
    let text = text.as_deref().map(|text| format::short(text, 240));
    text.filter(|text| !text.is_empty())
}

fn file_name(path: &str) -> String {
    format::short(path.rsplit(['/', '\\']).next().unwrap_or(path), 240)
}

pub(super) fn view(context: &Context<'_>, at: usize) -> ReportView {
    let words = context.words;
    let report = &context.analysis.reports[at];
    let reading = &report.reading;
    let level = reading.level.as_str();
    let reliability = report.reliability.as_str();
    ReportView {
        is: context.report(at),
        title: given(&report.title).unwrap_or_else(|| file_name(&report.path)),
        publisher: given(&report.publisher),
        day: report
            .published
            .as_deref()
            .and_then(format::day)
            .map(|day| day.to_string()),
        language: words.of_kind("language", reading.lang.as_str()),
        path: format::short(&report.path, 240),
        sha256: report.sha256.clone(),
        note: given(&report.encoding_note)
            .map(|note| words.fill("sources.note", &[("note", &note)])),
        reliability,
        reliability_words: words.of_kind("reliability", reliability),
        graded: given(&report.graded_by).map(|who| words.fill("sources.graded", &[("who", &who)])),
        level,
        level_words: words.of_kind("level", level),
        stance: words.of_kind("stance", reading.stance.as_str()),
        quiet: reading.level == Level::P5 && reading.behaviours.is_empty(),
        reasons: reading
            .reasons
            .iter()
            .map(|one| reason::reason(words, one))
            .collect(),
        behaviours: behaviours(context, at),
        exposes: exposes(context, at),
    }
}

fn behaviours(context: &Context<'_>, at: usize) -> Vec<BehaviourView> {
    let words = context.words;
    let source = &context.sources[at];
    (context.analysis.reports[at].reading.behaviours.iter())
        .map(|finding| {
            let passages = source.in_contexts(&finding.evidence);
            let left = passages.len().saturating_sub(MOST_PASSAGES);
            BehaviourView {
                kind: format::sentence(&words.of_kind("kind", finding.kind.as_str())),
                score: words.fill(
                    "readings.sure",
                    &[("share", &format::percent(finding.score))],
                ),
                passages: passages.into_iter().take(MOST_PASSAGES).collect(),
                more: (left > 0).then(|| words.count("readings.more", left, &[])),
            }
        })
        .collect()
}

fn exposes(context: &Context<'_>, at: usize) -> Option<String> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for exposure in context.analysis.reports[at].reading.exposures.iter() {
        if super::passage::is_hidden(exposure.kind) {
            *counts.entry(exposure.kind.as_str()).or_default() += 1;
        }
    }
    let items: Vec<String> = counts
        .into_iter()
        .map(|(kind, n)| format!("{n} × {}", context.words.of_kind("exposure", kind)))
        .collect();
    (!items.is_empty()).then(|| {
        let list = format::list(context.words, &items);
        context.words.fill("readings.exposes", &[("list", &list)])
    })
}
