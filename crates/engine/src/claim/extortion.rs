//! Money demanded under threat: `exigen 500 dólares a cada médico`, `the sender demanded two bitcoin`.

use super::bounty;
use super::context::Context;
use super::mention::Mention;
use crate::text::{Class, Classes};

/// What is done where somebody is to pay to be left alone.
pub(crate) const EXTORTION: &str = "extort";

/// Sums that are demanded of somebody.
pub(crate) fn find(context: &Context) -> Vec<Mention> {
    let sums = context.money.iter().enumerate();
    sums.filter_map(|(at, money)| {
        let start = money.tokens.start;
        let sentence = context.doc.sentence_at(start);
        let told = is_demanded(context, sentence) && bounty::is_told(context, at, sentence);
        told.then(|| bounty::demanded(context, money, EXTORTION))
    })
    .collect()
}

/// A sentence tells of extortion, or somebody who is no authority demands; nobody is to be let go for it.
pub(crate) fn is_demanded(context: &Context, sentence: usize) -> bool {
    const EXTORTS: Classes = Classes::of(&[Class::Extort]);
    const DEMANDS: Classes = Classes::of(&[Class::Demand]);
    const WHO: Classes = Classes::of(&[Class::Perpetrator, Class::Letter, Class::Message]);
    let range = context.sentence(sentence);
    let by_somebody = || context.any(range.clone(), DEMANDS) && context.any(range.clone(), WHO);
    (context.any(range.clone(), EXTORTS) || by_somebody())
        && !bounty::is_for_release(context, sentence)
        && !crate::extract::is_set_on_nobody(context.doc, range)
}
