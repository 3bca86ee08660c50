//! Identity numbers that words announce: `passport number AB123456`, `NASS: 74 25670384 01`, `NHC: 19535`.

use std::sync::LazyLock;

use model::ExposureKind;

use super::{Found, bytes};
use crate::extract::vocabulary::Vocabulary;
use crate::extract::walk::{glued, kind, next, word};
use crate::text::{Doc, TokenKind};

/// Most words and marks between a label and its number.
const BETWEEN: usize = 8;

/// What a label needs beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    /// The word names nothing but such a number.
    Sure,
    /// The word has other meanings: a word for numbers or a colon must follow.
    Numbered,
}

static LABELS: LazyLock<Vocabulary<Label>> = LazyLock::new(|| {
    Vocabulary::new(&[
        (
            "ssn passport pasaporte dni nie nif curp rfc cedula nss nass naf ine cuil cuit rut cpf nino nhc cipa mrn ncol nocol \
             ncolegiado nocolegiado",
            Label::Sure,
        ),
        (
            "historia patient member employee student badge tax empleado empleada afiliado afiliada afiliacion colegiado colegiada \
             episodio expediente matriculado identity identification identidad licencia license licence record ssid",
            Label::Numbered,
        ),
    ])
});

static FILLERS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "number numero num nro no n nr is es security social de del la el card the licencia id conducir clinica clinico colegiado col \
         profesional identification identificacion insurance record nhc nhs cipa afiliacion ciudadania nacional extranjeria personal \
         medical empleado paciente expediente driver driving professional permit book",
        (),
    )])
});

static NUMBERS: LazyLock<Vocabulary<()>> =
    LazyLock::new(|| Vocabulary::new(&[("number numero num nro no n nr id clinica clinico", ())]));

/// The number that the word at `at` announces.
pub(super) fn number(doc: &Doc, at: usize) -> Option<Found> {
    let label = label(doc, at)?;
    let mut start = next(doc, at);
    let mut told = at > 0 && (is_number_word(doc, at - 1) || word(doc, at - 1) == "º");
    for _ in 0..BETWEEN {
        let token = doc.tokens.get(start)?;
        match token.kind {
            TokenKind::Number | TokenKind::Mixed => break,
            TokenKind::Punct
                if matches!(
                    word(doc, start),
                    ":" | "#" | "." | "=" | "(" | ")" | "-" | "º" | "°"
                ) =>
            {
                told |= matches!(word(doc, start), ":" | "#" | "º" | "°");
            }
            TokenKind::Word if FILLERS.has(token) => told |= is_number_word(doc, start),
            _ => return None,
        }
        start += 1;
    }
    if label == Label::Numbered && !told
        || !matches!(kind(doc, start), Some(TokenKind::Number | TokenKind::Mixed))
    {
        return None;
    }
    let end = end_of(doc, start);
    let digits: usize = (start..end).map(|at| count_digits(doc, at)).sum();
    let least = if label == Label::Sure { 4 } else { 5 };
    let plain = (least..=24).contains(&digits) && !is_date(doc, start, end);
    plain.then(|| (ExposureKind::Id, bytes(doc, start..end)))
}

fn is_number_word(doc: &Doc, at: usize) -> bool {
    NUMBERS.has(&doc.tokens[at])
}

fn label(doc: &Doc, at: usize) -> Option<Label> {
    let follows = word(doc, next(doc, at));
    let before = if at > 0 { word(doc, at - 1) } else { "" };
    match word(doc, at) {
        "social" => (follows == "security").then_some(Label::Sure),
        "seguridad" => (follows == "social").then_some(Label::Numbered),
        "national" => (follows == "insurance" || follows == "id").then_some(Label::Numbered),
        "medical" => (follows == "record").then_some(Label::Numbered),
        "nhs" => matches!(follows, "number" | "no").then_some(Label::Sure),
        "license" | "licence" if matches!(before, "'s" | "driver" | "drivers" | "driving") => {
            Some(Label::Sure)
        }
        _ => LABELS.get(&doc.tokens[at]),
    }
}

/// One past the groups of a number.
fn end_of(doc: &Doc, start: usize) -> usize {
    let mut end = start + 1;
    while end < doc.tokens.len() && end < start + 7 {
        let joined = matches!(word(doc, end), "-" | "/")
            && glued(doc, end)
            && glued(doc, end + 1)
            && matches!(
                kind(doc, end + 1),
                Some(TokenKind::Number | TokenKind::Mixed | TokenKind::Word)
            );
        let spaced = matches!(kind(doc, end), Some(TokenKind::Number | TokenKind::Mixed))
            && doc.tokens[end].end - doc.tokens[end - 1].end <= 12
            && doc.tokens[end - 1].kind == TokenKind::Number;
        if joined {
            end += 2;
        } else if spaced {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// `12/05/2016`: when it was given out.
fn is_date(doc: &Doc, start: usize, end: usize) -> bool {
    let lengths: Vec<usize> = (start..end)
        .filter(|&at| kind(doc, at) == Some(TokenKind::Number))
        .map(|at| word(doc, at).len())
        .collect();
    end == start + 5
        && matches!(
            lengths.as_slice(),
            [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2]
        )
        && word(doc, start + 1) == word(doc, start + 3)
}

fn count_digits(doc: &Doc, at: usize) -> usize {
    word(doc, at).bytes().filter(u8::is_ascii_digit).count()
}
