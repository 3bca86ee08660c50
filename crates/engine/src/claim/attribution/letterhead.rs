//! Whose paper a text is written on: a release, notice or statement speaks for the body that issued it.

use std::ops::Range;

use crate::extract::{Entity, Name, NameKind};
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, Sentence, TokenKind};

use super::finder::Finder;

/// Sentences at the top in which a letterhead stands.
const HEAD: usize = 6;
/// Sentences at the top in which the issuer of a release is named at the latest.
const NAMED: usize = 8;
const BODY: Classes = Classes::of(&[Class::OrgHead]);

impl Finder<'_, '_> {
    /// The body that issued the text, where it is no outlet's.
    pub(super) fn find_issuer(&mut self, publisher: &[u64]) -> Option<usize> {
        self.heading_paper()
            .or_else(|| self.publishing_body(publisher))
            .or_else(|| self.heading_body())
            .or_else(|| self.first_body(publisher))
            .or_else(|| self.find_writer(publisher))
    }

    /// `IN THE DISTRICT COURT OF X` over `AFFIDAVIT`: the text is itself a paper of a court, and tells by itself.
    fn heading_paper(&mut self) -> Option<usize> {
        let doc = self.doc;
        let court = |at: usize| matches!(doc.word(at), "court" | "tribunal" | "juzgado" | "sworn");
        if !self.head_lines().any(|line| line.into_iter().any(court)) {
            return None;
        }
        let loud =
            |at: &usize| doc.is(*at, Class::CourtPaper) && doc.tokens[*at].case == Case::Upper;
        let at = self
            .head_lines()
            .find_map(|line| line.into_iter().find(loud))?;
        let paper = self.sources.of_paper(doc, at);
        self.paper = Some(paper);
        Some(paper)
    }

    /// The body, no outlet, that published the text: it speaks for itself.
    fn publishing_body(&mut self, publisher: &[u64]) -> Option<usize> {
        let entities = &self.names.entities;
        let body = |entity: &&Entity| {
            let name = entity.first..entity.first + entity.words.len();
            entity.kind == NameKind::Org && self.is_body_name(&name)
        };
        let spelled = |entity: &&Entity| entity.words == publisher;
        let shortened =
            |entity: &&Entity| publisher.len() == 1 && entity.short == Some(publisher[0]);
        let at = entities
            .iter()
            .filter(body)
            .find(|entity| spelled(entity) || shortened(entity))
            .map(|entity| entity.first)?;
        let at = self.office_below(at).unwrap_or(at);
        Some(self.sources.of_name(self.doc, self.names, at))
    }

    /// The body in the lines above a release: the first that is no press office and no outlet.
    fn heading_body(&mut self) -> Option<usize> {
        if !self.is_release() {
            return None;
        }
        let at = self.head_lines().find_map(|line| {
            let name = self.names.within(line.clone()).find(|name| {
                self.names.entities[name.entity].kind == NameKind::Org && self.heads(name, &line)
            })?;
            Some(name.full.start)
        })?;
        let at = self.office_below(at).unwrap_or(at);
        Some(self.sources.of_name(self.doc, self.names, at))
    }

    /// The lines at the top of the text that are no sentences.
    fn head_lines(&self) -> impl Iterator<Item = Range<usize>> {
        let top = self.doc.sentences.iter().take(HEAD);
        top.filter(|sentence| !sentence.closed).map(Sentence::range)
    }

    /// Whether a name makes most of its part of a line, and is that of a body with a voice of its own.
    fn heads(&self, name: &Name, line: &Range<usize>) -> bool {
        let doc = self.doc;
        let mark = |i: &usize| {
            doc.tokens[*i].kind == TokenKind::Punct
                && matches!(doc.word(*i), "-" | "–" | "—" | "|" | "·" | "(" | ",")
        };
        let start = (line.start..name.full.start)
            .rev()
            .find(mark)
            .map_or(line.start, |i| i + 1);
        let end = (name.full.end..line.end).find(mark).unwrap_or(line.end);
        let words = |range: Range<usize>| {
            let word = |i: &usize| doc.tokens[*i].kind == TokenKind::Word;
            range.filter(word).count()
        };
        self.is_body_name(&name.full)
            && !self.is_press_office(start..end)
            && (name.full.start == start && doc.is(start, Class::OrgHead)
                || words(name.full.clone()) * 3 >= words(start..end) * 2)
    }

    /// The name of a body that is no outlet: its head says so, and no news are its business.
    fn is_body_name(&self, name: &Range<usize>) -> bool {
        let doc = self.doc;
        let outlets = || name.clone().filter(|&i| doc.is(i, Class::Outlet));
        let body = |i: usize| doc.is(i, Class::OrgHead) && !doc.is(i, Class::Outlet);
        let joined = |i: usize| {
            i > name.start && doc.tokens[i - 1].case == Case::Lower || doc.is(i - 1, Class::Of)
        };
        let aside = match doc.lang {
            Lang::Es => body(name.start) && outlets().all(|i| i > name.start && !joined(i)),
            _ => {
                let head = name.end.saturating_sub(1);
                body(head) && outlets().all(|i| i + 1 < head)
            }
        };
        name.clone().any(|i| doc.is(i, Class::OrgHead)) && (outlets().next().is_none() || aside)
    }

    /// `Press Office`, `Gabinete de Prensa`, `Dirección de Comunicación Social`.
    fn is_press_office(&self, line: Range<usize>) -> bool {
        line.into_iter().any(|i| self.doc.is(i, Class::PressDesk))
    }

    /// `Press contact: Jane Doe` · `Gabinete de prensa.`: the office that sends out what a body says stands at the end.
    fn is_signed_by_press_office(&self) -> bool {
        const LINES: usize = 4;
        const WORDS: usize = 10;
        let doc = self.doc;
        let last = doc.sentences.iter().rev().take(LINES);
        let signs = |line: &Sentence| {
            let opens = line.range().take(2).any(|i| doc.word(i) == ":");
            let office = doc.is(line.start, Class::PressOffice);
            doc.tokens[line.start].is_capital()
                && line.range().len() <= WORDS
                && (office || opens && doc.is(line.start, Class::PressDesk))
        };
        last.into_iter().any(signs)
    }

    /// `GOBIERNO DE X` over `Delegación en Y`: the office below speaks.
    fn office_below(&self, at: usize) -> Option<usize> {
        if !self.doc.is(at, Class::Government) {
            return None;
        }
        let line = self.head_lines().find(|line| line.start > at)?;
        let name = self.names.within(line.clone()).next()?;
        let body = name.full.clone().any(|i| self.doc.classes(i).any(BODY));
        (body && name.full.start == line.start && self.heads(name, &line)).then_some(line.start)
    }

    /// Whether the lines at the top call the text a release, a statement or a notice.
    fn is_release(&self) -> bool {
        let doc = self.doc;
        self.head_lines().any(|line| {
            line.clone().any(|i| {
                let titles =
                    i == line.start || matches!(doc.word(i - 1), "-" | "–" | "—" | "|" | "·" | ":");
                titles && doc.is(i, Class::Statement)
                    || doc.is(i, Class::Handout)
                    || doc.word(i) == "comunicado" && doc.tokens[i].is_capital()
            })
        })
    }

    /// What a release tells on the word of its own people, or of nobody with a name, its issuer tells.
    pub(super) fn speak_as_issuer(&mut self) {
        let Some(issuer) = self.voices.issuer else {
            return;
        };
        let list = &self.sources.list;
        let person = list[issuer].kind == NameKind::Person;
        let stays = |source: usize| {
            let source = &list[source];
            !source.generic && (source.kind == NameKind::Org || person)
        };
        for said in self
            .voices
            .said
            .iter_mut()
            .filter(|said| !stays(said.source))
        {
            said.source = issuer;
        }
        for (index, carried) in self.voices.carried.iter_mut().enumerate() {
            let ours = || {
                let mut words = self.doc.sentences[index].range();
                words.any(|i| self.doc.is(i, Class::Author) && !self.quoted[i])
            };
            if let Some((source, _)) = carried
                && (!stays(*source) || ours())
            {
                *source = issuer;
            }
        }
    }

    /// A press release speaks for the first organisation that it names.
    fn first_body(&mut self, publisher: &[u64]) -> Option<usize> {
        let top = self.doc.sentences.iter().take(HEAD);
        let handout = top.filter(|s| !s.closed).flat_map(|s| s.range()).any(|i| {
            self.doc.is(i, Class::Handout)
                || self.doc.word(i) == "comunicado" && self.doc.tokens[i].is_capital()
        });
        let first = self.doc.sentences.first().map_or(0..0, Sentence::range);
        let handout = handout || self.is_signed_by_press_office();
        let headed = self
            .names
            .at(first.start)
            .is_some_and(|name| name.kind == NameKind::Org && name.full.len() * 2 > first.len());
        let titled = self
            .doc
            .sentences
            .iter()
            .take(HEAD)
            .any(|s| self.doc.is(s.start, Class::Statement) && !s.closed);
        let end = self
            .doc
            .sentences
            .get(NAMED)
            .map_or(self.doc.tokens.len(), |s| s.end);
        let issuing = |name: &&Name| {
            let entity = &self.names.entities[name.entity];
            name.kind == NameKind::Org
                && (name.tokens.len() > 1 || entity.words == publisher)
                && !self.is_press_office(name.full.clone())
        };
        let at = self.names.within(0..end).find(issuing)?.full.start;
        (handout || headed && titled).then(|| self.sources.of_name(self.doc, self.names, at))
    }
}
