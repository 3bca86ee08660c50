//! A tree read from its tiles: roots of any size, proofs, and the tiles that new leaves make.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::tile::{Tile, TileError, WIDTH};
use crate::{Hash, MAX_SIZE, Range};

/// Where tiles are kept. Any `Fn(Tile) -> Result<Option<Vec<u8>>, E>` is one.
pub trait Tiles {
    /// What can go wrong with reading.
    type Error;

    /// The bytes of a tile, none where it is not kept. A partial tile may be missing once the full
    /// one is there; nothing else may.
    ///
    /// # Errors
    /// If reading fails.
    fn tile(&self, tile: Tile) -> Result<Option<Vec<u8>>, Self::Error>;
}

impl<F, E> Tiles for F
where
    F: Fn(Tile) -> Result<Option<Vec<u8>>, E>,
{
    type Error = E;

    fn tile(&self, tile: Tile) -> Result<Option<Vec<u8>>, E> {
        self(tile)
    }
}

/// Why hashes cannot be had from tiles.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreeError<E> {
    /// The reader failed.
    #[error(transparent)]
    Read(E),
    /// A tile is not there.
    #[error("{0} is missing")]
    Missing(Tile),
    /// A tile is not what its path says.
    #[error(transparent)]
    Tile(TileError),
    /// There are not so many leaves.
    #[error("a tree of {asked} leaves is asked for, and there are {size}")]
    Beyond {
        /// How many leaves there would have to be.
        asked: u64,
        /// The tree's.
        size: u64,
    },
}

/// A log as its tiles tell it, at its size of now and at all earlier ones. It reads each tile that it
/// needs once and keeps it; for one proof these are two for each level.
pub struct Tree<'t, T> {
    tiles: &'t T,
    stored: u64,
    known: RefCell<BTreeMap<(u8, u64), Vec<Hash>>>,
}

impl<'t, T: Tiles> Tree<'t, T> {
    /// The log with these tiles, which were made for `stored` leaves.
    pub fn new(tiles: &'t T, stored: u64) -> Self {
        let known = RefCell::default();
        Tree {
            tiles,
            stored,
            known,
        }
    }

    /// The root of the first `size` leaves (RFC 6962, section 2.1). To be held against a signed
    /// checkpoint.
    ///
    /// # Errors
    /// If there are not so many leaves, or a tile is missing or damaged.
    pub fn root(&self, size: u64) -> Result<Hash, TreeError<T::Error>> {
        self.check(size, self.stored)?;
        match size {
            0 => Ok(Hash::EMPTY),
            size => self.part(0, size),
        }
    }

    /// The proof that a leaf is among the first `size`, from its neighbour to the root's child (RFC
    /// 6962, section 2.1.1).
    ///
    /// # Errors
    /// If there is no such leaf, or a tile is missing or damaged.
    pub fn inclusion(&self, index: u64, size: u64) -> Result<Vec<Hash>, TreeError<T::Error>> {
        self.check(size, self.stored)?;
        self.check(index.saturating_add(1), size)?;
        let (mut first, mut end) = (0, size);
        let mut proof = Vec::new();
        while end - first > 1 {
            let middle = first + split(end - first);
            if index < middle {
                proof.push(self.part(middle, end)?);
                end = middle;
            } else {
                proof.push(self.part(first, middle)?);
                first = middle;
            }
        }
        proof.reverse();
        Ok(proof)
    }

    /// The proof that the first `old` leaves are the beginning of the first `size` (RFC 6962, section
    /// 2.1.2). Empty if there are none of them, or all.
    ///
    /// # Errors
    /// If there are not so many leaves, or a tile is missing or damaged.
    pub fn consistency(&self, old: u64, size: u64) -> Result<Vec<Hash>, TreeError<T::Error>> {
        self.check(size, self.stored)?;
        self.check(old, size)?;
        if old == 0 {
            return Ok(Vec::new());
        }
        let (mut first, mut end) = (0, size);
        let mut proof = Vec::new();
        while end != old {
            let middle = first + split(end - first);
            if old <= middle {
                proof.push(self.part(middle, end)?);
                end = middle;
            } else {
                proof.push(self.part(first, middle)?);
                first = middle;
            }
        }
        if first > 0 {
            proof.push(self.part(first, end)?);
        }
        proof.reverse();
        Ok(proof)
    }

    /// The hash of a leaf.
    ///
    /// # Errors
    /// If there is no such leaf, or its tile is missing or damaged.
    pub fn leaf(&self, index: u64) -> Result<Hash, TreeError<T::Error>> {
        self.check(index.saturating_add(1), self.stored)?;
        self.part(index, index + 1)
    }

    fn check(&self, asked: u64, size: u64) -> Result<(), TreeError<T::Error>> {
        let is_there = asked <= size && size <= MAX_SIZE;
        if is_there {
            Ok(())
        } else {
            Err(TreeError::Beyond { asked, size })
        }
    }

    /// The root of leaves `first..end`, a part that RFC 6962 cuts the tree into.
    fn part(&self, first: u64, end: u64) -> Result<Hash, TreeError<T::Error>> {
        let leaves = end - first;
        if leaves.is_power_of_two() {
            return self.node(leaves.trailing_zeros(), first >> leaves.trailing_zeros());
        }
        let middle = first + split(leaves);
        Ok(Hash::node(
            &self.part(first, middle)?,
            &self.part(middle, end)?,
        ))
    }

    /// The root of a complete subtree of `1 << height` leaves.
    fn node(&self, height: u32, index: u64) -> Result<Hash, TreeError<T::Error>> {
        let (level, within) = ((height / 8) as u8, height % 8);
        let first = index << within;
        let place = first / WIDTH;
        let beyond = || TreeError::Beyond {
            asked: (index + 1) << height,
            size: self.stored,
        };
        if !self.known.borrow().contains_key(&(level, place)) {
            let tile = Tile::in_tree(level, place, self.stored).ok_or_else(beyond)?;
            let hashes = load(self.tiles, tile)?;
            self.known.borrow_mut().insert((level, place), hashes);
        }
        let known = self.known.borrow();
        let at = (first % WIDTH) as usize;
        let below = known
            .get(&(level, place))
            .and_then(|hashes| hashes.get(at..at + (1 << within)));
        Ok(below
            .ok_or_else(beyond)?
            .iter()
            .copied()
            .collect::<Range>()
            .root())
    }
}

/// The hashes of a tile, from the full one where the partial one is no longer kept.
pub(crate) fn load<T: Tiles>(tiles: &T, tile: Tile) -> Result<Vec<Hash>, TreeError<T::Error>> {
    if let Some(bytes) = tiles.tile(tile).map_err(TreeError::Read)? {
        return tile.decode(&bytes).map_err(TreeError::Tile);
    }
    let full = tile.full();
    if full == tile {
        return Err(TreeError::Missing(tile));
    }
    let bytes = tiles.tile(full).map_err(TreeError::Read)?;
    let mut hashes = full
        .decode(&bytes.ok_or(TreeError::Missing(tile))?)
        .map_err(TreeError::Tile)?;
    hashes.truncate(tile.width());
    Ok(hashes)
}

/// The largest power of two below `leaves`, which is more than one.
fn split(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}

/// A tile and its bytes, to be stored under its path.
pub type TileBytes = (Tile, Vec<u8>);

/// The tiles that change when `leaves`, by their hashes, are added to a tree of `size`: each with its
/// bytes, partial ones too. Reads the partial tiles at the old edge. The old partial tiles may be
/// thrown away when a full one replaces them, and must stay while a checkpoint of theirs is served.
///
/// # Errors
/// If a tile at the edge is missing or damaged.
pub fn grow<T: Tiles>(
    tiles: &T,
    size: u64,
    leaves: &[Hash],
) -> Result<Vec<TileBytes>, TreeError<T::Error>> {
    let mut changed = Vec::new();
    let mut added = leaves.to_vec();
    let mut level = 0;
    let new_size = size + leaves.len() as u64;
    while !added.is_empty() {
        let first = (size >> (8 * level)) / WIDTH;
        let mut hashes = match Tile::in_tree(level, first, size) {
            Some(edge) => load(tiles, edge)?,
            None => Vec::new(),
        };
        hashes.append(&mut added);
        for (index, part) in (first..).zip(hashes.chunks(WIDTH as usize)) {
            if part.len() as u64 == WIDTH {
                added.push(part.iter().copied().collect::<Range>().root());
            }
            let tile = Tile::in_tree(level, index, new_size);
            changed.push((tile.expect("the tree has these hashes"), Tile::encode(part)));
        }
        level += 1;
    }
    Ok(changed)
}
