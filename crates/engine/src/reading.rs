//! What the engine found in one text.

use model::{Behaviour, ExposureKind, Level, Stance};

use crate::level::Reason;

/// Language of a text, as far as the engine reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    En,
    /// Spanish.
    Es,
    /// Neither was recognised; both lexicons are tried.
    Other,
}

impl Lang {
    /// ISO 639-1 code, or `und`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Es => "es",
            Lang::Other => "und",
        }
    }
}

/// A passage of the text. `start` and `end` count Unicode code points, end exclusive;
/// `text` is exactly that part of the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The words themselves.
    pub text: String,
}

/// A behaviour that the text shows, with the words that show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What is shown.
    pub kind: Behaviour,
    /// How surely it is shown, 0–1.
    pub score: f32,
    /// Where, in order of position.
    pub evidence: Vec<Quote>,
}

/// Personal data that the text exposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// Which datum.
    pub kind: ExposureKind,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// What one text says, shows and exposes. Any text at all has a reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Language of most of the text.
    pub lang: Lang,
    /// Probability, 0–1, that the text itself makes, or calls for, a threat of violence against people.
    pub threat: f32,
    /// Urgency, never lowered by anything but a person.
    pub level: Level,
    /// Why the level is what it is, most important first.
    pub reasons: Vec<Reason>,
    /// How the text relates to what it speaks of.
    pub stance: Stance,
    /// Behaviours, strongest first; those that do not count are doubtful, and only worth a look.
    pub behaviours: Vec<Finding>,
    /// Personal data, in order of position.
    pub exposures: Vec<Exposure>,
}

impl Reading {
    /// Behaviours that count, strongest first.
    pub fn shown(&self) -> impl Iterator<Item = &Finding> {
        self.behaviours.iter().filter(|finding| finding.counts())
    }
}

impl Finding {
    /// Whether it is likelier than not.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.score >= 0.5
    }
}
