//! Desks to test with.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use model::{Channel, Micros, ReportId};
use seal::{DataKey, Keyring, MasterKey, Tag};
use store::{Body, Database, Incoming, Mark, Sealed, Store};

pub const NOW: Micros = 1_790_000_000_000_000;

pub fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

/// A desk in a folder of its own.
pub struct Desk {
    pub store: Store,
    pub database: Database,
    pub folder: PathBuf,
    pub is_sqlite: bool,
    key: String,
    _temporary: tempfile::TempDir,
}

impl Desk {
    async fn new(database: impl FnOnce(&Path) -> Database) -> Desk {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().to_owned();
        let database = database(&folder);
        let key = MasterKey::new(&mut rng()).to_file().to_string();
        let is_sqlite = matches!(database, Database::Sqlite(_));
        let store = open(&database, &folder, &key).await.unwrap();
        Desk {
            store,
            database,
            folder,
            is_sqlite,
            key,
            _temporary: temporary,
        }
    }

    /// Opens it anew, as after a restart.
    pub async fn reopen(&mut self) {
        self.store.close().await;
        self.store = open(&self.database, &self.folder, &self.key).await.unwrap();
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs SQL behind the desk's back.
    pub async fn meddle(&self, sql: &'static str) {
        self.store.meddle(sql).await.unwrap();
    }
}

async fn open(database: &Database, folder: &Path, key: &str) -> Result<Store, store::StoreError> {
    let keyring = Keyring::new(MasterKey::from_file(key).unwrap());
    Store::open(database, &folder.join("blobs"), keyring, NOW, &mut rng()).await
}

/// Tells the story with a desk on each database.
pub fn on_each<F: Future<Output = ()>>(story: impl Fn(Desk) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        story(Desk::new(|folder| Database::Sqlite(folder.join("wardline.db"))).await).await;
        #[expect(clippy::disallowed_methods, reason = "where the tests' server is")]
        let Ok(server) = std::env::var("WARDLINE_TEST_POSTGRES") else {
            return;
        };
        let url = database_of_its_own(&server).await;
        story(Desk::new(|_| Database::postgres(&url).unwrap()).await).await;
    });
}

/// A new, empty database on the server.
async fn database_of_its_own(server: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "test_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    store::testing::create_database(server, &name)
        .await
        .unwrap();
    server.replacen("/postgres?", &format!("/{name}?"), 1)
}

pub fn report(text: &str) -> Incoming {
    Incoming {
        id: ReportId::random(bytes()),
        key: DataKey::new(&mut rng()),
        channel: Channel::Api,
        received: NOW,
        tip: None,
        mark: Mark::NONE,
        body: Body {
            text: text.to_owned(),
            sha256: "00".repeat(32),
            ..Body::default()
        },
        files: Vec::new(),
        once: None,
    }
}

pub fn sealed(store: &Store, text: &str, once: Option<&[u8]>) -> Sealed {
    let once: Option<Tag> = once.map(|key| store.keys().index("once").tag(key));
    Incoming {
        once,
        ..report(text)
    }
    .seal(store.keys(), &mut rng())
    .unwrap()
}

pub fn bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}
