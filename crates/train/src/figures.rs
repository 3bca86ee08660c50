//! Learning what the figures of reports say.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use engine::claim::figure::{self, SAYS, SLOTS};
use engine::detect::net::{Learnt, Row, TAGS, Tagger, Tags, Weights};
use engine::linear::to_bytes;
use serde::Deserialize;

use crate::linear::Learner;
use crate::tagged::{self, Text};
use crate::texts::sorted;

/// Rounds through all figures.
const ROUNDS: usize = 16;
/// Greatest step.
const RATE: f32 = 2.0;
/// Parts of the reports, each measured by weights that have not seen it.
const PARTS: usize = 4;
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
struct Report {
    told: Vec<Told>,
    text: Text,
    /// Which event or file it is of.
    of: usize,
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

/// Fits weights, prints how well they do on reports that they have not seen, and returns the bytes of their files: those of
/// the words around a figure, and of the net. `texts` are reports by their names.
pub fn learn(marked: &[Marked], texts: &HashMap<String, String>) -> Result<[Vec<u8>; 2]> {
    let (mut reports, mut events) = (Vec::new(), HashMap::new());
    for report in marked {
        let next = events.len();
        let of = *events.entry(report.event()).or_insert(next);
        reports.push(in_report(report, texts, of)?);
    }
    let all: Vec<&Report> = reports.iter().collect();
    println!("{} figures", figures(&all).len());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let parts: Vec<usize> = (0..PARTS).collect();
    let mut tally = [[0; 3]; SAYS];
    for some in parts.chunks(cores) {
        std::thread::scope(|scope| {
            let unseen = |&part| {
                let all = &all;
                scope.spawn(move || measured(all, part))
            };
            let runs: Vec<_> = some.iter().map(unseen).collect();
            for measured in runs.into_iter().filter_map(|run| run.join().ok()) {
                add(&mut tally, &measured);
            }
        });
    }
    for ([all, found, right], label) in tally.iter().zip(LABELS) {
        println!("  {label}: {right} of {all} found; {right} of {found} are right");
    }
    let (words, net) = fit(&all);
    Ok([to_bytes(&words.bias, &words.weights), net.to_bytes()])
}

fn figures<'r>(reports: &[&'r Report]) -> Vec<&'r Told> {
    reports.iter().flat_map(|report| &report.told).collect()
}

fn fit(reports: &[&Report]) -> (Learner<SAYS>, Weights<Tags>) {
    let words =
        Learner::new([-3.0; SAYS], SLOTS).told(&figures(reports), (ROUNDS, RATE), |one: &Told| {
            (&one.slots, &one.says)
        });
    let texts: Vec<&Text> = reports.iter().map(|report| &report.text).collect();
    (words, tagged::learn(&texts))
}

/// For each thing that a figure may say, how often it is so, how often it is found, and both: of one part, by what was
/// learnt from the others.
type Tally = [[usize; 3]; SAYS];

fn add(tally: &mut Tally, other: &Tally) {
    let pairs = tally.iter_mut().flatten().zip(other.iter().flatten());
    pairs.for_each(|(sum, one)| *sum += one);
}

fn measured(reports: &[&Report], part: usize) -> Tally {
    let (held, others): (Vec<&Report>, Vec<&Report>) =
        reports.iter().partition(|one| one.of % PARTS == part);
    let (words, net) = fit(&others);
    let net = Tagger::new(net);
    let mut tally = [[0; 3]; SAYS];
    for report in held {
        let tags = net.read(&report.text.inputs);
        for one in &report.told {
            count(&words.answers(&one.slots), &tags[one.item], one, &mut tally);
        }
    }
    tally
}

fn count(words: &[f32; SAYS], tags: &Row<TAGS>, one: &Told, tally: &mut Tally) {
    for (says, [all, found, right]) in tally.iter_mut().enumerate() {
        let likely = (words[says] + tags[says]) / 2.0 >= LIKELY;
        let is = one.says[says];
        *all += usize::from(is);
        *found += usize::from(likely);
        *right += usize::from(is && likely);
    }
}

fn in_report(marked: &Marked, texts: &HashMap<String, String>, of: usize) -> Result<Report> {
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
    let told: Vec<Told> = told.filter(|one| one.item < inputs.len()).collect();
    let known = told.iter().map(|one| (one.item, one.says.to_vec()));
    let known = known.collect();
    Ok(Report {
        text: Text { inputs, known },
        told,
        of,
    })
}
