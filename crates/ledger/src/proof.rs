//! Checking proofs: that a leaf is in a tree, and that one tree is the beginning of another.
//! [`Tree`](crate::Tree) makes them.

use crate::Hash;

/// Why a proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// There is no such leaf in a tree of this size.
    #[error("leaf {index} is not in a tree of {size}")]
    Index {
        /// The leaf's.
        index: u64,
        /// The tree's.
        size: u64,
    },
    /// The tree that comes earlier is larger than the later one.
    #[error("a tree of {old} leaves cannot be the beginning of one of {new}")]
    Sizes {
        /// The size of the earlier tree.
        old: u64,
        /// The size of the later tree.
        new: u64,
    },
    /// More or fewer hashes than a proof for these sizes has.
    #[error("the proof has {0} hashes, which is not what these sizes need")]
    Length(usize),
    /// The hashes lead to another root than that of the tree.
    #[error("the proof does not lead to the root of the tree")]
    Root,
    /// The hashes lead to another root than that of the earlier tree.
    #[error("the proof does not lead to the root of the earlier tree")]
    OldRoot,
}

/// Checks that `leaf` is the hash at `index` in the tree of `size` leaves with this `root`
/// (RFC 9162, section 2.1.3.2).
///
/// # Errors
/// If it is not, or the proof does not show it.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Index { index, size });
    }
    let wrong = ProofError::Length(proof.len());
    let (mut at, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for side in proof {
        if last == 0 {
            return Err(wrong);
        }
        if at & 1 == 1 || at == last {
            hash = Hash::node(side, &hash);
            climb(&mut at, &mut last);
        } else {
            hash = Hash::node(&hash, side);
        }
        at >>= 1;
        last >>= 1;
    }
    match (last, hash == *root) {
        (0, true) => Ok(()),
        (0, false) => Err(ProofError::Root),
        _ => Err(wrong),
    }
}

/// Checks that the tree of `old_size` leaves with `old_root` is the beginning of the tree of
/// `new_size` leaves with `new_root` (RFC 9162, section 2.1.4.2). Trees of one size, and the tree
/// without leaves, need an empty proof.
///
/// # Errors
/// If it is not, or the proof does not show it.
pub fn verify_consistency(
    old_size: u64,
    old_root: &Hash,
    new_size: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    let wrong = ProofError::Length(proof.len());
    if old_size > new_size {
        return Err(ProofError::Sizes {
            old: old_size,
            new: new_size,
        });
    }
    if old_size == 0 || old_size == new_size {
        let expected = if old_size == 0 {
            &Hash::EMPTY
        } else {
            new_root
        };
        return match (proof.is_empty(), old_root == expected) {
            (false, _) => Err(wrong),
            (true, false) => Err(ProofError::OldRoot),
            (true, true) => Ok(()),
        };
    }
    let (first, rest) = match proof {
        _ if old_size.is_power_of_two() => (old_root, proof),
        [first, rest @ ..] => (first, rest),
        [] => return Err(wrong),
    };
    let (mut at, mut last) = (old_size - 1, new_size - 1);
    let shared = at.trailing_ones();
    at >>= shared;
    last >>= shared;
    let (mut old, mut new) = (*first, *first);
    for side in rest {
        if last == 0 {
            return Err(wrong);
        }
        if at & 1 == 1 || at == last {
            old = Hash::node(side, &old);
            new = Hash::node(side, &new);
            climb(&mut at, &mut last);
        } else {
            new = Hash::node(&new, side);
        }
        at >>= 1;
        last >>= 1;
    }
    match (last, old == *old_root, new == *new_root) {
        (0, true, true) => Ok(()),
        (0, false, _) => Err(ProofError::OldRoot),
        (0, true, false) => Err(ProofError::Root),
        _ => Err(wrong),
    }
}

/// Up from a right edge, to where the node is a right child or the first of its level.
fn climb(at: &mut u64, last: &mut u64) {
    while *at & 1 == 0 && *at != 0 {
        *at >>= 1;
        *last >>= 1;
    }
}
