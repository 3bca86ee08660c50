//! The picture of an incident, drawn of its reports when somebody wants it.

use engine::{Options, Reading, Study};
use intake::{Document, parse_date};
use store::{Store, StoreError};

use super::link::on_cores;
use super::read::published;
use crate::job::{self, Texts};
use crate::output::Analysis;

/// The picture of an incident, of at most so many of its reports, the first to come; empty if there is no such.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub(crate) async fn picture(
    store: &Store,
    incident: u64,
    most: u32,
) -> Result<Analysis, StoreError> {
    let mut read = store.read().await?;
    let places = store::reports_of(&mut read, incident, most).await?;
    let reports = store::at_places(&mut read, &places).await?;
    drop(read);
    let keys = store.keys().clone();
    let drawn = on_cores(move || {
        let opened = reports.iter().map(|report| report.open(&keys));
        let documents: Vec<Document> = opened
            .map(|report| report.map(document))
            .collect::<Result<_, StoreError>>()?;
        Ok(job::analyze(documents, Texts::Kept, &|| ()))
    });
    drawn.await
}

/// What the engine finds in a text.
pub(crate) fn reading(text: &str, day: Option<&str>) -> Reading {
    let options = Options {
        published: day.and_then(parse_date),
        ..Options::default()
    };
    Study::of(text, &options).reading
}

fn document(report: store::Unread) -> Document {
    let published = published(&report);
    let body = report.body;
    Document {
        path: body.path.unwrap_or_else(|| report.id.to_string()),
        sha256: body.sha256,
        title: body.title,
        author: body.author,
        publisher: body.publisher,
        published,
        url: body.url,
        text: body.text,
        ..Document::default()
    }
}
