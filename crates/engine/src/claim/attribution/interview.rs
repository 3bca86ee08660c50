//! Whose the answers of an interview are, where its turns carry no names.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::extract::{Name, NameKind};
use crate::text::{Class, Classes};

use super::finder::Finder;

/// Turns from which dashes make a dialogue.
const DIALOGUE: usize = 4;
/// Words between the post of somebody and the name.
const POST: usize = 6;

impl Finder<'_, '_> {
    /// Whom a label without a name stands for: `MINISTER:` the one introduced as such, `A:` who is interviewed.
    pub(super) fn whose_turn(&self, label: Range<usize>) -> Option<usize> {
        if label.len() == 1 && self.doc.is(label.start, Class::Answer) {
            return self.interviewee();
        }
        let posts = label.clone().filter(|&i| self.doc.is(i, Class::Role));
        posts.into_iter().find_map(|post| self.holder(post, &label))
    }

    /// The person before whose name the word of a post stands elsewhere in the text.
    fn holder(&self, post: usize, label: &Range<usize>) -> Option<usize> {
        let hash = self.doc.tokens[post].hash;
        let holds = |name: &&Name| {
            let before = name.full.start.saturating_sub(POST)..name.full.end;
            let mut words = before.filter(|i| !label.contains(i));
            self.may_be_person(name) && words.any(|i| self.doc.tokens[i].hash == hash)
        };
        let name = self.names.mentions.iter().find(holds)?;
        Some(name.full.start)
    }

    /// In an interview of dashes, answers are the words of the person who is interviewed.
    pub(super) fn answer(&mut self) {
        let dashed: Vec<usize> = (0..self.doc.sentences.len())
            .filter(|&i| matches!(self.doc.word(self.doc.sentences[i].start), "—" | "–" | "-"))
            .collect();
        if dashed.len() < DIALOGUE {
            return;
        }
        let Some(at) = self.interviewee() else {
            return;
        };
        let source = self.sources.of_speaker(self.doc, self.names, at);
        let paragraphs: BTreeSet<u32> = dashed
            .into_iter()
            .map(|i| self.doc.sentences[i].paragraph)
            .collect();
        for (index, sentence) in self.doc.sentences.iter().enumerate() {
            if paragraphs.contains(&sentence.paragraph) {
                self.voices.carried[index] = Some(source);
                self.voices.labelled[index] = true;
            }
        }
    }

    /// The person named in the heading, else the one whom the text names most; never its author.
    fn interviewee(&self) -> Option<usize> {
        let people = |known: bool| {
            let named = self.names.mentions.iter();
            named.filter(move |name| {
                let person = self.is_person(name) || !known && self.may_be_person(name);
                person && !self.signs(name)
            })
        };
        let heads = |name: &&Name| {
            let index = self
                .doc
                .sentences
                .partition_point(|s| s.end <= name.full.start);
            self.doc.sentences.get(index).is_some_and(|s| !s.closed)
        };
        let count = |name: &&Name| self.names.entities[name.entity].count;
        let most =
            || people(true).max_by_key(|name| (count(name), std::cmp::Reverse(name.full.start)));
        let name = people(false).find(heads).or_else(most)?;
        Some(name.full.start)
    }

    /// A person, or two capitalised words that tell of nothing else.
    fn may_be_person(&self, name: &Name) -> bool {
        const ELSE: Classes = Classes::of(&[Class::OrgHead, Class::PlaceHead, Class::Outlet]);
        let entity = &self.names.entities[name.entity];
        let words = name.tokens.clone();
        let other = || {
            entity.kind == NameKind::Other
                && (2..=3).contains(&words.len())
                && words
                    .clone()
                    .all(|i| self.doc.tokens[i].is_capital() && !self.doc.classes(i).any(ELSE))
                && self.doc.tokens.get(name.full.end).is_some()
                && matches!(self.doc.word(name.full.end), "," | ":" | "." | "(" | "—")
        };
        self.is_person(name) || other()
    }

    fn is_person(&self, name: &Name) -> bool {
        self.names.entities[name.entity].kind == NameKind::Person
    }

    /// `By Jane Doe`, `Entrevista: Juana Pérez`: who wrote it.
    fn signs(&self, name: &Name) -> bool {
        let start = name.full.start;
        let before = |n: usize| start.checked_sub(n).map_or("", |i| self.doc.word(i));
        let by = start > 0 && (self.doc.is(start - 1, Class::By) || before(1) == "texto");
        by || before(1) == ":" && matches!(before(2), "entrevista" | "interview" | "texto" | "text")
    }
}
