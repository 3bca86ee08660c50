//! The analysis as it is shown to people: every sentence, cell and line, in one language, with
//! personal data masked. Terminal, page and paper only arrange what stands here.

mod claims;
mod conflicts;
mod drawing;
mod lineage;
mod passage;
mod reports;
mod summary;

use std::collections::HashMap;

use engine::picture::Incident;
use serde::Serialize;

pub(super) use claims::{CellView, ClaimView, State, flat};
pub(super) use conflicts::{ConflictView, SideView};
pub(super) use lineage::Lineage;
pub(super) use passage::Piece;
pub(crate) use passage::is_hidden;
pub(super) use reports::name as report_name;
pub(super) use reports::{ReportRef, ReportView};

use super::words::Words;
use super::{Analysis, Language, Options, format, json};
use passage::Source;

/// Most reports that a claim table gives a column each; beyond, cells are listed.
const MOST_COLUMNS: usize = 16;

/// Most claims shown at the top of a section.
const MOST_KEY_CLAIMS: usize = 5;

/// The whole document.
#[derive(Debug, Serialize)]
pub(super) struct View {
    pub lang: &'static str,
    pub tlp: Marking,
    pub date: String,
    /// The day for machines, ISO 8601.
    pub day: String,
    pub headline: String,
    /// What a hurried reader must know besides the headline.
    pub lead: Vec<String>,
    /// Where there is one section only: its points in conflict.
    pub points: Option<Points>,
    /// Reports that no section tells of.
    pub further: Vec<String>,
    /// What the document rests on, and who judged it.
    pub summary: Vec<String>,
    pub sections: Vec<Section>,
    pub reports: Vec<ReportView>,
}

/// The Traffic Light Protocol label.
#[derive(Debug, Serialize)]
pub(super) struct Marking {
    pub label: &'static str,
    pub colour: &'static str,
    pub meaning: String,
}

/// Points on which reports disagree.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Points {
    pub sentence: String,
    pub lines: Vec<String>,
}

/// One incident, or what belongs to none.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    /// `i1`, …
    pub anchor: String,
    /// Given where there is more than one section.
    pub title: Option<String>,
    pub headline: String,
    pub lead: Vec<String>,
    pub points: Option<Points>,
    pub columns: Vec<ReportRef>,
    /// Whether claims carry one cell for each column, or only those that are not silent.
    pub grid: bool,
    pub claims: Vec<ClaimView>,
    pub conflicts: Vec<ConflictView>,
    /// Whether none of its claims is contradicted, here or in another section.
    pub undisputed: bool,
    pub lineage: Lineage,
}

impl Section {
    /// The claims a hurried reader sees.
    pub(super) fn key_claims(&self) -> Vec<&ClaimView> {
        let mut claims: Vec<&ClaimView> = self.claims.iter().collect();
        claims.sort_by_key(|claim| claim.rank);
        claims.truncate(MOST_KEY_CLAIMS);
        claims
    }

    /// How many claims stand only in the table.
    pub(super) fn further_claims(&self) -> usize {
        self.claims.len().saturating_sub(MOST_KEY_CLAIMS)
    }

    /// Level of its headings: below the incident's own where there are several.
    pub(super) fn level(&self) -> usize {
        if self.title.is_some() { 3 } else { 2 }
    }
}

/// What all parts of the view are built from.
struct Context<'a> {
    analysis: &'a Analysis,
    words: &'static Words,
    sources: Vec<Source<'a>>,
    refs: Vec<ReportRef>,
}

/// The members of a section, by index.
#[derive(Default)]
struct Members {
    reports: Vec<usize>,
    claims: Vec<usize>,
    conflicts: Vec<usize>,
    incident: Option<Incident>,
}

impl View {
    pub(super) fn new(analysis: &Analysis, options: &Options) -> View {
        let words = Words::of(options.language);
        let context = Context::of(analysis, words);
        let members = members(analysis);
        let sections: Vec<Section> = (members.iter().enumerate())
            .map(|(at, one)| section(&context, at, one, members.len() > 1))
            .collect();
        View {
            lang: words.get("lang"),
            tlp: Marking {
                label: options.tlp.as_str(),
                colour: options.tlp.colour(),
                meaning: words.of_kind("tlp", options.tlp.as_str()),
            },
            date: format::civil(words, options.generated),
            day: options.generated.to_string(),
            headline: summary::headline(&context, &members),
            lead: summary::lead(&sections),
            further: summary::further(&context, &members, &sections),
            points: match sections.as_slice() {
                [only] => only.points.clone(),
                _ => None,
            },
            summary: summary::sources(&context),
            reports: (0..analysis.reports.len())
                .map(|at| reports::view(&context, at))
                .collect(),
            sections,
        }
    }
}

/// The headline, and the claim that weighs most.
pub(super) fn headline(analysis: &Analysis, language: Language) -> (String, Option<String>) {
    let context = Context::of(analysis, Words::of(language));
    let members = members(analysis);
    let first = members
        .first()
        .map(|one| section(&context, 0, one, members.len() > 1));
    let claim = first.and_then(|section| Some(section.key_claims().first()?.statement.clone()));
    (summary::headline(&context, &members), claim)
}

impl<'a> Context<'a> {
    fn of(analysis: &'a Analysis, words: &'static Words) -> Self {
        let sources = analysis.reports.iter();
        let refs = 0..analysis.reports.len();
        Context {
            analysis,
            words,
            sources: sources.map(|report| Source::new(report, words)).collect(),
            refs: refs
                .map(|at| reports::reference(analysis, words, at))
                .collect(),
        }
    }

    /// The report at a place that there is.
    fn report(&self, at: usize) -> ReportRef {
        self.refs[at].clone()
    }

    /// Those of the places that there are.
    fn known(&self, reports: &[usize]) -> Vec<usize> {
        reports
            .iter()
            .copied()
            .filter(|&at| at < self.refs.len())
            .collect()
    }
}

/// Groups claims and conflicts by the incident that shares most reports with them; what shares
/// none comes last, together.
fn members(analysis: &Analysis) -> Vec<Members> {
    let picture = &analysis.picture;
    let mut sections: Vec<Members> = (picture.incidents.iter())
        .map(|incident| Members {
            reports: incident.reports.clone(),
            incident: Some(incident.clone()),
            ..Members::default()
        })
        .collect();
    let mut home: HashMap<usize, usize> = HashMap::new();
    for (at, incident) in picture.incidents.iter().enumerate() {
        for &report in &incident.reports {
            home.entry(report).or_insert(at);
        }
    }
    let loose = sections.len();
    let mut loose_members = Members::default();
    let mut section_of = vec![loose; picture.claims.len()];
    for (at, claim) in picture.claims.iter().enumerate() {
        let mut votes: HashMap<usize, usize> = HashMap::new();
        for report in &claim.reports {
            if let Some(&section) = home.get(report) {
                *votes.entry(section).or_default() += 1;
            }
        }
        let best = votes
            .into_iter()
            .max_by_key(|&(section, count)| (count, usize::MAX - section));
        section_of[at] = best.map_or(loose, |(section, _)| section);
        let section = sections
            .get_mut(section_of[at])
            .unwrap_or(&mut loose_members);
        section.claims.push(at);
        section.reports.extend(&claim.reports);
    }
    for (at, conflict) in picture.conflicts.iter().enumerate() {
        let first = conflict
            .claims
            .iter()
            .find_map(|&claim| section_of.get(claim));
        let section = first.and_then(|&section| sections.get_mut(section));
        section.unwrap_or(&mut loose_members).conflicts.push(at);
    }
    if !loose_members.claims.is_empty() || !loose_members.conflicts.is_empty() {
        sections.push(loose_members);
    }
    for section in &mut sections {
        section.reports.retain(|&at| at < analysis.reports.len());
        section.reports.sort_unstable();
        section.reports.dedup();
    }
    if !summary::speaks_of_threat(analysis) {
        sections.clear();
    }
    sections
}

/// By which an event of a picture is called: a letter, since numbers are those of incidents at the desk. `A`, … `Z`, `AA`, …
pub(crate) fn event(at: usize) -> String {
    let letter = char::from(b'A' + (at % 26) as u8);
    match (at / 26).checked_sub(1) {
        Some(before) => format!("{}{letter}", event(before)),
        None => letter.to_string(),
    }
}

fn section(context: &Context<'_>, at: usize, members: &Members, several: bool) -> Section {
    let words = context.words;
    let title = several.then(|| match members.incident {
        Some(_) => words.fill("event", &[("letter", &event(at))]),
        None => words.get("event.loose").to_owned(),
    });
    let grid = members.reports.len() <= MOST_COLUMNS;
    let claims = claims::views(context, members, grid);
    Section {
        anchor: json::id('i', at),
        title,
        headline: summary::section_headline(context, members),
        lead: summary::section_lead(context, members),
        points: summary::points(context, members),
        columns: members
            .reports
            .iter()
            .map(|&report| context.report(report))
            .collect(),
        grid,
        undisputed: claims.iter().all(|claim| claim.conflicts.is_empty()),
        claims,
        conflicts: members
            .conflicts
            .iter()
            .map(|&at| conflicts::view(context, at))
            .collect(),
        lineage: lineage::view(context, members, at),
    }
}
