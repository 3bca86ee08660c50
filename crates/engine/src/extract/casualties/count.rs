//! Numbers that count people.

use std::sync::LazyLock;

use super::people::{Group, PEOPLE};
use crate::extract::figures::{self, small_number};
use crate::extract::vocabulary::Vocabulary;
use crate::extract::walk::{glued, is_hyphen, next, previous, word};
use crate::text::{Class, Classes, Doc, TokenKind};

pub(super) static THINGS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "year years month months week weeks day days hour hours minute minutes time times shot shots round rounds bullet bullets \
         house houses home homes car cars vehicle vehicles building buildings dog dogs cat cats cow cows cattle horse horses sheep \
         animal animals bird birds fish pig pigs goat goats tree trees percent per kilometre kilometres kilometer kilometers mile \
         miles km metre metres meter meters page pages letter letters dollar dollars euro euros attack attacks incident incidents \
         street streets p.m a.m pm am p.m. a.m. o'clock points \
         ano anos mes meses semana semanas dia dias hora horas minuto minutos vez veces disparo disparos bala balas casa casas \
         vivienda viviendas coche coches vehiculo vehiculos auto autos edificio edificios perro perros gato gatos vaca vacas caballo \
         caballos animal animales kilometro kilometros metros paginas carta cartas dolares pesos ataque ataques incidente incidentes \
         calle calles explosion explosiones impactos casquillos proyectiles puntos",
        (),
    )])
});

/// The count directly before a word: `two injured`, `3 people dead`, `tres trabajadores heridos`.
pub(super) fn count_before(doc: &Doc, floor: usize, at: usize) -> Option<Group> {
    let mut start = at;
    for _ in 0..3 {
        let before = previous(doc, start).filter(|&before| before >= floor)?;
        if figures::may_start(doc, before) {
            let group = counted(doc, floor, before)?;
            return (next(doc, group.tokens.end - 1) + 2 >= at).then_some(Group {
                tokens: group.tokens.start..at + 1,
                ..group
            });
        }
        let classes = doc.classes(before);
        let of_us = matches!(word(doc, before), "us" | "them" | "nosotros" | "ellos")
            && previous(doc, before).is_some_and(|of| matches!(word(doc, of), "of" | "de"))
            || matches!(word(doc, before), "of" | "de") && start < at;
        let noun = classes.any(PEOPLE)
            || of_us
            || matches!(
                word(doc, before),
                "others"
                    | "more"
                    | "other"
                    | "otros"
                    | "otras"
                    | "mas"
                    | "seriously"
                    | "badly"
                    | "bien"
                    | "sola"
                    | "solo"
                    | "solos"
                    | "solas"
                    | "los"
                    | "las"
                    | "the"
            );
        if doc.tokens[before].kind != TokenKind::Word
            || !noun
            || start == at && classes.has(Class::Be)
        {
            return None;
        }
        start = before;
    }
    None
}

/// A number at `at` that counts people.
pub(super) fn counted(doc: &Doc, floor: usize, at: usize) -> Option<Group> {
    // the number may have started further left: "forty-five"
    let mut start = at;
    while let Some(before) = start.checked_sub(1).filter(|&b| b >= floor) {
        let joined = is_hyphen(doc, before)
            && before > floor
            && doc.tokens[before - 1].kind == TokenKind::Word
            && figures::may_start(doc, before - 1);
        if joined {
            start = before - 1;
        } else {
            break;
        }
    }
    let (count, end) = small_number(doc, start)?;
    if !(1..=1_000_000).contains(&count) || !is_count(doc, floor, start, end) {
        return None;
    }
    Some(Group {
        tokens: with_modifiers(doc, floor, start)..end,
        count,
        counted: true,
        hedged: false,
    })
}

/// Whether a number counts people rather than years, shots or streets.
fn is_count(doc: &Doc, floor: usize, start: usize, end: usize) -> bool {
    let digits = doc.tokens[start].kind == TokenKind::Number;
    let before = previous(doc, start).filter(|&before| before >= floor);
    let before_word = before.map_or("", |before| word(doc, before));
    if let Some(before) = before {
        let token = &doc.tokens[before];
        let labelled = digits
            && token.is_capital()
            && before > floor
            && !token.classes.any(Classes::of(&[Class::Prep, Class::Conj]));
        let aged = matches!(before_word, "of" | "de")
            && !is_modifier_chain(doc, before)
            && doc
                .tokens
                .get(end)
                .is_none_or(|token| token.kind != TokenKind::Word || token.classes.has(Class::Be));
        let age_of_one = matches!(before_word, "of" | "de") && is_one_person(doc, before, end);
        let barred = matches!(
            before_word,
            "aged" | "not" | "no" | "number" | "section" | "seccion" | "numero" | "item"
        );
        let pointing = word(doc, start) == "one"
            && matches!(
                before_word,
                "second" | "first" | "third" | "last" | "this" | "that" | "the" | "which" | "other"
            );
        let dated = digits && token.classes.has(Class::Month)
            || before_word == "." && before > floor && doc.is(before - 1, Class::Month);
        if labelled || aged || age_of_one || barred || dated || pointing {
            return false;
        }
        if token.kind == TokenKind::Currency
            || glued(doc, start)
                && token.kind == TokenKind::Punct
                && !matches!(before_word, "(" | "-" | "—" | "–" | "¿" | "¡")
        {
            return false;
        }
    }
    let year = digits
        && end == start + 1
        && word(doc, start).len() == 4
        && matches!(&word(doc, start)[..2], "18" | "19" | "20");
    if year
        || glued(doc, end)
            && (matches!(word(doc, end), "-" | "–" | "%" | "/")
                || word(doc, end) == ":" && glued(doc, end + 1))
    {
        return false;
    }
    let after = next(doc, end - 1);
    if doc.is(after, Class::Month)
        || word(doc, after) == "de" && doc.is(next(doc, after), Class::Month)
    {
        return false;
    }
    match doc.tokens.get(after).map(|token| token.kind) {
        Some(TokenKind::Word) => {
            let mut at = after;
            for _ in 0..3 {
                if at >= doc.tokens.len() || doc.classes(at).any(PEOPLE) {
                    return true;
                }
                if THINGS.has(&doc.tokens[at]) {
                    return false;
                }
                if doc.tokens[at].kind != TokenKind::Word
                    || doc
                        .classes(at)
                        .any(Classes::of(&[Class::Prep, Class::Be, Class::Conj]))
                {
                    break;
                }
                at = next(doc, at);
            }
            true
        }
        // an age stands between commas; after a verb a count may end the clause
        Some(TokenKind::Punct) => !matches!(before_word, ",") || before_word.is_empty(),
        _ => true,
    }
}

/// `a man of 29 and a woman of 44`: how old somebody is, told behind the one person.
fn is_one_person(doc: &Doc, of: usize, end: usize) -> bool {
    let Some(noun) = previous(doc, of) else {
        return false;
    };
    let article = previous(doc, noun).map_or("", |before| word(doc, before));
    doc.classes(noun).has(Class::Person)
        && matches!(article, "a" | "an" | "the" | "un" | "una" | "el" | "la")
        && !doc
            .tokens
            .get(end)
            .is_some_and(|token| token.classes.any(PEOPLE))
}

/// Takes in `at least`, `more than`, `al menos` before a count.
fn with_modifiers(doc: &Doc, floor: usize, start: usize) -> usize {
    let mut first = start;
    while let Some(before) = previous(doc, first).filter(|&before| before >= floor) {
        if !is_modifier(word(doc, before)) || start - before > 4 {
            break;
        }
        first = before;
    }
    if matches!(
        word(doc, first),
        "de" | "a" | "to" | "than" | "as" | "many" | "least"
    ) || word(doc, first) == "at" && word(doc, next(doc, first)) != "least"
    {
        return start;
    }
    first
}

pub(super) fn is_modifier(text: &str) -> bool {
    matches!(
        text,
        "at" | "least"
            | "more"
            | "than"
            | "some"
            | "about"
            | "around"
            | "nearly"
            | "almost"
            | "another"
            | "other"
            | "up"
            | "to"
            | "as"
            | "many"
            | "al"
            | "menos"
            | "mas"
            | "de"
            | "unos"
            | "unas"
            | "otros"
            | "otras"
            | "casi"
            | "los"
            | "las"
            | "the"
            | "also"
            | "hasta"
    )
}

fn is_modifier_chain(doc: &Doc, at: usize) -> bool {
    previous(doc, at).is_some_and(|before| {
        matches!(
            word(doc, before),
            "more" | "mas" | "less" | "fewer" | "menos"
        )
    })
}
