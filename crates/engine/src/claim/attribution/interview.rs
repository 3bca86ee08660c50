//! Whose the answers of an interview are, where its turns carry no names.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::extract::{Name, NameKind};
use crate::text::{Class, Classes};

use super::Way;
use super::finder::Finder;

/// Turns from which dashes make a dialogue.
const DIALOGUE: usize = 4;
/// Sentences before the first turn in which whoever answers is introduced.
const INTRODUCED: usize = 3;
/// Words between the post of somebody and the name.
const POST: usize = 6;

impl Finder<'_, '_> {
    /// Whom a label without a name stands for: `MINISTER:` the one introduced as such, `A:` who is interviewed.
    pub(super) fn whose_turn(&self, label: Range<usize>) -> Option<usize> {
        if label.len() == 1 && self.doc.is(label.start, Class::Answer) {
            return self.interviewee(0);
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
        let sentences = &self.doc.sentences;
        let dashed: Vec<usize> = (0..sentences.len())
            .filter(|&i| matches!(self.doc.word(sentences[i].start), "—" | "–" | "-"))
            .collect();
        let (Some(&first), true) = (dashed.first(), dashed.len() >= DIALOGUE) else {
            return;
        };
        let Some(at) = self.interviewee(first) else {
            return;
        };
        let source = self.sources.of_speaker(self.doc, self.names, at);
        let turns: BTreeSet<u32> = dashed.iter().map(|&i| sentences[i].paragraph).collect();
        let asked = self.questions(&dashed);
        for (index, sentence) in self.doc.sentences.iter().enumerate() {
            if asked.contains(&sentence.paragraph) {
                self.voices.hosts.insert(sentence.paragraph);
                self.voices.carried[index] = None;
            } else if turns.contains(&sentence.paragraph) {
                self.voices.carried[index] = Some((source, Way::Label));
            }
        }
        let sentences = &self.doc.sentences;
        self.voices
            .said
            .retain(|said| !asked.contains(&sentences[said.sentence].paragraph));
    }

    /// The turns of who asks, which are every other one: those among which nearly all the questions are.
    fn questions(&self, dashed: &[usize]) -> BTreeSet<u32> {
        let sentences = &self.doc.sentences;
        let mut turns: Vec<(u32, bool)> = Vec::new();
        for &index in dashed {
            let paragraph = sentences[index].paragraph;
            let asks = sentences[index..]
                .iter()
                .take_while(|s| s.paragraph == paragraph)
                .any(|s| self.doc.word(s.end - 1) == "?");
            if turns.last().is_none_or(|&(last, _)| last != paragraph) {
                turns.push((paragraph, asks));
            }
        }
        let asking = |even: usize| {
            let every_other = turns.iter().skip(even).step_by(2);
            every_other.filter(|(_, asks)| *asks).count()
        };
        let (even, odd) = (asking(0), asking(1));
        if even.min(odd) * 4 > even.max(odd) || even == odd {
            return BTreeSet::new();
        }
        let first = usize::from(odd > even);
        let every_other = turns.iter().skip(first).step_by(2);
        every_other.map(|&(paragraph, _)| paragraph).collect()
    }

    /// The person named in the heading, else the one introduced right before the first turn, else the one whom the text
    /// names most; never its author.
    fn interviewee(&self, first: usize) -> Option<usize> {
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
        let introduced = || {
            let before = &self.doc.sentences[first.saturating_sub(INTRODUCED)..first];
            before.iter().rev().find_map(|sentence| {
                let mut named = self.names.within(sentence.range());
                // `he asks us to call him Rubén`
                let given = |name: &Name| {
                    name.tokens.len() == 1 && self.doc.is(name.tokens.start, Class::FirstName)
                };
                named.find(|name| (self.is_person(name) || given(name)) && !self.signs(name))
            })
        };
        let name = (people(false).find(heads).or_else(introduced)).or_else(most)?;
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

    /// `By Jane Doe`, `Entrevista: Juana Pérez`, `Entrevista de Juana Pérez a …`: who wrote it.
    fn signs(&self, name: &Name) -> bool {
        let start = name.full.start;
        let before = |n: usize| start.checked_sub(n).map_or("", |i| self.doc.word(i));
        let by = start > 0 && (self.doc.is(start - 1, Class::By) || before(1) == "texto");
        let asks =
            matches!(before(1), "de" | "by") && matches!(before(2), "entrevista" | "interview");
        by || asks
            || before(1) == ":"
                && matches!(before(2), "entrevista" | "interview" | "texto" | "text")
    }
}
