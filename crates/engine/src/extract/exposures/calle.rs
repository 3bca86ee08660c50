//! Street addresses in Spanish.

use model::ExposureKind;

use super::context::{self, Cue};
use super::{Found, bytes};
use crate::extract::walk::{glued, kind, next, word};
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, Doc, TokenKind};

/// Where the name of a street starts after its head: `C/`, `Avda.`, `Calle`.
fn head(doc: &Doc, at: usize) -> Option<usize> {
    let token = doc.tokens.get(at)?;
    let street = matches!(context::cue(token), Some(Cue::Street));
    let paseo = word(doc, at) == "po" && doc.raw(at).ends_with('º');
    if token.kind != TokenKind::Word || !street && !paseo {
        return None;
    }
    let abroad = matches!(
        word(doc, at),
        "jr" | "cl"
            | "via"
            | "gran"
            | "ave"
            | "partida"
            | "cerrada"
            | "circuito"
            | "ronda"
            | "cuesta"
            | "urb"
            | "rua"
            | "cra"
    );
    if abroad && doc.lang == Lang::En {
        return None;
    }
    let after = word(doc, at + 1);
    let marked = matches!(after, "/" | "." | ",") && glued(doc, at + 1);
    match word(doc, at) {
        "c" | "cl" => matches!(after, "/" | ".").then_some(at + 2),
        "gran" => (after == "via" && token.is_capital()).then_some(at + 1),
        _ if marked && word(doc, at + 2) == "." => Some(at + 3),
        _ => Some(if marked { at + 2 } else { at + 1 }),
    }
}

/// `Calle Mayor 12, 3º B`, `Av. Juárez 45, col. Centro`, `Carrera 7 No. 71-21`.
pub(super) fn street(doc: &Doc, at: usize) -> Option<Found> {
    let mut name = head(doc, at)?;
    let mut capitals = usize::from(word(doc, at) == "gran");
    if matches!(kind(doc, name), Some(TokenKind::Number | TokenKind::Mixed)) {
        // a numbered street: the house number has a mark of its own, or the name goes on
        name += 1;
        let goes_on =
            word(doc, name) == "de" || doc.tokens.get(name).is_some_and(|token| token.is_capital());
        if mark(doc, name).is_none() && !goes_on {
            return None;
        }
        capitals += 1;
    }
    let article = at.checked_sub(1).is_some_and(|before| {
        matches!(
            word(doc, before),
            "la" | "las" | "una" | "esa" | "esta" | "cada" | "otra" | "toda"
        )
    });
    let strong = matches!(
        word(doc, at),
        "calle" | "c" | "av" | "avda" | "avenida" | "ave"
    ) && !article;
    named(doc, at, name, capitals, strong)
}

/// `Carrer de la Boqueria, 23` after a word that announces an address.
pub(super) fn told(doc: &Doc, at: usize) -> Option<Found> {
    named(doc, at, at, 0, false)
}

/// A name from `name` on, with a house number; `at` is where the address starts.
fn named(doc: &Doc, at: usize, name: usize, mut capitals: usize, strong: bool) -> Option<Found> {
    let mut lower = 0;
    for end in name..name + 11 {
        let joint = end > name && is_joint(word(doc, end - 1));
        if let Some(number) =
            house_number(doc, end).filter(|_| !joint && end > name || capitals > 0 && end == name)
        {
            let named = capitals > 0 || lower > 0 && (strong || announced(doc, at, end));
            let free = lower == 0 || ends(doc, number);
            return (named && free)
                .then(|| (ExposureKind::Address, bytes(doc, at..rest(doc, number))));
        }
        let token = doc.tokens.get(end)?;
        match token.kind {
            TokenKind::Word if token.is_capital() => capitals += 1,
            TokenKind::Word if is_joint(word(doc, end)) => {}
            TokenKind::Word
                if token.case == Case::Lower && !token.classes.any(FUNCTION) && lower < 4 =>
            {
                lower += 1
            }
            TokenKind::Punct
                if matches!(word(doc, end), "." | "-" | "´")
                    && glued(doc, end)
                    && (word(doc, end) != "."
                        || doc.tokens[end - 1].end - doc.tokens[end - 1].start <= 5) => {}
            TokenKind::Break if !token.blank => {}
            TokenKind::QuoteMark => {}
            _ => return None,
        }
    }
    None
}

/// `Altos de Nava, s/n`: the name in front of a house without a number. `at` is the `s`.
pub(super) fn unnumbered(doc: &Doc, at: usize) -> Option<Found> {
    if word(doc, at + 1) != "/"
        || word(doc, at + 2) != "n"
        || !glued(doc, at + 1)
        || !glued(doc, at + 2)
    {
        return None;
    }
    let name_end = at.checked_sub(usize::from(at > 0 && word(doc, at - 1) == ","))?;
    let start = name_before(doc, name_end)?;
    Some((ExposureKind::Address, bytes(doc, start..rest(doc, at + 3))))
}

/// `Gaspar Aguilar 90, 46017 Valencia`: a house number between a name and a postal code. `at` is the number.
pub(super) fn before_code(doc: &Doc, at: usize) -> Option<Found> {
    if doc.raw(at).len() > 4 || !doc.tokens[at].gap {
        return None;
    }
    let code = if matches!(word(doc, at + 1), "," | "." | "-") {
        at + 2
    } else {
        at + 1
    };
    let text = word(doc, code);
    let coded = kind(doc, code) == Some(TokenKind::Number)
        && text.len() == 5
        && text.bytes().all(|b| b.is_ascii_digit());
    if !coded
        || !doc
            .tokens
            .get(code + 1)
            .is_some_and(|token| token.is_capital() && token.gap)
    {
        return None;
    }
    let name_end = at.checked_sub(usize::from(at > 0 && word(doc, at - 1) == ","))?;
    let start = name_before(doc, name_end)?;
    Some((ExposureKind::Address, bytes(doc, start..code + 2)))
}

/// Where the capitalised name that ends before a token starts.
fn name_before(doc: &Doc, end: usize) -> Option<usize> {
    let mut start = end;
    while start > 0 && start + 6 > end {
        let token = &doc.tokens[start - 1];
        let joint = start < end && is_joint(word(doc, start - 1));
        if token.kind != TokenKind::Word || !token.is_capital() && !joint {
            break;
        }
        start -= 1;
    }
    while start < end && !doc.tokens[start].is_capital() {
        start += 1;
    }
    (start < end).then_some(start)
}

const FUNCTION: Classes = Classes::of(&[
    Class::Prep,
    Class::Conj,
    Class::Be,
    Class::Have,
    Class::Say,
    Class::NumberWord,
    Class::Who,
    Class::Neg,
]);

fn is_joint(text: &str) -> bool {
    matches!(
        text,
        "de" | "del"
            | "la"
            | "las"
            | "los"
            | "el"
            | "y"
            | "e"
            | "i"
            | "san"
            | "santa"
            | "doctor"
            | "dr"
            | "general"
    )
}

/// `núm.`, `No.`, `#`, `km`: one past the mark of a house number.
fn mark(doc: &Doc, at: usize) -> Option<usize> {
    if kind(doc, at) == Some(TokenKind::Hashtag) {
        return word(doc, at)[1..]
            .starts_with(|c: char| c.is_ascii_digit())
            .then_some(at);
    }
    let found = matches!(
        word(doc, at),
        "numero" | "num" | "no" | "n" | "#" | "km" | "kilometro" | "nro" | "n.o" | "no."
    );
    if !found {
        return None;
    }
    let mut end = at + 1;
    while matches!(word(doc, end), "." | "º" | "°" | ":") && end < at + 3 {
        end += 1;
    }
    (word(doc, at).len() > 1 || end > at + 1 || word(doc, at) == "#").then_some(end)
}

/// `12`, `, 12`, `núm. 12`, `# 71-21`, `s/n`: one past the number.
fn house_number(doc: &Doc, at: usize) -> Option<usize> {
    let mut number = at;
    if word(doc, number) == "," {
        number = next(doc, number);
    }
    let marked = mark(doc, number);
    if let Some(after) = marked {
        number = after;
    }
    if word(doc, number) == "s" && word(doc, number + 1) == "/" && word(doc, number + 2) == "n" {
        return Some(number + 3);
    }
    if marked.is_none() && word(doc, number) == "sin" && word(doc, number + 1) == "numero" {
        return Some(number + 2);
    }
    let token = doc.tokens.get(number)?;
    let raw = match token.kind {
        TokenKind::Number | TokenKind::Hashtag => doc.raw(number).trim_start_matches('#'),
        // "nº34"
        TokenKind::Mixed => word(doc, number)
            .strip_prefix("no")
            .unwrap_or(word(doc, number)),
        _ => return None,
    };
    let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
    let kilometres = marked.is_some() && raw.contains([',', '.']);
    let shaped = (1..=5).contains(&digits)
        && (raw.len() <= digits + 2 && !raw.contains([',', '.']) || kilometres);
    if !shaped || raw.len() > 9 || is_more(doc, number + 1) && marked.is_none() {
        return None;
    }
    let mut end = number + 1;
    while matches!(word(doc, end), "-" | "–" | "/")
        && glued(doc, end)
        && glued(doc, end + 1)
        && matches!(
            kind(doc, end + 1),
            Some(TokenKind::Number | TokenKind::Mixed | TokenKind::Word)
        )
        && end < number + 5
    {
        end += 2;
    }
    Some(end)
}

/// What follows shows that the number counts, dates or measures.
fn is_more(doc: &Doc, at: usize) -> bool {
    let text = word(doc, at);
    let month = text == "de" && doc.is(at + 1, Class::Month);
    month
        || doc.is(at, Class::CurrencyWord)
        || matches!(
            text,
            "%" | "personas"
                | "anos"
                | "horas"
                | "metros"
                | "kilometros"
                | "km"
                | "euros"
                | "pesos"
                | "veces"
                | "€"
                | ":"
                | "de"
        )
}

/// Whether words before a name in lower case, or a mark after it, say that this is an address.
fn announced(doc: &Doc, at: usize, end: usize) -> bool {
    mark(doc, end).is_some()
        || mark(doc, end + 1).is_some()
        || context::speaks_of(
            doc,
            at,
            &[
                "vive",
                "viven",
                "domicilio",
                "direccion",
                "reside",
                "residen",
                "casa",
                "ubicada",
                "ubicado",
            ],
            8,
        )
}

/// Whether nothing follows the number that it could count.
fn ends(doc: &Doc, at: usize) -> bool {
    doc.tokens.get(at).is_none_or(|token| {
        token.kind != TokenKind::Word || token.classes.any(Classes::of(&[Class::Prep, Class::Conj]))
    })
}

/// Takes in floor and door, quarter, postal code and town.
fn rest(doc: &Doc, mut end: usize) -> usize {
    for _ in 0..6 {
        match part(doc, end) {
            Some(after) => end = after,
            None => break,
        }
    }
    end
}

/// One more part of an address: `, 3º B`, `piso 3`, `Bajo A`, `col. Centro`, `28040 Madrid`.
fn part(doc: &Doc, at: usize) -> Option<usize> {
    let start = if matches!(word(doc, at), "," | "-" | ".") {
        next(doc, at)
    } else {
        at
    };
    let comma = start > at && word(doc, at) == ",";
    let token = doc.tokens.get(start)?;
    let text = word(doc, start);
    let short_word = |at: usize| {
        doc.tokens.get(at).is_some_and(|token| {
            token.kind == TokenKind::Word && token.end - token.start <= 2 && token.is_capital()
        })
    };
    let side = |at: usize| {
        matches!(
            word(doc, at),
            "izq"
                | "izda"
                | "izquierda"
                | "der"
                | "dcha"
                | "drcha"
                | "dch"
                | "derecha"
                | "centro"
                | "ctro"
                | "interior"
                | "exterior"
                | "izqda"
        )
    };
    match text {
        "piso" | "puerta" | "portal" | "escalera" | "esc" | "bloque" | "blq" | "bl" | "depto"
        | "departamento" | "dpto" | "int" | "interior" | "apt" | "apto" | "local" | "edificio"
        | "edif" | "planta" | "pta" | "casa" | "manzana" | "mz" | "lote" | "torre" | "oficina" => {
            let mut value = start + 1;
            value += usize::from(matches!(word(doc, value), "." | ":"));
            let valued = matches!(kind(doc, value), Some(TokenKind::Number | TokenKind::Mixed))
                || short_word(value)
                || side(value);
            valued.then(|| letter_after(doc, value + 1, side))
        }
        "bajo" | "atico" | "bj" | "principal" | "entlo" | "entresuelo" | "sotano" => {
            Some(letter_after(doc, start + 1, side))
        }
        "col" | "colonia" | "fracc" | "fraccionamiento" | "barrio" | "urb" | "urbanizacion"
        | "residencial" | "ejido" | "poligono" => {
            let mut name = start + 1;
            name += usize::from(word(doc, name) == ".");
            let mut end = name;
            while end < name + 5
                && doc.tokens.get(end).is_some_and(|token| {
                    token.is_capital()
                        || end > name && is_joint(word(doc, end))
                        || token.kind == TokenKind::Number && end > name && doc.raw(end).len() <= 2
                })
            {
                end += 1;
            }
            while end > name
                && !doc.tokens[end - 1].is_capital()
                && doc.tokens[end - 1].kind == TokenKind::Word
            {
                end -= 1;
            }
            (end > name).then_some(end)
        }
        "c.p." | "cp" => {
            let mut value = start + 1;
            value += usize::from(matches!(word(doc, value), "." | ":"));
            (kind(doc, value) == Some(TokenKind::Number) && doc.raw(value).len() == 5)
                .then_some(value + 1)
        }
        _ if token.kind == TokenKind::Number
            && text.len() == 5
            && text.bytes().all(|b| b.is_ascii_digit()) =>
        {
            Some(start + 1)
        }
        _ if matches!(token.kind, TokenKind::Number | TokenKind::Mixed)
            && (comma || token.gap && !text.contains([',', '.'])) =>
        {
            // "3º B", "5A", "2, A"
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let ordinal = is_ordinal_mark(doc, start + 1);
            let floor = (1..=2).contains(&digits) && text.len() <= digits + 2;
            let end = start + 1 + usize::from(ordinal);
            let after = letter_after(doc, end, side);
            let lettered = after > end || ordinal || text.len() > digits;
            (floor && (lettered || comma && ends(doc, end))).then_some(after)
        }
        _ if comma && short_word(start) && ends(doc, start + 1) => Some(start + 1),
        _ if side(start) => Some(start + 1),
        _ => None,
    }
}

/// A door after a floor: a letter or a side, with the mark of its abbreviation left out.
fn letter_after(doc: &Doc, at: usize, side: impl Fn(usize) -> bool) -> usize {
    let mut end = at;
    end += usize::from(is_ordinal_mark(doc, end));
    if word(doc, end) == "." && is_ordinal_mark(doc, end + 1) {
        end += 2;
    }
    let value = if word(doc, end) == "," || word(doc, end) == "-" || word(doc, end) == "." {
        end + 1
    } else {
        end
    };
    let letter = doc.tokens.get(value).is_some_and(|token| {
        token.kind == TokenKind::Word && token.end - token.start == 1 && token.is_capital()
    });
    if letter || side(value) {
        value + 1
    } else {
        end
    }
}

fn is_ordinal_mark(doc: &Doc, at: usize) -> bool {
    at < doc.tokens.len() && matches!(doc.raw(at), "º" | "ª" | "°")
}
