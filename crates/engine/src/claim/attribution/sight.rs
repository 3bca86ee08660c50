//! What the text's own author saw, was shown or went through: the outlet is its source.

use std::ops::Range;

use crate::extract::NameKind;
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, TokenKind};

use super::finder::Finder;

/// Sentences after which what the outlet saw is no longer told of.
const SIGHT: usize = 5;

impl Finder<'_, '_> {
    /// `this newspaper has seen`, `showed the Examiner pages`, `yo vi`: the text tells what its own author found.
    pub(super) fn saw_itself(&self, at: usize, range: &Range<usize>) -> bool {
        const BEHIND: usize = 9;
        const AHEAD: usize = 3;
        let doc = self.doc;
        if self.quoted[at] {
            return false;
        }
        let itself = Classes::of(&[Class::Outlet, Class::Scribe]);
        let demonstrative = matches!(
            doc.word(at),
            "this" | "our" | "este" | "esta" | "nuestro" | "nuestra"
        );
        let head = |i: usize| {
            i < range.end && doc.classes(i).any(itself) && doc.tokens[i].case == Case::Lower
        };
        // `este humilde diario`
        let aside = |i: usize| {
            i < range.end && doc.tokens[i].case == Case::Lower && doc.classes(i).is_empty()
        };
        let this = demonstrative && (head(at + 1) || aside(at + 1) && head(at + 2));
        let author = matches!(doc.word(at), "i" | "we" | "yo");
        let outlet = self
            .names
            .at(at)
            .is_some_and(|name| name.kind == NameKind::Outlet && name.full.start == at);
        let seen = |words: Range<usize>| {
            let at = words.clone().find(|&i| doc.is(i, Class::Seen));
            at.is_some_and(|at| !(words.start..at).any(|i| doc.is(i, Class::Neg)))
        };
        let before = at.saturating_sub(AHEAD).max(range.start)..at;
        // `obtained by this newspaper`, `al que ha accedido este diario`
        (this || author || outlet) && seen(at + 1..(at + BEHIND).min(range.end))
            || this && seen(before.clone())
            || (this || outlet) && self.is_shown(before, range)
    }

    /// `Esta redactora contó treinta impactos`: a word of telling and of seeing, whose subject is the author.
    pub(super) fn is_own_finding(&self, at: usize, range: &Range<usize>) -> bool {
        const REACH: usize = 9;
        let start = at.saturating_sub(REACH).max(range.start);
        self.doc.is(at, Class::Seen)
            && matches!(self.doc.word(start), "this" | "our" | "este" | "esta")
            && self.saw_itself(start, range)
    }

    /// `A parent showed the Examiner pages`: by somebody without a name, who would else be the source.
    fn is_shown(&self, before: Range<usize>, range: &Range<usize>) -> bool {
        let shown = before.clone().find(|&i| self.doc.is(i, Class::Shown));
        shown.is_some_and(|at| {
            let named = |name: &crate::extract::Name| {
                self.names.entities[name.entity].kind == NameKind::Person
            };
            !self.names.within(range.start..at).any(named)
                && !(range.start..at).any(|i| self.doc.is(i, Class::Pronoun))
        })
    }

    /// `The technician Jane Doe showed this newspaper the register`: who lays something open tells what it says.
    pub(super) fn shows(&mut self, range: &Range<usize>) -> Option<(usize, usize)> {
        const REACH: usize = 6;
        let doc = self.doc;
        let itself = Classes::of(&[Class::Outlet, Class::Scribe]);
        let at = range
            .clone()
            .find(|&i| doc.is(i, Class::Shown) && !self.quoted[i])?;
        let mut behind = at + 1..(at + REACH).min(range.end);
        let mut names = self.names.within(range.start..at).rev();
        let person =
            names.find(|name| self.names.entities[name.entity].kind == NameKind::Person)?;
        let somebody = person.full.start;
        behind
            .any(|i| doc.classes(i).any(itself))
            .then(|| (somebody, self.sources.of_name(doc, self.names, somebody)))
    }

    /// The outlet, where the last that was told of is something that it saw.
    pub(super) fn seen_before(&self, sentence: usize) -> Option<usize> {
        let said = &self.voices.said;
        let before = said.partition_point(|said| said.sentence < sentence);
        let last = &said[before.checked_sub(1)?];
        let own = self.sources.list[last.source].own;
        (own && sentence - last.sentence <= SIGHT).then_some(last.source)
    }

    /// `The site also dangled money`: more of the page that the outlet saw, told of in the paragraph.
    pub(super) fn seen_on_page(&self, index: usize) -> Option<usize> {
        const PAGE: Classes = Classes::of(&[Class::Platform, Class::Letter]);
        let sentences = &self.doc.sentences;
        let paragraph = sentences[index].paragraph;
        let own = self.seen_before(index)?;
        let mut told = (index.saturating_sub(SIGHT)..=index)
            .filter(|&i| sentences[i].paragraph == paragraph)
            .flat_map(|i| sentences[i].range());
        told.any(|i| self.doc.classes(i).any(PAGE)).then_some(own)
    }

    /// `Under it a user writes`, `someone calling himself Tern wrote`: the words of a page, which whoever saw it passes on.
    pub(super) fn is_posted(&self, at: usize, range: &Range<usize>) -> bool {
        const REACH: usize = 8;
        const NOBODY: Classes = Classes::of(&[Class::Someone, Class::Platform, Class::Poster]);
        let subject = at.saturating_sub(REACH).max(range.start)..at;
        let clause = subject
            .rev()
            .take_while(|&i| self.doc.tokens[i].kind != TokenKind::Punct && !self.quoted[i]);
        clause.into_iter().any(|i| self.doc.classes(i).any(NOBODY))
    }

    /// `In my last year a man followed me`: what the author tells in the first person.
    pub(super) fn own_word(&mut self, index: usize) -> Option<usize> {
        let doc = self.doc;
        let mut words = doc.sentences[index].range().filter(|&i| !self.quoted[i]);
        // `lo conservamos`
        let we = |i: usize| {
            let word = doc.word(i);
            doc.lang == Lang::Es
                && word.len() > 6
                && doc.classes(i).is_empty()
                && doc.tokens[i].case == Case::Lower
                && ["amos", "emos", "imos"]
                    .iter()
                    .any(|end| word.ends_with(end))
                && (i == 0 || !doc.is(i - 1, Class::Det) || doc.is(i - 1, Class::Pronoun))
        };
        words
            .any(|i| doc.is(i, Class::Author) && !matches!(doc.word(i), "us" | "me") || we(i))
            .then(|| self.sources.of_outlet())
    }

    /// `One of the nurses, who asked not to be named, found a note`: whoever asks that of the author told it.
    pub(super) fn withheld(&mut self, range: &Range<usize>) -> Option<usize> {
        const REACH: usize = 8;
        const START: usize = 6;
        let doc = self.doc;
        let who = range
            .clone()
            .find(|&i| doc.is(i, Class::Who) && !self.quoted[i])?;
        let asks = (who..(who + REACH).min(range.end)).any(|i| doc.is(i, Class::Unnamed));
        let head = (range.start..who.min(range.start + START))
            .find(|&i| doc.is(i, Class::Role) || doc.is(i, Class::Person))
            .filter(|&i| asks && self.names.at(i).is_none())?;
        self.noun_phrase(head)
    }
}
