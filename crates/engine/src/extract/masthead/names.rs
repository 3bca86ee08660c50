//! Names that may be the publisher's, with how likely each is.

use std::ops::Range;
use std::sync::LazyLock;

use super::parts::Part;
use super::told::run;
use crate::extract::vocabulary::Vocabulary;
use crate::extract::walk::{glued, word};
use crate::text::{Case, Class, Classes, Doc, TokenKind};

/// A score from which a name is believed.
pub(super) const ENOUGH: i32 = 40;

/// A name and how likely it is the publisher's.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) tokens: Range<usize>,
    pub(super) score: i32,
}

const ACTS: Classes = Classes::of(&[
    Class::Kill,
    Class::Injure,
    Class::Shoot,
    Class::Kidnap,
    Class::Threaten,
    Class::Ambush,
    Class::Arrest,
    Class::Charge,
    Class::Bounty,
    Class::Burn,
    Class::Weapon,
    Class::Explode,
]);
const OUTLETS: Classes = Classes::of(&[Class::Outlet]);
const BODIES: Classes = Classes::of(&[Class::OrgHead]);

static PERIODICALS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "quarterly monthly fortnightly blog newsletter gazette wire newswire agency agencia cuaderno cuadernos bitacora revista hoja \
         letter letters notes bulletin transcript onda ondas radio canal channel weekly daily diario gaceta faro voz eco correo heraldo \
         tribuna cronica mensajero vigia pregonero lantern beacon ledger courier post times herald",
        (),
    )])
});

fn is_outlet_word(doc: &Doc, at: usize) -> bool {
    doc.classes(at).any(OUTLETS) || PERIODICALS.has(&doc.tokens[at])
}

/// Whether a range of tokens names a month, a year or a day in figures.
pub(super) fn has_date(doc: &Doc, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|at| {
        let token = &doc.tokens[at];
        token.classes.has(Class::Month)
            && token.kind == TokenKind::Word
            && (token.is_capital() || near_number(doc, at))
            || is_year(doc, at)
            || word(doc, at) == "/"
                && glued(doc, at)
                && token.kind == TokenKind::Punct
                && near_number(doc, at)
    })
}

pub(super) fn near_number(doc: &Doc, at: usize) -> bool {
    let number = |at: usize| {
        doc.tokens
            .get(at)
            .is_some_and(|token| matches!(token.kind, TokenKind::Number | TokenKind::Mixed))
    };
    number(at + 1) || at > 0 && number(at - 1) || at > 1 && number(at - 2)
}

pub(super) fn is_year(doc: &Doc, at: usize) -> bool {
    let text = word(doc, at);
    doc.tokens[at].kind == TokenKind::Number
        && text.len() == 4
        && (text.starts_with("19") || text.starts_with("20"))
}

/// Lines that say what kind of text it is, or when: no name and no headline.
pub(super) fn is_label_line(doc: &Doc, part: &Part) -> bool {
    let first = word(doc, part.tokens.start);
    let second = word(doc, part.tokens.start + 1);
    let short = part.tokens.len() <= 8;
    matches!(
        (first, second),
        ("for" | "para", "immediate" | "publicacion" | "difusion")
            | (
                "news" | "press" | "nota",
                "release" | "office" | "statement" | "de" | "informativa"
            )
            | ("rueda" | "comunicado", "de" | "oficial")
            | ("statement" | "message", "to" | "by" | "of" | "from")
            | ("date" | "fecha" | "subject" | "asunto" | "contact", ":")
            | ("direccion" | "oficina" | "area", "de")
    ) || short
        && matches!(
            first,
            "comunicado"
                | "boletin"
                | "editorial"
                | "opinion"
                | "posted"
                | "published"
                | "publicado"
                | "updated"
                | "actualizado"
                | "issue"
                | "numero"
                | "transcript"
                | "transcripcion"
                | "noticiero"
                | "reading"
                | "unedited"
        )
}

/// The stretches of a line between marks that part names.
fn segments(doc: &Doc, tokens: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = tokens.start;
    for at in tokens.clone() {
        let token = &doc.tokens[at];
        let parts = match token.kind {
            TokenKind::QuoteMark | TokenKind::Break => true,
            TokenKind::Punct => match word(doc, at) {
                "|" | "·" | "•" | "—" | "–" | "," | ";" | ":" | "(" | ")" | "[" | "]" | "/"
                | "*" | "#" | "©" => true,
                "-" => token.gap,
                "." => {
                    !(at > tokens.start
                        && doc.tokens[at - 1].end - doc.tokens[at - 1].start <= 3
                        && glued(doc, at))
                }
                _ => false,
            },
            _ => false,
        };
        if parts {
            if at > start {
                found.push(start..at);
            }
            start = at + 1;
        }
    }
    if tokens.end > start {
        found.push(start..tokens.end);
    }
    found
}

/// Whether every word is capitalised but those that join names.
pub(super) fn is_name(doc: &Doc, tokens: &Range<usize>) -> bool {
    let mut capitals = 0;
    for at in tokens.clone() {
        let token = &doc.tokens[at];
        match token.kind {
            TokenKind::Word if token.is_capital() => {
                capitals += usize::from(token.end - token.start >= 3 || token.case == Case::Upper)
            }
            TokenKind::Word if is_joint(word(doc, at)) => {}
            TokenKind::Number if at > tokens.start && !is_year(doc, at) => {}
            TokenKind::Mixed if doc.raw(at).starts_with(char::is_uppercase) => {}
            TokenKind::Punct if matches!(word(doc, at), "&" | "-" | "." | "+" | "!") => {}
            _ => return false,
        }
    }
    capitals > 0 && tokens.len() <= 9 && !is_joint_only(doc, tokens)
}

pub(super) fn is_joint(text: &str) -> bool {
    matches!(
        text,
        "de" | "del"
            | "la"
            | "las"
            | "los"
            | "el"
            | "y"
            | "e"
            | "of"
            | "the"
            | "and"
            | "for"
            | "at"
            | "in"
            | "on"
            | "a"
            | "'s"
            | "en"
    )
}

fn is_joint_only(doc: &Doc, tokens: &Range<usize>) -> bool {
    tokens.clone().all(|at| is_joint(word(doc, at)))
}

/// `X | 9 April 2024`, `THE COURIER`, `The Free Mic - a weekly digest`, `By A, B Courier`.
pub(super) fn of_header_line(
    doc: &Doc,
    part: &Part,
    first_line: bool,
    next_line: Option<&Part>,
    out: &mut Vec<Candidate>,
) {
    if is_label_line(doc, part) || part.tokens.len() > 40 {
        return;
    }
    let signed = matches!(word(doc, part.tokens.start), "by" | "por" | "texto");
    let pieces = segments(doc, part.tokens.clone());
    let date_follows =
        next_line.is_some_and(|line| has_date(doc, &line.tokens) || is_label_line(doc, line));
    let tagline_follows = next_line.is_some_and(|line| {
        line.tokens
            .clone()
            .next()
            .is_some_and(|at| doc.tokens[at].case == Case::Lower)
    });
    let line_date = has_date(doc, &part.tokens);
    for (index, piece) in pieces.iter().enumerate() {
        if !is_name(doc, piece) || has_date(doc, piece) {
            continue;
        }
        let outlet = piece.clone().any(|at| is_outlet_word(doc, at));
        let body = piece.clone().any(|at| doc.classes(at).any(BODIES));
        let acts = piece
            .clone()
            .any(|at| doc.classes(at).any(ACTS) && !is_outlet_word(doc, at));
        let capitals = piece
            .clone()
            .filter(|&at| doc.tokens[at].kind == TokenKind::Word)
            .all(|at| doc.tokens[at].case == Case::Upper || is_joint(word(doc, at)));
        let opens = index == 0 || doc.tokens[piece.start - 1].kind == TokenKind::Break;
        let by_author = signed && (index == 0 || !opens);
        let parted = pieces.len() > 1;
        let score = sum(&[
            (outlet, 40),
            (body, 25),
            (opens && first_line, 25),
            (opens && first_line && capitals, 15),
            (opens && first_line && (date_follows || tagline_follows), 15),
            (opens && first_line && parted, 10),
            (opens && parted && line_date, 20),
            (opens && parted && line_date && outlet, 35),
            (opens && !first_line && date_follows && outlet, 15),
            (!opens, -20),
            (by_author && index > 0 && (outlet || body), 65),
            (by_author && (index == 0 || !outlet && !body), -100),
            (acts, -60),
            (piece.len() > 6, -15),
            (piece.len() == 1 && !outlet, -10),
        ]);
        out.push(Candidate {
            tokens: trimmed(doc, piece.clone()),
            score,
        });
    }
}

/// Adds up what speaks for a name and against it.
fn sum(signs: &[(bool, i32)]) -> i32 {
    signs
        .iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, weight)| weight)
        .sum()
}

/// Leaves out an abbreviation's mark or a frequency at the end.
fn trimmed(doc: &Doc, mut tokens: Range<usize>) -> Range<usize> {
    while tokens.len() > 1 {
        let last = tokens.end - 1;
        let number = doc.tokens[last].kind == TokenKind::Number && word(doc, last).contains('.');
        if number || doc.tokens[last].kind == TokenKind::Punct {
            tokens.end -= 1;
        } else {
            break;
        }
    }
    tokens
}

/// `De Havenbode, weekend supplement, 25 May 2024`; a name alone; a name that opens the last words.
pub(super) fn of_footer(doc: &Doc, part: &Part, out: &mut Vec<Candidate>) {
    let closed = word(doc, part.tokens.end - 1) == "." && part.tokens.len() > 3;
    let pieces = if part.tokens.len() > 40 {
        Vec::new()
    } else {
        segments(doc, part.tokens.clone())
    };
    if let Some(first) = pieces
        .first()
        .filter(|_| !closed && part.tokens.len() <= 24)
        && is_name(doc, first)
        && !has_date(doc, first)
        && first.start == part.tokens.start
    {
        let outlet = first.clone().any(|at| is_outlet_word(doc, at));
        let dated = has_date(doc, &part.tokens);
        let several = first.len() > 1;
        out.push(Candidate {
            tokens: first.clone(),
            score: sum(&[
                (several, 20),
                (outlet, 30),
                (dated, 25),
                (pieces.len() > 1 && several, 10),
            ]),
        });
    }
    let mut index = part.tokens.start;
    while index < part.tokens.end {
        let opens =
            index == part.tokens.start || matches!(word(doc, index - 1), "." | "!" | "?" | ")");
        let token = &doc.tokens[index];
        if opens && token.is_capital() {
            let name = run(doc, index, part.tokens.end);
            if name.len() > 1 && is_name(doc, &name) {
                let outlet = name.clone().any(|at| is_outlet_word(doc, at));
                out.push(Candidate {
                    score: 20 + 25 * i32::from(outlet),
                    tokens: name.clone(),
                });
            }
            index = name.end.max(index + 1);
        } else {
            index += 1;
        }
    }
}
