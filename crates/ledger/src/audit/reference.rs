//! What the hashes of leaves must be, as far as tiles that lead to the signed root tell.

use crate::checkpoint::Checkpoint;
use crate::tile::{Tile, WIDTH};
use crate::tree::{Tiles, Tree, TreeError, load};
use crate::{Hash, Range};

use super::Finding;
use super::sort::MOST;

/// What is known of the leaves below a tile.
#[derive(Debug, Clone)]
pub enum Known {
    /// The hash of each.
    Each(Vec<Hash>),
    /// Their root alone: the tile is damaged, the one above it is not.
    Root(Hash),
    /// Nothing.
    Nothing,
}

/// Tiles, each proven by the one above it, and those at the edge by the signed root.
pub struct Reference<'t, T> {
    tiles: &'t T,
    size: u64,
    is_edge_right: bool,
    /// The tile of each level that was looked at last.
    last: [Option<(u64, Known)>; Tile::TOP as usize + 1],
    /// What is wrong with the tiles looked at.
    pub findings: Vec<Finding>,
}

impl<'t, T: Tiles> Reference<'t, T> {
    /// Looks at the tiles at the right edge.
    pub fn new(tiles: &'t T, checkpoint: &Checkpoint) -> Result<Self, T::Error> {
        let size = checkpoint.size();
        let mut findings = Vec::new();
        for level in 0..=Tile::TOP {
            let index = (size >> (8 * level)) / WIDTH;
            let Some(tile) = Tile::in_tree(level, index, size) else {
                continue;
            };
            match load(tiles, tile) {
                Ok(_) => {}
                Err(TreeError::Read(error)) => return Err(error),
                Err(TreeError::Missing(_)) => findings.push(Finding::TileMissing { tile }),
                Err(_) => findings.push(Finding::TileChanged { tile }),
            }
        }
        let is_edge_right = match Tree::new(tiles, size).root(size) {
            Ok(root) => root == *checkpoint.root(),
            Err(TreeError::Read(error)) => return Err(error),
            Err(_) => false,
        };
        if !is_edge_right && findings.is_empty() {
            findings.push(Finding::EdgeChanged);
        }
        let last = Default::default();
        Ok(Reference {
            tiles,
            size,
            is_edge_right,
            last,
            findings,
        })
    }

    /// Whether all tiles looked at lead to the signed root.
    pub fn is_right(&self) -> bool {
        self.is_edge_right && self.findings.is_empty()
    }

    /// What is known of a window of 256 leaves. Cheap if windows are asked for in order.
    pub fn window(&mut self, window: u64) -> Result<&Known, T::Error> {
        self.look(0, window)?;
        Ok(self.last[0]
            .as_ref()
            .map_or(&Known::Nothing, |(_, known)| known))
    }

    fn look(&mut self, level: u8, index: u64) -> Result<(), T::Error> {
        let is_known =
            |last: &Option<(u64, Known)>| last.as_ref().is_some_and(|(own, _)| *own == index);
        if is_known(&self.last[usize::from(level)]) {
            return Ok(());
        }
        let known = match Tile::in_tree(level, index, self.size) {
            Some(tile) => self.read(tile)?,
            None => Known::Nothing,
        };
        self.last[usize::from(level)] = Some((index, known));
        Ok(())
    }

    fn read(&mut self, tile: Tile) -> Result<Known, T::Error> {
        let above = self.above(tile)?;
        let damaged = above.map_or(Known::Nothing, Known::Root);
        let hashes = match load(self.tiles, tile) {
            Ok(hashes) => hashes,
            Err(TreeError::Read(error)) => return Err(error),
            Err(TreeError::Missing(_)) => {
                self.tell(Finding::TileMissing { tile });
                return Ok(damaged);
            }
            Err(_) => {
                self.tell(Finding::TileChanged { tile });
                return Ok(damaged);
            }
        };
        if above.is_some_and(|root| root != hashes.iter().copied().collect::<Range>().root()) {
            self.tell(Finding::TileChanged { tile });
            return Ok(damaged);
        }
        Ok(Known::Each(hashes))
    }

    fn tell(&mut self, finding: Finding) {
        if self.findings.len() < MOST {
            self.findings.push(finding);
        }
    }

    /// The root of a full tile, as the tile above it tells, if that itself is proven.
    fn above(&mut self, tile: Tile) -> Result<Option<Hash>, T::Error> {
        if !tile.is_full() || tile.level() == Tile::TOP {
            return Ok(None);
        }
        let (index, at) = (tile.index() / WIDTH, (tile.index() % WIDTH) as usize);
        let above = Tile::in_tree(tile.level() + 1, index, self.size);
        if !self.is_edge_right && above.is_none_or(|above| !above.is_full()) {
            return Ok(None);
        }
        self.look(tile.level() + 1, index)?;
        let known = self.last[usize::from(tile.level()) + 1]
            .as_ref()
            .map(|(_, known)| known);
        Ok(match known {
            Some(Known::Each(hashes)) => hashes.get(at).copied(),
            _ => None,
        })
    }
}
