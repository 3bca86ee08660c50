//! From documents to an analysis: the one place where the command line meets the engine.

use std::io::{self, Write};

use engine::{Reading, Study};
use intake::{Document, Problem, parallel};
use jiff::civil::Date;
use model::Reliability;

use crate::cli::{Format, Language, Look};
use crate::output::{self, Analysis, Report};

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

/// Whether an analysis keeps the texts of its reports, which only people are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// For every format.
    Kept,
    /// For JSON, which quotes what the reading holds.
    Dropped,
}

/// Reads every document on all cores, and draws the picture across them as they come.
/// `progress` is called once for each document read, from any thread.
pub fn analyze(documents: Vec<Document>, texts: Texts, progress: &(dyn Fn() + Sync)) -> Analysis {
    let count = documents.len();
    let read = |mut document: Document| {
        let study = study(&document, None);
        if texts == Texts::Dropped && !study.lacks_year {
            document.text = String::new();
        }
        progress();
        (document, study)
    };
    let mut sketch = engine::Sketch::default();
    let (mut rest, mut studies) = (Vec::with_capacity(count), Vec::with_capacity(count));
    parallel::ordered_each(documents, read, |(document, mut study)| {
        sketch.add(&study);
        study.settle();
        rest.push(document);
        studies.push(study);
    });
    let near = engine::picture::days_near(&studies);
    let again: Vec<usize> = (0..count).filter(|&at| near[at].is_some()).collect();
    let known = parallel::ordered_map(&again, |&at| study(&rest[at], near[at]));
    for (at, mut study) in again.into_iter().zip(known) {
        study.settle();
        studies[at] = study;
    }
    let picture = sketch.draw(&studies);
    let reports = rest
        .into_iter()
        .zip(studies)
        .enumerate()
        .map(|(index, (document, study))| report(index, document, study))
        .collect();
    Analysis {
        reports,
        picture,
        judged: Vec::new(),
        named: Vec::new(),
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
        graded_by: None,
    }
}

/// An analysis ready to be written.
pub enum Rendered<'a> {
    /// A page, a paper or what a terminal shows.
    Whole(Vec<u8>),
    /// JSON, which is made while it is written: it may be long.
    Json(&'a Analysis),
}

impl Rendered<'_> {
    /// Writes all of it.
    ///
    /// # Errors
    /// Those of writing.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Rendered::Whole(content) => out.write_all(content),
            Rendered::Json(analysis) => output::write_json(analysis, out),
        }
    }
}

/// The analysis as it was asked for. `today` is printed on documents.
///
/// # Errors
/// If this build cannot write that format.
pub fn render<'a>(
    analysis: &'a Analysis,
    look: &Look,
    today: Date,
) -> Result<Rendered<'a>, Problem> {
    let options = output::Options {
        language: language(look),
        tlp: look.tlp,
        width: look.width,
        colour: look.colour,
        generated: today,
    };
    match look.format {
        Format::Terminal => Ok(whole(output::terminal(analysis, &options))),
        Format::Json => Ok(Rendered::Json(analysis)),
        Format::Html => Ok(whole(output::html(analysis, &options))),
        Format::Pdf => paper(analysis, &options).map(Rendered::Whole),
    }
}

/// The language of a picture.
pub(crate) const fn language(look: &Look) -> output::Language {
    match look.language {
        Language::En => output::Language::En,
        Language::Es => output::Language::Es,
    }
}

fn whole(text: String) -> Rendered<'static> {
    Rendered::Whole(text.into_bytes())
}

fn paper(analysis: &Analysis, options: &output::Options) -> Result<Vec<u8>, Problem> {
    output::pdf(analysis, options).map_err(|error| Problem {
        path: "PDF".to_owned(),
        what: error.to_string().replace('\n', " "),
        todo: "choose --format html, which a browser can print".to_owned(),
    })
}
