//! Typesets a template with data into a tagged PDF. No file system, network, packages or clock:
//! the same template, data and date give the same bytes.

mod letters;
mod world;

use jiff::civil::Date;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use world::Desk;

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The data are not JSON.
    #[error("the data of the document are not JSON: {0}")]
    Data(#[from] serde_json::Error),
    /// The template cannot be typeset with these data.
    #[error("the document cannot be typeset: {0}")]
    Template(String),
    /// The typeset pages cannot be written as PDF.
    #[error("the document cannot be written as PDF: {0}")]
    Export(String),
}

/// Typesets `template`, in which `json("data.json")` gives the data.
///
/// Strings of the data never become markup unless the template evaluates them. Characters that no
/// font at hand can draw are replaced by their code, `[U+1F525]`; invisible ones are left out.
/// The result conforms to PDF/UA-1 wherever the pages allow it, and is tagged in any case.
///
/// # Errors
/// When the data are not JSON, or the template is at fault.
pub fn render(template: &str, data_json: &[u8], date: Date) -> Result<Vec<u8>, Error> {
    let mut data: serde_json::Value = serde_json::from_slice(data_json)?;
    letters::make_drawable(&mut data);
    let desk = Desk::new(template, serde_json::to_vec(&data)?, date);
    let result = typeset(&desk).and_then(|document| write(&document, date));
    // What was laid out is not needed again; a server would otherwise keep every document.
    typst::comemo::evict(0);
    result
}

fn typeset(desk: &Desk) -> Result<PagedDocument, Error> {
    let typeset = typst::compile::<PagedDocument>(desk);
    typeset
        .output
        .map_err(|errors| Error::Template(told(&errors)))
}

fn write(document: &PagedDocument, date: Date) -> Result<Vec<u8>, Error> {
    let accessible = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|error| Error::Export(error.message().to_string()))?;
    typst_pdf::pdf(document, &options(accessible, date))
        .or_else(|_| typst_pdf::pdf(document, &options(PdfStandards::default(), date)))
        .map_err(|errors| Error::Export(told(&errors)))
}

fn options(standards: PdfStandards, date: Date) -> PdfOptions {
    PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Wardline".to_owned())),
        timestamp: midnight(date).map(Timestamp::new_utc),
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    }
}

fn midnight(date: Date) -> Option<Datetime> {
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    Datetime::from_ymd_hms(date.year().into(), month, day, 0, 0, 0)
}

fn told(errors: &[SourceDiagnostic]) -> String {
    let messages: Vec<String> = errors
        .iter()
        .map(|error| {
            let hints: Vec<&str> = error.hints.iter().map(|hint| hint.v.as_str()).collect();
            if hints.is_empty() {
                error.message.to_string()
            } else {
                format!("{} ({})", error.message, hints.join("; "))
            }
        })
        .collect();
    messages.join("; ")
}
