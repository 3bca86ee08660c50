//! Of which world each passage speaks: where the words of violence are told of games, tales, drills,
//! wars, beasts, bad luck or rights, they tell of no crime against a person.

use std::ops::Range;

use super::lexicon::{Class, Classes, word_hash};
use super::sentence::Sentence;
use super::token::{Token, TokenKind};

/// A world of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum World {
    /// Books, films, series and games in which a story is played.
    Tale,
    Jest,
    /// Exercises and rehearsals.
    Drill,
    /// What is beyond living memory.
    Past,
    /// Sport and chess.
    Contest,
    /// Holes in software and who finds them.
    Code,
    /// Firms that fight over one another.
    Market,
    /// Armies against armies.
    Front,
    Beast,
    Remedy,
    /// Accidents, faults and weather.
    Chance,
    /// What anybody may do, such as filming officials.
    Rights,
}

const WORLDS: usize = 12;
/// For each world the words that tell it plainly, and those that only help.
const MARKS: [(Class, Classes); WORLDS] = [
    (Class::Tale, Classes::of(&[Class::Fiction])),
    (Class::Jest, Classes::NONE),
    (Class::Drill, Classes::NONE),
    (Class::Past, Classes::of(&[Class::History])),
    (Class::Contest, Classes::of(&[Class::Sport])),
    (Class::Code, Classes::of(&[Class::Software])),
    (Class::Market, Classes::NONE),
    (Class::Front, Classes::NONE),
    (Class::Beast, Classes::NONE),
    (Class::Remedy, Classes::NONE),
    (Class::Accident, Classes::of(&[Class::Weather])),
    (Class::Rights, Classes::NONE),
];
const ANY: Classes = Classes::of(&[
    Class::Tale,
    Class::Fiction,
    Class::Jest,
    Class::Drill,
    Class::Past,
    Class::History,
    Class::Contest,
    Class::Sport,
    Class::Code,
    Class::Software,
    Class::Market,
    Class::Front,
    Class::Beast,
    Class::Remedy,
    Class::Accident,
    Class::Weather,
    Class::Rights,
]);

/// How far each passage is of each world, 0–1.
#[derive(Clone, Debug, Default)]
pub(crate) struct Worlds {
    /// Passages in order, by their first sentence.
    passages: Vec<(usize, [f32; WORLDS])>,
    /// Sentences by which police know of an act, in order.
    known: Vec<usize>,
}

impl Worlds {
    pub(super) fn of(
        tokens: &mut [Token],
        sentences: &[Sentence],
        old: impl Fn(&Token) -> bool,
    ) -> Self {
        let known = sober(tokens, sentences);
        let passages = passages(&*tokens, sentences)
            .into_iter()
            .map(|passage| (passage.start, shares(&*tokens, &sentences[passage], &old)))
            .collect();
        Worlds { passages, known }
    }

    /// Whether a sentence says that police know of it.
    pub(crate) fn is_known(&self, sentence: usize) -> bool {
        self.known.binary_search(&sentence).is_ok()
    }

    /// How far a sentence is of a world.
    pub(crate) fn share(&self, sentence: usize, world: World) -> f32 {
        let after = self
            .passages
            .partition_point(|&(first, _)| first <= sentence);
        self.passages[..after]
            .last()
            .map_or(0.0, |(_, shares)| shares[world as usize])
    }

    /// How far a sentence is of the nearest of some worlds.
    pub(crate) fn most(&self, sentence: usize, worlds: &[World]) -> f32 {
        worlds
            .iter()
            .map(|&world| self.share(sentence, world))
            .fold(0.0, f32::max)
    }
}

/// Different words looked at in one passage; what is longer speaks of its world soon enough.
const KNOWN: usize = 48;

fn shares(
    tokens: &[Token],
    sentences: &[Sentence],
    old: &impl Fn(&Token) -> bool,
) -> [f32; WORLDS] {
    let (mut marks, mut words) = ([0f32; WORLDS], 0f32);
    let mut seen: Vec<u64> = Vec::new();
    let head_or_foot = |index: usize| index < 3 || index + 2 >= sentences.len();
    for (index, sentence) in sentences.iter().enumerate() {
        // what stands above a text says what it is about
        let heading = index < 3 && !sentence.closed && index + 1 < sentences.len();
        let mut told = [0f32; WORLDS];
        for token in &tokens[sentence.start..sentence.end] {
            words += f32::from(u8::from(token.kind == TokenKind::Word));
            if token.kind == TokenKind::Number && old(token) {
                told[World::Past as usize] += 1.0;
            }
            if !token.classes.any(ANY) || seen.contains(&token.hash) {
                continue;
            }
            if seen.len() == KNOWN {
                continue;
            }
            seen.push(token.hash);
            for (mark, (plain, helps)) in told.iter_mut().zip(MARKS) {
                if token.classes.has(plain) {
                    *mark += 1.0;
                } else if token.classes.any(helps) {
                    *mark += 0.4;
                }
            }
        }
        // who says so at the head or foot of it means the whole
        if head_or_foot(index) {
            told[World::Jest as usize] *= 3.0;
        }
        // many words of one sentence may belong to one aside
        for (mark, told) in marks.iter_mut().zip(told) {
            *mark +=
                (told.min(1.0) + 0.4 * (told - 1.0).max(0.0)) * if heading { 1.5 } else { 1.0 };
        }
    }
    let mut shares = marks.map(|mark| (mark / (2.0 + words / 90.0)).min(1.0));
    // police take no side in a match
    shares[World::Contest as usize] *= 1.0 - is_before_the_law(tokens, sentences);
    // who says that it is a joke needs to say so once
    let jest = World::Jest as usize;
    shares[jest] = (marks[jest] / (1.0 + words / 90.0)).min(1.0);
    shares
}

/// Sentences before and behind what police say that belong to it.
const AROUND: usize = 2;
const PLAYED: Classes = Classes::of(&[Class::Tale, Class::Fiction, Class::Contest, Class::Sport]);
const ACT: Classes = Classes::of(&[
    Class::Kill,
    Class::Injure,
    Class::Shoot,
    Class::Kidnap,
    Class::Dox,
    Class::Harass,
    Class::Surveil,
    Class::Watch,
    Class::Threaten,
    Class::Ambush,
    Class::Explode,
    Class::Burn,
    Class::Bounty,
]);

/// What police say that they know of is no tale and no match: words of stage and pitch around it, which name people and
/// places there, tell of no world. Gives the sentences that say so.
fn sober(tokens: &mut [Token], sentences: &[Sentence]) -> Vec<usize> {
    const MORE: Classes = ACT.or(Classes::of(&[Class::Role, Class::Person]));
    let known: Vec<usize> = (0..sentences.len())
        .filter(|&at| is_known_to_police(&tokens[sentences[at].range()]))
        .collect();
    for &at in &known {
        let last = (at + AROUND).min(sentences.len() - 1);
        let around = sentences[at.saturating_sub(AROUND)].start..sentences[last].end;
        for token in &mut tokens[around] {
            if token.classes.any(PLAYED) && !token.classes.any(MORE) {
                token.classes = Classes::NONE;
            }
        }
    }
    known
}

/// `shot at the actor, police said`, `arrested on 9 March 2026 by police`; not `in the play, police say`.
fn is_known_to_police(sentence: &[Token]) -> bool {
    const DEALT: Classes = Classes::of(&[Class::Arrest, Class::Charge]);
    const TOLD: Classes = Classes::of(&[Class::Say, Class::According]);
    const DAY: Classes = Classes::of(&[Class::Weekday, Class::Month]);
    const REACH: usize = 5;
    let has = |classes| sentence.iter().any(|token| token.classes.any(classes));
    let justice = |token: &Token| token.classes.has(Class::Justice);
    if !sentence.iter().any(justice)
        || ["in", "en"].map(word_hash).contains(&sentence[0].hash) && has(PLAYED)
    {
        return false;
    }
    let plotted = ["say", "says", "believe", "dice", "dicen", "cree", "creen"].map(word_hash);
    let on_a_day = has(DAY);
    let told =
        |token: &Token| token.classes.any(TOLD) && (on_a_day || !plotted.contains(&token.hash));
    let said = sentence
        .windows(REACH.min(sentence.len()))
        .any(|near| near.iter().any(justice) && near.iter().any(told));
    said && has(ACT) || has(DEALT) && has_year(sentence)
}

/// A day with its month and year.
fn has_year(sentence: &[Token]) -> bool {
    const REACH: usize = 4;
    let year = |token: &Token| token.kind == TokenKind::Number && token.end - token.start == 4;
    sentence.iter().enumerate().any(|(at, token)| {
        let behind = &sentence[at..(at + REACH).min(sentence.len())];
        token.classes.has(Class::Month) && behind.iter().any(year)
    })
}

/// How far a passage is about a crime that is dealt with, 0–1: by whom, and sentences that tell of arrests and charges.
pub(crate) fn is_before_the_law(tokens: &[Token], sentences: &[Sentence]) -> f32 {
    const DEALT: Classes = Classes::of(&[Class::Arrest, Class::Charge]);
    const ENOUGH: usize = 3;
    let has = |sentence: &Sentence, classes: Classes| {
        let range = &tokens[sentence.start..sentence.end];
        range.iter().any(|token| token.classes.any(classes))
    };
    if !(sentences.iter()).any(|sentence| has(sentence, Classes::of(&[Class::Justice]))) {
        return 0.0;
    }
    let dealt = sentences.iter().filter(|sentence| has(sentence, DEALT));
    dealt.take(ENOUGH).count() as f32 / ENOUGH as f32
}

/// Parts of a text that speak each of their own matter: the items of a round-up, else the whole.
fn passages(tokens: &[Token], sentences: &[Sentence]) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let of_word = |s: &Sentence, class| tokens[s.start..s.end].iter().any(|t| t.classes.has(class));
    let bullet = |s: &Sentence| is_bullet(&tokens[s.start]);
    let called = sentences.iter().take(4).any(|s| of_word(s, Class::Roundup));
    let bullets = sentences.iter().filter(|s| bullet(s)).count();
    let first_of = |at: usize| at == 0 || sentences[at - 1].paragraph != sentences[at].paragraph;
    let alone = |at: usize| {
        first_of(at)
            && !sentences[at].closed
            && sentences[at].end - sentences[at].start <= 12
            && sentences
                .get(at + 1)
                .is_some_and(|next| next.paragraph != sentences[at].paragraph)
    };
    // `Fire. The blaze in the hills is out.`: items that begin with a word of what they are about
    let label = |at: usize| {
        let sentence = &sentences[at];
        first_of(at)
            && sentence.closed
            && sentence.end - sentence.start <= 4
            && sentences
                .get(at + 1)
                .is_some_and(|next| next.paragraph == sentence.paragraph)
    };
    let labels = (0..sentences.len()).filter(|&at| label(at)).count();
    let headings = (3..sentences.len()).filter(|&at| alone(at)).count();
    if bullets >= 3 && (called || bullets * 3 >= sentences.len()) {
        starts.extend((1..sentences.len()).filter(|&at| bullet(&sentences[at])));
    } else if labels >= 4 {
        starts.extend((1..sentences.len()).filter(|&at| label(at)));
    } else if called {
        starts.extend((1..sentences.len()).filter(|&at| first_of(at) && !alone(at - 1)));
    } else if headings >= 3 {
        starts.extend((3..sentences.len()).filter(|&at| alone(at)));
    }
    let ends = starts.iter().skip(1).copied().chain([sentences.len()]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(a, b)| a..b)
        .collect()
}

/// A mark at the start of an item of a list.
fn is_bullet(token: &Token) -> bool {
    token.kind == TokenKind::Punct && token.end - token.start <= 3
}
