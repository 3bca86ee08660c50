//! What is done about it: arrests, removals, protection, appeals, investigations.

use model::Kind;

use crate::extract::NameKind;
use crate::text::{Class, Classes};

use super::context::Context;
use super::fill;
use super::mention::Mention;
use super::trigger::irrealis;

const PEOPLE: Classes = Classes::of(&[
    Class::Person,
    Class::Perpetrator,
    Class::Role,
    Class::Group,
    Class::NumberWord,
    Class::Family,
]);

/// The answers that a sentence tells of, one for each act.
pub(crate) fn find(context: &Context, sentence: usize) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for at in context.sentence(sentence) {
        let inside_name = context.names.at(at).is_some_and(|n| n.full.len() > 1);
        if inside_name || context.doc.classes(at).any(Classes::of(&[Class::Threaten])) {
            continue;
        }
        let Some(act) = act(context, sentence, at) else {
            continue;
        };
        if found.iter().all(|m| m.act != Some(act)) {
            found.push(mention(context, sentence, at, act));
        }
    }
    found
}

fn act(context: &Context, sentence: usize, at: usize) -> Option<&'static str> {
    let doc = context.doc;
    let range = context.sentence(sentence);
    let classes = doc.classes(at);
    let near = |reach: usize, set: Classes| {
        context.any(
            at.saturating_sub(reach).max(range.start)..(at + reach).min(range.end),
            set,
        )
    };
    let person = |reach: usize| {
        near(reach, PEOPLE)
            || context
                .names
                .within(at.saturating_sub(reach)..(at + reach).min(range.end))
                .any(|n| n.kind == NameKind::Person || context.suspects.contains(&n.entity))
    };
    let negated = (at.saturating_sub(4).max(range.start)..at).any(|i| doc.is(i, Class::Neg));
    if negated || irrealis(context, sentence, at) && !classes.has(Class::Tip) {
        return None;
    }
    if classes.has(Class::Arrest) && person(10) && is_arrest(context, at) {
        return Some("arrest");
    }
    if classes.has(Class::Charge) && is_charge(doc.word(at)) && person(8) {
        return Some("charge");
    }
    let closed = matches!(
        doc.word(at),
        "cerrado" | "cerrados" | "cerrada" | "cerradas" | "closed" | "blocked"
    ) && !(at > range.start
        && (doc.is(at - 1, Class::Be) || doc.is(at - 1, Class::Have)));
    if classes.has(Class::Remove)
        && !closed
        && near(8, Classes::of(&[Class::Platform]))
        && !near(3, Classes::of(&[Class::PlaceHead]))
    {
        return Some("remove");
    }
    if classes.has(Class::Tip) {
        return Some("report");
    }
    if classes.has(Class::Protect) && is_protection(context, sentence, at) {
        return Some("protect");
    }
    let opens = (at.saturating_sub(6).max(range.start)..at).any(|i| {
        let word = doc.word(i);
        word.starts_with("open")
            || word.starts_with("launch")
            || word.starts_with("abri")
            || word.starts_with("abiert")
            || word.starts_with("inici")
    });
    if classes.has(Class::Investigate) && opens && !doc.is(at, Class::Role) {
        return Some("investigate");
    }
    None
}

fn is_arrest(context: &Context, at: usize) -> bool {
    let word = context.doc.word(at);
    let noun = matches!(
        word,
        "raid"
            | "raids"
            | "detention"
            | "detentions"
            | "prision"
            | "redada"
            | "redadas"
            | "custodia"
            | "custody"
    );
    let wanted = matches!(word, "captured" | "captura")
        && context.any(at.saturating_sub(8)..at + 1, Classes::of(&[Class::Bounty]));
    !noun && !wanted
}

fn is_charge(word: &str) -> bool {
    matches!(
        word,
        "charged"
            | "indicted"
            | "arraigned"
            | "convicted"
            | "sentenced"
            | "prosecuted"
            | "imputado"
            | "imputados"
            | "imputada"
            | "imputo"
            | "acusado"
            | "acusada"
            | "procesado"
            | "procesados"
            | "condenado"
            | "condenados"
            | "charges"
            | "charge"
            | "cargos"
            | "imputaron"
            | "vinculado"
            | "indictment"
    )
}

/// Protection that is given: a measure, and somebody or some place that it is given to.
fn is_protection(context: &Context, sentence: usize, at: usize) -> bool {
    const GIVEN: Classes = Classes::of(&[
        Class::Role,
        Class::Person,
        Class::Home,
        Class::Family,
        Class::Title,
        Class::PlaceHead,
        Class::OrgHead,
    ]);
    let doc = context.doc;
    let range = context.sentence(sentence);
    let word = doc.word(at);
    let vague = matches!(
        word,
        "protect"
            | "protects"
            | "seguridad"
            | "security"
            | "guard"
            | "guards"
            | "vigilancia"
            | "closed"
            | "escolta"
            | "escoltas"
            | "custodios"
            | "guardaespaldas"
            | "escorts"
            | "escort"
            | "protection"
            | "proteccion"
            | "cameras"
            | "camaras"
            | "alarm"
            | "alarms"
            | "custody"
            | "protected"
            | "moved"
    ) || word.starts_with("traslad")
        || word.starts_with("protec")
        || word.starts_with("proteg");
    let around = at.saturating_sub(9).max(range.start)..(at + 10).min(range.end);
    let given = context.any(around.clone(), GIVEN)
        || context
            .names
            .within(around.clone())
            .any(|n| n.kind == NameKind::Person);
    let done = around.into_iter().any(|i| {
        let w = doc.word(i);
        matches!(
            w,
            "under"
                | "extra"
                | "increased"
                | "assigned"
                | "posted"
                | "placed"
                | "stepped"
                | "enhanced"
                | "additional"
                | "given"
                | "provided"
                | "bajo"
                | "medidas"
                | "measures"
                | "counted"
                | "contara"
                | "contaran"
                | "doubled"
                | "asignado"
                | "asigno"
        ) || w.starts_with("reforz")
            || w.starts_with("refuerz")
            || w.starts_with("aument")
            || w.starts_with("doblad")
    });
    given && (!vague || done)
}

pub(crate) fn mention(context: &Context, sentence: usize, at: usize, act: &'static str) -> Mention {
    let mut mention = Mention::new(Kind::Response, Some(act), sentence, at);
    if matches!(act, "arrest" | "charge") {
        mention.target = None;
        let around = context.sentence(sentence.saturating_sub(1)).start
            ..context
                .sentence((sentence + 1).min(context.doc.sentences.len() - 1))
                .end;
        mention.person = fill::suspect(context, context.sentence(sentence), at, None)
            .or_else(|| fill::suspect(context, around, at, None));
    }
    if act == "remove" {
        let range = context.sentence(sentence);
        let platform = range
            .filter(|&i| context.doc.is(i, Class::Platform))
            .min_by_key(|i| i.abs_diff(at));
        mention.target = platform.map(|i| context.plain(i..i + 1));
    }
    mention
}
