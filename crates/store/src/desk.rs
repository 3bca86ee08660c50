//! A desk: its database, its files, and the keys of its own, which are made on the first day.

use std::path::Path;
use std::sync::Arc;

use ledger::{Algorithm, SigningKey};
use model::Micros;
use rand_core::CryptoRng;
use seal::{DataKey, IndexKey, Keyring, LookupKey, Place};

use crate::db::{Database, Pool, Read, execute, fetch_optional};
use crate::{Blobs, Entry, StoreError, log, schema};

/// Where the desk's own secrets are sealed to.
pub(crate) const DESK: Place<'static> = Place {
    table: "desk",
    record: b"desk",
};

/// An open desk. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    pool: Pool,
    blobs: Blobs,
    keys: Keys,
}

/// The keys of a desk.
#[derive(Clone)]
pub struct Keys(Arc<KeysInner>);

struct KeysInner {
    keyring: Keyring,
    lookup: LookupKey,
    log: SigningKey,
}

impl Store {
    /// Opens a desk, and makes it if there is none: tables are brought up to date, keys are made. Files
    /// are kept in `blobs`.
    ///
    /// # Errors
    /// If the database cannot be reached, was written by a later version, or belongs to another master
    /// key.
    pub async fn open(
        database: &Database,
        blobs: &Path,
        keyring: Keyring,
        at: Micros,
        rng: &mut (impl CryptoRng + Send),
    ) -> Result<Self, StoreError> {
        let pool = Pool::open(database).await?;
        schema::migrate(&pool).await?;
        let stored = stored(&mut pool.read().await?).await?;
        let stored = match stored {
            Some(stored) => stored,
            None => create(&pool, &keyring, at, rng).await?,
        };
        let keys = stored.open(keyring)?;
        let blobs = Blobs::open(blobs)?;
        Ok(Store(Arc::new(Inner { pool, blobs, keys })))
    }

    /// Ends all connections, when what they do is done.
    pub async fn close(&self) {
        self.pool().close().await;
    }

    /// The keys.
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// The files that came with reports.
    pub fn blobs(&self) -> &Blobs {
        &self.0.blobs
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.0.pool
    }

    pub(crate) fn log_key(&self) -> &SigningKey {
        &self.0.keys.0.log
    }
}

impl Keys {
    /// Wraps and unwraps the keys of records.
    pub fn keyring(&self) -> &Keyring {
        &self.0.keyring
    }

    /// The key of keyed hashes for a purpose.
    pub fn index(&self, purpose: &str) -> IndexKey {
        self.0.lookup.of(purpose)
    }

    /// Those of the desk that is stored in a database.
    pub(crate) async fn stored(read: &mut Read, keyring: Keyring) -> Result<Self, StoreError> {
        let missing = StoreError::Damaged {
            table: "desk",
            what: "the desk's own row",
        };
        stored(read).await?.ok_or(missing)?.open(keyring)
    }

    /// By which anybody checks what the ledger signed.
    pub fn verifying(&self) -> &ledger::VerifyingKey {
        self.0.log.verifying_key()
    }
}

/// What the table of the desk holds.
struct Stored {
    name: String,
    lookup: Vec<u8>,
    key: Vec<u8>,
    seed: Vec<u8>,
}

async fn stored(read: &mut Read) -> Result<Option<Stored>, StoreError> {
    let row = fetch_optional!(
        read,
        (String, Vec<u8>, Vec<u8>, Vec<u8>),
        "SELECT name, lookup, key, seed FROM desk"
    )?;
    Ok(row.map(|(name, lookup, key, seed)| Stored {
        name,
        lookup,
        key,
        seed,
    }))
}

/// Makes the desk's keys and its log; the first leaf tells of it. If another program was first, its desk it is.
async fn create(
    pool: &Pool,
    keyring: &Keyring,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Stored, StoreError> {
    let mut id = [0; 16];
    rng.fill_bytes(&mut id);
    let hex: String = id
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let name = format!("wardline-{hex}/ledger");
    let key = DataKey::new(rng);
    let log = SigningKey::generate(&name, Algorithm::Ed25519, rng)
        .expect("letters, digits, a hyphen and a slash are a name");
    let new = Stored {
        lookup: LookupKey::new(rng).wrap(keyring, rng),
        seed: key
            .seal(&DESK, "seed", log.seed().as_slice(), rng)
            .expect("32 bytes can be sealed"),
        key: keyring.wrap(&key, &DESK, rng),
        name,
    };
    let entry = Entry::bare("desk.created", at, &[("desk", id)], rng);
    let mut tx = crate::Tx::over(pool).await?;
    if let Some(first) = stored(&mut tx).await? {
        return Ok(first);
    }
    execute!(
        tx,
        "INSERT INTO desk (one, name, lookup, key, seed, made) VALUES (1, $1, $2, $3, $4, $5)",
        new.name.as_str(),
        new.lookup.as_slice(),
        new.key.as_slice(),
        new.seed.as_slice(),
        at
    )?;
    log::create(&mut tx).await?;
    tx.commit(&entry, &[]).await?;
    Ok(new)
}

impl Stored {
    fn open(self, keyring: Keyring) -> Result<Keys, StoreError> {
        let sealed = |source| StoreError::Sealed {
            table: "desk",
            source,
        };
        let lookup = LookupKey::unwrap(&keyring, &self.lookup).map_err(sealed)?;
        let key = keyring.unwrap(&self.key, &DESK).map_err(sealed)?;
        let seed = key.open(&DESK, "seed", &self.seed).map_err(sealed)?;
        let damaged = StoreError::Damaged {
            table: "desk",
            what: "the key of the ledger",
        };
        let log = seed
            .as_bytes()
            .try_into()
            .ok()
            .and_then(|seed| SigningKey::from_seed(&self.name, Algorithm::Ed25519, seed).ok());
        Ok(Keys(Arc::new(KeysInner {
            keyring,
            lookup,
            log: log.ok_or(damaged)?,
        })))
    }
}
