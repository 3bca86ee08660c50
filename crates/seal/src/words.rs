//! The nine words with which somebody comes back who does not say who they are.

use std::fmt;
use std::sync::LazyLock;

use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::index::{IndexKey, Tag};

/// Words in a receipt: 116 bits of chance, more than the 112 from which on OWASP ASVS 5.0 asks for no
/// slow hash.
pub const WORDS: usize = 9;

/// Bytes of the longest text that is read as words.
pub const LONGEST_INPUT: usize = 1024;

/// Suggestions for a word, at most.
const MOST_SUGGESTED: usize = 3;

/// The EFF's long list without the four words that have a hyphen: see `words/LICENSE.md`. In order, and
/// no word is the beginning of another, so that words can be told apart even without spaces.
static LIST: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("../words/eff.txt").lines().collect());

/// The words of a receipt. Forgotten when dropped; their `Debug` shows nothing.
///
/// Nothing of them is stored but [`Words::tag`].
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Words([u16; WORDS]);

/// Why a text is not the words of a receipt. Made from the text and the public list alone: it tells
/// nothing of which receipts there are. Nothing of the text is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// Longer than any nine words.
    #[error("this is too long for a receipt of {WORDS} words")]
    TooLong,
    /// More or fewer words.
    #[error("a receipt has {WORDS} words; here are {0}")]
    Count(usize),
    /// A word that is not on the list.
    #[error("word {position} is no word of a receipt{}", or(suggestions))]
    Unknown {
        /// Which one, from 1.
        position: usize,
        /// Words of the list that look like it, at most three.
        suggestions: Vec<&'static str>,
    },
}

fn or(suggestions: &[&str]) -> String {
    match suggestions {
        [] => String::new(),
        some => format!(": is it {}?", some.join(" or ")),
    }
}

impl Words {
    /// New words, each as likely as any other.
    pub fn new(rng: &mut impl CryptoRng) -> Self {
        Words::drawn(|| rng.next_u32())
    }

    /// The words that belong to a random value, the same each time: so that a form that is sent twice gives
    /// its words twice, and nothing of them is kept. `seed` must be as hard to guess as the words.
    pub fn of_seed(key: &IndexKey, seed: &[u8]) -> Self {
        let mut numbers = (0u32..).flat_map(|block| {
            let tag = key.tag(&[&block.to_be_bytes(), seed].concat());
            let (chunks, _) = tag.as_bytes().as_chunks::<4>();
            <[[u8; 4]; 8]>::try_from(chunks)
                .expect("32 bytes")
                .map(u32::from_be_bytes)
        });
        Words::drawn(|| numbers.next().expect("more blocks than are ever drawn"))
    }

    fn drawn(mut number: impl FnMut() -> u32) -> Self {
        let count = LIST.len() as u32;
        let mask = count.next_power_of_two() - 1;
        let mut draw = || loop {
            // one in twenty is drawn again, so that none is likelier
            let drawn = number() & mask;
            if drawn < count {
                return drawn as u16;
            }
        };
        Words(std::array::from_fn(|_| draw()))
    }

    /// Reads words as people type them: case, accents, numbers, punctuation and the white space between
    /// or within words do not matter.
    ///
    /// # Errors
    /// If they are not nine words of the list.
    pub fn parse(text: &str) -> Result<Self, WordsError> {
        if text.len() > LONGEST_INPUT {
            return Err(WordsError::TooLong);
        }
        let mut folded = Zeroizing::new(String::with_capacity(4 * LONGEST_INPUT));
        folded.extend(
            text.nfkd()
                .filter(|c| !is_combining_mark(*c))
                .flat_map(char::to_lowercase),
        );
        let apart = |c: char| !c.is_alphabetic();
        let mut letters = Zeroizing::new(String::with_capacity(folded.len()));
        letters.extend(folded.split(apart));
        let mut words = Words([0; WORDS]);
        if let Some(count) = decode(&letters, &mut words.0) {
            return if count == WORDS {
                Ok(words)
            } else {
                Err(WordsError::Count(count))
            };
        }
        let typed = || folded.split(apart).filter(|word| !word.is_empty());
        for (position, word) in (1..).zip(typed()) {
            if find(word).is_none() {
                return Err(WordsError::Unknown {
                    position,
                    suggestions: suggest(word),
                });
            }
        }
        Err(WordsError::Count(typed().count()))
    }

    /// The words, in small letters, a space between them: what is shown, once.
    pub fn phrase(&self) -> Zeroizing<String> {
        let mut phrase = Zeroizing::new(String::with_capacity(WORDS * 10));
        for word in self.each() {
            if !phrase.is_empty() {
                phrase.push(' ');
            }
            phrase.push_str(word);
        }
        phrase
    }

    /// The words, one by one.
    pub fn each(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|at| LIST[usize::from(*at)])
    }

    /// What is stored of the words, and looked up. One HMAC: nine words cannot be guessed, so that a
    /// slow hash would add nothing.
    pub fn tag(&self, key: &IndexKey) -> Tag {
        key.tag(self.phrase().as_bytes())
    }
}

/// Numbers of the words that a row of letters is made of, as far as there is room, and how many there
/// are. None if it is not made of words.
fn decode(letters: &str, words: &mut [u16; WORDS]) -> Option<usize> {
    let mut rest = letters;
    let mut count = 0;
    while !rest.is_empty() {
        // the only word that it can begin with is the last one not behind it in the order of the list
        let after = LIST.partition_point(|word| *word <= rest);
        let at = after.checked_sub(1)?;
        rest = rest.strip_prefix(LIST[at])?;
        if let Some(word) = words.get_mut(count) {
            *word = at as u16;
        }
        count += 1;
    }
    Some(count)
}

fn find(word: &str) -> Option<usize> {
    LIST.binary_search(&word).ok()
}

/// Words that begin so, or that are one slip away.
fn suggest(typed: &str) -> Vec<&'static str> {
    let begins = |word: &&&'static str| typed.len() >= 3 && word.starts_with(typed);
    let slipped = |word: &&&'static str| is_slip(typed.as_bytes(), word.as_bytes());
    let close: Vec<_> = LIST
        .iter()
        .filter(slipped)
        .take(MOST_SUGGESTED)
        .copied()
        .collect();
    if close.is_empty() {
        return LIST
            .iter()
            .filter(begins)
            .take(MOST_SUGGESTED)
            .copied()
            .collect();
    }
    close
}

/// Whether one letter was left out, added, replaced, or exchanged with its neighbour.
fn is_slip(typed: &[u8], word: &[u8]) -> bool {
    let start = typed.iter().zip(word).take_while(|(a, b)| a == b).count();
    let (typed, word) = (&typed[start..], &word[start..]);
    match typed.len().checked_signed_diff(word.len()) {
        Some(0) if typed.is_empty() => false,
        Some(0) => {
            let is_swap = typed.len() >= 2 && typed[0] == word[1] && typed[1] == word[0];
            typed[1..] == word[1..] || is_swap && typed[2..] == word[2..]
        }
        Some(1) => typed[1..] == *word,
        Some(-1) => *typed == word[1..],
        _ => false,
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Words) -> bool {
        let same = self
            .0
            .iter()
            .zip(&other.0)
            .fold(0u16, |differ, (a, b)| differ | (a ^ b));
        same.ct_eq(&0).into()
    }
}

impl Eq for Words {}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words")
    }
}
