//! The growing edge of a tree: all that is needed to add leaves and to tell the root.

use crate::{Hash, MAX_SIZE};

/// The roots of the complete subtrees that make up a tree, from left to right: as many as its size
/// has bits that are set, so at most 63. A compact range that begins at the first leaf.
///
/// The store keeps [`Range::to_bytes`] beside the leaves, in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Range {
    size: u64,
    peaks: Vec<Hash>,
}

/// Stored bytes are not a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the edge of a tree: {0} bytes do not fit the size they tell")]
pub struct NotARange(usize);

impl Range {
    /// The tree without leaves.
    pub fn new() -> Self {
        Range::default()
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf by its hash, and gives its index. Takes constant time on average.
    pub fn push(&mut self, leaf: Hash) -> u64 {
        let index = self.size;
        let mut hash = leaf;
        for _ in 0..index.trailing_ones() {
            let left = self.peaks.pop().expect("a peak for every bit that is set");
            hash = Hash::node(&left, &hash);
        }
        self.peaks.push(hash);
        self.size += 1;
        index
    }

    /// The root of the tree (RFC 6962, section 2.1).
    pub fn root(&self) -> Hash {
        let whole = self.peaks.iter().copied().rev();
        whole
            .reduce(|right, left| Hash::node(&left, &right))
            .unwrap_or(Hash::EMPTY)
    }

    /// The size, eight bytes with the highest first, and the hashes from left to right.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        for peak in &self.peaks {
            bytes.extend_from_slice(peak.as_bytes());
        }
        bytes
    }

    /// Reads what [`Range::to_bytes`] wrote.
    ///
    /// # Errors
    /// If the number of hashes is not that of the size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotARange> {
        let wrong = NotARange(bytes.len());
        let (size, rest) = bytes.split_first_chunk::<8>().ok_or(wrong)?;
        let size = u64::from_be_bytes(*size);
        let (chunks, left) = rest.as_chunks::<32>();
        if size > MAX_SIZE || !left.is_empty() || chunks.len() != size.count_ones() as usize {
            return Err(wrong);
        }
        let peaks = chunks.iter().copied().map(Hash::from_bytes).collect();
        Ok(Range { size, peaks })
    }
}

impl FromIterator<Hash> for Range {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut range = Range::new();
        for leaf in leaves {
            range.push(leaf);
        }
        range
    }
}
