//! Vectors of words: what a word means, as a teacher has it that has read much more than we have.
//!
//! `weights/words.bin`: how many English and how many Spanish words (four bytes each), the hash of each (eight),
//! then for each [`WORD`] signed bytes. `crates/train/words` tells how they are made.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use super::WORD;
use super::lemma;
use crate::reading::Lang;
use crate::text::{HashMap, word_hash};

const FILE: &[u8] = include_bytes!("../../../weights/words.bin");
/// What a byte of a vector stands for.
const STEP: f32 = 1.0 / 32.0;

struct Words {
    english: HashMap<u32>,
    spanish: HashMap<u32>,
    vectors: Vec<f32>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    parse(FILE).unwrap_or_else(|| Words {
        english: HashMap::default(),
        spanish: HashMap::default(),
        vectors: vec![0.0; WORD],
    })
});

fn parse(file: &[u8]) -> Option<Words> {
    let (english, rest) = file.split_first_chunk::<4>()?;
    let (spanish, rest) = rest.split_first_chunk::<4>()?;
    let (english, spanish) = (u32::from_le_bytes(*english), u32::from_le_bytes(*spanish));
    let (hashes, bytes) = rest.split_at_checked(8 * (english + spanish) as usize)?;
    let mut hashes = hashes
        .as_chunks::<8>()
        .0
        .iter()
        .map(|bytes| u64::from_le_bytes(*bytes));
    let english = hashes
        .by_ref()
        .take(english as usize)
        .zip(1..)
        .collect::<HashMap<u32>>();
    let first = english.len() as u32 + 1;
    let spanish = hashes.zip(first..).collect();
    // row 0 stands for words that are not known
    let mut vectors = vec![0.0; WORD];
    vectors.extend(bytes.iter().map(|&byte| f32::from(byte as i8) * STEP));
    Some(Words {
        english,
        spanish,
        vectors,
    })
}

/// The vector of a row.
#[must_use]
pub fn vector(row: u32) -> &'static [f32] {
    let at = row as usize * WORD;
    &WORDS.vectors[at..at + WORD]
}

/// Words looked up lately, each in one number: in its low bits the row, in the others those of its hash.
static LATELY: [AtomicU64; 1 << 16] = [const { AtomicU64::new(0) }; 1 << 16];
/// Bits of a row.
const ROW: u64 = (1 << 20) - 1;

/// The row of a folded word as it is read in a language, or in the other one; 0 where neither knows it.
pub(super) fn row(hash: u64, word: &str, lang: Lang) -> u32 {
    let told_apart = hash ^ (lang as u64) << 40;
    let lately = &LATELY[(told_apart >> 48) as usize];
    let known = lately.load(Ordering::Relaxed);
    if known & !ROW == told_apart & !ROW {
        return (known & ROW) as u32;
    }
    let row = looked_up(hash, word, lang);
    lately.store(told_apart & !ROW | u64::from(row), Ordering::Relaxed);
    row
}

fn looked_up(hash: u64, word: &str, lang: Lang) -> u32 {
    let words = &*WORDS;
    let english = || {
        known(&words.english, hash)
            .or_else(|| lemma::english(word, |form| known(&words.english, word_hash(form))))
    };
    let spanish = || {
        known(&words.spanish, hash)
            .or_else(|| lemma::spanish(word, |form| known(&words.spanish, word_hash(form))))
    };
    let found = match lang {
        Lang::Es => spanish().or_else(|| known(&words.english, hash)),
        Lang::En => english().or_else(spanish),
        Lang::Other => known(&words.english, hash)
            .or_else(spanish)
            .or_else(english),
    };
    found.unwrap_or(0)
}

fn known(words: &HashMap<u32>, hash: u64) -> Option<u32> {
    words.get(&hash).copied()
}
