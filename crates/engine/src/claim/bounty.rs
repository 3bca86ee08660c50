//! Rewards for harm or exposure: which sum for which act against whom.

use std::ops::Range;

use model::Kind;

use crate::extract::{self, Offer};
use crate::text::{Class, Classes};

use super::context::Context;
use super::fill;
use super::mention::Mention;

/// All prices on people.
pub(crate) fn find(context: &Context) -> Vec<Mention> {
    extract::offers(context.doc, &context.money)
        .into_iter()
        .filter(|offer| {
            let money = &context.money[offer.money];
            let sentence = context.sentence(offer.sentence);
            let before = offer.money.checked_sub(1).map(|i| &context.money[i]);
            !before.is_some_and(|before| is_conversion(context, before, money))
                && !retracted(context, offer.sentence, money.tokens.start)
                && !is_other_money(context, &money.tokens, sentence)
        })
        .map(|offer| mention(context, &offer))
        .collect()
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

/// `20,000 euros (some 21,000 dollars)`
fn is_conversion(context: &Context, before: &extract::Money, money: &extract::Money) -> bool {
    let between = before.tokens.end..money.tokens.start;
    between.len() <= 4
        && before.amount.currency != money.amount.currency
        && between.into_iter().any(|i| {
            matches!(
                context.doc.word(i),
                "(" | "some"
                    | "about"
                    | "roughly"
                    | "unos"
                    | "unas"
                    | "equivalent"
                    | "equivalente"
                    | "or"
                    | "cerca"
                    | "around"
                    | "approximately"
                    | "aproximadamente"
            )
        })
}

/// Prices, fines, ransoms, budgets: sums whose own words say that they are something else.
fn is_other_money(context: &Context, money: &Range<usize>, sentence: Range<usize>) -> bool {
    let doc = context.doc;
    let around =
        money.start.saturating_sub(5).max(sentence.start)..(money.end + 4).min(sentence.end);
    around.into_iter().any(|i| {
        doc.is(i, Class::Ransom)
            || doc.is(i, Class::Lookalike)
            || matches!(
                doc.word(i),
                "fine"
                    | "fined"
                    | "bail"
                    | "bond"
                    | "budget"
                    | "damage"
                    | "multa"
                    | "fianza"
                    | "presupuesto"
                    | "salary"
                    | "rent"
                    | "grant"
                    | "ticket"
            )
    })
}

/// Whether a figure is named only to take it back.
pub(crate) fn retracted(context: &Context, sentence: usize, at: usize) -> bool {
    let doc = context.doc;
    let range = context.sentence(sentence);
    let not = (at.saturating_sub(4).max(range.start)..at)
        .any(|i| matches!(doc.word(i), "not" | "no" | "instead" | "lugar" | "rather"));
    let corrects = context.any(range.clone(), Classes::of(&[Class::Retract]));
    let before = (range.start..at).any(|i| {
        doc.is(i, Class::Retract)
            && !matches!(
                doc.word(i),
                "correction"
                    | "corrects"
                    | "corrected"
                    | "rectificacion"
                    | "correccion"
                    | "clarification"
                    | "updated"
            )
    });
    let sentences = context.doc.sentences.len();
    let earlier = range.clone().any(|i| {
        matches!(
            doc.word(i),
            "told"
                | "reported"
                | "published"
                | "decia"
                | "publicamos"
                | "informamos"
                | "dijimos"
                | "said"
                | "previous"
                | "earlier"
                | "anterior"
        )
    });
    let mistaken = |s: usize| {
        s < sentences
            && (context.any(context.sentence(s), Classes::of(&[Class::Retract]))
                || context.sentence(s).any(|i| {
                    matches!(
                        doc.word(i),
                        "mistake" | "error" | "wrong" | "errors" | "false" | "falso" | "incorrecto"
                    )
                }))
    };
    let heads = range.clone().any(|i| {
        matches!(
            doc.word(i),
            "correction" | "corrections" | "rectificacion" | "correccion"
        )
    });
    if earlier && heads && !not {
        return true;
    }
    if earlier && sentence > 0 && mistaken(sentence - 1) && mistaken(sentence + 1) {
        return true;
    }
    corrects && (not || before)
        || not
            && (at.saturating_sub(3)..at).any(|i| {
                matches!(doc.word(i), "not" | "no")
                    && i + 3 > at
                    && doc.word(i.saturating_sub(1)) == ","
            })
}
