//! How far an act told of in a passage is meant as it sounds: a crime of people against people.

mod attested;
mod figure;
mod props;

use model::Kind;

pub(crate) use attested::attest;
pub(crate) use figure::is_figure;
pub(crate) use props::is_prop;

use crate::reading::Lang;
use crate::text::{Class, Classes, Doc, TokenKind, World};

/// Worlds in which whatever happens is not real, or long past.
const AWAY: [World; 4] = [World::Tale, World::Jest, World::Drill, World::Past];
/// Worlds in which words of violence are figures of speech, or nobody is harmed by people.
const LIGHT: [World; 5] = [
    World::Contest,
    World::Code,
    World::Market,
    World::Remedy,
    World::Beast,
];
/// From this an act counts as one.
pub(crate) const ENOUGH: f32 = 0.5;

/// 1 where nothing speaks against it, 0 where the passage is of another world altogether.
pub(crate) fn earnest(doc: &Doc, sentence: usize, kind: Kind) -> f32 {
    use Kind::{Ambush, Attack, Doxxing, Explosive, Harassment, Kidnapping, Surveillance, Threat};
    let worlds = &doc.worlds;
    let mut away = worlds.most(sentence, &AWAY);
    if !is_before_the_law(doc, sentence) {
        away = away.max(worlds.most(sentence, &LIGHT));
        if matches!(kind, Attack | Explosive | Ambush) && !is_armed(doc, sentence) {
            away = away.max(worlds.share(sentence, World::Chance));
        }
    }
    if matches!(kind, Surveillance | Harassment | Doxxing | Threat) {
        away = away.max(worlds.share(sentence, World::Rights));
    }
    if matches!(kind, Attack | Ambush | Explosive | Kidnapping) && !is_civil(doc, sentence) {
        away = away.max(worlds.share(sentence, World::Front));
    }
    ((0.8 - away) / 0.3).clamp(0.0, 1.0)
}

/// Somebody deals with it as with a crime, in the sentence or beside it.
fn is_before_the_law(doc: &Doc, sentence: usize) -> bool {
    const DEALT: Classes = Classes::of(&[
        Class::Arrest,
        Class::Charge,
        Class::Investigate,
        Class::Perpetrator,
    ]);
    let last = (sentence + 2).min(doc.sentences.len() - 1);
    let near = doc.sentences[sentence.saturating_sub(2)].start..doc.sentences[last].end;
    near.clone().any(|at| doc.is(at, Class::Justice))
        && near.into_iter().any(|at| doc.classes(at).any(DEALT))
}

fn is_armed(doc: &Doc, sentence: usize) -> bool {
    const ARMED: Classes = Classes::of(&[Class::Weapon, Class::Shoot, Class::Perpetrator]);
    doc.sentences[sentence]
        .range()
        .any(|at| doc.classes(at).any(ARMED))
}

/// Whether the sentence speaks of anybody whose work is protected, soldiers aside.
pub(crate) fn is_civil(doc: &Doc, sentence: usize) -> bool {
    doc.sentences[sentence]
        .range()
        .any(|at| doc.is(at, Class::Role) && !doc.classes(at).any(Classes::of(&[Class::Front])))
}

/// `to threaten a person is contemptible`: of no act, but of its kind.
pub(crate) fn is_maxim(doc: &Doc, sentence: usize) -> bool {
    is_trend(doc, sentence) || is_nominal(doc, sentence)
}

/// `attacks on nurses rose by a tenth`: acts counted, none told.
pub(crate) fn is_trend(doc: &Doc, sentence: usize) -> bool {
    const DAY: Classes = Classes::of(&[Class::Weekday, Class::Month, Class::DateWord]);
    const ACTS: Classes = Classes::of(&[
        Class::Kill,
        Class::Injure,
        Class::Shoot,
        Class::Kidnap,
        Class::Threaten,
        Class::Harass,
    ]);
    let range = doc.sentences[sentence].range();
    let has = |classes| range.clone().any(|at| doc.classes(at).any(classes));
    let several = range
        .clone()
        .any(|at| doc.classes(at).any(ACTS) && doc.word(at).ends_with('s'));
    several && has(Classes::of(&[Class::Trend])) && !has(DAY)
}

fn is_nominal(doc: &Doc, sentence: usize) -> bool {
    const LEAD: Classes = Classes::of(&[Class::Be, Class::Conj, Class::While, Class::Det]);
    let range = doc.sentences[sentence].range();
    let first = range
        .clone()
        .filter(|&at| doc.tokens[at].kind == TokenKind::Word)
        .take(4)
        .find(|&at| !doc.classes(at).any(LEAD) && doc.word(at) != "so");
    let Some(first) = first else { return false };
    let word = doc.word(first);
    let nominal = match doc.lang {
        Lang::Es => ["ar", "er", "ir"].iter().any(|end| word.ends_with(end)),
        _ => word == "to" || word.len() > 5 && word.ends_with("ing"),
    };
    let fact = range.skip(1).any(|at| {
        let token = &doc.tokens[at];
        at > first && token.is_capital() && token.kind == TokenKind::Word && doc.word(at) != "i"
            || token.kind == TokenKind::Number
    });
    nominal && !fact
}
