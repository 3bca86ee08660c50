//! The sentences at the top: the headline, what a hurried reader must know, what it all rests on.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use model::{Level, Reliability};

use super::lineage::{named, origin_name};
use super::{Context, Members, Points, Section, conflicts};
use crate::output::{Analysis, format};

/// Most origins, or points in conflict, told by name in a sentence.
const MOST_NAMES: usize = 6;

/// Most names that people gave in a headline.
const MOST_GIVEN: usize = 3;

/// Whether there is anything to tell about threats to people.
pub(super) fn speaks_of_threat(analysis: &Analysis) -> bool {
    !analysis.picture.claims.is_empty() || threatening(analysis) > 0
}

fn threatening(analysis: &Analysis) -> usize {
    analysis
        .reports
        .iter()
        .filter(|report| report.reading.level != Level::P5)
        .count()
}

/// "5 reports, 1 independent origin".
pub(super) fn headline(context: &Context<'_>, members: &[Members]) -> String {
    let (words, analysis) = (context.words, context.analysis);
    let n = analysis.reports.len();
    if n == 0 {
        return words.get("headline.none").to_owned();
    }
    if !speaks_of_threat(analysis) {
        return words.count("headline.nothing", n, &[]);
    }
    match members {
        [] => {
            let reports = words.count("reports", n, &[]);
            words.count(
                "headline.unclaimed",
                threatening(analysis),
                &[("reports", &reports)],
            )
        }
        [only] => section_headline(context, only),
        several => {
            let reports = words.count("reports", n, &[]);
            let events = several.iter().filter(|one| one.incident.is_some()).count();
            let events = words.count("events", events, &[]);
            words.fill(
                "headline.many",
                &[("reports", &reports), ("events", &events)],
            )
        }
    }
}

/// The same for one incident.
pub(super) fn section_headline(context: &Context<'_>, members: &Members) -> String {
    let words = context.words;
    let reports = words.count("reports", size(members), &[]);
    let origins = words.count("origins", independent(context, members), &[]);
    let headline = words.fill("headline", &[("reports", &reports), ("origins", &origins)]);
    let names = given(context, members);
    if names.is_empty() {
        return headline;
    }
    let names = format::list(words, &names);
    words.fill(
        "headline.named",
        &[("headline", &headline), ("names", &names)],
    )
}

/// What people call the incident's origins.
fn given(context: &Context<'_>, members: &Members) -> Vec<String> {
    let here: BTreeSet<usize> = members.reports.iter().copied().collect();
    let origins = context.analysis.picture.origins.iter().enumerate();
    let named = origins
        .filter(|(_, origin)| origin.reports.iter().any(|report| here.contains(report)))
        .filter_map(|(at, _)| named(context, at));
    named
        .map(|named| format::short(&named.name, 80))
        .take(MOST_GIVEN)
        .collect()
}

/// How many reports the incident has; claims may be carried by others besides.
fn size(members: &Members) -> usize {
    let incident = members.incident.as_ref();
    incident.map_or(members.reports.len(), |incident| incident.reports.len())
}

/// How many reports of the incident rest on an origin.
fn resting(context: &Context<'_>, members: &Members) -> usize {
    let Some(incident) = &members.incident else {
        return members.reports.len();
    };
    let origins = &context.analysis.picture.origins;
    let resting: HashSet<usize> = (origins.iter())
        .flat_map(|origin| origin.reports.iter().copied())
        .collect();
    let rests = |report: &&usize| resting.contains(report);
    incident.reports.iter().filter(rests).count()
}

fn independent(context: &Context<'_>, members: &Members) -> usize {
    match &members.incident {
        Some(incident) => incident.independent_origins,
        None => {
            let claims = members
                .claims
                .iter()
                .map(|&at| &context.analysis.picture.claims[at]);
            claims
                .map(|claim| claim.independent_origins)
                .max()
                .unwrap_or(0)
        }
    }
}

/// What must be known of one incident besides its headline.
pub(super) fn section_lead(context: &Context<'_>, members: &Members) -> Vec<String> {
    let words = context.words;
    let mut lead = Vec::new();
    let origins = independent(context, members);
    let circular = members
        .incident
        .as_ref()
        .is_some_and(|incident| incident.circular);
    let resting = resting(context, members);
    if circular && (origins == 0 || resting > origins) {
        let reports = words.count("reports", resting, &[]);
        let n = format::number(words, origins);
        lead.push(words.count(
            "lead.circular",
            origins,
            &[("reports", &reports), ("n", &n)],
        ));
    } else if origins == 0 && !members.claims.is_empty() {
        lead.push(words.get("lead.lone").to_owned());
    }
    lead
}

/// The points in conflict of one incident, each in a line, after a sentence that counts them.
pub(super) fn points(context: &Context<'_>, members: &Members) -> Option<Points> {
    let words = context.words;
    let count = members.conflicts.len();
    let left = count.saturating_sub(MOST_NAMES);
    let mut lines: Vec<String> = (members.conflicts.iter().take(MOST_NAMES))
        .map(|&at| {
            let (title, values) = (
                conflicts::title(context, at),
                conflicts::values(context, at),
            );
            words.fill("lead.point", &[("title", &title), ("values", &values)])
        })
        .collect();
    lines.extend((left > 0).then(|| words.count("lead.points.left", left, &[])));
    (count > 0).then(|| Points {
        sentence: words.count(
            "lead.conflicts",
            count,
            &[("n", &format::number(words, count))],
        ),
        lines,
    })
}

/// What must be known of the whole besides the headline.
pub(super) fn lead(sections: &[Section]) -> Vec<String> {
    match sections {
        [only] => only.lead.clone(),
        several => several
            .iter()
            .filter_map(|section| {
                Some(format!(
                    "{}: {}.",
                    section.title.as_ref()?,
                    section.headline
                ))
            })
            .collect(),
    }
}

/// How many reports belong to no section.
pub(super) fn further(
    context: &Context<'_>,
    members: &[Members],
    sections: &[Section],
) -> Vec<String> {
    let words = context.words;
    let mut lead = Vec::new();
    let told: BTreeSet<usize> = members
        .iter()
        .flat_map(|one| one.reports.iter().copied())
        .collect();
    let outside = (0..context.analysis.reports.len()).filter(|at| !told.contains(at));
    let (quiet, loud): (Vec<usize>, Vec<usize>) =
        outside.partition(|&at| context.analysis.reports[at].reading.level == Level::P5);
    if !sections.is_empty() && !loud.is_empty() {
        lead.push(words.count("lead.further", loud.len(), &[]));
    }
    if !sections.is_empty() && !quiet.is_empty() {
        lead.push(words.count("summary.unread", quiet.len(), &[]));
    }
    lead
}

/// The summary statement of sources: how many, by whom, when, what stands behind them, how
/// reliable, and what a machine did.
pub(super) fn sources(context: &Context<'_>) -> Vec<String> {
    let (words, analysis) = (context.words, context.analysis);
    if analysis.reports.is_empty() {
        return Vec::new();
    }
    let mut sentences = vec![extent(context)];
    if !analysis.picture.claims.is_empty() {
        let origins = analysis.picture.origins.len();
        let mut names: Vec<String> = (0..origins.min(MOST_NAMES))
            .map(|at| origin_name(context, at))
            .collect();
        if origins > MOST_NAMES {
            let left = origins - MOST_NAMES;
            names.push(words.count("summary.origins.left", left, &[]));
        }
        let names = names.join("; ");
        sentences.push(words.count(
            "summary.origins",
            analysis.picture.origins.len(),
            &[
                ("names", &names),
                ("n", &format::number(words, analysis.picture.origins.len())),
            ],
        ));
    }
    let copies: BTreeSet<usize> = (analysis.picture.derivations.iter())
        .filter(|one| format::whole_percent(one.overlap) > 0)
        .map(|one| one.to)
        .collect();
    if !copies.is_empty() {
        let n = format::number(words, copies.len());
        let copies = words.count("summary.copies", copies.len(), &[("n", &n)]);
        sentences.push(format::sentence(&copies));
    }
    sentences.push(grades(context));
    sentences.push(words.get("summary.machine").to_owned());
    sentences
}

fn extent(context: &Context<'_>) -> String {
    let (words, analysis) = (context.words, context.analysis);
    let publishers: BTreeSet<&str> = analysis
        .reports
        .iter()
        .filter_map(|report| report.publisher.as_deref())
        .collect();
    let days: BTreeSet<_> = (analysis.reports.iter())
        .filter_map(|report| report.published.as_deref().and_then(format::day))
        .collect();
    let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
    for report in &analysis.reports {
        *languages.entry(report.reading.lang.as_str()).or_default() += 1;
    }
    let languages: Vec<String> = languages
        .keys()
        .map(|lang| words.of_kind("language", lang))
        .collect();
    let publishers = match publishers.len() {
        0 => String::new(),
        n => words.count("summary.publishers", n, &[]),
    };
    let dates = match (days.first(), days.last()) {
        (Some(&from), Some(&to)) if from == to => words.fill(
            "summary.dates.one",
            &[("from", &format::civil(words, from))],
        ),
        (Some(&from), Some(&to)) => words.fill(
            "summary.dates.many",
            &[
                ("from", &format::civil(words, from)),
                ("to", &format::civil(words, to)),
            ],
        ),
        _ => String::new(),
    };
    words.fill(
        "summary.reports",
        &[
            (
                "reports",
                &words.count("reports", analysis.reports.len(), &[]),
            ),
            ("publishers", &publishers),
            ("dates", &dates),
            ("languages", &format::list(words, &languages)),
        ],
    )
}

fn grades(context: &Context<'_>) -> String {
    let words = context.words;
    let mut counts: BTreeMap<Reliability, usize> = BTreeMap::new();
    for report in &context.analysis.reports {
        *counts.entry(report.reliability).or_default() += 1;
    }
    let mut reports = context.analysis.reports.iter();
    if reports.all(|one| one.reliability == Reliability::F && one.graded_by.is_none()) {
        return words.get("summary.grades.none").to_owned();
    }
    let grades: Vec<String> = counts
        .into_iter()
        .map(|(grade, n)| {
            let meaning = words.of_kind("reliability", grade.as_str());
            words.fill(
                "summary.grade",
                &[("n", &n), ("letter", &grade), ("meaning", &meaning)],
            )
        })
        .collect();
    words.fill(
        "summary.grades",
        &[("grades", &format::list(words, &grades))],
    )
}
