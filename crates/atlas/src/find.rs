//! From what a report calls a place to the place: "downtown Dallas", "Paris (Texas)", "Juárez, Chih.".

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::fold::fold;
use crate::gazetteer::{Entry, Gazetteer, Kind, Place};
use crate::settle::{Ask, distance, settle};

/// Longest phrase that is read, in bytes; names of places are shorter.
const LONGEST: usize = 300;
/// Most parts of a phrase, and most phrases that speak for one another.
const MOST_PARTS: usize = 16;
const MOST_PHRASES: usize = 256;
/// A town named behind another is what that lies in or beside, in kilometres.
const BESIDE: f64 = 60.0;

/// The place that a report calls `name`; `with` is what it names besides, which decides between places of one name.
/// What is not known is not guessed.
#[must_use]
pub fn find(name: &str, with: &[&str]) -> Option<Place> {
    let mut phrases = vec![name];
    phrases.extend(with);
    find_all(&phrases).into_iter().next()?.into_iter().next()
}

/// For each phrase the places that it names, most often one or none; all together decide what each means.
#[must_use]
pub fn find_all(phrases: &[&str]) -> Vec<Vec<Place>> {
    let gazetteer = Gazetteer::get();
    let mut owners = Vec::new();
    let mut asks = Vec::new();
    for (owner, phrase) in phrases.iter().take(MOST_PHRASES).enumerate() {
        for ask in asked(phrase) {
            owners.push(owner);
            asks.push(ask);
        }
    }
    let mut found = vec![Vec::new(); phrases.len()];
    let mut seen = HashSet::new();
    for (owner, settled) in owners.into_iter().zip(settle(asks)) {
        let Some((row, is_doubtful)) = settled else {
            continue;
        };
        if seen.insert((owner, row)) {
            found[owner].push(gazetteer.place(row, is_doubtful));
        }
    }
    found
}

/// Words around names, from `around.txt`.
struct Around(HashMap<&'static str, HashSet<&'static str>>);

impl Around {
    fn is(&self, class: &str, word: &str) -> bool {
        self.0.get(class).is_some_and(|words| words.contains(word))
    }
}

static AROUND: LazyLock<Around> = LazyLock::new(|| {
    let lines = include_str!("../data/around.txt").lines();
    let classes = lines.filter(|line| !line.starts_with('#'));
    let classes = classes.filter_map(|line| line.split_once(':'));
    Around(
        classes
            .map(|(class, words)| (class, words.split_whitespace().collect()))
            .collect(),
    )
});

/// What one phrase asks for.
fn asked(phrase: &str) -> Vec<Ask> {
    let phrase = match phrase.char_indices().find(|(at, _)| *at >= LONGEST) {
        Some((at, _)) => &phrase[..at],
        None => phrase,
    };
    let gazetteer = Gazetteer::get();
    let whole = known(phrase, false);
    if !whole.is_empty() {
        return vec![Ask::of(whole, false)];
    }
    let parts = parts(phrase);
    for (at, part) in parts.iter().enumerate() {
        let outer: Vec<Vec<u32>> = parts[at + 1..].iter().map(|part| named(part)).collect();
        let asks: Vec<Ask> = part
            .iter()
            .filter_map(|name| {
                let rows = known(name, false);
                (!rows.is_empty()).then_some(rows)
            })
            .filter_map(|rows| narrowed(gazetteer, rows, &outer))
            .collect();
        if !asks.is_empty() {
            return asks;
        }
    }
    Vec::new()
}

/// What the names of an outer part may mean.
fn named(part: &[&str]) -> Vec<u32> {
    part.iter().flat_map(|name| known(name, true)).collect()
}

/// Those of `rows` that lie in what stands behind them; none where that is unknown, or elsewhere.
fn narrowed(gazetteer: &Gazetteer, mut rows: Vec<u32>, outer: &[Vec<u32>]) -> Option<Ask> {
    let last = outer.last();
    if last.is_some_and(Vec::is_empty) {
        return None;
    }
    let is_told = last.is_some();
    for around in outer.iter().filter(|around| !around.is_empty()) {
        rows.retain(|&row| {
            let inner = &gazetteer.entries[row as usize];
            around
                .iter()
                .any(|&outer| lies_in(inner, &gazetteer.entries[outer as usize]))
        });
    }
    (!rows.is_empty()).then(|| Ask::of(rows, is_told))
}

fn lies_in(inner: &Entry, outer: &Entry) -> bool {
    inner.country == outer.country
        && match outer.kind {
            Kind::Country => inner.kind != Kind::Country,
            Kind::Region => inner.region == outer.region,
            Kind::Town => inner.kind == Kind::Town && distance(inner, outer) < BESIDE,
        }
}

/// The parts of a phrase from within to without, each with the names in it: of "Pilsen and Little Village in Chicago",
/// two and one.
fn parts(phrase: &str) -> Vec<Vec<&str>> {
    let mut parts = Vec::new();
    for level in levels(phrase) {
        let pieces: Vec<&str> = level.split([',', ';']).map(str::trim).collect();
        let is_list = |piece: &&str| known(piece, false).is_empty() && apart(piece).len() > 1;
        if pieces.last().is_some_and(is_list) && pieces.len() > 1 {
            parts.push(pieces.iter().flat_map(|piece| apart(piece)).collect());
        } else {
            parts.extend(
                pieces
                    .into_iter()
                    .filter(|piece| !piece.is_empty())
                    .map(|piece| match known(piece, true).is_empty() {
                        true => apart(piece),
                        false => vec![piece],
                    }),
            );
        }
    }
    parts.truncate(MOST_PARTS);
    parts
}

/// Divided where a word or a bracket leads from within to without.
fn levels(phrase: &str) -> Vec<&str> {
    let mut levels = Vec::new();
    let mut begin = 0;
    for (at, word) in words(phrase) {
        if AROUND.is("inside", word) {
            levels.push(&phrase[begin..at]);
            begin = at + word.len();
        }
    }
    levels.push(&phrase[begin..]);
    levels
        .into_iter()
        .flat_map(|level| level.split(['(', ')', '[', ']']))
        .map(str::trim)
        .filter(|level| !level.is_empty())
        .collect()
}

/// Divided at "and".
fn apart(piece: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut begin = 0;
    for (at, word) in words(piece) {
        if AROUND.is("and", word) {
            names.push(piece[begin..at].trim());
            begin = at + word.len();
        }
    }
    names.push(piece[begin..].trim());
    names.retain(|name| !name.is_empty());
    names
}

/// Words between blanks, with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = text.char_indices().filter(|&(at, character)| {
        !character.is_whitespace()
            && text[..at]
                .chars()
                .next_back()
                .is_none_or(char::is_whitespace)
    });
    starts.map(|(at, _)| {
        let rest = &text[at..];
        (at, rest.split(char::is_whitespace).next().unwrap_or(rest))
    })
}

/// What a name may mean, without the words around it that are no part of it. Names begin with a capital: "pueblo" is no
/// town in Colorado.
fn known(name: &str, behind: bool) -> Vec<u32> {
    let words: Vec<&str> = name.split_whitespace().take(MOST_PARTS).collect();
    let mut rest = &words[..];
    loop {
        let is_name = rest
            .first()
            .is_some_and(|word| !word.starts_with(char::is_lowercase) || rest.len() > 1);
        let has_capital = rest.iter().any(|word| word.contains(char::is_uppercase));
        if is_name && has_capital {
            let rows = Gazetteer::get().rows(&fold(&rest.join(" ")), behind);
            if !rows.is_empty() {
                return rows;
            }
        }
        match stripped(rest) {
            Some(shorter) => rest = shorter,
            None => return Vec::new(),
        }
    }
}

/// One word or turn less that stands around a name.
fn stripped<'w>(words: &'w [&'w str]) -> Option<&'w [&'w str]> {
    let [first, inner @ ..] = words else {
        return None;
    };
    if inner.is_empty() {
        return None;
    }
    let is_low = |word: &str| word.starts_with(char::is_lowercase);
    let low = first.to_lowercase();
    if AROUND.is("nouns", &low) && inner.len() > 1 && AROUND.is("of", inner[0]) {
        return Some(&inner[1..]);
    }
    if is_low(first) && (AROUND.is("articles", &low) || AROUND.is("of", &low)) {
        return Some(inner);
    }
    if AROUND.is("before", &low) && (is_low(first) || !AROUND.is("lower", &low)) {
        return Some(inner);
    }
    let (last, outer) = words.split_last()?;
    let end = last.to_lowercase();
    (AROUND.is("behind", &end) && (is_low(last) || !AROUND.is("lower", &end))).then_some(outer)
}
