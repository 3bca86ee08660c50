//! The subject of a telling word: before it, behind it, or a pronoun for one named earlier.

use crate::extract::NameKind;
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, TokenKind};

use super::Attribution;
use super::finder::Finder;

pub(super) const SPEAKERS: Classes = Classes::of(&[
    Class::Role,
    Class::Spokesperson,
    Class::OrgHead,
    Class::Family,
    Class::Person,
    Class::Victim,
    Class::SourceNoun,
    Class::Platform,
]);
const TOPIC: Classes = Classes::of(&[Class::Of, Class::On]);
const SKIP: Classes = Classes::of(&[Class::Have, Class::Aux, Class::Earlier, Class::Modal]);

impl Finder<'_, '_> {
    pub(super) fn is_nominal(&self, at: usize) -> bool {
        self.names.at(at).is_some_and(|name| name.full.start == at)
            || self.doc.classes(at).any(SPEAKERS)
    }

    /// `said X`, `dijo X`: the speaker right behind the verb.
    pub(super) fn inverted(&mut self, start: usize, limit: usize, reach: usize) -> Option<usize> {
        if reach == 0 || self.doc.lang == Lang::Es && self.doc.is(start, Class::That) {
            return None;
        }
        self.behind(start, limit, reach)
    }

    pub(super) fn behind(&mut self, start: usize, limit: usize, reach: usize) -> Option<usize> {
        let mut at = start;
        let mut paper = None;
        while at < limit && at < start + reach {
            if self.doc.is(at, Class::Statement) && self.names.at(at).is_none() {
                // `said in a statement the council`: who issued it may follow
                paper = paper.or(Some(at));
            } else if !self.is_beside(at, start)
                && let Some(source) = self.noun_phrase(at)
            {
                return Some(source);
            }
            let token = &self.doc.tokens[at];
            // `identificó a la muerta como Juana Pérez`: what somebody is called
            let called = at > start && self.doc.word(at) == "como";
            let stops = called
                || token.kind == TokenKind::Punct && !(at == start && self.doc.word(at) == ",")
                || token.kind == TokenKind::QuoteMark && at > start
                || token.classes.has(Class::That) && !token.classes.has(Class::Det);
            if stops {
                break;
            }
            if token.classes.has(Class::To) && self.doc.lang == Lang::Es {
                at += 1;
                if let Some(addressee) = self.names.at(at) {
                    at = addressee.full.end;
                    continue;
                }
                while at < limit
                    && !self.doc.is(at, Class::Possessive)
                    && !self.doc.is(at, Class::That)
                    && at < start + 4
                    && self.doc.tokens[at].case == Case::Lower
                {
                    at += 1;
                }
                continue;
            }
            at += 1;
        }
        paper.and_then(|at| self.noun_phrase(at))
    }

    /// `dijo en la radio`, `said on behalf of the family`: a place, a venue or a subject between the verb
    /// and who speaks.
    fn is_beside(&self, at: usize, start: usize) -> bool {
        const BESIDE: Classes =
            Classes::of(&[Class::In, Class::On, Class::With, Class::Against, Class::To]);
        let mut before = at;
        while before > start && self.doc.is(before - 1, Class::Det) {
            before -= 1;
        }
        before > start
            && self.doc.classes(before - 1).any(BESIDE)
            && !self.doc.is(before - 1, Class::Of)
    }

    pub(super) fn ahead_of(&mut self, at: usize, limit: usize) -> Option<usize> {
        if let Some(main) = self.interrupted(at, limit) {
            return Some(main);
        }
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
            if self.is_relative(i, limit) {
                continue;
            }
            // `after a caller claimed that`: whoever did it is nobody's source
            let caller = i + 1 == at
                && token.classes.has(Class::Perpetrator)
                && !token.classes.any(SPEAKERS)
                && self.names.at(i).is_none();
            if token.classes.has(Class::Someone) || caller {
                return None;
            }
            if let Some(name) = self.names.at(i) {
                let start = name.full.start;
                if let Some(role) = self.complemented(start, limit, name.kind) {
                    if commas == 1
                        && self.comma_before(role, limit)
                        && let Some(main) = self.before_apposition(role, limit)
                    {
                        return Some(main);
                    }
                    return self.noun_phrase(role);
                }
                if self.modifies(name.full.end, at) || self.is_where(start, limit) {
                    i = start.max(limit);
                    continue;
                }
                if commas == 1 && self.comma_before(start, limit) {
                    // `X, the Y, said`: the apposition names the same speaker
                    if let Some(main) = self.before_apposition(start, limit) {
                        return Some(main);
                    }
                }
                return self.noun_phrase(name.full.start.max(limit));
            }
            if token.kind == TokenKind::Word
                && (token.classes.any(SPEAKERS)
                    || token.classes.has(Class::Statement)
                    || token.classes.has(Class::CourtPaper)
                    || token.classes.has(Class::Paper)
                    || token.classes.has(Class::Pronoun) && !token.classes.has(Class::Det))
            {
                if commas == 1
                    && self.comma_before(i, limit)
                    && let Some(main) = self.before_apposition(i, limit)
                {
                    return Some(main);
                }
                if self.is_owner(i) || self.is_predicate(i, limit) {
                    return None;
                }
                return self.noun_phrase(i);
            }
        }
        None
    }

    /// `Mercy Hospital, asked about the fire, said`: the name that opens the sentence, where two commas set
    /// apart all that stands between it and the verb.
    fn interrupted(&mut self, at: usize, limit: usize) -> Option<usize> {
        const REACH: usize = 24;
        const BEFORE_VERB: Classes = Classes::of(&[Class::Have, Class::Pronoun, Class::Aux]);
        let doc = self.doc;
        let mut verb = at;
        while verb > limit && doc.classes(verb - 1).any(BEFORE_VERB) && at - verb < 3 {
            verb -= 1;
        }
        let closing = verb
            .checked_sub(1)
            .filter(|&i| i > limit && doc.word(i) == ",")?;
        let start = limit.max(closing.saturating_sub(REACH));
        let opening = (start..closing).find(|&i| doc.word(i) == ",")?;
        let name = self.names.at(opening.checked_sub(1)?)?;
        let opens = (limit..name.full.start)
            .all(|i| doc.is(i, Class::Det) || doc.tokens[i].kind != TokenKind::Word);
        let plain = |i: usize| {
            !matches!(doc.word(i), "," | "(" | "-" | "—" | "–" | ":" | ";")
                && !self.quoted[i]
                && !doc.is(i, Class::Say)
        };
        let kind = self.names.entities[name.entity].kind;
        (name.full.end == opening
            && opens
            && kind != NameKind::Place
            && (opening + 1..closing).all(plain))
        .then(|| self.sources.of_name(doc, self.names, name.full.start))
    }

    /// `wounded at Miller's Mill, will tell`: a name behind `at` or `in` is where, not who.
    fn is_where(&self, start: usize, limit: usize) -> bool {
        let mut at = start;
        while at > limit && self.doc.is(at - 1, Class::Det) {
            at -= 1;
        }
        let place = |i: usize| {
            (self.doc.is(i, Class::In) || self.doc.is(i, Class::On)) && !self.doc.is(i, Class::Of)
                || matches!(self.doc.word(i), "since" | "until" | "desde" | "hasta")
        };
        // `De su chofer habla poco`: a topic
        let topic = |i: usize| i == limit && self.doc.classes(i).any(TOPIC);
        at > limit && (place(at - 1) || topic(at - 1))
    }

    /// `a man's voice told her`: whoever owns what speaks, and does not speak himself.
    fn is_owner(&self, at: usize) -> bool {
        self.doc.word((at + 1).min(self.doc.tokens.len() - 1)) == "'s"
            && !self.doc.is(at, Class::OrgHead)
    }

    /// `pretending to be a neighbour and claimed`: what somebody is, or poses as.
    fn is_predicate(&self, at: usize, limit: usize) -> bool {
        let mut start = at;
        while start > limit && self.doc.is(start - 1, Class::Det) {
            start -= 1;
        }
        start > limit && start < at && matches!(self.doc.word(start - 1), "be" | "ser" | "como")
    }

    /// `a resident, who asked not to be named, said`: the relative stands for what is before it.
    fn is_relative(&self, at: usize, limit: usize) -> bool {
        matches!(self.doc.word(at), "who" | "que" | "quien")
            && at > limit
            && (self.doc.word(at - 1) == ","
                || self.names.at(at - 1).is_some()
                || self.doc.classes(at - 1).any(SPEAKERS))
    }

    /// `a resident of Almirante Street said`: the role that a name belongs to as its complement.
    fn complemented(&self, start: usize, limit: usize, kind: NameKind) -> Option<usize> {
        let mut at = start;
        while at > limit
            && start - at < 3
            && (self.doc.is(at - 1, Class::Det)
                || self.doc.tokens[at - 1].case == Case::Lower
                    && !self.doc.classes(at - 1).any(SPEAKERS)
                    && !self.doc.is(at - 1, Class::Prep))
        {
            at -= 1;
        }
        let joined = at > limit + 1
            && (self.doc.is(at - 1, Class::Prep) || self.doc.word(at - 1) == "del")
            && !self.doc.is(at - 1, Class::To);
        let head = at.checked_sub(2).filter(|_| joined)?;
        let role = self.doc.classes(head).any(SPEAKERS)
            && self.names.at(head).is_none()
            && !self.doc.is(head, Class::OrgHead)
            && !self.doc.is(head, Class::Platform);
        (role && (kind != NameKind::Org || !self.doc.is(head, Class::Spokesperson))).then_some(head)
    }

    /// `a Snapchat message said`: the name belongs to the noun behind it.
    pub(super) fn modifies(&self, end: usize, verb: usize) -> bool {
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

    pub(super) fn is_subordinate(&self, at: usize, verb: usize) -> bool {
        (at..verb).any(|i| self.doc.is(i, Class::Who)) && self.names.at(at).is_none()
    }

    pub(super) fn comma_before(&self, at: usize, limit: usize) -> bool {
        (limit.max(at.saturating_sub(8))..at).any(|i| self.doc.word(i) == ",")
    }

    pub(super) fn before_apposition(&mut self, at: usize, limit: usize) -> Option<usize> {
        let comma = (limit..at).rev().find(|&i| self.doc.word(i) == ",")?;
        let name = self.names.at(comma.checked_sub(1)?)?;
        (matches!(name.kind, NameKind::Person | NameKind::Other) && name.full.end == comma)
            .then(|| self.sources.of_name(self.doc, self.names, name.full.start))
    }

    /// The source that a name, role or pronoun at a token stands for.
    pub(super) fn noun_phrase(&mut self, at: usize) -> Option<usize> {
        // `the police chief`: the post, not its body
        let post = self.doc.lang != Lang::Es
            && self.names.at(at).is_none()
            && self.doc.is(at, Class::OrgHead)
            && self.doc.is(at + 1, Class::Leader)
            && self.doc.tokens[at + 1].case == Case::Lower;
        let at = at + usize::from(post);
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
                "el" if !self.doc.raw(at).contains(['é', 'É'])
                    && (!self.doc.is(at + 1, Class::Say)
                        || self.doc.is(at + 1, Class::Statement)) =>
                {
                    None
                }
                "he" | "she" | "ella" | "el" | "who" | "quien" => self
                    .subject_before(at)
                    .or_else(|| self.topic(at))
                    .or(self.last_person)
                    .or(self.last_org)
                    .or_else(|| self.told_of_before(at)),
                "it" | "they" => self.opening_body(at).or(self.last_org).or(self.last_person),
                "i" | "yo" | "we" => self.last_person,
                _ => None,
            };
        }
        let sentence = self.doc.sentences.partition_point(|s| s.end <= at);
        let range = self.doc.sentences.get(sentence)?.range();
        if self.is_paper(at, &range) {
            return Some(self.sources.of_paper(self.doc, at));
        }
        if let Some(leader) = self.leader(at) {
            return Some(leader);
        }
        // `se está peritando`: no expert
        let goes_on = at > 0 && matches!(self.doc.word(at - 1), "esta" | "estan" | "estaba");
        if goes_on && self.doc.lang == Lang::Es && self.doc.word(at).ends_with("ndo") {
            return None;
        }
        let leads = self.doc.lang == Lang::Es && token.classes.has(Class::Leader);
        if token.classes.any(SPEAKERS) || leads {
            let body = self.owner_here(at).or(self.last_org);
            let body = body.or_else(|| self.body_before(at));
            return Some(self.sources.of_role(self.doc, self.names, at, body));
        }
        token
            .classes
            .has(Class::Statement)
            .then(|| self.statement(at))
            .flatten()
    }

    /// `the union leader said`, right after somebody spoke: the same person.
    fn leader(&mut self, at: usize) -> Option<usize> {
        const SENTENCES: usize = 5;
        const SPOKE: usize = 4;
        if !self.doc.is(at, Class::Leader) || self.doc.is(at, Class::Of) {
            return None;
        }
        let definite =
            (at.saturating_sub(3)..at).any(|i| matches!(self.doc.word(i), "the" | "el" | "la"));
        let complement = self.doc.is(at + 1, Class::Of)
            || self.doc.tokens.get(at + 1).is_some() && self.doc.word(at + 1) == "del"
            || (at + 1..at + 3).any(|i| self.names.at(i).is_some_and(|name| name.full.start == i));
        if !definite || complement {
            return None;
        }
        let sentence = self.doc.sentences.partition_point(|s| s.end <= at);
        let speaks = |said: &&Attribution| {
            sentence - said.sentence <= SENTENCES
                && self.last_person == Some(said.source)
                && self.sources.list[said.source].kind == NameKind::Person
        };
        let last = self.voices.said.iter().rev().take(SPOKE).find(speaks);
        let last = last.map(|said| (said.at, said.source));
        let since = last.map_or(0, |(spoke, _)| spoke);
        self.introduced(at, since, Class::Lead)
            .or(last.map(|(_, source)| source))
            .or_else(|| self.introduced(at, since, Class::Leader))
    }

    /// `The union, which Jane Doe leads, …`, then `the leader`: whoever was introduced as leading it.
    fn introduced(&mut self, at: usize, since: usize, class: Class) -> Option<usize> {
        const BESIDE: usize = 5;
        let sentence = self.doc.sentences.partition_point(|s| s.end <= at);
        let start = self.doc.sentences[sentence.saturating_sub(2)].start;
        let leads = |name: &&crate::extract::Name| {
            let beside = name.full.start.saturating_sub(BESIDE)..name.full.end + BESIDE;
            let mut beside = beside.filter(|&i| i < at && self.doc.is(i, class));
            let kind = self.names.entities[name.entity].kind;
            let person = kind == NameKind::Person
                || kind == NameKind::Other && (2..=4).contains(&name.tokens.len());
            person && beside.next().is_some()
        };
        let mut names = self.names.within(start.max(since)..at).rev();
        let name = names.find(leads)?;
        Some(
            self.sources
                .of_speaker(self.doc, self.names, name.full.start),
        )
    }

    /// `the force said`, where no body has spoken yet: the one named last, in this sentence or the two before.
    fn body_before(&mut self, at: usize) -> Option<usize> {
        if !self.doc.is(at, Class::Body) && !self.doc.is(at, Class::Spokesperson) {
            return None;
        }
        let index = self.doc.sentences.partition_point(|s| s.end <= at);
        let start = self.doc.sentences.get(index.saturating_sub(2))?.start;
        let is_body =
            |name: &&crate::extract::Name| self.names.entities[name.entity].kind == NameKind::Org;
        let name = self.names.within(start..at).rev().find(is_body)?;
        Some(self.sources.of_name(self.doc, self.names, name.full.start))
    }

    /// `The prosecution has opened a file, said its spokeswoman`: the body that the sentence is about.
    fn owner_here(&mut self, at: usize) -> Option<usize> {
        let owned = at
            .checked_sub(1)
            .filter(|&i| self.doc.is(i, Class::Possessive) && self.doc.word(i) != "'s")?;
        let index = self.doc.sentences.partition_point(|s| s.end <= at);
        let start = self.doc.sentences.get(index)?.start;
        let body = |name: &&crate::extract::Name| {
            self.names.entities[name.entity].kind == NameKind::Org && !self.quoted[name.full.start]
        };
        let name = self.names.within(start..owned).find(body)?;
        Some(self.sources.of_name(self.doc, self.names, name.full.start))
    }

    /// `recommends to the ministry`, `recomienda al ministerio`: to whom something is said.
    pub(super) fn is_addressed(&self, start: usize) -> bool {
        let mut at = start;
        while at > 0 && self.doc.is(at - 1, Class::Det) {
            at -= 1;
        }
        at > 0 && matches!(self.doc.word(at - 1), "to" | "a" | "al")
    }
}
