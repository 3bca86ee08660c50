//! The ledger in the database: leaves in the transaction of what they tell of, tiles and checkpoints after.

use ledger::{
    Checkpoint, Commitment, Event, Hash, Label, Note, Range, Receipt, Row, Salt, SigningKey, Tile,
    Tree, TreeError, VerifyingKey,
};
use model::Micros;
use rand_core::CryptoRng;
use seal::{DataKey, Place};

use crate::bulk::execute_all;
use crate::db::{Read, execute, fetch_all, fetch_optional, pick};
use crate::{Store, StoreError, Tx};

/// Leaves put into tiles at once, so that a first checkpoint over many does not hold them all.
const ROUND: u64 = 1 << 16;

/// What is to be logged with a change: the event, and the salt of its commitment, sealed with the key of
/// the record that it is about.
pub struct Entry {
    event: Event,
    salt: Option<Vec<u8>>,
}

impl Entry {
    /// Something that happened to a record, with the SHA-256 of its content. The salt goes with the
    /// record's key: when that is destroyed, the leaf tells nothing any more.
    ///
    /// # Panics
    /// If kind or labels are not words of the ledger.
    pub fn new(
        kind: &str,
        at: Micros,
        ids: &[(&str, [u8; 16])],
        content: &Hash,
        key: &DataKey,
        place: &Place<'_>,
        rng: &mut impl CryptoRng,
    ) -> Self {
        let salt = Salt::new(rng);
        let sealed = key
            .seal(place, "salt", salt.as_bytes(), rng)
            .expect("32 bytes can be sealed");
        Entry {
            event: event(kind, at, ids, Commitment::new(&salt, content)),
            salt: Some(sealed),
        }
    }

    /// Something that happened, without content.
    ///
    /// # Panics
    /// If kind or labels are not words of the ledger.
    pub fn bare(
        kind: &str,
        at: Micros,
        ids: &[(&str, [u8; 16])],
        rng: &mut impl CryptoRng,
    ) -> Self {
        let commitment = Commitment::new(&Salt::new(rng), &Hash::EMPTY);
        Entry {
            event: event(kind, at, ids, commitment),
            salt: None,
        }
    }
}

fn event(kind: &str, at: Micros, ids: &[(&str, [u8; 16])], commitment: Commitment) -> Event {
    let label = |word: &str| word.parse::<Label>().expect("a word of the ledger");
    let ids = ids.iter().map(|(word, id)| (label(word), *id));
    Event::new(label(kind), at, ids, commitment).expect("few ids, each with its own label")
}

/// The state of the log.
struct State {
    edge: Range,
    tiled: u64,
    checkpoint: Option<Note>,
}

const DAMAGED: StoreError = StoreError::Damaged {
    table: "log",
    what: "the state of the ledger",
};

async fn state(read: &mut Read) -> Result<State, StoreError> {
    let row = fetch_optional!(
        read,
        (Vec<u8>, i64, Option<String>),
        "SELECT edge, tiled, checkpoint FROM log"
    )?;
    State::of(row)
}

/// The state, held against every other transaction that wants to log.
async fn locked(read: &mut Read) -> Result<State, StoreError> {
    let sql = pick!(read,
        sqlite: "SELECT edge, tiled, checkpoint FROM log",
        postgres: "SELECT edge, tiled, checkpoint FROM log FOR UPDATE");
    let row = fetch_optional!(read, (Vec<u8>, i64, Option<String>), sql)?;
    State::of(row)
}

impl State {
    fn of(row: Option<(Vec<u8>, i64, Option<String>)>) -> Result<Self, StoreError> {
        let (edge, tiled, checkpoint) = row.ok_or(DAMAGED)?;
        let note = checkpoint
            .map(|text| Note::parse(text.as_bytes()))
            .transpose();
        Ok(State {
            edge: Range::from_bytes(&edge).map_err(|_| DAMAGED)?,
            tiled: u64::try_from(tiled).map_err(|_| DAMAGED)?,
            checkpoint: note.map_err(|_| DAMAGED)?,
        })
    }
}

/// The log of a new desk.
pub(crate) async fn create(tx: &mut Tx) -> Result<(), StoreError> {
    let edge = Range::new().to_bytes();
    execute!(
        tx,
        "INSERT INTO log (one, edge, tiled) VALUES (1, $1, 0)",
        edge
    )?;
    Ok(())
}

/// The place that the next leaf will have. Others that log wait until this transaction ends.
pub(crate) async fn next_place(tx: &mut Tx) -> Result<u64, StoreError> {
    Ok(locked(tx).await?.edge.size())
}

/// Adds leaves.
pub(crate) async fn append<'e>(
    tx: &mut Tx,
    entries: impl Iterator<Item = &'e Entry>,
) -> Result<(), StoreError> {
    let mut edge = locked(tx).await?.edge;
    let leaves: Vec<_> = entries
        .map(|Entry { event, salt }| {
            (
                edge.push(event.hash()) as i64,
                event.encode(),
                salt.as_deref(),
            )
        })
        .collect();
    execute_all!(
        tx,
        "INSERT INTO leaf (place, leaf, salt) VALUES ",
        "",
        &leaves,
        |(place, leaf, salt)| [*place, leaf.as_slice(), *salt]
    );
    execute!(tx, "UPDATE log SET edge = $1", edge.to_bytes())?;
    Ok(())
}

/// Puts what was logged since into tiles and signs the state. Gives the checkpoint; none while nothing
/// was ever logged.
pub async fn sign(store: &Store) -> Result<Option<Note>, StoreError> {
    loop {
        let mut tx = store.begin().await?;
        let state = locked(&mut tx).await?;
        let size = state.edge.size();
        let is_signed = state.checkpoint.as_ref().is_some_and(|note| {
            Checkpoint::parse(note.text()).is_ok_and(|checkpoint| checkpoint.size() == size)
        });
        if size == 0 || is_signed {
            return Ok(state.checkpoint);
        }
        let upto = size.min(state.tiled + ROUND);
        tile(&mut tx, state.tiled, upto).await?;
        let note = if upto == size {
            Some(checkpoint(&mut tx, &state, store.log_key()).await?)
        } else {
            state.checkpoint
        };
        let text = note.as_ref().map(ToString::to_string);
        execute!(
            tx,
            "UPDATE log SET tiled = $1, checkpoint = $2",
            upto as i64,
            text
        )?;
        tx.commit_quiet("checkpoint").await?;
        if upto == size {
            return Ok(note);
        }
    }
}

/// Makes the tiles of leaves `from..upto`.
async fn tile(tx: &mut Tx, from: u64, upto: u64) -> Result<(), StoreError> {
    let rows = fetch_all!(
        tx,
        (Vec<u8>,),
        "SELECT leaf FROM leaf WHERE place >= $1 AND place < $2 ORDER BY place",
        from as i64,
        upto as i64
    )?;
    let leaves: Vec<Hash> = rows.iter().map(|(leaf,)| Hash::leaf(leaf)).collect();
    if leaves.len() as u64 != upto - from {
        return Err(StoreError::Damaged {
            table: "leaf",
            what: "the row of leaves",
        });
    }
    let known = Known::load(tx, from).await?;
    for (tile, hashes) in
        ledger::grow(&|tile| known.get(tile), from, &leaves).map_err(damaged_tiles)?
    {
        execute!(
            tx,
            "INSERT INTO tile (level, place, hashes) VALUES ($1, $2, $3) ON CONFLICT (level, place) DO UPDATE SET hashes = excluded.hashes",
            i64::from(tile.level()),
            tile.index() as i64,
            hashes
        )?;
    }
    Ok(())
}

/// Signs the whole log, after it is proven that what was signed last is its beginning.
async fn checkpoint(tx: &mut Tx, state: &State, key: &SigningKey) -> Result<Note, StoreError> {
    let size = state.edge.size();
    let now = Checkpoint::new(key.verifying_key().name(), size, state.edge.root())
        .map_err(|_| DAMAGED)?;
    let last = state
        .checkpoint
        .as_ref()
        .map(|note| Checkpoint::open(note.to_string().as_bytes(), key.verifying_key(), &[]));
    let last = last
        .transpose()
        .map_err(|_| DAMAGED)?
        .map(|opened| opened.checkpoint);
    let Some(last) = last else {
        return now.sign(None, key).map_err(|_| DAMAGED);
    };
    let known = Known::path(tx, size, &[last.size().saturating_sub(1)]).await?;
    let tiles = |tile| known.get(tile);
    let proof = Tree::new(&tiles, size)
        .consistency(last.size(), size)
        .map_err(damaged_tiles)?;
    now.sign(Some((&last, &proof)), key).map_err(|_| DAMAGED)
}

fn damaged_tiles<E>(_: TreeError<E>) -> StoreError {
    StoreError::Damaged {
        table: "tile",
        what: "a tile of the ledger",
    }
}

/// Tiles at hand.
#[derive(Default)]
struct Known(std::collections::BTreeMap<(u8, u64), Vec<u8>>);

impl Known {
    /// The tiles at the right edge of a log.
    async fn load(read: &mut Read, size: u64) -> Result<Self, StoreError> {
        Self::path(read, size, &[size.saturating_sub(1)]).await
    }

    /// The tiles above these leaves, and those at the right edge: all that proofs about them need.
    async fn path(read: &mut Read, size: u64, leaves: &[u64]) -> Result<Self, StoreError> {
        let mut known = Known::default();
        for level in 0..=Tile::TOP {
            for leaf in leaves.iter().copied().chain([size.saturating_sub(1)]) {
                let index = (leaf >> (8 * u32::from(level))) / ledger::WIDTH;
                if Tile::in_tree(level, index, size).is_none()
                    || known.0.contains_key(&(level, index))
                {
                    continue;
                }
                if let Some(hashes) = stored_tile(read, level, index).await? {
                    known.0.insert((level, index), hashes);
                }
            }
        }
        Ok(known)
    }

    fn get(&self, tile: Tile) -> Result<Option<Vec<u8>>, std::convert::Infallible> {
        let hashes = self.0.get(&(tile.level(), tile.index()));
        Ok(hashes
            .and_then(|hashes| hashes.get(..tile.width() * 32))
            .map(<[u8]>::to_vec))
    }
}

async fn stored_tile(
    read: &mut Read,
    level: u8,
    index: u64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row = fetch_optional!(
        read,
        (Vec<u8>,),
        "SELECT hashes FROM tile WHERE level = $1 AND place = $2",
        i64::from(level),
        index as i64
    )?;
    Ok(row.map(|(hashes,)| hashes))
}

/// The bytes of a tile at the width asked for; none where there is none so wide.
///
/// # Errors
/// If the database cannot be read.
pub async fn read_tile(read: &mut Read, tile: Tile) -> Result<Option<Vec<u8>>, StoreError> {
    let hashes = stored_tile(read, tile.level(), tile.index()).await?;
    Ok(hashes.and_then(|hashes| hashes.get(..tile.width() * 32).map(<[u8]>::to_vec)))
}

/// The last signed checkpoint.
///
/// # Errors
/// If the database cannot be read.
pub async fn last_checkpoint(read: &mut Read) -> Result<Option<Note>, StoreError> {
    Ok(state(read).await?.checkpoint)
}

/// How many leaves were logged since the last checkpoint was signed.
///
/// # Errors
/// If the database cannot be read.
pub async fn unsigned(read: &mut Read) -> Result<u64, StoreError> {
    let state = state(read).await?;
    let signed = state
        .checkpoint
        .and_then(|note| Checkpoint::parse(note.text()).ok());
    Ok(state.edge.size() - signed.map_or(0, |checkpoint| checkpoint.size().min(state.edge.size())))
}

/// The proof that the leaf at a place is in the log as it was last signed; none if it was logged later.
///
/// # Errors
/// If the database cannot be read, or its ledger is damaged.
pub async fn prove(
    read: &mut Read,
    place: u64,
    key: &VerifyingKey,
) -> Result<Option<Receipt>, StoreError> {
    let Some(note) = state(read).await?.checkpoint else {
        return Ok(None);
    };
    let opened = Checkpoint::open(note.to_string().as_bytes(), key, &[]).map_err(|_| DAMAGED)?;
    let size = opened.checkpoint.size();
    if place >= size {
        return Ok(None);
    }
    let known = Known::path(read, size, &[place]).await?;
    let tiles = |tile| known.get(tile);
    let tree = Tree::new(&tiles, size);
    let leaf = tree.leaf(place).map_err(damaged_tiles)?;
    let proof = tree.inclusion(place, size).map_err(damaged_tiles)?;
    Ok(Some(Receipt::new(leaf, place, proof, note)))
}

/// Leaves from a place on, in order, at most `most`.
///
/// # Errors
/// If the database cannot be read.
pub async fn leaves(read: &mut Read, from: u64, most: u32) -> Result<Vec<Row>, StoreError> {
    let rows = fetch_all!(
        read,
        (i64, Vec<u8>),
        "SELECT place, leaf FROM leaf WHERE place >= $1 ORDER BY place LIMIT $2",
        from as i64,
        i64::from(most)
    )?;
    Ok(rows
        .into_iter()
        .map(|(place, leaf)| Row {
            index: place as u64,
            leaf,
        })
        .collect())
}
