//! The ledger tells of everything, and of everything that was changed.

use ledger::{Checkpoint, Finding, Receipt, Report};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use store::testing::Tamper;
use store::{Store, StoreError, prove, receive, sign, verify};

use crate::keep::{backup, restore};
use crate::support::{Desk, NOW, on_each, sealed};

async fn fill(desk: &Desk, count: usize) {
    fill_store(&desk.store, count).await;
}

async fn fill_store(store: &Store, count: usize) {
    let batch: Vec<_> = (0..count)
        .map(|n| sealed(store, &format!("report {n}"), None))
        .collect();
    receive(store, &batch).await.unwrap();
}

async fn check(desk: &Desk, earlier: Option<Checkpoint>) -> Report {
    check_store(&desk.store, earlier).await
}

async fn check_store(store: &Store, earlier: Option<Checkpoint>) -> Report {
    let read = store.read().await.unwrap();
    let checked = verify(read, store.keys().verifying(), earlier, |_| ()).await;
    checked.unwrap().unwrap().1
}

async fn signed(store: &Store) -> Checkpoint {
    Checkpoint::parse(sign(store).await.unwrap().unwrap().text()).unwrap()
}

#[test]
fn every_change_has_its_leaf() {
    on_each(async |desk| {
        fill(&desk, 300).await;
        let note = sign(&desk.store).await.unwrap().unwrap();
        let first = Checkpoint::parse(note.text()).unwrap();
        assert_eq!(first.size(), 301, "300 reports, and the making of the desk");
        assert_eq!(
            sign(&desk.store).await.unwrap().unwrap(),
            note,
            "nothing new, nothing signed"
        );
        fill(&desk, 700).await;
        let unsigned = check(&desk, None).await;
        assert!(unsigned.is_whole());
        assert_eq!(unsigned.pending, 700);
        sign(&desk.store).await.unwrap();
        let report = check(&desk, Some(first)).await;
        assert!(report.is_whole(), "{:?}", report.findings);
        assert_eq!((report.rows, report.pending), (1001, 0));
    });
}

#[test]
fn a_proof_stands_alone() {
    on_each(async |desk| {
        fill(&desk, 10).await;
        let key = desk.store.keys().verifying();
        assert!(
            prove(&mut desk.store.read().await.unwrap(), 4, key)
                .await
                .unwrap()
                .is_none()
        );
        sign(&desk.store).await.unwrap();
        fill(&desk, 600).await;
        sign(&desk.store).await.unwrap();
        for place in [0, 4, 255, 256, 610] {
            let proof = prove(&mut desk.store.read().await.unwrap(), place, key)
                .await
                .unwrap()
                .unwrap();
            let proof = Receipt::parse(proof.to_string().as_bytes()).unwrap();
            assert_eq!(proof.verify(key, &[]).unwrap().checkpoint.size(), 611);
        }
        assert!(
            prove(&mut desk.store.read().await.unwrap(), 611, key)
                .await
                .unwrap()
                .is_none()
        );
    });
}

#[test]
fn whatever_was_changed_is_found() {
    on_each(async |desk| {
        fill(&desk, 20).await;
        let early = Checkpoint::parse(sign(&desk.store).await.unwrap().unwrap().text()).unwrap();
        fill(&desk, 20).await;
        sign(&desk.store).await.unwrap();
        desk.meddle(
            "UPDATE leaf SET leaf = (SELECT leaf FROM leaf WHERE place = 8) WHERE place = 7",
        )
        .await;
        let findings = check(&desk, None).await.findings;
        let moved = Finding::Moved {
            first: 7,
            last: 7,
            from: 8,
        };
        assert!(findings.contains(&moved), "{findings:?}");
        desk.meddle("DELETE FROM leaf WHERE place = 7").await;
        assert_eq!(
            check(&desk, None).await.findings,
            [Finding::Dropped { first: 7, last: 7 }]
        );
        desk.meddle("DELETE FROM leaf WHERE place > 35").await;
        let findings = check(&desk, Some(early)).await.findings;
        assert!(
            findings.contains(&Finding::Truncated { rows: 36, size: 41 })
                || findings.contains(&Finding::Dropped {
                    first: 36,
                    last: 40
                }),
            "{findings:?}"
        );
        desk.meddle("UPDATE tile SET hashes = (SELECT edge FROM log)")
            .await;
        let refused = sign(&desk.store).await;
        fill(&desk, 1).await;
        assert!(
            refused.is_ok() && matches!(sign(&desk.store).await, Err(StoreError::Damaged { .. })),
            "nothing is signed over what was changed"
        );
    });
}

/// Signed leaves of the log that is tampered with, beyond one tile.
const SIZE: u64 = 300;

fn tamper() -> impl Strategy<Value = Tamper> {
    let place = 0..SIZE;
    prop_oneof![
        (place.clone(), any::<usize>()).prop_map(|(place, bit)| Tamper::Edit { place, bit }),
        place.clone().prop_map(|place| Tamper::Drop { place }),
        (place.clone(), 1..SIZE).prop_map(|(one, further)| Tamper::Swap {
            one,
            other: (one + further) % SIZE,
        }),
        place.prop_map(|from| Tamper::Truncate { from }),
    ]
}

#[test]
fn no_row_is_edited_dropped_moved_or_cut_off_unseen() {
    on_each(async |desk| {
        fill(&desk, 100).await;
        let early = signed(&desk.store).await;
        fill(&desk, SIZE as usize - 101).await;
        assert_eq!(signed(&desk.store).await.size(), SIZE);
        fill(&desk, 5).await;
        let mut runner = TestRunner::default();
        let one_or_more = proptest::collection::vec(tamper(), 1..4);
        for _ in 0..24 {
            let tampers = one_or_more.new_tree(&mut runner).unwrap().current();
            let before = desk.store.tamper(&tampers).await.unwrap();
            for earlier in [None, Some(early.clone())] {
                let report = check(&desk, earlier).await;
                // of two changes one may undo the other
                let is_back = tampers.len() > 1 && report.is_whole();
                assert!(
                    !report.is_whole() || is_back && same(&desk, &before).await,
                    "{tampers:?}"
                );
            }
            desk.store.put_log_back(&before).await.unwrap();
        }
        assert!(check(&desk, Some(early)).await.is_whole());
    });
}

async fn same(desk: &Desk, before: &[(i64, Vec<u8>)]) -> bool {
    desk.store.tamper(&[]).await.unwrap() == before
}

#[test]
fn who_writes_the_log_anew_and_signs_it_is_convicted_by_an_earlier_checkpoint() {
    on_each(async |desk| {
        fill(&desk, 10).await;
        let (data, keys) = backup(&desk, NOW).await;
        fill(&desk, 10).await;
        let early = signed(&desk.store).await;
        for (name, count) in [("longer.db", 30), ("as-long.db", 10), ("shorter.db", 3)] {
            let (store, _) = restore(&desk, name, &data, &keys).await.unwrap();
            fill_store(&store, count).await;
            signed(&store).await;
            assert!(check_store(&store, None).await.is_whole());
            let findings = check_store(&store, Some(early.clone())).await.findings;
            let is_told =
                |one: &Finding| matches!(one, Finding::Rewritten { .. } | Finding::Shrunk { .. });
            assert!(findings.iter().any(is_told), "{name}: {findings:?}");
            store.close().await;
        }
    });
}
