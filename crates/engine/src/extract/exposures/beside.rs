//! What the words beside a run of capitalised words say about whether it names somebody.

use std::sync::LazyLock;

use super::runs::PLACES;
use crate::extract::vocabulary::Vocabulary;
use crate::extract::walk::{kind, word};
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, Doc, TokenKind};

/// Words that name somebody behind a colon.
pub(super) static LABELS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "patient paciente doctor doctora dr dra medico medica physician \
         clinico clinica clinician por by autor autora author authors autores contact contacto attn signed sender titular holder applicant \
         solicitante firmado fdo cliente customer user from correspondencia correspondence facultativo cirujano profesor responsable atentamente \
         address domicilio direccion",
        (),
    )])
});

/// Words that are said to somebody or done with somebody.
static GREETINGS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "dear hi hello hey thanks thank ask asked tell told call called named met meet love miss estimado estimada querido querida hola gracias \
         llamado llamada llama llamo soy",
        (),
    )])
});

/// Words that end or follow the names of firms.
pub(super) static FIRMS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "inc ltd llc corp co plc gmbh ag sa sl s.a s.l group partners holdings bros technologies solutions systems software media records associates consulting \
         research insight club analytics resources networks labs airlines motors foods energy industries services capital enterprises",
        (),
    )])
});

const SOMEBODY: Classes = Classes::of(&[
    Class::Family,
    Class::Person,
    Class::Role,
    Class::Title,
    Class::Courtesy,
    Class::Perpetrator,
    Class::Leader,
    Class::Spokesperson,
]);
const HEADS: Classes = Classes::of(&[Class::OrgHead, Class::PlaceHead]);

/// What stands in front. `words` is their number, `given` whether the first is a given name, `sure` whether
/// there are several or one is known.
pub(super) fn before(doc: &Doc, start: usize, words: usize, given: bool, sure: bool) -> i32 {
    let mut at = start;
    // `Dr. `, `Dra: `
    if at >= 2
        && matches!(word(doc, at - 1), "." | ":")
        && doc
            .classes(at - 2)
            .any(Classes::of(&[Class::Title, Class::Courtesy]))
    {
        return 4;
    }
    if signs_off(doc, at) {
        return if words > 1 || sure { 4 } else { 2 };
    }
    let opened = -i32::from(words == 1 && !given);
    if is_opening(doc, at) {
        return opened;
    }
    at -= 1;
    if word(doc, at) == ":" && at > 0 && LABELS.has(&doc.tokens[at - 1]) {
        return if sure { 4 } else { 2 };
    }
    match doc.tokens[at].kind {
        TokenKind::QuoteMark => return opened,
        TokenKind::Punct => return i32::from(given && words == 1),
        TokenKind::Word => {}
        _ => return 0,
    }
    let token = &doc.tokens[at];
    let near = i32::from(given && words == 1);
    if is_introduction(doc, at) {
        return 4;
    }
    if doc.classes(at).any(HEADS) && token.case == Case::Lower && !doc.classes(at).any(SOMEBODY) {
        return -6;
    }
    if doc.is(at, Class::Det) && !doc.is(at, Class::Possessive) {
        return -4;
    }
    if matches!(word(doc, at), "de" | "del" | "of") && at > 0 && doc.classes(at - 1).any(HEADS) {
        return -4;
    }
    if given && matches!(word(doc, at), "to" | "of") {
        return near;
    }
    if doc.is(at, Class::In) || matches!(word(doc, at), "from" | "to" | "desde" | "hacia" | "of") {
        return -3;
    }
    // `her boss Okoye`
    let owned = at > 0 && doc.is(at - 1, Class::Possessive) && token.case == Case::Lower;
    if doc.is(at, Class::Family) || owned {
        return 3;
    }
    if doc.classes(at).any(SOMEBODY) || GREETINGS.has(token) {
        return 2 + i32::from(words == 1);
    }
    if doc.is(at, Class::Say) {
        return 2;
    }
    if matches!(
        word(doc, at),
        "by" | "with" | "por" | "con" | "for" | "para" | "under" | "about" | "including" | "like"
    ) {
        return 1 + near;
    }
    near
}

/// Whether a line or sentence starts here.
pub(super) fn is_opening(doc: &Doc, at: usize) -> bool {
    at == 0
        || doc.tokens[at - 1].kind == TokenKind::Break
        || matches!(word(doc, at - 1), "." | "?" | "!" | ">")
}

/// `Kind regards,⏎ Mara Holm`
fn signs_off(doc: &Doc, at: usize) -> bool {
    at >= 3
        && doc.tokens[at - 1].kind == TokenKind::Break
        && word(doc, at - 2) == ","
        && matches!(
            word(doc, at - 3),
            "regards"
                | "thanks"
                | "sincerely"
                | "faithfully"
                | "yours"
                | "best"
                | "cheers"
                | "truly"
                | "wishes"
                | "atentamente"
                | "saludos"
                | "cordialmente"
                | "saludo"
                | "gracias"
        )
}

/// `my name is`, `this is`, `I'm`, `me llamo`, `se llama`, `named`
fn is_introduction(doc: &Doc, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| word(doc, before));
    match word(doc, at) {
        "is" | "es" | "was" => {
            matches!(before, "name" | "nombre" | "this" | "apellido" | "surname")
        }
        "am" => before == "i",
        "'m" | "i'm" | "named" | "llamado" | "llamada" => true,
        "llamo" => before == "me",
        "llama" | "llamaba" => before == "se",
        "name" => matches!(before, "'s" | "my" | "his" | "her" | "their"),
        "soy" => true,
        _ => false,
    }
}

/// What stands behind. `opens`: a given name alone that opens a line or sentence.
pub(super) fn behind(doc: &Doc, end: usize, words: usize, opens: bool) -> i32 {
    let Some(token) = doc.tokens.get(end) else {
        return i32::from(opens);
    };
    if token.kind == TokenKind::Word && FIRMS.has(token) {
        return -5;
    }
    let next = doc.tokens.get(end + 1);
    match word(doc, end) {
        "'s" => return 1,
        "," | "(" => {
            let aged =
                kind(doc, end + 1) == Some(TokenKind::Number) && word(doc, end + 1).len() == 2;
            let told = next.is_some_and(|next| next.classes.has(Class::Who))
                || doc.tokens.get(end + 2).is_some_and(|after| {
                    next.is_some_and(|next| next.classes.has(Class::Det))
                        && after.classes.any(SOMEBODY)
                });
            let place = next.is_some_and(|next| next.is_capital() && PLACES.has(next));
            return 2 * i32::from(aged || told) - 2 * i32::from(place && words == 1)
                + i32::from(opens && !place);
        }
        _ => {}
    }
    if matches!(
        token.kind,
        TokenKind::Break | TokenKind::Punct | TokenKind::QuoteMark
    ) {
        return i32::from(opens);
    }
    if token.classes.has(Class::Who) || token.classes.has(Class::Say) {
        return 2 + i32::from(words == 1);
    }
    if token.classes.any(HEADS) && token.case == Case::Lower && words == 1 && doc.lang != Lang::Es {
        return -3;
    }
    let acts = token
        .classes
        .any(Classes::of(&[Class::Be, Class::Have, Class::Modal]));
    if acts && is_firm(doc, end) {
        return -4;
    }
    let verb = acts
        || token.case == Case::Lower
            && !token
                .classes
                .any(Classes::of(&[Class::Prep, Class::Conj, Class::Pronoun]))
            && (word(doc, end).ends_with('s') || word(doc, end).ends_with("ed"));
    let spoken_of = verb && words == 1 && is_spoken_of(doc, end);
    let small = opens && token.case == Case::Lower;
    i32::from(verb || small) + 3 * i32::from(spoken_of)
}

/// `is a Dutch bank`
fn is_firm(doc: &Doc, end: usize) -> bool {
    const REACH: usize = 7;
    (end + 1..doc.tokens.len().min(end + REACH))
        .take_while(|&at| doc.tokens[at].kind == TokenKind::Word)
        .any(|at| {
            doc.is(at, Class::OrgHead)
                || matches!(
                    word(doc, at),
                    "multinational" | "firm" | "maker" | "empresa"
                )
        })
        && doc.is(end + 1, Class::Det)
}

/// `he`, `her` in the words that follow.
fn is_spoken_of(doc: &Doc, end: usize) -> bool {
    const REACH: usize = 14;
    (end..doc.tokens.len().min(end + REACH)).any(|at| {
        matches!(
            word(doc, at),
            "he" | "him" | "his" | "she" | "her" | "ella" | "hijo" | "hija"
        )
    })
}
