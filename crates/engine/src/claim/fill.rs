//! Filling slots from the clause that asserts, then from the sentence.

use std::ops::Range;

use crate::extract::NameKind;
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, TokenKind};

use super::context::Context;
use super::mention::{Filler, Mention};

const AIMED: Classes = Classes::of(&[
    Class::Role,
    Class::Family,
    Class::Victim,
    Class::Person,
    Class::Home,
]);
const ACTOR: Classes = Classes::of(&[Class::Perpetrator, Class::Group]);
const STOPS: Classes = Classes::of(&[
    Class::Prep,
    Class::Det,
    Class::Conj,
    Class::Say,
    Class::That,
    Class::Be,
    Class::Have,
    Class::Modal,
    Class::Aux,
    Class::Who,
    Class::While,
    Class::Possessive,
    Class::Pronoun,
    Class::Neg,
    Class::If,
    Class::To,
    Class::Arrest,
    Class::Charge,
    Class::Kill,
    Class::Kidnap,
    Class::Threaten,
    Class::Pay,
    Class::Injure,
    Class::Shoot,
    Class::Harass,
    Class::Watch,
    Class::Incite,
    Class::According,
]);

/// Fills target, place, person and date of a mention from around its trigger.
pub(crate) fn fill(context: &Context, mention: &mut Mention) {
    let (sentence, at) = (mention.sentence, mention.at);
    let range = context.sentence(sentence);
    let clause = context.clause(sentence, at);
    let several = mention.kind == model::Kind::Bounty
        && context
            .money
            .iter()
            .filter(|m| range.contains(&m.tokens.start))
            .count()
            > 1;
    if mention.target.is_none() && points_back(context, at, &range) {
        mention.target = meant_before(context, sentence, at).or_else(|| context.protectee());
    }
    if mention.target.is_none() && !several {
        mention.target = target(context, sentence, at, clause.clone())
            .or_else(|| target(context, sentence, at, range.clone()));
    }
    if mention.place.is_none() {
        mention.place = place(context, range.clone(), at);
    }
    if mention.date.is_none() {
        mention.date = context.when(range.clone(), &clause, at);
    }
    if mention.person.is_none() {
        mention.person = suspect(context, range.clone(), at, mention.target.as_ref());
    }
    mention.hedged = context.any(clause, Classes::of(&[Class::Hedge]));
}

/// An object pronoun right behind the act: `kill them`, `atacarla`.
fn points_back(context: &Context, at: usize, range: &Range<usize>) -> bool {
    let doc = context.doc;
    let word = doc.word(at);
    let clitic = doc.lang == Lang::Es
        && [
            "arla", "arlo", "arlas", "arlos", "erla", "erlo", "irla", "irlo", "arle",
        ]
        .iter()
        .any(|end| word.ends_with(end));
    clitic
        || (at + 1..(at + 4).min(range.end))
            .any(|i| matches!(doc.word(i), "him" | "her" | "them" | "ella"))
}

/// Whom a pronoun stands for: the last person or role before it who neither speaks nor is accused.
fn meant_before(context: &Context, sentence: usize, at: usize) -> Option<Filler> {
    let start = context.sentence(sentence.saturating_sub(2)).start;
    let speakers: Vec<usize> = (sentence.saturating_sub(2)..=sentence)
        .flat_map(|s| context.voices.in_sentence(s))
        .map(|said| said.speaker)
        .collect();
    (start..at).rev().find_map(|i| {
        let (tokens, filler, base) = candidate(context, i, at)?;
        let accused = actor_penalty(context, &tokens, &filler) > 0;
        (base >= 4 && !accused && !tokens.clone().any(|t| speakers.contains(&t))).then_some(filler)
    })
}

struct Candidate {
    score: i32,
    filler: Filler,
}

/// Whom an act is aimed at: the best of the people and homes in a range.
pub(crate) fn target(
    context: &Context,
    sentence: usize,
    at: usize,
    range: Range<usize>,
) -> Option<Filler> {
    let speakers: Vec<usize> = context
        .voices
        .in_sentence(sentence)
        .map(|said| said.speaker)
        .collect();
    let mut best: Option<Candidate> = None;
    let mut i = range.start;
    while i < range.end {
        let label = context
            .voices
            .labels
            .iter()
            .find(|label| label.contains(&i));
        if let Some(label) = label {
            i = label.end;
            continue;
        }
        let Some((tokens, filler, base)) =
            candidate(context, i, range.end).or_else(|| building(context, i, at, range.end))
        else {
            i += 1;
            continue;
        };
        i = tokens.end.max(i + 1);
        if tokens.contains(&at) && tokens.len() == 1 {
            continue;
        }
        let score = base + position(context, at, &tokens)
            - speaker_penalty(context, &speakers, &tokens)
            - actor_penalty(context, &tokens, &filler);
        if best.as_ref().is_none_or(|b| score > b.score) {
            best = Some(Candidate { score, filler });
        }
    }
    best.filter(|b| b.score > 0).map(|b| b.filler)
}

fn candidate(context: &Context, at: usize, limit: usize) -> Option<(Range<usize>, Filler, i32)> {
    let doc = context.doc;
    if let Some(name) = context.names.at(at) {
        let kind = context.names.entities[name.entity].kind;
        let tokens = name.full.start.min(at)..name.full.end;
        let behind_role = at > 0 && doc.is(at - 1, Class::Role);
        // `ICE agents`: the organisation belongs to the role behind it
        let before_role = (name.full.end..(name.full.end + 3).min(limit))
            .find(|&i| doc.is(i, Class::Role) && doc.tokens[i].case == Case::Lower)
            .filter(|&i| {
                (name.full.end..i).all(|j| {
                    !doc.classes(j).any(STOPS) && doc.tokens[j].kind == TokenKind::Word
                        || matches!(doc.word(j), "/")
                })
            });
        if let Some(role) = before_role {
            return Some((
                tokens.start..role + 1,
                with_preceding_names(context, tokens.start, role),
                5,
            ));
        }
        return match kind {
            NameKind::Person => Some((tokens, context.named(at)?, 5)),
            NameKind::Other if behind_role && name.tokens.len() > 1 => {
                Some((tokens, context.named(at)?, 5))
            }
            NameKind::Org if is_aimed_at(context, tokens.start) => {
                let end = (name.full.end..limit.min(name.full.end + 2))
                    .take_while(|&i| {
                        doc.tokens[i].case == Case::Lower && !doc.classes(i).any(STOPS)
                    })
                    .last()
                    .map_or(name.full.end, |i| i + 1);
                let building = (name.full.end..end)
                    .any(|i| doc.is(i, Class::PlaceHead) || doc.is(i, Class::OrgHead));
                let filler = if building {
                    context.plain(tokens.start..end)
                } else {
                    context.named(at)?
                };
                Some((tokens, filler, 1))
            }
            NameKind::Org | NameKind::Outlet => None,
            NameKind::Place | NameKind::Other => None,
        };
    }
    let token = &doc.tokens[at];
    if token.kind != TokenKind::Word
        || !token.classes.any(AIMED)
        || token.classes.any(ACTOR) && !token.classes.has(Class::Role)
    {
        return None;
    }
    let tokens = noun_phrase(context, at, limit);
    if let Some(filler) = context.holder_of(at, tokens.start) {
        return Some((tokens, filler, 6));
    }
    // `la magistrada Leonor Urdaspal`: the name says more
    if let Some(name) = context.names.at(tokens.end).filter(|n| {
        matches!(
            context.names.entities[n.entity].kind,
            NameKind::Person | NameKind::Other
        )
    }) {
        return Some((tokens.start..name.full.end, context.named(tokens.end)?, 6));
    }
    // `the lead prosecutor, Jane Doe,`
    let apposed = tokens.end + 1 < limit && doc.word(tokens.end) == ",";
    if let Some(name) = context.names.at(tokens.end + 1).filter(|n| apposed && n.full.start == tokens.end + 1 && context.names.entities[n.entity].kind == NameKind::Person && n.tokens.len() > 1) {
        return Some((tokens.start..name.full.end, context.named(tokens.end + 1)?, 6));
    }
    let base = if token.classes.has(Class::Role) {
        4
    } else if token.classes.has(Class::Home) {
        1
    } else {
        3
    };
    let mut filler = context.plain(tokens.clone());
    filler.plural = is_plural(context, at);
    Some((tokens, filler, base))
}

/// Several people: by the ending, or a word for a group.
fn is_plural(context: &Context, at: usize) -> bool {
    let word = context.doc.word(at);
    word.ends_with('s') && !word.ends_with("ss")
        || matches!(
            word,
            "staff"
                | "personnel"
                | "personal"
                | "people"
                | "men"
                | "women"
                | "children"
                | "plantilla"
                | "gente"
        )
}

/// A building that something is thrown at, set fire to or fired on: `contra la sede del consejo`.
fn building(
    context: &Context,
    at: usize,
    trigger: usize,
    limit: usize,
) -> Option<(Range<usize>, Filler, i32)> {
    const BUILDING: Classes = Classes::of(&[Class::OrgHead, Class::PlaceHead]);
    const BLOW: Classes = Classes::of(&[Class::Explode, Class::Burn, Class::Shoot, Class::Injure]);
    let doc = context.doc;
    let aimed = is_aimed_at(context, at)
        || at > 1 && matches!(doc.word(at - 1), "into" | "hacia")
        || at > 2 && matches!(doc.word(at - 2), "into" | "hacia" | "outside" | "inside");
    if !doc.classes(trigger).any(BLOW)
        || !doc.classes(at).any(BUILDING)
        || doc.tokens[at].case != Case::Lower
        || !aimed
    {
        return None;
    }
    let mut end = at + 1;
    while end < limit && end < at + 6 {
        let joins = matches!(doc.word(end), "de" | "del" | "of")
            && end + 1 < limit
            && doc.tokens[end + 1].kind == TokenKind::Word;
        let part = doc.tokens[end].kind == TokenKind::Number
            || doc.tokens[end].kind == TokenKind::Word
                && !doc.classes(end).any(STOPS)
                && doc.classes(end).any(BUILDING)
            || doc.classes(end).has(Class::OrgWord)
            || context.names.at(end).is_some()
            || doc.lang == Lang::Es && doc.word(end).ends_with("al");
        if !(joins || part) {
            break;
        }
        end += 1;
    }
    Some((at..end, context.plain(at..end), 3))
}

/// Behind `on`, `against`, `at`: an organisation is aimed at only where the words say so.
fn is_aimed_at(context: &Context, start: usize) -> bool {
    let doc = context.doc;
    (1..=3).any(|back| {
        start >= back
            && (doc.is(start - back, Class::Against)
                || doc.is(start - back, Class::On)
                || matches!(doc.word(start - back), "at" | "on" | "contra"))
            && (start - back + 1..start).all(|i| doc.is(i, Class::Det) || doc.is(i, Class::Role))
    })
}

/// `ICE and CBP officers`, `ICE/CBP officers`
fn with_preceding_names(context: &Context, start: usize, role: usize) -> Filler {
    let doc = context.doc;
    let mut first = start;
    while first >= 2
        && (matches!(doc.word(first - 1), "and" | "/" | "y" | "or"))
        && context
            .names
            .at(first - 2)
            .is_some_and(|n| n.kind == NameKind::Org)
    {
        first = context
            .names
            .at(first - 2)
            .map_or(first - 2, |n| n.full.start);
    }
    Filler {
        plural: is_plural(context, role),
        ..context.plain(first..role + 1)
    }
}

/// A role with the words that belong to it.
fn noun_phrase(context: &Context, at: usize, limit: usize) -> Range<usize> {
    let doc = context.doc;
    let (mut start, mut end) = (at, at + 1);
    while start > 0
        && at - start < 3
        && doc.tokens[start].gap
        && doc.tokens[start - 1].kind == TokenKind::Word
        && !doc.classes(start - 1).any(STOPS)
        && context
            .names
            .at(start - 1)
            .is_none_or(|n| n.kind == NameKind::Org)
        && !doc.word(start - 1).ends_with("ly")
        && doc.lang != Lang::Es
    {
        start -= 1;
    }
    if doc.is(at, Class::Home)
        && start > 1
        && doc.word(start - 1) == "'s"
        && doc.tokens[start - 2].kind == TokenKind::Word
    {
        start -= 2;
    }
    if doc.lang == Lang::Es {
        let of = end + 1 < limit
            && doc.word(end) == "de"
            && doc.tokens[end + 1].case == Case::Lower
            && !doc.classes(end + 1).any(STOPS);
        if of {
            end += 2;
        } else if end < limit
            && doc.tokens[end].kind == TokenKind::Word
            && doc.tokens[end].case == Case::Lower
            && [
                "al", "ales", "ario", "arios", "aria", "arias", "ico", "icos", "ica", "icas",
                "ivo", "ivos", "dores", "dor",
            ]
            .iter()
            .any(|e| doc.word(end).ends_with(e))
        {
            end += 1;
        }
    } else if end + 1 < limit
        && matches!(doc.word(end), "of" | "at")
        && context
            .names
            .at(end + 1)
            .is_some_and(|n| n.kind == NameKind::Org)
    {
        end = context
            .names
            .at(end + 1)
            .map_or(end, |n| n.full.end)
            .min(limit);
    }
    start..end
}

/// Nearness, and the side on which the object stands.
fn position(context: &Context, at: usize, tokens: &Range<usize>) -> i32 {
    let doc = context.doc;
    let before = tokens.end <= at;
    let distance = if before {
        at - tokens.end
    } else {
        tokens.start.saturating_sub(at + 1)
    };
    let near = match distance {
        0..=2 => 4,
        3..=5 => 3,
        6..=9 => 1,
        10..=16 => 0,
        _ => -2,
    };
    let lead = (tokens.start.saturating_sub(2)..tokens.start).any(|i| {
        doc.classes(i)
            .any(Classes::of(&[Class::Against, Class::On, Class::To]))
            || matches!(doc.word(i), "of" | "de" | "del" | "a" | "al")
    });
    let passive = at > 0
        && (doc.is(at - 1, Class::Be)
            || at > 1 && doc.is(at - 2, Class::Be) && !doc.is(at - 1, Class::Prep));
    let side = match (before, passive) {
        (true, true) => 4,
        (true, false) => -1,
        (false, true) => -1,
        (false, false) => 2,
    };
    let by = tokens.start > 0
        && (doc.is(tokens.start - 1, Class::By) && doc.word(tokens.start - 1) == "by"
            || tokens.start > 1 && doc.word(tokens.start - 2) == "by"
            || doc.lang == Lang::Es && passive && doc.word(tokens.start - 1) == "por");
    near + side + if lead && !before { 2 } else { 0 } - if by { 6 } else { 0 }
}

fn speaker_penalty(context: &Context, speakers: &[usize], tokens: &Range<usize>) -> i32 {
    let doc = context.doc;
    let says = doc.is(tokens.end, Class::Say) && !doc.tokens[tokens.end].is_capital()
        || doc.is(tokens.end, Class::Deny);
    if speakers.iter().any(|at| tokens.contains(at)) || says {
        7
    } else {
        0
    }
}

fn actor_penalty(context: &Context, tokens: &Range<usize>, filler: &Filler) -> i32 {
    let doc = context.doc;
    let named = filler
        .entity
        .is_some_and(|entity| context.suspects.contains(&entity));
    let acting = tokens
        .clone()
        .any(|i| doc.classes(i).any(ACTOR) && !doc.is(i, Class::Role));
    let talking = tokens.clone().any(|i| doc.is(i, Class::Spokesperson));
    if named || acting || talking { 6 } else { 0 }
}

/// Named places of a range, nearest first, those of one enumeration together.
pub(crate) fn place(context: &Context, range: Range<usize>, at: usize) -> Option<Filler> {
    let is_place = |kind: NameKind| kind == NameKind::Place;
    let places: Vec<_> = context
        .names
        .within(range.clone())
        .filter(|name| {
            is_place(context.names.entities[name.entity].kind)
                || beside_place(context, name.full.clone())
        })
        .collect();
    let nearest = places
        .iter()
        .min_by_key(|name| name.tokens.start.abs_diff(at))?;
    let (mut start, mut end) = (nearest.full.start, nearest.full.end);
    for name in &places {
        if name.full.start >= end && name.full.start - end <= 4 {
            end = name.full.end;
        }
    }
    for name in places.iter().rev() {
        if name.full.end <= start && start - name.full.end <= 4 {
            start = name.full.start;
        }
    }
    let mut filler = context.plain(start..end);
    filler.entity = Some(nearest.entity);
    Some(filler)
}

/// `Pilsen and Little Village in Chicago`: a name joined to a place, behind a preposition of place.
fn beside_place(context: &Context, full: Range<usize>) -> bool {
    let doc = context.doc;
    let Some(name) = context.names.at(full.start) else {
        return false;
    };
    if context.names.entities[name.entity].kind != NameKind::Other {
        return false;
    }
    let after = full.end < doc.tokens.len()
        && matches!(doc.word(full.end), "and" | "y" | "," | "in")
        && context
            .names
            .at(full.end + 1)
            .is_some_and(|n| context.names.entities[n.entity].kind == NameKind::Place);
    let before = full.start > 1
        && matches!(doc.word(full.start - 1), "and" | "y" | ",")
        && context
            .names
            .at(full.start - 2)
            .is_some_and(|n| context.names.entities[n.entity].kind == NameKind::Place);
    after || before
}

/// A suspect named in the sentence, other than the target.
pub(crate) fn suspect(
    context: &Context,
    range: Range<usize>,
    at: usize,
    target: Option<&Filler>,
) -> Option<Filler> {
    let name = context
        .names
        .within(range)
        .filter(|name| {
            context.suspects.contains(&name.entity)
                && target.and_then(|t| t.entity) != Some(name.entity)
        })
        .min_by_key(|name| name.tokens.start.abs_diff(at))?;
    let entity = &context.names.entities[name.entity];
    Some(Filler {
        text: entity.name.clone(),
        words: entity.words.clone(),
        entity: Some(name.entity),
        plural: false,
    })
}
