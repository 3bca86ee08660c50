//! Names, quotations and other words of a retelling.

use std::collections::{HashMap, HashSet};

use crate::chance::Chance;

/// Share of the words that are replaced outside of quotations, and inside. It takes so many that retellings of one
/// text are no copies of each other.
const REPLACED: f64 = 0.6;
const REPLACED_IN_QUOTATIONS: f64 = 0.8;
/// Words of fewer bytes are kept.
const LONG: usize = 4;
/// Capitalised words that more clusters have are months, weekdays and titles.
const MOST_CLUSTERS: usize = 3;

/// Words that may stand for one another, by their endings.
pub struct Vocabulary {
    by_ending: HashMap<String, Vec<String>>,
}

impl Vocabulary {
    pub fn of(texts: &[String]) -> Vocabulary {
        let mut by_ending: HashMap<String, Vec<String>> = HashMap::new();
        let mut words = HashSet::new();
        for word in texts.iter().flat_map(|text| split(text)) {
            if word.starts_with(char::is_lowercase) && words.insert(word.to_owned()) {
                by_ending
                    .entry(ending(word))
                    .or_default()
                    .push(word.to_owned());
            }
        }
        Vocabulary { by_ending }
    }

    fn instead_of(&self, word: &str, chance: &mut Chance) -> Option<&str> {
        let like = self.by_ending.get(&ending(word))?;
        Some(&like[chance.below(like.len())])
    }
}

fn ending(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    letters[letters.len().saturating_sub(2)..].iter().collect()
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic())
}

/// Words that are written with a capital though no sentence begins with them.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    let mut begins = true;
    let mut end = 0;
    split(text).filter(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        if !word.is_empty() {
            begins = text[end..start]
                .chars()
                .any(|c| !matches!(c, ' ' | ',' | '-' | '('))
                || end == 0;
            end = start + word.len();
        }
        word.len() > 2 && !begins && word.starts_with(char::is_uppercase)
    })
}

/// How a retelling changes words: each one the same way wherever it stands.
pub struct Change<'v> {
    pub seed: u64,
    pub telling: u64,
    /// Names with the number of clusters that have them.
    pub own_names: &'v HashMap<String, usize>,
    pub vocabulary: &'v Vocabulary,
    pub keeps_quotations: bool,
}

impl Change<'_> {
    pub fn text(&self, text: &str) -> String {
        let mut told = String::with_capacity(text.len() + 64);
        let mut rest = text;
        let mut quoted = false;
        while let Some(start) = rest.find(char::is_alphabetic) {
            let between = &rest[..start];
            for mark in between.chars() {
                quoted = match mark {
                    '“' | '«' => true,
                    '”' | '»' | '\n' => false,
                    '"' => !quoted,
                    _ => quoted,
                };
            }
            told.push_str(between);
            let end = rest[start..]
                .find(|c: char| !c.is_alphabetic())
                .map_or(rest.len(), |length| start + length);
            self.word(&rest[start..end], quoted, &mut told);
            rest = &rest[end..];
        }
        told.push_str(rest);
        told
    }

    fn word(&self, word: &str, quoted: bool, told: &mut String) {
        let mut chance = Chance::new(self.number(word));
        if self.is_name(word) {
            told.push_str(&name(&mut chance));
            return;
        }
        let rate = match (quoted, self.keeps_quotations) {
            (true, true) => 0.0,
            (true, false) => REPLACED_IN_QUOTATIONS,
            _ => REPLACED,
        };
        let may_change = (quoted || word.len() >= LONG) && word.starts_with(char::is_lowercase);
        let other = (may_change && chance.share() < rate)
            .then(|| self.vocabulary.instead_of(word, &mut chance));
        told.push_str(other.flatten().unwrap_or(word));
    }

    fn is_name(&self, word: &str) -> bool {
        let clusters = self.own_names.get(word).copied().unwrap_or_default();
        (1..=MOST_CLUSTERS).contains(&clusters)
    }

    fn number(&self, word: &str) -> u64 {
        word.bytes().fold(
            self.seed ^ self.telling.wrapping_mul(0x9E37_79B9_7F4A_7C15),
            |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3),
        )
    }
}

fn name(chance: &mut Chance) -> String {
    const PARTS: [&str; 20] = [
        "bel", "dor", "ka", "lin", "mar", "no", "pa", "ri", "sa", "ten", "ul", "ve", "wor", "ya",
        "zan", "el", "fa", "gor", "hi", "jo",
    ];
    let mut name: String = (0..6).map(|_| PARTS[chance.below(PARTS.len())]).collect();
    name[..1].make_ascii_uppercase();
    name
}
