//! `wardline analyze`: documents in, one picture out.

use std::io;

use super::End;
use super::args::Format;
use super::console::{Console, Progress};
use super::plan::Plan;
use super::write::Target;
use crate::intake::{self, Document, Item, Limits};
use crate::job;

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
    let (documents, end) = gather(plan, &console);
    if documents.is_empty() && plan.look.format != Format::Json {
        target.abandon();
        return end;
    }
    let analysis = {
        let progress = Progress::new("Reading the texts");
        progress.at(0, documents.len());
        job::analyze(documents, &|| progress.step())
    };
    let written = match job::render(&analysis, &plan.look) {
        Ok(content) => target.fill(&content),
        Err(problem) => {
            target.abandon();
            Err(problem)
        }
    };
    match written {
        Ok(()) => end,
        Err(problem) => {
            console.problem(&problem);
            End::Partial
        }
    }
}

/// The documents that could be read; what could not is told.
fn gather(plan: &Plan, console: &Console) -> (Vec<Document>, End) {
    let mut documents = Vec::new();
    let mut said = Vec::new();
    {
        let progress = Progress::new("Opening the files");
        intake::read_paths(
            &plan.paths,
            plan.output.file(),
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
