//! Looking for the patterns of a book in a text.

use super::book::{AnyOf, Book, Item, Match, NOTHING, Step, kind};
use super::held::Held;

/// Sentences on either side that a pattern may reach into.
const BESIDE: usize = 2;
/// Kinds after which a clause begins.
const OPENING: u16 =
    kind::STOP | kind::CLAUSE | kind::QUOTE | kind::HANDLE | kind::LINK | kind::OPENS;

/// What stands in a sentence and beside it.
struct Near {
    held: Held,
    /// Which needs it meets, as far as they were asked for.
    met: Vec<Option<bool>>,
}

impl Near {
    fn move_to(&mut self, sentences: &[(usize, Held)]) {
        self.held = Held::default();
        sentences.iter().for_each(|(_, held)| self.held.add(held));
        self.met.fill(None);
        self.met[usize::from(NOTHING)] = Some(true);
    }

    fn meets(&mut self, wants: &[u16], needs: &[Held]) -> bool {
        wants.iter().all(|&want| {
            let want = usize::from(want);
            *self.met[want].get_or_insert_with(|| self.held.holds(&needs[want]))
        })
    }
}

impl Book {
    /// Every match, in order of anchors.
    pub fn matches(&self, items: &[Item]) -> Vec<Match> {
        let mut found = Vec::new();
        let sentences = sentences(items);
        let mut near = Near {
            held: Held::default(),
            met: vec![None; self.needs.len()],
        };
        let mut at = 0;
        for (sentence, (last, _)) in sentences.iter().enumerate() {
            // a pattern that names stops may reach into the sentences beside
            let beside =
                sentence.saturating_sub(BESIDE)..(sentence + BESIDE + 1).min(sentences.len());
            near.move_to(&sentences[beside]);
            while at < *last {
                self.matches_at(items, at, &mut near, &mut found);
                at += 1;
            }
        }
        found
    }

    fn matches_at(&self, items: &[Item], at: usize, near: &mut Near, found: &mut Vec<Match>) {
        let before = found.len();
        for (rarest, patterns) in &self.entries[items[at].entry as usize].patterns {
            if !near.meets(&[*rarest], &self.needs) {
                continue;
            }
            for &number in patterns {
                let [_, others @ ..] = &self.wants[usize::from(number)];
                if near.meets(others, &self.needs) {
                    found.extend(self.match_at(items, at, number));
                }
            }
        }
        found[before..].sort_unstable_by_key(|found| found.pattern);
    }

    fn match_at(&self, items: &[Item], at: usize, number: u16) -> Option<Match> {
        let pattern = &self.patterns[usize::from(number)];
        let end = forward(items, at + 1, &pattern.after)?;
        let start = backward(items, at, &pattern.before)?;
        Some(Match {
            pattern: number,
            start: start as u32,
            end: end as u32,
        })
    }
}

/// Where each sentence ends, and what it holds.
fn sentences(items: &[Item]) -> Vec<(usize, Held)> {
    let mut sentences = Vec::new();
    let mut held = Held::default();
    for (at, item) in items.iter().enumerate() {
        held.put(item);
        if item.kinds & kind::STOP != 0 || at + 1 == items.len() {
            sentences.push((at + 1, std::mem::take(&mut held)));
        }
    }
    sentences
}

fn forward(items: &[Item], at: usize, steps: &[Step]) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else {
        return Some(at);
    };
    let here = items.get(at);
    let fits = |any: &AnyOf| here.is_some_and(|item| has_any(item, any));
    match step {
        Step::One(any) => fits(any).then(|| forward(items, at + 1, rest))?,
        Step::Maybe(any) => fits(any)
            .then(|| forward(items, at + 1, rest))
            .flatten()
            .or_else(|| forward(items, at, rest)),
        Step::Not(any) => (!fits(any)).then(|| forward(items, at, rest))?,
        Step::Edge => here
            .is_none_or(|item| item.kinds & (kind::STOP | kind::CLAUSE | kind::QUOTE) != 0)
            .then(|| forward(items, at, rest))?,
        Step::Gap(most) => (0..=usize::from(*most))
            .take_while(|&skip| {
                skip == 0
                    || items
                        .get(at + skip - 1)
                        .is_some_and(|i| i.kinds & kind::STOP == 0)
            })
            .find_map(|skip| forward(items, at + skip, rest)),
    }
}

/// As `forward`, leftwards: `at` is the first item taken so far.
fn backward(items: &[Item], at: usize, steps: &[Step]) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else {
        return Some(at);
    };
    let here = at.checked_sub(1).map(|before| &items[before]);
    let fits = |any: &AnyOf| here.is_some_and(|item| has_any(item, any));
    match step {
        Step::One(any) => fits(any).then(|| backward(items, at - 1, rest))?,
        Step::Maybe(any) => fits(any)
            .then(|| backward(items, at - 1, rest))
            .flatten()
            .or_else(|| backward(items, at, rest)),
        Step::Not(any) => (!fits(any)).then(|| backward(items, at, rest))?,
        Step::Edge => here
            .is_none_or(|item| item.kinds & OPENING != 0)
            .then(|| backward(items, at, rest))?,
        Step::Gap(most) => (0..=usize::from(*most))
            .take_while(|&skip| skip == 0 || at >= skip && items[at - skip].kinds & kind::STOP == 0)
            .find_map(|skip| backward(items, at - skip, rest)),
    }
}

/// Whether an item is any of these.
fn has_any(item: &Item, any: &AnyOf) -> bool {
    let sets = item.sets.iter().zip(any.sets);
    item.kinds & any.kinds != 0
        || sets.fold(0, |both, (own, any)| both | own & any) != 0
        || item.classes.any(any.classes)
        || item.entry != 0 && any.words.binary_search(&item.entry).is_ok()
}
