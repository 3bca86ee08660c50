//! Learning which texts are about people who are threatened or harmed in earnest, and which only sound like it.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use engine::claim::matter::{self, SHORTEST};
use engine::linear::{SLOTS, to_bytes};
use serde::Deserialize;

use crate::figures::Marked;
use crate::gold;
use crate::linear::Learner;
use crate::texts::sorted;
use crate::written::{self, Row};

/// Rounds through all texts.
const ROUNDS: usize = 6;
/// Greatest step.
const RATE: f32 = 1.0;
/// Parts of the texts, each measured by weights that have not seen it.
const PARTS: usize = 4;
/// So many texts of one hand that follow each other are of one part.
const LOT: usize = 10;

/// A text, and whether it is about anything of the kind.
pub struct Text {
    text: String,
    is: bool,
    /// What is learnt or measured together.
    of: String,
    /// A report, no post.
    report: bool,
}

impl Text {
    fn report(text: String, is: bool, of: String) -> Self {
        let report = true;
        Text {
            text,
            is,
            of,
            report,
        }
    }
}

/// A line of a file of texts.
#[derive(Deserialize)]
struct Line {
    text: String,
    stance: Option<String>,
}

/// The lines of all files of a folder, each with the name of its lot.
fn lines(folder: &Path) -> Result<Vec<(Line, String)>> {
    let mut all = Vec::new();
    for file in sorted(folder)? {
        let name = file.display();
        for (at, row) in std::fs::read_to_string(&file)?.lines().enumerate() {
            let line = serde_json::from_str(row).with_context(|| name.to_string())?;
            all.push((line, format!("{name} {}", at / LOT)));
        }
    }
    Ok(all)
}

/// Texts that only sound like it.
pub fn calm(folder: &Path) -> Result<Vec<Text>> {
    let lines = lines(folder)?.into_iter();
    let text = |(line, of): (Line, String)| Text::report(line.text, false, of);
    Ok(lines.map(text).collect())
}

/// Posts of some length whose stance is known.
pub fn posts(folder: &Path) -> Result<Vec<Text>> {
    let long = |(line, _): &(Line, String)| line.text.split_whitespace().count() >= SHORTEST;
    let post = |(line, of): (Line, String)| {
        let is = match line.stance.as_deref() {
            Some("makes" | "reports") => true,
            Some("unrelated" | "fiction") => false,
            _ => return None,
        };
        let text = Text::report(line.text, is, of);
        Some(Text {
            report: false,
            ..text
        })
    };
    let lines = lines(folder)?.into_iter();
    Ok(lines.filter(long).filter_map(post).collect())
}

/// A report of a cluster, where something is claimed in it or nothing in any of that cluster.
pub fn in_cluster(one: &gold::Text) -> Option<Text> {
    let mut evidence = one.gold.claims.iter().flat_map(|claim| &claim.evidence);
    let is = evidence.any(|evidence| evidence.file == one.file);
    (is || one.gold.claims.is_empty())
        .then(|| Text::report(one.text.to_owned(), is, one.called.to_owned()))
}

/// The reports of a file of sentences.
pub fn written(rows: &[Row]) -> Vec<Text> {
    let first = rows.first().map_or("", |row| &row.text);
    let reports = written::reports(rows).enumerate();
    let text = |(at, report): (usize, &[Row])| {
        let is = report.iter().any(|row| !row.claims.is_empty());
        let of = format!("{first} {}", at / LOT);
        Text::report(written::text_of(report).0, is, of)
    };
    reports.map(text).collect()
}

/// A report whose figures are marked.
pub fn in_marked(marked: &Marked) -> Option<Text> {
    let is = !marked.figures.is_empty() || !marked.victims.is_empty();
    let text = marked.text.clone()?;
    Some(Text::report(text, is, marked.event().to_owned()))
}

/// A text as the model is given it.
struct Told {
    slots: Vec<u32>,
    is: [bool; 1],
    part: usize,
    report: bool,
}

/// Fits weights, prints how well they do on texts that they have not seen, and returns the bytes of their file.
pub fn learn(texts: &[Text]) -> Vec<u8> {
    let mut lots = HashMap::new();
    let told: Vec<Told> = (texts.iter())
        .map(|one| {
            let next = lots.len();
            Told {
                slots: matter::given(&one.text),
                is: [one.is],
                part: *lots.entry(&one.of).or_insert(next) % PARTS,
                report: one.report,
            }
        })
        .collect();
    let mut answers = Vec::new();
    for part in 0..PARTS {
        let (held, others): (Vec<&Told>, Vec<&Told>) =
            told.iter().partition(|one| one.part == part);
        let learnt = fit(&others);
        answers.extend((held.into_iter()).map(|one| (learnt.answers(&one.slots)[0], one)));
    }
    for (report, name) in [(true, "reports"), (false, "posts")] {
        let count = |is: bool| {
            let its = answers.iter();
            let its = its.filter(|(_, one)| one.report == report && one.is[0] == is);
            let (all, under) = its.fold((0, 0), |(all, under), (answer, _)| {
                (all + 1, under + usize::from(*answer < 0.0))
            });
            format!("{under} of {all}")
        };
        let (meant, calm) = (count(true), count(false));
        println!("  {name} taken to mean nothing: {meant} that do, {calm} that only sound so");
    }
    let learnt = fit(&told.iter().collect::<Vec<_>>());
    to_bytes(&learnt.bias, &learnt.weights)
}

fn fit(told: &[&Told]) -> Learner<1> {
    let learner = Learner::new([0.0], SLOTS);
    learner.told(told, (ROUNDS, RATE), |one: &Told| (&one.slots, &one.is))
}
