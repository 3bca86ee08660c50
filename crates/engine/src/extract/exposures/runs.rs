//! Runs of capitalised words that may name somebody: `Juan de la Cruz`, `M. J. Okoye`, `O'Neill-Ward`.

use std::ops::Range;
use std::sync::LazyLock;

use crate::extract::names::GRAMMAR;
use crate::extract::vocabulary::Vocabulary;
use crate::extract::walk::{glued, kind, word};
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, Doc, Token, TokenKind};

pub(super) static GIVEN: LazyLock<Vocabulary<()>> =
    LazyLock::new(|| Vocabulary::new(&[(include_str!("../../../lexicon/given.txt"), ())]));
pub(super) static SURNAMES: LazyLock<Vocabulary<()>> =
    LazyLock::new(|| Vocabulary::new(&[(include_str!("../../../lexicon/surnames.txt"), ())]));
pub(super) static PLACES: LazyLock<Vocabulary<()>> =
    LazyLock::new(|| Vocabulary::new(&[(include_str!("../../../lexicon/places.txt"), ())]));

static JOINTS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "de del la las los van von der den ter bin ibn al el da das dos do di du le della",
        (),
    )])
});

/// First words of the names of places.
pub(super) static PLACE_LEADS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "new united saint san santa santo los las north south east west upper lower port fort mount lake isle st buenos nueva nuevo puerto \
         monte ciudad villa costa villanueva reino estados distrito great grand cape sierra",
        (),
    )])
});

/// Words of a run at most; longer ones are headings.
const LONGEST: usize = 9;

const NO_NAME: Classes = GRAMMAR.or(Classes::of(&[Class::Weekday]));
const TITLES: Classes = Classes::of(&[
    Class::Title,
    Class::Courtesy,
    Class::Role,
    Class::Spokesperson,
]);
const HEADS: Classes = Classes::of(&[
    Class::OrgHead,
    Class::PlaceHead,
    Class::Outlet,
    Class::Group,
]);

/// What may be a name.
pub(super) struct Run {
    pub tokens: Range<usize>,
    /// A title or role stood in front, and is left out.
    pub is_titled: bool,
    /// A word for a body or a place ends it: `Obama Administration`.
    pub is_body: bool,
}

/// Whether a token is a common given name or family name.
pub(super) fn is_known(token: &Token) -> bool {
    GIVEN.has(token) || SURNAMES.has(token)
}

/// Endings of family names of many countries, folded.
const FAMILY_ENDINGS: &[&str] = &[
    "sson", "dottir", "dsen", "nsen", "lsen", "rsen", "tsen", "ova", "ovic", "ovich", "evic",
    "evich", "ski", "ska", "sky", "wicz", "enko", "escu", "nen", "mann", "stein", "quist", "qvist",
    "strom", "gaard", "shvili", "adze", "opoulos", "idis", "akis", "ovec", "ov", "ev", "iev", "ez",
];

/// Whether a word ends like a family name, or holds letters that the language of the text does not have.
pub(super) fn is_family_like(doc: &Doc, at: usize) -> bool {
    let folded = word(doc, at);
    let foreign = doc.lang == Lang::En && !doc.raw(at).is_ascii();
    foreign || folded.len() >= 6 && FAMILY_ENDINGS.iter().any(|ending| folded.ends_with(ending))
}

/// `de`, `von`
pub(super) fn is_joint(token: &Token) -> bool {
    JOINTS.has(token)
}

/// The run that starts at a token, and one past its last word.
pub(super) fn at(doc: &Doc, start: usize) -> Option<(Run, usize)> {
    if !opens(doc, start) {
        return None;
    }
    let end = end_of(doc, start);
    let mut tokens = start..end;
    let mut is_titled = false;
    while tokens.start < tokens.end && is_title(doc, tokens.start, tokens.end) {
        tokens.start += 1;
        is_titled = true;
        while tokens.start < tokens.end && doc.tokens[tokens.start].kind != TokenKind::Word
            || tokens.start < tokens.end
                && JOINTS.has(&doc.tokens[tokens.start])
                && doc.tokens[tokens.start].case == Case::Lower
        {
            tokens.start += 1;
        }
    }
    if let Some(behind) = name_inside(doc, &tokens) {
        is_titled |= doc.classes(behind - 1).any(TITLES);
        tokens.start = behind;
    }
    let head = tokens
        .clone()
        .find(|&at| doc.classes(at).any(HEADS.or(TITLES)) && !is_known(&doc.tokens[at]));
    let mut is_body = false;
    if let Some(head) = head {
        is_body = doc.classes(head).any(HEADS) && (doc.lang != Lang::Es || head == tokens.start);
        tokens.end = if is_body { tokens.end } else { head };
    }
    let stray = |at: usize| {
        // `C/`: the letter opens an address
        doc.tokens[at].end - doc.tokens[at].start == 1 && word(doc, at + 1) == "/"
    };
    while tokens.end > tokens.start && (!is_part(doc, tokens.end - 1) || stray(tokens.end - 1)) {
        tokens.end -= 1;
    }
    let run = Run {
        tokens,
        is_titled,
        is_body,
    };
    Some((run, end))
}

/// `FDA Commissioner Mara Holm`, `Modern Day Andy Ruiz`: where the name starts behind words that are none.
fn name_inside(doc: &Doc, tokens: &Range<usize>) -> Option<usize> {
    if tokens.len() < 3 || is_known(&doc.tokens[tokens.start]) {
        return None;
    }
    let head = |at: usize| doc.classes(at).any(HEADS) && !is_known(&doc.tokens[at]);
    let given = (tokens.start + 1..tokens.end)
        .find(|&at| head(at) || GIVEN.has(&doc.tokens[at]) && doc.tokens[at].is_capital())?;
    let behind_title = doc.classes(given - 1).any(TITLES);
    let bodies = (tokens.start..=given).any(head);
    let follows = given + 1 < tokens.end && doc.tokens[given + 1].is_capital();
    let led = doc.tokens[given - 1].kind == TokenKind::Word && !is_joint(&doc.tokens[given - 1]);
    (follows && led && !head(given) && (behind_title || !bodies)).then_some(given)
}

fn opens(doc: &Doc, at: usize) -> bool {
    is_part(doc, at) && (doc.tokens[at].end - doc.tokens[at].start > 1 || word(doc, at + 1) == ".")
}

/// A capitalised word that can belong to a name.
fn is_part(doc: &Doc, at: usize) -> bool {
    let Some(token) = doc.tokens.get(at) else {
        return false;
    };
    if token.kind != TokenKind::Word || !token.is_capital() {
        return false;
    }
    let raw = doc.raw(at);
    let capital = raw.starts_with(char::is_uppercase);
    let initial = token.end - token.start == 1;
    let month = token.classes.has(Class::Month) && !(GIVEN.has(token) && raw.len() <= 4);
    let plain = !token.classes.any(NO_NAME) && !month || initial;
    let whole = !word(doc, at).contains('\'') || raw.starts_with("O'") || raw.starts_with("D'");
    capital && plain && whole && !raw.contains('º')
}

fn end_of(doc: &Doc, start: usize) -> usize {
    let mut end = start + 1;
    while end < doc.tokens.len() && end < start + LONGEST {
        let next = if is_part(doc, end) {
            Some(end + 1)
        } else {
            joined(doc, end)
        };
        let Some(next) = next else { break };
        end = next;
    }
    end
}

/// One past the name word that a joint at `at` leads to.
fn joined(doc: &Doc, at: usize) -> Option<usize> {
    let mark = word(doc, at);
    if mark == "." && glued(doc, at) {
        let short = doc.tokens[at - 1].end - doc.tokens[at - 1].start <= 2
            || doc
                .classes(at - 1)
                .any(Classes::of(&[Class::Title, Class::Courtesy]));
        return (short && is_part(doc, at + 1)).then_some(at + 2);
    }
    if matches!(mark, "-" | "‑") && glued(doc, at) && glued(doc, at + 1) {
        return is_part(doc, at + 1).then_some(at + 2);
    }
    let mut end = at;
    while end < at + 3 && kind(doc, end) == Some(TokenKind::Word) && JOINTS.has(&doc.tokens[end]) {
        end += 1;
    }
    let lead = at > 0 && (GIVEN.has(&doc.tokens[at - 1]) || SURNAMES.has(&doc.tokens[at - 1]));
    let told = lead || doc.tokens.get(end).is_some_and(|token| SURNAMES.has(token));
    (end > at && told && is_part(doc, end)).then_some(end + 1)
}

/// `Dr`, `Señora`, `President`: before a name, and no name itself.
fn is_title(doc: &Doc, at: usize, end: usize) -> bool {
    let token = &doc.tokens[at];
    token.classes.has(Class::Courtesy) && at + 1 < end
        || token.classes.any(TITLES) && !(GIVEN.has(token) && at + 1 < end) && !SURNAMES.has(token)
        || matches!(word(doc, at), "d" | "dna") && word(doc, at + 1) == "."
}
