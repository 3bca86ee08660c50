//! `wardline analyze`: documents in, one picture out.

use std::io;
use std::path::{Path, PathBuf};

use intake::{Document, Item, Limits, Problem};

use super::End;
use super::args::Format;
use super::console::{Console, Progress};
use super::plan::{Look, Plan};
use super::write::Target;
use crate::job::{self, Texts};
use crate::output::Analysis;

/// Reads, analyses and writes.
pub(super) fn run(plan: &Plan) -> End {
    let console = Console::new();
    let target = match Target::open(&plan.output) {
        Ok(target) => target,
        Err(problem) => {
            console.problem(&problem);
            return End::Partial;
        }
    };
    let texts = match plan.look.format {
        Format::Json => Texts::Dropped,
        Format::Terminal | Format::Html | Format::Pdf => Texts::Kept,
    };
    let (analysis, end) = picture(&plan.paths, plan.output.file(), texts, &console);
    if analysis.reports.is_empty() && plan.look.format != Format::Json {
        target.abandon();
        return end;
    }
    match write(&analysis, &plan.look, target) {
        Ok(()) => end,
        Err(problem) => {
            console.problem(&problem);
            End::Partial
        }
    }
}

/// Writes a picture where it goes.
pub(super) fn write(analysis: &Analysis, look: &Look, target: Target) -> Result<(), Problem> {
    match job::render(analysis, look, super::today()) {
        Ok(content) => target.fill(&content),
        Err(problem) => {
            target.abandon();
            Err(problem)
        }
    }
}

/// Reads and analyses what stands under some paths, but for the output itself; what could not be
/// read is told.
pub(super) fn picture(
    paths: &[PathBuf],
    output: Option<&Path>,
    texts: Texts,
    console: &Console,
) -> (Analysis, End) {
    let (documents, end) = gather(paths, output, console);
    let progress = Progress::new("Reading the texts");
    progress.at(0, documents.len());
    (job::analyze(documents, texts, &|| progress.step()), end)
}

fn gather(paths: &[PathBuf], output: Option<&Path>, console: &Console) -> (Vec<Document>, End) {
    let mut documents = Vec::new();
    let mut said = Vec::new();
    {
        let progress = Progress::new("Opening the files");
        intake::read_paths(
            paths,
            output,
            &mut io::stdin().lock(),
            &Limits::default(),
            &mut |all, done| progress.at(done, all),
            &mut |item| match item {
                Item::Document(document) => documents.push(*document),
                other => said.push(other),
            },
        );
    }
    let mut end = End::Whole;
    for item in said {
        match item {
            Item::Problem(problem) => {
                console.problem(&problem);
                end = End::Partial;
            }
            Item::Note(path, what) => console.note(&path, &what),
            Item::Document(_) => {}
        }
    }
    (documents, end)
}
