//! Acts that detection finds by its rules, where no word of the lexicon names them.

use std::ops::Range;

use model::{Behaviour, Kind};

use super::VIOLENT;
use super::bounty;
use super::context::Context;
use super::mention::Mention;
use crate::detect::Told;
use crate::earnest::{ENOUGH, earnest, is_figure};
use crate::text::{Class, Classes, TokenKind};

/// Adds what is told of in sentences that name no such act yet; mentions stay in order.
pub(crate) fn add(context: &Context, told: &[Told], mentions: &mut Vec<Mention>) {
    let named: Vec<(usize, Kind)> = mentions.iter().map(|m| (m.sentence, m.kind)).collect();
    let mut added: Vec<Mention> = Vec::new();
    for one in told {
        let Some((kind, act)) = kind_and_act(context, one) else {
            continue;
        };
        let sentence = context.doc.sentence_at(one.tokens.start);
        let first = named.partition_point(|(s, _)| *s < sentence);
        let known = named[first..]
            .iter()
            .take_while(|(s, _)| *s == sentence)
            .map(|&(_, known)| known)
            .chain(
                added
                    .iter()
                    .filter(|m| m.sentence == sentence)
                    .map(|m| m.kind),
            )
            .any(|known| known == kind || covers(known, kind));
        let asserted = !context.is_heading(sentence)
            && !context.is_question(sentence)
            && !bounty::retracted(context, sentence, one.tokens.start);
        let at = point(context, one.tokens.clone());
        let meant = earnest(context.doc, sentence, kind) >= ENOUGH
            && !is_figure(context.doc, sentence, at, kind);
        if !known && asserted && meant {
            let mut mention = Mention::new(kind, Some(act), sentence, at);
            mention.tokens = one.tokens.clone();
            added.push(mention);
        }
    }
    mentions.append(&mut added);
    mentions.sort_by_key(|m| m.at);
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
        Kind::Ambush => known == Kind::Swatting,
        _ => false,
    }
}

fn kind_and_act(context: &Context, told: &Told) -> Option<(Kind, &'static str)> {
    let any = |class: Class| context.any(told.tokens.clone(), Classes::of(&[class]));
    Some(match told.kind {
        Behaviour::Threat => (Kind::Threat, "threaten"),
        Behaviour::Incitement => (Kind::Incitement, "attack"),
        Behaviour::Doxxing => (Kind::Doxxing, "doxxing"),
        Behaviour::Surveillance => (Kind::Surveillance, "surveil"),
        Behaviour::Ambush => (Kind::Ambush, "ambush"),
        Behaviour::Attack if any(Class::Kill) => (Kind::Attack, "kill"),
        Behaviour::Attack if any(Class::Shoot) => (Kind::Attack, "shoot"),
        Behaviour::Attack if any(Class::Burn) => (Kind::Attack, "arson"),
        Behaviour::Attack => (Kind::Attack, "injure"),
        Behaviour::Kidnapping => (Kind::Kidnapping, "kidnap"),
        Behaviour::Swatting => (Kind::Swatting, "false report (swatting)"),
        Behaviour::Harassment => (Kind::Harassment, "harass"),
        Behaviour::Explosive if any(Class::Letter) => (Kind::Explosive, "bomb threat"),
        Behaviour::Explosive => (Kind::Explosive, "bomb attack"),
        Behaviour::Bounty => return None,
    })
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
