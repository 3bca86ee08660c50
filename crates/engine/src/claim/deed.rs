//! Acts, and answers to them, that detection finds by its rules, where no word of the lexicon names them.

use std::ops::Range;

use model::Kind;

use super::VIOLENT;
use super::bounty;
use super::context::Context;
use super::mention::Mention;
use super::response;
use super::trigger;
use crate::detect::Told;
use crate::earnest::{ENOUGH, earnest, is_figure, is_prop};
use crate::text::{Class, Classes, TokenKind};

/// Adds what is told of in sentences that name no such act yet; mentions stay in order.
pub(crate) fn add(context: &Context, told: &[Told], mentions: &mut Vec<Mention>) {
    type Known = (Kind, Option<&'static str>);
    let named: Vec<(usize, Known)> = mentions
        .iter()
        .map(|m| (m.sentence, (m.kind, m.act)))
        .collect();
    let mut added: Vec<Mention> = Vec::new();
    for one in told {
        let sentence = context.doc.sentence_at(one.tokens.start);
        if one.seen && one.deed.kind == Kind::Bounty {
            let known = |m: &Mention| m.kind == Kind::Bounty;
            if !mentions.iter().any(known) && is_asserted(context, one, Kind::Bounty, sentence) {
                added.extend(bounty::beside(context, sentence, one.tokens.start));
            }
            continue;
        }
        let Some((kind, act)) = kind_and_act(context, one) else {
            continue;
        };
        let is_told =
            |m: &Mention| m.kind == kind || m.kind != Kind::Response && m.sentence == sentence;
        if one.seen && (mentions.iter().any(is_told) || added.iter().any(is_told)) {
            continue;
        }
        let first = named.partition_point(|(s, _)| *s < sentence);
        let known = named[first..]
            .iter()
            .take_while(|(s, _)| *s == sentence)
            .map(|&(_, known)| known)
            .chain(
                added
                    .iter()
                    .filter(|m| m.sentence == sentence)
                    .map(|m| (m.kind, m.act)),
            )
            .any(|(known, its)| match kind {
                Kind::Response => known == kind && its == Some(act),
                _ => known == kind || covers(known, kind),
            });
        if !is_asserted(context, one, kind, sentence) {
            continue;
        }
        if known {
            let same = |m: &&mut Mention| m.sentence == sentence && m.kind == kind;
            let from = mentions.partition_point(|m| m.sentence < sentence);
            let to = mentions.partition_point(|m| m.sentence <= sentence);
            let mut its = mentions[from..to].iter_mut().chain(&mut added);
            if let Some(mention) = its.find(same) {
                mention.whole |= one.deed.act.is_some();
            }
            continue;
        }
        let at = point(context, one.tokens.clone());
        let mut mention = match kind {
            Kind::Response => response::mention(context, sentence, at, act),
            _ => Mention::new(kind, Some(act), sentence, at),
        };
        mention.tokens = one.tokens.clone();
        mention.scene = one.deed.act.is_some();
        added.push(mention);
    }
    mentions.append(&mut added);
    mentions.sort_by_key(|m| m.at);
    drop_lures(mentions);
}

/// `a false call drew two officers into gunfire`: the call is part of the ambush.
fn drop_lures(mentions: &mut Vec<Mention>) {
    let ambushed: Vec<usize> = mentions
        .iter()
        .filter(|m| m.kind == Kind::Ambush)
        .map(|m| m.sentence)
        .collect();
    mentions.retain(|m| m.kind != Kind::Swatting || ambushed.binary_search(&m.sentence).is_err());
}

/// Said in earnest, of something done, and neither asked, supposed nor taken back.
fn is_asserted(context: &Context, told: &Told, kind: Kind, sentence: usize) -> bool {
    const SUPPOSED: Classes = Classes::of(&[Class::If, Class::Modal]);
    let start = told.tokens.start;
    let range = context.sentence(sentence);
    let before = start.saturating_sub(4).max(range.start)..start;
    let supposed = context.any(before.clone(), SUPPOSED);
    let offered = kind == Kind::Response && context.any(before, Classes::of(&[Class::If]));
    let by_word_alone = matches!(kind, Kind::Threat | Kind::Response)
        || told.deed.act.is_none() && kind != Kind::Doxxing;
    let at = point(context, told.tokens.clone());
    let only_if = !matches!(kind, Kind::Threat | Kind::Incitement | Kind::Bounty)
        && trigger::is_in_condition(context, range.start, at);
    let accused = kind != Kind::Response && is_what_is_charged(context, sentence, start);
    let befell = !matches!(kind, Kind::Response | Kind::Swatting);
    let made_up = befell && trigger::is_told_falsely(context, sentence, at);
    let sent = |at: usize| trigger::is_bullet_sent(context, sentence, at);
    let posted = kind == Kind::Attack && told.tokens.clone().any(sent);
    let paid = kind == Kind::Attack && trigger::is_paid_for(context, sentence, at);
    let intends = |at: usize| context.doc.word(at) == "going";
    let meant = kind == Kind::Incitement && told.tokens.clone().any(intends);
    let guards = kind == Kind::Surveillance
        && (trigger::is_guarding(context, sentence, at)
            || told.seen && trigger::has_guards(context, range.start..at));
    let mut words = start.saturating_sub(1).max(range.start)..told.tokens.end;
    let of_nobody = match kind {
        Kind::Surveillance => words.any(|at| trigger::is_of_something(context.doc, at)),
        Kind::Kidnapping => words.any(|at| trigger::is_seizure(context, sentence, at)),
        _ => false,
    };
    !context.is_heading(sentence)
        && !of_nobody
        && !is_prop(context.doc, sentence)
        && !accused
        && !guards
        && !offered
        && !only_if
        && !posted
        && !paid
        && !meant
        && !made_up
        && !context.is_question(sentence)
        && !bounty::retracted(context, sentence, start)
        && (by_word_alone || !supposed)
        && earnest(context.doc, sentence, kind) >= ENOUGH
        && !is_figure(context.doc, sentence, at, kind)
}

/// `charged with solicitation of murder`: the name of an offence, not somebody's call.
fn is_what_is_charged(context: &Context, sentence: usize, start: usize) -> bool {
    const REACH: usize = 8;
    let opens = context.sentence(sentence).start;
    let from = start.saturating_sub(REACH).max(opens);
    let charged = context.any(from..start, Classes::of(&[Class::Charge, Class::Offence]));
    charged && !trigger::is_definite(context, start)
        || trigger::is_charged_for(context, sentence, start)
}

/// An act that says more stands already: an ambush is an attack, and so is the price on one.
fn covers(known: Kind, kind: Kind) -> bool {
    match kind {
        Kind::Attack => {
            VIOLENT.contains(&known) || known == Kind::Bounty || known == Kind::Incitement
        }
        Kind::Kidnapping => matches!(known, Kind::Bounty | Kind::Swatting),
        Kind::Threat => matches!(known, Kind::Explosive | Kind::Incitement | Kind::Bounty),
        Kind::Doxxing | Kind::Surveillance => known == Kind::Bounty,
        Kind::Harassment => matches!(known, Kind::Swatting | Kind::Explosive | Kind::Threat),
        _ => false,
    }
}

fn kind_and_act(context: &Context, told: &Told) -> Option<(Kind, &'static str)> {
    let any = |class: Class| context.any(told.tokens.clone(), Classes::of(&[class]));
    let kind = told.deed.kind;
    if let Some(act) = told.deed.act {
        return Some((kind, act));
    }
    let act = match kind {
        Kind::Attack if any(Class::Kill) => "kill",
        Kind::Attack if any(Class::Shoot) => "shoot",
        Kind::Attack if any(Class::Burn) => "arson",
        Kind::Attack => "injure",
        Kind::Threat => "threaten",
        Kind::Incitement => "attack",
        Kind::Doxxing => "doxxing",
        Kind::Surveillance => "surveil",
        Kind::Ambush => "ambush",
        Kind::Kidnapping => "kidnap",
        Kind::Swatting => "false report (swatting)",
        Kind::Harassment => "harass",
        Kind::Explosive if is_powder(context, told.tokens.clone()) => {
            return Some((Kind::Threat, "threaten"));
        }
        Kind::Explosive if any(Class::Letter) => "bomb threat",
        Kind::Explosive => "bomb attack",
        Kind::Bounty | Kind::Response => return None,
    };
    Some((kind, act))
}

/// Powder in an envelope is sent to frighten: it is no bomb.
fn is_powder(context: &Context, tokens: Range<usize>) -> bool {
    let mut words = tokens.map(|at| context.doc.word(at));
    words.any(|word| matches!(word, "powder" | "polvo" | "polvillo"))
}

/// The word that does the deed: the first that is neither somebody nor small.
fn point(context: &Context, tokens: Range<usize>) -> usize {
    const OTHER: Classes = Classes::of(&[
        Class::Role,
        Class::Person,
        Class::Title,
        Class::Det,
        Class::Be,
        Class::Have,
        Class::Prep,
        Class::Possessive,
        Class::NumberWord,
    ]);
    let start = tokens.start;
    tokens
        .into_iter()
        .find(|&at| {
            let token = &context.doc.tokens[at];
            token.kind == TokenKind::Word
                && !token.is_capital()
                && !context.doc.classes(at).any(OTHER)
        })
        .unwrap_or(start)
}
