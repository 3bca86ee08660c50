//! Sentences of reports written for this, with what they claim, in which words and on whose word.

use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::texts::sorted;

/// A sentence with what it claims.
#[derive(Clone, Deserialize)]
pub struct Row {
    pub text: String,
    pub claims: Vec<Claim>,
    /// The report of its file that it stands in; none where it stands alone.
    pub article: Option<u32>,
    /// What its file is called.
    #[serde(skip)]
    file: String,
}

/// A claim, with the words of its sentence that say a part of it.
#[derive(Clone, Deserialize)]
pub struct Claim {
    /// The kind of act, or what was done against one.
    pub kind: String,
    /// What tells it.
    pub words: String,
    pub target: Option<String>,
    pub place: Option<String>,
    pub person: Option<String>,
    pub when: Option<String>,
    pub killed: Option<u32>,
    pub injured: Option<u32>,
    pub told: Option<By>,
}

/// On whose word a claim stands.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum By {
    /// Whoever is named in these words, so many lines away.
    Somebody {
        by: String,
        #[serde(default)]
        line: isize,
    },
    /// The text's own author, or nobody.
    Unnamed(#[expect(dead_code, reason = "that it is a word says it")] String),
}

impl Row {
    /// The characters at which some of its words stand.
    pub fn chars(&self, words: &str) -> Option<Range<usize>> {
        let start = self.text[..self.text.find(words)?].chars().count();
        Some(start..start + words.chars().count())
    }
}

/// Claims of a lot, which hold nearly all of one report.
const LOT: usize = 60;

/// All but every so manieth lot of what claims say, and those lots to measure by.
pub fn parted<T>(told: &[T], every: usize) -> (Vec<&T>, Vec<&T>) {
    let (mut others, mut held) = (Vec::new(), Vec::new());
    for (at, lot) in told.chunks(LOT).enumerate() {
        let part = match at.is_multiple_of(every) {
            true => &mut held,
            false => &mut others,
        };
        part.extend(lot);
    }
    (others, held)
}

/// The sentences of each file of a folder, in order.
pub fn files(folder: &Path) -> Result<Vec<Vec<Row>>> {
    let read = |file: &Path| {
        let rows = std::fs::read_to_string(file)?;
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let row = |row| {
            let row: Row = serde_json::from_str(row).with_context(|| file.display().to_string())?;
            let file = stem.to_string();
            Ok(Row { file, ..row })
        };
        rows.lines().map(row).collect()
    };
    sorted(folder)?.iter().map(|file| read(file)).collect()
}

/// The reports of a file: their sentences, in order.
pub fn reports(rows: &[Row]) -> impl Iterator<Item = &[Row]> {
    let reports = rows.chunk_by(|a, b| a.article == b.article);
    reports.filter(|report| report[0].article.is_some())
}

/// Which report of which file one is.
pub fn name_of(report: &[Row]) -> Option<String> {
    let row = report.first()?;
    Some(format!("{}/{}", row.file, row.article?))
}

/// The lines of a report as one text, and the first character of each. Nobody marked its paragraphs: they are of one to
/// three sentences, as in papers.
pub fn text_of(report: &[Row]) -> (String, Vec<usize>) {
    const HEAD: usize = 2;
    const LABEL: usize = 40;
    let (mut text, mut starts, mut length) = (String::new(), Vec::new(), 0);
    for (at, row) in report.iter().enumerate() {
        let label = row.text.find(':').is_some_and(|colon| {
            let label = &row.text[..colon];
            colon < LABEL
                && label.chars().any(char::is_uppercase)
                && !label.contains(['.', '"', ','])
        });
        let gap = match at {
            0 => "",
            _ if at <= HEAD || label || row.text.len() % 5 < 3 => "\n\n",
            _ => " ",
        };
        text.push_str(gap);
        text.push_str(&row.text);
        starts.push(length + gap.len());
        length += gap.len() + row.text.chars().count();
    }
    (text, starts)
}
