//! The analysis as one page: no script, nothing fetched, readable on a phone and on paper.

use std::fmt::Display;

use askama::Template;
use model::{Credibility, Level, Reliability};

use super::view::{State, View};
use super::words::Words;
use super::{Analysis, Language, Options};

#[derive(Template)]
#[template(path = "bulletin/page.html")]
struct Page<'a> {
    v: &'a View,
    w: Labels,
}

/// The sections of a picture, to stand on another page.
#[derive(Template)]
#[template(path = "bulletin/picture.html")]
struct Sections<'a> {
    v: &'a View,
    w: Labels,
}

/// The table of words, as templates call it.
struct Labels(&'static Words);

/// Writes the analysis as one self-contained HTML document.
#[must_use]
pub fn html(analysis: &Analysis, options: &Options) -> String {
    let view = View::new(analysis, options);
    let page = Page {
        v: &view,
        w: Labels(Words::of(options.language)),
    };
    page.render()
        .expect("writing to a string does not fail, and the templates have no other errors")
}

/// What a view shows, as the part of a page below its headline. Styled by `bulletin/style.css`.
pub(super) fn sections(view: &View, language: Language) -> String {
    let page = Sections {
        v: view,
        w: Labels(Words::of(language)),
    };
    page.render()
        .expect("writing to a string does not fail, and the templates have no other errors")
}

impl Labels {
    fn get(&self, key: &'static str) -> &'static str {
        self.0.get(key)
    }

    fn with(&self, key: &'static str, name: &str, value: impl Display) -> String {
        self.0.fill(key, &[(name, &value)])
    }

    fn count(&self, key: &str, n: usize) -> String {
        self.0.count(key, n, &[])
    }
}

impl Page<'_> {
    /// The three scales a reader must know: title, then sign and meaning.
    fn scales(&self) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
        let words = self.w.0;
        let scale = |group: &'static str, signs: Vec<&'static str>| {
            signs
                .into_iter()
                .map(|sign| (sign, words.of_kind(group, sign)))
                .collect()
        };
        vec![
            (
                words.get("guide.reliability"),
                scale(
                    "reliability",
                    Reliability::ALL.iter().map(|one| one.as_str()).collect(),
                ),
            ),
            (
                words.get("guide.credibility"),
                scale(
                    "credibility",
                    Credibility::ALL.iter().map(|one| one.as_str()).collect(),
                ),
            ),
            (
                words.get("guide.level"),
                scale("level", Level::ALL.iter().map(|one| one.as_str()).collect()),
            ),
        ]
    }
}
