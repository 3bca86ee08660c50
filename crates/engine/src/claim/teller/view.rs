//! Features by which those who may have told a mention are weighed.

use super::{Answer, Somebody, Tellers, Who};
use crate::claim::attribution::{Attribution, TELLING, Word};
use crate::claim::context::Context;
use crate::claim::mention::{Filler, Mention};
use crate::claim::role::{is_government, is_police};
use crate::linear::mixed;
use crate::text::{Class, Classes, TokenKind, word_hash};

/// Stands for what is outside of a sentence.
const EDGE: u64 = 1;
const NAME: u64 = 2;
const FIGURE: u64 = 9;
/// Words on either side of a name that count.
const NEAR: usize = 3;
/// Tokens behind and before a name in which a word of telling is looked for.
const TELLS_BEHIND: usize = 6;
const TELLS_BEFORE: usize = 4;
/// Nothing there.
const FAR: usize = 9;

/// What stands for a token.
fn symbol(context: &Context, at: usize) -> u64 {
    match context.names.at(at) {
        Some(name) => NAME + context.names.entities[name.entity].kind as u64,
        None if context.doc.tokens[at].kind == TokenKind::Number => FIGURE,
        None => context.doc.tokens[at].hash,
    }
}

/// Features of somebody by itself, where `said` is the telling whose speaker they are.
pub(super) fn alone(context: &Context, one: &Somebody, said: Option<&Attribution>) -> Vec<u32> {
    let (doc, kind, first) = (context.doc, one.kind, one.tokens.start);
    let mut slots = Vec::with_capacity(32);
    let mut put = |group: u64, values: &[u64]| slots.push(mixed(group, values));
    let sentence = context.sentence(one.sentence);
    let symbol = |at: Option<usize>| {
        let inside = at.filter(|at| sentence.contains(at));
        inside.map_or(EDGE, |at| symbol(context, at))
    };
    let before = |step: usize| symbol(first.checked_sub(step));
    let behind = |step: usize| symbol(Some(one.tokens.end + step - 1));
    for step in 1..=NEAR {
        put(1, &[step as u64, before(step)]);
        put(2, &[step as u64, behind(step)]);
    }
    put(3, &[before(1), behind(1)]);
    put(4, &[behind(1), behind(2)]);
    put(5, &[before(2), before(1)]);
    put(6, &[kind, behind(1)]);
    put(7, &[kind, before(1)]);
    if kind == 0 {
        put(8, &[doc.tokens[first].hash]);
        for class in doc.classes(first).hashes() {
            put(9, &[class]);
        }
    }
    let tells = |at: &usize| doc.classes(*at).any(TELLING) && !context.quoted[*at];
    let mut words = one.tokens.end..(one.tokens.end + TELLS_BEHIND).min(sentence.end);
    let after = words.position(|at| tells(&at)).unwrap_or(FAR) as u64;
    let words = first.saturating_sub(TELLS_BEFORE).max(sentence.start)..first;
    let ahead = words.rev().position(|at| tells(&at)).unwrap_or(FAR) as u64;
    let telling = said.map_or(0, |said| {
        1 + u64::from(said.cites) + 2 * u64::from(said.in_passing)
    });
    put(10, &[after, kind]);
    put(11, &[ahead, kind]);
    put(12, &[after.min(4), ahead.min(3), kind]);
    put(13, &[telling, kind]);
    put(14, &[u64::from(context.quoted[first])]);
    put(15, &[u64::from(first == sentence.start), telling]);
    put(16, &[one.times.min(4) as u64, kind]);
    let heading = u64::from(context.is_heading(one.sentence));
    put(17, &[one.sentence.min(4) as u64, heading, telling.min(1)]);
    let named = match one.who {
        Who::Named(entity) => Some(entity),
        _ => None,
    };
    let count = named.map_or(FAR, |entity| {
        context.names.entities[entity].count.min(5) as usize
    });
    put(18, &[count as u64, telling.min(1)]);
    put(19, &[one.office, kind, telling]);
    let suspect = named.is_some_and(|entity| context.suspects.contains(&entity));
    put(20, &[u64::from(suspect), telling]);
    slots
}

/// Whether somebody is the police or the government.
pub(super) fn office(context: &Context, who: Who) -> u64 {
    let (words, more) = match who {
        Who::Named(entity) => {
            let entity = &context.names.entities[entity];
            (&entity.words[..], &entity.affiliation[..])
        }
        Who::Role(ref head) => (std::slice::from_ref(head), &[][..]),
        Who::Source(source) => (&context.sources.list[source].words[..], &[][..]),
        Who::Nobody => (&[][..], &[][..]),
    };
    let any = |is: fn(u64) -> bool| u64::from(words.iter().chain(more).any(|&word| is(word)));
    any(is_police) + 2 * any(is_government)
}

/// A mention, seen with everybody who may have told it.
pub(super) struct View<'a, 'd> {
    tellers: &'a Tellers,
    context: &'a Context<'a, 'd>,
    mention: &'a Mention,
    near: &'a [Somebody],
    /// Whom the rules give.
    pub ruled: Option<Who>,
    source: Option<usize>,
    /// How they know.
    way: u64,
    kind: u64,
    act: u64,
    /// The sentence of the mention has words of telling, and whose they are is known.
    told_here: u64,
    quoted: u64,
    /// How many tell something in the text.
    tellers_known: u64,
    /// Those named near who tell something and stand before the end of the mention's sentence.
    said_before_end: usize,
    /// Those who stand before its start.
    said_before_start: usize,
}

impl<'a, 'd> View<'a, 'd> {
    pub(super) fn new(
        tellers: &'a Tellers,
        context: &'a Context<'a, 'd>,
        mention: &'a Mention,
        word: &Word,
    ) -> Self {
        let range = context.sentence(mention.sentence);
        let says = context.any(range.clone(), Classes::of(&[Class::Say]));
        let here = context.voices.in_sentence(mention.sentence).take(2).count();
        let said_before = |at: usize| {
            let place = tellers.list.partition_point(|one| one.tokens.start < at);
            let last = place.checked_sub(1).map(|last| &tellers.list[last]);
            last.map_or(0, |last| last.said_before + usize::from(last.said))
        };
        View {
            near: tellers.near(mention),
            ruled: word.source.map(|source| Who::of(context, source)),
            source: word.source,
            way: word.way as u64,
            kind: 64 + mention.kind as u64,
            act: mention.act.map_or(0, word_hash),
            told_here: 2 * here as u64 + u64::from(says),
            quoted: u64::from(context.quoted[mention.at]),
            tellers_known: tellers.times.len().min(4) as u64,
            said_before_start: said_before(range.start),
            said_before_end: said_before(range.end),
            tellers,
            context,
            mention,
        }
    }

    /// Gives everybody who may have told it, with what adds their features; nobody last.
    pub(super) fn each(&self, mut take: impl FnMut(Answer, &dyn Fn(&mut Vec<u32>))) {
        let mut apart = self.ruled;
        for one in self.near {
            apart = apart.filter(|&ruled| ruled != one.who);
            if self.is_party(one) {
                continue;
            }
            let answer = Answer {
                who: one.who,
                at: Some(one.tokens.start),
                here: one.sentence == self.mention.sentence,
            };
            take(answer, &|slots| self.features(one, slots));
        }
        let elsewhere = |who: Who| Answer {
            who,
            at: None,
            here: false,
        };
        if let Some(ruled) = apart {
            take(elsewhere(ruled), &|slots| self.apart(slots));
        }
        take(elsewhere(Who::Nobody), &|slots| self.nobody(slots));
    }

    /// Whom the act befell or who is accused of it, where they are not said to tell anything.
    fn is_party(&self, one: &Somebody) -> bool {
        let Who::Named(entity) = one.who else {
            return false;
        };
        let fills = |filler: &Option<Filler>| fills(filler.as_ref(), one.who) > 0;
        let party = fills(&self.mention.target) || fills(&self.mention.person);
        one.times == 0 && (party || self.context.suspects.contains(&entity))
    }

    /// Features of nobody.
    fn nobody(&self, slots: &mut Vec<u32>) {
        let mut put = |group: u64, values: &[u64]| slots.push(mixed(group, values));
        let telling = self.near.iter().filter(|one| one.said).take(4).count();
        put(60, &[self.way]);
        put(61, &[self.way, self.kind]);
        put(62, &[self.way, self.told_here]);
        put(63, &[self.quoted, self.told_here]);
        put(64, &[telling as u64]);
    }

    /// Features of whom the rules give, where they are not named near.
    fn apart(&self, slots: &mut Vec<u32>) {
        let mut put = |group: u64, values: &[u64]| slots.push(mixed(group, values));
        let source = self.source.map(|source| &self.context.sources.list[source]);
        let kind = source.map_or(0, |source| {
            1 + source.kind as u64 + 8 * u64::from(source.own) + 16 * u64::from(source.generic)
        });
        put(70, &[self.way]);
        put(71, &[self.way, kind]);
        put(72, &[self.kind, kind]);
        put(73, &[self.told_here, self.way]);
    }

    /// Features of somebody who is named near.
    fn features(&self, one: &Somebody, slots: &mut Vec<u32>) {
        slots.extend_from_slice(&one.slots);
        let mut put = |group: u64, values: &[u64]| slots.push(mixed(group, values));
        let (sentences, here) = (&self.context.doc.sentences, self.mention.sentence);
        let same = u64::from(sentences[one.sentence].paragraph == sentences[here].paragraph);
        let said = u64::from(one.said);
        let far = (one.sentence + super::BEFORE - here) as u64;
        let side = match one.sentence.cmp(&here) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => 1,
            std::cmp::Ordering::Greater => 2,
        };
        put(21, &[far, same, said]);
        put(22, &[far, same, one.kind, said]);
        put(23, &[far, self.kind, said]);
        put(24, &[far, self.told_here, said]);
        let quoted = u64::from(self.context.quoted[one.tokens.start]);
        put(25, &[far.min(9), self.quoted, quoted, said]);
        let most = u64::from(one.times > 0 && one.times == self.tellers.most);
        put(26, &[most, self.tellers_known, said]);
        put(27, &[here.min(4) as u64, side, said, most]);
        let first = u64::from(self.tellers.first == Some(one.who));
        put(28, &[first, here.min(4) as u64, side]);
        put(29, &[self.act, self.kind, one.kind, one.office]);
        put(30, &[self.act, u64::from(side == 1), one.office]);
        let ruled = u64::from(Some(one.who) == self.ruled);
        put(31, &[ruled, self.way]);
        put(32, &[ruled, self.way, far]);
        put(33, &[ruled, self.way, one.kind]);
        put(34, &[ruled, self.way, self.kind]);
        let target = fills(self.mention.target.as_ref(), one.who);
        let person = fills(self.mention.person.as_ref(), one.who);
        put(35, &[target, self.kind]);
        put(36, &[person, self.kind]);
        put(37, &[target, person, said, u64::from(side == 1)]);
        let between = self.telling_between(one);
        put(38, &[between, said, side]);
        put(39, &[between, said, side, self.told_here]);
        if side == 1 {
            self.beside(one, slots);
        }
    }

    /// How many of those who tell something stand between somebody and the sentence of the mention, itself counted in.
    fn telling_between(&self, one: &Somebody) -> u64 {
        let until = one.said_before + usize::from(one.said);
        let between = if one.sentence <= self.mention.sentence {
            self.said_before_end - until
        } else {
            one.said_before - self.said_before_start
        };
        between.min(3) as u64
    }

    /// Features of somebody who is named in the sentence of the mention.
    fn beside(&self, one: &Somebody, slots: &mut Vec<u32>) {
        let mut put = |group: u64, values: &[u64]| slots.push(mixed(group, values));
        let (doc, at, first) = (self.context.doc, self.mention.at, one.tokens.start);
        let (said, before) = (u64::from(one.said), u64::from(first < at));
        let step = match first.abs_diff(at) {
            0..=1 => 0,
            2..=3 => 1,
            4..=6 => 2,
            7..=12 => 3,
            13..=20 => 4,
            _ => 5,
        };
        let between = if first < at {
            one.tokens.end..at
        } else {
            at + 1..first
        };
        let count = |is: &dyn Fn(&usize) -> bool, most: usize| {
            let found = between.clone().filter(|at| is(at));
            found.take(most).count() as u64
        };
        let tells = count(&|&at| doc.classes(at).any(TELLING), 2);
        let that = count(&|&at| doc.is(at, Class::That), 1);
        let commas = count(&|&at| doc.word(at) == ",", 3);
        let quotes = count(&|&at| doc.tokens[at].kind == TokenKind::QuoteMark, 1);
        put(40, &[before, step, said]);
        put(41, &[before, one.kind, said]);
        put(42, &[before, self.kind, said]);
        put(43, &[before, tells, that, said]);
        put(44, &[before, tells, commas, quotes]);
    }
}

/// Whether somebody fills a slot of the mention: by name, by role, or not.
fn fills(filler: Option<&Filler>, who: Who) -> u64 {
    match (filler, who) {
        (Some(filler), Who::Named(entity)) if filler.entity == Some(entity) => 2,
        (Some(filler), Who::Role(head)) if filler.words.contains(&head) => 1,
        _ => 0,
    }
}
