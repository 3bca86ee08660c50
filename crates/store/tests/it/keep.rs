//! Copies: to another database, into a backup and back.

use std::path::Path;

use store::{
    BackupError, Checked, Database, Erased, Restored, Store, StoreError, by_id, copy, receive,
    sign, write_data, write_keys,
};

use crate::support::{Desk, NOW, erased, on_each, read_all, rng, sealed, tip};

#[test]
fn no_column_is_forgotten() {
    on_each(async |desk| {
        let (listed, real) = desk.store.tables().await.unwrap();
        assert_eq!(listed, real, "table.rs lists what is copied");
        if desk.is_sqlite {
            let (listed, real) = desk.store.primary_keys().await.unwrap();
            assert_eq!(listed, real, "rows are copied in the order of their keys");
        }
    });
}

/// Reports, tips with files and replies, readings; some not read, some not signed yet.
async fn fill(desk: &Desk) {
    let batch: Vec<_> = (0..700)
        .map(|n| sealed(&desk.store, &format!("report {n}"), Some(&[n as u8, 7])))
        .collect();
    receive(&desk.store, &batch).await.unwrap();
    tip(&desk.store, "quince").await;
    read_all(&desk.store, "found").await;
    sign(&desk.store).await.unwrap();
    tip(&desk.store, "medlar").await;
}

/// Of a filled desk: tags are of a byte, so that some reports are the same again.
const FILLED: Checked = Checked {
    reports: 258,
    erased: 0,
    replies: 2,
    files: 2,
    damaged: 0,
};

#[test]
fn a_copy_has_every_row_on_either_database() {
    on_each(async |desk| {
        fill(&desk).await;
        let key = desk.store.keys().verifying();
        for to in [
            desk.empty_database("copy.db").await,
            Database::Sqlite(desk.folder.join("other.db")),
        ] {
            let mut from = desk.store.frozen().await.unwrap();
            let (mut loader, counts) = copy(&mut from, &to, |_| ()).await.unwrap();
            drop(from);
            assert!(counts.contains(&("report", 258)), "{counts:?}");
            let keys = loader.keys(desk.keyring()).await.unwrap();
            let checked = loader.check(&keys, desk.store.blobs()).await.unwrap();
            assert_eq!(checked, FILLED);
            let (loader, verified) = loader.verify(key, |_| ()).await.unwrap();
            let (_, report) = verified.unwrap();
            assert!(report.is_whole(), "{:?}", report.findings);
            loader.commit(&keys).await.unwrap();
            let store = open(&desk, &to, &desk.folder.join("blobs")).await;
            assert_eq!(store.check().await.unwrap(), FILLED);
            assert_eq!(
                store.as_sql().await.unwrap(),
                desk.store.as_sql().await.unwrap()
            );
            store.close().await;
            let mut from = desk.store.snapshot().await.unwrap();
            let again = copy(&mut from, &to, |_| ()).await;
            assert!(matches!(again.err(), Some(StoreError::NotEmpty)));
        }
    });
}

#[test]
fn what_is_not_committed_leaves_nothing() {
    on_each(async |desk| {
        fill(&desk).await;
        let to = desk.empty_database("copy.db").await;
        let mut from = desk.store.snapshot().await.unwrap();
        drop(copy(&mut from, &to, |_| ()).await.unwrap());
        drop(copy(&mut from, &to, |_| ()).await.unwrap());
    });
}

async fn open(desk: &Desk, database: &Database, blobs: &Path) -> Store {
    Store::open(database, blobs, desk.keyring(), NOW, &mut rng())
        .await
        .unwrap()
}

/// Both files of a backup.
pub async fn backup(desk: &Desk, made: i64) -> (Vec<u8>, Vec<u8>) {
    let (mut data, mut keys) = (Vec::new(), Vec::new());
    let mut snapshot = desk.store.snapshot().await.unwrap();
    let blobs = desk.store.blobs();
    write_data(&mut snapshot, blobs, made, &mut data, |_| ())
        .await
        .unwrap();
    let mut snapshot = desk.store.snapshot().await.unwrap();
    write_keys(&mut snapshot, made, None, &mut keys)
        .await
        .unwrap();
    (data, keys)
}

pub async fn restore(
    desk: &Desk,
    name: &str,
    data: &[u8],
    keys: &[u8],
) -> Result<(Store, Database), StoreError> {
    let to = desk.empty_database(name).await;
    let blobs = desk.folder.join(format!("{name}-blobs"));
    let Restored { mut loader, .. } = store::restore(&to, &blobs, data, keys, |_| ()).await?;
    let keys = loader.keys(desk.keyring()).await?;
    loader.commit(&keys).await?;
    Ok((open(desk, &to, &blobs).await, to))
}

#[test]
fn a_backup_comes_back_whole() {
    on_each(async |desk| {
        fill(&desk).await;
        let (data, keys) = backup(&desk, NOW).await;
        // what comes after is not in it, and its keys do no harm
        tip(&desk.store, "later").await;
        let (_, later) = backup(&desk, NOW + 1).await;
        for (name, keys) in [("one.db", keys), ("two.db", later)] {
            let (store, _) = restore(&desk, name, &data, &keys).await.unwrap();
            assert_eq!(store.check().await.unwrap(), FILLED);
            tip(&store, "goes on").await;
            sign(&store).await.unwrap();
            store.close().await;
        }
    });
}

#[test]
fn what_was_erased_does_not_come_back() {
    on_each(async |desk| {
        let gone = tip(&desk.store, "quince").await;
        let stays = tip(&desk.store, "medlar").await;
        read_all(&desk.store, "found").await;
        let (old, old_keys) = backup(&desk, NOW).await;
        assert_eq!(erased(&desk.store, &gone).await, Erased::Done);
        assert_eq!(erased(&desk.store, &gone).await, Erased::Missing);
        let again = sealed(&desk.store, "quince", Some(b"quince"));
        let received = receive(&desk.store, &[again]).await.unwrap();
        assert!(!received[0].is_new && received[0].is_same && received[0].id == gone);
        let checked = desk.store.check().await.unwrap();
        assert_eq!((checked.erased, checked.files, checked.damaged), (1, 1, 0));
        let (new, new_keys) = backup(&desk, NOW + 1).await;
        for (name, data) in [("old.db", &old), ("new.db", &new)] {
            let (store, _) = restore(&desk, name, data, &new_keys).await.unwrap();
            let mut read = store.read().await.unwrap();
            let opened = by_id(&mut read, store.keys(), &gone).await.unwrap();
            let opened = opened.unwrap();
            assert!(opened.body.is_none() && opened.reading.is_none() && opened.files.is_empty());
            let opened = by_id(&mut read, store.keys(), &stays).await.unwrap();
            assert_eq!(opened.unwrap().body.unwrap().text, "medlar");
            drop(read);
            assert_eq!(store.check().await.unwrap().damaged, 0);
            store.close().await;
        }
        let older = restore(&desk, "older.db", &new, &old_keys).await;
        assert!(matches!(
            older.err(),
            Some(StoreError::Backup(BackupError::OlderKeys))
        ));
    });
}

#[test]
fn a_backup_that_is_not_what_was_written_is_refused() {
    on_each(async |desk| {
        if !desk.is_sqlite {
            return;
        }
        fill(&desk).await;
        let (data, keys) = backup(&desk, NOW).await;
        let refused =
            async |name: &str, data: &[u8], keys: &[u8]| match restore(&desk, name, data, keys)
                .await
            {
                Err(StoreError::Backup(error)) => error,
                Err(other) => panic!("{name}: {other}"),
                Ok(_) => panic!("{name} is taken"),
            };
        assert_eq!(refused("swapped", &keys, &data).await, BackupError::Other);
        assert_eq!(refused("none", b"", &keys).await, BackupError::Foreign);
        for cut in [data.len() - 1, data.len() - 17, data.len() / 2] {
            let name = format!("cut-{cut}");
            assert_eq!(
                refused(&name, &data[..cut], &keys).await,
                BackupError::Changed
            );
        }
        let cut = &keys[..keys.len() - 20];
        assert_eq!(refused("keys-cut", &data, cut).await, BackupError::Changed);
        let line = data.iter().position(|byte| *byte == b'\n').unwrap();
        let header = String::from_utf8_lossy(&data[..line]).into_owned();
        let with = |header: String| [header.as_bytes(), &data[line..]].concat();
        let newer =
            with(header.replace(&format!("\"version\":{}", store::VERSION), "\"version\":99"));
        assert_eq!(refused("newer", &newer, &keys).await, BackupError::Newer);
        let newer = with(header.replace("wardline-backup/1", "wardline-backup/2"));
        assert_eq!(refused("later", &newer, &keys).await, BackupError::Newer);
        let sly = with(header.replace("[\"tiled\",\"int\"]", "[\"tiled\",\"text\"]"));
        assert_eq!(refused("sly", &sly, &keys).await, BackupError::Foreign);
        let name = desk.store.keys().verifying().name();
        let other = with(header.replace(name, "wardline-0000000000000000/ledger"));
        assert_eq!(
            refused("other", &other, &keys).await,
            BackupError::OtherDesk
        );
    });
}
