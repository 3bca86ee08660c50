//! The dead and injured of an act: told with it, behind it, or denied.

use std::ops::Range;

use model::Kind;

use super::context::Context;
use super::figure::{Figure, Figures, Says, Sort};
use super::fill::{self, candidate};
use super::harm::{self, Harm};
use super::mention::Mention;
use super::{NEARBY, VIOLENT, agree, bounty, trigger};
use crate::earnest::{ENOUGH, earnest};
use crate::extract;
use crate::reading::Lang;
use crate::text::{Class, Classes};

/// Sentences by which the count may stand behind its act.
const REACH: usize = 3;

/// The dead and injured that rules count, those whom figures likely count beside, and where nobody counts them beside an
/// act, those to whom its sentence surely says that it did harm, in order.
pub(super) fn counted(
    context: &Context,
    mentions: &[Mention],
    figures: &Figures,
) -> Vec<extract::Casualty> {
    let by_figure = figures
        .iter()
        .filter_map(|figure| by_figure(context, figure));
    let mut all: Vec<extract::Casualty> = by_figure.collect();
    all.extend_from_slice(&context.casualties);
    all.sort_by_key(|one| one.tokens.start);
    if mentions.iter().any(|m| bears_casualties(m.kind)) {
        let mut beside = uncounted(context, mentions, &all);
        all.append(&mut beside);
        all.sort_by_key(|one| one.tokens.start);
    }
    all
}

/// Those to whom sentences in which nobody is counted surely say that harm was done.
fn uncounted(
    context: &Context,
    mentions: &[Mention],
    counted: &[extract::Casualty],
) -> Vec<extract::Casualty> {
    let (mut victims, mut found) = (Vec::new(), Vec::new());
    for sentence in 0..context.doc.sentences.len() {
        let start = context.sentence(sentence).start;
        let first = counted.partition_point(|one| one.tokens.start < start);
        let told = (counted.get(first)).is_some_and(|one| one.sentence == sentence);
        if told || context.is_heading(sentence) || context.is_question(sentence) {
            continue;
        }
        let first = mentions.partition_point(|m| m.sentence < sentence);
        let here = mentions[first..].iter();
        let mut here = here.take_while(|m| m.sentence == sentence);
        let hurt = match here.find(|m| bears_casualties(m.kind)) {
            Some(act) => harmed(context, act, &mut victims),
            None => harmed_beside(context, mentions, sentence, &mut victims),
        };
        found.extend(hurt);
    }
    found
}

/// Those whom a figure likely counts, where rules count nobody in it.
fn by_figure(context: &Context, figure: &Figure) -> Option<extract::Casualty> {
    let Sort::Number(number @ 1..) = figure.sort else {
        return None;
    };
    let killed = figure.says(&[Says::Killed, Says::Injured])? == Says::Killed;
    let tokens = &figure.tokens;
    let ruled = &context.casualties;
    let at = ruled.partition_point(|one| one.tokens.end <= tokens.start);
    let known = (ruled.get(at)).is_some_and(|one| one.tokens.start < tokens.end);
    (!known).then(|| extract::Casualty {
        tokens: tokens.clone(),
        sentence: context.doc.sentence_at(tokens.start),
        killed: killed.then_some(number),
        injured: (!killed).then_some(number),
        hedged: false,
        negated: false,
    })
}

/// Those to whom a sentence says that the act did harm, where rules count nobody in it and they were not told of before;
/// `victims` are the words for those who were.
fn harmed(
    context: &Context,
    mention: &Mention,
    victims: &mut Vec<u64>,
) -> Option<extract::Casualty> {
    let harm = harm::told(context, mention)?;
    let (tokens, number) = fill::victims(context, mention)?;
    let words = context.plain(tokens.clone()).words;
    let known = words.iter().any(|word| victims.contains(word));
    victims.extend(words);
    (!known).then_some(extract::Casualty {
        tokens,
        sentence: mention.sentence,
        killed: (harm == Harm::Killed).then_some(number),
        injured: (harm == Harm::Injured).then_some(number),
        hedged: false,
        negated: false,
    })
}

/// The same of a sentence that tells of no act.
fn harmed_beside(
    context: &Context,
    mentions: &[Mention],
    sentence: usize,
    victims: &mut Vec<u64>,
) -> Option<extract::Casualty> {
    let harm = harm::beside(context, mentions, sentence)?;
    let here = context.sentence(sentence);
    // `He broke his wrist`: whoever was spoken of before
    let people = [Some(sentence), sentence.checked_sub(1)];
    let people = people.into_iter().flatten();
    let people = people.map(|sentence| candidate::people(context, sentence));
    let people = people.into_iter().find(|people| !people.is_empty())?;
    let words: Vec<u64> = people
        .iter()
        .flat_map(|tokens| context.plain(tokens.clone()).words)
        .collect();
    let known = words.iter().any(|word| victims.contains(word));
    victims.extend(words);
    (!known).then(|| extract::Casualty {
        tokens: here.start..here.start + 1,
        sentence,
        killed: (harm == Harm::Killed).then_some(1),
        injured: (harm == Harm::Injured).then_some(1),
        hedged: false,
        negated: false,
    })
}

/// Gives the dead and injured to the act that they are told with, else to the last one told.
pub(super) fn add(context: &Context, mentions: &mut Vec<Mention>) {
    let counts = |of: fn(&extract::Casualty) -> Option<u32>| {
        let all = context.casualties.iter();
        all.filter(|one| of(one).is_some_and(|n| n > 0)).count()
    };
    let (killed, injured) = (counts(|one| one.killed), counts(|one| one.injured));
    let counted = (killed > 0, injured > 0);
    let single = (killed < 2, injured < 2);
    let mut told = mentions.iter().any(|m| bears_casualties(m.kind));
    for (place, casualty) in context.casualties.iter().enumerate() {
        if casualty.negated {
            add_nobody(context, mentions, casualty, counted);
            continue;
        }
        let casualty = &with_those_before(context, place);
        if trigger::is_misfortune(context, casualty.sentence)
            || trigger::is_told_falsely(context, casualty.sentence, casualty.tokens.end)
            || earnest(context.doc, casualty.sentence, Kind::Attack) < ENOUGH
            || bounty::retracted(context, casualty.sentence, casualty.tokens.start)
        {
            continue;
        }
        let violent = |m: &&mut Mention| bears_casualties(m.kind);
        let near = near(mentions, casualty.sentence);
        let here = mentions[near.clone()]
            .iter_mut()
            .filter(violent)
            .filter(|m| m.sentence == casualty.sentence)
            .min_by_key(|m| m.at.abs_diff(casualty.tokens.start));
        let act = if casualty.killed.is_some_and(|n| n > 0) {
            "kill"
        } else {
            "injure"
        };
        let alone = is_the_one(casualty, single);
        let partial = is_detail(context, casualty) && !alone || is_subset(context, casualty);
        let here = match here {
            Some(mention) => Some(mention),
            None => mentions[near.clone()].iter_mut().rev().find(|m| {
                m.sentence < casualty.sentence
                    && bears_casualties(m.kind)
                    && agree(m.killed, casualty.killed)
                    && agree(m.injured, casualty.injured)
            }),
        };
        match here {
            Some(mention) if partial && (mention.killed.is_some() || mention.injured.is_some()) => {
            }
            Some(mention) => {
                mention.partial = partial;
                mention.killed = casualty.killed.or(mention.killed);
                mention.injured = casualty.injured.or(mention.injured);
                if act == "kill" && mention.kind == Kind::Attack {
                    mention.act = Some("kill");
                }
            }
            None => {
                let before = mentions[near]
                    .iter()
                    .rev()
                    .find(|m| {
                        m.sentence < casualty.sentence
                            && (VIOLENT.contains(&m.kind) || bears_casualties(m.kind))
                    })
                    .map(|m| m.kind);
                if context.is_heading(casualty.sentence) {
                    continue;
                }
                let alone = before.is_none();
                if alone && (partial || told) {
                    continue;
                }
                told = true;
                let mut kind = before.unwrap_or(Kind::Attack);
                if kind == Kind::Kidnapping && act != "injure" {
                    continue;
                }
                if kind == Kind::Kidnapping {
                    kind = Kind::Attack;
                }
                let mut mention =
                    Mention::new(kind, Some(act), casualty.sentence, casualty.tokens.start);
                mention.seen_only = alone;
                mention.scene = alone;
                mention.tokens = casualty.tokens.clone();
                mention.partial = partial;
                mention.killed = casualty.killed;
                mention.injured = casualty.injured;
                let at = mentions.partition_point(|m| m.at < mention.at);
                mentions.insert(at, mention);
            }
        }
    }
}

/// `I know of two others`: with those counted just before, on the same word, they are so many.
fn with_those_before(context: &Context, place: usize) -> extract::Casualty {
    const OTHERS: [&str; 8] = [
        "others", "other", "another", "more", "otros", "otras", "mas", "otro",
    ];
    let here = context.casualties[place].clone();
    let others = here
        .tokens
        .clone()
        .any(|i| OTHERS.contains(&context.doc.word(i)));
    let before = place.checked_sub(1).map(|last| &context.casualties[last]);
    let Some(before) = before.filter(|before| {
        let paragraph = |one: &extract::Casualty| context.doc.sentences[one.sentence].paragraph;
        let both = here.killed.is_some() && here.injured.is_some();
        others && !both && !before.negated && paragraph(before) == paragraph(&here)
    }) else {
        return here;
    };
    let sum = |here: Option<u32>, before: Option<u32>| Some(here? + before.unwrap_or(0));
    extract::Casualty {
        killed: sum(here.killed, before.killed),
        injured: sum(here.injured, before.injured),
        ..here
    }
}

/// Those told of in a sentence and shortly before it.
fn near(mentions: &[Mention], sentence: usize) -> Range<usize> {
    let from = mentions.partition_point(|m| m.sentence + REACH < sentence);
    from..mentions.partition_point(|m| m.sentence <= sentence)
}

/// `Nobody was hurt`: nought in the act told of just before, unless the text itself counts somebody and this is
/// nobody else's word.
fn add_nobody(
    context: &Context,
    mentions: &mut [Mention],
    casualty: &extract::Casualty,
    (killed, injured): (bool, bool),
) {
    if !is_nobody(context, casualty) {
        return;
    }
    let said = context
        .voices
        .in_sentence(casualty.sentence)
        .next()
        .is_some();
    let near = near(mentions, casualty.sentence);
    let act = mentions[near]
        .iter_mut()
        .rev()
        .find(|m| bears_casualties(m.kind));
    let Some(act) = act else { return };
    if act.killed.is_none() && (said || !killed) {
        act.killed = casualty.killed;
    }
    if act.injured.is_none() && (said || !injured) {
        act.injured = casualty.injured;
    }
}

/// `no one`, `no injuries`, `sin heridos`: of nobody at all, not of somebody in particular.
fn is_nobody(context: &Context, casualty: &extract::Casualty) -> bool {
    let first = casualty.tokens.start;
    let second = context
        .doc
        .word((first + 1).min(context.doc.tokens.len() - 1));
    casualty.tokens.len() > 1
        && match context.doc.word(first) {
            "no" if context.doc.lang == Lang::Es => {
                matches!(
                    second,
                    "hubo" | "hay" | "se" | "deja" | "dejo" | "causo" | "murio"
                )
            }
            "nobody" | "no" | "none" | "nadie" | "ningun" | "ninguna" | "ninguno" | "sin"
            | "zero" => true,
            _ => false,
        }
}

/// Who is hurt where somebody is taken was hurt in the taking.
pub(super) fn settle(mentions: &mut [Mention]) {
    for index in 1..mentions.len() {
        let (before, here) = mentions.split_at_mut(index);
        let hurt = &mut here[0];
        if hurt.kind != Kind::Attack || hurt.act != Some("injure") || hurt.injured.is_none() {
            continue;
        }
        let taken = (before.iter().rev())
            .take(NEARBY)
            .take_while(|m| m.sentence + REACH >= hurt.sentence)
            .find(|m| m.kind == Kind::Kidnapping || bears_casualties(m.kind))
            .filter(|m| m.kind == Kind::Kidnapping);
        if let Some(taken) = taken {
            hurt.kind = taken.kind;
            hurt.act = taken.act;
            hurt.target.clone_from(&taken.target);
            hurt.place.clone_from(&taken.place);
            hurt.date = taken.date.clone();
        }
    }
}

/// People are hurt in it, as a rule by whoever does it, after a false call by whoever comes.
fn bears_casualties(kind: Kind) -> bool {
    kind == Kind::Swatting || VIOLENT.contains(&kind) && kind != Kind::Kidnapping
}

/// One victim told of without a number: a part of the count, not the count.
fn is_detail(context: &Context, casualty: &extract::Casualty) -> bool {
    let one = casualty.killed.unwrap_or(0) + casualty.injured.unwrap_or(0) == 1;
    let counted = casualty.tokens.clone().any(|i| {
        context.doc.is(i, Class::NumberWord)
            || context.doc.tokens[i].kind == crate::text::TokenKind::Number
    });
    one && !counted
}

/// `Her guard was hurt`, in a text that tells of nobody else: as good as `one`.
fn is_the_one(casualty: &extract::Casualty, (killed, injured): (bool, bool)) -> bool {
    (casualty.killed.is_none() || killed) && (casualty.injured.is_none() || injured)
}

/// `Two of them are in a grave state`: fewer than were counted just before, on nobody else's word, and not instead.
fn is_subset(context: &Context, casualty: &extract::Casualty) -> bool {
    const BEFORE: usize = 2;
    let fewer = |whole: Option<u32>, part: Option<u32>| matches!((whole, part), (Some(whole), Some(part)) if part < whole);
    let first =
        (context.casualties).partition_point(|one| one.sentence + BEFORE < casualty.sentence);
    let told = context
        .voices
        .in_sentence(casualty.sentence)
        .next()
        .is_some();
    let denies = context.any(
        context.sentence(casualty.sentence),
        Classes::of(&[Class::Neg]),
    );
    !told
        && !denies
        && context.casualties[first..]
            .iter()
            .take_while(|one| one.sentence < casualty.sentence)
            .take(NEARBY)
            .any(|one| {
                !one.negated
                    && (fewer(one.injured, casualty.injured) && casualty.killed.is_none()
                        || fewer(one.killed, casualty.killed) && casualty.injured.is_none())
            })
}
