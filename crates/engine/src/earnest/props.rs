//! Coffins, gallows and effigies that a protest carries about: of a cause, not of somebody.

use crate::text::{Class, Classes, Doc};

/// `nurses on a picket carried a coffin marked "patient safety"`: nobody is named whom it is meant for.
pub(crate) fn is_prop(doc: &Doc, sentence: usize) -> bool {
    const SOMEBODY: Classes = Classes::of(&[
        Class::Role,
        Class::Title,
        Class::Courtesy,
        Class::FirstName,
        Class::Victim,
        Class::Home,
    ]);
    let here = doc.sentences[sentence].range();
    let first = sentence.saturating_sub(2);
    let last = (sentence + 1).min(doc.sentences.len() - 1);
    let mut around = doc.sentences[first].start..doc.sentences[last].end;
    here.clone().any(|at| doc.is(at, Class::Prop))
        && around.any(|at| doc.is(at, Class::Protest))
        && !here.into_iter().any(|at| doc.classes(at).any(SOMEBODY))
}
