//! Fits the engine's nets to labelled texts: several nets learn from them, and two learn from these and from them; beside them
//! what words and their pieces weigh.
//!
//! `cargo run --release -p train [-- [--leave-out] [--pieces] [--claims] FOLDER]`: FOLDER holds `text/*.jsonl`, texts found elsewhere that nobody may pass on;
//! `../shared/data` beside the project where none is given. With `--leave-out` nothing is written: each source is measured
//! by one net that has not seen it, and so is a third of the texts written for this; what the large model says is left out then,
//! since it has seen them all, and so are teachers, which would take hours. With `--pieces` the nets stay as they are. With `--claims` only
//! what sentences of reports tell of is learnt, which of their words say whom, where, who and when, what their figures say, whether somebody was
//! hurt, on whose word, and which texts only sound as if they claimed anything: FOLDER is not read. What reads reports begins with the nets
//! that ship, so that it is to be learnt again when those are new. With `--apart` as well, nothing of that is learnt from
//! the clusters of `corpus/clusters/apart.txt`, so that they can be measured by (`app/tests/clusters.rs`).

#![expect(clippy::print_stdout, reason = "the figures are what it is run for")]

mod aim;
mod arguments;
mod chance;
mod claims;
mod figures;
mod forward;
mod gold;
mod harms;
mod learn;
mod linear;
mod matters;
mod measure;
mod pieces;
mod slope;
mod tagged;
mod tellers;
mod texts;
mod told;
mod written;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use engine::detect::net::pieces::Pieces;
use engine::detect::net::{Learnt, Reader, Weights};

use learn::Plan;
use tagged::Nets;
use texts::Example;
use told::Told;

/// Sets by others who wrote nothing that is learnt from.
const HELD: [&str; 7] = [
    "exam",
    "exam-plain",
    "exam-wide",
    "exam-last",
    "exam-next",
    "exam-final",
    "idle",
];

/// Where chance begins for each net that teaches.
const TEACHERS: [u64; 4] = [1, 4, 2, 7];
/// Where it begins for those that are taught.
const TAUGHT: [u64; 2] = [5, 8];

/// What the large model says, of its own folder.
const SAID: &str = "teacher/said.bin";

/// All texts, read once.
struct Shelf {
    /// Written for this, here in the project.
    written: Vec<Example>,
    /// Found elsewhere.
    found: Vec<Example>,
    /// Written by others who wrote nothing that is learnt from.
    held: Vec<Example>,
}

impl Shelf {
    fn read(shared: &Path) -> Result<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let tests = here.join("../engine/tests/detect");
        let mut written = texts::folder(&here.join("texts"))?;
        for tuned in ["calm-en", "calm-es", "en", "es", "tips-en", "tips-es"] {
            written.extend(texts::file(&tests.join(format!("{tuned}.jsonl")))?);
        }
        written.extend(texts::clusters(
            &here.join("../../corpus/clusters/develop"),
        )?);
        let held = HELD.map(|name| texts::file(&tests.join(format!("{name}.jsonl"))));
        Ok(Shelf {
            written,
            found: texts::folder(&shared.join("text"))?,
            held: held.into_iter().collect::<Result<Vec<_>>>()?.concat(),
        })
    }

    /// Beside what people marked, what a large model says.
    fn hear(&mut self, told: &Told) {
        for example in self.written.iter_mut().chain(&mut self.found) {
            example.told = told.of(&example.text);
        }
    }

    fn all(&self) -> impl Iterator<Item = &Example> {
        self.written.iter().chain(&self.found)
    }
}

fn main() -> Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut shared, mut leave_out) = (here.join("../../../shared/data"), false);
    let (mut nets_stay, mut claims_alone, mut apart) = (false, false, false);
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--leave-out" => leave_out = true,
            "--pieces" => nets_stay = true,
            "--claims" => claims_alone = true,
            "--apart" => apart = true,
            folder => shared = PathBuf::from(folder),
        }
    }
    let weights = here.join("../engine/weights");
    if !leave_out && !nets_stay {
        learn_claims(here, &weights, apart)?;
    }
    if claims_alone {
        return Ok(());
    }
    let mut shelf = Shelf::read(&shared)?;
    println!(
        "{} texts written for this, {} found",
        shelf.written.len(),
        shelf.found.len()
    );
    if leave_out {
        return left_out(&shelf);
    }
    shelf.hear(&Told::read(&here.join(SAID))?);
    let all: Vec<&Example> = shelf.all().collect();
    let pieces = pieces::learn(&all);
    std::fs::write(weights.join("pieces.bin"), &pieces)?;
    if nets_stay {
        return Ok(());
    }
    let fitted = fit(&all);
    let net = reader(fitted.clone(), &pieces)?;
    for (name, spanish) in HELD
        .into_iter()
        .flat_map(|name| [(name, false), (name, true)])
    {
        let of: Vec<&Example> = shelf
            .held
            .iter()
            .filter(|e| e.spanish == spanish && e.source == name)
            .collect();
        println!(
            "{name}, {}: {}",
            if spanish { "Spanish" } else { "English" },
            measure::line(&net, &of)
        );
    }
    let nets: Vec<u8> = fitted.iter().flat_map(Learnt::to_bytes).collect();
    std::fs::write(weights.join("net.bin"), nets)?;
    Ok(())
}

/// Learns what reports claim: in which sentences, in which words, by which figures and on whose word; of some clusters
/// nothing, to measure by them.
fn learn_claims(here: &Path, weights: &Path, apart: bool) -> Result<()> {
    let corpus = here.join("../../corpus/clusters");
    let mut clusters = gold::clusters(&corpus.join("develop"))?;
    let mut marked = figures::marked(&here.join("figures"))?;
    if apart {
        let apart = std::fs::read_to_string(corpus.join("apart.txt"))?;
        let apart: HashSet<&str> = apart.lines().collect();
        clusters.retain(|one| !apart.contains(one.name.as_str()));
        marked.retain(|one| !apart.contains(one.event()));
    }
    let folder = here.join("claims");
    let files = written::files(&folder)?;
    let put = |name: &str, learnt: Vec<u8>| std::fs::write(weights.join(name), learnt);
    let mut reports: HashMap<String, String> = gold::texts(&clusters)
        .map(|one| (one.name(), one.text.to_owned()))
        .collect();
    for report in files.iter().flat_map(|rows| written::reports(rows)) {
        let text = written::text_of(report).0;
        reports.extend(written::name_of(report).map(|name| (name, text)));
    }
    let figures = figures::read(&marked, &reports)?;
    let sentences = claims::read(&files, &clusters)?;
    let nets = Nets::learn(&texts_of(&figures, &sentences));
    put("reports.bin", nets.all.to_bytes())?;
    put("figures.bin", figures::learn(&figures, &nets))?;
    put("claims.bin", claims::learn(sentences, &nets))?;
    put("tellers.bin", tellers::learn(&files, &clusters))?;
    let mut matters = matters::calm(&here.join("calm"))?;
    matters.extend(matters::posts(&here.join("texts"))?);
    matters.extend(gold::texts(&clusters).filter_map(|one| matters::in_cluster(&one)));
    matters.extend(files.iter().flat_map(|rows| matters::written(rows)));
    matters.extend(marked.iter().filter_map(matters::in_marked));
    put("matters.bin", matters::learn(&matters))?;
    // these tell of nothing but violence, so they say nothing of what claims are told in
    let violent = written::files(&here.join("harms"))?;
    let files = [files, violent].concat();
    put("arguments.bin", arguments::learn(&files, &clusters))?;
    put("harms.bin", harms::learn(&files, &marked, &reports)?)?;
    Ok(())
}

/// What a net learns from reports: what their figures say, and what their sentences tell of.
fn texts_of(figures: &[figures::Report], sentences: &[claims::Report]) -> Vec<tagged::Text> {
    let mut texts: Vec<tagged::Text> = figures.iter().map(figures::Report::text).collect();
    let names = figures.iter().map(|report| report.name.as_str());
    let known: HashMap<&str, usize> = names.zip(0..).collect();
    for report in sentences {
        let name = report.name.as_deref();
        match name.and_then(|name| known.get(name)) {
            Some(&at) => texts[at].tells = report.tells(),
            None => texts.push(report.text()),
        }
    }
    texts
}

/// Nets, and beside them what words and their pieces weigh.
fn reader(nets: Vec<Weights>, pieces: &[u8]) -> Result<Reader> {
    let pieces = Pieces::parse(pieces).context("pieces of another length")?;
    Ok(Reader::new(nets).beside(pieces))
}

/// Nets taught by others. Each begins elsewhere: together they err less than each alone.
fn fit(examples: &[&Example]) -> Vec<Weights> {
    let learn = |teachers: Option<&Reader>, plan: Plan, seeds: &[u64]| {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let mut nets = Vec::new();
        for some in seeds.chunks(cores) {
            std::thread::scope(|scope| {
                let learn = |&seed| {
                    let plan = &plan;
                    scope.spawn(move || learn::learn(examples, teachers, plan, seed))
                };
                let runs: Vec<_> = some.iter().map(learn).collect();
                nets.extend(runs.into_iter().filter_map(|run| run.join().ok()));
            });
            println!("  {} of {} nets", nets.len(), seeds.len());
        }
        nets
    };
    let teachers = learn(None, Plan::alone(), &TEACHERS);
    learn(Some(&Reader::new(teachers)), Plan::taught(), &TAUGHT)
}

/// A part of the texts, and what they are called, that a net reads which has not seen them.
struct Part<'a> {
    name: String,
    /// Whether a text belongs to it.
    holds: Box<dyn Fn(&Example) -> bool + Sync + 'a>,
}

/// A third of the texts written for this, and each source of found texts that holds threats.
fn parts(shelf: &Shelf) -> Vec<Part<'_>> {
    let third = |example: &Example| {
        let sum = example.text.bytes().fold(7u32, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u32::from(byte))
        });
        example.stance.is_some() && sum / 7 % 3 == 0
    };
    let threats = shelf.found.iter().filter(|e| e.threat == Some(true));
    let mut sources: Vec<&str> = threats.map(|e| e.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    let mut parts = vec![Part {
        name: "a third".to_owned(),
        holds: Box::new(third),
    }];
    parts.extend(sources.into_iter().map(|source| Part {
        name: source.to_owned(),
        holds: Box::new(move |example| example.source == source),
    }));
    parts
}

/// Each part read by one net, of one beginning and without teachers, that has not seen it.
fn left_out(shelf: &Shelf) -> Result<()> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    for some in parts(shelf).chunks(cores) {
        std::thread::scope(|scope| {
            let runs: Vec<_> = some
                .iter()
                .map(|part| scope.spawn(|| without(shelf, part)))
                .collect();
            for lines in runs.into_iter().filter_map(|run| run.join().ok()) {
                println!("{}", lines?);
            }
            Ok::<(), anyhow::Error>(())
        })?;
    }
    Ok(())
}

fn without(shelf: &Shelf, part: &Part) -> Result<String> {
    let (of, others): (Vec<&Example>, Vec<&Example>) =
        shelf.all().partition(|example| (part.holds)(example));
    let alone = learn::learn(&others, None, &Plan::alone(), TEACHERS[0]);
    let net = reader(vec![alone], &pieces::learn(&others))?;
    let mut lines = Vec::new();
    for (language, spanish) in [("English", false), ("Spanish", true)] {
        let of: Vec<&Example> = of
            .iter()
            .copied()
            .filter(|example| example.spanish == spanish)
            .collect();
        if !of.is_empty() {
            lines.push(format!(
                "without {}, {language}: {}",
                part.name,
                measure::line(&net, &of)
            ));
            lines.push(format!("      {}", measure::whole(&net, &of)));
        }
    }
    Ok(lines.join("\n"))
}
