//! Rewards for harm or exposure: which sum for which act against whom.

use std::ops::Range;

use model::Kind;

use crate::extract::{Money, Offer, is_conversion, is_set_on_nobody};
use crate::picture::{Amount, family};
use crate::text::{Class, Classes};

use super::context::Context;
use super::extortion::{self, EXTORTION};
use super::figure::{Figures, Sort, Sum};
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
        .map(|offer| offered(context, offer))
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
        let start = context.money[at].tokens.start;
        let sentence = context.doc.sentence_at(start);
        let asked = is_told(context, at, sentence) && is_for_release(context, sentence);
        (asked && !is_denied(context, start)).then(|| demanded(context, &context.money[at], RANSOM))
    };
    (0..context.money.len()).filter_map(told).collect()
}

/// `sin pedir 5.000 euros`, `never asked for a million`.
fn is_denied(context: &Context, start: usize) -> bool {
    (start.saturating_sub(DENIED)..start)
        .any(|i| context.doc.is(i, Class::Neg) || context.doc.word(i) == "sin")
}

/// A sum that is demanded: for letting somebody go or leaving somebody alone.
pub(super) fn demanded(context: &Context, money: &Money, act: &'static str) -> Mention {
    let start = money.tokens.start;
    let kind = match act {
        RANSOM => Kind::Kidnapping,
        _ => Kind::Threat,
    };
    Mention {
        tokens: money.tokens.clone(),
        amount: Some(money.amount.clone()),
        vague: money.vague,
        scene: true,
        ..Mention::new(kind, Some(act), context.doc.sentence_at(start), start)
    }
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
    Some(offered(context, &offer)).filter(|m| m.target.is_some() || m.act.is_some())
}

/// Adds sums that likely are prices, ransoms or extorted where no rule finds one, and says what prices are for of which no
/// rule knows it.
pub(super) fn weigh(context: &Context, figures: &Figures, mentions: &mut Vec<Mention>) {
    if context.idle {
        return;
    }
    mentions
        .retain(|mention| mention.kind != Kind::Bounty || !is_lawful(context, figures, mention));
    let mut added = Vec::new();
    for figure in figures.iter() {
        let (Some(money), Some(sum)) = (stated(context, figure.sort), figure.sum()) else {
            continue;
        };
        let start = figure.tokens.start;
        let sentence = context.doc.sentence_at(start);
        // `Fifty thousand dollars. That is the price on her head.`
        let from = mentions.partition_point(|m| m.sentence + 1 < sentence);
        let to = mentions.partition_point(|m| m.sentence <= sentence + 1);
        let known = (mentions[from..to].iter_mut())
            .find(|mention| mention.amount.is_some() && mention.tokens.contains(&start));
        match (known, sum) {
            (Some(mention), Sum::Price(act)) if mention.kind == Kind::Bounty => {
                if !are_alike(act, mention.act) {
                    mention.act = act.or(mention.act);
                }
            }
            (Some(_), _) => {}
            (None, Sum::Price(act)) => added.extend(priced(context, money, act)),
            (None, Sum::Ransom) => added.extend(asked(context, money, RANSOM)),
            (None, Sum::Extortion) => added.extend(asked(context, money, EXTORTION)),
        }
    }
    mentions.append(&mut added);
    mentions.sort_by_key(|m| m.at);
}

/// To watch somebody is to find them.
fn are_alike(one: Option<&str>, other: Option<&str>) -> bool {
    one.zip(other)
        .is_some_and(|(one, other)| family(one) == family(other))
}

/// The sum that a figure is, or may be, unless it only converts another or is taken back.
fn stated<'c>(context: &'c Context, sort: Sort) -> Option<&'c Money> {
    let sentence = |money: &Money| context.doc.sentence_at(money.tokens.start);
    match sort {
        Sort::Sum(at) => {
            let money = &context.money[at];
            is_told(context, at, sentence(money)).then_some(money)
        }
        Sort::Open(at) => {
            let money = &context.open[at];
            let taken_back = retracted(context, sentence(money), money.tokens.start);
            (!taken_back).then_some(money)
        }
        _ => None,
    }
}

/// A sum that likely is demanded.
fn asked(context: &Context, money: &Money, act: &'static str) -> Option<Mention> {
    let denied = is_denied(context, money.tokens.start);
    (!denied).then(|| Mention {
        inferred: true,
        whole: true,
        ..demanded(context, money, act)
    })
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
fn priced(context: &Context, money: &Money, act: Option<&'static str>) -> Option<Mention> {
    let sentence = context.doc.sentence_at(money.tokens.start);
    let range = context.sentence(sentence);
    if is_for_release(context, sentence) || is_set_on_nobody(context.doc, range.clone()) {
        return None;
    }
    Some(Mention {
        scene: true,
        inferred: true,
        whole: true,
        ..price(context, money, act, money.tokens.start, range)
    })
}

fn offered(context: &Context, offer: &Offer) -> Mention {
    let (money, around) = (&context.money[offer.money], offer.around.clone());
    price(context, money, offer.act, offer.at, around)
}

/// A price on somebody: what for and where that is said, and the words that belong to it.
fn price(
    context: &Context,
    money: &Money,
    act: Option<&'static str>,
    at: usize,
    around: Range<usize>,
) -> Mention {
    let sentence = context.doc.sentence_at(at);
    Mention {
        tokens: money.tokens.start.min(at)..money.tokens.end.max(at + 1),
        amount: Some(money.amount.clone()),
        vague: money.vague,
        target: fill::target(context, sentence, at, around),
        ..Mention::new(Kind::Bounty, act, sentence, at)
    }
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
