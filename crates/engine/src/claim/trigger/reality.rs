//! Whether an act is told as a fact: not wished, announced, threatened, denied or only named.

use crate::claim::context::Context;
use crate::reading::Lang;
use crate::text::{Class, Classes};

/// `warned that they would be killed`, `advertian que les quemarian la casa`.
pub(super) fn is_announcement(context: &Context, sentence: usize, at: usize) -> bool {
    let doc = context.doc;
    let start = at.saturating_sub(12).max(context.sentence(sentence).start);
    let raw = doc.raw(at).to_lowercase();
    let future = ["ría", "rían", "rá", "rán"]
        .iter()
        .any(|end| raw.ends_with(end))
        && doc.lang == Lang::Es
        || (at.saturating_sub(4).max(start)..at)
            .any(|i| matches!(doc.word(i), "would" | "will" | "iban" | "iba"));
    let told = (start..at).any(|i| {
        matches!(
            doc.word(i),
            "warned"
                | "warning"
                | "vowed"
                | "told"
                | "saying"
                | "said"
                | "promised"
                | "swore"
                | "decian"
                | "decia"
                | "diciendo"
                | "juraron"
                | "prometieron"
                | "advertian"
                | "advertia"
                | "advirtieron"
                | "advirtio"
                | "avisaron"
        )
    });
    future && told && !doc.is(at, Class::Watch)
}

/// `a voicemail warned her`, `un audio advierte a los maestros`
pub(super) fn is_warning_note(context: &Context, sentence: usize, at: usize) -> bool {
    let doc = context.doc;
    let warns = matches!(
        doc.word(at),
        "warned"
            | "warning"
            | "warns"
            | "advierte"
            | "advertia"
            | "advertian"
            | "advirtio"
            | "advierten"
    );
    let passive = at > 1
        && doc.is(at - 1, Class::Be)
        && (at.saturating_sub(8)..at).any(|i| doc.is(i, Class::Role));
    warns
        && (passive
            || context.any(
                at.saturating_sub(12).max(context.sentence(sentence).start)..at,
                Classes::of(&[Class::Letter]),
            ))
}

/// Words that tell of harm only beside others: adjectives, states, and verbs of many meanings.
pub(super) fn is_weak(context: &Context, at: usize) -> bool {
    matches!(
        context.doc.word(at),
        "deadly"
            | "lethal"
            | "letal"
            | "mortal"
            | "mortales"
            | "dead"
            | "death"
            | "deaths"
            | "die"
            | "dies"
            | "dying"
            | "hit"
            | "struck"
            | "beat"
            | "hurt"
            | "shots"
            | "bullet"
            | "bullets"
            | "kick"
            | "muerte"
            | "muertes"
            | "muerto"
            | "muerta"
            | "muertos"
            | "muertas"
            | "tiro"
            | "bala"
            | "balas"
            | "golpe"
            | "golpes"
            | "danos"
            | "dano"
            | "victimas"
            | "llamas"
            | "executive"
            | "execution"
            | "attacker"
            | "attackers"
            | "eliminar"
            | "died"
            | "murio"
            | "murieron"
            | "fallecio"
            | "fallecieron"
            | "fallecidos"
            | "fallecido"
            | "fallecida"
            | "quemaduras"
            | "burns"
            | "mate"
            | "mata"
            | "abatir"
            | "detonacion"
            | "burn"
            | "burned"
            | "burnt"
            | "injury"
            | "injuries"
            | "gunman"
            | "gunmen"
            | "shooter"
            | "killer"
            | "harm"
            | "knife"
            | "concussion"
            | "sin"
    )
}

/// Inside a quotation: harm in the future, or ahead of `you`.
pub(super) fn announced(context: &Context, sentence: usize, at: usize) -> bool {
    let range = context.sentence(sentence);
    let raw = context.doc.raw(at).to_lowercase();
    (at.saturating_sub(5).max(range.start)..at).any(|i| {
        matches!(
            context.doc.word(i),
            "will"
                | "gonna"
                | "'ll"
                | "voy"
                | "vamos"
                | "van"
                | "vas"
                | "you"
                | "te"
                | "les"
                | "would"
                | "i'll"
                | "we'll"
        ) || context.doc.is(i, Class::If)
    }) || raw.ends_with("ré")
        || raw.ends_with("remos")
        || raw.ends_with("rán")
}

/// Whether an act is only spoken of: as a possibility, an aim, the content of a threat or an offer.
pub(crate) fn irrealis(context: &Context, sentence: usize, at: usize) -> bool {
    let doc = context.doc;
    let range = context.sentence(sentence);
    let start = at.saturating_sub(8).max(range.start);
    let raw = doc.raw(at).to_lowercase();
    let before = |back: usize, class: Class| {
        (at.saturating_sub(back).max(range.start)..at).any(|i| doc.is(i, class))
    };
    let spoken = (start..at).any(|i| {
        doc.is(i, Class::Threaten)
            || doc.is(i, Class::Directive) && doc.is(at - 1, Class::To)
            || doc.word(i).starts_with("incentivi")
    });
    let offered = context.any(range.clone(), Classes::of(&[Class::Bounty]))
        && (before(6, Class::For) || before(5, Class::To) || before(8, Class::Pay));
    let supposed = before(4, Class::If) && doc.lang != Lang::Es;
    if spoken || offered || supposed || is_in_condition(context, range.start, at) {
        return true;
    }
    if doc.lang == Lang::Es {
        if ["ría", "rían", "ara", "aran", "iera", "ieran"]
            .iter()
            .any(|end| raw.ends_with(end))
            && raw.len() > 6
        {
            return true;
        }
        let infinitive = ["ar", "er", "ir", "arlo", "arla", "arlos", "arlas", "arle"]
            .iter()
            .any(|ending| raw.ends_with(ending));
        return infinitive
            && !before(2, Class::Be)
            && at > range.start
            && (doc.is(at - 1, Class::Prep) || before(3, Class::Modal));
    }
    let base = !(raw.ends_with("ed")
        || raw.ends_with("ing")
        || raw.ends_with('s')
        || raw == "shot"
        || raw == "slain"
        || raw == "beaten");
    base && at > range.start
        && (doc.is(at - 1, Class::To) && doc.word(at - 1) == "to" || before(3, Class::Modal))
        || before(2, Class::Modal) && !before(2, Class::Have)
}

/// `charged with causing the explosion`: what is spoken of as known has happened.
pub(crate) fn is_definite(context: &Context, at: usize) -> bool {
    const REACH: usize = 3;
    (at.saturating_sub(REACH)..at).any(|i| {
        matches!(
            context.doc.word(i),
            "the" | "el" | "la" | "los" | "las" | "del"
        )
    })
}

pub(crate) fn negated(context: &Context, sentence: usize, at: usize) -> bool {
    let doc = context.doc;
    let clause = context.clause(sentence, at);
    let start = at.saturating_sub(6).max(clause.start);
    let no = (start..at).any(|i| {
        doc.is(i, Class::Neg)
            && !matches!(
                doc.word((i + 1).min(doc.tokens.len() - 1)),
                "only" | "solo" | "longer"
            )
    });
    let denied = context
        .voices
        .in_sentence(sentence)
        .any(|said| said.denies && said.at < at && said.at + 8 > at);
    let charge = context.any(
        at.saturating_sub(14).max(clause.start)..at,
        Classes::of(&[Class::Offence]),
    );
    let gossip = context.voices.in_sentence(sentence).any(|said| {
        matches!(
            doc.word(said.speaker),
            "posts"
                | "post"
                | "rumors"
                | "rumours"
                | "users"
                | "publicaciones"
                | "usuarios"
                | "paginas"
                | "rumores"
        )
    });
    let retracted = charge
        || gossip
        || context.any(clause.start..at, Classes::of(&[Class::Rumour]))
        || doc.word((at + 1).min(doc.tokens.len() - 1)) == "false";
    no || denied || retracted
}

/// `if they come to your door with that bomb`: what stands behind an `if`, up to its comma.
pub(crate) fn is_in_condition(context: &Context, from: usize, at: usize) -> bool {
    let doc = context.doc;
    let parts = |i: &usize| matches!(doc.word(*i), "," | ";" | ":" | "—" | "–");
    let clause = (from..at).rev().take_while(|i| !parts(i));
    clause
        .into_iter()
        .any(|i| doc.is(i, Class::If) && !doc.raw(i).contains('í') && doc.word(i) != "salvo")
}

/// `sent two men to court, and a boy of 17, for arson`
pub(crate) fn is_charged_for(context: &Context, sentence: usize, at: usize) -> bool {
    let opens = context.sentence(sentence).start;
    at > opens
        && matches!(context.doc.word(at - 1), "for" | "por")
        && context.any(opens..at, Classes::of(&[Class::Charge]))
        && !is_definite(context, at)
}
