//! From documents to an analysis: the one place where the command line meets the engine.

use engine::{Reading, Study};
use jiff::civil::Date;
use model::Reliability;

use crate::cli::{Format, Language, Look};
use crate::intake::{Document, Problem};
use crate::output::{self, Analysis, Report};
use crate::parallel;

/// Reads one text. `published` is the day by which `yesterday` is understood.
#[must_use]
pub fn read_one(text: &str, published: Option<Date>) -> Reading {
    engine::read(
        text,
        &engine::Options {
            published,
            ..engine::Options::default()
        },
    )
}

/// Reads every document on all cores and draws the picture across them.
/// `progress` is called once for each document read, from any thread.
pub fn analyze(documents: Vec<Document>, progress: &(dyn Fn() + Sync)) -> Analysis {
    let mut studies = parallel::ordered_map(&documents, |document| {
        let study = study(document, None);
        progress();
        study
    });
    for (at, near) in engine::picture::days_near(&studies).into_iter().enumerate() {
        if near.is_some() {
            studies[at] = study(&documents[at], near);
        }
    }
    let picture = engine::picture(&studies);
    let reports = documents
        .into_iter()
        .zip(studies)
        .enumerate()
        .map(|(index, (document, study))| report(index, document, study))
        .collect();
    Analysis {
        reports,
        picture,
        judged: Vec::new(),
    }
}

/// `near` is a day that a date line without a year is near to.
fn study(document: &Document, near: Option<Date>) -> Study {
    let options = engine::Options {
        published: document.published,
        publisher: document.publisher.clone(),
        near,
    };
    Study::of(&document.text, &options)
}

fn report(index: usize, document: Document, study: Study) -> Report {
    Report {
        id: format!("r{}", index + 1),
        path: document.path,
        sha256: document.sha256,
        title: document.title.or(study.title),
        publisher: document.publisher.or(study.publisher),
        published: document
            .published
            .or(study.published)
            .map(|day| day.to_string()),
        encoding_note: document
            .encoding
            .map(|name| format!("converted from {name}")),
        text: document.text,
        reading: study.reading,
        reliability: Reliability::F,
    }
}

/// The analysis as it was asked for. `today` is printed on documents.
///
/// # Errors
/// If this build cannot write that format.
pub fn render(analysis: &Analysis, look: &Look, today: Date) -> Result<Vec<u8>, Problem> {
    let language = match look.language {
        Language::En => output::Language::En,
        Language::Es => output::Language::Es,
    };
    let options = output::Options {
        language,
        tlp: look.tlp,
        width: look.width,
        colour: look.colour,
        generated: today,
    };
    match look.format {
        Format::Terminal => Ok(output::terminal(analysis, &options).into_bytes()),
        Format::Json => Ok(output::json(analysis).into_bytes()),
        Format::Html => Ok(output::html(analysis, &options).into_bytes()),
        Format::Pdf => paper(analysis, &options),
    }
}

fn paper(analysis: &Analysis, options: &output::Options) -> Result<Vec<u8>, Problem> {
    output::pdf(analysis, options).map_err(|error| Problem {
        path: "PDF".to_owned(),
        what: error.to_string().replace('\n', " "),
        todo: "choose --format html, which a browser can print".to_owned(),
    })
}
