//! Named persons, organisations, outlets and places, and which mentions mean the same one.

mod kind;

use std::ops::Range;

use crate::reading::Lang;
use crate::text::word_hash;
use crate::text::{Case, Class, Classes, Doc, TokenKind};

use kind::{hint_of, is_body, kind_of, says};

use super::entities::{Entities, Entity};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// An organisation or authority.
    Org,
    /// A newspaper, station or site.
    Outlet,
    /// A place.
    Place,
    /// Something else, or not told.
    Other,
}

/// One mention of a name.
#[derive(Clone, Debug)]
pub struct Name {
    /// The name itself, without titles.
    pub tokens: Range<usize>,
    /// With the titles and roles in front.
    pub full: Range<usize>,
    /// What it names, as far as its own words tell.
    pub kind: NameKind,
    /// What the words around it suggest.
    pub hint: Option<NameKind>,
    /// Index into [`Names::entities`].
    pub entity: usize,
}

/// All names of a text.
#[derive(Debug, Default)]
pub struct Names {
    /// Mentions in order.
    pub mentions: Vec<Name>,
    /// What they name.
    pub entities: Vec<Entity>,
}

const ORG: Classes = Classes::of(&[Class::OrgHead]);
const TITLED: Classes = Classes::of(&[Class::Title, Class::Role, Class::Spokesperson]);
/// Words of grammar and number, which are part of no name.
pub(super) const GRAMMAR: Classes = Classes::of(&[
    Class::Det,
    Class::Prep,
    Class::Conj,
    Class::Pronoun,
    Class::Be,
    Class::Have,
    Class::Aux,
    Class::Modal,
    Class::Neg,
    Class::If,
    Class::While,
    Class::NumberWord,
    Class::Possessive,
]);
const PLAIN: Classes = GRAMMAR.or(Classes::of(&[Class::Earlier, Class::Opener]));
const CALENDAR: Classes = Classes::of(&[Class::Month, Class::Weekday]);

impl Names {
    /// Finds the names of a text.
    #[must_use]
    pub fn find(doc: &Doc) -> Self {
        let usage = Usage::of(doc);
        let mut found = Vec::new();
        for sentence in &doc.sentences {
            let heading = is_heading(doc, sentence.range(), sentence.closed);
            let mut at = sentence.start;
            while at < sentence.end {
                let run = run_at(doc, at, sentence.end);
                if run.is_empty() {
                    at += 1;
                    continue;
                }
                at = run.end;
                if let Some(name) = name_of(doc, run, sentence.start, heading, &usage) {
                    found.push(name);
                }
            }
        }
        Entities::resolve(doc, found)
    }

    /// The name that covers a token.
    #[must_use]
    pub fn at(&self, token: usize) -> Option<&Name> {
        let after = self
            .mentions
            .partition_point(|name| name.full.start <= token);
        self.mentions[..after]
            .iter()
            .rev()
            .take(2)
            .find(|name| name.full.contains(&token))
    }

    /// Names that start in a range of tokens.
    pub fn within(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = &Name> {
        let first = self
            .mentions
            .partition_point(|name| name.tokens.start < range.start);
        let last = self
            .mentions
            .partition_point(|name| name.tokens.start < range.end);
        self.mentions[first..last.max(first)].iter()
    }
}

/// Which words the text writes small, and which it writes large where it need not.
struct Usage {
    lower: std::collections::HashSet<u64>,
    upper: std::collections::HashSet<u64>,
}

impl Usage {
    fn of(doc: &Doc) -> Self {
        let mut usage = Usage {
            lower: Default::default(),
            upper: Default::default(),
        };
        for sentence in &doc.sentences {
            let heading = is_heading(doc, sentence.range(), sentence.closed);
            for at in sentence.range() {
                let token = &doc.tokens[at];
                if token.case == Case::Lower {
                    usage.lower.insert(token.hash);
                } else if token.is_capital() && at > sentence.start && !heading {
                    usage.upper.insert(token.hash);
                }
            }
        }
        usage
    }
}

/// A line without full stop in which most words are capitalised: a heading, whose capitals say nothing.
fn is_heading(doc: &Doc, range: Range<usize>, closed: bool) -> bool {
    let words = || {
        range.clone().filter(|&i| {
            doc.tokens[i].kind == TokenKind::Word && doc.tokens[i].end - doc.tokens[i].start > 3
        })
    };
    let capital = words().filter(|&i| doc.tokens[i].is_capital()).count();
    !closed && words().count() > 3 && capital * 3 >= words().count() * 2
}

/// A run of capitalised words, with the small words that join names.
fn run_at(doc: &Doc, start: usize, limit: usize) -> Range<usize> {
    if !starts_name(doc, start) {
        return start..start;
    }
    let mut end = start + 1;
    while end < limit {
        if let Some(next) = continues(doc, start, end, limit) {
            end = next;
        } else {
            break;
        }
    }
    start..end
}

fn starts_name(doc: &Doc, at: usize) -> bool {
    let token = &doc.tokens[at];
    token.is_capital()
        && (!token.classes.any(CALENDAR) || is_given(doc, at))
        && doc.word(at) != "'s"
        && !(doc.word(at) == "i" || doc.word(at).starts_with("i'"))
        && !is_contraction(doc.word(at))
}

/// `Julio Parra`: Spanish writes months small.
fn is_given(doc: &Doc, at: usize) -> bool {
    let named = |i: usize| {
        let token = doc.tokens.get(i);
        token.is_some_and(|token| token.case == Case::Title)
    };
    doc.lang == Lang::Es
        && named(at)
        && named(at + 1)
        && !doc.classes(at + 1).any(CALENDAR)
        && doc.is(at, Class::Month)
}

/// `You've`, `They'll`
fn is_contraction(word: &str) -> bool {
    ["'ve", "'ll", "'re", "'d", "'m"]
        .iter()
        .any(|ending| word.ends_with(ending))
}

fn continues(doc: &Doc, start: usize, at: usize, limit: usize) -> Option<usize> {
    let token = &doc.tokens[at];
    let is_name =
        |i: usize| i < limit && doc.tokens[i].is_capital() && !doc.classes(i).any(CALENDAR);
    let word = doc.word(at);
    if is_name(at) {
        return Some(at + 1);
    }
    let head = |i: usize| {
        doc.is(i, Class::OrgHead) || doc.is(i, Class::PlaceHead) || doc.is(i, Class::Outlet)
    };
    match token.kind {
        TokenKind::Number if head(at - 1) && token.gap && word.len() < 4 => Some(at + 1),
        TokenKind::Word if word == "'s" && is_name(at + 1) && head(at + 1) => Some(at + 2),
        TokenKind::Word
            if matches!(word, "of" | "de" | "del" | "for" | "the")
                || word == "y" && head(start) =>
        {
            let mut next = at + 1;
            while next < limit
                && matches!(doc.word(next), "la" | "las" | "los" | "el" | "the")
                && doc.tokens[next].case == Case::Lower
            {
                next += 1;
            }
            let joins = is_name(next)
                && !doc.is(at - 1, Class::FirstName)
                && (word != "for" && word != "the"
                    || (start..at).any(|i| doc.is(i, Class::OrgHead)));
            joins.then_some(next + 1)
        }
        TokenKind::Word if matches!(word, "and" | "y" | "e") => {
            abbreviated(doc, start, at, limit).or_else(|| paired(doc, start, at, limit))
        }
        TokenKind::QuoteMark
            if !token.gap && doc.word(at - 1).ends_with('s') && is_name(at + 1) =>
        {
            let name = (at + 1..limit.min(at + 4)).take_while(|&i| is_name(i));
            let body = name.filter(|&i| doc.is(i, Class::OrgHead)).last();
            body.filter(|_| doc.tokens[at + 1].gap && matches!(doc.raw(at), "'" | "’"))
                .map(|body| body + 1)
        }
        // `Eusebio «Chebo» Ñique`
        TokenKind::QuoteMark
            if token.gap
                && is_name(at - 1)
                && is_name(at + 1)
                && at + 2 < limit
                && doc.tokens[at + 2].kind == TokenKind::QuoteMark
                && !doc.tokens[at + 2].gap
                && is_name(at + 3) =>
        {
            Some(at + 4)
        }
        TokenKind::Punct if word == "&" && is_name(at + 1) => Some(at + 2),
        TokenKind::Punct
            if word == "-" && !token.gap && is_name(at + 1) && !doc.tokens[at + 1].gap =>
        {
            Some(at + 2)
        }
        TokenKind::Punct
            if word == "."
                && !token.gap
                && is_name(at + 1)
                && (doc.word(at - 1).len() <= 3 || doc.is(at - 1, Class::Title)) =>
        {
            Some(at + 2)
        }
        _ => None,
    }
}

/// `Customs and Border Protection (CBP)`: an `and` inside a name, known by the abbreviation behind it.
fn abbreviated(doc: &Doc, start: usize, at: usize, limit: usize) -> Option<usize> {
    let mut end = at + 1;
    while end < limit
        && (doc.tokens[end].is_capital() || matches!(doc.word(end), "de" | "of" | "del" | "la"))
    {
        end += 1;
    }
    let short = doc
        .tokens
        .get(end + 1)
        .filter(|t| t.case == Case::Upper && end + 1 < limit && doc.word(end) == "(")?;
    let letters: String = (start..end)
        .filter(|&i| doc.tokens[i].is_capital())
        .filter_map(|i| doc.word(i).chars().next())
        .collect();
    (end > at + 1 && short.end > short.start && letters.ends_with(doc.word(end + 1))).then_some(end)
}

/// `Guild of Reporters and Broadcasters`: two plurals for whom one body speaks.
fn paired(doc: &Doc, start: usize, at: usize, limit: usize) -> Option<usize> {
    let plural = |i: usize| doc.tokens[i].is_capital() && doc.word(i).ends_with('s');
    let speaks_for = (start..at)
        .any(|i| doc.is(i, Class::OrgHead) && matches!(doc.word(i + 1), "of" | "de" | "for"));
    (speaks_for && at + 1 < limit && plural(at - 1) && plural(at + 1)).then_some(at + 2)
}

fn name_of(
    doc: &Doc,
    run: Range<usize>,
    sentence: usize,
    heading: bool,
    usage: &Usage,
) -> Option<Name> {
    let mut full = run;
    while full.start < full.end && skips(doc, &full, sentence, heading, usage) {
        full.start += 1;
    }
    let tokens = person_part(doc, full.clone());
    if tokens.is_empty()
        || full
            .clone()
            .all(|i| doc.classes(i).any(PLAIN) || doc.classes(i).any(CALENDAR))
    {
        return None;
    }
    let kind = kind_of(doc, &full, &tokens);
    let hint = if kind == NameKind::Other {
        hint_of(doc, &full)
    } else {
        None
    };
    if heading && kind == NameKind::Other {
        return None;
    }
    let tokens = if kind == NameKind::Person {
        tokens
    } else {
        full.clone()
    };
    if tokens.len() == 1 && doc.tokens[tokens.start].end - doc.tokens[tokens.start].start < 2 {
        return None;
    }
    Some(Name {
        tokens,
        full,
        kind,
        hint,
        entity: usize::MAX,
    })
}

/// Whether the first word of a run is no part of a name: an article, or an ordinary word that
/// opens the sentence.
fn skips(doc: &Doc, run: &Range<usize>, sentence: usize, heading: bool, usage: &Usage) -> bool {
    let at = run.start;
    let token = &doc.tokens[at];
    let opens = at == sentence
        || heading
        || doc.tokens[at - 1].kind == TokenKind::QuoteMark
        || doc.word(at - 1) == ":"
        || at == sentence + 1;
    if token.classes.any(PLAIN) && !token.classes.has(Class::FirstName) {
        return !(matches!(doc.word(at), "el" | "la" | "los" | "the")
            && run.len() > 1
            && !opens
            && doc.is(at + 1, Class::Outlet));
    }
    if !opens || token.classes.has(Class::FirstName) {
        return false;
    }
    let small = usage.lower.contains(&token.hash) && !usage.upper.contains(&token.hash);
    if run.len() == 1
        && token.case != Case::Upper
        && !usage.upper.contains(&token.hash)
        && !says(doc, run)
        && !is_introduced(doc, run)
    {
        return true;
    }
    let ordinary = !token.classes.is_empty()
        && !token.classes.any(TITLED.or(ORG))
        && !token.classes.has(Class::PlaceHead)
        && !token.classes.has(Class::Outlet);
    if run.len() > 1 && doc.tokens[at + 1].is_capital() {
        small && !token.classes.any(TITLED.or(ORG))
    } else {
        (small || ordinary) && !(run.len() > 1 && token.classes.has(Class::OrgHead))
    }
}

/// `Kestrel, the company behind the app, said`: a word that nobody knows, told of and then speaking.
fn is_introduced(doc: &Doc, run: &Range<usize>) -> bool {
    const REACH: usize = 14;
    let comma = |at: usize| doc.tokens.get(at).is_some() && doc.word(at) == ",";
    let opens = comma(run.end)
        && doc.tokens.get(run.end + 1).is_some()
        && doc.is(run.end + 1, Class::Det)
        && doc.tokens[run.start].classes.is_empty();
    let closing = (run.end + 2..run.end + REACH).find(|&at| comma(at));
    opens
        && closing.is_some_and(|at| doc.tokens.get(at + 1).is_some() && doc.is(at + 1, Class::Say))
}

/// The words after the titles, cut before `of` and the like; the whole run where no title stands.
fn person_part(doc: &Doc, full: Range<usize>) -> Range<usize> {
    // a courier may carry letters, but closes the name of a paper
    let article = full.start > 0 && matches!(doc.word(full.start - 1), "the" | "el" | "la");
    let paper = (full.len() > 1 || article) && doc.is(full.end - 1, Class::Outlet);
    if is_body(doc, &full) || paper {
        return full;
    }
    let title = full.clone().rev().find(|&i| {
        doc.classes(i).any(TITLED) && !doc.is(i, Class::FirstName) || doc.is(i, Class::Title)
    });
    let behind = title.map_or(0, |title| {
        (title + 1..full.end)
            .filter(|&i| doc.tokens[i].is_capital())
            .count()
    });
    let nobody = || !full.clone().any(|i| doc.is(i, Class::FirstName));
    if title.is_some_and(|title| (full.start..title).any(|i| doc.is(i, Class::OrgHead)))
        && (behind < 2 || title.is_some_and(|title| doc.is(title + 1, Class::Of)) && nobody())
    {
        return full;
    }
    let mut start = title.map_or(full.start, |i| i + 1);
    while start < full.end
        && (doc.tokens[start].kind == TokenKind::Punct || doc.word(start) == "'s")
    {
        start += 1;
    }
    if start < full.end && matches!(doc.word(start), "of" | "de" | "del") {
        // `Secretary of Foreign Trade Jane Doe`
        let words = (start + 1..full.end)
            .filter(|&i| doc.tokens[i].is_capital())
            .count();
        return if words >= 3 {
            full.end - 2..full.end
        } else {
            full
        };
    }
    let end = (start..full.end)
        .find(|&i| matches!(doc.word(i), "of" | "for"))
        .unwrap_or(full.end);
    start..end
}

/// Hashes of the words of a name that carry meaning.
pub(super) fn content_words(doc: &Doc, range: Range<usize>) -> Vec<u64> {
    range
        .filter(|&i| {
            !matches!(doc.tokens[i].kind, TokenKind::Punct | TokenKind::QuoteMark)
                && !matches!(
                    doc.word(i),
                    "'s" | "of"
                        | "de"
                        | "del"
                        | "la"
                        | "las"
                        | "los"
                        | "el"
                        | "the"
                        | "y"
                        | "and"
                        | "for"
                )
        })
        .map(|i| singular(doc.word(i)))
        .collect()
}

/// Hash of a folded word without a plural s.
pub(crate) fn singular(word: &str) -> u64 {
    word_hash(
        word.strip_suffix('s')
            .filter(|stem| stem.len() > 3)
            .unwrap_or(word),
    )
}
