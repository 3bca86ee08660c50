//! What all pages have in common.

use std::fmt::Display;
use std::sync::LazyLock;

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::draft::Step;
use super::language::Lang;
use super::{Line, upload};
use crate::output::Words;

static EN: LazyLock<Words> =
    LazyLock::new(|| Words::parse(include_str!("../../../locales/tipline/en.txt")));
static ES: LazyLock<Words> =
    LazyLock::new(|| Words::parse(include_str!("../../../locales/tipline/es.txt")));

/// The texts of a language.
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

/// How a page leads to itself in the other language.
pub enum Switch {
    /// By its path.
    Link(&'static str),
    /// By sending its form there, so that what was typed stays.
    Form(&'static str),
    /// Not at all.
    Nowhere,
}

/// What surrounds every page.
pub struct Frame<'l> {
    pub lang: Lang,
    pub title: String,
    pub name: &'l str,
    pub emergency: &'l str,
    pub switch: Switch,
}

impl<'l> Frame<'l> {
    /// A page that is titled by one of the texts.
    pub fn new(line: &'l Line, lang: Lang, title: &'static str, switch: Switch) -> Self {
        let words = words(lang);
        let name = if line.name.is_empty() {
            words.get("line")
        } else {
            &line.name
        };
        Frame {
            lang,
            title: words.get(title).to_owned(),
            name,
            emergency: &line.emergency,
            switch,
        }
    }

    pub fn get(&self, key: &'static str) -> &'static str {
        words(self.lang).get(key)
    }

    pub fn of(&self, group: &str, name: &str) -> String {
        words(self.lang).of_kind(group, name)
    }

    pub fn with(&self, key: &'static str, name: &str, value: impl Display) -> String {
        words(self.lang).fill(key, &[(name, &value)])
    }

    pub fn step(&self, step: Step) -> String {
        words(self.lang).fill("step", &[("n", &step.number()), ("all", &Step::ALL.len())])
    }

    /// The emergency numbers: as they are shown, and as a telephone takes them.
    pub fn numbers(&self) -> Vec<(&str, String)> {
        let dialled = |shown: &str| {
            shown
                .chars()
                .filter(|c| c.is_ascii_digit() || "+*#".contains(*c))
                .collect()
        };
        self.emergency
            .split('·')
            .map(str::trim)
            .map(|shown| (shown, dialled(shown)))
            .collect()
    }

    pub fn files_hint(&self) -> String {
        told(self.lang, self.emergency, "send.files.hint")
    }
}

/// A text that may tell how much can be sent, and whom to call.
pub fn told(lang: Lang, emergency: &str, key: &'static str) -> String {
    words(lang).fill(
        key,
        &[
            ("emergency", &emergency),
            ("n", &upload::FILES),
            ("size", &(upload::TOTAL >> 20)),
        ],
    )
}

/// A page, with its status.
pub fn render(status: StatusCode, page: &impl Template) -> Response {
    let text = page
        .render()
        .expect("writing to a string does not fail, and the templates have no other errors");
    (status, Html(text)).into_response()
}

/// `GET /style.css`
pub async fn style() -> Response {
    let sheet = include_str!("../../../templates/tipline/style.css");
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], sheet).into_response()
}

#[cfg(test)]
mod tests {
    use super::{EN, ES};

    #[test]
    fn both_languages_say_the_same() {
        EN.assert_alike(&ES);
    }
}
