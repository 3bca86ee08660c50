//! The origin tree as shapes: origins on the left, reports to the right in order of time. The
//! same figures are drawn on the page and on paper.

use std::collections::{BTreeMap, BTreeSet};

use engine::picture::{Derivation, DerivationEvidence};
use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Context;
use super::lineage::{Forest, carries_words, named, origin_name};
use crate::output::{format, json};

/// Most reports drawn; the list beside the drawing has all.
const MOST_ROWS: usize = 20;

const WIDTH: f64 = 720.0;
const TOP: f64 = 34.0;
const ROW: f64 = 46.0;
const BOX_WIDTH: f64 = 196.0;
const LINE: f64 = 16.0;
const BOX_GAP: f64 = 10.0;
const BAND: (f64, f64) = (272.0, 408.0);
const DOT: f64 = 5.0;
/// Average width of a character, at the sizes used for names and for the small print.
const CHAR: f64 = 7.0;
const SMALL_CHAR: f64 = 6.1;

/// Shapes in a box of `width` × `height` units.
#[derive(Debug, Serialize)]
pub(in crate::output) struct Drawing {
    pub id: String,
    pub width: f64,
    pub height: f64,
    pub boxes: Vec<Origin>,
    pub edges: Vec<Edge>,
    pub nodes: Vec<Node>,
    /// Where the arrow of time begins and ends; `None` if all is of one time.
    pub time: Option<(f64, f64)>,
    pub more: Option<String>,
    /// How names that people gave are told from labels; none if there are none.
    pub said: Option<&'static str>,
}

/// An origin, or the place of one that nobody names.
#[derive(Debug, Serialize)]
pub(in crate::output) struct Origin {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub lines: Vec<TextLine>,
    pub known: bool,
    /// Whether people named it.
    pub said: bool,
}

/// One line of writing, by its left end and base line.
#[derive(Debug, Serialize)]
pub(in crate::output) struct TextLine {
    pub x: f64,
    pub y: f64,
    pub text: String,
}

/// A cubic curve.
#[derive(Debug, Serialize)]
pub(in crate::output) struct Edge {
    pub from: (f64, f64),
    pub bend: (f64, f64),
    pub bend_back: (f64, f64),
    pub to: (f64, f64),
    pub weight: f64,
    pub dashed: bool,
}

/// A report.
#[derive(Debug, Serialize)]
pub(in crate::output) struct Node {
    pub x: f64,
    pub y: f64,
    pub radius: f64,
    pub id: String,
    pub name: TextLine,
    pub small: TextLine,
}

pub(super) fn draw(context: &Context<'_>, forest: &Forest, section: usize) -> Drawing {
    let rows = rows(forest);
    let left = forest.by_time.len().saturating_sub(rows.len());
    let row: BTreeMap<usize, usize> = rows
        .iter()
        .enumerate()
        .map(|(at, &report)| (report, at))
        .collect();
    let column = columns(forest, &row);
    let last = column.values().copied().max().unwrap_or(0);
    let place = |report: usize| -> Option<(f64, f64)> {
        let (row, column) = (*row.get(&report)?, *column.get(&report)?);
        let share = f64::from(column) / f64::from(last.max(1));
        let y = TOP + (row as f64 + 0.5) * ROW;
        Some((BAND.0 + share * (BAND.1 - BAND.0), y))
    };
    let mut boxes = origins(context, forest, &row);
    let height = (TOP + rows.len() as f64 * ROW)
        .max(settle(&mut boxes, TOP + rows.len() as f64 * ROW) + 4.0);
    let mut edges = Vec::new();
    for boxed in &boxes {
        let from = (
            boxed.shape.x + boxed.shape.width,
            boxed.shape.y + boxed.shape.height / 2.0,
        );
        edges.extend(
            boxed
                .reports
                .iter()
                .filter_map(|&report| place(report))
                .map(|to| stem(from, to)),
        );
    }
    for (&report, derivation) in &forest.parent {
        if let (Some(from), Some(to)) = (place(derivation.from), place(report)) {
            edges.push(branch(from, to, derivation));
        }
    }
    let said = boxes.iter().any(|boxed| boxed.shape.said);
    Drawing {
        id: format!("tree-{}", section + 1),
        said: said.then(|| context.words.get("lineage.legend.said")),
        width: WIDTH,
        height,
        boxes: boxes.into_iter().map(|boxed| boxed.shape).collect(),
        edges,
        nodes: rows
            .iter()
            .filter_map(|&report| Some(node(context, forest, report, place(report)?)))
            .collect(),
        time: (last > 0).then_some(BAND),
        more: (left > 0).then(|| context.words.count("lineage.more", left, &[])),
    }
}

/// Reports from top to bottom: origin by origin, each followed by what took from it. Where there
/// are too many, every origin keeps its earliest as long as there is room.
fn rows(forest: &Forest) -> Vec<usize> {
    let mut all = Vec::new();
    let mut seen = BTreeSet::new();
    let groups = || {
        forest
            .direct
            .iter()
            .map(|(_, reports)| reports)
            .chain([&forest.unknown])
    };
    for &root in groups().flatten().chain(&forest.by_time) {
        let mut open = vec![root];
        while let Some(report) = open.pop() {
            if seen.insert(report) {
                all.push(report);
                open.extend(forest.children.get(&report).into_iter().flatten().rev());
            }
        }
    }
    let mut kept: BTreeSet<usize> = BTreeSet::new();
    for &report in groups().filter_map(|reports| reports.first()).chain(&all) {
        if kept.len() < MOST_ROWS {
            kept.insert(report);
        }
    }
    all.retain(|report| kept.contains(report));
    all
}

/// Steps to the right: in order of time, and always right of what a report took from.
fn columns(forest: &Forest, row: &BTreeMap<usize, usize>) -> BTreeMap<usize, u32> {
    let mut column: BTreeMap<usize, u32> = BTreeMap::new();
    let drawn: Vec<usize> = forest
        .by_time
        .iter()
        .copied()
        .filter(|at| row.contains_key(at))
        .collect();
    for (rank, &report) in drawn.iter().enumerate() {
        column.insert(report, rank as u32);
    }
    let mut open: Vec<usize> = drawn
        .iter()
        .copied()
        .filter(|report| !forest.parent.contains_key(report))
        .collect();
    while let Some(report) = open.pop() {
        for &child in forest.children.get(&report).into_iter().flatten() {
            let least = column.get(&report).copied().unwrap_or(0) + 1;
            if let Some(own) = column.get_mut(&child) {
                *own = (*own).max(least);
                open.push(child);
            }
        }
    }
    column
}

struct Boxed {
    shape: Origin,
    reports: Vec<usize>,
    middle: f64,
}

/// Boxes at the height of the reports that rest on them directly; not yet kept apart.
fn origins(context: &Context<'_>, forest: &Forest, row: &BTreeMap<usize, usize>) -> Vec<Boxed> {
    let mut all: Vec<(String, &Vec<usize>, (bool, bool))> = (forest.direct.iter())
        .map(|(at, reports)| {
            let name = format!("{} · {}", json::id('o', *at), origin_name(context, *at));
            (name, reports, (true, named(context, *at).is_some()))
        })
        .collect();
    if !forest.unknown.is_empty() {
        all.push((
            context.words.get("lineage.unknown").to_owned(),
            &forest.unknown,
            (false, false),
        ));
    }
    let mut boxes: Vec<Boxed> = (all.into_iter())
        .filter_map(|(name, reports, (known, said))| {
            let drawn: Vec<usize> = reports
                .iter()
                .copied()
                .filter(|at| row.contains_key(at))
                .collect();
            let rows: Vec<f64> = drawn.iter().map(|at| row[at] as f64).collect();
            if rows.is_empty() {
                return None;
            }
            let middle = TOP + (rows.iter().sum::<f64>() / rows.len() as f64 + 0.5) * ROW;
            let lines = wrap(&name, BOX_WIDTH - 20.0, 3);
            let height = lines.len() as f64 * LINE + 14.0;
            let lines = lines
                .into_iter()
                .map(|text| TextLine {
                    x: 10.0,
                    y: 0.0,
                    text,
                })
                .collect();
            let shape = Origin {
                x: 1.0,
                y: middle - height / 2.0,
                width: BOX_WIDTH,
                height,
                lines,
                known,
                said,
            };
            Some(Boxed {
                shape,
                reports: drawn,
                middle,
            })
        })
        .collect();
    boxes.sort_by(|a, b| a.middle.total_cmp(&b.middle));
    boxes
}

/// Pushes boxes apart, up again where that runs over the foot, and sets their lines. Returns the
/// lowest edge.
fn settle(boxes: &mut [Boxed], foot: f64) -> f64 {
    let mut free = TOP;
    for boxed in boxes.iter_mut() {
        boxed.shape.y = boxed.shape.y.max(free);
        free = boxed.shape.y + boxed.shape.height + BOX_GAP;
    }
    let mut limit = foot.max(free - BOX_GAP);
    for boxed in boxes.iter_mut().rev() {
        boxed.shape.y = boxed.shape.y.min(limit - boxed.shape.height);
        limit = boxed.shape.y - BOX_GAP;
    }
    for boxed in boxes.iter_mut() {
        for (at, line) in boxed.shape.lines.iter_mut().enumerate() {
            line.y = boxed.shape.y + 19.0 + at as f64 * LINE;
        }
    }
    boxes
        .last()
        .map_or(0.0, |boxed| boxed.shape.y + boxed.shape.height)
}

/// From an origin to a report: who is named, but has no words here that could be compared.
fn stem(from: (f64, f64), to: (f64, f64)) -> Edge {
    let to = (to.0 - DOT - 2.0, to.1);
    let middle = BOX_WIDTH + (BAND.0 - BOX_WIDTH) * 0.55;
    Edge {
        from,
        bend: (middle, from.1),
        bend_back: (middle.min(to.0), to.1),
        to,
        weight: 1.2,
        dashed: true,
    }
}

/// From a report down and to the right to one that took from it.
fn branch(from: (f64, f64), to: (f64, f64), derivation: &Derivation) -> Edge {
    let start = (from.0, from.1 + DOT + 1.0);
    let end = (to.0 - DOT - 2.0, to.1);
    let room = end.0 - start.0;
    Edge {
        from: start,
        bend: (start.0, start.1 + (end.1 - start.1) * 0.9),
        bend_back: (start.0 + room * 0.1, end.1),
        to: end,
        weight: match derivation.evidence {
            DerivationEvidence::NearCopy => {
                1.2 + f64::from(format::whole_percent(derivation.overlap)) / 20.0
            }
            _ => 1.2,
        },
        dashed: !carries_words(derivation),
    }
}

fn node(context: &Context<'_>, forest: &Forest, report: usize, (x, y): (f64, f64)) -> Node {
    let words = context.words;
    let reference = context.report(report);
    let left = x + DOT + 8.0;
    let room = WIDTH - left;
    let name = format!("{} · {}", reference.id, reference.name);
    let date = if reference.date.is_empty() {
        words.get("sources.undated")
    } else {
        &reference.date
    };
    let lang = context
        .analysis
        .reports
        .get(report)
        .map(|one| one.reading.lang.as_str());
    let language = words.of_kind("language", lang.unwrap_or("und"));
    let mut small = format!("{date} · {language}");
    if let Some(taken) = forest
        .parent
        .get(&report)
        .filter(|taken| format::whole_percent(taken.overlap) > 0)
    {
        let (share, from) = (
            format::percent(taken.overlap),
            context.report(taken.from).id,
        );
        let values: [(&str, &dyn std::fmt::Display); 2] = [("share", &share), ("from", &from)];
        let told = match taken.evidence {
            DerivationEvidence::NearCopy => words.fill("lineage.share", &values),
            _ => words.fill("lineage.share.quotes", &values),
        };
        small = format!("{small} · {told}");
    }
    Node {
        x,
        y,
        radius: DOT,
        id: reference.anchor,
        name: TextLine {
            x: left,
            y: y - 2.0,
            text: fit(&name, room, CHAR),
        },
        small: TextLine {
            x: left,
            y: y + 13.0,
            text: fit(&small, room, SMALL_CHAR),
        },
    }
}

/// Width of a text, in average characters: capitals are wider.
fn span(text: &str) -> f64 {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    text.width() as f64 + capitals as f64 * 0.25
}

/// The text as far as it fits, with an ellipsis where it does not.
fn fit(text: &str, room: f64, char_width: f64) -> String {
    let most = room / char_width;
    if span(text) <= most {
        return text.to_owned();
    }
    let mut width = 1.0;
    let head = text.chars().take_while(|c| {
        width += c.width().unwrap_or(0) as f64 + if c.is_uppercase() { 0.25 } else { 0.0 };
        width <= most
    });
    format!("{}…", head.collect::<String>().trim_end())
}

/// At most `most` lines, the last cut short where the text is longer.
fn wrap(text: &str, room: f64, most: usize) -> Vec<String> {
    let columns = room / CHAR;
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split(' ');
    while let Some(word) = words.next() {
        let full = lines.len() == most;
        match lines.last_mut() {
            Some(line) if span(line) + 1.0 + span(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if full => {
                let rest: Vec<&str> = std::iter::once(word).chain(words).collect();
                *line = fit(&format!("{line} {}", rest.join(" ")), room, CHAR);
                break;
            }
            _ => lines.push(fit(word, room, CHAR)),
        }
    }
    lines
}
