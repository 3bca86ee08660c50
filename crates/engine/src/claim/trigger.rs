//! Words that show that something is asserted, and whether it is asserted as a fact.

use model::Kind;

use crate::reading::Lang;
use crate::text::{Class, Classes, TokenKind};

use super::context::Context;

/// A word that shows an act.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trigger {
    pub at: usize,
    pub sentence: usize,
    pub kind: Kind,
    pub act: &'static str,
}

const ATTACK: Classes = Classes::of(&[Class::Kill, Class::Shoot, Class::Injure, Class::Burn]);
const HARM: Classes = Classes::of(&[
    Class::Kill,
    Class::Shoot,
    Class::Injure,
    Class::Burn,
    Class::Kidnap,
    Class::Harass,
    Class::Surveil,
    Class::Watch,
    Class::Ambush,
    Class::Explode,
]);
const OBJECT: Classes = Classes::of(&[
    Class::Role,
    Class::Person,
    Class::Home,
    Class::Family,
    Class::Victim,
    Class::OrgHead,
    Class::Object,
]);

/// The acts of a sentence, one for each kind and act, in order.
pub(crate) fn find(context: &Context, sentence: usize) -> Vec<Trigger> {
    let mut triggers: Vec<Trigger> = Vec::new();
    for at in context.sentence(sentence) {
        let inside_name = context.names.at(at).is_some_and(|name| name.full.len() > 1 && !matches!(name.kind, crate::extract::NameKind::Other));
        if inside_name {
            continue;
        }
        let Some((kind, act)) = classify(context, sentence, at) else {
            continue;
        };
        if negated(context, sentence, at) {
            continue;
        }
        let known = triggers.iter_mut().find(|t| t.kind == kind);
        match known {
            Some(trigger) if rank(act) > rank(trigger.act) => {
                *trigger = Trigger {
                    at,
                    sentence,
                    kind,
                    act,
                }
            }
            Some(_) => {}
            None => triggers.push(Trigger {
                at,
                sentence,
                kind,
                act,
            }),
        }
    }
    if let Some(called) = triggers
        .iter()
        .find(|t| t.kind == Kind::Incitement)
        .map(|t| t.at)
    {
        triggers.retain(|t| t.kind == Kind::Incitement || t.at < called || t.at > called + 26);
    }
    if triggers.iter().any(|t| t.kind == Kind::Ambush) {
        triggers.retain(|t| t.kind != Kind::Attack);
    }
    triggers
}

fn rank(act: &str) -> u8 {
    match act {
        "kill" => 3,
        "shoot" => 2,
        _ => 1,
    }
}

fn classify(context: &Context, sentence: usize, at: usize) -> Option<(Kind, &'static str)> {
    let classes = context.doc.classes(at);
    let near = |reach: usize, set: Classes| {
        let range = context.sentence(sentence);
        context.any(
            at.saturating_sub(reach).max(range.start)..(at + reach).min(range.end),
            set,
        )
    };
    if classes.has(Class::Swat)
        || classes.any(Classes::of(&[Class::Kidnap, Class::Shoot]))
            && is_false_alarm(context, sentence)
    {
        return Some((Kind::Swatting, "swatting"));
    }
    if let Some(incited) = incitement(context, sentence, at) {
        return Some((Kind::Incitement, incited));
    }
    let incendiary = classes.has(Class::Injure)
        && near(3, Classes::of(&[Class::Explode, Class::Burn]))
        && !classes.has(Class::Kill);
    if incendiary
        || classes.has(Class::Explode)
        || classes.has(Class::Burn)
            && !classes.has(Class::Injure)
            && near(3, Classes::of(&[Class::Explode]))
    {
        let threat = near(4, Classes::of(&[Class::Threaten])) || is_called_in(context, sentence);
        return (!irrealis(context, sentence, at) || threat).then_some((
            Kind::Explosive,
            if threat { "bomb threat" } else { "bombing" },
        ));
    }
    if classes.has(Class::Threaten) {
        return Some((Kind::Threat, "threaten"));
    }
    if classes.any(HARM) && is_announcement(context, sentence, at)
        || is_warning_note(context, sentence, at)
    {
        return Some((Kind::Threat, "threaten"));
    }
    if classes.has(Class::Kidnap) {
        return (!irrealis(context, sentence, at)).then_some((Kind::Kidnapping, "kidnap"));
    }
    if classes.has(Class::Ambush) {
        return Some((Kind::Ambush, "ambush"));
    }
    if classes.has(Class::Dox)
        && (is_doxxing_word(context.doc.word(at)) || near(12, Classes::of(&[Class::Expose])))
    {
        return Some((Kind::Doxxing, "doxxing"));
    }
    if classes.has(Class::Harass) {
        return Some((Kind::Harassment, "harass"));
    }
    if classes.has(Class::Surveil)
        || classes.has(Class::Drone) && near(10, OBJECT) && is_flown(context, sentence, at)
        || classes.has(Class::Watch) && watched(context, sentence, at)
    {
        return Some((Kind::Surveillance, "surveil"));
    }
    if classes.any(ATTACK) {
        return attack(context, sentence, at).map(|act| {
            if act == "threaten" {
                (Kind::Threat, act)
            } else {
                (Kind::Attack, act)
            }
        });
    }
    None
}

/// An emergency call that turns out false, told in this sentence and those beside it.
fn is_false_alarm(context: &Context, sentence: usize) -> bool {
    let here = context.sentence(sentence);
    let call = here.clone().any(|i| {
        matches!(
            context.doc.word(i),
            "emergency"
                | "emergencias"
                | "911"
                | "112"
                | "999"
                | "dispatcher"
                | "aviso"
                | "told"
                | "caller"
                | "call"
                | "llamada"
                | "llamo"
                | "alerto"
        )
    });
    let around = context.sentence(sentence).start
        ..context
            .sentence((sentence + 2).min(context.doc.sentences.len() - 1))
            .end;
    let false_ = around.into_iter().any(|i| {
        matches!(
            context.doc.word(i),
            "false"
                | "falsely"
                | "falso"
                | "falsa"
                | "falsamente"
                | "hoax"
                | "pretending"
                | "bogus"
                | "prank"
                | "fake"
                | "haciendose"
                | "haciendo"
        )
    });
    call && false_
}

/// A device that a caller speaks of, or that is not found.
fn is_called_in(context: &Context, sentence: usize) -> bool {
    let around = context.sentence(sentence).start
        ..context
            .sentence((sentence + 2).min(context.doc.sentences.len() - 1))
            .end;
    around.into_iter().any(|i| {
        matches!(
            context.doc.word(i),
            "caller"
                | "hoax"
                | "telephoned"
                | "phoned"
                | "switchboard"
                | "rang"
                | "llamada"
                | "centralita"
                | "supposedly"
                | "alerto"
                | "aviso"
        ) || context.doc.word(i) == "found"
            && i > 2
            && matches!(context.doc.word(i - 2), "nothing" | "device" | "bomb")
    })
}

/// A drone in the air over somebody, not one that is found, or that drops something.
fn is_flown(context: &Context, sentence: usize, at: usize) -> bool {
    let range = context.sentence(sentence);
    let around = at.saturating_sub(8).max(range.start)..(at + 9).min(range.end);
    let air = around.clone().any(|i| matches!(context.doc.word(i), "over" | "above" | "sobre" | "encima" | "surveillance" | "vigilancia" | "hovered" | "hovering" | "tejado" | "roof"));
    (air || context.any(around, Classes::of(&[Class::Surveil, Class::Watch]))) && !context.any(range, Classes::of(&[Class::Explode]))
}

fn is_doxxing_word(word: &str) -> bool {
    word.starts_with("dox") || word.starts_with("unmask")
}

fn attack(context: &Context, sentence: usize, at: usize) -> Option<&'static str> {
    let classes = context.doc.classes(at);
    if context.quoted[at] && announced(context, sentence, at) {
        return Some("threaten");
    }
    if irrealis(context, sentence, at) || is_weak(context, at) {
        return None;
    }
    Some(if classes.has(Class::Kill) {
        "kill"
    } else if classes.has(Class::Shoot) {
        "shoot"
    } else if classes.has(Class::Burn) {
        "arson"
    } else {
        "injure"
    })
}

/// `warned that they would be killed`, `advertian que les quemarian la casa`.
fn is_announcement(context: &Context, sentence: usize, at: usize) -> bool {
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
fn is_warning_note(context: &Context, sentence: usize, at: usize) -> bool {
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
    warns
        && context.any(
            at.saturating_sub(12).max(context.sentence(sentence).start)..at,
            Classes::of(&[Class::Letter]),
        )
}

/// Words that tell of harm only beside others: adjectives, states, and verbs of many meanings.
fn is_weak(context: &Context, at: usize) -> bool {
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
fn announced(context: &Context, sentence: usize, at: usize) -> bool {
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
    if spoken || offered || before(4, Class::If) && doc.lang != Lang::Es {
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

/// A word of watching counts with somebody or something watched behind or, in the passive, before it.
fn watched(context: &Context, sentence: usize, at: usize) -> bool {
    let doc = context.doc;
    let range = context.sentence(sentence);
    let object = (at + 1..(at + 7).min(range.end)).any(|i| {
        doc.classes(i).any(OBJECT)
            || context
                .names
                .at(i)
                .is_some_and(|n| n.kind == crate::extract::NameKind::Person)
    });
    let by_police = (at.saturating_sub(4).max(range.start)..at).any(|i| {
        matches!(
            doc.word(i),
            "police" | "detectives" | "investigators" | "policia" | "agentes"
        )
    });
    let passive = at > range.start
        && doc.is(at - 1, Class::Be)
        && context.any(at.saturating_sub(8).max(range.start)..at, OBJECT);
    let clitic =
        at > range.start && matches!(doc.word(at - 1), "lo" | "la" | "los" | "las" | "le" | "les");
    (object || passive || clitic)
        && !by_police
        && !irrealis(context, sentence, at)
        && !doc.is(at, Class::Det)
}

/// `called on followers to attack`: what the words call for.
fn incitement(context: &Context, sentence: usize, at: usize) -> Option<&'static str> {
    let doc = context.doc;
    if !doc.is(at, Class::Directive) || doc.is(at, Class::Bounty) {
        return None;
    }
    let range = context.sentence(sentence);
    let end = (at + 22).min(range.end);
    let to = (at + 1..end).find(|&i| {
        doc.is(i, Class::To) && matches!(doc.word(i), "to" | "a" | "con")
            || doc.word(i) == "with"
            || doc.word(i) == "que"
            || doc.word(i) == "for"
    })?;
    let harm = (to + 1..end).find(|&i| {
        doc.classes(i).any(HARM) && !is_weak(context, i) && doc.tokens[i].kind == TokenKind::Word
    })?;
    let helpful = (at..harm).any(|i| {
        doc.is(i, Class::Tip)
            || doc.is(i, Class::Investigate)
            || doc.is(i, Class::Protect)
            || matches!(
                doc.word(i),
                "stop"
                    | "end"
                    | "condemn"
                    | "prevent"
                    | "not"
                    | "cesar"
                    | "frenar"
                    | "investigar"
                    | "help"
            )
    });
    let police = (range.start..at).rev().take(4).any(|i| {
        matches!(
            doc.word(i),
            "police" | "policia" | "judge" | "juez" | "jueza" | "court"
        )
    });
    if helpful || police && !doc.classes(at).has(Class::Incite) {
        return None;
    }
    let best = (harm..end)
        .filter(|&i| doc.classes(i).any(HARM))
        .map(|i| act_of(doc.classes(i)))
        .max_by_key(|act| rank(act));
    best.filter(|act| *act != "surveil")
}

pub(crate) fn act_of(classes: Classes) -> &'static str {
    if classes.has(Class::Kill) {
        "kill"
    } else if classes.has(Class::Kidnap) {
        "kidnap"
    } else if classes.has(Class::Shoot) {
        "shoot"
    } else if classes.has(Class::Injure) {
        "injure"
    } else if classes.has(Class::Dox) {
        "doxxing"
    } else if classes.has(Class::Surveil) || classes.has(Class::Watch) {
        "surveil"
    } else if classes.has(Class::Harass) {
        "harass"
    } else if classes.has(Class::Burn) {
        "arson"
    } else if classes.has(Class::Ambush) {
        "ambush"
    } else {
        "attack"
    }
}

fn negated(context: &Context, sentence: usize, at: usize) -> bool {
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
    let charge = (at.saturating_sub(9).max(clause.start)..at).any(|i| {
        matches!(
            doc.word(i),
            "delito"
                | "delitos"
                | "diligencias"
                | "charges"
                | "suspicion"
                | "cargos"
                | "charge"
                | "charged"
                | "accuses"
                | "accused"
                | "acusa"
                | "acusado"
                | "imputan"
                | "counts"
                | "crime"
                | "offence"
                | "offences"
                | "imputado"
                | "imputada"
        )
    });
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
