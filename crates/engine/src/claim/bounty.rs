//! Rewards for harm or exposure: which sum for which act against whom.

use model::Kind;

use crate::extract::{Offer, is_conversion, is_set_on_nobody};
use crate::picture::Amount;
use crate::text::{Class, Classes};

use super::context::Context;
use super::extortion;
use super::figure::{Figures, Sort};
use super::fill;
use super::mention::Mention;
use super::trigger;

/// All prices on people.
pub(crate) fn find(context: &Context, offers: &[Offer]) -> Vec<Mention> {
    offers
        .iter()
        .filter(|offer| {
            is_told(context, offer.money, offer.sentence)
                && !is_for_release(context, offer.sentence)
                && !extortion::is_demanded(context, offer.sentence)
        })
        .map(|offer| mention(context, offer))
        .collect()
}

/// What is done where somebody is taken for money.
pub(crate) const RANSOM: &str = "kidnap for ransom";

/// Sums that are asked for letting somebody go.
pub(crate) fn ransoms(context: &Context) -> Vec<Mention> {
    let taken = Classes::of(&[Class::Kidnap]);
    if !context.any(0..context.doc.tokens.len(), taken) {
        return Vec::new();
    }
    let told = |at: usize| {
        let money = &context.money[at];
        let start = money.tokens.start;
        let sentence = context.doc.sentence_at(start);
        let denied = (start.saturating_sub(DENIED)..start)
            .any(|i| context.doc.is(i, Class::Neg) || context.doc.word(i) == "sin");
        if denied || !is_told(context, at, sentence) || !is_for_release(context, sentence) {
            return None;
        }
        let mut mention = Mention::new(Kind::Kidnapping, Some(RANSOM), sentence, start);
        mention.tokens = money.tokens.clone();
        mention.amount = Some(money.amount.clone());
        mention.vague = money.vague;
        mention.scene = true;
        Some(mention)
    };
    (0..context.money.len()).filter_map(told).collect()
}

/// A sum that is not the one before in another currency, and is not taken back.
pub(crate) fn is_told(context: &Context, at: usize, sentence: usize) -> bool {
    let money = &context.money[at];
    let before = at.checked_sub(1).map(|i| &context.money[i]);
    !before.is_some_and(|before| is_conversion(context.doc, before, money))
        && !retracted(context, sentence, money.tokens.start)
}

/// Tokens before a sum in which it is denied.
const DENIED: usize = 4;

/// `they demand a million for her release`, `piden rescate`, `the kidnappers want a million`: money for letting somebody go.
pub(crate) fn is_for_release(context: &Context, sentence: usize) -> bool {
    const RANSOM: Classes = Classes::of(&[Class::Ransom]);
    const ASKED: Classes = Classes::of(&[Class::Demand, Class::Want]);
    const CAPTIVE: Classes = Classes::of(&[Class::Freed, Class::Kidnap, Class::Holding]);
    const REWARD: Classes = Classes::of(&[Class::Tip, Class::Bounty, Class::Offer]);
    let any = |classes| context.any(context.sentence(sentence), classes);
    any(RANSOM) || any(ASKED) && (any(Classes::of(&[Class::Freed])) || any(CAPTIVE) && !any(REWARD))
}

/// Sums that the text tells in two currencies.
pub(crate) fn converted(context: &Context) -> Vec<(Amount, Amount)> {
    let pairs = context.money.windows(2);
    pairs
        .filter(|pair| is_conversion(context.doc, &pair[0], &pair[1]))
        .map(|pair| (pair[0].amount.clone(), pair[1].amount.clone()))
        .take(CONVERTED)
        .collect()
}

/// Conversions kept of one text.
const CONVERTED: usize = 32;

/// The sum beside words that surely tell of a price on somebody, where no rule knows what is asked for it.
pub(crate) fn beside(context: &Context, sentence: usize, at: usize) -> Option<Mention> {
    let range = context.sentence(sentence);
    let first = context
        .money
        .partition_point(|sum| sum.tokens.start < range.start);
    let sums = context.money[first..]
        .iter()
        .take_while(|sum| sum.tokens.start < range.end);
    let (nearest, _) = (first..first + sums.count())
        .map(|sum| (sum, context.money[sum].tokens.start.abs_diff(at)))
        .min_by_key(|&(_, far)| far)?;
    let asked = range.clone().find_map(|i| {
        let act = trigger::act_of(context.doc.classes(i));
        (act != "attack").then_some((i, act))
    });
    let offer = Offer {
        money: nearest,
        sentence,
        act: asked.map(|(_, act)| act),
        at: asked.map_or(at, |(at, _)| at),
        around: range,
    };
    if !is_told(context, nearest, sentence)
        || is_for_release(context, sentence)
        || is_set_on_nobody(context.doc, offer.around.clone())
    {
        return None;
    }
    Some(mention(context, &offer)).filter(|m| m.target.is_some() || m.act.is_some())
}

/// Adds sums that are likely prices where no rule finds one, and says what those are for of which no rule knows it.
pub(super) fn weigh(context: &Context, figures: &Figures, mentions: &mut Vec<Mention>) {
    if context.idle {
        return;
    }
    mentions
        .retain(|mention| mention.kind != Kind::Bounty || !is_lawful(context, figures, mention));
    let mut added = Vec::new();
    for figure in figures.iter() {
        let (Sort::Sum(money), Some(act)) = (figure.sort, figure.price()) else {
            continue;
        };
        let start = figure.tokens.start;
        let sentence = context.doc.sentence_at(start);
        // `Fifty thousand dollars. That is the price on her head.`
        let from = mentions.partition_point(|m| m.sentence + 1 < sentence);
        let to = mentions.partition_point(|m| m.sentence <= sentence + 1);
        let known = mentions[from..to]
            .iter_mut()
            .find(|mention| mention.kind == Kind::Bounty && mention.tokens.contains(&start));
        match known {
            Some(mention) => mention.act = mention.act.or(act),
            None => added.extend(priced(context, money, sentence, act)),
        }
    }
    mentions.append(&mut added);
    mentions.sort_by_key(|m| m.at);
}

/// Its sum surely is a lawful reward.
fn is_lawful(context: &Context, figures: &Figures, mention: &Mention) -> bool {
    let mut sums = figures.within(mention.tokens.clone()).iter();
    sums.any(|figure| match figure.sort {
        Sort::Sum(at) => {
            mention.amount.as_ref() == Some(&context.money[at].amount) && figure.is_lawful()
        }
        _ => false,
    })
}

/// A sum that likely is a price.
fn priced(
    context: &Context,
    money: usize,
    sentence: usize,
    act: Option<&'static str>,
) -> Option<Mention> {
    let range = context.sentence(sentence);
    if !is_told(context, money, sentence)
        || is_for_release(context, sentence)
        || is_set_on_nobody(context.doc, range.clone())
    {
        return None;
    }
    let offer = Offer {
        money,
        sentence,
        act,
        at: context.money[money].tokens.start,
        around: range,
    };
    Some(Mention {
        scene: true,
        inferred: true,
        whole: true,
        ..mention(context, &offer)
    })
}

fn mention(context: &Context, offer: &Offer) -> Mention {
    let money = &context.money[offer.money];
    let mut mention = Mention::new(Kind::Bounty, offer.act, offer.sentence, offer.at);
    mention.tokens = money.tokens.start.min(offer.at)..money.tokens.end.max(offer.at + 1);
    mention.amount = Some(money.amount.clone());
    mention.vague = money.vague;
    mention.target = fill::target(context, offer.sentence, offer.at, offer.around.clone());
    mention
}

/// Whether a figure is named only to take it back.
pub(crate) fn retracted(context: &Context, sentence: usize, at: usize) -> bool {
    let doc = context.doc;
    let range = context.sentence(sentence);
    let not = (at.saturating_sub(4).max(range.start)..at).any(|i| doc.is(i, Class::Instead));
    let corrects = context.any(range.clone(), Classes::of(&[Class::Retract]));
    let before = (range.start..at).any(|i| doc.is(i, Class::Retract) && !doc.is(i, Class::Erratum));
    if context.corrects && is_our_word(context, range.start, at) {
        return true;
    }
    let retold = range.clone().any(|i| doc.is(i, Class::Retold));
    let mistaken = |s: usize| {
        const WRONG: Classes = Classes::of(&[Class::Retract, Class::Mistake]);
        s < doc.sentences.len() && context.any(context.sentence(s), WRONG)
    };
    let heads = range.clone().any(|i| doc.is(i, Class::ErratumHead));
    if retold && heads && !not {
        return true;
    }
    if retold && sentence > 0 && mistaken(sentence - 1) && mistaken(sentence + 1) {
        return true;
    }
    let denied = |i: usize| doc.is(i, Class::Neg) && doc.is(i, Class::Instead);
    corrects && (not || before)
        || not
            && (at.saturating_sub(3)..at)
                .any(|i| denied(i) && i + 3 > at && doc.word(i.saturating_sub(1)) == ",")
}

/// `we said that two people were hurt`, `publicamos que eran dos`: what a correction takes back.
fn is_our_word(context: &Context, start: usize, at: usize) -> bool {
    const REACH: usize = 12;
    let doc = context.doc;
    (at.saturating_sub(REACH).max(start)..at)
        .rev()
        .take_while(|&i| !matches!(doc.word(i), ";" | "."))
        .any(|i| {
            let said = |word: &str| {
                matches!(
                    word,
                    "said"
                        | "reported"
                        | "wrote"
                        | "stated"
                        | "gave"
                        | "described"
                        | "printed"
                        | "published"
                )
            };
            doc.word(i) == "we" && (i + 1..at.min(i + 4)).any(|j| said(doc.word(j)))
                || matches!(
                    doc.word(i),
                    "dijimos"
                        | "publicamos"
                        | "informamos"
                        | "escribimos"
                        | "afirmamos"
                        | "senalamos"
                )
        })
}
