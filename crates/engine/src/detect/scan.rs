//! From a document to the items that patterns are looked for in.

use super::book::{Book, Item, NO_SETS, kind};
use crate::text::{Class, Classes, Doc, Token, TokenKind, word_hash};

/// Longest word spelled letter by letter that is put together.
const SPELLED: usize = 14;

/// Items of every sentence, each sentence followed by a stop.
pub(super) fn items(doc: &Doc, book: &Book) -> Vec<Item> {
    let opener = book.set("OPENER");
    let mut items = Vec::with_capacity(doc.tokens.len() + doc.sentences.len());
    for sentence in &doc.sentences {
        let mut at = sentence.start;
        let first = items.len();
        while at < sentence.end {
            let (item, next) = item(doc, book, at, sentence.end);
            if let Some(mut item) = item {
                item.sets = book.sets(item.entry);
                if items.len() == first {
                    item.kinds &= !kind::NAME;
                }
                if item.is(opener) {
                    item.kinds |= kind::OPENS;
                }
                items.push(item);
            }
            at = next;
        }
        let last = sentence.end.saturating_sub(1) as u32;
        items.push(Item {
            first: last,
            last,
            entry: 0,
            sets: NO_SETS,
            classes: Classes::NONE,
            kinds: kind::STOP,
        });
    }
    money(doc, &mut items);
    items
}

fn item(doc: &Doc, book: &Book, at: usize, end: usize) -> (Option<Item>, usize) {
    let token = &doc.tokens[at];
    let mut item = Item {
        first: at as u32,
        last: at as u32,
        entry: 0,
        sets: NO_SETS,
        classes: token.classes,
        kinds: 0,
    };
    match token.kind {
        TokenKind::Break => return (None, at + 1),
        TokenKind::Word => {
            item.entry = book.entry(token.hash);
            if token.is_capital() && token.end - token.start > 1 {
                item.kinds |= if token.case == crate::text::Case::Upper {
                    kind::CAPITALS
                } else {
                    kind::NAME
                };
            }
            if item.entry == 0 || token.end - token.start <= 2 {
                return disguised(doc, book, item, at, end);
            }
        }
        TokenKind::Mixed => {
            item.kinds |= kind::NUMBER;
            return disguised(doc, book, item, at, end);
        }
        TokenKind::Number => item.kinds |= kind::NUMBER,
        TokenKind::Currency => item.kinds |= kind::MONEY,
        TokenKind::Handle => item.kinds |= kind::HANDLE,
        TokenKind::Url | TokenKind::Email => item.kinds |= kind::LINK,
        TokenKind::Hashtag => {
            item.entry = book.entry(word_hash(doc.word(at).trim_start_matches('#')))
        }
        TokenKind::QuoteMark => item.kinds |= kind::QUOTE,
        TokenKind::Punct => return punctuation(doc, book, item, at),
    }
    (Some(item), at + 1)
}

fn punctuation(doc: &Doc, book: &Book, mut item: Item, at: usize) -> (Option<Item>, usize) {
    let mark = doc.raw(at).chars().next().unwrap_or(' ');
    match mark {
        '?' => item.kinds |= kind::ASK | kind::CLAUSE,
        '.' | ',' | ';' | ':' | '!' | '(' | ')' | '—' | '–' | '…' | '|' | '¡' | '¿' | '•' =>
        {
            item.kinds |= kind::CLAUSE;
            item.entry = book.entry(doc.tokens[at].hash);
        }
        '-' if doc.tokens[at].gap => item.kinds |= kind::CLAUSE,
        '*' | '_' | '~' | '-' | '/' | '\\' => return (None, at + 1),
        // skin tones and signs of gender
        '\u{1F3FB}'..='\u{1F3FF}' | '♂' | '♀' => return (None, at + 1),
        mark if mark > '\u{2190}' => {
            item.entry = book.entry(doc.tokens[at].hash);
            if is_face(mark) {
                item.kinds |= kind::FACE;
            }
        }
        _ => {}
    }
    (Some(item), at + 1)
}

/// Signs that stand for people or peoples.
fn is_face(mark: char) -> bool {
    matches!(mark, '\u{1F464}'..='\u{1F487}' | '\u{1F1E6}'..='\u{1F1FF}'
        | '\u{1F645}'..='\u{1F64E}' | '\u{1F9D0}'..='\u{1F9DF}' | '\u{1F3F3}'..='\u{1F3F4}')
}

/// Words written so as not to be found: `k1ll`, `k i l l`, `k.i.l.l`, `k*ll`, `killll`.
fn disguised(
    doc: &Doc,
    book: &Book,
    mut item: Item,
    at: usize,
    end: usize,
) -> (Option<Item>, usize) {
    let token = &doc.tokens[at];
    if is_letters(doc.word(at))
        && let Some((entry, next)) = spelled(doc, book, at, end)
    {
        item.entry = entry;
        item.last = next as u32 - 1;
        return (Some(item), next);
    }
    if let Some((entry, next)) = patched(doc, book, at, end) {
        item.entry = entry;
        item.last = next as u32 - 1;
        item.kinds &= !kind::NUMBER;
        return (Some(item), next);
    }
    if item.entry == 0 && token.end - token.start < 40 {
        item.entry = plain(book, doc.word(at));
    }
    (Some(item), at + 1)
}

/// `k i l l`, `k-i-l-l`: single letters in a row, with gaps or the same marks between them.
fn spelled(doc: &Doc, book: &Book, at: usize, end: usize) -> Option<(u32, usize)> {
    let mut word = String::new();
    let mut next = at;
    let mut taken = None;
    while next < end && word.len() < SPELLED {
        let token = &doc.tokens[next];
        let single = matches!(
            token.kind,
            TokenKind::Word | TokenKind::Number | TokenKind::Mixed
        ) && is_letters(doc.word(next));
        let mark = token.kind == TokenKind::Punct
            && !token.gap
            && matches!(doc.raw(next), "." | "-" | "*" | "_" | "/" | "|" | "~");
        if single {
            word.extend(doc.word(next).chars().filter(|&c| c != '.'));
        } else if !mark || word.is_empty() {
            break;
        }
        next += 1;
        if single && word.len() >= 3 {
            let entry = plain(book, &word);
            if entry != 0 {
                taken = Some((entry, next));
            }
        }
    }
    taken
}

/// A single letter, or letters with full stops between them.
fn is_letters(word: &str) -> bool {
    word.len() < 2 * SPELLED && word.bytes().skip(1).step_by(2).all(|b| b == b'.')
}

/// `k!ll`, `k*ll`, `sh*t`: one mark inside a word, without gaps.
fn patched(doc: &Doc, book: &Book, at: usize, end: usize) -> Option<(u32, usize)> {
    let [mark, rest] = doc.tokens.get(at + 1..(at + 3).min(end))? else {
        return None;
    };
    let tight = |t: &Token| !t.gap;
    if !tight(mark) || !tight(rest) || !matches!(rest.kind, TokenKind::Word | TokenKind::Mixed) {
        return None;
    }
    let letters: &[char] = match (mark.kind, doc.raw(at + 1)) {
        (TokenKind::Punct, "!" | "|" | "¡") => &['i', 'l'],
        (TokenKind::Currency, "$") => &['s'],
        (TokenKind::Punct, "*" | "#" | "%") => &['i', 'a', 'o', 'u', 'e', 'l'],
        _ => return None,
    };
    letters.iter().find_map(|letter| {
        let word = format!("{}{letter}{}", doc.word(at), doc.word(at + 2));
        let entry = plain(book, &word);
        (entry != 0 && word.len() > 3).then_some((entry, at + 3))
    })
}

/// Entry of a word after figures are read as letters and drawn-out letters shortened.
fn plain(book: &Book, word: &str) -> u32 {
    let known = book.entry(word_hash(word));
    if known != 0 {
        return known;
    }
    let figures = word.bytes().any(|b| b.is_ascii_digit());
    let mut found = 0;
    if figures && word.bytes().any(|b| b.is_ascii_alphabetic()) {
        for one in ['i', 'l'] {
            let read: String = word.chars().map(|c| letter_of(c, one)).collect();
            found = book.entry(word_hash(&read));
            if found != 0 {
                return found;
            }
        }
    }
    let drawn_out = word
        .as_bytes()
        .windows(3)
        .any(|w| w[0] == w[1] && w[1] == w[2] && w[0].is_ascii_alphabetic());
    for most in [1, 2] {
        if found == 0 && drawn_out && !figures {
            found = book.entry(word_hash(&shortened(word, most)));
        }
    }
    found
}

fn letter_of(figure: char, one: char) -> char {
    match figure {
        '0' => 'o',
        '1' => one,
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        other => other,
    }
}

/// Runs of three and more equal letters cut to `most`.
fn shortened(word: &str, most: usize) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word.chars().peekable();
    while let Some(letter) = rest.next() {
        let mut run = 1;
        while rest.next_if_eq(&letter).is_some() {
            run += 1;
        }
        let kept = if run > 2 { most } else { run };
        out.extend(std::iter::repeat_n(letter, kept));
    }
    out
}

/// Marks figures that are sums of money, and the words of currency beside them.
fn money(doc: &Doc, items: &mut [Item]) {
    for at in 0..items.len() {
        let item = items[at];
        let sign = item.kinds & kind::MONEY != 0 && item.kinds & kind::NUMBER == 0;
        let word = item.classes.has(Class::CurrencyWord);
        if !sign && !word {
            continue;
        }
        let mut counted = false;
        if sign
            && items
                .get(at + 1)
                .is_some_and(|i| i.kinds & kind::NUMBER != 0)
        {
            items[at + 1].kinds |= kind::MONEY;
            counted = true;
        }
        for back in 1..=3 {
            let Some(before) = at.checked_sub(back) else {
                break;
            };
            let figure = items[before].kinds & kind::NUMBER != 0
                || items[before]
                    .classes
                    .any(Classes::of(&[Class::NumberWord, Class::Multiplier]));
            let link = matches!(doc.word(items[before].first as usize), "of" | "de" | "us");
            if !figure && !link {
                break;
            }
            if figure {
                items[before].kinds |= kind::MONEY;
                counted = true;
            }
        }
        if counted || sign {
            items[at].kinds |= kind::MONEY;
        }
    }
}
