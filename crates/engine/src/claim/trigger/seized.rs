//! What is taken and is nobody: pictures, proof, and whom the law takes.

use std::ops::Range;

use crate::claim::context::Context;
use crate::claim::fill;
use crate::extract::NameKind;
use crate::reading::Lang;
use crate::text::{Class, Classes};

/// `captured it on video`, `un teléfono secuestrado`: things are taken, nobody is.
pub(crate) fn is_seizure(context: &Context, sentence: usize, at: usize) -> bool {
    let doc = context.doc;
    let range = context.sentence(sentence);
    if fill::is_picture_taken(doc, at)
        || is_by_police(context, &range, at)
        || is_kept_as_proof(context, &range, at)
    {
        return true;
    }
    let object = (at + 1..(at + 4).min(range.end)).find(|&i| !doc.is(i, Class::Det));
    let taken = |i: usize| doc.is(i, Class::Goods);
    object.is_some_and(taken) || doc.lang == Lang::Es && at > range.start && taken(at - 1)
}

/// `se secuestró en el pabellón un papel`: what the law takes into its keeping.
fn is_kept_as_proof(context: &Context, range: &Range<usize>, at: usize) -> bool {
    const REACH: usize = 8;
    const SOMEBODY: Classes = Classes::of(&[
        Class::Role,
        Class::Person,
        Class::Title,
        Class::Family,
        Class::Victim,
    ]);
    let doc = context.doc;
    let behind = at + 1..(at + REACH).min(range.end);
    let by_whom = at > range.start && doc.word(at - 1) == "se";
    by_whom
        && doc.word(at).starts_with("secuestr")
        && !context.any(behind.clone(), SOMEBODY)
        && context
            .names
            .within(behind)
            .all(|name| name.kind != NameKind::Person)
}

/// `the capture of the gunman`, `capturados por la policía`, `se la llevó un agente`: an arrest, or a thing taken along.
fn is_by_police(context: &Context, range: &Range<usize>, at: usize) -> bool {
    const REACH: usize = 6;
    const LAW: Classes = Classes::of(&[Class::Perpetrator, Class::Arrest, Class::Crime]);
    let near = at.saturating_sub(REACH).max(range.start)..(at + REACH).min(range.end);
    const POLICE: Classes = Classes::of(&[Class::Police, Class::Guard, Class::Authority]);
    let word = context.doc.word(at);
    word.starts_with("captur")
        && near
            .into_iter()
            .any(|i| i != at && context.doc.classes(i).any(LAW))
        || word.starts_with("llev")
            && (at + 1..(at + 4).min(range.end)).any(|i| {
                context.doc.classes(i).any(POLICE) || context.doc.word(i).starts_with("agente")
            })
}
