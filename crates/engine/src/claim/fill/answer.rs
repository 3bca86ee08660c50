//! Whom answers befall or shield: the arrested, the guarded, and what was taken down.

use std::ops::Range;

use crate::claim::context::Context;
use crate::claim::mention::Filler;
use crate::claim::suspect;
use crate::extract::{self, NameKind};
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, TokenKind, is_listed};

use super::candidate::{candidate, is_plural, noun_phrase};
use super::{actor_penalty, speaker_penalty};

/// What leads to where something is posted.
const POSTED: Classes = Classes::of(&[Class::In, Class::On, Class::To]);

/// Words between a thing and the name it bears: `a channel known as X`.
const BEARS: usize = 3;

/// Who is kept safe: people and places, but not the guards, nor who pays or sends them.
pub(crate) fn kept_safe(context: &Context, sentence: usize, at: usize) -> Option<Filler> {
    let doc = context.doc;
    let range = context.sentence(sentence);
    let speakers: Vec<usize> = context
        .voices
        .in_sentence(sentence)
        .map(|said| said.speaker)
        .collect();
    let mut best: Option<(i32, Filler)> = None;
    let mut i = range.start;
    while i < range.end {
        let found =
            candidate(context, i, range.end).or_else(|| guarded_place(context, i, at, &range));
        let Some((tokens, filler, base)) = found else {
            i += 1;
            continue;
        };
        i = tokens.end.max(i + 1);
        if tokens.clone().any(|t| doc.is(t, Class::Guard)) {
            continue;
        }
        let speaks = filler.entity.is_some_and(|e| context.sources.speaks(e));
        let score = base - 3 * i32::from(speaks) + beside(at, &tokens)
            - speaker_penalty(context, &speakers, &tokens)
            - actor_penalty(context, &tokens, &filler)
            - giver_penalty(context, at, &tokens);
        if score > 0 && best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, filler));
        }
    }
    best.map(|(_, filler)| filler)
}

/// Nearness; what stands behind is rather what the act is for.
fn beside(at: usize, tokens: &Range<usize>) -> i32 {
    let before = tokens.end <= at;
    let distance = match before {
        true => at - tokens.end,
        false => tokens.start.saturating_sub(at),
    };
    let near = match distance {
        0..=4 => 3,
        5..=9 => 2,
        10..=16 => 0,
        _ => -2,
    };
    near + i32::from(!before)
}

/// Police and governments send guards oftener than they need them; ministers promise.
fn giver_penalty(context: &Context, at: usize, tokens: &Range<usize>) -> i32 {
    const GIVERS: Classes = Classes::of(&[Class::Police, Class::Government, Class::Authority]);
    let led = tokens.start > 0 && context.doc.classes(tokens.start - 1).any(GIVERS);
    let giver = led || context.any(tokens.clone(), GIVERS);
    match giver {
        true if tokens.end <= at => 6,
        true => 3,
        false => 0,
    }
}

/// `at the clinic`, `en ambos portones`, `outside the newsroom`.
fn guarded_place(
    context: &Context,
    at: usize,
    trigger: usize,
    range: &Range<usize>,
) -> Option<(Range<usize>, Filler, i32)> {
    const PLACE: Classes = Classes::of(&[Class::PlaceHead, Class::OrgHead, Class::Home]);
    const LEADS: usize = 4;
    let doc = context.doc;
    let free = doc.tokens[at].case == Case::Lower && context.names.at(at).is_none();
    let one = extract::singular(doc.word(at));
    let several = [Class::PlaceHead, Class::OrgHead]
        .iter()
        .any(|class| is_listed(one, *class));
    if !free || !several && !doc.classes(at).any(PLACE) {
        return None;
    }
    let led = (at.saturating_sub(LEADS).max(range.start)..at)
        .rev()
        .find(|&i| doc.is(i, Class::Prep))
        .is_some_and(|i| {
            doc.is(i, Class::In) || matches!(doc.word(i), "a" | "al" | "del" | "de" | "of" | "to")
        });
    let mut tokens = noun_phrase(context, at, range.end);
    if let Some(name) = named_behind(context, tokens.end, range.end) {
        tokens.end = name.end;
    }
    let filler = context.plain(tokens.clone());
    // `custodian desde ayer el juzgado`
    let object = at > trigger && at <= trigger + LEADS;
    (led || object).then_some((tokens, filler, 2))
}

/// What was taken down, with the name it bears: `the channel known as "Night Watch"`.
pub(crate) fn taken_down(context: &Context, sentence: usize, at: usize) -> Option<Filler> {
    let doc = context.doc;
    let range = context.sentence(sentence);
    let end = range.end;
    let listing = |&i: &usize| {
        doc.is(i, Class::Listing)
            && doc.tokens[i].case == Case::Lower
            && !(i + 1 < end && doc.is(i + 1, Class::Platform) && doc.lang != Lang::Es)
    };
    let head = range
        .filter(listing)
        .min_by_key(|&i| (i.abs_diff(at), i < at))?;
    let name = named_behind(context, head + 1, end);
    Some(context.plain(head..name.map_or(head + 1, |name| name.end)))
}

/// Where on the net it stands: `on Telegram`, `in a group called "Night Watch"`, `en el canal «Noche Negra»`.
pub(crate) fn posted_at(context: &Context, sentence: usize, at: usize) -> Option<Filler> {
    const LEADS: usize = 3;
    let doc = context.doc;
    let range = context.sentence(sentence);
    let led = |&i: &usize| {
        let before = i.saturating_sub(LEADS).max(range.start)..i;
        before.into_iter().any(|j| doc.classes(j).any(POSTED))
    };
    let named = |i: usize| named_behind(context, i + 1, range.end).map(|name| i..name.end);
    let head = |&i: &usize| {
        (doc.is(i, Class::Platform) || doc.is(i, Class::Listing))
            && doc.tokens[i].case == Case::Lower
    };
    let channel = range.clone().filter(head).filter(led).filter_map(named);
    let brand = |&i: &usize| doc.is(i, Class::Platform) && doc.tokens[i].is_capital();
    let platform = range.clone().filter(brand).filter(led).map(|i| i..i + 1);
    let nearest = |one: &Range<usize>| one.start.abs_diff(at);
    let place = channel
        .min_by_key(nearest)
        .or_else(|| platform.min_by_key(nearest))?;
    Some(context.plain(place))
}

/// The capitalised words behind a noun: `group Night Watch`, `canal «Noche Negra»`, `page called Sol`.
fn named_behind(context: &Context, from: usize, end: usize) -> Option<Range<usize>> {
    let doc = context.doc;
    let mut start = from;
    while start < end && start < from + BEARS && !doc.tokens[start].is_capital() {
        let links = matches!(
            doc.word(start),
            "known" | "called" | "named" | "as" | "llamado" | "llamada" | "denominado" | "de"
        );
        if !links && doc.tokens[start].kind == TokenKind::Word || is_stop(doc.word(start)) {
            return None;
        }
        start += 1;
    }
    let mut last = start;
    while last < end
        && doc.tokens[last].kind == TokenKind::Word
        && (doc.tokens[last].is_capital()
            || last > start && last + 1 < end && doc.tokens[last + 1].is_capital())
    {
        last += 1;
    }
    (last > start).then_some(start..last)
}

fn is_stop(word: &str) -> bool {
    matches!(word, "," | ";" | ":" | "." | "(" | ")")
}

/// A person named beside the words of an arrest or a charge, who neither speaks nor holds an office.
pub(crate) fn held_by_name(context: &Context, sentence: usize, at: usize) -> Option<Filler> {
    const REACH: usize = 12;
    const FURTHER: usize = 24;
    const NOT_HELD: Classes = Classes::of(&[Class::Say, Class::By, Class::Kill, Class::Threaten]);
    let doc = context.doc;
    let clause = context.clause(sentence, at);
    let held = |full: &Range<usize>| {
        let before = full.start.saturating_sub(2).max(clause.start)..full.start;
        let behind = full.end..(full.end + 1).min(clause.end);
        let owner = behind.clone().any(|i| doc.is(i, Class::Possessive));
        !suspect::is_titled(context, &clause, full.start, full.end)
            && !context.any(before, NOT_HELD)
            && !context.any(behind, Classes::of(&[Class::Say]))
            && !owner
    };
    let name = context
        .names
        .within(clause.clone())
        .filter(|name| {
            let entity = &context.names.entities[name.entity];
            let person = entity.kind == NameKind::Person
                || entity.kind == NameKind::Other && is_described(context, &name.full, &clause);
            person
                && entity.words.len() > 1
                && (name.full.start.abs_diff(at) <= REACH
                    || name.full.start.abs_diff(at) <= FURTHER
                        && is_described(context, &name.full, &clause))
                && !context.sources.speaks(name.entity)
                && held(&name.full)
        })
        .min_by_key(|name| name.full.start.abs_diff(at))?;
    context.named(name.full.start)
}

/// `a man of 22, Orla Venn,`, `Orla Venn, 41,`: an unknown name is a person's where an age or a person stands beside it.
fn is_described(context: &Context, full: &Range<usize>, clause: &Range<usize>) -> bool {
    const SOMEBODY: Classes = Classes::of(&[Class::Person, Class::Perpetrator]);
    const BACK: usize = 9;
    let doc = context.doc;
    let aged = full.end + 1 < clause.end
        && doc.word(full.end) == ","
        && doc.tokens[full.end + 1].kind == TokenKind::Number;
    let apposed = full.start >= clause.start + 2
        && doc.word(full.start - 1) == ","
        && (full.start.saturating_sub(BACK).max(clause.start)..full.start - 1)
            .rev()
            .take_while(|&i| doc.word(i) != ",")
            .any(|i| doc.classes(i).any(SOMEBODY));
    aged || apposed
}

/// Who was held, where nobody is named: `a 44-year-old man`, `dos hermanos`.
pub(crate) fn described(context: &Context, sentence: usize, at: usize) -> Option<Filler> {
    const HELD: Classes = Classes::of(&[Class::Person, Class::Perpetrator, Class::Family]);
    const VERB: Classes = Classes::of(&[Class::Arrest, Class::Charge, Class::Victim]);
    const REACH: usize = 9;
    let doc = context.doc;
    let clause = context.clause(sentence, at);
    let near = at.saturating_sub(REACH).max(clause.start)..(at + REACH).min(clause.end);
    let head = near
        .filter(|&i| {
            let accused = doc.classes(i).any(HELD) && !doc.classes(i).any(VERB);
            let aimed = i > clause.start
                && (i.saturating_sub(3).max(clause.start)..i).any(|j| {
                    doc.is(j, Class::Against) || matches!(doc.word(j), "to" | "by" | "of")
                });
            accused
                && !aimed
                && doc.tokens[i].case == Case::Lower
                && !doc.word(i).starts_with("presunt")
        })
        .min_by_key(|&i| i.abs_diff(at))?;
    let mut tokens = noun_phrase(context, head, clause.end);
    while tokens.start > clause.start && doc.is(tokens.start - 1, Class::NumberWord) {
        tokens.start -= 1;
    }
    let mut filler = context.plain(tokens);
    filler.plural = is_plural(context, head);
    Some(filler)
}

/// `He was detained on Thursday`, `lo agarraron`: who was named last in the sentence before, neither speaks nor holds
/// an office.
pub(crate) fn told_before(context: &Context, sentence: usize, at: usize) -> Option<Filler> {
    const FEW: usize = 4;
    let doc = context.doc;
    let near = at.saturating_sub(FEW).max(context.sentence(sentence).start)..at;
    let pronoun = near.into_iter().any(|i| {
        let object = doc.lang == Lang::Es && matches!(doc.word(i), "lo" | "la") && i + 1 == at;
        object
            || matches!(doc.word(i), "he" | "she" | "him" | "her" | "el" | "ella")
                && doc.is(i, Class::Pronoun)
    });
    let before = context.sentence(sentence.checked_sub(1)?);
    let mut named = context.names.within(before.clone()).filter(|name| {
        let entity = &context.names.entities[name.entity];
        entity.kind == NameKind::Person
            && entity.words.len() > 1
            && !suspect::is_titled(context, &before, name.full.start, name.full.end)
    });
    let name = named.next_back().filter(|_| pronoun)?;
    context.named(name.full.start)
}

/// The only person whom the text treats as a suspect.
pub(crate) fn only_suspect(context: &Context) -> Option<Filler> {
    let [one] = context.suspects[..] else {
        return None;
    };
    let entity = &context.names.entities[one];
    (entity.kind == NameKind::Person).then(|| Filler {
        text: entity.name.clone(),
        words: entity.words.clone(),
        entity: Some(one),
        plural: false,
        definite: true,
    })
}
