//! Rewards for harm or exposure: which sum for which act against whom.

use model::Kind;

use crate::extract::{Offer, is_conversion};
use crate::picture::Amount;
use crate::text::{Class, Classes};

use super::context::Context;
use super::fill;
use super::mention::Mention;

/// All prices on people.
pub(crate) fn find(context: &Context, offers: &[Offer]) -> Vec<Mention> {
    offers
        .iter()
        .filter(|offer| {
            let money = &context.money[offer.money];
            let before = offer.money.checked_sub(1).map(|i| &context.money[i]);
            !before.is_some_and(|before| is_conversion(context.doc, before, money))
                && !retracted(context, offer.sentence, money.tokens.start)
        })
        .map(|offer| mention(context, offer))
        .collect()
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
