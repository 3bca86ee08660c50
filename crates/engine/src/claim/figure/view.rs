//! A figure as the model sees it: the words around it, and what its text tells before and behind it.

use std::collections::HashMap;
use std::ops::Range;

use model::Kind;

use super::super::context::Context;
use super::super::mention::Mention;
use super::{Figure, Sort};
use crate::extract::Casualty;
use crate::linear::mixed;
use crate::text::{Class, Classes, TokenKind};

/// Stand for what is outside of the sentence, and for what is not itself a word.
const EDGE: u64 = 1;
const NAME: u64 = 2;
const FIGURE: u64 = 9;
const SUM: u64 = 10;
const DAY: u64 = 11;
/// Tokens on either side that count each by its place.
const CLOSE: usize = 4;
/// Those that count by their side.
const NEAR: usize = 9;
/// Those of its sentence, and of those beside it, that count at all.
const FAR: usize = 120;

/// A text, seen from its figures.
pub(super) struct View<'a, 'd> {
    context: &'a Context<'a, 'd>,
    mentions: &'a [Mention],
    /// What stands for each token.
    symbols: Vec<u64>,
    /// Kinds of acts that the text tells of.
    kinds: Vec<u64>,
    /// How many passages count so many killed, by rules, and injured.
    counts: [HashMap<u32, usize>; 2],
}

/// A figure where it stands.
struct Place {
    tokens: Range<usize>,
    index: usize,
    sentence: Range<usize>,
    /// What kind of figure it is.
    sort: u64,
}

impl<'a, 'd> View<'a, 'd> {
    pub(super) fn new(
        context: &'a Context<'a, 'd>,
        mentions: &'a [Mention],
        figures: &[Figure],
    ) -> Self {
        let doc = context.doc;
        let symbol = |at: usize| match context.names.at(at).filter(|n| n.tokens.contains(&at)) {
            Some(name) => NAME + context.names.entities[name.entity].kind as u64,
            None if doc.tokens[at].kind == TokenKind::Number => FIGURE,
            None => doc.tokens[at].hash,
        };
        let mut symbols: Vec<u64> = (0..doc.tokens.len()).map(symbol).collect();
        for one in figures {
            match one.sort {
                Sort::Number(_) => {}
                Sort::Sum(_) | Sort::Open(_) => symbols[one.tokens.clone()].fill(SUM),
                Sort::Day(_) => symbols[one.tokens.clone()].fill(DAY),
            }
        }
        let counts = [killed, injured].map(|of| {
            let mut counts = HashMap::new();
            for number in context.casualties.iter().filter_map(of) {
                *counts.entry(number).or_default() += 1;
            }
            counts
        });
        let mut kinds: Vec<u64> = mentions.iter().map(|one| one.kind as u64).collect();
        kinds.sort_unstable();
        kinds.dedup();
        View {
            context,
            mentions,
            symbols,
            kinds,
            counts,
        }
    }

    /// The features of a figure.
    pub(super) fn features(&self, one: &Figure, slots: &mut Vec<u32>) {
        slots.clear();
        let index = self.context.doc.sentence_at(one.tokens.start);
        let sort = match one.sort {
            Sort::Number(1) => 4,
            Sort::Number(_) => 0,
            Sort::Sum(_) | Sort::Open(_) => 1,
            Sort::Day(_) => 2,
        };
        let place = Place {
            tokens: one.tokens.clone(),
            index,
            sentence: self.context.sentence(index),
            sort,
        };
        let mut put = |group: u64, values: &[u64]| slots.push(mixed(group, values));
        self.put_close(&place, &mut put);
        self.put_near(&place, &mut put);
        self.put_told(&place, &mut put);
        self.put_manner(&place, &mut put);
        match one.sort {
            Sort::Number(number) => self.put_number(&place, number, &mut put),
            Sort::Day(_) => self.put_day(&place, one, &mut put),
            Sort::Sum(_) | Sort::Open(_) => {}
        }
    }

    /// The words right beside it.
    fn put_close(&self, place: &Place, put: &mut impl FnMut(u64, &[u64])) {
        const PEOPLE: Classes = Classes::of(&[
            Class::Role,
            Class::Person,
            Class::Family,
            Class::Victim,
            Class::Title,
        ]);
        let (sort, sentence) = (place.sort, &place.sentence);
        let before = |step: usize| match place.tokens.start.checked_sub(step) {
            Some(at) if at >= sentence.start => self.symbols[at],
            _ => EDGE,
        };
        let end = place.tokens.end;
        let behind = |step: usize| match end + step - 1 {
            at if at < sentence.end => self.symbols[at],
            _ => EDGE,
        };
        for step in 1..=CLOSE {
            put(step as u64, &[sort, before(step)]);
            put(10 + step as u64, &[sort, behind(step)]);
        }
        put(20, &[sort, before(2), before(1)]);
        put(21, &[sort, before(1), behind(1)]);
        put(22, &[sort, behind(1), behind(2)]);
        put(23, &[sort, before(3), before(2)]);
        put(24, &[sort, behind(2), behind(3)]);
        let mut following = end..(end + CLOSE).min(sentence.end);
        let people = following.find(|&at| self.context.doc.classes(at).any(PEOPLE));
        put(40, &[sort, people.map_or(EDGE, |at| self.symbols[at])]);
    }

    /// The words of its sentence, and of what kinds those beside it are.
    fn put_near(&self, place: &Place, put: &mut impl FnMut(u64, &[u64])) {
        let doc = self.context.doc;
        let Place {
            tokens,
            sentence,
            sort,
            ..
        } = place;
        let word = |at: &usize| doc.tokens[*at].kind == TokenKind::Word;
        let from = |far: usize| tokens.start.saturating_sub(far).max(sentence.start);
        let to = |far: usize| (tokens.end + far).min(sentence.end);
        let mut words = |[whole, kinds]: [u64; 2], range: Range<usize>| {
            for at in range.filter(word) {
                if whole > 0 {
                    put(whole, &[*sort, self.symbols[at]]);
                }
                for class in doc.classes(at).hashes() {
                    put(kinds, &[*sort, class]);
                }
            }
        };
        words([30, 32], from(NEAR)..tokens.start);
        words([31, 33], tokens.end.min(sentence.end)..to(NEAR));
        words([34, 35], from(FAR)..to(FAR));
        let last = place
            .index
            .checked_sub(1)
            .map(|at| self.context.sentence(at));
        if let Some(last) = &last {
            words(
                [0, 36],
                last.end.saturating_sub(FAR).max(last.start)..last.end,
            );
        }
        let next = place.index + 1;
        let next = (next < doc.sentences.len()).then(|| self.context.sentence(next));
        if let Some(next) = &next {
            words([0, 38], next.start..next.end.min(next.start + FAR));
        }
        for (group, beside) in [(36, last), (38, next)] {
            if beside.is_none() {
                put(group, &[*sort, EDGE]);
            }
        }
    }

    /// What is told around it.
    fn put_told(&self, place: &Place, put: &mut impl FnMut(u64, &[u64])) {
        let (start, sort) = (place.tokens.start, place.sort);
        let from = self.mentions.partition_point(|m| m.sentence < place.index);
        let to = self.mentions.partition_point(|m| m.sentence <= place.index);
        for mention in &self.mentions[from..to] {
            let far = match mention.at.abs_diff(start) {
                0..=3 => 0,
                4..=8 => 1,
                9..=16 => 2,
                _ => 3,
            };
            let act = act(mention);
            put(50, &[sort, act]);
            put(51, &[sort, act, far, u64::from(mention.at < start)]);
            if mention.kind == Kind::Bounty && mention.tokens.contains(&start) {
                put(
                    52,
                    &[sort, mention.act.map_or(0, |act| 1 + act.len() as u64)],
                );
            }
        }
        if from == to {
            put(53, &[sort]);
        }
        for &kind in &self.kinds {
            put(59, &[sort, kind]);
        }
        let apart = |other: &Mention| match other.sentence.abs_diff(place.index) {
            0..=1 => 0,
            2 => 1,
            3..=5 => 2,
            _ => 3,
        };
        match self.mentions[..from].last() {
            Some(last) => {
                put(54, &[sort, act(last)]);
                put(55, &[sort, act(last), apart(last)]);
            }
            None => put(56, &[sort]),
        }
        match self.mentions[to..].first() {
            Some(next) => put(57, &[sort, act(next), apart(next)]),
            None => put(58, &[sort]),
        }
    }

    /// How it is said, and where.
    fn put_manner(&self, place: &Place, put: &mut impl FnMut(u64, &[u64])) {
        const NOT: Classes = Classes::of(&[Class::Neg, Class::Instead]);
        let (context, start, sort) = (self.context, place.tokens.start, place.sort);
        let quoted = u64::from(context.quoted[start]);
        let heading = u64::from(context.is_heading(place.index));
        let asked = u64::from(context.is_question(place.index));
        put(60, &[sort, quoted, heading, asked]);
        put(61, &[sort, place.index.min(3) as u64]);
        let not = |step: usize| {
            let at = start.checked_sub(step);
            u64::from(at.is_some_and(|at| context.doc.classes(at).any(NOT)))
        };
        put(62, &[sort, not(1), not(2), not(3)]);
    }

    /// What rules find in a number, and in the same elsewhere.
    fn put_number(&self, place: &Place, number: u32, put: &mut impl FnMut(u64, &[u64])) {
        let size = match number {
            0..=3 => u64::from(number),
            4..=9 => 4,
            10..=19 => 5,
            20..=99 => 6,
            _ => 7,
        };
        put(63, &[size]);
        let start = place.tokens.start;
        let casualties = &self.context.casualties;
        let at = casualties.partition_point(|one| one.tokens.end <= start);
        let here = (casualties.get(at)).filter(|one| one.tokens.contains(&start));
        let elsewhere = |side: usize, of: fn(&Casualty) -> Option<u32>| {
            let all = self.counts[side].get(&number).copied().unwrap_or(0);
            u64::from(all > usize::from(here.and_then(of) == Some(number)))
        };
        let few = u64::from(number.min(2));
        put(64, &[elsewhere(0, killed), elsewhere(1, injured), few]);
        let some = |count: Option<u32>| u64::from(count.is_some_and(|count| count > 0));
        let ruled = here.map_or(0, |one| {
            1 + some(one.killed) + 2 * some(one.injured) + 4 * u64::from(one.negated)
        });
        put(65, &[ruled]);
    }

    /// How a day is said.
    fn put_day(&self, place: &Place, one: &Figure, put: &mut impl FnMut(u64, &[u64])) {
        let told = super::date(self.context, one).map_or(0, |date| {
            1 + u64::from(date.relative) + 2 * u64::from(date.start.is_some())
        });
        let tokens = &self.context.doc.tokens;
        put(66, &[told, one.tokens.len() as u64]);
        put(67, &[tokens[place.tokens.start].hash]);
        put(67, &[tokens[place.tokens.end - 1].hash]);
    }
}

/// What a mention tells of, of answers their own act.
fn act(mention: &Mention) -> u64 {
    let answers = mention.kind == Kind::Response;
    let act = mention.act.filter(|_| answers).map_or(0, str::len);
    64 * act as u64 + mention.kind as u64
}

fn killed(casualty: &Casualty) -> Option<u32> {
    casualty.killed
}

fn injured(casualty: &Casualty) -> Option<u32> {
    casualty.injured
}
