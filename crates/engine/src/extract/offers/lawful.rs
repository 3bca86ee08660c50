//! Sums that are set on no victim: rewards of the authorities, fines, wages, prizes.

use std::ops::Range;

use crate::text::{Class, Classes, Doc};

/// Rewards for information about a crime, and for helping the police.
pub(super) fn helps_the_law(doc: &Doc, sentence: Range<usize>) -> bool {
    const CRIME: Classes = Classes::of(&[
        Class::Kill,
        Class::Shoot,
        Class::Injure,
        Class::Kidnap,
        Class::Ambush,
        Class::Burn,
        Class::Explode,
        Class::Perpetrator,
        Class::Arrest,
        Class::Charge,
        Class::Crime,
    ]);
    let end = sentence.end;
    sentence.filter(|&i| doc.is(i, Class::Tidings)).any(|i| {
        (i + 1..(i + 12).min(end))
            .take_while(|&j| !super::divides(doc, j))
            .any(|j| doc.classes(j).any(CRIME))
    })
}

/// `the governor offers a million to whoever finds him`: what authorities offer is set on no victim.
pub(super) fn is_public_reward(doc: &Doc, sentence: Range<usize>) -> bool {
    const REACH: usize = 6;
    const PUBLIC: Classes = Classes::of(&[Class::Government, Class::Police, Class::Authority]);
    const OTHERS: Classes = Classes::of(&[Class::Say, Class::Who, Class::That, Class::According]);
    let start = sentence.start;
    sentence.filter(|&at| doc.is(at, Class::Offer)).any(|verb| {
        let before = verb.saturating_sub(REACH).max(start)..verb;
        let plain = !before.clone().any(|i| doc.classes(i).any(OTHERS));
        plain
            && before.into_iter().any(|i| {
                let led = (i.saturating_sub(3).max(start)..i)
                    .any(|j| doc.is(j, Class::Prep) && !doc.is(j, Class::Of));
                (doc.classes(i).any(PUBLIC) || holds_office(doc.word(i))) && !led
            })
    })
}

fn holds_office(word: &str) -> bool {
    matches!(
        word,
        "governor"
            | "mayor"
            | "council"
            | "gobernador"
            | "gobernadora"
            | "gobernacion"
            | "alcalde"
            | "alcaldesa"
            | "alcaldia"
            | "ayuntamiento"
            | "intendencia"
    )
}

/// Fines, wages, damages, prizes, and rewards for helping the law: none of them a price on anybody.
pub(super) fn is_other_money(doc: &Doc, sentence: Range<usize>) -> bool {
    const OTHER: Classes = Classes::of(&[Class::Levy, Class::Lookalike, Class::Ransom]);
    const PLAY: Classes = Classes::of(&[Class::Sport, Class::Software]);
    let mut played = 0;
    sentence.into_iter().any(|i| {
        played += u8::from(doc.classes(i).any(PLAY)).min(2 - played);
        doc.classes(i).any(OTHER) || played > 1
    })
}
