//! The book of rules: word sets and patterns over them, read from `lexicon/{en,es}/detect.txt`.
//!
//! Lines of a list:
//! `SET = word OTHER_SET stem{ing,s}` names a set of words, braces giving endings in turn;
//! `head 0.9: pattern ; pattern` gives a rule. A pattern is a row of steps:
//! `word`, `SET`, `@Class` (of `text::Class`), `#kind`, joined by `|` for "any of"; `x?` may be missing;
//! `~3` skips up to three tokens; `!x` stands where x must not follow (before the anchor: precede);
//! `^` and `$` are the edges of a clause. `NAME := pattern ; pattern` names turns that a pattern may hold.

use std::collections::HashSet;

pub(super) use super::kind;

use super::held::Held;
use super::lines::{COMMON, expanded, is_set_name, parts};
use crate::text::{Class, Classes, HashMap, folded, word_hash};

/// Widest set id plus one.
const SETS: usize = 128;
/// Named sets of words, a bit each.
pub(super) type Sets = [u64; SETS / 64];
/// None of them.
pub(super) const NO_SETS: Sets = [0; SETS / 64];

/// Any of some words, classes and kinds.
#[derive(Clone, Debug, Default)]
pub(super) struct AnyOf {
    /// Entries of words, ascending.
    pub words: Vec<u32>,
    pub sets: Sets,
    pub classes: Classes,
    pub kinds: u16,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    One(AnyOf),
    Maybe(AnyOf),
    Gap(u8),
    Not(AnyOf),
    Edge,
}

impl AnyOf {
    fn held(&self) -> Held {
        Held::of(&self.words, self.sets, self.classes, self.kinds)
    }
}

/// A pattern, taken apart at its anchor: the step looked for first, which holds rare words.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub rule: u16,
    pub anchor: AnyOf,
    pub before: Vec<Step>,
    pub after: Vec<Step>,
}

/// Steps beside a pattern's anchor that are looked for first, the rarest ones, by their numbers among all needs.
pub(super) type Wants = [u16; 4];
/// The need that every sentence meets.
pub(super) const NOTHING: u16 = 0;

/// What a rule's head says, and how strongly, 0–1.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub head: String,
    pub strength: f32,
}

/// Words known, sets they are in, and the patterns that begin at them.
#[derive(Default)]
pub(super) struct Book {
    words: HashMap<u32>,
    pub entries: Vec<Entry>,
    /// Numbers of the named sets, by the hashes of their names.
    sets: HashMap<u16>,
    pub rules: Vec<Rule>,
    pub patterns: Vec<Pattern>,
    /// What each pattern wants, close together: most are told by it not to be there.
    pub wants: Vec<Wants>,
    /// What steps can be met by, each once.
    pub needs: Vec<Held>,
    /// Their numbers.
    numbered: std::collections::HashMap<Held, u16>,
    turns: std::collections::HashMap<String, Vec<String>>,
    /// How often the words of each set may be met, as far as it was asked.
    counted: std::collections::HashMap<u16, usize>,
    /// [`COMMON`], word by word.
    common: HashSet<&'static str>,
}

/// What is known of a word.
#[derive(Clone, Default)]
pub(super) struct Entry {
    pub hash: u64,
    pub sets: Sets,
    /// Patterns whose anchor it can be, by the rarest thing that they want.
    pub patterns: Vec<(u16, Vec<u16>)>,
}

/// One place of a text: a word, or several tokens that spell one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    /// First token of the document.
    pub first: u32,
    /// Last token.
    pub last: u32,
    /// What the book knows of the word; 0 for nothing.
    pub entry: u32,
    pub sets: Sets,
    pub classes: Classes,
    pub kinds: u16,
}

/// A pattern found, at which items, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub pattern: u16,
    pub start: u32,
    pub end: u32,
}

impl Book {
    /// Reads lists. Lines that do not read are left out; a test holds that there are none.
    pub fn parse(lists: &[&str]) -> (Self, Vec<String>) {
        let mut book = Book {
            entries: vec![Entry::default()],
            needs: vec![Held::default()],
            common: COMMON.split_whitespace().collect(),
            ..Book::default()
        };
        let mut faults = Vec::new();
        let lines = || lists.iter().flat_map(|list| list.lines());
        for line in lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, turns)) = line.split_once(" := ") {
                let turns = parts(turns).flat_map(|turn| book.unfolded(turn)).collect();
                book.turns.insert(name.trim().to_owned(), turns);
            } else if let Some((name, words)) = line.split_once(" = ") {
                book.add_set(name.trim(), words);
            } else if let Some((head, patterns)) = line.split_once(": ") {
                if let Err(fault) = book.add_rule(head, patterns) {
                    faults.push(format!("{line}: {fault}"));
                }
            } else if !line.trim().is_empty() {
                faults.push(line.to_owned());
            }
        }
        book.index();
        (book, faults)
    }

    fn add_set(&mut self, name: &str, words: &str) {
        self.counted.clear();
        let id = self.set_id(name);
        for word in words.split_whitespace() {
            if is_set_name(word) {
                let Some(other) = self.set(word) else {
                    continue;
                };
                for entry in &mut self.entries {
                    if has(&entry.sets, other) {
                        put(&mut entry.sets, id);
                    }
                }
                continue;
            }
            for word in expanded(word) {
                self.put(&word, id);
            }
        }
    }

    fn put(&mut self, word: &str, id: u16) {
        let at = self.known(word) as usize;
        put(&mut self.entries[at].sets, id);
    }

    /// The entry of a word, new if need be.
    fn known(&mut self, word: &str) -> u32 {
        let next = self.entries.len() as u32;
        let hash = word_hash(&folded(word));
        let at = *self.words.entry(hash).or_insert(next);
        if at == next {
            self.entries.push(Entry {
                hash,
                ..Entry::default()
            });
        }
        at
    }

    fn set_id(&mut self, name: &str) -> u16 {
        let next = self.sets.len() as u16;
        *self.sets.entry(word_hash(name)).or_insert(next)
    }

    fn add_rule(&mut self, head: &str, patterns: &str) -> Result<(), String> {
        let (name, strength) = head.trim().split_once(' ').unwrap_or((head.trim(), "1"));
        let strength = strength.trim().parse().map_err(|_| "strength".to_owned())?;
        let rule = self.rules.len() as u16;
        self.rules.push(Rule {
            head: name.to_owned(),
            strength,
        });
        for pattern in parts(patterns) {
            for plain in self.unfolded(pattern) {
                self.add_pattern(rule, &plain)?;
            }
        }
        Ok(())
    }

    /// A pattern with its named turns written out.
    fn unfolded(&self, pattern: &str) -> Vec<String> {
        pattern
            .split_whitespace()
            .fold(vec![String::new()], |rows, word| {
                let own = [word.to_owned()];
                let turns = self.turns.get(word).map_or(&own[..], Vec::as_slice);
                rows.iter()
                    .flat_map(|row| turns.iter().map(move |turn| format!("{row} {turn}")))
                    .collect()
            })
    }

    fn add_pattern(&mut self, rule: u16, pattern: &str) -> Result<(), String> {
        let words: Vec<&str> = pattern.split_whitespace().collect();
        let (at, _) = words
            .iter()
            .enumerate()
            .filter_map(|(at, word)| Some((at, self.commonness(word)?)))
            .min_by_key(|&(at, common)| (common, at))
            .ok_or_else(|| format!("no anchor in {pattern}"))?;
        let steps = words
            .iter()
            .map(|word| self.step(word))
            .collect::<Result<Vec<_>, _>>()?;
        let Step::One(anchor) = steps[at].clone() else {
            return Err(format!("anchor of {pattern}"));
        };
        let others = steps[..at].iter().chain(&steps[at + 1..]);
        let mut needs: Vec<Held> = others
            .filter_map(|step| match step {
                Step::One(any) => Some(any.held()),
                _ => None,
            })
            .collect();
        needs.sort_by_key(Held::breadth);
        let mut wants = [NOTHING; 4];
        for (want, need) in wants.iter_mut().zip(needs) {
            *want = self.need(need);
        }
        self.wants.push(wants);
        let before = steps[..at].iter().rev().cloned().collect();
        let after = steps[at + 1..].to_vec();
        self.patterns.push(Pattern {
            rule,
            anchor,
            before,
            after,
        });
        Ok(())
    }

    /// The number of a need, new if need be.
    fn need(&mut self, need: Held) -> u16 {
        let next = self.needs.len() as u16;
        let at = *self.numbered.entry(need).or_insert(next);
        if at == next {
            self.needs.push(need);
        }
        at
    }

    /// How often a step's words may be met; none where it cannot be an anchor.
    fn commonness(&mut self, word: &str) -> Option<usize> {
        if word.ends_with('?') && word.len() > 1 || word.starts_with(['~', '!', '^', '$']) {
            return None;
        }
        word.split('|')
            .map(|part| match part {
                _ if part.starts_with(['@', '#']) => None,
                _ if self.common.contains(part) => Some(10_000),
                _ if is_set_name(part) => self.set_commonness(self.set(part)?),
                _ => Some(1),
            })
            .sum()
    }

    fn set_commonness(&mut self, id: u16) -> Option<usize> {
        if let Some(&known) = self.counted.get(&id) {
            return Some(known);
        }
        let common: Vec<u32> = (self.common.iter())
            .filter_map(|word| self.words.get(&word_hash(word)).copied())
            .collect();
        let worth = |word| if common.contains(&word) { 10_001 } else { 1 };
        let count = self.members(id).map(worth).sum();
        self.counted.insert(id, count);
        Some(count)
    }

    fn step(&mut self, word: &str) -> Result<Step, String> {
        Ok(match word {
            "^" | "$" => Step::Edge,
            _ if word.starts_with('~') => {
                Step::Gap(word[1..].parse().map_err(|_| format!("gap {word}"))?)
            }
            _ if word.starts_with('!') => Step::Not(self.any_of(&word[1..])?),
            _ => match word.strip_suffix('?') {
                Some(word) => Step::Maybe(self.any_of(word)?),
                None => Step::One(self.any_of(word)?),
            },
        })
    }

    fn any_of(&mut self, word: &str) -> Result<AnyOf, String> {
        let mut any = AnyOf::default();
        for part in word.split('|').filter(|part| !part.is_empty()) {
            if let Some(name) = part.strip_prefix('@') {
                let class = Class::named(name).ok_or_else(|| format!("class {name}"))?;
                any.classes = any.classes.or(Classes::of(&[class]));
            } else if let Some(name) = part.strip_prefix('#') {
                any.kinds |= kind::named(name).ok_or_else(|| format!("kind {name}"))?;
            } else if is_set_name(part) {
                let id = self.set(part).ok_or_else(|| format!("set {part}"))?;
                put(&mut any.sets, id);
            } else {
                let words = expanded(part).into_iter().map(|word| self.known(&word));
                any.words.extend(words);
            }
        }
        any.words.sort_unstable();
        Ok(any)
    }

    /// Gives each word the patterns whose anchor it can be.
    fn index(&mut self) {
        let members: Vec<Vec<u32>> = (0..self.sets.len() as u16)
            .map(|id| self.members(id).collect())
            .collect();
        for (at, pattern) in (0..).zip(&self.patterns) {
            let [rarest, ..] = self.wants[usize::from(at)];
            let sets = (0..members.len()).filter(|&id| has(&pattern.anchor.sets, id as u16));
            let words = sets.flat_map(|id| &members[id]);
            for &word in words.chain(&pattern.anchor.words) {
                let all = &mut self.entries[word as usize].patterns;
                let known = all.iter().position(|(want, _)| *want == rarest);
                let place = known.unwrap_or_else(|| {
                    all.push((rarest, Vec::new()));
                    all.len() - 1
                });
                let patterns = &mut all[place].1;
                if patterns.last() != Some(&at) {
                    patterns.push(at);
                }
            }
        }
    }

    /// Whether sets, patterns and needs are few enough to be numbered.
    #[cfg(test)]
    pub fn is_within_bounds(&self) -> bool {
        let most = usize::from(u16::MAX);
        self.sets.len() <= SETS && self.patterns.len() <= most && self.needs.len() <= most
    }

    /// Entries of the words of a set.
    fn members(&self, id: u16) -> impl Iterator<Item = u32> {
        let entries = (0..).zip(&self.entries);
        entries
            .filter(move |(_, entry)| has(&entry.sets, id))
            .map(|(at, _)| at)
    }

    /// What is known of a folded word; 0 for nothing.
    pub fn entry(&self, hash: u64) -> u32 {
        self.words.get(&hash).copied().unwrap_or(0)
    }

    /// Sets that the word of an entry is in.
    pub fn sets(&self, entry: u32) -> Sets {
        self.entries[entry as usize].sets
    }

    /// The rule of what was found.
    pub fn rule(&self, found: &Match) -> &Rule {
        let pattern = &self.patterns[usize::from(found.pattern)];
        &self.rules[usize::from(pattern.rule)]
    }

    /// Hash of the word of an entry; 0 where there is none.
    pub fn hash(&self, entry: u32) -> u64 {
        self.entries[entry as usize].hash
    }

    /// The number of a named set, to ask [`Item::is`] with.
    pub fn set(&self, name: &str) -> Option<u16> {
        self.sets.get(&word_hash(name)).copied()
    }
}

impl Item {
    /// Whether its word is in a set.
    pub fn is(&self, set: Option<u16>) -> bool {
        set.is_some_and(|id| has(&self.sets, id))
    }
}

fn has(sets: &Sets, id: u16) -> bool {
    sets[usize::from(id) / 64] >> (id % 64) & 1 == 1
}

fn put(sets: &mut Sets, id: u16) {
    sets[usize::from(id) / 64] |= 1 << (id % 64);
}
