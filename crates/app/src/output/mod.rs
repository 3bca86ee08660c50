//! What leaves the desk: one analysis, written for a terminal, a machine, a browser or paper.
//!
//! The three outputs for people are drawn from one view of the analysis, so that they cannot
//! disagree. They mask telephone numbers, addresses and the like inside quotes; the JSON does not.

mod calendar;
mod format;
mod html;
mod json;
mod paper;
mod pdf;
mod reason;
mod shown;
mod statement;
mod terminal;
mod view;
mod words;

use engine::{Picture, Reading};
use jiff::civil::Date;
use model::{Likelihood, Reliability, Tlp};

pub(crate) use calendar::{Event, calendar};
pub(crate) use format::short;
pub use html::html;
pub(crate) use json::{ExposureOut, QuoteOut, exposure, quote, reading_json};
pub use json::{SCHEMA, json, write_json};
pub(crate) use paper::{Kind, Paper};
pub use pdf::{PdfError, pdf};
pub(crate) use shown::{ClaimLine, Known, Moment, claims, known, shown};
pub use terminal::terminal;
pub(crate) use view::{event, is_hidden};
pub(crate) use words::Words;

/// What a picture comes to in two lines: how many reports and origins, and the claim that weighs most.
pub(crate) fn headline(analysis: &Analysis, language: Language) -> (String, Option<String>) {
    view::headline(analysis, language)
}

/// A day as people of a language write it.
pub(crate) fn day(day: Date, language: Language) -> String {
    format::civil(Words::of(language), day)
}

/// Why a report has its level, in words.
pub(crate) fn reason(reason: &engine::Reason, language: Language) -> String {
    reason::reason(Words::of(language), reason)
}

/// What a report is called in a list: by its publisher, else its title, else its file.
pub(crate) fn report_name(report: &Report) -> String {
    view::report_name(report)
}

/// Everything that is written: the reports, and the picture the engine made of them.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// In the order of the input; [`Picture`] names them by their place here.
    pub reports: Vec<Report>,
    /// What the engine found across the reports.
    pub picture: Picture,
    /// Likelihoods that a person has judged, by index of the claim. Never filled by a machine.
    pub judged: Vec<(usize, Likelihood)>,
    /// Origins that people named. Never filled by a machine.
    pub named: Vec<Named>,
}

/// What people call an origin, in place of the program's label.
#[derive(Clone, Debug)]
pub struct Named {
    /// By its index in the picture.
    pub origin: usize,
    /// What they call it.
    pub name: String,
    /// Who does.
    pub by: String,
}

impl Analysis {
    /// The name under which outputs speak of the report at this place.
    fn report_id(&self, at: usize) -> String {
        self.reports
            .get(at)
            .map_or_else(|| json::id('r', at), |report| report.id.clone())
    }
}

/// One report as received, and what was read in it.
#[derive(Clone, Debug)]
pub struct Report {
    /// `r1`, `r2`, … by place in the input.
    pub id: String,
    /// Where it was read from, as the caller named it.
    pub path: String,
    /// Of the bytes as received, in lower-case hexadecimal.
    pub sha256: String,
    /// Headline, where one was recognised.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When: an ISO 8601 date or time, or the words of the report.
    pub published: Option<String>,
    /// What was doubtful about the bytes, e.g. a guessed encoding.
    pub encoding_note: Option<String>,
    /// The text to which all offsets refer.
    pub text: String,
    /// What the engine found in the text.
    pub reading: Reading,
    /// How far the source can be relied on; [`Reliability::F`] until a person has judged it.
    pub reliability: Reliability,
    /// Who judged that; none if nobody has.
    pub graded_by: Option<String>,
}

/// Language of labels and sentences; reports are quoted in their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

/// How to write.
#[derive(Clone, Debug)]
pub struct Options {
    /// Language of labels and sentences; the JSON is in English.
    pub language: Language,
    /// Marking of the whole document.
    pub tlp: Tlp,
    /// Columns of the terminal; values outside 60–140 are brought inside.
    pub width: usize,
    /// Whether the terminal output may carry ANSI colours.
    pub colour: bool,
    /// The day to print on the document.
    pub generated: Date,
}
