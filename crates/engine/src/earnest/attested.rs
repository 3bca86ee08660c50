//! Acts that police are said to know of: where the rules find one told, no doubt about its words makes it unreal.

use model::{Behaviour, Kind, Stance};

use super::{ENOUGH, earnest, is_armed, is_figure};
use crate::detect::{Detection, Told};
use crate::reading::Finding;
use crate::text::{Class, Classes, Doc};

/// Likelier than not.
const LIKELY: f32 = 0.5;

/// Holds a text to report the acts in it that police are said to know of.
pub(crate) fn attest(doc: &Doc, detection: &mut Detection) {
    let known: Vec<&Told> = (detection.told.iter())
        .filter(|told| is_attested(doc, told))
        .collect();
    detection.attested = !known.is_empty();
    if detection.attested && matches!(detection.stance, Stance::Fiction | Stance::Unrelated) {
        detection.stance = Stance::Reports;
        for told in known {
            show(doc, told, &mut detection.behaviours);
        }
        (detection.behaviours).sort_by(|one, other| other.score.total_cmp(&one.score));
    }
}

/// Done on purpose, and told of in a sentence that says that police know of it.
fn is_attested(doc: &Doc, told: &Told) -> bool {
    use Kind::{Ambush, Attack, Bounty, Doxxing, Explosive, Kidnapping};
    const DEALT: Classes = Classes::of(&[Class::Arrest, Class::Charge]);
    let kind = told.deed.kind;
    let sentence = doc.sentence_at(told.tokens.start);
    let has = |sentence: usize, classes: Classes| {
        (doc.sentences[sentence].range()).any(|at| doc.classes(at).any(classes))
    };
    let meant = match kind {
        Ambush | Bounty | Doxxing | Explosive | Kidnapping => true,
        Attack => {
            let last = (sentence + 2).min(doc.sentences.len() - 1);
            is_armed(doc, sentence) || (sentence..=last).any(|near| has(near, DEALT))
        }
        _ => false,
    };
    meant
        && doc.worlds.is_known(sentence)
        && !has(sentence, Classes::of(&[Class::Accident]))
        && earnest(doc, sentence, kind) >= ENOUGH
        && !told
            .tokens
            .clone()
            .any(|at| is_figure(doc, sentence, at, kind))
}

/// Adds what is told of to what is shown.
fn show(doc: &Doc, told: &Told, shown: &mut Vec<Finding>) {
    let Some(kind) =
        (Behaviour::ALL.iter().copied()).find(|&one| Kind::from(one) == told.deed.kind)
    else {
        return;
    };
    match shown.iter_mut().find(|one| one.kind == kind) {
        Some(one) => one.score = one.score.max(LIKELY),
        None => shown.push(Finding {
            kind,
            score: LIKELY,
            evidence: vec![doc.quote(told.tokens.clone())],
        }),
    }
}
