//! Desks to test with.

use std::path::{Path, PathBuf};

use getrandom::SysRng;
use getrandom::rand_core::{Rng as _, UnwrapErr};
use model::{Channel, Erasure, FileId, Level, Micros, ReportId, Role, TipId};
use seal::{Keyring, MasterKey, Tag};
use store::{
    Attachment, Bearer, Body, By, Changes, Database, Erased, Finding, Incident, Incoming, Linking,
    Sealed, Store, Trace, add_account, erase, receive, reply, unread,
};

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
    pub key: String,
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

    /// An empty database of the same kind.
    pub async fn empty_database(&self, name: &str) -> Database {
        if self.is_sqlite {
            return Database::Sqlite(self.folder.join(name));
        }
        #[expect(clippy::disallowed_methods, reason = "where the tests' server is")]
        let server = std::env::var("WARDLINE_TEST_POSTGRES").unwrap();
        Database::postgres(
            &store::testing::database_of_its_own(&server, "test")
                .await
                .unwrap(),
        )
        .unwrap()
    }

    /// A ring with the desk's master key.
    pub fn keyring(&self) -> Keyring {
        Keyring::new(MasterKey::from_file(&self.key).unwrap())
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
        let url = store::testing::database_of_its_own(&server, "test")
            .await
            .unwrap();
        story(Desk::new(|_| Database::postgres(&url).unwrap()).await).await;
    });
}

/// Erases a report, as somebody who may.
pub async fn erased(store: &Store, id: &ReportId) -> Erased {
    let mut who = rng();
    let name = format!("privacy {}", who.next_u64());
    let added = add_account(store, &name, &[Role::Privacy], (NOW, NOW), &mut who).await;
    let (account, _) = added.unwrap().unwrap();
    let by = By {
        account: &account,
        at: NOW,
    };
    erase(store, by, id, Erasure::Redress, &mut who)
        .await
        .unwrap()
}

pub fn report(text: &str) -> Incoming {
    Incoming {
        body: Body {
            text: text.to_owned(),
            sha256: "00".repeat(32),
            ..Body::default()
        },
        ..Incoming::new(Channel::Api, &mut rng())
    }
}

pub fn sealed(store: &Store, text: &str, once: Option<&[u8]>) -> Sealed {
    let once: Option<Tag> = once.map(|key| store.keys().index("once").tag(key));
    Incoming {
        once,
        ..report(text)
    }
    .seal(store.keys(), NOW, &mut rng())
    .unwrap()
}

pub fn bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

/// A tip with a file, and a reply to it: its id.
pub async fn tip(store: &Store, text: &str) -> ReportId {
    let tip = TipId::random(bytes());
    let mut new = Incoming {
        tip: Some(tip),
        channel: Channel::Tip,
        ..report(text)
    };
    let file = FileId::random(bytes());
    let place = Incoming::place(&new.id);
    let mut rng = rng();
    let writer = store.blobs().create(file, &new.key, &place, &mut rng);
    let mut writer = writer.await.unwrap();
    writer.write(text.repeat(9_000).as_bytes()).await.unwrap();
    let about = Attachment {
        name: format!("{text}.txt"),
        kind: "text/plain".into(),
        sha256: String::new(),
    };
    new.files.push((writer.finish().await.unwrap(), about));
    new.once = Some(store.keys().index("once").tag(text.as_bytes()));
    let id = new.id;
    let sealed = new.seal(store.keys(), NOW, &mut rng).unwrap();
    receive(store, &[sealed]).await.unwrap();
    assert!(reply(store, &tip, text, NOW, &mut rng).await.unwrap());
    id
}

/// Finds something in every report that waits to be read, and that they are about one event.
pub async fn read_all(store: &Store, found: &str) {
    let mut read = store.read().await.unwrap();
    let waiting = unread(&mut read, 0, 999).await.unwrap();
    drop(read);
    let blinder = store.keys().blinder("test");
    let mut changes = Changes::default();
    let mut findings = Vec::new();
    for one in &waiting {
        let opened = one.open(store.keys()).unwrap();
        let trace = Trace {
            tags: vec![blinder.tag(0), blinder.tag(one.place)],
            tells: true,
        };
        changes.entries.extend(trace.tags.iter().map(|&tag| Bearer {
            tag,
            report: one.place,
            incident: waiting[0].place,
        }));
        findings.push(Finding {
            place: one.place,
            reading: opened.seal_reading(found.as_bytes(), &mut rng()).unwrap(),
            level: Level::P1,
            trace: Some(opened.seal_trace(&trace, &mut rng()).unwrap()),
            incident: Some(waiting[0].place),
            copies: None,
            due: NOW,
            decide: NOW + 1,
        });
    }
    if let Some(first) = waiting.first() {
        changes.incidents.push(Incident {
            place: first.place,
            reports: waiting.len() as u64,
            telling: waiting.len() as u64,
        });
    }
    let linking = Linking::begin(store).await.unwrap();
    linking.commit(&findings, &changes).await.unwrap();
}
