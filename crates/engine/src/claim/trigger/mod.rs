//! Words that show that something is asserted, and whether it is asserted as a fact.

mod alarm;
mod reality;
mod seized;
mod watched;

use model::Kind;

use crate::reading::Lang;
use crate::text::{Class, Classes, Doc, TokenKind};

use super::context::Context;
use crate::earnest::is_figure;
pub(crate) use alarm::is_told_falsely;
use alarm::{is_called_in, is_false_alarm, is_flown};
use reality::{announced, is_announcement, is_warning_note, is_weak};
pub(crate) use reality::{irrealis, is_charged_for, is_definite, is_in_condition, negated};
pub(crate) use seized::is_seizure;
use watched::is_watched;
pub(crate) use watched::{has_guards, is_guarding, is_of_something};

/// A word that shows an act.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trigger {
    pub at: usize,
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
        let inside_name = context.names.at(at).is_some_and(|name| {
            name.full.len() > 1 && !matches!(name.kind, crate::extract::NameKind::Other)
        });
        if inside_name {
            continue;
        }
        let Some((kind, act)) = classify(context, sentence, at) else {
            continue;
        };
        if negated(context, sentence, at) || is_figure(context.doc, sentence, at, kind) {
            continue;
        }
        let known = triggers.iter_mut().find(|t| t.kind == kind);
        match known {
            Some(trigger) if rank(act) > rank(trigger.act) => *trigger = Trigger { at, kind, act },
            Some(_) => {}
            None => triggers.push(Trigger { at, kind, act }),
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
        || classes.has(Class::Kill)
            && !is_weak(context, at)
            && is_told_falsely(context, sentence, at)
    {
        return Some((Kind::Swatting, "false report (swatting)"));
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
            if threat { "bomb threat" } else { "bomb attack" },
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
        if is_seizure(context, sentence, at) {
            return None;
        }
        return (!irrealis(context, sentence, at)).then_some((Kind::Kidnapping, "kidnap"));
    }
    if classes.has(Class::Ambush) {
        return Some((Kind::Ambush, "ambush"));
    }
    if classes.has(Class::Dox)
        && (is_doxxing_word(context.doc.word(at)) || near(12, Classes::of(&[Class::Expose])))
    {
        return (!is_supposed(context, sentence, at)).then_some((Kind::Doxxing, "doxxing"));
    }
    if classes.has(Class::Harass) {
        return (!irrealis(context, sentence, at)).then_some((Kind::Harassment, "harass"));
    }
    if classes.has(Class::Surveil) && !is_guarding(context, sentence, at)
        || classes.has(Class::Drone) && near(10, OBJECT) && is_flown(context, sentence, at)
        || classes.has(Class::Watch) && is_watched(context, sentence, at)
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

/// `somebody might publish her address`: nobody has.
fn is_supposed(context: &Context, sentence: usize, at: usize) -> bool {
    const REACH: usize = 8;
    let start = context.sentence(sentence).start;
    let exposed = Classes::of(&[Class::Expose]);
    (at.saturating_sub(REACH).max(start)..at)
        .any(|i| context.doc.is(i, Class::Modal) && context.any(i + 1..i + 3, exposed))
}

fn is_doxxing_word(word: &str) -> bool {
    word.starts_with("dox") || word.starts_with("unmask")
}

fn attack(context: &Context, sentence: usize, at: usize) -> Option<&'static str> {
    let classes = context.doc.classes(at);
    if context.quoted[at] && announced(context, sentence, at)
        || is_bullet_sent(context, sentence, at)
    {
        return Some("threaten");
    }
    if irrealis(context, sentence, at)
        || is_weak(context, at)
        || is_misfortune(context, sentence)
        || is_paid_for(context, sentence, at)
        || is_charged_for(context, sentence, at)
    {
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

/// `offering money for the killing of …`: what is paid for is not yet done.
pub(crate) fn is_paid_for(context: &Context, sentence: usize, at: usize) -> bool {
    const REACH: usize = 4;
    const PAYING: Classes = Classes::of(&[Class::Bounty, Class::Pay]);
    const CAUSED: Classes = Classes::of(&[Class::Charge, Class::Arrest, Class::Justice]);
    let doc = context.doc;
    let start = context.sentence(sentence).start;
    let near = at.saturating_sub(REACH).max(start)..at;
    let to = near
        .rev()
        .find(|&i| !doc.is(i, Class::Det) && !doc.is(i, Class::Of));
    let paid = |to: usize| {
        let before = to.saturating_sub(2 * REACH).max(start)..to;
        context.any(to.saturating_sub(REACH).max(start)..to, PAYING)
            || context.has_sum(before.clone()) && !context.any(before, CAUSED)
    };
    to.is_some_and(|to| matches!(doc.word(to), "for" | "por" | "para") && paid(to))
}

/// `an envelope with two bullets`: nobody is shot with what comes by post.
pub(crate) fn is_bullet_sent(context: &Context, sentence: usize, at: usize) -> bool {
    const REACH: usize = 12;
    let doc = context.doc;
    let start = context.sentence(sentence).start;
    let bullet = matches!(
        doc.word(at),
        "bullet"
            | "bullets"
            | "cartridge"
            | "cartridges"
            | "bala"
            | "balas"
            | "cartucho"
            | "cartuchos"
    );
    bullet
        && (at.saturating_sub(REACH).max(start)..at).any(|i| {
            matches!(
                doc.word(i),
                "envelope"
                    | "envelopes"
                    | "letter"
                    | "parcel"
                    | "post"
                    | "sobre"
                    | "sobres"
                    | "carta"
                    | "paquete"
                    | "buzon"
            )
        })
        && !context.any(context.sentence(sentence), Classes::of(&[Class::Explode]))
}

/// Deaths by illness, accident or weather, which nobody caused.
pub(crate) fn is_misfortune(context: &Context, sentence: usize) -> bool {
    const CAUSE: Classes = Classes::of(&[Class::Accident, Class::Weather]);
    const WEAPON: Classes = Classes::of(&[
        Class::Weapon,
        Class::Shoot,
        Class::Explode,
        Class::Burn,
        Class::Perpetrator,
    ]);
    let range = context.sentence(sentence);
    context.any(range.clone(), CAUSE) && !context.any(range, WEAPON)
}

/// `called on followers to attack`: what the words call for.
fn incitement(context: &Context, sentence: usize, at: usize) -> Option<&'static str> {
    let doc = context.doc;
    let range = context.sentence(sentence);
    if !doc.is(at, Class::Directive) || doc.is(at, Class::Bounty) || is_call_made(doc, at) {
        return None;
    }
    let end = (at + 22).min(range.end);
    let to = (at + 1..end).find(|&i| {
        doc.is(i, Class::To) && matches!(doc.word(i), "to" | "a" | "con")
            || doc.word(i) == "que"
            || i <= at + 4 && matches!(doc.word(i), "with" | "for")
    })?;
    let harm = (to + 1..end).find(|&i| {
        doc.classes(i).any(HARM)
            && !is_weak(context, i)
            && doc.tokens[i].kind == TokenKind::Word
            && !is_past(context, i)
            && !is_done_already(doc, i)
            && !is_of_another_time(doc, to, i)
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

/// `that a man had shot`, `que había disparado`, `who was going to`: told, not called for.
fn is_of_another_time(doc: &Doc, to: usize, harm: usize) -> bool {
    const REACH: usize = 2;
    let done = (harm.saturating_sub(REACH).max(to)..harm).any(|i| doc.is(i, Class::Have));
    done || to > 0 && doc.word(to - 1) == "going"
}

/// `received a call`, `called the police`, `llamó al 112`: made by telephone, to nobody's harm.
fn is_call_made(doc: &Doc, at: usize) -> bool {
    let next = (at + 1).min(doc.tokens.len() - 1);
    let dialled = doc.word(at).starts_with("llam")
        && (next..doc.tokens.len().min(next + 2))
            .any(|i| doc.tokens[i].kind == TokenKind::Number || doc.is(i, Class::Police));
    if dialled {
        return true;
    }
    matches!(doc.word(at), "call" | "called" | "calling")
        && !doc
            .classes(next)
            .any(Classes::of(&[Class::To, Class::On, Class::For]))
        && doc.word(next) != "upon"
}

/// `the wounded`, `those killed`: what somebody has done already, where no `be` asks for it.
fn is_done_already(doc: &Doc, at: usize) -> bool {
    let done = doc.lang != Lang::Es && doc.word(at).ends_with("ed");
    done && !(at.saturating_sub(2)..at).any(|i| doc.word(i) == "be")
}

/// `quemó`, `atacaron`: nobody is called on to do what somebody did.
fn is_past(context: &Context, at: usize) -> bool {
    let raw = context.doc.raw(at).to_lowercase();
    context.doc.lang == Lang::Es
        && ["ó", "aron", "ieron", "aba", "aban"]
            .iter()
            .any(|end| raw.ends_with(end))
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
