//! The analysis as a bulletin on paper. The template gets data, never markup.

use super::{Analysis, Options};

/// Why there is no bulletin.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The typesetter refused.
    #[cfg(feature = "pdf")]
    #[error(transparent)]
    Typeset(#[from] pdf::Error),
    /// This build has no typesetter.
    #[cfg(not(feature = "pdf"))]
    #[error(
        "this build cannot write PDF: it was made without the feature `pdf`.\n\
         Write the page with --format html and print it, or build with the default features."
    )]
    NotBuilt,
}

/// Typesets the analysis as a tagged A4 bulletin.
///
/// # Errors
/// When the typesetter fails, or is not part of this build.
#[cfg(not(feature = "pdf"))]
pub fn pdf(_analysis: &Analysis, _options: &Options) -> Result<Vec<u8>, PdfError> {
    Err(PdfError::NotBuilt)
}

/// Typesets the analysis as a tagged A4 bulletin.
///
/// # Errors
/// When the typesetter fails, or is not part of this build.
#[cfg(feature = "pdf")]
pub fn pdf(analysis: &Analysis, options: &Options) -> Result<Vec<u8>, PdfError> {
    let data = serde_json::to_vec(&typeset::bulletin(analysis, options))
        .expect("string keys and plain values always serialise");
    Ok(pdf::render(typeset::TEMPLATE, &data, options.generated)?)
}

#[cfg(feature = "pdf")]
mod typeset {
    use std::collections::BTreeMap;

    use model::{Credibility, Level, Reliability};
    use serde::Serialize;

    use crate::output::view::{Section, View};
    use crate::output::words::Words;
    use crate::output::{Analysis, Options};

    pub(super) const TEMPLATE: &str = include_str!("../../templates/bulletin.typ");

    /// Paper has an end: what goes beyond is counted and left to the other forms.
    const MOST_SECTIONS: usize = 20;
    const MOST_CLAIMS: usize = 60;
    const MOST_CONFLICTS: usize = 30;
    const MOST_VOICES: usize = 4;
    const MOST_REPORTS: usize = 200;

    /// What the template reads.
    #[derive(Serialize)]
    pub(super) struct Bulletin {
        title: String,
        words: BTreeMap<&'static str, &'static str>,
        view: View,
        sections: Vec<Extra>,
        sections_left: Option<String>,
        reports_left: Option<String>,
        scales: Vec<Scale>,
    }

    /// What the template needs of a section besides the view.
    #[derive(Serialize)]
    struct Extra {
        /// Places of the key claims among the section's claims.
        key: Vec<usize>,
        key_left: Option<String>,
        claims_left: Option<String>,
        conflicts_left: Option<String>,
    }

    #[derive(Serialize)]
    struct Scale {
        title: &'static str,
        steps: Vec<(&'static str, String)>,
    }

    pub(super) fn bulletin(analysis: &Analysis, options: &Options) -> Bulletin {
        let words = Words::of(options.language);
        let mut view = View::new(analysis, options);
        let left = |key: &str, all: usize, most: usize| {
            (all > most).then(|| words.count(key, all - most, &[]))
        };
        let sections_left = left("sections.left", view.sections.len(), MOST_SECTIONS);
        let reports_left = left("sources.left", view.reports.len(), MOST_REPORTS);
        view.sections.truncate(MOST_SECTIONS);
        view.reports.truncate(MOST_REPORTS);
        let sections = (view.sections.iter_mut())
            .map(|section| {
                let extra = Extra {
                    key: key(section),
                    key_left: left("key.more", section.claims.len(), section.key_claims().len()),
                    claims_left: left("matrix.left", section.claims.len(), MOST_CLAIMS),
                    conflicts_left: left("conflicts.left", section.conflicts.len(), MOST_CONFLICTS),
                };
                section.claims.truncate(MOST_CLAIMS);
                section.conflicts.truncate(MOST_CONFLICTS);
                for side in section
                    .conflicts
                    .iter_mut()
                    .flat_map(|conflict| &mut conflict.sides)
                {
                    side.quotes.truncate(MOST_VOICES);
                }
                extra
            })
            .collect();
        Bulletin {
            title: words.fill("document.title", &[("headline", &view.headline)]),
            words: words
                .table()
                .iter()
                .map(|(key, text)| (*key, *text))
                .collect(),
            view,
            sections,
            sections_left,
            reports_left,
            scales: scales(words),
        }
    }

    /// Places of the key claims, as far as they are not beyond the end of the table.
    fn key(section: &Section) -> Vec<usize> {
        let ids: Vec<&str> = section
            .key_claims()
            .iter()
            .map(|claim| claim.id.as_str())
            .collect();
        let place = |id: &str| section.claims.iter().position(|claim| claim.id == id);
        ids.into_iter()
            .filter_map(place)
            .filter(|&at| at < MOST_CLAIMS)
            .collect()
    }

    fn scales(words: &'static Words) -> Vec<Scale> {
        let scale = |title, group: &str, signs: Vec<&'static str>| Scale {
            title: words.get(title),
            steps: signs
                .into_iter()
                .map(|sign| (sign, words.of_kind(group, sign)))
                .collect(),
        };
        vec![
            scale(
                "guide.reliability",
                "reliability",
                Reliability::ALL.iter().map(|one| one.as_str()).collect(),
            ),
            scale(
                "guide.credibility",
                "credibility",
                Credibility::ALL.iter().map(|one| one.as_str()).collect(),
            ),
            scale(
                "guide.level",
                "level",
                Level::ALL.iter().map(|one| one.as_str()).collect(),
            ),
        ]
    }
}
