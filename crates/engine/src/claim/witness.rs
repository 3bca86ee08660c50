//! Who tells that they saw or heard the act itself: a neighbour, a driver, somebody who was hurt. They stand behind it
//! beside the authorities, whatever words they find for it.

use std::collections::HashSet;

use model::Kind;

use super::VIOLENT;
use super::context::Context;
use super::mention::Mention;
use super::source::Source;
use crate::extract::NameKind;
use crate::text::{Class, Classes, TokenKind};

/// Sentences behind a witness's word in which the act that it is of may be told first.
const BEHIND: usize = 4;
/// Witnesses of one text.
const WITNESSES: usize = 8;

/// For each witness who tells nothing else, a mention of the act nearest in the text, on their word; where the text
/// tells of none, of whatever the other reports tell.
pub(super) fn find(context: &Context, mentions: &[Mention]) -> Vec<Mention> {
    let mut telling: HashSet<usize> = mentions.iter().filter_map(|m| m.source).collect();
    let held = |m: &Mention| matches!(m.act, Some("arrest" | "charge"));
    let accused: HashSet<usize> = mentions
        .iter()
        .flat_map(|m| [m.person.as_ref(), m.target.as_ref().filter(|_| held(m))])
        .filter_map(|somebody| somebody?.entity)
        .collect();
    let violent = |m: &&Mention| VIOLENT.contains(&m.kind) || m.kind == Kind::Swatting;
    let acts: Vec<&Mention> = mentions.iter().filter(violent).collect();
    let mut found: Vec<Mention> = Vec::new();
    for sentence in 0..context.doc.sentences.len() {
        if found.len() == WITNESSES {
            break;
        }
        let traces = traces_seen(context, sentence);
        let Some((at, who)) = traces.or_else(|| somebody_saw(context, sentence)) else {
            continue;
        };
        let source = &context.sources.list[who];
        let is_accused = source
            .entity
            .is_some_and(|entity| accused.contains(&entity));
        let act = nearest(&acts, sentence).cloned();
        let could_see = could_see(source) || traces.is_some() && act.is_some();
        if is_accused || !could_see || !telling.insert(who) {
            continue;
        }
        found.push(Mention {
            source: Some(who),
            direct: traces.is_some()
                || source.entity.is_some() && context.doc.is(at, Class::Witness),
            seen_only: act.is_none(),
            sentence,
            at,
            tokens: context.sentence(sentence),
            amount: None,
            killed: None,
            injured: None,
            partial: true,
            hedged: false,
            continues: true,
            ..act.unwrap_or_else(|| Mention::new(Kind::Attack, None, sentence, at))
        });
    }
    found
}

/// `This newspaper counted four holes in the window`: what the act left, as the text's own author saw it.
fn traces_seen(context: &Context, sentence: usize) -> Option<(usize, usize)> {
    let range = context.sentence(sentence);
    let at = range
        .clone()
        .find(|&i| context.doc.is(i, Class::Seen) && !context.quoted[i])
        .filter(|_| context.any(range, Classes::of(&[Class::Trace])))?;
    let who = context.voices.source_of(sentence, at).source;
    who.filter(|&who| context.sources.list[who].own)
        .map(|who| (at, who))
}

/// A witness's word, and whose it is.
fn somebody_saw(context: &Context, sentence: usize) -> Option<(usize, usize)> {
    let at = seeing(context, sentence)?;
    Some((at, speaker(context, sentence, at)?))
}

/// The word of a sentence that tells of seeing or hearing.
fn seeing(context: &Context, sentence: usize) -> Option<usize> {
    let doc = context.doc;
    // `it had my leg`: whoever speaks was there
    let part =
        |&i: &usize| context.quoted[i] && matches!(doc.word(i), "i" | "my" | "me" | "yo" | "mi");
    let sees = |&i: &usize| {
        part(&i)
            || doc.is(i, Class::Witness)
                && doc.tokens[i].kind == TokenKind::Word
                && (i == 0 || !doc.is(i - 1, Class::Neg))
    };
    let condemns = context
        .sentence(sentence)
        .any(|i| doc.is(i, Class::Condemn));
    context.sentence(sentence).find(sees).filter(|_| !condemns)
}

/// Who tells it: in the sentence, or in the quotation right behind it.
fn speaker(context: &Context, sentence: usize, at: usize) -> Option<usize> {
    let doc = context.doc;
    let word = |sentence: usize, at: usize| context.voices.source_of(sentence, at).source;
    let behind = || {
        let next = doc.sentences.get(sentence + 1)?;
        let quoted = next.range().take(2).any(|i| context.quoted[i]);
        let same = next.paragraph == doc.sentences[sentence].paragraph;
        (quoted && same)
            .then(|| word(sentence + 1, next.start))
            .flatten()
    };
    word(sentence, at).or_else(behind)
}

/// A person who speaks for no authority.
fn could_see(source: &Source) -> bool {
    let person =
        source.kind == NameKind::Person || source.generic && source.kind == NameKind::Other;
    person && !source.own && !source.police && !source.government && source.heads.is_empty()
}

/// The violent act told nearest before a sentence, else right after it; they are in order.
fn nearest<'m>(acts: &[&'m Mention], sentence: usize) -> Option<&'m Mention> {
    let (before, after) = acts.split_at(acts.partition_point(|m| m.sentence <= sentence));
    let behind = || after.first().filter(|m| m.sentence - sentence <= BEHIND);
    before.last().or_else(behind).copied()
}
