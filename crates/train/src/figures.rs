//! Learning what the figures of reports say.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use engine::claim::figure::{self, SAYS, SLOTS};
use engine::detect::net::{Input, Row, TAGS};
use engine::linear::to_bytes;
use serde::Deserialize;

use crate::linear::Learner;
use crate::tagged::{Nets, PARTS, Text, part_of};
use crate::texts::sorted;

/// Rounds through all figures.
const ROUNDS: usize = 16;
/// Greatest step.
const RATE: f32 = 2.0;
/// Log-odds from which a figure counts.
const LIKELY: f32 = -0.7;

/// What figures may say, in the order of the model's answers.
const LABELS: [&str; SAYS] = [
    "killed",
    "injured",
    "some killed",
    "some injured",
    "violence",
    "arrest",
    "message",
    "to kill",
    "to injure",
    "to kidnap",
    "to find",
    "to harm",
    "ransom",
    "extortion",
    "reward",
];

/// Of these those that count people.
const COUNTS: usize = 4;

/// What people marked in a report.
#[derive(Deserialize)]
pub struct Marked {
    /// Which report it is: of what file or event, and which of its.
    pub report: String,
    /// Its text; none where it stands elsewhere under that name.
    pub text: Option<String>,
    pub figures: Vec<Mark>,
    /// Who was hurt or killed without a figure that counts them.
    pub victims: Vec<Victim>,
}

impl Marked {
    /// Its text, by itself or of those by their names.
    pub fn text_in<'t>(&'t self, texts: &'t HashMap<String, String>) -> Result<&'t str> {
        let text = self.text.as_ref().or_else(|| texts.get(&self.report));
        let text = text.with_context(|| format!("no text of {}", self.report))?;
        Ok(text)
    }

    /// The characters at which figures that count the killed or hurt stand.
    pub fn counted(&self) -> impl Iterator<Item = usize> {
        let counts = |mark: &&Mark| LABELS[..COUNTS].contains(&mark.says.as_str());
        self.figures.iter().filter(counts).map(|mark| mark.at)
    }

    /// Which event or file it is of.
    pub fn event(&self) -> &str {
        self.report.rsplit_once('/').map_or("", |(event, _)| event)
    }
}

/// Somebody who was hurt or killed.
#[derive(Deserialize)]
pub struct Victim {
    /// First character in the report.
    pub at: usize,
    /// `killed`, `injured`.
    pub harm: String,
}

/// A figure that says something.
#[derive(Deserialize)]
pub struct Mark {
    /// First character in the report.
    at: usize,
    words: String,
    says: String,
}

/// A figure, and what it says.
struct Told {
    slots: Vec<u32>,
    says: [bool; SAYS],
    /// The item of the report that it is.
    item: usize,
}

/// A report with its figures.
pub struct Report {
    pub name: String,
    told: Vec<Told>,
    part: usize,
    inputs: Vec<Input>,
}

impl Report {
    /// What the net learns from it.
    pub fn text(&self) -> Text {
        let tags = self.told.iter().map(|one| (one.item, one.says.to_vec()));
        Text {
            part: Some(self.part),
            inputs: self.inputs.clone(),
            tags: tags.collect(),
            tells: Vec::new(),
        }
    }
}

/// The reports of a folder in which people marked figures.
pub fn marked(folder: &Path) -> Result<Vec<Marked>> {
    let mut all = Vec::new();
    for file in sorted(folder)? {
        for row in std::fs::read_to_string(&file)?.lines() {
            all.push(serde_json::from_str(row).with_context(|| file.display().to_string())?);
        }
    }
    Ok(all)
}

/// The figures of reports; `texts` are those by their names.
pub fn read(marked: &[Marked], texts: &HashMap<String, String>) -> Result<Vec<Report>> {
    marked.iter().map(|one| in_report(one, texts)).collect()
}

/// Fits weights, prints how well they and the nets do together on reports that neither has seen, and returns the bytes of
/// their file.
pub fn learn(reports: &[Report], nets: &Nets) -> Vec<u8> {
    let told = |of: &dyn Fn(&Report) -> bool| -> Vec<&Told> {
        let reports = reports.iter().filter(|one| of(one));
        reports.flat_map(|report| &report.told).collect()
    };
    let all = told(&|_| true);
    println!("{} figures", all.len());
    let mut tally = [[0; 3]; SAYS];
    for part in 0..PARTS {
        let words = fit(&told(&|one| one.part != part));
        for report in reports.iter().filter(|one| one.part == part) {
            let tags = nets.read(part, &report.inputs, &[]).tags;
            for one in &report.told {
                count(&words.answers(&one.slots), &tags[one.item], one, &mut tally);
            }
        }
    }
    for ([all, found, right], label) in tally.iter().zip(LABELS) {
        println!("  {label}: {right} of {all} found; {right} of {found} are right");
    }
    let words = fit(&all);
    to_bytes(&words.bias, &words.weights)
}

fn fit(told: &[&Told]) -> Learner<SAYS> {
    let learner = Learner::new([-3.0; SAYS], SLOTS);
    learner.told(told, (ROUNDS, RATE), |one: &Told| (&one.slots, &one.says))
}

/// Adds, for each thing that a figure may say, whether it is so, whether both together find it, and both of that.
fn count(words: &[f32; SAYS], tags: &Row<TAGS>, one: &Told, tally: &mut [[usize; 3]; SAYS]) {
    for (says, [all, found, right]) in tally.iter_mut().enumerate() {
        let likely = (words[says] + tags[says]) / 2.0 >= LIKELY;
        let is = one.says[says];
        *all += usize::from(is);
        *found += usize::from(likely);
        *right += usize::from(is && likely);
    }
}

fn in_report(marked: &Marked, texts: &HashMap<String, String>) -> Result<Report> {
    let (name, text) = (&marked.report, marked.text_in(texts)?);
    let mut marks: HashMap<usize, usize> = HashMap::new();
    for mark in &marked.figures {
        let length = mark.words.chars().count();
        let there: String = text.chars().skip(mark.at).take(length).collect();
        ensure!(
            there == mark.words,
            "{name}: no {} at {}",
            mark.words,
            mark.at
        );
        let says = LABELS.iter().position(|&label| label == mark.says);
        marks.insert(mark.at, says.with_context(|| mark.says.clone())?);
    }
    let (figures, inputs) = figure::given(text);
    let told = figures.into_iter().filter_map(|one| {
        let marked = (one.start..one.end).find_map(|at| marks.get(&at));
        // nobody was asked about these
        if one.open && marked.is_none() {
            return None;
        }
        let mut says = [false; SAYS];
        if let Some(&marked) = marked {
            says[marked] = true;
        }
        Some(Told {
            slots: one.slots,
            says,
            item: one.item,
        })
    });
    // a figure may stand behind the last item that nets read
    let told = told.filter(|one| one.item < inputs.len()).collect();
    Ok(Report {
        name: name.clone(),
        part: part_of(marked.event()),
        told,
        inputs,
    })
}
