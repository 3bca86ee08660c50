//! Who says what: the speaker of each sentence, and on which occasion.

use std::ops::Range;

use crate::extract::{NameKind, Names};
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, Doc, Sentence, TokenKind};

use super::source::{Source, Sources};

/// One passage told on somebody's word.
#[derive(Clone, Debug)]
pub(crate) struct Attribution {
    /// The telling verb or `according to`.
    pub at: usize,
    /// A word of the speaker's name or role; the telling verb for a pronoun.
    pub speaker: usize,
    /// What is told stands on a cited source: `citing the police`.
    pub cites: bool,
    /// The sentence.
    pub sentence: usize,
    /// Index into the sources.
    pub source: usize,
    /// The speaker denies what follows.
    pub denies: bool,
}

/// Who speaks in each sentence of a text.
#[derive(Debug, Default)]
pub(crate) struct Voices {
    /// In order of position.
    pub said: Vec<Attribution>,
    /// For each sentence, who goes on speaking where it names nobody.
    pub carried: Vec<Option<usize>>,
    /// Sentences of paragraphs that a label gives to a speaker.
    pub labelled: Vec<bool>,
    /// The labels of speakers in a transcript.
    pub labels: Vec<Range<usize>>,
    /// Paragraphs in which a host speaks, in whose words nobody's go on.
    pub hosts: Vec<u32>,
    /// Whose word the text is where it names nobody: the issuer of a release.
    pub issuer: Option<usize>,
}

const SPEAKERS: Classes = Classes::of(&[
    Class::Role,
    Class::Spokesperson,
    Class::OrgHead,
    Class::Family,
    Class::Person,
    Class::Victim,
    Class::SourceNoun,
    Class::Platform,
]);
const TELLING: Classes = Classes::of(&[Class::Say, Class::According, Class::Deny, Class::Cite]);
const SKIP: Classes = Classes::of(&[Class::Have, Class::Aux, Class::Earlier, Class::Modal]);

impl Voices {
    /// Finds the speakers of a text.
    pub(crate) fn find(doc: &Doc, names: &Names, sources: &mut Sources) -> Self {
        let mut finder = Finder {
            doc,
            names,
            sources,
            quoted: quoted(doc),
            last_person: None,
            last_org: None,
            spoken_at: 0,
            voices: Voices::default(),
        };
        finder.voices.issuer = finder.issuer();
        for sentence in 0..doc.sentences.len() {
            finder.read_sentence(sentence);
        }
        finder.carry();
        finder.answer();
        finder.voices
    }

    /// On whose word a passage stands: the nearest telling in its sentence, else whoever goes on
    /// speaking, else the issuer. The flag says that the sentence itself names the source.
    pub(crate) fn source_of(&self, sentence: usize, token: usize) -> (Option<usize>, bool) {
        let nearest = self
            .in_sentence(sentence)
            .min_by_key(|said| (!said.cites, said.at.abs_diff(token)));
        match nearest {
            Some(said) => (Some(said.source), true),
            None => (
                self.carried
                    .get(sentence)
                    .copied()
                    .flatten()
                    .or(self.issuer),
                self.issuer.is_some() || self.labelled.get(sentence).copied().unwrap_or(false),
            ),
        }
    }

    /// The one source that a paragraph names, for its sentences that name none.
    fn only_source_of(
        &self,
        paragraph: u32,
        first: usize,
        sentences: &[Sentence],
    ) -> Option<usize> {
        let end = sentences[first..]
            .iter()
            .position(|s| s.paragraph != paragraph)
            .map_or(sentences.len(), |n| first + n);
        let start = self.said.partition_point(|said| said.sentence < first);
        let mut sources = self.said[start..]
            .iter()
            .take_while(|said| said.sentence < end)
            .map(|said| said.source);
        let one = sources.next()?;
        sources.all(|source| source == one).then_some(one)
    }

    /// Whether a host speaks in a paragraph.
    pub(crate) fn is_host(&self, paragraph: u32) -> bool {
        self.hosts.contains(&paragraph)
    }

    /// The source on which most of a text rests: named at least twice, and in half of all tellings.
    pub(crate) fn main_source(&self) -> Option<usize> {
        let mut counts: std::collections::BTreeMap<usize, usize> = Default::default();
        for said in &self.said {
            *counts.entry(said.source).or_default() += 1;
        }
        let (&source, &count) = counts
            .iter()
            .max_by_key(|&(&source, &count)| (count, std::cmp::Reverse(source)))?;
        (count > 1 && count * 2 >= self.said.len()).then_some(source)
    }

    /// The tellings of a sentence.
    pub(crate) fn in_sentence(&self, sentence: usize) -> impl Iterator<Item = &Attribution> {
        let start = self.said.partition_point(|said| said.sentence < sentence);
        self.said[start..]
            .iter()
            .take_while(move |said| said.sentence == sentence)
    }
}

/// For each token, whether it stands inside quotation marks.
pub(crate) fn quoted(doc: &Doc) -> Vec<bool> {
    let mut inside = vec![false; doc.tokens.len()];
    let mut open = false;
    let mut paragraph_start = true;
    for (at, token) in doc.tokens.iter().enumerate() {
        if token.kind == TokenKind::Break {
            open = false;
            paragraph_start = true;
            continue;
        }
        if token.kind == TokenKind::QuoteMark {
            open = match doc.raw(at) {
                "“" | "«" | "„" | "‟" => true,
                "”" | "»" => false,
                "\"" => !open,
                _ => open,
            };
        } else {
            inside[at] = open;
        }
        paragraph_start &= token.kind == TokenKind::QuoteMark;
    }
    inside
}

struct Finder<'a, 'd> {
    doc: &'a Doc<'d>,
    names: &'a Names,
    sources: &'a mut Sources,
    quoted: Vec<bool>,
    last_person: Option<usize>,
    last_org: Option<usize>,
    /// Where the speaker last found stands.
    spoken_at: usize,
    voices: Voices,
}

impl Finder<'_, '_> {
    fn read_sentence(&mut self, sentence: usize) {
        let range = self.doc.sentences[sentence].range();
        self.read_label(sentence, &range);
        for at in range.clone() {
            if self.quoted[at] && !self.starts_quote(at)
                || !self.doc.classes(at).any(TELLING)
                || !self.tells(at, &range)
            {
                continue;
            }
            let Some(source) = self.speaker(at, &range) else {
                continue;
            };
            self.sources.list[source].note_occasion(self.doc, self.names, range.clone());
            self.remember(source);
            let denies = self.doc.is(at, Class::Deny);
            let cites = self.doc.is(at, Class::Cite) && !self.doc.is(at, Class::Say);
            self.voices.said.push(Attribution {
                at,
                speaker: self.spoken_at,
                cites,
                sentence,
                source,
                denies,
            });
        }
        if self.voices.in_sentence(sentence).next().is_none() {
            self.statement_subject(sentence, &range);
        }
        if self.voices.in_sentence(sentence).next().is_none()
            && let Some(at) = range.clone().find(|&i| self.saw_itself(i, &range))
        {
            let source = self.sources.of_outlet();
            self.voices.said.push(Attribution {
                at,
                speaker: at,
                cites: false,
                sentence,
                source,
                denies: false,
            });
        }
    }

    /// `this newspaper has seen`, `yo vi`: the text tells what its own author found.
    fn saw_itself(&self, at: usize, range: &Range<usize>) -> bool {
        const SEEN: &[&str] = &[
            "saw", "seen", "visited", "reviewed", "obtained", "read", "examined", "vi", "vio",
            "vimos", "acceso", "reviso", "comprobo", "constato", "obtuvo", "leyo", "counted",
        ];
        let doc = self.doc;
        if self.quoted[at] {
            return false;
        }
        let this = matches!(
            doc.word(at),
            "this" | "our" | "este" | "esta" | "nuestro" | "nuestra"
        ) && at + 1 < range.end
            && doc.is(at + 1, Class::Outlet)
            && doc.tokens[at + 1].case == Case::Lower;
        let author = matches!(doc.word(at), "i" | "we" | "yo");
        let outlet = self
            .names
            .at(at)
            .is_some_and(|name| name.kind == NameKind::Outlet && name.full.start == at);
        (this || author || outlet)
            && (at + 1..(at + 6).min(range.end)).any(|i| SEEN.contains(&doc.word(i)))
    }

    /// `CHIEF DOE: …` in a transcript: the speaker of the paragraph.
    fn read_label(&mut self, sentence: usize, range: &Range<usize>) {
        let Some(colon) = range.clone().take(12).find(|&i| self.doc.word(i) == ":") else {
            return;
        };
        let first = sentence == 0
            || self.doc.sentences[sentence - 1].paragraph != self.doc.sentences[sentence].paragraph;
        let head = self.doc.tokens[range.start].case == Case::Upper;
        if !first || !head || colon == range.start || !self.doc.sentences[sentence].closed {
            return;
        }
        let hosts = (range.start..colon).any(|i| {
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
            .find(|name| name.kind != NameKind::Place)
            .map(|name| name.full.start);
        self.voices.labels.push(range.start..colon);
        if hosts {
            self.voices
                .hosts
                .push(self.doc.sentences[sentence].paragraph);
        } else if let Some(name) = name {
            let source = self.sources.of_name(self.doc, self.names, name);
            self.remember(source);
            self.voices.said.push(Attribution {
                at: range.start,
                speaker: name,
                cites: false,
                sentence,
                source,
                denies: false,
            });
        }
    }

    fn starts_quote(&self, at: usize) -> bool {
        at > 0 && self.doc.tokens[at - 1].kind == TokenKind::QuoteMark
    }

    fn remember(&mut self, source: usize) {
        match self.sources.list[source].kind {
            NameKind::Person => self.last_person = Some(source),
            _ => self.last_org = Some(source),
        }
    }

    /// Whether a telling word is a verb with a subject here: no noun, no passive.
    fn tells(&self, at: usize, range: &Range<usize>) -> bool {
        let classes = self.doc.classes(at);
        if classes.has(Class::According) {
            return true;
        }
        let before = self
            .doc
            .classes(at.wrapping_sub(1).min(self.doc.tokens.len() - 1));
        let first = at == range.start;
        if self.doc.lang == Lang::Es {
            let noun = !first
                && (before.has(Class::Det) && !before.has(Class::Pronoun)
                    || before.has(Class::Of)
                    || before.has(Class::Possessive));
            let article = !first
                && matches!(
                    self.doc.word(at - 1),
                    "el" | "la" | "los" | "las" | "un" | "una"
                );
            return !noun && !article && self.is_finite_spanish(at);
        }
        let noun = !first
            && (before.has(Class::Det)
                || before.has(Class::Possessive)
                || before.has(Class::Prep)
                || before.has(Class::To));
        let passive = !first
            && (before.has(Class::Be)
                || at >= 2 && self.doc.is(at - 2, Class::Be) && !before.has(Class::Pronoun))
            && !self.doc.word(at).ends_with("ing");
        let ing = self.doc.word(at).ends_with("ing");
        let plural = matches!(
            self.doc.word(at),
            "reports" | "claims" | "notes" | "estimates"
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
        if writes
            && !(at + 1..(at + 12).min(range.end)).any(|i| self.doc.is(i, Class::That))
            && !range
                .clone()
                .any(|i| self.doc.tokens[i].kind == TokenKind::QuoteMark)
        {
            return false;
        }
        if plural || self.names.at(at).is_some() {
            return false;
        }
        !(noun || passive && !self.by_follows(at)) && (!ing || !first || classes.has(Class::Cite))
    }

    fn by_follows(&self, at: usize) -> bool {
        self.doc.is(at + 1, Class::By)
            || self.doc.word((at + 1).min(self.doc.tokens.len() - 1)) == "as"
    }

    /// A finite verb: by its ending, or as an auxiliary's participle.
    fn is_finite_spanish(&self, at: usize) -> bool {
        let raw = self.doc.raw(at).to_lowercase();
        let word = self.doc.word(at);
        let auxiliary = at > 0 && self.doc.is(at - 1, Class::Have);
        let ends = |list: &[&str]| list.iter().any(|ending| raw.ends_with(ending));
        auxiliary
            || self.doc.is(at, Class::Cite)
            || ends(&["ó", "ron", "aba", "aban", "ía", "ían", "ño"])
            || matches!(
                word,
                "dijo"
                    | "dice"
                    | "dicen"
                    | "sostuvo"
                    | "sostiene"
                    | "cuenta"
                    | "explica"
                    | "afirma"
                    | "asegura"
                    | "senala"
                    | "informa"
                    | "indica"
                    | "confirma"
                    | "anuncia"
                    | "denuncia"
                    | "relata"
                    | "advierte"
                    | "reconoce"
                    | "precisa"
                    | "detalla"
                    | "niega"
                    | "desmiente"
                    | "descarta"
                    | "rechaza"
                    | "revela"
                    | "recuerda"
                    | "declara"
                    | "comenta"
                    | "publica"
                    | "narra"
                    | "admite"
                    | "insiste"
                    | "aclara"
                    | "expone"
            )
    }

    fn speaker(&mut self, at: usize, range: &Range<usize>) -> Option<usize> {
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
            return self.to_the_right(at + length, range.end, 8).or_else(|| {
                classes
                    .has(Class::Say)
                    .then(|| self.to_the_left(at, range.start))
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
        if preceded
            && self.doc.word(at).ends_with("ing")
            && let Some(subject) = (range.start..at)
                .find_map(|i| self.is_nominal(i).then(|| self.noun_phrase(i, i)).flatten())
        {
            return Some(subject);
        }
        let next = at + 1 < range.end
            && (self.names.at(at + 1).is_some()
                || self.doc.is(at + 1, Class::Det)
                    && !self.doc.is(at + 1, Class::That)
                    && !self.doc.is(at + 1, Class::Pronoun));
        let ends_soon =
            (at + 1..at + 7).any(|i| i >= range.end || self.doc.tokens[i].kind == TokenKind::Punct);
        let comma = preceded && next && ends_soon;
        let right_first = closes || self.doc.lang == Lang::Es || at == range.start || comma;
        let near = if right_first { 4 } else { 0 };
        self.inverted(at + 1, range.end, near)
            .or_else(|| self.to_the_left(at, range.start))
            .or_else(|| self.inverted(at + 1, range.end, 3).filter(|_| closes))
    }

    fn closes_quote(&self, at: usize) -> bool {
        let mark = |i: usize| self.doc.tokens[i].kind == TokenKind::QuoteMark;
        mark(at)
            || self.doc.word(at) == "," && at > 0 && (mark(at - 1) || self.quoted[at])
            || self.doc.word(at) == "—"
    }

    fn is_nominal(&self, at: usize) -> bool {
        self.names.at(at).is_some_and(|name| name.full.start == at)
            || self.doc.classes(at).any(SPEAKERS)
    }

    /// `said X`, `dijo X`: the speaker right behind the verb.
    fn inverted(&mut self, start: usize, limit: usize, reach: usize) -> Option<usize> {
        if reach == 0 || self.doc.lang == Lang::Es && self.doc.is(start, Class::That) {
            return None;
        }
        self.to_the_right(start, limit, reach)
    }

    fn to_the_right(&mut self, start: usize, limit: usize, reach: usize) -> Option<usize> {
        let mut at = start;
        while at < limit && at < start + reach {
            if let Some(source) = self.noun_phrase(at, start) {
                return Some(source);
            }
            let token = &self.doc.tokens[at];
            let stops = token.kind == TokenKind::Punct
                && !(at == start && self.doc.word(at) == ",")
                || token.kind == TokenKind::QuoteMark && at > start
                || token.classes.has(Class::That) && !token.classes.has(Class::Det);
            if stops {
                return None;
            }
            if token.classes.has(Class::To) && self.doc.lang == Lang::Es {
                at += 1;
                while at < limit
                    && !self.doc.is(at, Class::Possessive)
                    && at < start + 4
                    && self.doc.tokens[at].case == Case::Lower
                {
                    at += 1;
                }
                continue;
            }
            at += 1;
        }
        None
    }

    fn to_the_left(&mut self, at: usize, limit: usize) -> Option<usize> {
        let mut i = at;
        let mut commas = 0;
        let mut steps = 0;
        while i > limit && steps < 28 {
            i -= 1;
            steps += 1;
            let token = &self.doc.tokens[i];
            if self.quoted[i] || token.kind == TokenKind::QuoteMark {
                if steps > 2 {
                    return None;
                }
                continue;
            }
            if matches!(self.doc.word(i), ";" | ":") {
                return None;
            }
            if self.doc.word(i) == "," {
                commas += 1;
                continue;
            }
            if commas == 1
                && !self.comma_before(i, limit)
                && commas > 0
                && self.is_subordinate(i, at)
            {
                continue;
            }
            if token.classes.any(SKIP) && !token.classes.any(SPEAKERS) {
                continue;
            }
            if let Some(name) = self.names.at(i) {
                let start = name.full.start;
                if self.modifies(name.full.end, at) {
                    i = start.max(limit);
                    continue;
                }
                if commas == 1 && self.comma_before(start, limit) {
                    // `X, the Y, said`: the apposition names the same speaker
                    if let Some(main) = self.before_apposition(start, limit) {
                        return Some(main);
                    }
                }
                return self.noun_phrase(name.full.start.max(limit), limit);
            }
            if token.kind == TokenKind::Word
                && (token.classes.any(SPEAKERS)
                    || token.classes.has(Class::Statement)
                    || token.classes.has(Class::Pronoun) && !token.classes.has(Class::Det))
            {
                if commas == 1
                    && self.comma_before(i, limit)
                    && let Some(main) = self.before_apposition(i, limit)
                {
                    return Some(main);
                }
                return self.noun_phrase(i, limit);
            }
        }
        None
    }

    /// `a Snapchat message said`: the name belongs to the noun behind it.
    fn modifies(&self, end: usize, verb: usize) -> bool {
        const FREE: Classes = Classes::of(&[
            Class::Have,
            Class::Aux,
            Class::Modal,
            Class::Be,
            Class::Say,
            Class::Earlier,
            Class::Prep,
            Class::Conj,
            Class::Who,
            Class::While,
            Class::Neg,
            Class::Deny,
        ]);
        let Some(next) = self.doc.tokens.get(end).filter(|_| end < verb) else {
            return false;
        };
        let noun = self.doc.classes(end).any(Classes::of(&[
            Class::Letter,
            Class::Platform,
            Class::Statement,
        ])) || self.doc.lang != Lang::Es && self.doc.word(end).ends_with("er");
        next.kind == TokenKind::Word
            && next.case == Case::Lower
            && next.gap
            && !next.classes.any(FREE)
            && noun
    }

    fn is_subordinate(&self, at: usize, verb: usize) -> bool {
        (at..verb).any(|i| self.doc.is(i, Class::Who)) && self.names.at(at).is_none()
    }

    fn comma_before(&self, at: usize, limit: usize) -> bool {
        (limit.max(at.saturating_sub(8))..at).any(|i| self.doc.word(i) == ",")
    }

    fn before_apposition(&mut self, at: usize, limit: usize) -> Option<usize> {
        let comma = (limit..at).rev().find(|&i| self.doc.word(i) == ",")?;
        let name = self.names.at(comma.checked_sub(1)?)?;
        (matches!(name.kind, NameKind::Person | NameKind::Other) && name.full.end == comma)
            .then(|| self.sources.of_name(self.doc, self.names, name.full.start))
    }

    /// The source that a name, role or pronoun at a token stands for.
    fn noun_phrase(&mut self, at: usize, _limit: usize) -> Option<usize> {
        self.spoken_at = at;
        if let Some(name) = self.names.at(at) {
            if self.names.entities[name.entity].kind == NameKind::Place {
                return None;
            }
            return Some(self.sources.of_name(self.doc, self.names, at));
        }
        let token = &self.doc.tokens[at];
        if token.kind != TokenKind::Word {
            return None;
        }
        if token.classes.has(Class::Pronoun)
            && !token.classes.any(SPEAKERS)
            && !token.classes.has(Class::Possessive)
        {
            return match self.doc.word(at) {
                "he" | "she" | "ella" | "el" | "who" | "quien" => self
                    .subject_before(at)
                    .or(self.last_person)
                    .or(self.last_org),
                "it" | "they" => self.last_org.or(self.last_person),
                "i" | "yo" | "we" => self.last_person,
                _ => None,
            };
        }
        if token.classes.any(SPEAKERS) {
            return Some(
                self.sources
                    .of_role(self.doc, self.names, at, self.last_org),
            );
        }
        token
            .classes
            .has(Class::Statement)
            .then(|| self.statement(at))
            .flatten()
    }

    /// Whom `she` stands for: the first person named in the sentence before the pronoun, or in the one before.
    fn subject_before(&mut self, at: usize) -> Option<usize> {
        let index = self.doc.sentences.partition_point(|s| s.end <= at);
        let here = self.doc.sentences.get(index)?.start..at;
        let before = index
            .checked_sub(1)
            .map_or(0..0, |i| self.doc.sentences[i].range());
        let is_person = |name: &&crate::extract::Name| {
            self.names.entities[name.entity].kind == NameKind::Person
        };
        let name = self
            .names
            .within(here)
            .find(is_person)
            .or_else(|| self.names.within(before).find(is_person))?;
        Some(self.sources.of_name(self.doc, self.names, name.full.start))
    }

    /// `the statement said`: whoever issued it.
    fn statement(&mut self, at: usize) -> Option<usize> {
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
                    .then(|| self.noun_phrase(i, i))
                    .flatten()
            })
        }) {
            return Some(source);
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
        let near = self
            .names
            .within(start..at)
            .rev()
            .find(|name| self.names.entities[name.entity].kind == NameKind::Org)
            .map(|name| name.full.start);
        match near {
            Some(name) => Some(self.sources.of_name(self.doc, self.names, name)),
            None => self.last_org.or(self.voices.issuer).or(self.last_person),
        }
    }

    /// `In a statement …`, `the bulletin pointed to …` where no telling verb was found.
    fn statement_subject(&mut self, sentence: usize, range: &Range<usize>) {
        let Some(at) = range
            .clone()
            .find(|&i| self.doc.is(i, Class::Statement) && !self.quoted[i])
        else {
            return;
        };
        if let Some(source) = self.statement(at) {
            self.voices.said.push(Attribution {
                at,
                speaker: at,
                cites: false,
                sentence,
                source,
                denies: false,
            });
        }
    }

    /// Within a paragraph the last speaker goes on; a quotation alone belongs to whoever spoke before it.
    fn carry(&mut self) {
        let mut current = None;
        let mut paragraph = u32::MAX;
        for (index, sentence) in self.doc.sentences.iter().enumerate() {
            let opens_quoted = sentence.range().take(2).any(|i| self.quoted[i]);
            if sentence.paragraph != paragraph && !opens_quoted {
                current =
                    self.voices
                        .only_source_of(sentence.paragraph, index, &self.doc.sentences);
            }
            paragraph = sentence.paragraph;
            if let Some(said) = self.voices.in_sentence(index).last() {
                current = Some(said.source);
            }
            let host = self.voices.hosts.contains(&paragraph);
            if host {
                current = None;
            }
            let label = self.voices.labels.iter().any(|label| {
                self.doc
                    .sentences
                    .iter()
                    .any(|s| s.paragraph == paragraph && s.start == label.start)
            });
            self.voices.labelled.push(label && !host);
            self.voices.carried.push(current);
        }
    }

    /// In an interview of dashes, answers are the words of the person the text is most about.
    fn answer(&mut self) {
        let dashed: Vec<usize> = (0..self.doc.sentences.len())
            .filter(|&i| matches!(self.doc.word(self.doc.sentences[i].start), "—" | "–" | "-"))
            .collect();
        if dashed.len() < 4 {
            return;
        }
        let person = self
            .names
            .entities
            .iter()
            .filter(|e| e.kind == NameKind::Person)
            .max_by_key(|e| (e.count, std::cmp::Reverse(e.first)))
            .map(|e| e.first);
        let Some(source) = person.map(|at| self.sources.of_name(self.doc, self.names, at)) else {
            return;
        };
        for paragraph in dashed.into_iter().map(|i| self.doc.sentences[i].paragraph) {
            for (index, _) in self
                .doc
                .sentences
                .iter()
                .enumerate()
                .filter(|(_, s)| s.paragraph == paragraph)
            {
                self.voices.carried[index] = Some(source);
            }
        }
    }

    /// A press release speaks for the first organisation that it names.
    fn issuer(&mut self) -> Option<usize> {
        let top = self.doc.sentences.iter().take(6).map(|s| s.range());
        let release = top.flatten().any(|i| {
            let next = self.doc.word((i + 1).min(self.doc.tokens.len() - 1));
            let of_press = matches!(next, "release" | "statement")
                && matches!(self.doc.word(i), "press" | "news" | "media" | "public");
            of_press
                || matches!(
                    (self.doc.word(i), next),
                    ("nota", "de") | ("immediate", "release")
                )
                || self.doc.word(i) == "comunicado" && self.doc.tokens[i].is_capital()
        });
        let first = self.doc.sentences.first().map_or(0..0, Sentence::range);
        let headed = self
            .names
            .at(first.start)
            .is_some_and(|name| name.kind == NameKind::Org && name.full.len() * 2 > first.len());
        let titled = self
            .doc
            .sentences
            .iter()
            .take(6)
            .any(|s| self.doc.is(s.start, Class::Statement) && !s.closed);
        let release = release || headed && titled;
        let end = self
            .doc
            .sentences
            .get(8)
            .map_or(self.doc.tokens.len(), |s| s.end);
        let name = self
            .names
            .within(0..end)
            .find(|name| matches!(name.kind, NameKind::Org) && name.tokens.len() > 1)?;
        let at = name.full.start;
        release.then(|| self.sources.of_name(self.doc, self.names, at))
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

/// Whether a source is no more than a name for what is meant: kept here for tests of the finder.
#[cfg(test)]
pub(crate) fn speakers<'s>(voices: &Voices, sources: &'s Sources) -> Vec<&'s Source> {
    voices
        .said
        .iter()
        .map(|said| &sources.list[said.source])
        .collect()
}
