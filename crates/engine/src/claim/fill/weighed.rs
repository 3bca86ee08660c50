//! Slots from the words that the model of arguments points to.

use std::ops::Range;

use model::Kind;

use crate::claim::argument::{Arguments, Part};
use crate::claim::context::Context;
use crate::claim::mention::{Filler, Mention, When};
use crate::claim::{is_held, is_protection};
use crate::extract::{self, Name, NameKind};
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, TokenKind};

use super::candidate::{candidate, is_plural};
use super::{ACTOR, is_where_tended};

/// What the model says of the sentence of a mention.
pub(super) struct Weighed<'c, 'a, 'd> {
    context: &'c Context<'a, 'd>,
    arguments: Arguments,
    kind: Kind,
    /// Somebody is arrested or charged.
    held: bool,
    /// Somebody is kept safe.
    protects: bool,
    at: usize,
}

impl<'c, 'a, 'd> Weighed<'c, 'a, 'd> {
    /// Weighs the words of its sentence.
    pub(super) fn of(context: &'c Context<'a, 'd>, mention: &Mention) -> Self {
        let arguments = Arguments::of(context, mention.kind, mention.sentence, mention.at);
        Weighed {
            context,
            arguments,
            kind: mention.kind,
            held: is_held(mention),
            protects: is_protection(mention),
            at: mention.at,
        }
    }

    /// Whom or what it is aimed at: somebody known where the words mean one, else the words.
    pub(super) fn target(&self, least: f32) -> Option<Filler> {
        const GUARDS: Classes = Classes::of(&[Class::Guard]);
        let span = self.span(Part::Target, least)?;
        // `a patrol car` guards, and is not guarded
        let around = span.start.saturating_sub(1)..span.end;
        if self.protects && self.context.any(around, GUARDS) {
            return None;
        }
        let span = span.start..self.head_behind(span.end);
        let known = (span.clone()).find_map(|at| candidate(self.context, at, span.end));
        // `the county hall` is no county
        let whole =
            known.filter(|(tokens, filler, _)| filler.entity.is_some() || tokens.end >= span.end);
        Some(whole.map_or_else(|| self.words(span), |(_, filler, _)| filler))
    }

    /// Those whom it is aimed at, and how many they are.
    pub(super) fn victims(&self, least: f32) -> Option<(Range<usize>, u32)> {
        let (doc, names) = (self.context.doc, self.context.names);
        let span = self.span(Part::Target, least)?;
        let number = (span.clone()).find_map(|at| extract::counts(doc, at));
        let people = names.within(span.clone());
        let people = people.filter(|name| names.entities[name.entity].kind == NameKind::Person);
        let people = people.count() as u32;
        let plural = people == 0 && span.clone().any(|at| is_plural(self.context, at));
        let many = number.or((!plural).then_some(people.max(1)))?;
        (many > 0).then_some((span, many))
    }

    /// Where the noun ends that the last word of a part only describes: `county` of `county hall`.
    fn head_behind(&self, end: usize) -> usize {
        const HEADS: Classes =
            Classes::of(&[Class::PlaceHead, Class::OrgHead, Class::Home, Class::Role]);
        let doc = self.context.doc;
        let goes_on = |at: &usize| {
            doc.lang == Lang::En
                && doc
                    .tokens
                    .get(*at)
                    .is_some_and(|token| token.case == Case::Lower && token.classes.any(HEADS))
        };
        (end..).take_while(goes_on).last().map_or(end, |at| at + 1)
    }

    /// Where it was.
    pub(super) fn place(&self, least: f32) -> Option<Filler> {
        let span = self.span(Part::Place, least)?;
        let names = self.context.names;
        let tended = is_where_tended(self.context, self.opens(span.start), span.end);
        if tended || self.context.any(span.clone(), ACTOR) {
            return None;
        }
        let mut within = names.within(span.clone());
        let name = within.find(|name| names.entities[name.entity].kind == NameKind::Place);
        Some(Filler {
            entity: name.map(|name| name.entity),
            ..self.context.plain(span)
        })
    }

    /// Who did it.
    pub(super) fn doer(&self, least: f32) -> Option<Filler> {
        (self.kind != Kind::Response).then(|| self.person(least))?
    }

    /// Who was arrested or charged.
    pub(super) fn taken(&self, least: f32) -> Option<Filler> {
        self.held.then(|| self.person(least))?
    }

    /// Of people with a name, those alone whom the text treats as suspects: nobody else is to be called one.
    fn person(&self, least: f32) -> Option<Filler> {
        let span = self.span(Part::Person, least)?;
        let entities = &self.context.names.entities;
        let person = |name: &&Name| entities[name.entity].kind == NameKind::Person;
        match self.context.names.within(span.clone()).find(person) {
            Some(name) if self.context.suspects.contains(&name.entity) => {
                self.context.named(name.tokens.start)
            }
            Some(_) => None,
            None => {
                let article =
                    (span.start.checked_sub(1)).filter(|&at| self.context.doc.is(at, Class::Det));
                Some(self.words(article.unwrap_or(span.start)..span.end))
            }
        }
    }

    /// When it was, where the words are a day or a span of days.
    pub(super) fn when(&self, least: f32) -> Option<When> {
        let span = self.span(Part::When, least)?;
        let dates = &self.context.dates;
        let first = dates.partition_point(|date| date.tokens.end <= span.start);
        let date = dates
            .get(first)
            .filter(|date| date.tokens.start < span.end)
            .filter(|date| !self.context.is_denied(date, self.opens(span.start)))?;
        Some(self.context.dated(date, true, self.at))
    }

    /// Where the sentence of a token begins.
    fn opens(&self, at: usize) -> usize {
        let sentence = self.context.doc.sentence_at(at);
        self.context.sentence(sentence).start
    }

    /// The words of a part, without what only leads to them.
    fn span(&self, part: Part, least: f32) -> Option<Range<usize>> {
        const LEADS: Classes = Classes::of(&[
            Class::Det,
            Class::Prep,
            Class::Possessive,
            Class::Conj,
            Class::Who,
            Class::That,
            Class::While,
            Class::To,
            Class::In,
            Class::Have,
            Class::Be,
        ]);
        let doc = self.context.doc;
        let span = self.arguments.span(part, least)?;
        let idle = |at: &usize| {
            let mark = matches!(
                doc.tokens[*at].kind,
                TokenKind::Punct | TokenKind::QuoteMark
            );
            mark || doc.classes(*at).any(LEADS)
        };
        let start = span.clone().find(|at| !idle(at))?;
        let end = span.clone().rev().find(|at| !idle(at))? + 1;
        // a telephone number is nobody
        let word = |at: usize| doc.tokens[at].kind == TokenKind::Word;
        if part != Part::When && !(start..end).any(word) {
            return None;
        }
        let whole = |at: usize| self.context.names.at(at).map(|name| name.tokens.clone());
        let first = whole(start).map_or(start, |name| name.start.min(start));
        let last = whole(end - 1).map_or(end, |name| name.end.max(end));
        Some(first..last)
    }

    fn words(&self, span: Range<usize>) -> Filler {
        let plural = span.clone().any(|at| is_plural(self.context, at));
        Filler {
            plural,
            ..self.context.plain(span)
        }
    }
}
