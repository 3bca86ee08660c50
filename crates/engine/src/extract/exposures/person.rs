//! Who is named: full names, and family names once they were introduced.
//!
//! Each run of capitalised words is weighed by what it is made of and by what stands before and behind it.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::beside::{FIRMS, LABELS, before, behind, is_opening};
use super::runs::{self, GIVEN, PLACE_LEADS, PLACES, Run, SURNAMES, is_family_like, is_known};
use crate::extract::vocabulary::Vocabulary;
use crate::extract::walk::word;
use crate::extract::{NameKind, Names};
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, Doc, TokenKind};

/// What makes a run a name.
const ENOUGH: i32 = 3;
/// What a name that was introduced may lack.
const INTRODUCED: i32 = -1;

/// Labels behind which a name stands, whatever its words.
static NAME_LABELS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "name names surname forename nombre nombres apellido apellidos",
        (),
    )])
});

/// The names of persons, in order, as tokens.
pub(super) fn persons(doc: &Doc, names: &Names) -> Vec<Range<usize>> {
    let small = written_small(doc);
    let mut weighed: Vec<(Range<usize>, i32)> = Vec::new();
    let mut known: HashSet<u64> = HashSet::new();
    let mut at = 0;
    while at < doc.tokens.len() {
        if let Some(tokens) = told_by_label(doc, at) {
            at = tokens.end;
            introduce(doc, &tokens, &mut known);
            weighed.push((tokens, ENOUGH));
            continue;
        }
        let Some((mut run, end)) = runs::at(doc, at) else {
            at += 1;
            continue;
        };
        at = end;
        if run.tokens.is_empty() || run.is_body {
            continue;
        }
        // `Later Quell left`
        let first = &doc.tokens[run.tokens.start];
        let ordinary =
            !is_known(first) && (!first.classes.is_empty() || small.contains(&first.hash));
        let led = run.tokens.len() > 1 && doc.tokens[run.tokens.start + 1].kind == TokenKind::Word;
        if ordinary && led && is_opening(doc, run.tokens.start) {
            run.tokens.start += 1;
        }
        let enumerated = weighed.last().is_some_and(|(last, score)| {
            *score >= ENOUGH && is_listed(doc, last.end, run.tokens.start)
        });
        let score = weigh(doc, names, &run, &small) + i32::from(enumerated);
        if score >= ENOUGH {
            introduce(doc, &run.tokens, &mut known);
        }
        weighed.push((run.tokens, score));
    }
    if doc.tokens.iter().all(|token| !token.is_capital()) {
        weighed = written_small_names(doc);
    }
    accept_pairs(doc, &mut weighed);
    let accepted = |(tokens, score): (Range<usize>, i32)| {
        let again = score >= INTRODUCED
            && tokens.clone().all(|at| {
                doc.tokens[at].kind != TokenKind::Word || known.contains(&doc.tokens[at].hash)
            });
        (score >= ENOUGH || again).then_some(tokens)
    };
    weighed.into_iter().filter_map(accepted).collect()
}

/// The words of no class that the text writes small somewhere.
fn written_small(doc: &Doc) -> HashSet<u64> {
    doc.tokens
        .iter()
        .filter(|token| token.case == Case::Lower && token.classes.is_empty())
        .map(|token| token.hash)
        .collect()
}

/// `Apellidos: De la Fuente Sala`, `last name? Okoye`: `at` is the first word.
fn told_by_label(doc: &Doc, at: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 6;
    let labelled = at >= 2
        && doc.tokens[at].is_capital()
        && NAME_LABELS.has(&doc.tokens[at - 2])
        && matches!(word(doc, at - 1), ":" | "?");
    if !labelled {
        return None;
    }
    let mut end = at;
    let mut last = at;
    while end < doc.tokens.len() && end < at + LONGEST && doc.tokens[end].kind == TokenKind::Word {
        let capital = doc.tokens[end].is_capital();
        if !capital && !runs::is_joint(&doc.tokens[end])
            || LABELS.has(&doc.tokens[end]) && word(doc, end + 1) == ":"
        {
            break;
        }
        end += 1;
        while matches!(word(doc, end), "." | "-")
            && !doc.tokens[end].gap
            && doc
                .tokens
                .get(end + 1)
                .is_some_and(|next| next.is_capital())
            && (word(doc, end) == "-" || doc.tokens[end - 1].end - doc.tokens[end - 1].start <= 2)
        {
            end += 1;
        }
        last = if capital { end } else { last };
    }
    (last > at).then_some(at..last)
}

/// Names in a text without capitals: a given name alone where words around it say so, and full names.
fn written_small_names(doc: &Doc) -> Vec<(Range<usize>, i32)> {
    const OTHER: Classes = Classes::of(&[Class::FirstName]);
    let mut found = Vec::new();
    let mut at = 0;
    while at < doc.tokens.len() {
        let token = &doc.tokens[at];
        let plain = token.classes.is_empty() || token.classes.any(OTHER);
        if token.kind != TokenKind::Word
            || !plain
            || !GIVEN.has(token)
            || token.end - token.start < 4
        {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        let family = |at: usize| {
            doc.tokens.get(at).is_some_and(|token| {
                token.kind == TokenKind::Word
                    && token.classes.is_empty()
                    && (SURNAMES.has(token) || is_family_like(doc, at))
            })
        };
        while family(end) && end < at + 4 {
            end += 1;
        }
        let words = end - at;
        let opens = words == 1 && is_opening(doc, at);
        let score = 2 * i32::from(words > 1)
            + 2
            + before(doc, at, words, true, true)
            + behind(doc, end, words, opens);
        found.push((at..end, score));
        at = end;
    }
    found
}

fn introduce(doc: &Doc, tokens: &Range<usize>, known: &mut HashSet<u64>) {
    known.extend(
        tokens
            .clone()
            .map(|at| &doc.tokens[at])
            .filter(|token| token.is_capital() && token.end - token.start > 2)
            .map(|token| token.hash),
    );
}

/// `Ana Ruiz, Luis Vega and Iria Sol`
fn is_listed(doc: &Doc, end: usize, start: usize) -> bool {
    let between = end..start;
    between.len() <= 2
        && !between.is_empty()
        && between
            .clone()
            .all(|at| doc.is(at, Class::Conj) || matches!(word(doc, at), "," | "&" | "/"))
}

/// `Novak and Murphy were`: two words that may be family names, and do something together.
fn accept_pairs(doc: &Doc, weighed: &mut [(Range<usize>, i32)]) {
    const DO: Classes = Classes::of(&[Class::Be, Class::Have, Class::Say, Class::Modal]);
    for at in 1..weighed.len() {
        let [(one, first), (other, second)] = &weighed[at - 1..=at] else {
            continue;
        };
        let joined = other.start == one.end + 1 && doc.is(one.end, Class::Conj);
        let acts = doc
            .tokens
            .get(other.end)
            .is_some_and(|token| token.classes.any(DO));
        let like = |tokens: &Range<usize>| {
            tokens.len() == 1
                && (is_known(&doc.tokens[tokens.start]) || is_family_like(doc, tokens.start))
        };
        if joined
            && acts
            && *first >= -1
            && *second >= -1
            && (like(one) || like(other))
            && one.len() == 1
            && other.len() == 1
        {
            weighed[at - 1].1 = ENOUGH;
            weighed[at].1 = ENOUGH;
        }
    }
}

fn weigh(doc: &Doc, names: &Names, run: &Run, small: &HashSet<u64>) -> i32 {
    let tokens = &run.tokens;
    let words: Vec<usize> = tokens
        .clone()
        .filter(|&at| doc.tokens[at].is_capital() && doc.tokens[at].end - doc.tokens[at].start > 1)
        .filter(|&at| at == tokens.start || word(doc, at - 1) != "-")
        .collect();
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else {
        return i32::MIN;
    };
    let given = GIVEN.has(&doc.tokens[first]);
    let known = given || SURNAMES.has(&doc.tokens[last]);
    let sure = known || words.len() > 1;
    let own = made_of(doc, &words, tokens, small);
    let courtesy = (tokens.start.saturating_sub(2)..tokens.start).any(|at| {
        doc.classes(at)
            .any(Classes::of(&[Class::Title, Class::Courtesy]))
    });
    let titled = match run.is_titled {
        true if sure || courtesy => 4,
        true => 1,
        false => 0,
    };
    // a given name that opens a line or sentence
    let opens = given && words.len() == 1 && is_opening(doc, tokens.start);
    let before = match run.is_titled {
        true => 0,
        false => before(doc, tokens.start, words.len(), given, sure),
    };
    titled
        + own
        + by_names(names, first, known)
        + before
        + behind(doc, tokens.end, words.len(), opens)
}

/// What its own words say.
fn made_of(doc: &Doc, words: &[usize], tokens: &Range<usize>, small: &HashSet<u64>) -> i32 {
    let (first, last) = (words[0], words[words.len() - 1]);
    let several = words.len() > 1;
    let given = GIVEN.has(&doc.tokens[first]);
    let family = SURNAMES.has(&doc.tokens[last]);
    let lead = PLACE_LEADS.has(&doc.tokens[first]) && several;
    let place = PLACES.has(&doc.tokens[first]) || PLACES.has(&doc.tokens[last]) && !family || lead;
    // `Santiago de Compostela`, `León España`
    let like = is_family_like(doc, last);
    let towns = several
        && PLACES.has(&doc.tokens[first])
        && (runs::is_joint(&doc.tokens[first + 1]) || PLACES.has(&doc.tokens[last]));
    let count = |wanted: &dyn Fn(usize) -> bool| {
        i32::try_from(words.iter().filter(|&&at| wanted(at)).count()).unwrap_or(i32::MAX)
    };
    let strange = count(&|at| {
        let token = &doc.tokens[at];
        !is_known(token) && (!token.classes.is_empty() || small.contains(&token.hash))
    });
    let initial = tokens
        .clone()
        .any(|at| doc.tokens[at].is_capital() && doc.tokens[at].end - doc.tokens[at].start == 1);
    // `IgG`, `NATO`
    let upper = count(&|at| {
        let token = &doc.tokens[at];
        token.case == Case::Upper || token.case == Case::Mixed && token.end - token.start < 5
    }) > 0;
    let base = match (words.len(), given, family) {
        (1, true, _) => 2,
        (1, _, true) => 1,
        (1, ..) => i32::from(like),
        (_, true, true) => 5,
        (_, true, _) => 4,
        (2..=3, _, true) => 3,
        (2..=3, ..) if like => 3,
        (2..=3, ..) if doc.lang != Lang::Es => 2,
        _ => 0,
    };
    let firm = several && FIRMS.has(&doc.tokens[last]);
    base + i32::from(initial && several)
        - 2 * strange
        - 3 * i32::from(place && !(given && several && !towns))
        - 2 * i32::from(upper && !(given && several))
        - 5 * i32::from(firm)
}

/// What claims take it for.
fn by_names(names: &Names, at: usize, known: bool) -> i32 {
    match names.at(at).map(|name| names.entities[name.entity].kind) {
        Some(NameKind::Person) => 1 + i32::from(known),
        Some(NameKind::Org | NameKind::Outlet) => -3,
        Some(NameKind::Place) => -2,
        _ => 0,
    }
}
