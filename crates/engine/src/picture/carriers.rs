//! Outlets whose own reports are among those of an incident: they pass on what others said.

use std::collections::HashMap;

use crate::claim::Source;
use crate::extract::NameKind;
use crate::study::Study;

/// Outlets that are looked at for one word of a name.
const COMPARED: usize = 64;

/// Outlets by the words of their names.
pub(crate) struct Carriers<'s> {
    outlets: Vec<Outlet<'s>>,
    by_word: HashMap<u64, Vec<usize>>,
}

struct Outlet<'s> {
    words: &'s [u64],
    first: usize,
    has_more: bool,
}

impl<'s> Carriers<'s> {
    pub(crate) fn of(reports: &[usize], studies: &'s [Study]) -> Self {
        let mut carriers = Carriers {
            outlets: Vec::new(),
            by_word: HashMap::new(),
        };
        let mut places: HashMap<&[u64], usize> = HashMap::new();
        for &report in reports
            .iter()
            .filter(|&&report| studies[report].notes.issuer.is_none())
        {
            let Some(words) = studies[report].publisher_words.as_deref() else {
                continue;
            };
            match places.get(words) {
                Some(&place) => carriers.outlets[place].has_more = true,
                None => {
                    places.insert(words, carriers.outlets.len());
                    carriers.add(words, report);
                }
            }
        }
        carriers
    }

    fn add(&mut self, words: &'s [u64], first: usize) {
        for &word in words {
            let list = self.by_word.entry(word).or_default();
            if list.len() < COMPARED && list.last() != Some(&self.outlets.len()) {
                list.push(self.outlets.len());
            }
        }
        self.outlets.push(Outlet {
            words,
            first,
            has_more: false,
        });
    }

    /// Whether a source is an outlet whose own report is among these.
    pub(crate) fn include(&self, report: usize, source: &Source) -> bool {
        let candidate = source.kind != NameKind::Person && !source.generic && !source.own;
        candidate
            && self.rarest(&source.words).iter().any(|&place| {
                let outlet = &self.outlets[place];
                (outlet.has_more || outlet.first != report)
                    && source.words.iter().all(|word| outlet.words.contains(word))
            })
    }

    /// The outlets with the word of a name that fewest have.
    fn rarest(&self, words: &[u64]) -> &[usize] {
        words
            .iter()
            .map(|word| self.by_word.get(word).map_or(&[][..], Vec::as_slice))
            .min_by_key(|outlets| outlets.len())
            .unwrap_or_default()
    }
}
