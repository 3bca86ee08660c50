//! Filling slots from the clause that asserts, then from the sentence.

pub(super) mod answer;
pub(super) mod candidate;
pub(super) mod day;
mod weighed;

use std::ops::Range;

use model::Kind;

use crate::extract::{Name, NameKind};
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, Doc, TokenKind};

use super::context::Context;
use super::figure::Figures;
use super::is_protection;
use super::mention::{Filler, Mention, When};
use candidate::{building, candidate};
use weighed::Weighed;

/// From such log-odds on the model of arguments is trusted before the rules, and of days.
const SURE: f32 = 0.0;
const SURER: f32 = 1.0;
const ACTOR: Classes = Classes::of(&[Class::Perpetrator, Class::Group]);

/// `la captura que difunden`, `captura de pantalla`: a picture of a screen, which takes nobody.
pub(super) fn is_picture_taken(doc: &Doc, at: usize) -> bool {
    let noun = matches!(doc.word(at), "captura" | "capturas");
    let of = at + 1;
    let owned = of < doc.tokens.len() && doc.is(of, Class::Of);
    let of_screen = of + 1 < doc.tokens.len()
        && matches!(
            doc.word(of + 1),
            "pantalla" | "pantallas" | "imagen" | "video" | "chat"
        );
    noun && (!owned || of_screen)
}

/// Fills target, place, person and date of a mention from around its trigger: by the words that the model of arguments
/// surely points to, a day by what the model of figures says of it, else by rules.
pub(crate) fn fill(context: &Context, figures: &Figures, mention: &mut Mention) {
    let (sentence, at) = (mention.sentence, mention.at);
    let range = context.sentence(sentence);
    let clause = context.clause(sentence, at);
    let weighed = Weighed::of(context, mention);
    if mention.target.is_none() {
        mention.target = whom(context, mention, &weighed, &clause);
    }
    mention.place = (mention.place.take())
        .or_else(|| posted_at(context, mention))
        .or_else(|| weighed.place(SURE))
        .or_else(|| place(context, range.clone(), at));
    mention.date = (mention.date.take())
        .or_else(|| day::said(context, figures, mention))
        .or_else(|| {
            let when = weighed.when(SURER);
            let when = when.or_else(|| context.when(range.clone(), &clause, at))?;
            let firm = when.firm && !day::is_another(context, figures, mention, &when);
            Some(When { firm, ..when })
        });
    mention.person = (mention.person.take())
        .or_else(|| weighed.doer(SURE))
        .or_else(|| suspect(context, range, at, mention.target.as_ref()))
        .or_else(|| weighed.taken(SURE));
    mention.hedged = context.any(clause, Classes::of(&[Class::Hedge]));
}

/// Those whom an act is aimed at, as the model of arguments surely points to them, and how many they are.
pub(super) fn victims(context: &Context, mention: &Mention) -> Option<(Range<usize>, u32)> {
    Weighed::of(context, mention).victims(SURE)
}

/// Whom or what an act is aimed at. Of a sentence with several prices the model cannot tell which is on whom.
fn whom(
    context: &Context,
    mention: &Mention,
    weighed: &Weighed,
    clause: &Range<usize>,
) -> Option<Filler> {
    let (sentence, at) = (mention.sentence, mention.at);
    let range = context.sentence(sentence);
    let several = mention.kind == Kind::Bounty && context.money_within(range.clone()).len() > 1;
    let pointed_to = || {
        let back = points_back(context, at, &range);
        let meant = || meant_before(context, sentence, at).or_else(|| context.protectee());
        back.then(meant).flatten()
    };
    let by_rule = || match (is_protection(mention), several) {
        (true, _) => answer::kept_safe(context, sentence, at),
        (false, true) => None,
        (false, false) => target(context, sentence, at, clause.clone())
            .or_else(|| target(context, sentence, at, range.clone())),
    };
    let by_model = weighed.target(SURE).filter(|_| !several);
    by_model.or_else(pointed_to).or_else(by_rule)
}

/// Where on the net data of people was posted.
fn posted_at(context: &Context, mention: &Mention) -> Option<Filler> {
    let doxxing = mention.kind == Kind::Doxxing;
    doxxing.then(|| answer::posted_at(context, mention.sentence, mention.at))?
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
    // `an attack on one`
    let one = |i: usize| {
        let ends = i + 1 >= range.end || doc.tokens[i + 1].kind == TokenKind::Punct;
        doc.word(i) == "one" && ends && matches!(doc.word(i - 1), "on" | "against" | "of")
    };
    clitic
        || before_the_verb(context, at, range)
        || doc.lang != Lang::Es && (at + 2..(at + 4).min(range.end)).any(one)
        || (at + 1..(at + 4).min(range.end))
            .any(|i| matches!(doc.word(i), "him" | "her" | "them" | "ella"))
}

/// `la golpearon`, `les dispararon`: the pronoun stands before the verb.
fn before_the_verb(context: &Context, at: usize, range: &Range<usize>) -> bool {
    let doc = context.doc;
    let pronoun =
        at > range.start && matches!(doc.word(at - 1), "lo" | "la" | "los" | "las" | "le" | "les");
    let raw = doc.raw(at).to_lowercase();
    doc.lang == Lang::Es
        && pronoun
        && ["ó", "aron", "ieron", "aba", "aban", "ía", "ían"]
            .iter()
            .any(|end| raw.ends_with(end))
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
        let after = context
            .voices
            .labels
            .partition_point(|label| label.start <= i);
        let label = context.voices.labels[..after]
            .last()
            .filter(|label| label.contains(&i));
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
        if speakers.iter().any(|speaker| tokens.contains(speaker))
            && !tells_of_own(context, &tokens, sentence)
        {
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

/// `Reyes said her telephone rang all night`: who speaks may be whom it befell.
fn tells_of_own(context: &Context, speaker: &Range<usize>, sentence: usize) -> bool {
    const CITED: usize = 4;
    const REACH: usize = 24;
    let (doc, range) = (context.doc, context.sentence(sentence));
    let before = speaker.start.saturating_sub(CITED).max(range.start)..speaker.start;
    let own = |i: usize| doc.is(i, Class::Possessive) && doc.word(i) != "'s";
    !context.any(before, Classes::of(&[Class::According]))
        && (speaker.end..range.end.min(speaker.end + REACH)).any(own)
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
    // `cuenta con dos escoltas` tells nothing
    let has = doc.lang == Lang::Es
        && tokens.end + 1 < doc.tokens.len()
        && doc.word(tokens.end + 1) == "con";
    let says = doc.is(tokens.end, Class::Say) && !doc.tokens[tokens.end].is_capital() && !has
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
        .filter(|name| !is_where_tended(context, range.start, name.full.start))
        .filter(|name| {
            is_place(context.names.entities[name.entity].kind)
                || beside_place(context, name.full.clone())
        })
        .collect();
    let near = |name: &&&Name| name.tokens.start.abs_diff(at);
    let closely = (places.iter())
        .filter(|name| !is_country(context, name) && !is_dateline(context, range.start, name))
        .min_by_key(near);
    if closely.is_none()
        && let Some(place) = common_place(context, range.clone(), at)
    {
        return Some(place);
    }
    let dateline = || {
        (places.iter())
            .filter(|name| !is_country(context, name))
            .min_by_key(near)
    };
    let nearest = closely.or_else(dateline)?;
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

/// A sentence tells where the hurt were brought.
pub(super) fn is_about_the_hurt(context: &Context, sentence: usize) -> bool {
    let mut range = context.sentence(sentence);
    range.any(|i| is_brought(context.doc.word(i)))
}

fn is_brought(word: &str) -> bool {
    BROUGHT.iter().any(|stem| word.starts_with(stem))
}

/// Where it happened is told more closely elsewhere.
fn is_country(context: &Context, name: &Name) -> bool {
    let mut words = name.full.clone();
    words.all(|i| context.doc.is(i, Class::Country))
}

/// `PORT SALLOW, May 3 --`: where it is told from, which need not be where it happened.
fn is_dateline(context: &Context, start: usize, name: &Name) -> bool {
    const LONGEST: usize = 8;
    let doc = context.doc;
    let mut behind = name.full.end..(start + LONGEST).min(doc.tokens.len());
    doc.tokens[name.full.start].case == Case::Upper
        && behind.any(|i| matches!(doc.word(i), "-" | "—" | "–" | "--"))
}

/// How the hurt come to where they are tended.
const BROUGHT: [&str; 14] = [
    "taken",
    "rushed",
    "treated",
    "admitted",
    "transferred",
    "brought",
    "airlifted",
    "traslad",
    "llevad",
    "ingres",
    "atendid",
    "internad",
    "evacuad",
    "derivad",
];

/// `taken to the hospital in Nalwezi`: where the hurt are brought, not where they were hurt.
fn is_where_tended(context: &Context, start: usize, name: usize) -> bool {
    const REACH: usize = 5;
    let doc = context.doc;
    let house = |i: usize| {
        matches!(
            doc.word(i),
            "hospital" | "clinic" | "infirmary" | "clinica" | "sanatorio"
        )
    };
    let brought = |i: usize| is_brought(doc.word(i));
    let mut near = name.saturating_sub(REACH).max(start)..name;
    near.any(|i| house(i) && (i.saturating_sub(REACH).max(start)..i).any(brought))
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
        definite: true,
    })
}

/// `in the courthouse car park`, `en la puerta de personal`: a place without a name.
fn common_place(context: &Context, range: Range<usize>, at: usize) -> Option<Filler> {
    let doc = context.doc;
    // `taken from the car park`
    let leads = |i: usize| doc.is(i, Class::In) || matches!(doc.word(i), "from" | "desde");
    let located = |i: usize| {
        doc.is(i, Class::PlaceHead)
            && !doc.tokens[i].is_capital()
            && i > range.start + 1
            && (1..=4).any(|back| {
                i >= range.start + back
                    && leads(i - back)
                    && (i - back + 1..i).all(|j| !doc.is(j, Class::Say) && doc.word(j) != ",")
            })
    };
    let head = range
        .clone()
        .filter(|&i| located(i))
        .min_by_key(|i| i.abs_diff(at))?;
    let lead = (1..=4).find(|&back| leads(head - back))?;
    let mut start = head - lead + 1;
    while start < head && doc.is(start, Class::Det) {
        start += 1;
    }
    let mut end = head + 1;
    while end < range.end
        && end < head + 4
        && (doc.is(end, Class::PlaceHead)
            || matches!(doc.word(end), "de" | "del" | "of")
            || matches!(doc.word(end - 1), "de" | "del" | "of"))
    {
        end += 1;
    }
    let joined = |name: &&Name| name.full.start <= end && end <= name.full.end;
    if let Some(name) = context
        .names
        .at(end)
        .or_else(|| context.names.at(end - 1))
        .filter(joined)
    {
        end = name.full.end.min(range.end);
    }
    Some(context.plain(start..end))
}
