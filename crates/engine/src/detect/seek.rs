//! Looking for the patterns of a book in a text.

use super::book::{AnyOf, Book, Item, Match, NOTHING, Step, Wants, has, kind};
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

    fn meets(&mut self, wants: &Wants, needs: &[Held]) -> bool {
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
        let sentences = self.sentences(items);
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
        for &number in &self.entries[items[at].entry as usize].patterns {
            let number = usize::from(number);
            if !near.meets(&self.wants[number], &self.needs) {
                continue;
            }
            let pattern = &self.patterns[number];
            if let Some(end) = self.forward(items, at + 1, &pattern.after)
                && let Some(start) = self.backward(items, at, &pattern.before)
            {
                found.push(Match {
                    rule: pattern.rule,
                    start: start as u32,
                    end: end as u32,
                });
            }
        }
    }

    /// Where each sentence ends, and what it holds.
    fn sentences(&self, items: &[Item]) -> Vec<(usize, Held)> {
        let mut sentences = Vec::new();
        let mut held = Held::default();
        for (at, item) in items.iter().enumerate() {
            held.put(item, self.entries[item.entry as usize].sets);
            if item.kinds & kind::STOP != 0 || at + 1 == items.len() {
                sentences.push((at + 1, std::mem::take(&mut held)));
            }
        }
        sentences
    }

    fn forward(&self, items: &[Item], at: usize, steps: &[Step]) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else {
            return Some(at);
        };
        let here = items.get(at);
        let fits = |any: &AnyOf| here.is_some_and(|item| self.fits(item, any));
        match step {
            Step::One(any) => fits(any).then(|| self.forward(items, at + 1, rest))?,
            Step::Maybe(any) => fits(any)
                .then(|| self.forward(items, at + 1, rest))
                .flatten()
                .or_else(|| self.forward(items, at, rest)),
            Step::Not(any) => (!fits(any)).then(|| self.forward(items, at, rest))?,
            Step::Edge => here
                .is_none_or(|item| item.kinds & (kind::STOP | kind::CLAUSE | kind::QUOTE) != 0)
                .then(|| self.forward(items, at, rest))?,
            Step::Gap(most) => (0..=usize::from(*most))
                .take_while(|&skip| {
                    skip == 0
                        || items
                            .get(at + skip - 1)
                            .is_some_and(|i| i.kinds & kind::STOP == 0)
                })
                .find_map(|skip| self.forward(items, at + skip, rest)),
        }
    }

    /// As `forward`, leftwards: `at` is the first item taken so far.
    fn backward(&self, items: &[Item], at: usize, steps: &[Step]) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else {
            return Some(at);
        };
        let here = at.checked_sub(1).map(|before| &items[before]);
        let fits = |any: &AnyOf| here.is_some_and(|item| self.fits(item, any));
        match step {
            Step::One(any) => fits(any).then(|| self.backward(items, at - 1, rest))?,
            Step::Maybe(any) => fits(any)
                .then(|| self.backward(items, at - 1, rest))
                .flatten()
                .or_else(|| self.backward(items, at, rest)),
            Step::Not(any) => (!fits(any)).then(|| self.backward(items, at, rest))?,
            Step::Edge => here
                .is_none_or(|item| item.kinds & OPENING != 0)
                .then(|| self.backward(items, at, rest))?,
            Step::Gap(most) => (0..=usize::from(*most))
                .take_while(|&skip| {
                    skip == 0 || at >= skip && items[at - skip].kinds & kind::STOP == 0
                })
                .find_map(|skip| self.backward(items, at - skip, rest)),
        }
    }

    fn fits(&self, item: &Item, any: &AnyOf) -> bool {
        item.kinds & any.kinds != 0
            || item.classes.any(any.classes)
            || item.entry != 0 && any.words.binary_search(&item.entry).is_ok()
            || any
                .sets
                .iter()
                .any(|&id| has(&self.entries[item.entry as usize].sets, id))
    }
}
