//! Whether somebody who was told of it, overheard it or saw it tells of harm that is still meant to be done. News tells of plans as
//! well, but of those of others, on somebody else's word, and mostly of what is dealt with.

use std::ops::Range;
use std::sync::LazyLock;

use super::{COMING, Words, holds_evidence, words};
use crate::reading::Finding;
use crate::text::{Class, Classes, Doc, Sentence, TokenKind};

/// Words of who tells of what they know themselves.
static WITNESS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "i i'm i've me my mine we us our ours yo mi mis mio conmigo nos nosotros nosotras nuestro nuestra nuestros nuestras \
         oi escuche vi lei conozco",
    )
});
/// Words of what somebody means to do, beside those of what is to come.
static MEANT: LazyLock<Words> = LazyLock::new(|| {
    words(
        "he'll she'll they'll wants want intends intend quiere quieren pretende pretenden piensa planea",
    )
});
/// Words of what courts and police have dealt with.
static DEALT: LazyLock<Words> = LazyLock::new(|| {
    words(
        "arrested detained jailed imprisoned charged sentenced convicted indicted acquitted pleaded custody trial \
         detenido detenida detenidos detuvo detuvieron arrestado arrestada arrestaron condenado condenada condenaron \
         sentenciado sentenciada imputado imputada preso presa encarcelado encarcelada juicio absuelto",
    )
});
/// Words that put what is told far back.
static LONG_AGO: LazyLock<Words> =
    LazyLock::new(|| words("ago later earlier afterwards hace despues"));
/// Words for somebody, and for where people are.
static SOMEONE: LazyLock<Words> = LazyLock::new(|| {
    words(
        "him her them me us everyone everybody people todos gente \
         school clinic hospital office escuela colegio clinica oficina",
    )
});
/// What officials decide: it kills shops, and nobody.
static MEASURE: LazyLock<Words> = LazyLock::new(|| {
    words(
        "ruling rulings decision decisions law laws bill plan plans policy budget tax taxes cut cuts closure order ban \
         fallo fallos sentencia decision ley leyes plan planes presupuesto impuesto impuestos recorte recortes cierre orden",
    )
});
/// What hurts, beside the classes of acts.
static HURTS: LazyLock<Words> = LazyLock::new(|| words("blow volar"));

/// Acts against people.
const HARM: Classes = Classes::of(&[
    Class::Kill,
    Class::Shoot,
    Class::Injure,
    Class::Kidnap,
    Class::Ambush,
    Class::Explode,
    Class::Burn,
]);
/// Tokens from what is meant to the act, and from the act to whom it is done to.
const REACH: usize = 5;

/// Whom it is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// Somebody, or a place where people are.
    Somebody,
    /// Somebody whose work is protected.
    Role,
}

/// For whom harm is meant that a witness tells of where behaviours are shown; none if none is.
pub(super) fn witnessed(doc: &Doc, shown: &[&Finding]) -> Option<Target> {
    // sentences so far from one
    let around =
        |at: usize, far: usize| at.saturating_sub(far)..(at + far + 1).min(doc.sentences.len());
    let tokens =
        |near: Range<usize>| doc.sentences[near.start].start..doc.sentences[near.end - 1].end;
    let is_told = |at: usize| {
        let is_dealt = tokens(around(at, 2)).any(|at| is_in(doc, at, &DEALT));
        let is_old = is_long_ago(doc, tokens(around(at, 1)));
        !is_dealt && !is_old && around(at, 1).any(|at| is_own(doc, at))
    };
    let sentences = doc.sentences.iter().enumerate();
    let told = sentences
        .filter(|(_, sentence)| holds_evidence(doc, sentence, shown))
        .filter_map(|(at, sentence)| meant(doc, sentence).filter(|_| is_told(at)));
    told.max()
}

fn is_in(doc: &Doc, at: usize, words: &Words) -> bool {
    words.contains_key(&doc.tokens[at].hash)
}

/// For whom a sentence says that somebody means harm. What is not to happen is none, nor what officials do.
fn meant(doc: &Doc, sentence: &Sentence) -> Option<Target> {
    let is_harm = |at: usize| doc.classes(at).any(HARM) || is_in(doc, at, &HURTS);
    let within = |from: usize, to: usize| from.max(sentence.start)..to.min(sentence.end);
    let is_denied =
        |at: usize| within(at.saturating_sub(1), at + 2).any(|at| doc.is(at, Class::Neg));
    let by_official =
        |at: usize| within(at.saturating_sub(2), at).any(|at| doc.is(at, Class::Role));
    let acts = sentence.range().filter_map(|at| {
        if is_harm(at) && is_future(doc.raw(at)) && !by_official(at) && !is_denied(at) {
            return target(doc, within(at, at + 1 + REACH));
        }
        if !is_in(doc, at, &COMING) && !is_in(doc, at, &MEANT) {
            return None;
        }
        let act = within(at + 1, at + 1 + REACH).find(|&at| is_harm(at))?;
        if at > sentence.start && is_in(doc, at - 1, &MEASURE) {
            return None;
        }
        let is_passive = within(at + 1, act).any(|at| doc.is(at, Class::Be));
        match (is_denied(at), by_official(at)) {
            (true, _) => None,
            (false, true) => is_passive.then_some(Target::Role),
            (false, false) => target(doc, within(act, act + 1 + REACH)),
        }
    });
    acts.max()
}

/// Whom an act is done to, by the words from it on.
fn target(doc: &Doc, mut tokens: Range<usize>) -> Option<Target> {
    const SOMEBODY: Classes = Classes::of(&[
        Class::Person,
        Class::Family,
        Class::Victim,
        Class::Courtesy,
        Class::FirstName,
        Class::PlaceHead,
        Class::Home,
    ]);
    let act = tokens.next()?;
    if tokens.clone().any(|at| doc.is(at, Class::Role)) {
        return Some(Target::Role);
    }
    let ends = [
        "arla", "arlo", "arlas", "arlos", "arme", "arnos", "irla", "irlo", "erla", "erlo",
    ];
    let is_said = |at: usize| doc.classes(at).any(SOMEBODY) || is_in(doc, at, &SOMEONE);
    let is_somebody = ends.iter().any(|end| doc.word(act).ends_with(end)) || tokens.any(is_said);
    is_somebody.then_some(Target::Somebody)
}

/// `matará`, `dispararán`.
fn is_future(word: &str) -> bool {
    let word = word.to_lowercase();
    word.ends_with("rá") || word.ends_with("rán")
}

/// Whether whoever wrote the text tells a sentence as their own: what others are quoted with is not.
fn is_own(doc: &Doc, sentence: usize) -> bool {
    let paragraph = doc.sentences[sentence].paragraph;
    let begin = doc.sentences[..sentence]
        .iter()
        .rev()
        .take_while(|before| before.paragraph == paragraph)
        .last()
        .map_or(doc.sentences[sentence].start, |first| first.start);
    let is_mark = |at: usize| {
        doc.tokens[at].kind == TokenKind::QuoteMark && !matches!(doc.raw(at), "'" | "’" | "‘" | "`")
    };
    let range = doc.sentences[sentence].range();
    let mut is_quoted = (begin..range.start).filter(|&at| is_mark(at)).count() % 2 == 1;
    range.into_iter().any(|at| {
        is_quoted ^= is_mark(at);
        !is_quoted && is_in(doc, at, &WITNESS)
    })
}

/// Whether years are counted back.
fn is_long_ago(doc: &Doc, mut tokens: Range<usize>) -> bool {
    let end = tokens.end;
    let is_years = |at: usize| {
        matches!(
            doc.word(at),
            "year" | "years" | "decades" | "ano" | "anos" | "decadas"
        )
    };
    tokens.any(|at| {
        let near = at.saturating_sub(3)..(at + 4).min(end);
        is_in(doc, at, &LONG_AGO) && near.into_iter().any(is_years)
    })
}
