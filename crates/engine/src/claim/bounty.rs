//! Rewards for harm or exposure: which sum for which act against whom.

use std::ops::Range;

use model::Kind;

use crate::extract::{self, Offer};
use crate::text::{Class, Classes};

use super::context::Context;
use super::fill;
use super::mention::{Filler, Mention};
use super::trigger::act_of;

const ASKED: Classes = Classes::of(&[
    Class::Kill,
    Class::Kidnap,
    Class::Shoot,
    Class::Injure,
    Class::Burn,
    Class::Dox,
    Class::Surveil,
    Class::Watch,
    Class::Harass,
    Class::Data,
    Class::Ambush,
    Class::Threaten,
]);
const OFFER: Classes = Classes::of(&[Class::Bounty, Class::Pay]);

/// What an offer without a sum leaves for the sum that follows it.
#[derive(Default)]
struct Pending {
    act: Option<&'static str>,
    target: Option<Filler>,
    person: Option<Filler>,
    place: Option<Filler>,
    sentence: Option<usize>,
}

/// All offers with a sum.
pub(crate) fn find(context: &Context) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut pending = Pending::default();
    let mut last: Option<(usize, Option<&'static str>)> = None;
    let offers_anywhere = (0..context.doc.tokens.len()).any(|i| context.doc.is(i, Class::Bounty));
    let asks = (0..context.doc.tokens.len()).any(|i| context.doc.classes(i).any(HARMS));
    let priced = extract::offers(context.doc, &context.money);
    if !asks && priced.is_empty() {
        return found;
    }
    for sentence in 0..context.doc.sentences.len() {
        let range = context.sentence(sentence);
        if helps_police(context, range.clone()) {
            continue;
        }
        let offers = offers_anywhere || !found.is_empty();
        let near = pending.sentence.is_some_and(|s| sentence - s <= 2);
        let first = context
            .money
            .partition_point(|m| m.tokens.start < range.start);
        let sums: Vec<_> = context.money[first..]
            .iter()
            .take_while(|m| m.tokens.start < range.end)
            .collect();
        let before = context.sentence(sentence.saturating_sub(2)).start..range.end;
        let speaks = context.any(before, OFFER) || near;
        for (index, money) in sums.iter().enumerate() {
            let left = if index == 0 {
                range.start
            } else {
                sums[index - 1].tokens.end
            };
            let right = sums
                .get(index + 1)
                .map_or(range.end, |next| next.tokens.start);
            if index > 0 && is_conversion(context, sums[index - 1], money) {
                continue;
            }
            if retracted(context, sentence, money.tokens.start)
                || is_other_money(context, &money.tokens, range.clone())
            {
                continue;
            }
            let recent = last
                .filter(|&(before, _)| sentence - before == 1)
                .and_then(|(_, act)| act);
            let told = (speaks || for_harm(context, money.tokens.end, right))
                .then(|| {
                    let before = Before {
                        pending: &pending,
                        offers,
                        near,
                        recent,
                    };
                    let tokens = money.tokens.clone();
                    offer(context, sentence, tokens, left..right, &before)
                })
                .flatten();
            let price = priced
                .iter()
                .find(|price| price.money == first + index)
                .map(|price| of_price(context, price));
            if let Some(mut mention) = price.or(told) {
                mention.amount = Some(money.amount.clone());
                mention.vague = money.vague;
                if mention.act.is_none() && !leads_right(context, money.tokens.end, right) {
                    mention.act = recent;
                }
                last = Some((sentence, mention.act));
                found.push(mention);
            }
        }
        remember(context, sentence, &range, sums.is_empty(), &mut pending);
    }
    found
}

/// A sum that the sentence sets on an act, without words of rewards.
fn of_price(context: &Context, price: &Offer) -> Mention {
    let sum = &context.money[price.money].tokens;
    let mut mention = Mention::new(Kind::Bounty, Some(price.act), price.sentence, price.at);
    mention.tokens = sum.start.min(price.at)..sum.end.max(price.at + 1);
    mention.target = fill::target(context, price.sentence, price.at, price.around.clone());
    mention
}

/// `five thousand dollars for killing …`
fn for_harm(context: &Context, end: usize, limit: usize) -> bool {
    (end < limit && context.doc.is(end, Class::For))
        && context.any(end + 1..(end + 6).min(limit), HARMS)
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

const HARMS: Classes = Classes::of(&[
    Class::Kill,
    Class::Kidnap,
    Class::Shoot,
    Class::Injure,
    Class::Dox,
    Class::Surveil,
    Class::Threaten,
    Class::Harass,
]);

/// What the text has said of offers before a sum.
struct Before<'p> {
    pending: &'p Pending,
    /// The text speaks of a price on harm anywhere.
    offers: bool,
    /// An offer without a sum stands within two sentences.
    near: bool,
    /// What the sum of the sentence before was for.
    recent: Option<&'static str>,
}

fn offer(
    context: &Context,
    sentence: usize,
    money: Range<usize>,
    around: Range<usize>,
    before: &Before,
) -> Option<Mention> {
    let Before {
        pending,
        offers,
        near,
        recent,
    } = *before;
    let at = asked(
        context,
        money.end..right_end(context, money.end, around.end),
    )
    .or_else(|| {
        if leads_right(context, money.end, around.end) {
            None
        } else {
            asked_before(context, around.start..money.start)
        }
    })
    .filter(|&i| i < money.start || i >= money.end);
    let range = context.sentence(sentence);
    let own_bounty = context.any(range.clone(), Classes::of(&[Class::Bounty]))
        || for_harm(context, money.end, around.end);
    if at.is_none() && recent.is_some() && context.any(range.clone(), OFFER) {
        let mut mention = Mention::new(Kind::Bounty, recent, sentence, money.start);
        mention.tokens = money.clone();
        mention.target = fill::target(context, sentence, money.start, range);
        return Some(mention);
    }
    if at.is_none() && !own_bounty && pending.act.is_none() && pending.target.is_none() {
        return None;
    }
    if at.is_none() && !own_bounty && !near
        || !own_bounty && !offers && !context.any(range.clone(), OFFER)
    {
        return None;
    }
    let mut mention = Mention::new(
        Kind::Bounty,
        at.map(|i| act_for(context, i)),
        sentence,
        at.unwrap_or(money.start),
    );
    mention.tokens = at.map_or(money.clone(), |i| money.start.min(i)..money.end.max(i + 1));
    let segment = around.start.min(mention.tokens.start)
        ..right_end(context, mention.tokens.end, around.end).max(mention.tokens.end);
    mention.target = at
        .and_then(|i| fill::target(context, sentence, i, segment.clone()))
        .or_else(|| fill::target(context, sentence, money.end.saturating_sub(1), segment));
    if mention.act.is_none() && mention.target.is_none() && near {
        mention.act = pending.act;
    }
    if near && mention.target.is_none() {
        mention.target.clone_from(&pending.target);
    }
    if near && (mention.target.is_none() || mention.target == pending.target) {
        mention.person.clone_from(&pending.person);
        mention.place.clone_from(&pending.place);
    }
    (mention.act.is_some() || mention.target.is_some()).then_some(mention)
}

/// `$500 to whoever supplies …`: what is asked for stands behind the sum.
fn leads_right(context: &Context, end: usize, limit: usize) -> bool {
    end + 1 < limit
        && (context.doc.is(end, Class::For) || context.doc.is(end, Class::To))
        && matches!(context.doc.word(end), "to" | "a" | "for" | "por")
}

/// A segment ends where another statement starts.
fn right_end(context: &Context, start: usize, limit: usize) -> usize {
    (start..limit)
        .find(|&i| {
            matches!(context.doc.word(i), ";" | "while" | "whereas" | "mientras")
                || context.doc.word(i) == ","
                    && i + 1 < limit
                    && (context.doc.is(i + 1, Class::While)
                        && !matches!(context.doc.word(i + 1), "or" | "o")
                        || context.doc.is(i + 1, Class::Say))
        })
        .unwrap_or(limit)
}

fn asked(context: &Context, range: Range<usize>) -> Option<usize> {
    range.into_iter().find(|&i| is_asked(context, i))
}

fn asked_before(context: &Context, range: Range<usize>) -> Option<usize> {
    let mut found: Option<usize> = None;
    for i in range.clone().rev() {
        if matches!(context.doc.word(i), ";" | "while" | "mientras")
            || found.is_some_and(|known| known > i + 3)
        {
            break;
        }
        if is_asked(context, i)
            && found.is_none_or(|known| {
                (i + 1..known)
                    .any(|j| matches!(context.doc.word(j), "or" | "and" | "o" | "y" | "u" | ","))
            })
        {
            found = Some(i);
        }
    }
    found
}

fn is_asked(context: &Context, at: usize) -> bool {
    let doc = context.doc;
    if matches!(doc.word(at), "where" | "donde") {
        return (at + 1..(at + 7).min(doc.tokens.len())).any(|i| {
            ["live", "sleep", "reside", "vive", "duerme"]
                .iter()
                .any(|verb| doc.word(i).starts_with(verb))
        });
    }
    if doc.word(at).starts_with("entreg") {
        return (at + 1..(at + 4).min(doc.tokens.len()))
            .any(|i| doc.is(i, Class::Role) || doc.is(i, Class::Person))
            || doc.word(at).starts_with("entregara");
    }
    let other = matches!(
        doc.word(at),
        "lethal" | "number" | "numbers" | "message" | "messages" | "violence"
    );
    let threat = doc.is(at, Class::Threaten) && !doc.is(at, Class::Kill);
    doc.classes(at).any(ASKED) && !other && !threat
}

fn act_for(context: &Context, at: usize) -> &'static str {
    let classes = context.doc.classes(at);
    if matches!(context.doc.word(at), "where" | "donde") {
        return "doxxing";
    }
    if context.doc.word(at).starts_with("entreg") {
        return "kidnap";
    }
    if classes.has(Class::Data)
        && !classes.any(Classes::of(&[
            Class::Kill,
            Class::Kidnap,
            Class::Injure,
            Class::Shoot,
        ]))
    {
        "doxxing"
    } else {
        act_of(classes)
    }
}

/// Rewards for helping the police are no bounties.
fn helps_police(context: &Context, range: Range<usize>) -> bool {
    range.clone().any(|i| {
        matches!(
            context.doc.word(i),
            "leading" | "leads" | "conduzca" | "lleve" | "permita" | "conduzcan" | "lleven"
        ) && context.any(
            i..(i + 7).min(range.end),
            Classes::of(&[Class::Arrest, Class::Charge]),
        )
    }) || range
        .clone()
        .any(|i| context.doc.word(i) == "crimestoppers")
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

fn remember(
    context: &Context,
    sentence: usize,
    range: &Range<usize>,
    no_sum: bool,
    pending: &mut Pending,
) {
    let Some(bounty) = range.clone().find(|&i| context.doc.is(i, Class::Bounty)) else {
        return;
    };
    if !no_sum {
        pending.sentence = pending.sentence.map(|_| sentence);
        return;
    }
    let act = (bounty..range.end)
        .chain(range.start..bounty)
        .find(|&i| is_asked(context, i) && !context.doc.is(i, Class::Data))
        .map(|i| act_for(context, i));
    let target = fill::target(context, sentence, bounty, range.clone());
    *pending = Pending {
        act,
        person: fill::suspect(context, range.clone(), bounty, target.as_ref()),
        place: fill::place(context, range.clone(), bounty),
        target,
        sentence: Some(sentence),
    };
}
