//! The static layout of a log: tiles of hashes, bundles of leaves, and their paths
//! (c2sp.org/tlog-tiles).

use std::fmt;
use std::str::FromStr;

use crate::{Hash, MAX_SIZE};

/// Hashes in a full tile, and leaves in a full bundle.
pub const WIDTH: u64 = 256;

/// Bytes in the longest leaf that a bundle can hold.
pub const LONGEST_LEAF: usize = u16::MAX as usize;

/// What a path, a tile or a bundle lacks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// A path that no file of the layout has.
    #[error("no file of a log has this path")]
    Path,
    /// A tile with more or fewer bytes than its width says.
    #[error("{tile}: {bytes} bytes where {} are expected", tile.width() * 32)]
    Length {
        /// The tile.
        tile: Tile,
        /// The bytes it has.
        bytes: usize,
    },
    /// A bundle that ends within a leaf, or holds another number of leaves than its path says.
    #[error("a bundle of leaves is cut off or holds another number than its path says")]
    Bundle,
    /// A leaf that no bundle can hold.
    #[error("a leaf of {0} bytes: at most {LONGEST_LEAF} fit into a bundle")]
    Leaf(usize),
}

/// A tile: consecutive hashes of one level. At level 0 these are hashes of leaves; each hash of
/// level *n* + 1 is the root of a full tile of level *n*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    level: u8,
    index: u64,
    width: u16,
}

/// Leaves themselves, in the order and number of the hashes in a tile of level 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bundle {
    index: u64,
    width: u16,
}

/// A file of the layout, by its path below the log's prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// `checkpoint`, which changes; the others never do.
    Checkpoint,
    /// `tile/<level>/<index>[.p/<width>]`
    Tile(Tile),
    /// `tile/entries/<index>[.p/<width>]`
    Bundle(Bundle),
}

impl Tile {
    /// The highest level that a tree of [`MAX_SIZE`] leaves has.
    pub const TOP: u8 = 7;

    /// The tile at this place in a tree of `size` leaves: full, or as wide as the tree makes it. None
    /// where the tree has no hash there.
    pub fn in_tree(level: u8, index: u64, size: u64) -> Option<Self> {
        if level > Self::TOP {
            return None;
        }
        let hashes = size >> (8 * level);
        let width = hashes.checked_sub(index.checked_mul(WIDTH)?)?.min(WIDTH);
        (width > 0).then_some(Tile {
            level,
            index,
            width: width as u16,
        })
    }

    /// All tiles of a tree of `size` leaves, from the lowest level, from left to right.
    pub fn all(size: u64) -> impl Iterator<Item = Tile> {
        (0..=Self::TOP).flat_map(move |level| {
            let tiles = (size >> (8 * level)).div_ceil(WIDTH);
            (0..tiles).filter_map(move |index| Self::in_tree(level, index, size))
        })
    }

    /// How many tiles lie between it and the leaves, from 0.
    pub fn level(&self) -> u8 {
        self.level
    }

    /// Its place within the level, from 0.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Hashes in it, 1 to 256.
    pub fn width(&self) -> usize {
        self.width.into()
    }

    /// Whether it will never be wider.
    pub fn is_full(&self) -> bool {
        u64::from(self.width) == WIDTH
    }

    /// The full tile at the same place.
    pub fn full(&self) -> Self {
        Tile {
            width: WIDTH as u16,
            ..*self
        }
    }

    /// The first and the last leaf below it.
    pub fn leaves(&self) -> (u64, u64) {
        let first = self.index * WIDTH;
        let shift = 8 * self.level;
        (
            first << shift,
            ((first + u64::from(self.width)) << shift) - 1,
        )
    }

    /// The hashes in the bytes of a tile.
    ///
    /// # Errors
    /// If there are more or fewer than its width says.
    pub fn decode(&self, bytes: &[u8]) -> Result<Vec<Hash>, TileError> {
        let (chunks, rest) = bytes.as_chunks::<32>();
        if !rest.is_empty() || chunks.len() != self.width() {
            return Err(TileError::Length {
                tile: *self,
                bytes: bytes.len(),
            });
        }
        Ok(chunks.iter().copied().map(Hash::from_bytes).collect())
    }

    /// The bytes of a tile with these hashes.
    pub fn encode(hashes: &[Hash]) -> Vec<u8> {
        hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
    }
}

impl Bundle {
    /// The bundle at this place in a tree of `size` leaves; none where there is no leaf.
    pub fn in_tree(index: u64, size: u64) -> Option<Self> {
        Tile::in_tree(0, index, size).map(|tile| Bundle {
            index,
            width: tile.width,
        })
    }

    /// Its place, from 0. Its first leaf is the one at 256 times that.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Leaves in it, 1 to 256.
    pub fn width(&self) -> usize {
        self.width.into()
    }

    /// The bytes of a bundle with these leaves: each behind its length, two bytes with the higher
    /// first.
    ///
    /// # Errors
    /// If a leaf is too long.
    pub fn encode<'l>(leaves: impl IntoIterator<Item = &'l [u8]>) -> Result<Vec<u8>, TileError> {
        let mut bytes = Vec::new();
        for leaf in leaves {
            let length = u16::try_from(leaf.len()).map_err(|_| TileError::Leaf(leaf.len()))?;
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(leaf);
        }
        Ok(bytes)
    }

    /// The leaves in the bytes of this bundle.
    ///
    /// # Errors
    /// If they are cut off, or not as many as its width says.
    pub fn decode<'b>(&self, bytes: &'b [u8]) -> Result<Vec<&'b [u8]>, TileError> {
        let mut leaves = Vec::with_capacity(self.width());
        let mut rest = bytes;
        while !rest.is_empty() && leaves.len() < self.width() {
            let (length, behind) = rest.split_first_chunk::<2>().ok_or(TileError::Bundle)?;
            let length = u16::from_be_bytes(*length).into();
            let (leaf, behind) = behind.split_at_checked(length).ok_or(TileError::Bundle)?;
            leaves.push(leaf);
            rest = behind;
        }
        let is_whole = rest.is_empty() && leaves.len() == self.width();
        is_whole.then_some(leaves).ok_or(TileError::Bundle)
    }
}

/// `x001/x234/067.p/8`
fn write_place(f: &mut fmt::Formatter<'_>, index: u64, width: u16) -> fmt::Result {
    let mut groups = vec![index % 1000];
    let mut rest = index / 1000;
    while rest > 0 {
        groups.push(rest % 1000);
        rest /= 1000;
    }
    for group in groups.iter().skip(1).rev() {
        write!(f, "x{group:03}/")?;
    }
    write!(f, "{:03}", groups[0])?;
    if u64::from(width) < WIDTH {
        write!(f, ".p/{width}")?;
    }
    Ok(())
}

fn read_place(text: &str) -> Option<(u64, u16)> {
    let (place, width) = match text.split_once(".p/") {
        Some((place, width)) => (place, small(width).filter(|w| (1..=255).contains(w))?),
        None => (text, WIDTH as u16),
    };
    let mut index: u64 = 0;
    let mut groups = place.split('/').peekable();
    let mut is_first = true;
    while let Some(group) = groups.next() {
        let is_last = groups.peek().is_none();
        let digits = if is_last {
            group
        } else {
            group.strip_prefix('x')?
        };
        let is_padding = is_first && !is_last && digits == "000";
        if digits.len() != 3 || !digits.bytes().all(|b| b.is_ascii_digit()) || is_padding {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
        is_first = false;
    }
    (index <= MAX_SIZE / WIDTH).then_some((index, width))
}

/// A decimal number without leading zeros.
fn small(text: &str) -> Option<u16> {
    let is_plain = text == "0" || !text.starts_with('0');
    let is_number = is_plain && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/", self.level)?;
        write_place(f, self.index, self.width)
    }
}

impl fmt::Display for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tile/entries/")?;
        write_place(f, self.index, self.width)
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Resource::Checkpoint => f.write_str("checkpoint"),
            Resource::Tile(tile) => tile.fmt(f),
            Resource::Bundle(bundle) => bundle.fmt(f),
        }
    }
}

impl FromStr for Resource {
    type Err = TileError;

    /// Reads a path without a slash at its beginning: exactly what [`Display`](fmt::Display) writes.
    fn from_str(path: &str) -> Result<Self, TileError> {
        if path == "checkpoint" {
            return Ok(Resource::Checkpoint);
        }
        let rest = path.strip_prefix("tile/").ok_or(TileError::Path)?;
        let (level, place) = rest.split_once('/').ok_or(TileError::Path)?;
        let (index, width) = read_place(place).ok_or(TileError::Path)?;
        if level == "entries" {
            return Ok(Resource::Bundle(Bundle { index, width }));
        }
        let level = small(level)
            .filter(|level| *level <= Tile::TOP.into())
            .ok_or(TileError::Path)?;
        let level = level as u8;
        let last = (index * WIDTH + u64::from(width)).checked_mul(1 << (8 * level));
        let fits = last.is_some_and(|last| last <= MAX_SIZE);
        fits.then_some(Resource::Tile(Tile {
            level,
            index,
            width,
        }))
        .ok_or(TileError::Path)
    }
}
