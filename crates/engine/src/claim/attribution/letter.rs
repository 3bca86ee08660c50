//! Who wrote a letter, a mail or a circular: who signs it in the first person speaks for what nobody else is cited for.

use std::ops::Range;

use crate::extract::{Name, NameKind};
use crate::text::{Class, Classes, Sentence, TokenKind};

use super::finder::Finder;

/// Lines at the top in which a letter addresses somebody.
const TOP: usize = 12;
/// Lines at the end in which it is signed.
const END: usize = 8;
/// Words of a line in which somebody is addressed or signs.
const SHORT: usize = 7;
/// How often somebody says `I` at least who speaks in their own name.
const SPEAKS: usize = 3;
/// Headers of a mail, besides the one that tells who sent it.
pub(super) const HEADERS: [&str; 6] = ["to", "date", "subject", "para", "fecha", "asunto"];

impl Finder<'_, '_> {
    /// Whoever wrote the text to somebody in the first person: the body on whose paper it is or in whose name it speaks,
    /// else the person who signs.
    pub(super) fn find_writer(&mut self, publisher: &[u64]) -> Option<usize> {
        let sender = self.mail_header();
        let signature = self.signature();
        let editor = self.editor();
        if sender.is_none() && signature.is_none() && editor.is_none() {
            return None;
        }
        let (one, several) = self.first_person();
        let signed = signature
            .filter(|_| sender.is_some() || self.is_addressed_to_somebody() || one >= SPEAKS);
        if let Some(editor) = editor.filter(|_| one >= SPEAKS) {
            return Some(self.sources.of_speaker(self.doc, self.names, editor));
        }
        if sender.is_none() && signed.is_none() || self.is_outlets(publisher) {
            return None;
        }
        let person = sender.flatten().or(signed);
        let paper = self.heading_name();
        let body = match several > one {
            true => paper.or_else(|| self.speaking_body()),
            false => paper.filter(|_| signature.is_some()),
        };
        let writer = body.or(person).filter(|_| one + several > 0)?;
        Some(self.sources.of_speaker(self.doc, self.names, writer))
    }

    /// `by Jane Doe, editor`: who tells in the first person what befell their own paper.
    fn editor(&self) -> Option<usize> {
        let doc = self.doc;
        let lines = doc.sentences.iter().take(TOP);
        lines.filter(|line| !line.closed).find_map(|line| {
            let by = matches!(doc.word(line.start), "by" | "por");
            let name = self.names.at(line.start + 1).filter(|_| by)?;
            let post = name.full.end..line.end;
            let edits = post.clone().any(|i| {
                matches!(
                    doc.word(i),
                    "editor" | "publisher" | "director" | "directora" | "editora"
                )
            });
            (edits && post.len() <= SHORT).then_some(name.full.start)
        })
    }

    /// `From: Jane Doe <…>` over the other headers of a mail: where the sender's name stands, if it has one.
    fn mail_header(&self) -> Option<Option<usize>> {
        let doc = self.doc;
        let top = || doc.sentences.iter().take(TOP);
        let is_header = |line: &&Sentence, known: &[&str]| {
            line.range().len() > 2
                && doc.word(line.start + 1) == ":"
                && known.contains(&doc.word(line.start))
        };
        let sender = top().find(|line| is_header(line, &["from", "de"]))?;
        top().find(|line| is_header(line, &HEADERS))?;
        let mut names = self.names.within(sender.range());
        let name = names.find(|name| self.names.entities[name.entity].kind == NameKind::Person);
        Some(name.map(|name| name.full.start))
    }

    /// The name of who signs: alone in a short line near the end, with a post below it or a farewell above.
    fn signature(&self) -> Option<usize> {
        const POST: Classes = Classes::of(&[
            Class::Role,
            Class::Title,
            Class::Leader,
            Class::Spokesperson,
            Class::OrgHead,
        ]);
        let doc = self.doc;
        let sentences = &doc.sentences;
        let end = sentences.len();
        let short = |at: usize| {
            let line = sentences.get(at).filter(|line| line.range().len() <= SHORT);
            line.filter(|line| !line.closed)
        };
        let signs = |&at: &usize| {
            let Some(line) = short(at) else {
                return false;
            };
            let name = self.names.at(line.start);
            let whole = name.is_some_and(|name| {
                name.full.end == line.end
                    && !matches!(
                        name.kind,
                        NameKind::Org | NameKind::Outlet | NameKind::Place
                    )
            });
            let post =
                short(at + 1).is_some_and(|line| line.range().any(|i| doc.classes(i).any(POST)));
            let farewell = at.checked_sub(1).and_then(short).is_some_and(|line| {
                doc.word(line.end - 1) == "," || line.range().any(|i| doc.is(i, Class::Farewell))
            });
            whole && (post || farewell || at + 1 == end)
        };
        let at = (end.saturating_sub(END)..end).rev().find(signs)?;
        Some(sentences[at].start)
    }

    /// `Dear members,` · `Compañeros:`: a short line at the top that opens a letter; or a farewell at its end.
    fn is_addressed_to_somebody(&self) -> bool {
        let doc = self.doc;
        let opens = |line: &Sentence| {
            let digits = line
                .range()
                .any(|i| doc.tokens[i].kind == TokenKind::Number);
            line.range().len() <= SHORT
                && line.range().len() > 1
                && matches!(doc.word(line.end - 1), "," | ":")
                && doc.tokens[line.start].is_capital()
                && !digits
        };
        let end = doc.sentences.len().saturating_sub(END);
        let farewell = |line: &Sentence| {
            line.range().len() <= SHORT && line.range().any(|i| doc.is(i, Class::Farewell))
        };
        doc.sentences.iter().take(TOP).any(opens) || doc.sentences[end..].iter().any(farewell)
    }

    /// Whether the text is published by an outlet, which is no letter's.
    fn is_outlets(&self, publisher: &[u64]) -> bool {
        let mut entities = self.names.entities.iter();
        entities.any(|entity| entity.kind == NameKind::Outlet && entity.words == publisher)
    }

    /// How often the writer speaks as one and as several.
    fn first_person(&self) -> (usize, usize) {
        let said = |one: bool| {
            let words = 0..self.doc.tokens.len();
            words
                .filter(|&i| self.doc.is(i, Class::Author) && !self.quoted[i])
                .filter(|&i| matches!(self.doc.word(i), "i" | "my" | "me" | "yo") == one)
                .count()
        };
        (said(true), said(false))
    }

    /// The body on whose paper the text is written.
    fn heading_name(&self) -> Option<usize> {
        let first = self.doc.sentences.first()?.range();
        let short = first.len() <= 2 * SHORT;
        let name = self.names.within(first).find(|name| self.is_own_body(name));
        name.filter(|_| short).map(|name| name.full.start)
    }

    /// `The Dockers' Union represents …`: the body with which a sentence opens first.
    fn speaking_body(&self) -> Option<usize> {
        let opens = |range: Range<usize>| {
            let start = range.start + usize::from(self.doc.is(range.start, Class::Det));
            let name = self.names.within(range).next()?;
            (name.full.start == start && self.is_own_body(name)).then_some(start)
        };
        let closed = self.doc.sentences.iter().filter(|line| line.closed);
        closed.map(Sentence::range).find_map(opens)
    }

    fn is_own_body(&self, name: &Name) -> bool {
        let kind = self.names.entities[name.entity].kind;
        kind == NameKind::Org && name.full.clone().any(|i| self.doc.is(i, Class::OrgHead))
    }
}
