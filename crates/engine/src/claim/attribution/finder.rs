//! The telling words of a sentence, and whose they are.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::extract::{NameKind, Names};
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, Doc, TokenKind};

use super::subject::SPEAKERS;
use super::{Attribution, Voices};
use crate::claim::source::Sources;

pub(in crate::claim) const TELLING: Classes =
    Classes::of(&[Class::Say, Class::According, Class::Deny, Class::Cite]);

/// Goes through a text and keeps who spoke last.
pub(super) struct Finder<'a, 'd> {
    pub(super) doc: &'a Doc<'d>,
    pub(super) names: &'a Names,
    pub(super) sources: &'a mut Sources,
    pub(super) quoted: Vec<bool>,
    pub(super) last_person: Option<usize>,
    pub(super) last_org: Option<usize>,
    /// Where the speaker last found stands.
    pub(super) spoken_at: usize,
    pub(super) voices: Voices,
    /// Sentences in which somebody tells who is not found.
    pub(super) unnamed: BTreeSet<usize>,
    /// The papers of a court, where the text has told of one.
    pub(super) paper: Option<usize>,
    /// Paragraphs of a transcript that a label gives to somebody.
    pub(super) labelled: Vec<(u32, usize)>,
}

impl<'a, 'd> Finder<'a, 'd> {
    pub(super) fn new(doc: &'a Doc<'d>, names: &'a Names, sources: &'a mut Sources) -> Self {
        let quoted = super::quoted(doc);
        Finder {
            doc,
            names,
            sources,
            quoted,
            last_person: None,
            last_org: None,
            spoken_at: 0,
            voices: Voices::default(),
            unnamed: BTreeSet::new(),
            paper: None,
            labelled: Vec::new(),
        }
    }
}

impl Finder<'_, '_> {
    pub(super) fn read_sentence(&mut self, sentence: usize) {
        let range = self.doc.sentences[sentence].range();
        self.read_label(sentence, &range);
        if self.read_paper(sentence, &range) {
            return;
        }
        let asks = range.clone().rev().take(2).any(|i| self.doc.word(i) == "?");
        for at in range.clone() {
            if self.quoted[at] && !self.starts_quote(at)
                || !self.doc.classes(at).any(TELLING)
                || asks
                || !self.tells(at, &range)
            {
                continue;
            }
            let own = if self.is_own_finding(at, &range) {
                Some(self.sources.of_outlet())
            } else {
                self.seen_before(sentence)
                    .filter(|_| self.is_posted(at, &range))
            };
            if let Some(own) = own {
                self.voices
                    .said
                    .push(Attribution::plain(at, at, sentence, own));
                continue;
            }
            let Some(source) = self.speaker(at, &range) else {
                self.unnamed.insert(sentence);
                continue;
            };
            self.sources.list[source].note_occasion(self.doc, self.names, range.clone());
            let cites = self.doc.is(at, Class::Cite) && !self.doc.is(at, Class::Say);
            if !cites {
                self.remember(source);
            }
            let denies = self.doc.is(at, Class::Deny);
            self.voices.said.push(Attribution {
                at,
                speaker: self.spoken_at,
                cites,
                sentence,
                source,
                denies,
                in_passing: false,
            });
        }
        if self.voices.in_sentence(sentence).next().is_none() {
            self.note_actor(sentence, &range);
            if let Some(source) = self.withheld(&range) {
                let at = range.start;
                self.voices
                    .said
                    .push(Attribution::plain(at, at, sentence, source));
            }
        }
        if self.voices.in_sentence(sentence).next().is_none() {
            self.statement_subject(sentence, &range);
        }
        if self.voices.in_sentence(sentence).next().is_none()
            && let Some((at, source)) = self.shows(&range)
        {
            self.voices.said.push(Attribution {
                in_passing: true,
                ..Attribution::plain(at, at, sentence, source)
            });
        }
        if self.voices.in_sentence(sentence).next().is_none()
            && let Some(at) = range.clone().find(|&i| self.saw_itself(i, &range))
        {
            let paper = self.paper_at_hand(sentence);
            let source = paper.unwrap_or_else(|| self.sources.of_outlet());
            self.voices
                .said
                .push(Attribution::plain(at, at, sentence, source));
        }
    }

    pub(super) fn starts_quote(&self, at: usize) -> bool {
        at > 0 && self.doc.tokens[at - 1].kind == TokenKind::QuoteMark
    }

    pub(super) fn remember(&mut self, source: usize) {
        match self.sources.list[source].kind {
            NameKind::Person | NameKind::Other => self.last_person = Some(source),
            _ => self.last_org = Some(source),
        }
    }

    /// Whether a telling word is a verb with a subject here: no noun, no passive.
    pub(super) fn tells(&self, at: usize, range: &Range<usize>) -> bool {
        let classes = self.doc.classes(at);
        if classes.has(Class::According) {
            return true;
        }
        let before = self
            .doc
            .classes(at.wrapping_sub(1).min(self.doc.tokens.len() - 1));
        let first = at == range.start;
        if self.calls_to_tell(at, range) {
            return true;
        }
        let silent = |i: usize| i < range.end && matches!(self.doc.word(i), "nothing" | "nada");
        if silent(at + 1) || silent(at + 2) && self.doc.lang == Lang::Es {
            return false;
        }
        if self.doc.lang == Lang::Es {
            let noun = !first
                && (before.has(Class::Det) && !before.has(Class::Pronoun)
                    || before.has(Class::Of)
                    || before.has(Class::Prep) && self.doc.is(at, Class::Statement)
                    || before.has(Class::Possessive));
            let article = !first
                && matches!(
                    self.doc.word(at - 1),
                    "el" | "la" | "los" | "las" | "un" | "una"
                );
            let in_name = self.doc.tokens[at].is_capital() && self.names.at(at).is_some();
            return !noun
                && !article
                && !in_name
                && self.is_finite_spanish(at)
                && !self.is_in_need(at, range);
        }
        let noun = !first
            && (before.has(Class::Det)
                || before.has(Class::Possessive)
                || before.has(Class::Prep)
                || before.has(Class::NumberWord)
                || before.has(Class::To));
        let is_be = |i: usize| self.doc.is(i, Class::Be) && self.doc.word(i) != "'s";
        let passive = !first
            && (is_be(at - 1) || at >= 2 && is_be(at - 2) && !before.has(Class::Pronoun))
            && !self.doc.word(at).ends_with("ing");
        let ing = self.doc.word(at).ends_with("ing");
        let plural = matches!(
            self.doc.word(at),
            "reports" | "claims" | "notes" | "estimates" | "counts"
        ) && (first
            || at + 1 < range.end
                && (self.doc.is(at + 1, Class::Say)
                    || self.doc.is(at + 1, Class::Have)
                    || self.doc.is(at + 1, Class::Be)
                    || self.doc.is(at + 1, Class::Of)));
        let writes = matches!(
            self.doc.word(at),
            "wrote"
                | "writes"
                | "write"
                | "reads"
                | "read"
                | "posted"
                | "describe"
                | "described"
                | "describes"
        );
        let of = at + 1 < range.end && matches!(self.doc.word(at + 1), "of" | "about");
        if writes
            && !of
            && !(at + 1..(at + 12).min(range.end)).any(|i| self.doc.is(i, Class::That))
            && !range
                .clone()
                .any(|i| self.doc.tokens[i].kind == TokenKind::QuoteMark)
        {
            return false;
        }
        if plural || self.names.at(at).is_some() || self.is_reduced(at, range) {
            return false;
        }
        let participle = ing && first && !classes.has(Class::Cite);
        let by_nobody = passive && !self.by_follows(at);
        !noun && !by_nobody && !participle
    }

    /// `rang the station to say that`, `llamó para contar que`: told by whoever called.
    fn calls_to_tell(&self, at: usize, range: &Range<usize>) -> bool {
        at > range.start + 1
            && matches!(self.doc.word(at - 1), "to" | "para")
            && at + 1 < range.end
            && matches!(self.doc.word(at + 1), "that" | "que")
            && (range.start..at - 1).any(|i| self.doc.is(i, Class::Call))
    }

    /// `the $5,000 first announced`: a participle that belongs to the noun before it.
    fn is_reduced(&self, at: usize, range: &Range<usize>) -> bool {
        at > range.start
            && (self.doc.is(at - 1, Class::Earlier) || self.doc.word(at - 1) == "first")
            && self.doc.word(at).ends_with("ed")
            && (at + 1 >= range.end || self.doc.tokens[at + 1].kind == TokenKind::Punct)
    }

    /// `precisó asistencia`: it needed something, and told nothing.
    fn is_in_need(&self, at: usize, range: &Range<usize>) -> bool {
        let next = at + 1;
        self.doc.is(at, Class::Need)
            && next < range.end
            && self.doc.tokens[next].case == Case::Lower
            && !self.doc.is(next, Class::That)
            && !self.doc.is(next, Class::Det)
            && !self.doc.is(next, Class::In)
            && !self.doc.is(next, Class::To)
            && !self.doc.classes(next).any(SPEAKERS)
    }

    pub(super) fn by_follows(&self, at: usize) -> bool {
        self.doc.is(at + 1, Class::By)
            || self.doc.word((at + 1).min(self.doc.tokens.len() - 1)) == "as"
    }

    /// A finite verb: by its ending, or as an auxiliary's participle.
    pub(super) fn is_finite_spanish(&self, at: usize) -> bool {
        let raw = self.doc.raw(at).to_lowercase();
        let auxiliary = at > 0 && self.doc.is(at - 1, Class::Have);
        let ends = |list: &[&str]| list.iter().any(|ending| raw.ends_with(ending));
        auxiliary
            || self.doc.is(at, Class::Cite)
            || ends(&["ó", "ron", "aba", "aban", "ía", "ían", "ño"])
            || self.doc.is(at, Class::Finite)
    }

    pub(super) fn speaker(&mut self, at: usize, range: &Range<usize>) -> Option<usize> {
        let classes = self.doc.classes(at);
        let length = phrase_length(self.doc, at);
        if classes.has(Class::According)
            && self.doc.lang == Lang::Es
            && self.doc.is(at + 1, Class::Say)
            && matches!(self.doc.word((at + 2).min(range.end - 1)), "a" | "al")
        {
            // `segun relato al diario`: the subject of the sentence speaks to the outlet
            let name = self
                .names
                .within(range.start..at)
                .find(|name| self.names.entities[name.entity].kind == NameKind::Person)?;
            return Some(self.sources.of_name(self.doc, self.names, name.full.start));
        }
        if classes.has(Class::According)
            || classes.has(Class::Cite) && !classes.has(Class::Say)
            || self.by_follows(at) && self.doc.is(at + 1, Class::By)
        {
            if self.is_laid_to_band(at + length, range) {
                return None;
            }
            if let Some(paper) = self.cited_paper(at + length, range) {
                return Some(paper);
            }
            // `cita a la fiscalía`: whom it cites, nobody who is told
            let cites = classes.has(Class::Cite) && self.doc.is(at + length, Class::To);
            let start = at + length + usize::from(cites);
            return self.behind(start, range.end, 8).or_else(|| {
                classes
                    .has(Class::Say)
                    .then(|| self.ahead_of(at, range.start))
                    .flatten()
            });
        }
        if at > range.start
            && self.doc.is(at - 1, Class::Conj)
            && !self.doc.is(at - 1, Class::Pronoun)
            && let Some(same) = self
                .voices
                .said
                .last()
                .filter(|said| range.contains(&said.at))
        {
            return Some(same.source);
        }
        if self.doc.lang == Lang::Es && at >= range.start + 2 && self.is_object_relative(at) {
            // `un hombre al que señala por el ataque`: whoever speaks in the main clause
            let said = self.voices.said.last();
            return said
                .filter(|said| range.contains(&said.at))
                .map(|said| said.source);
        }
        let closes = at > range.start && self.closes_quote(at - 1);
        let ends = at + 1 >= range.end || self.doc.tokens[at + 1].kind == TokenKind::Punct;
        if self.doc.lang == Lang::Es
            && ends
            && at > range.start
            && self.doc.word(at - 1) == ","
            && let Some(same) = self.voices.said.last().filter(|said| {
                said.sentence + 2 > self.doc.sentences.partition_point(|s| s.end <= at)
            })
        {
            return Some(same.source);
        }
        let preceded = at > range.start && self.doc.word(at - 1) == ",";
        if self.doc.lang == Lang::Es
            && ends
            && preceded
            && !closes
            && let Some(topic) = self.topic(at)
        {
            return Some(topic);
        }
        if preceded
            && self.doc.word(at).ends_with("ing")
            && let Some(subject) = (range.start..at)
                .find_map(|i| self.is_nominal(i).then(|| self.noun_phrase(i)).flatten())
        {
            return Some(subject);
        }
        let hearer_follows = self.doc.lang != Lang::Es && self.doc.is(at, Class::Inform);
        let comma = preceded && self.is_inverted(at, range);
        let right_first = closes || self.doc.lang == Lang::Es || at == range.start || comma;
        let reach = match (hearer_follows, self.doc.lang, closes || preceded) {
            (true, ..) => 0,
            (_, Lang::Es, true) => 14,
            (_, Lang::Es, false) => 6,
            _ if right_first => 4,
            _ => 0,
        };
        self.inverted(at + 1, range.end, reach)
            .or_else(|| self.ahead_of(at, range.start))
            .or_else(|| {
                self.inverted(at + 1, range.end, 3)
                    .filter(|_| closes && !hearer_follows)
            })
            .or_else(|| self.omitted(at, range))
            .or_else(|| {
                self.opens_clause(at, range)
                    .then(|| self.topic(at))
                    .flatten()
            })
    }

    /// `attributed to a gang called X`: whose deed it is, which nobody tells.
    fn is_laid_to_band(&self, start: usize, range: &Range<usize>) -> bool {
        const REACH: usize = 4;
        const BAND: Classes = Classes::of(&[Class::Group, Class::Perpetrator]);
        let doc = self.doc;
        doc.is(start - 1, Class::Cite)
            && (start..(start + REACH).min(range.end))
                .take_while(|&i| self.names.at(i).is_none() && doc.word(i) != ",")
                .any(|i| doc.classes(i).any(BAND) && !doc.classes(i).any(SPEAKERS))
    }

    /// `…, said a spokeswoman for the guild.`: behind the verb somebody, and nothing that they say.
    fn is_inverted(&self, at: usize, range: &Range<usize>) -> bool {
        const TOLD: Classes = Classes::of(&[
            Class::Be,
            Class::Have,
            Class::Aux,
            Class::Modal,
            Class::Say,
            Class::That,
        ]);
        const SPEAKER_ENDS: usize = 12;
        let somebody = at + 1 < range.end
            && (self.names.at(at + 1).is_some()
                || self.doc.classes(at + 1).any(SPEAKERS)
                || self.doc.is(at + 1, Class::Det)
                    && !self.doc.is(at + 1, Class::That)
                    && !self.doc.is(at + 1, Class::Pronoun));
        let limit = (at + SPEAKER_ENDS).min(range.end);
        let ends = (at + 1..limit).find(|&i| self.doc.tokens[i].kind == TokenKind::Punct);
        let is_verb = |i: usize| {
            let token = &self.doc.tokens[i];
            token.case == Case::Lower
                && (token.classes.any(TOLD) && self.doc.word(i) != "'s"
                    || self.doc.word(i).ends_with("ed"))
        };
        // `said Peter Vance, 34, was arrested`
        let goes_on = ends.is_some_and(|comma| {
            (comma + 1..(comma + SPEAKER_ENDS).min(range.end))
                .find(|&i| self.doc.word(i) == ",")
                .is_some_and(|second| second + 1 < range.end && is_verb(second + 1))
        });
        let told = goes_on || (at + 1..ends.unwrap_or(limit)).any(is_verb);
        somebody
            && !told
            && (ends.is_some() || limit == range.end)
            && !self.opens_with_speaker(at, range)
    }

    /// `Jane Doe, the head of the ward, said`: the sentence starts with who speaks.
    fn opens_with_speaker(&self, at: usize, range: &Range<usize>) -> bool {
        let Some(name) = self.names.within(range.start..at).next() else {
            return false;
        };
        let opens = (range.start..name.full.start)
            .all(|i| self.doc.is(i, Class::Det) || self.doc.tokens[i].kind == TokenKind::QuoteMark);
        let apposed = name.full.end < at && self.doc.word(name.full.end) == ",";
        let verb = (name.full.end..at).any(|i| {
            self.doc.classes(i).any(Classes::of(&[
                Class::Be,
                Class::Have,
                Class::Aux,
                Class::Modal,
            ])) && self.doc.word(i) != "'s"
        });
        opens && apposed && !verb
    }

    fn is_object_relative(&self, at: usize) -> bool {
        let before = |n: usize| at.checked_sub(n).map_or("", |i| self.doc.word(i));
        match (before(1), before(2)) {
            ("que", "al") => true,
            ("que", "la" | "los" | "las") => before(3) == "a",
            ("quien" | "quienes", "a") => true,
            _ => false,
        }
    }

    pub(super) fn closes_quote(&self, at: usize) -> bool {
        let mark = |i: usize| self.doc.tokens[i].kind == TokenKind::QuoteMark;
        mark(at)
            || self.doc.word(at) == "," && at > 0 && (mark(at - 1) || self.quoted[at])
            || self.doc.word(at) == "—"
    }
}

/// Tokens of the phrase that made a token `According`: `according to`, `de acuerdo con`.
fn phrase_length(doc: &Doc, at: usize) -> usize {
    match doc.word(at) {
        "according" => 2,
        "de" if doc.is(at, Class::According) => 3,
        "conforme" | "en" | "a" if doc.is(at, Class::According) => 2,
        _ => 1,
    }
}
