//! What is done about it: arrests, removals, protection, appeals, investigations.

use model::Kind;

use crate::extract::NameKind;
use crate::text::{Class, Classes};

use super::context::Context;
use super::fill;
use super::mention::Mention;
use super::trigger::irrealis;

const PEOPLE: Classes = Classes::of(&[
    Class::Person,
    Class::Perpetrator,
    Class::Role,
    Class::Group,
    Class::NumberWord,
    Class::Family,
]);

/// The first arrest that a sentence tells of by its word; all other answers are told by rows of words.
pub(crate) fn find(context: &Context, sentence: usize) -> Option<Mention> {
    let arrests = |&at: &usize| {
        context.doc.is(at, Class::Arrest)
            && context.names.at(at).is_none_or(|n| n.full.len() <= 1)
            && !is_denied(context, sentence, at)
            && is_arrest(context, at)
            && has_people_near(context, sentence, at)
    };
    let at = context.sentence(sentence).find(arrests)?;
    Some(mention(context, sentence, at, "arrest"))
}

fn is_denied(context: &Context, sentence: usize, at: usize) -> bool {
    const REACH: usize = 4;
    let start = context.sentence(sentence).start;
    (at.saturating_sub(REACH).max(start)..at).any(|i| context.doc.is(i, Class::Neg))
        || irrealis(context, sentence, at)
}

fn has_people_near(context: &Context, sentence: usize, at: usize) -> bool {
    const REACH: usize = 10;
    let range = context.sentence(sentence);
    let near = at.saturating_sub(REACH)..(at + REACH).min(range.end);
    context.any(near.start.max(range.start)..near.end, PEOPLE)
        || context
            .names
            .within(near)
            .any(|n| n.kind == NameKind::Person || context.suspects.contains(&n.entity))
}

fn is_arrest(context: &Context, at: usize) -> bool {
    let word = context.doc.word(at);
    let noun = matches!(
        word,
        "raid"
            | "raids"
            | "detention"
            | "detentions"
            | "jail"
            | "prision"
            | "redada"
            | "redadas"
            | "custodia"
            | "custody"
    );
    let wanted = matches!(word, "captured" | "captura")
        && context.any(at.saturating_sub(8)..at + 1, Classes::of(&[Class::Bounty]));
    !noun && !wanted && !fill::is_picture_taken(context.doc, at)
}

/// An answer, with whom it befalls.
pub(crate) fn mention(context: &Context, sentence: usize, at: usize, act: &'static str) -> Mention {
    let mut mention = Mention::new(Kind::Response, Some(act), sentence, at);
    if matches!(act, "arrest" | "charge") {
        let around = context.sentence(sentence.saturating_sub(1)).start
            ..context
                .sentence((sentence + 1).min(context.doc.sentences.len() - 1))
                .end;
        mention.person = fill::suspect(context, context.sentence(sentence), at, None)
            .or_else(|| fill::answer::held_by_name(context, sentence, at))
            .or_else(|| fill::suspect(context, around, at, None))
            .or_else(|| {
                let described = fill::answer::described(context, sentence, at);
                let alone = described.as_ref().is_none_or(|held| !held.plural);
                let only = fill::answer::only_suspect(context).filter(|_| alone);
                only.or(described)
            })
            .or_else(|| fill::answer::told_before(context, sentence, at));
    }
    if act == "remove" {
        let range = context.sentence(sentence);
        let platform = range
            .filter(|&i| context.doc.is(i, Class::Platform))
            .min_by_key(|i| i.abs_diff(at));
        mention.target = fill::answer::taken_down(context, sentence, at)
            .or_else(|| platform.map(|i| context.plain(i..i + 1)));
    }
    mention
}
