//! From characters to tokens, sentences and word classes, each with its place in the original.

mod capitals;
mod fold;
mod language;
mod lexicon;
mod offsets;
mod sentence;
mod token;
mod world;

pub use lexicon::{Class, Classes};
pub use offsets::CodePoints;
pub use sentence::Sentence;
pub use token::{Case, Token, TokenKind};

use crate::reading::{Lang, Quote};

pub(crate) use fold::folded;
pub use lexicon::word_hash;
pub(crate) use lexicon::{HashMap, is_listed};
pub(crate) use world::{World, is_before_the_law};

/// A text taken apart once, for everything that reads it.
#[derive(Debug)]
pub struct Doc<'t> {
    /// The original.
    pub text: &'t str,
    /// Words, numbers and marks in order.
    pub tokens: Vec<Token>,
    /// Sentences in order; together they hold every token but line breaks.
    pub sentences: Vec<Sentence>,
    /// Language of most of the text.
    pub lang: Lang,
    /// From bytes to code points.
    pub points: CodePoints,
    pub(crate) worlds: world::Worlds,
    folded: String,
}

impl<'t> Doc<'t> {
    /// Takes a text apart.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut tokens = token::tokenize(text, &mut folded);
        let lang = language::detect(&tokens);
        lexicon::classify(&mut tokens, &folded, lang);
        let sentences = sentence::split(text, &tokens, &folded);
        let worlds = world::Worlds::of(&mut tokens, &sentences, |token| {
            is_old_year(&text[token.start as usize..token.end as usize])
        });
        Doc {
            text,
            tokens,
            sentences,
            lang,
            points: CodePoints::new(text),
            worlds,
            folded,
        }
    }

    /// A token as written.
    #[must_use]
    pub fn raw(&self, index: usize) -> &'t str {
        let token = &self.tokens[index];
        &self.text[token.start as usize..token.end as usize]
    }

    /// A token in lower case, without diacritics, zero-width characters and look-alikes.
    #[must_use]
    pub fn word(&self, index: usize) -> &str {
        let token = &self.tokens[index];
        &self.folded[token.fold_start as usize..token.fold_end as usize]
    }

    /// The original between two tokens, end exclusive; empty where the range is.
    #[must_use]
    pub fn slice(&self, tokens: std::ops::Range<usize>) -> &'t str {
        if tokens.is_empty() {
            return "";
        }
        let (start, end) = (
            self.tokens[tokens.start].start,
            self.tokens[tokens.end - 1].end,
        );
        &self.text[start as usize..end as usize]
    }

    /// A passage by tokens, end exclusive.
    #[must_use]
    pub fn quote(&self, tokens: std::ops::Range<usize>) -> Quote {
        let start = self.tokens[tokens.start].start as usize;
        let end = self.tokens[tokens.end - 1].end as usize;
        self.quote_bytes(start..end)
    }

    /// A passage by bytes, which must lie on character boundaries.
    #[must_use]
    pub fn quote_bytes(&self, bytes: std::ops::Range<usize>) -> Quote {
        Quote {
            start: self.points.at(self.text, bytes.start),
            end: self.points.at(self.text, bytes.end),
            text: self.text[bytes].to_owned(),
        }
    }

    /// The sentence that holds a token, or the one before it.
    pub(crate) fn sentence_at(&self, token: usize) -> usize {
        let after = self.sentences.partition_point(|s| s.start <= token);
        after.saturating_sub(1)
    }

    /// Word classes of a token; none for marks and past the end.
    #[must_use]
    pub fn classes(&self, index: usize) -> Classes {
        self.tokens.get(index).map_or(Classes::NONE, |t| t.classes)
    }

    /// Whether a token has a class.
    #[must_use]
    pub fn is(&self, index: usize, class: Class) -> bool {
        self.classes(index).has(class)
    }
}

/// A year beyond living memory.
pub(crate) fn is_old_year(figures: &str) -> bool {
    figures.len() == 4
        && figures
            .parse::<u16>()
            .is_ok_and(|year| (1400..1935).contains(&year))
}
