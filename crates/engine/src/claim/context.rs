//! Everything known of a text when its claims are read.

use std::collections::HashMap;
use std::ops::Range;

use crate::extract::{Casualty, DateMention, Money, NameKind, Names, Prices};
use crate::text::{Case, Class, Classes, Doc, Sentence, TokenKind};

use super::attribution::{Voices, quoted};
use super::mention::{Filler, When};
use super::seen::Seen;
use super::source::Sources;

/// Tokens at the beginning of a text in which it says that it is a correction.
const HEAD: usize = 40;

/// A text with its names, figures, dates and speakers.
pub(crate) struct Context<'a, 'd> {
    pub doc: &'a Doc<'d>,
    pub names: &'a Names,
    /// What a net that reads whole reports says of it.
    pub seen: Seen<'a, 'd>,
    pub money: &'a [Money],
    /// Large figures that may be sums.
    pub open: &'a [Money],
    pub casualties: Vec<Casualty>,
    pub dates: Vec<DateMention>,
    pub voices: Voices,
    pub sources: Sources,
    pub quoted: Vec<bool>,
    /// The text calls something a hoax.
    pub tells_of_shams: bool,
    /// The text puts right what was published before.
    pub corrects: bool,
    /// Named persons whom the text treats as suspects.
    pub suspects: Vec<usize>,
    /// What it shows is nothing, or of another world.
    pub idle: bool,
    /// Its sentences end without a full stop, as people write on a phone.
    hurried: bool,
    /// Who wrote the text.
    author: Option<usize>,
    /// The person the text is most about who neither is accused nor speaks most: whom `her` stands for.
    protectee: Option<Filler>,
    /// Who holds a role that the text gives to one person only, by the hash of the role word.
    roles: HashMap<u64, usize>,
}

impl<'a, 'd> Context<'a, 'd> {
    pub(crate) fn new(
        doc: &'a Doc<'d>,
        names: &'a Names,
        prices: &'a Prices,
        casualties: Vec<Casualty>,
        dates: Vec<DateMention>,
        publisher: &[u64],
    ) -> Self {
        let mut sources = Sources::default();
        let voices = Voices::find(doc, names, publisher, &mut sources);
        let mut context = Context {
            doc,
            names,
            seen: Seen::of(doc, &[]),
            money: &prices.sums,
            open: &prices.open,
            casualties,
            dates,
            voices,
            sources,
            quoted: quoted(doc),
            tells_of_shams: (0..doc.tokens.len()).any(|i| doc.is(i, Class::Sham)),
            corrects: (0..doc.tokens.len().min(HEAD)).any(|i| doc.is(i, Class::ErratumHead)),
            suspects: Vec::new(),
            idle: false,
            hurried: is_hurried(doc),
            roles: HashMap::new(),
            protectee: None,
            author: None,
        };
        let byline = crate::extract::masthead(doc).byline;
        context.author = byline.and_then(|byline| Some(names.at(byline.start)?.entity));
        context.suspects = super::suspect::find(&context);
        context.roles = roles(doc, names);
        context.protectee = context.find_protectee();
        context
    }

    /// The source that is named or described at a token.
    pub(crate) fn teller_at(&mut self, at: usize) -> usize {
        if self.names.at(at).is_some() {
            return self.sources.of_name(self.doc, self.names, at);
        }
        self.sources.of_role(self.doc, self.names, at, None)
    }

    pub(crate) fn sentence(&self, index: usize) -> Range<usize> {
        self.doc.sentences[index].range()
    }

    /// A sum of money is told in a range of tokens.
    pub(crate) fn has_sum(&self, range: Range<usize>) -> bool {
        let first = self
            .money
            .partition_point(|sum| sum.tokens.start < range.start);
        self.money
            .get(first)
            .is_some_and(|sum| sum.tokens.start < range.end)
    }

    /// The clause around a token: between semicolons, colons, dashes, or commas before a conjunction.
    pub(crate) fn clause(&self, sentence: usize, at: usize) -> Range<usize> {
        let range = self.sentence(sentence);
        let start = (range.start..at)
            .rev()
            .find(|&i| self.divides(i, range.end))
            .map_or(range.start, |i| i + 1);
        let end = (at + 1..range.end)
            .find(|&i| self.divides(i, range.end))
            .unwrap_or(range.end);
        start..end
    }

    fn divides(&self, at: usize, limit: usize) -> bool {
        match self.doc.word(at) {
            ":" => !self.is_in_time(at, limit),
            ";" | "—" | "–" => true,
            "-" => self.doc.tokens[at].gap,
            "," => {
                at + 1 < limit
                    && (self.doc.is(at + 1, Class::While) || self.doc.is(at + 1, Class::Who))
            }
            "while" | "whereas" | "mientras" => true,
            _ => false,
        }
    }

    /// `21:20`
    fn is_in_time(&self, colon: usize, limit: usize) -> bool {
        let number = |at: usize| self.doc.tokens[at].kind == TokenKind::Number;
        let joined =
            colon + 1 < limit && !self.doc.tokens[colon].gap && !self.doc.tokens[colon + 1].gap;
        joined && colon > 0 && number(colon - 1) && number(colon + 1)
    }

    /// A name's text with titles, as a filler.
    pub(crate) fn named(&self, at: usize) -> Option<Filler> {
        let name = self.names.at(at)?;
        let entity = &self.names.entities[name.entity];
        let text = if name.kind == NameKind::Person
            && entity.name.split(' ').count() > name.tokens.len()
        {
            entity.name.clone()
        } else {
            self.doc
                .slice(name.full.clone())
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        let person = matches!(entity.kind, NameKind::Person | NameKind::Other);
        Some(Filler {
            text,
            words: entity.words.clone(),
            entity: person.then_some(name.entity),
            plural: false,
            definite: true,
        })
    }

    /// Words of the text as a filler without a name.
    pub(crate) fn plain(&self, tokens: Range<usize>) -> Filler {
        let words = tokens
            .clone()
            .filter(|&i| {
                self.doc.tokens[i].kind == TokenKind::Word && !self.doc.classes(i).any(SMALL)
            })
            .map(|i| crate::extract::singular(self.doc.word(i)))
            .collect();
        let definite = tokens.start > 0 && self.points_out(tokens.start - 1);
        let opening = self.opens(tokens.start);
        let mut text = (self.doc.slice(tokens).split_whitespace())
            .collect::<Vec<_>>()
            .join(" ");
        if opening && let Some(first) = text.chars().next() {
            text.replace_range(..first.len_utf8(), &first.to_lowercase().to_string());
        }
        Filler {
            text,
            words,
            entity: None,
            plural: false,
            definite,
        }
    }

    /// A word that is large only because it opens a sentence.
    fn opens(&self, at: usize) -> bool {
        let opening = at == 0 || self.doc.sentences[self.doc.sentence_at(at)].start == at;
        opening && self.doc.tokens[at].case == Case::Title && self.names.at(at).is_none()
    }

    /// `the`, `la`, `her`: the one that is known.
    fn points_out(&self, at: usize) -> bool {
        self.doc.is(at, Class::Possessive)
            || matches!(
                self.doc.word(at),
                "the" | "el" | "la" | "los" | "las" | "al" | "del" | "this" | "esta" | "este"
            )
    }

    /// Sums that start in a range.
    pub(crate) fn money_within(&self, range: Range<usize>) -> &[Money] {
        let first = self.money.partition_point(|m| m.tokens.start < range.start);
        let last = self.money.partition_point(|m| m.tokens.start < range.end);
        &self.money[first..last.max(first)]
    }

    /// The date nearest to a token, within a range; firm within the clause.
    pub(crate) fn when(
        &self,
        range: Range<usize>,
        clause: &Range<usize>,
        at: usize,
    ) -> Option<When> {
        let first = self
            .dates
            .partition_point(|date| date.tokens.start < range.start);
        let near = self.dates[first..]
            .iter()
            .take_while(|date| date.tokens.start < range.end)
            .filter(|date| !self.is_denied(date, range.start))
            .min_by_key(|date| {
                let start = date.tokens.start;
                let outside = !clause.contains(&start) && !self.leads_into(date, clause);
                (date.start.is_none(), outside, start.abs_diff(at))
            })?;
        let told = (near.tokens.start.min(at)..near.tokens.end.max(at)).any(|i| {
            self.doc.is(i, Class::Say)
                && i.abs_diff(near.tokens.start) < at.abs_diff(near.tokens.start)
        });
        let inside = clause.contains(&near.tokens.start) || self.leads_into(near, clause);
        Some(self.dated(near, inside && !told, at))
    }

    /// A date as that of an act at a token; firm where it surely is, and is neither told by another nor that of the law.
    pub(crate) fn dated(&self, date: &DateMention, sure: bool, at: usize) -> When {
        const ANAPHORIC: [&str; 5] = ["later", "despues", "tarde", "siguiente", "following"];
        let anaphoric = (date.tokens.clone()).any(|i| ANAPHORIC.contains(&self.doc.word(i)));
        When {
            start: date.start,
            end: date.end,
            words: date.words.clone(),
            firm: sure && !anaphoric && !self.is_day_of_law(date, at),
        }
    }

    /// `charged on Friday with the assault`: the day of what the law does, not of the act at a token.
    fn is_day_of_law(&self, date: &DateMention, at: usize) -> bool {
        const REACH: usize = 4;
        const LAW: Classes = Classes::of(&[Class::Arrest, Class::Charge]);
        let day = date.tokens.start;
        let apart = at.abs_diff(day);
        if self.doc.classes(at).any(LAW) {
            return false;
        }
        let near = day.saturating_sub(REACH)..(date.tokens.end + REACH).min(self.doc.tokens.len());
        near.into_iter()
            .any(|i| self.doc.classes(i).any(LAW) && i.abs_diff(day) < apart)
    }

    /// `not on Monday`, `y no el lunes`, `no fue el lunes`, `rather than Monday`.
    pub(crate) fn is_denied(&self, date: &DateMention, start: usize) -> bool {
        const LINKS: Classes = Classes::of(&[Class::Be, Class::Det, Class::Prep]);
        const REACH: usize = 4;
        let doc = self.doc;
        (date.tokens.start.saturating_sub(REACH).max(start)..date.tokens.start)
            .rev()
            .find(|&i| !doc.classes(i).any(LINKS) || doc.is(i, Class::Neg))
            .is_some_and(|i| {
                let word = doc.word(i);
                let instead = i > start && matches!(doc.word(i - 1), "rather" | "lugar" | "vez");
                matches!(word, "not" | "no" | "nor" | "ni" | "instead")
                    || instead && matches!(word, "than" | "de" | "del")
            })
    }

    /// `on the evening of 7 March, when …`: a date that the clause goes on from.
    fn leads_into(&self, date: &DateMention, clause: &Range<usize>) -> bool {
        let opens = matches!(self.doc.word(clause.start), "when" | "cuando");
        opens && date.tokens.end <= clause.start && clause.start - date.tokens.end <= 2
    }

    /// The person whom `the judge`, `la jueza` stands for.
    pub(crate) fn holder_of(&self, role: usize, start: usize) -> Option<Filler> {
        let definite = (start.saturating_sub(1)..role)
            .any(|i| matches!(self.doc.word(i), "the" | "la" | "el" | "al" | "del"));
        let entity = *self
            .roles
            .get(&self.doc.tokens[role].hash)
            .filter(|_| definite)?;
        let known = &self.names.entities[entity];
        (entity != usize::MAX && !self.suspects.contains(&entity)).then(|| Filler {
            text: known.name.clone(),
            words: known.words.clone(),
            entity: Some(entity),
            plural: false,
            definite: true,
        })
    }

    /// Whether a name is that of who wrote the text, whom nothing of it befalls.
    pub(crate) fn is_author(&self, entity: usize) -> bool {
        self.author == Some(entity)
    }

    /// Whom `her` stands for where nobody nearer does.
    pub(crate) fn protectee(&self) -> Option<Filler> {
        self.protectee.clone()
    }

    fn find_protectee(&self) -> Option<Filler> {
        let (index, entity) = self
            .names
            .entities
            .iter()
            .enumerate()
            .filter(|(index, entity)| {
                entity.kind == NameKind::Person
                    && !self.suspects.contains(index)
                    && !self.is_author(*index)
                    && entity.words.len() > 1
            })
            .max_by_key(|(index, entity)| {
                let speaks = self.sources.speaks(*index);
                (!speaks, entity.count, std::cmp::Reverse(entity.first))
            })?;
        Some(Filler {
            text: entity.name.clone(),
            words: entity.words.clone(),
            entity: Some(index),
            plural: false,
            definite: true,
        })
    }

    /// Whether any token of a range has one of some classes.
    pub(crate) fn any(&self, range: Range<usize>, classes: Classes) -> bool {
        range.into_iter().any(|i| self.doc.classes(i).any(classes))
    }

    /// A question asserts nothing.
    pub(crate) fn is_question(&self, sentence: usize) -> bool {
        self.sentence(sentence)
            .rev()
            .take(2)
            .any(|i| self.doc.word(i) == "?")
    }

    /// A line of capitals or a title without full stop, near the top.
    pub(crate) fn is_heading(&self, sentence: usize) -> bool {
        let s = &self.doc.sentences[sentence];
        !s.closed
            && !self.hurried
            && s.end - s.start < 30
            && s.range()
                .filter(|&i| self.doc.tokens[i].kind == TokenKind::Word)
                .count()
                < 22
            && !(s.range()).any(|i| self.doc.word(i) == "," && i + 1 == s.end)
    }
}

/// Whether more lines end without a full stop than with one.
fn is_hurried(doc: &Doc) -> bool {
    const LINE: usize = 5;
    let long = doc
        .sentences
        .iter()
        .filter(|line| line.range().len() >= LINE);
    let (closed, open): (Vec<&Sentence>, Vec<&Sentence>) = long.partition(|line| line.closed);
    open.len() > closed.len()
}

/// Role words that stand right before one person's name and no other's.
fn roles(doc: &Doc, names: &Names) -> HashMap<u64, usize> {
    let mut roles = HashMap::new();
    for name in names.mentions.iter().filter(|name| {
        names
            .entities
            .get(name.entity)
            .is_some_and(|e| e.kind == NameKind::Person)
    }) {
        for at in name.full.start.saturating_sub(2)..name.tokens.start {
            let between = (at + 1..name.full.start)
                .all(|i| doc.tokens[i].kind == TokenKind::Word && !doc.classes(i).any(SMALL));
            if doc.is(at, Class::Role) && between {
                let holder = roles.entry(doc.tokens[at].hash).or_insert(name.entity);
                if *holder != name.entity {
                    *holder = usize::MAX;
                }
            }
        }
    }
    roles.retain(|_, holder| *holder != usize::MAX);
    roles
}

const SMALL: Classes = Classes::of(&[
    Class::Det,
    Class::Prep,
    Class::Conj,
    Class::Pronoun,
    Class::Possessive,
]);
