//! Whom a pronoun, or a verb without a subject, stands for.

use std::ops::Range;

use crate::extract::NameKind;
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, TokenKind};

use super::finder::Finder;

impl Finder<'_, '_> {
    /// `When the office spoke at last, it counted two`: the body that the sentence begins with.
    pub(super) fn opening_body(&mut self, at: usize) -> Option<usize> {
        const OPENS: Classes = Classes::of(&[Class::Det, Class::While, Class::Opener, Class::Prep]);
        let index = self.doc.sentences.partition_point(|s| s.end <= at);
        let start = self.doc.sentences.get(index)?.start;
        let name = self.names.within(start..at).next()?;
        let opens = (start..name.full.start).all(|i| {
            self.doc.classes(i).any(OPENS)
                && !self.doc.is(i, Class::To)
                && !self.doc.is(i, Class::Of)
        });
        let body = self.names.entities[name.entity].kind == NameKind::Org;
        (opens && body).then(|| self.sources.of_name(self.doc, self.names, name.full.start))
    }

    /// Whom a paragraph is about: the person with whose name a sentence of it before this one opens.
    pub(super) fn topic(&mut self, at: usize) -> Option<usize> {
        let index = self.doc.sentences.partition_point(|s| s.end <= at);
        self.topic_of(index, index)
    }

    /// The same for a sentence, as the sentences up to `end` tell.
    pub(super) fn topic_of(&mut self, index: usize, end: usize) -> Option<usize> {
        const SENTENCES: usize = 6;
        const OPENS: Classes = Classes::of(&[
            Class::Det,
            Class::Title,
            Class::Role,
            Class::Opener,
            Class::Person,
        ]);
        let sentences = &self.doc.sentences;
        let paragraph = sentences.get(index)?.paragraph;
        let opens = |index: usize| {
            let sentence = &sentences[index];
            let name = self.names.within(sentence.range()).next()?;
            let first = (sentence.start..name.full.start)
                .all(|i| self.doc.classes(i).any(OPENS) || self.doc.word(i) == ",");
            let person = self.names.entities[name.entity].kind == NameKind::Person;
            (first && person && !self.quoted[name.full.start]).then_some(name.full.start)
        };
        let name = (index.saturating_sub(SENTENCES)..end)
            .rev()
            .take_while(|&i| sentences[i].paragraph == paragraph)
            .find_map(opens)?;
        Some(self.sources.of_name(self.doc, self.names, name))
    }

    /// Whom `she` stands for: the first person named in the sentence before the pronoun, or in the one before.
    pub(super) fn subject_before(&mut self, at: usize) -> Option<usize> {
        let index = self.doc.sentences.partition_point(|s| s.end <= at);
        let here = self.doc.sentences.get(index)?.start..at;
        let before = index
            .checked_sub(1)
            .map_or(0..0, |i| self.doc.sentences[i].range());
        let is_person = |name: &&crate::extract::Name| {
            self.names.entities[name.entity].kind == NameKind::Person
                && (!self.quoted[name.full.start] || self.quoted[at])
        };
        let name = self
            .names
            .within(here)
            .find(is_person)
            .or_else(|| self.names.within(before).find(is_person))?;
        Some(self.sources.of_name(self.doc, self.names, name.full.start))
    }

    /// Whom `she` stands for where nobody has spoken yet: the person named last, a few sentences before.
    pub(super) fn told_of_before(&mut self, at: usize) -> Option<usize> {
        const SENTENCES: usize = 8;
        let index = self.doc.sentences.partition_point(|s| s.end <= at);
        let sentences = index.saturating_sub(SENTENCES)..index;
        let start = sentences.rev().find_map(|i| {
            let mut named = self.names.within(self.doc.sentences[i].range());
            let person = named.find(|name| {
                self.names.entities[name.entity].kind == NameKind::Person
                    && !self.quoted[name.full.start]
            })?;
            self.doc.sentences[i].closed.then_some(person.full.start)
        })?;
        Some(self.sources.of_name(self.doc, self.names, start))
    }

    /// `The District Court remanded him`, `Health Minister Jane Doe promised guards`: a body or an official that a
    /// sentence opens with, and their verb right behind.
    pub(super) fn note_actor(&mut self, sentence: usize, range: &Range<usize>) {
        let doc = self.doc;
        let start = range.start + usize::from(doc.is(range.start, Class::Det));
        let Some(name) = self.names.at(start).filter(|name| name.full.start == start) else {
            return;
        };
        let verb = name.full.end;
        let acts = verb < range.end
            && doc.tokens[verb].kind == TokenKind::Word
            && doc.tokens[verb].case == Case::Lower
            && !doc
                .classes(verb)
                .any(Classes::of(&[Class::Be, Class::Prep, Class::Conj]));
        let official = name.full.start < name.tokens.start
            && (name.full.start..name.tokens.start).any(|i| doc.is(i, Class::Title));
        let may_act = match self.names.entities[name.entity].kind {
            NameKind::Org => true,
            NameKind::Person => official,
            _ => false,
        };
        if acts && may_act && doc.sentences[sentence].closed {
            let source = self.sources.of_name(doc, self.names, start);
            self.voices.acting.insert(sentence, source);
        }
    }

    /// `También contó que …`: the speaker of the sentences before goes on, and is not named again.
    pub(super) fn omitted(&self, at: usize, range: &Range<usize>) -> Option<usize> {
        const FOLLOWS: usize = 3;
        let doc = self.doc;
        let index = doc.sentences.partition_point(|s| s.end <= at);
        let same = |at: usize| doc.sentences[at].paragraph == doc.sentences[index].paragraph;
        let last = self.voices.said.last()?;
        (self.opens_clause(at, range)
            && index < doc.sentences.len()
            && same(last.sentence)
            && index - last.sentence <= FOLLOWS)
            .then_some(last.source)
    }

    /// A Spanish verb with nothing before it in its clause that may be its subject.
    pub(super) fn opens_clause(&self, at: usize, range: &Range<usize>) -> bool {
        const LIGHT: Classes =
            Classes::of(&[Class::Opener, Class::Pronoun, Class::Have, Class::Conj]);
        let doc = self.doc;
        let mut first = at;
        while first > range.start && doc.classes(first - 1).any(LIGHT) {
            first -= 1;
        }
        doc.lang == Lang::Es
            && (first == range.start || doc.tokens[first - 1].kind != TokenKind::Word)
    }
}
