//! Fits the engine's net to labelled texts: several nets learn from them, and one learns from these and from them.
//!
//! `cargo run --release -p train [-- [--leave-out] FOLDER]`: FOLDER holds `text/*.jsonl`, texts found elsewhere that nobody may pass on;
//! `../shared/data` beside the project where none is given. With `--leave-out` nothing is written: each source is measured
//! by a net that has not seen it, and so is a third of the texts written for this; what the large model says is left out then,
//! since it has seen them all.

#![expect(clippy::print_stdout, reason = "the figures are what it is run for")]

mod aim;
mod chance;
mod forward;
mod learn;
mod measure;
mod slope;
mod texts;
mod told;

use std::path::{Path, PathBuf};

use anyhow::Result;
use engine::detect::net::{Reader, Weights};

use learn::Plan;
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
/// Where it begins for the one that is taught.
const TAUGHT: u64 = 5;

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
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--leave-out" => leave_out = true,
            folder => shared = PathBuf::from(folder),
        }
    }
    let mut shelf = Shelf::read(&shared)?;
    println!(
        "{} texts written for this, {} found",
        shelf.written.len(),
        shelf.found.len()
    );
    if leave_out {
        thirds(&shelf);
        sources(&shelf);
        return Ok(());
    }
    shelf.hear(&Told::read(&here.join(SAID))?);
    let fitted = fit(&shelf.all().collect::<Vec<_>>());
    let net = Reader::new(fitted.clone());
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
    std::fs::write(here.join("../engine/weights/net.bin"), fitted.to_bytes())?;
    Ok(())
}

/// A net taught by others. Each of these begins elsewhere: together they err less, and one alone is quicker.
fn fit(examples: &[&Example]) -> Weights {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut teachers = Vec::new();
    for seeds in TEACHERS.chunks(cores) {
        std::thread::scope(|scope| {
            let learn =
                |&seed| scope.spawn(move || learn::learn(examples, &[], &Plan::alone(), seed));
            let runs: Vec<_> = seeds.iter().map(learn).collect();
            let nets = runs.into_iter().filter_map(|run| run.join().ok());
            teachers.extend(nets.map(Reader::new));
        });
        println!("  {} of {} teachers", teachers.len(), TEACHERS.len());
    }
    learn::learn(examples, &teachers, &Plan::taught(), TAUGHT)
}

/// Of the texts written for this, each third read by a net that has not seen it.
fn thirds(shelf: &Shelf) {
    let third = |example: &Example| {
        example.text.bytes().fold(7u32, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u32::from(byte))
        }) / 7
            % 3
    };
    let net = Reader::new(fit(&shelf
        .all()
        .filter(|example| third(example) != 0)
        .collect::<Vec<_>>()));
    for spanish in [false, true] {
        let of: Vec<&Example> = shelf
            .written
            .iter()
            .filter(|e| third(e) == 0 && e.spanish == spanish && e.kinds.is_some())
            .collect();
        println!(
            "a third, {}: {}",
            if spanish { "Spanish" } else { "English" },
            measure::line(&net, &of)
        );
    }
}

/// Each source of found texts that holds threats, read by a net that has not seen it.
fn sources(shelf: &Shelf) {
    let mut sources: Vec<&str> = shelf
        .found
        .iter()
        .filter(|e| e.threat == Some(true))
        .map(|e| e.source.as_str())
        .collect();
    sources.sort_unstable();
    sources.dedup();
    for source in sources {
        let net = Reader::new(fit(&shelf
            .all()
            .filter(|example| example.source != source)
            .collect::<Vec<_>>()));
        let of: Vec<&Example> = shelf
            .found
            .iter()
            .filter(|example| example.source == source)
            .collect();
        println!("without {source}: {}", measure::line(&net, &of));
        println!("      {}", measure::whole(&net, &of));
    }
}
