//! Whose words a whole passage is: labels of a transcript, answers of an interview, a release's issuer,
//! a statement, the outlet's own findings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::extract::{Name, NameKind};
use crate::text::{Case, Class, Classes, Sentence, TokenKind};

use super::finder::Finder;
use super::letter::HEADERS;
use super::subject::SPEAKERS;
use super::{Attribution, Way};
use crate::claim::role::is_police;

const TURNS: Classes = Classes::of(&[Class::Asking, Class::Answer]);

impl Finder<'_, '_> {
    /// `CHIEF DOE: …` in a transcript: the speaker of the paragraph.
    pub(super) fn read_label(&mut self, sentence: usize, range: &Range<usize>) {
        let Some(colon) = range.clone().take(12).find(|&i| self.doc.word(i) == ":") else {
            return;
        };
        let first = sentence == 0
            || self.doc.sentences[sentence - 1].paragraph != self.doc.sentences[sentence].paragraph;
        let letter = self.doc.classes(range.start).any(TURNS) && colon == range.start + 1;
        let head = self.doc.tokens[range.start].case == Case::Upper
            || letter && self.doc.tokens[range.start].is_capital();
        if !first || !head || colon == range.start || !self.doc.sentences[sentence].closed {
            return;
        }
        let asks = colon == range.start + 1 && self.doc.is(range.start, Class::Asking);
        let hosts = asks
            || (range.start..colon).any(|i| {
                matches!(
                    self.doc.word(i),
                    "presenter"
                        | "host"
                        | "anchor"
                        | "reporter"
                        | "locutora"
                        | "locutor"
                        | "periodista"
                        | "presentador"
                        | "presentadora"
                        | "conductor"
                        | "conductora"
                        | "moderator"
                )
            });
        let name = self
            .names
            .within(range.start..colon)
            .find(|name| name.kind != NameKind::Place && self.is_speakers(name, sentence))
            .map(|name| name.full.start);
        self.voices.labels.push(range.start..colon);
        self.voices
            .told
            .insert(self.doc.sentences[sentence].paragraph);
        if hosts {
            self.voices
                .hosts
                .insert(self.doc.sentences[sentence].paragraph);
        } else if let Some(name) = name.or_else(|| self.whose_turn(range.start..colon)) {
            let source = self.sources.of_speaker(self.doc, self.names, name);
            self.remember(source);
            self.labelled
                .push((self.doc.sentences[sentence].paragraph, source));
            self.voices
                .said
                .push(Attribution::plain(range.start, name, sentence, source));
        }
    }

    /// `BREAKING NEWS:` is no speaker's label: capitals that tell nothing of their kind are one where they come again.
    fn is_speakers(&self, name: &Name, sentence: usize) -> bool {
        const TURNS_AHEAD: usize = 16;
        let first = self.doc.tokens[name.full.start].hash;
        let around = sentence.saturating_sub(TURNS_AHEAD)..sentence + TURNS_AHEAD;
        let again = || {
            let sentences = &self.doc.sentences;
            let mut others = around.filter(|&i| i != sentence && i < sentences.len());
            others.any(|i| self.doc.tokens[sentences[i].start].hash == first)
        };
        let header = HEADERS.contains(&self.doc.word(name.full.start));
        name.kind == NameKind::Person
            || name.full.len() < 2 && !header
            || name.full.clone().any(|i| self.doc.is(i, Class::OrgHead))
            || again()
    }

    /// Whoever mostly asks in a transcript is its host, and tells nothing of his own.
    pub(super) fn find_hosts(&mut self) {
        let asked: BTreeSet<u32> = self
            .doc
            .sentences
            .iter()
            .filter(|s| s.range().rev().take(2).any(|i| self.doc.word(i) == "?"))
            .map(|s| s.paragraph)
            .collect();
        let mut turns: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (paragraph, source) in &self.labelled {
            let (all, asking) = turns.entry(*source).or_default();
            *all += 1;
            *asking += usize::from(asked.contains(paragraph));
        }
        let asks = |source: &usize| turns.get(source).is_some_and(|(all, n)| n * 2 >= *all);
        if turns.keys().all(asks) {
            return;
        }
        let hosted: Vec<u32> = self
            .labelled
            .iter()
            .filter(|(_, source)| asks(source))
            .map(|&(paragraph, _)| paragraph)
            .collect();
        self.voices.hosts.extend(hosted);
        let (doc, hosts) = (self.doc, &self.voices.hosts);
        self.voices.said.retain(|said| {
            !asks(&said.source) || !hosts.contains(&doc.sentences[said.sentence].paragraph)
        });
    }

    /// `the statement said`: whoever issued it.
    pub(super) fn statement(&mut self, at: usize) -> Option<usize> {
        let by = (at + 1..(at + 5).min(self.doc.tokens.len())).find(|&i| {
            self.doc.is(i, Class::Of) || self.doc.is(i, Class::By) || self.doc.word(i) == "from"
        });
        if let Some(source) = by.and_then(|by| {
            (by + 1..(by + 3).min(self.doc.tokens.len())).find_map(|i| {
                let named = self
                    .names
                    .at(i)
                    .is_some_and(|name| name.kind != NameKind::Place);
                (named || self.doc.classes(i).any(SPEAKERS))
                    .then(|| self.noun_phrase(i))
                    .flatten()
            })
        }) {
            return Some(source);
        }
        // `el parte policial`, `the police report`
        let beside = [at + 1, at.saturating_sub(1)];
        if let Some(police) = beside.into_iter().find(|&i| {
            i < self.doc.tokens.len()
                && self.names.at(i).is_none()
                && is_police(self.doc.tokens[i].hash)
        }) {
            return Some(self.sources.of_role(self.doc, self.names, police, None));
        }
        let index = self.doc.sentences.partition_point(|s| s.end <= at);
        let start = self.doc.sentences[index.saturating_sub(2)].start;
        if let Some(org) = self.last_org.filter(|_| {
            self.voices
                .said
                .last()
                .is_some_and(|said| said.sentence + 3 >= index)
        }) {
            return Some(org);
        }
        let body = |range: Range<usize>| {
            let mut names = self.names.within(range).rev();
            names
                .find(|name| {
                    self.names.entities[name.entity].kind == NameKind::Org
                        && !self.is_addressed(name.full.start)
                })
                .map(|name| name.full.start)
        };
        let here = self.doc.sentences.get(index).map_or(at, |s| s.start);
        let near = match (body(here..at), self.last_org) {
            (Some(name), _) => Some(name),
            (None, Some(spoken)) => return Some(spoken),
            (None, None) => body(start..at),
        };
        match near {
            Some(name) => Some(self.sources.of_name(self.doc, self.names, name)),
            None => self
                .voices
                .issuer
                .or_else(|| self.known_body(at))
                .or(self.last_person),
        }
    }

    /// `the notice says`: the body named last, where the text has told of one.
    fn known_body(&mut self, at: usize) -> Option<usize> {
        const SENTENCES: usize = 12;
        let definite = at > 0 && self.doc.is(at - 1, Class::This);
        let index = self.doc.sentences.partition_point(|s| s.end <= at);
        let start = self.doc.sentences[index.saturating_sub(SENTENCES)].start;
        let name = self
            .names
            .within(start..at)
            .rev()
            .find(|name| definite && self.names.entities[name.entity].kind == NameKind::Org)?;
        Some(self.sources.of_name(self.doc, self.names, name.full.start))
    }

    /// `In a statement …`, `the bulletin pointed to …` where no telling verb was found.
    pub(super) fn statement_subject(&mut self, sentence: usize, range: &Range<usize>) {
        let Some(at) = range
            .clone()
            .find(|&i| self.doc.is(i, Class::Statement) && !self.quoted[i])
        else {
            return;
        };
        if let Some(source) = self.statement(at) {
            self.voices.said.push(Attribution {
                in_passing: true,
                ..Attribution::plain(at, at, sentence, source)
            });
        }
    }

    /// Within a paragraph the last speaker goes on; a quotation alone belongs to whoever spoke before it.
    pub(super) fn carry(&mut self) {
        let (mut current, mut only, mut spoken) = (None, None, None);
        let mut paragraph = u32::MAX;
        for (index, sentence) in self.doc.sentences.iter().enumerate() {
            let opens_quoted = sentence.range().take(2).any(|i| self.quoted[i]);
            if sentence.paragraph != paragraph {
                only = self
                    .voices
                    .only_source_of(sentence.paragraph, index, &self.doc.sentences);
                spoken = None;
                if !opens_quoted {
                    current = only;
                }
            }
            paragraph = sentence.paragraph;
            if let Some(said) = self.voices.in_sentence(index).last() {
                current = Some(said.source);
                spoken = (!said.in_passing).then_some(index);
            }
            let continued = only.is_some() && only == current && self.goes_on(index, spoken);
            let host = self.voices.hosts.contains(&paragraph);
            if host {
                current = None;
            }
            let label = self.voices.told.contains(&paragraph);
            let author = current.is_none() && !host && !label;
            let quoted = author.then(|| self.quoted_person(index)).flatten();
            let own = author.then(|| self.seen_on_page(index).or_else(|| self.own_word(index)));
            let closing = self.closing_speaker(index).filter(|_| !host);
            let way = match closing {
                Some(_) => Way::Closing,
                None if label && !host => Way::Label,
                None if continued => Way::Continued,
                None => Way::Carried,
            };
            let source = closing.or(current).or(quoted).or(own.flatten());
            self.voices.carried.push(source.map(|source| (source, way)));
        }
    }

    /// `A neighbour, Jane Doe, watched it. “Four of them went in.”`: a quotation that nobody is said to say is the word of
    /// whom its paragraph is about.
    fn quoted_person(&mut self, index: usize) -> Option<usize> {
        const WORDS: usize = 3;
        let range = self.doc.sentences[index].range();
        let quoted = range
            .clone()
            .filter(|&i| self.quoted[i])
            .take(WORDS)
            .count();
        (quoted == WORDS)
            .then(|| self.topic_of(index, index + 1))
            .flatten()
    }

    /// Who is named behind a quotation of several sentences: `“Two shots. Then a third,” Doe said`.
    fn closing_speaker(&self, index: usize) -> Option<usize> {
        const SENTENCES: usize = 6;
        let sentences = &self.doc.sentences;
        let open = |s: &Sentence| {
            let last = s.range().rev().find(|&i| self.is_word_or_mark(i));
            last.is_some_and(|i| self.quoted[i])
        };
        if self.voices.in_sentence(index).next().is_some() || !open(&sentences[index]) {
            return None;
        }
        let paragraph = sentences[index].paragraph;
        let behind = sentences[index + 1..].iter().take(SENTENCES);
        for (place, sentence) in behind.enumerate() {
            if sentence.paragraph != paragraph || !self.quoted[sentence.start] {
                return None;
            }
            let outside = |&i: &usize| self.is_word_or_mark(i) && !self.quoted[i];
            if let Some(end) = sentence.range().find(outside) {
                let said = self.voices.in_sentence(index + 1 + place);
                let nearest = said.min_by_key(|said| said.at.abs_diff(end))?;
                return (nearest.at > end).then_some(nearest.source);
            }
        }
        None
    }

    fn is_word_or_mark(&self, at: usize) -> bool {
        matches!(
            self.doc.tokens[at].kind,
            TokenKind::Word | TokenKind::QuoteMark
        )
    }

    /// Whether a sentence is told by the one source of its paragraph: close to where that is named, in words
    /// that are neither the author's own nor somebody else's.
    fn goes_on(&self, index: usize, spoken: Option<usize>) -> bool {
        const FOLLOWS: usize = 3;
        let sentences = &self.doc.sentences;
        let paragraph = |at: usize| sentences.get(at).map(|s| s.paragraph);
        let named_next = paragraph(index + 1) == paragraph(index)
            && self.voices.in_sentence(index + 1).next().is_some();
        let by_author = || {
            let mut words = sentences[index].range();
            words.any(|i| self.doc.is(i, Class::Author) && !self.quoted[i])
        };
        (named_next || spoken.is_some_and(|spoken| index - spoken <= FOLLOWS))
            && !self.unnamed.contains(&index)
            && !by_author()
    }
}
