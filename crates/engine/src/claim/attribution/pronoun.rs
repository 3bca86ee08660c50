//! Whom a pronoun, or a verb without a subject, stands for.

use crate::extract::NameKind;
use crate::text::{Class, Classes};

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
        const SENTENCES: usize = 6;
        const OPENS: Classes = Classes::of(&[Class::Det, Class::Title, Class::Role, Class::Opener]);
        let sentences = &self.doc.sentences;
        let index = sentences.partition_point(|s| s.end <= at);
        let paragraph = sentences.get(index)?.paragraph;
        let opens = |index: usize| {
            let sentence = &sentences[index];
            let name = self.names.within(sentence.range()).next()?;
            let first = (sentence.start..name.full.start).all(|i| self.doc.classes(i).any(OPENS));
            let person = self.names.entities[name.entity].kind == NameKind::Person;
            (first && person && !self.quoted[name.full.start]).then_some(name.full.start)
        };
        let name = (index.saturating_sub(SENTENCES)..index)
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
            let person =
                named.find(|name| self.names.entities[name.entity].kind == NameKind::Person)?;
            self.doc.sentences[i].closed.then_some(person.full.start)
        })?;
        Some(self.sources.of_name(self.doc, self.names, start))
    }
}
