//! The tamper-evident log: a Merkle tree over events, signed checkpoints of it, and proofs.
//!
//! Whoever holds an earlier checkpoint, or a [`Receipt`], can tell when anything before it was edited,
//! dropped or put in another order, without having to trust the desk or its database.
//!
//! | you want to | use |
//! |---|---|
//! | log something | [`Event`] with a [`Commitment`], [`Range::push`], [`grow`] |
//! | sign the state of the log | [`Checkpoint::sign`] |
//! | prove that something was logged | [`Tree::inclusion`], [`Receipt`] |
//! | check such a proof | [`Receipt::verify`] |
//! | check a whole log | [`audit()`] |
//! | serve a log | [`Resource`], [`Bundle`] |
//!
//! Nothing here reads a file, a clock or a source of randomness: tiles come from [`Tiles`], leaves from
//! iterators, randomness and times as arguments. Formats are public ones: RFC 6962 (the tree), and from
//! c2sp.org signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles and tlog-proof, so that other
//! programs can check what this one wrote.
//!
//! ```
//! use ledger::{Algorithm, Checkpoint, Commitment, Event, Hash, Range, Salt, SigningKey};
//!
//! let salt = Salt::from_bytes([7; 32]); // Salt::new(&mut rng) in earnest
//! let commitment = Commitment::new(&salt, &Hash::of(b"what was said"));
//! let event = Event::new("tip.received".parse()?, 0, [("tip".parse()?, [1; 16])], commitment)?;
//!
//! let mut range = Range::new();
//! range.push(event.hash());
//!
//! let key = SigningKey::from_seed("desk.example.org/ledger", Algorithm::Ed25519, &[9; 32])?;
//! let state = Checkpoint::new("desk.example.org/ledger", range.size(), range.root())?;
//! let note = state.sign(None, &key)?;
//!
//! let opened = Checkpoint::open(note.to_string().as_bytes(), key.verifying_key(), &[])?;
//! assert_eq!(opened.checkpoint, state);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod audit;
mod checkpoint;
mod event;
mod hash;
mod key;
mod note;
mod proof;
mod range;
mod receipt;
mod tile;
mod tree;

pub use audit::{AuditError, Finding, Report, Row, audit};
pub use checkpoint::{Checkpoint, CheckpointError, Opened, SignError};
pub use event::{Commitment, Event, EventError, Label, MOST_IDS, Salt};
pub use hash::{Hash, NotAHash};
pub use key::{Algorithm, KeyError, KeyId, SigningKey, VerifyingKey};
pub use note::{LONGEST_NOTE, MOST_SIGNATURES, NotSigned, Note, NoteError, Signature, Signed};
pub use proof::{ProofError, verify_consistency, verify_inclusion};
pub use range::{NotARange, Range};
pub use receipt::{Receipt, ReceiptError};
pub use tile::{Bundle, LONGEST_LEAF, Resource, Tile, TileError, WIDTH};
pub use tree::{TileBytes, Tiles, Tree, TreeError, grow};

/// The most leaves that a log can have: what a signed 64-bit integer, as of databases, can count.
pub const MAX_SIZE: u64 = i64::MAX as u64;
