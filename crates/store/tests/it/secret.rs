//! The database alone tells nothing.

use std::fs;
use std::io::{self, BufRead};
use std::path::Path;

use model::{Channel, FileId, TipId};
use seal::{Keyring, MasterKey};
use store::{Attachment, Database, Incoming, Store, StoreError, receive, reply, sign};

use crate::support::{Desk, NOW, bytes, on_each, read_all, report, rng};

const PLANTED: &str = "zanzibar-heliotrope-quince";

/// What is there, or nothing where a server at work took it away since it was listed.
fn if_there<T>(read: io::Result<T>) -> Option<T> {
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        read => Some(read.unwrap()),
    }
}

/// Whether the beginning of what was planted is there. A server keeps hundreds of megabytes: they are skipped through by a search
/// that is quick without optimisation too.
fn has_planted(mut content: &[u8]) -> bool {
    let (first, rest) = PLANTED.as_bytes()[..8].split_first().unwrap();
    while content.skip_until(*first).unwrap() > 0 {
        if content.starts_with(rest) {
            return true;
        }
    }
    false
}

fn holds_planted(folder: &Path) -> Option<String> {
    for entry in if_there(fs::read_dir(folder)).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if let Some(found) = holds_planted(&path) {
                return Some(found);
            }
            continue;
        }
        let Some(content) = if_there(fs::read(&path)) else {
            continue;
        };
        if has_planted(&content) || path.to_string_lossy().contains(PLANTED) {
            return Some(path.display().to_string());
        }
    }
    None
}

async fn plant(desk: &Desk) {
    let store = &desk.store;
    let tip = TipId::random(bytes());
    let mut new = Incoming {
        tip: Some(tip),
        channel: Channel::Tip,
        ..report(&PLANTED.repeat(50))
    };
    new.body.publisher = Some(PLANTED.to_owned());
    new.body.answers = vec![("where".into(), PLANTED.into())];
    let mut writer = store
        .blobs()
        .create(
            FileId::random(bytes()),
            &new.key,
            &Incoming::place(&new.id),
            &mut rng(),
        )
        .await
        .unwrap();
    writer
        .write(PLANTED.repeat(10_000).as_bytes())
        .await
        .unwrap();
    let about = Attachment {
        name: format!("{PLANTED}.txt"),
        kind: "text/plain".into(),
        sha256: String::new(),
    };
    new.files.push((writer.finish().await.unwrap(), about));
    new.once = Some(store.keys().index("once").tag(PLANTED.as_bytes()));
    receive(store, &[new.seal(store.keys(), NOW, &mut rng()).unwrap()])
        .await
        .unwrap();
    reply(store, &tip, PLANTED, NOW, &mut rng()).await.unwrap();
    read_all(store, PLANTED).await;
    sign(store).await.unwrap();
}

#[test]
fn nothing_is_in_the_clear() {
    on_each(async |desk| {
        plant(&desk).await;
        assert_eq!(holds_planted(desk.folder()), None, "with the journal");
        if !desk.is_sqlite {
            desk.meddle("CHECKPOINT").await;
            #[expect(clippy::disallowed_methods, reason = "where the tests' server is")]
            let server = std::env::var("WARDLINE_TEST_POSTGRES").unwrap();
            let (_, folder) = server.split_once("host=").unwrap();
            assert_eq!(holds_planted(&Path::new(folder).join("data")), None);
        }
        desk.store.close().await;
        assert_eq!(holds_planted(desk.folder()), None);
    });
}

#[test]
fn another_master_key_opens_nothing() {
    on_each(async |desk| {
        let other = Keyring::new(MasterKey::new(&mut rng()));
        let opened = Store::open(
            &desk.database,
            &desk.folder().join("blobs"),
            other,
            NOW,
            &mut rng(),
        )
        .await;
        assert!(matches!(
            opened.map(|_| ()),
            Err(StoreError::Sealed { table: "desk", .. })
        ));
    });
}

#[test]
fn a_later_version_is_left_alone() {
    on_each(async |desk| {
        desk.meddle("UPDATE schema_version SET version = 9000")
            .await;
        let keyring = Keyring::new(MasterKey::new(&mut rng()));
        let opened = Store::open(
            &desk.database,
            &desk.folder().join("blobs"),
            keyring,
            NOW,
            &mut rng(),
        )
        .await;
        assert!(matches!(
            opened.map(|_| ()),
            Err(StoreError::Newer { found: 9000, .. })
        ));
    });
}

#[test]
fn a_folder_without_a_desk_is_made_one() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let database = Database::Sqlite(folder.path().join("wardline.db"));
        let key = MasterKey::new(&mut rng());
        let text = key.to_file().to_string();
        let store = Store::open(
            &database,
            &folder.path().join("blobs"),
            Keyring::new(key),
            NOW,
            &mut rng(),
        )
        .await
        .unwrap();
        let name = store.keys().verifying().name().to_owned();
        store.close().await;
        let keyring = Keyring::new(MasterKey::from_file(&text).unwrap());
        let again = Store::open(
            &database,
            &folder.path().join("blobs"),
            keyring,
            NOW + 1,
            &mut rng(),
        )
        .await
        .unwrap();
        assert_eq!(again.keys().verifying().name(), name);
    });
}

#[cfg(unix)]
#[test]
fn the_database_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;

    on_each(async |desk| {
        plant(&desk).await;
        for entry in fs::read_dir(&desk.folder).unwrap() {
            let metadata = entry.unwrap().metadata().unwrap();
            let others = metadata.permissions().mode() & 0o077;
            assert_eq!(others, 0, "{metadata:?}");
        }
    });
}
