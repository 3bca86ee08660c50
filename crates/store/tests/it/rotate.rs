//! A new master key.

use std::sync::atomic::{AtomicU32, Ordering};

use seal::{Keyring, MasterKey};
use store::{Store, StoreError, older_keys, receive, rotate, sign, verify};

use crate::support::{Desk, NOW, on_each, read_all, rng, sealed, tip};

async fn open(desk: &Desk, keyring: Keyring) -> Result<Store, StoreError> {
    let blobs = desk.folder.join("blobs");
    Store::open(&desk.database, &blobs, keyring, NOW, &mut rng()).await
}

#[test]
fn a_change_that_was_broken_off_goes_on() {
    on_each(async |desk| {
        let batch: Vec<_> = (0..600)
            .map(|n| sealed(&desk.store, &format!("report {n}"), None))
            .collect();
        receive(&desk.store, &batch).await.unwrap();
        tip(&desk.store, "quince").await;
        read_all(&desk.store, "found").await;
        let new = MasterKey::new(&mut rng());
        let old = MasterKey::from_file(&desk.key).unwrap();
        let both = || Keyring::new(new.clone()).with_older(old.clone());

        // the desk that runs meanwhile, which is told of the new key first
        desk.store.keys().keyring().replace(new.clone());

        let half = open(&desk, both()).await.unwrap();
        let batches = AtomicU32::new(0);
        let ended = catch(rotate(&half, NOW, &mut rng(), |_| {
            assert!(batches.fetch_add(1, Ordering::Relaxed) < 1, "broken off");
        }))
        .await;
        assert!(ended.is_err(), "it was broken off");
        half.close().await;

        let again = open(&desk, both()).await.unwrap();
        let mut read = again.read().await.unwrap();
        let left = older_keys(&mut read, again.keys().keyring()).await.unwrap();
        assert!((1..602).contains(&left), "{left}");
        drop(read);
        assert_eq!(again.check().await.unwrap().damaged, 0, "half-way");
        tip(&desk.store, "meanwhile").await;
        assert_eq!(rotate(&again, NOW, &mut rng(), |_| ()).await.unwrap(), left);
        assert_eq!(rotate(&again, NOW, &mut rng(), |_| ()).await.unwrap(), 0);
        again.close().await;

        let alone = open(&desk, Keyring::new(new.clone())).await.unwrap();
        let checked = alone.check().await.unwrap();
        assert_eq!((checked.reports, checked.damaged), (602, 0));
        sign(&alone).await.unwrap();
        let read = alone.read().await.unwrap();
        let verified = verify(read, alone.keys().verifying(), None, |_| ()).await;
        let (checkpoint, report) = verified.unwrap().unwrap();
        assert!(report.is_whole(), "{:?}", report.findings);
        assert_eq!(
            checkpoint.size(),
            1 + 600 + 2 + 2 + 1,
            "desk, reports, tips, replies, and one change of the key"
        );
        alone.close().await;
        assert!(open(&desk, Keyring::new(old.clone())).await.is_err());
    });
}

/// What a panic ends is an error.
async fn catch<T>(future: impl Future<Output = T>) -> Result<T, ()> {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|context| {
        let poll = std::panic::AssertUnwindSafe(|| future.as_mut().poll(context));
        match std::panic::catch_unwind(poll) {
            Ok(std::task::Poll::Pending) => std::task::Poll::Pending,
            Ok(std::task::Poll::Ready(done)) => std::task::Poll::Ready(Ok(done)),
            Err(_) => std::task::Poll::Ready(Err(())),
        }
    })
    .await
}
