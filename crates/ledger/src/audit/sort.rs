//! Telling edited rows from dropped, added and moved ones.

use std::collections::{BTreeSet, HashMap};

use crate::tile::WIDTH;
use crate::tree::Tiles;
use crate::{Hash, Range};

use super::Finding;
use super::reference::{Known, Reference};

/// Rows that differ, and missing stretches, that are told apart at most.
pub const MOST: usize = 1 << 16;

/// Where rows and signed leaves differ.
#[derive(Default)]
pub struct Differences {
    /// Place, what stands there, what was logged there.
    wrong: Vec<(u64, Hash, Hash)>,
    /// Stretches without rows: first place and the one after the last.
    missing: Vec<(u64, u64)>,
    /// Stretches with a change that no tile can place.
    unclear: Vec<(u64, u64)>,
    is_cut: bool,
}

/// Differences, told apart.
pub struct Sorted {
    pub findings: Vec<Finding>,
    pub is_cut: bool,
}

impl Differences {
    /// Holds the rows found between two places against what was logged there.
    pub fn compare(&mut self, first: u64, end: u64, rows: &[(u64, Hash)], known: &Known) {
        let mut next = first;
        for (index, _) in rows.iter().chain([&(end, Hash::EMPTY)]) {
            if *index > next {
                self.miss(next, *index);
            }
            next = index + 1;
        }
        match known {
            Known::Each(hashes) => {
                for (index, found) in rows {
                    match hashes.get((index - first) as usize) {
                        Some(logged) if logged != found => self.differ(*index, *found, *logged),
                        _ => {}
                    }
                }
            }
            Known::Root(root) if rows.len() as u64 == end - first => {
                let own = rows.iter().map(|(_, hash)| *hash).collect::<Range>().root();
                if own != *root && self.unclear.len() < MOST {
                    self.unclear.push((first, end));
                }
            }
            Known::Root(_) | Known::Nothing => {}
        }
    }

    /// Windows with rows that differ from their tile.
    pub fn windows(&self) -> impl Iterator<Item = u64> {
        let windows: BTreeSet<u64> = self.wrong.iter().map(|(index, ..)| index / WIDTH).collect();
        windows.into_iter()
    }

    fn differ(&mut self, index: u64, found: Hash, logged: Hash) {
        if self.wrong.len() < MOST {
            self.wrong.push((index, found, logged));
        } else {
            self.is_cut = true;
        }
    }

    fn miss(&mut self, first: u64, end: u64) {
        let has_room = self.missing.len() < MOST;
        match self.missing.last_mut() {
            Some((_, last)) if *last == first => *last = end,
            _ if has_room => self.missing.push((first, end)),
            _ => self.is_cut = true,
        }
    }

    /// Tells differences apart, by looking where in the log the leaves belong that stand in the wrong
    /// place.
    pub fn sort<T: Tiles>(
        self,
        reference: &mut Reference<'_, T>,
        size: u64,
    ) -> Result<Sorted, T::Error> {
        let rows: HashMap<Hash, u64> = self
            .wrong
            .iter()
            .map(|(index, found, _)| (*found, *index))
            .collect();
        let mut places: HashMap<Hash, u64> = HashMap::new();
        // leaves that have no row of their own and stand in another place
        let mut strayed: BTreeSet<u64> = BTreeSet::new();
        if !rows.is_empty() {
            for window in 0..size.div_ceil(WIDTH) {
                let Known::Each(hashes) = reference.window(window)? else {
                    continue;
                };
                for (index, hash) in (window * WIDTH..).zip(hashes) {
                    if rows.contains_key(hash) {
                        places.insert(*hash, index);
                        strayed.insert(index);
                    }
                }
            }
        }
        let mut findings = Vec::new();
        for (index, found, logged) in &self.wrong {
            let is_gone = !rows.contains_key(logged);
            match places.get(found) {
                Some(&from) => {
                    add(
                        &mut findings,
                        Finding::Moved {
                            first: *index,
                            last: *index,
                            from,
                        },
                    );
                    if is_gone {
                        add(
                            &mut findings,
                            Finding::Dropped {
                                first: *index,
                                last: *index,
                            },
                        );
                    }
                }
                None if is_gone => add(
                    &mut findings,
                    Finding::Edited {
                        first: *index,
                        last: *index,
                    },
                ),
                None => add(
                    &mut findings,
                    Finding::Added {
                        first: *index,
                        last: *index,
                    },
                ),
            }
        }
        for (first, end) in &self.missing {
            lost(*first, *end, size, &strayed, &mut findings);
        }
        for (first, end) in &self.unclear {
            findings.push(Finding::Unclear {
                first: *first,
                last: end - 1,
            });
        }
        Ok(Sorted {
            findings,
            is_cut: self.is_cut,
        })
    }
}

/// The leaves of a stretch without rows that stand nowhere else either.
fn lost(first: u64, end: u64, size: u64, strayed: &BTreeSet<u64>, findings: &mut Vec<Finding>) {
    let mut from = first;
    for &here in strayed.range(first..end).chain([&end]) {
        if here > from && end == size && here == end {
            findings.push(Finding::Truncated { rows: from, size });
        } else if here > from {
            findings.push(Finding::Dropped {
                first: from,
                last: here - 1,
            });
        }
        from = here + 1;
    }
}

/// Adds a finding on one row, to the stretch of the last such finding if it goes on from it.
fn add(findings: &mut Vec<Finding>, finding: Finding) {
    let same =
        |one: &&mut Finding| std::mem::discriminant(*one) == std::mem::discriminant(&finding);
    let goes_on = match (findings.iter_mut().rev().take(3).find(same), &finding) {
        (
            Some(Finding::Moved { first, last, from }),
            Finding::Moved {
                first: next,
                from: source,
                ..
            },
        ) if *last + 1 == *next && *from + (next - *first) == *source => {
            *last = *next;
            true
        }
        (Some(Finding::Edited { last, .. }), Finding::Edited { first: next, .. })
        | (Some(Finding::Dropped { last, .. }), Finding::Dropped { first: next, .. })
        | (Some(Finding::Added { last, .. }), Finding::Added { first: next, .. })
            if *last + 1 == *next =>
        {
            *last = *next;
            true
        }
        _ => false,
    };
    if !goes_on {
        findings.push(finding);
    }
}
