//! Logs in memory.

use std::collections::BTreeMap;
use std::convert::Infallible;

use ledger::{
    Algorithm, Checkpoint, Commitment, Event, Hash, Row, Salt, SigningKey, Tile, Tree, grow,
};

pub const ORIGIN: &str = "desk.example.org/ledger";

/// Tiles by their paths.
#[derive(Clone, Default)]
pub struct Log {
    pub tiles: BTreeMap<Tile, Vec<u8>>,
    pub leaves: Vec<Vec<u8>>,
}

impl ledger::Tiles for Log {
    type Error = Infallible;

    fn tile(&self, tile: Tile) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(self.tiles.get(&tile).cloned())
    }
}

impl Log {
    /// A log that grew by these steps.
    pub fn of(steps: &[usize]) -> Self {
        let mut log = Log::default();
        for step in steps {
            let first = log.leaves.len() as u64;
            let added: Vec<Vec<u8>> = (first..first + *step as u64).map(leaf).collect();
            let hashes: Vec<Hash> = added.iter().map(|leaf| Hash::leaf(leaf)).collect();
            let tiles = grow(&log, first, &hashes).expect("a whole log grows");
            log.tiles.extend(tiles);
            log.leaves.extend(added);
        }
        log
    }

    pub fn size(&self) -> u64 {
        self.leaves.len() as u64
    }

    pub fn tree(&self) -> Tree<'_, Log> {
        Tree::new(self, self.size())
    }

    pub fn at(&self, size: u64) -> Checkpoint {
        let root = self.tree().root(size).expect("a whole tree");
        Checkpoint::new(ORIGIN, size, root).expect("a plain origin")
    }

    pub fn rows(&self) -> Vec<Row> {
        (0..)
            .zip(&self.leaves)
            .map(|(index, leaf)| Row {
                index,
                leaf: leaf.clone(),
            })
            .collect()
    }
}

/// The leaf that logs for tests hold at a place.
pub fn leaf(index: u64) -> Vec<u8> {
    event(index).encode()
}

pub fn event(index: u64) -> Event {
    let mut salt = [0; 32];
    salt[..8].copy_from_slice(&index.to_be_bytes());
    let commitment = Commitment::new(&Salt::from_bytes(salt), &Hash::of(b"content"));
    let kind = "tip.received".parse().expect("a label");
    let ids = [("tip".parse().expect("a label"), [index as u8; 16])];
    Event::new(kind, index as i64, ids, commitment).expect("one id")
}

pub fn key() -> SigningKey {
    SigningKey::from_seed(ORIGIN, Algorithm::Ed25519, &[5; 32]).expect("a plain name")
}

pub fn witness(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(name, Algorithm::Cosignature, &[seed; 32]).expect("a plain name")
}
