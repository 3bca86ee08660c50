//! The ledger tells of everything, and of everything that was changed.

use ledger::{Checkpoint, Finding, Receipt, Report};
use store::{StoreError, prove, receive, sign, verify};

use crate::support::{Desk, on_each, sealed};

async fn fill(desk: &Desk, count: usize) {
    let batch: Vec<_> = (0..count)
        .map(|n| sealed(&desk.store, &format!("report {n}"), None))
        .collect();
    receive(&desk.store, &batch).await.unwrap();
}

async fn check(desk: &Desk, earlier: Option<Checkpoint>) -> Report {
    let read = desk.store.read().await.unwrap();
    verify(read, desk.store.keys().verifying(), earlier, |_| ())
        .await
        .unwrap()
        .unwrap()
        .1
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
