//! From documents to an analysis: the one place where the command line meets the engine.

use engine::{Lang, Picture, Reading};
use jiff::civil::Date;
use model::{Level, Stance};

use crate::cli::Look;
use crate::intake::{Document, Problem};
use crate::parallel;

/// Documents, what the engine found in each, and what it found across them.
pub struct Analysis {
    /// What was given, in the order given.
    pub documents: Vec<Document>,
    /// One reading for each document, in the same order.
    pub readings: Vec<Reading>,
    /// Findings across documents.
    pub picture: Picture,
}

/// Reads one text. `published` is the day on which relative dates in the text rest.
#[must_use]
pub fn read_one(_text: &str, _published: Option<Date>) -> Reading {
    Reading {
        lang: Lang::Other,
        threat: 0.0,
        level: Level::P5,
        reasons: Vec::new(),
        stance: Stance::Unrelated,
        behaviours: Vec::new(),
        exposures: Vec::new(),
    }
}

/// Reads every document on all cores and draws the picture across them.
/// `progress` is called once for each document read, from any thread.
pub fn analyze(documents: Vec<Document>, progress: &(dyn Fn() + Sync)) -> Analysis {
    let readings = parallel::ordered_map(&documents, |document| {
        let reading = read_one(&document.text, document.published);
        progress();
        reading
    });
    Analysis {
        documents,
        readings,
        picture: Picture::default(),
    }
}

/// The analysis as it was asked for.
///
/// # Errors
/// If this build cannot write that format.
pub fn render(analysis: &Analysis, _look: &Look) -> Result<Vec<u8>, Problem> {
    let reports: Vec<_> = analysis
        .documents
        .iter()
        .enumerate()
        .map(|(index, document)| {
            serde_json::json!({
                "id": format!("r{}", index + 1),
                "path": document.path,
                "sha256": document.sha256,
                "title": document.title,
                "publisher": document.publisher,
                "published": document.published.map(|day| day.to_string()),
                "text": document.text,
            })
        })
        .collect();
    let whole = serde_json::json!({"schema": "wardline-analysis/1", "reports": reports});
    Ok(format!("{whole:#}\n").into_bytes())
}
