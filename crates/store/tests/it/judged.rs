//! What people say beside what the engine found: names of origins, grades of sources.

use model::{AccountId, ActKind, Reliability, Role};
use store::{
    Acted, Aim, By, Erased, Judged, Named, ReportDeed, Store, Target, Topic, acts_on,
    grade_sources, judged, last_batch, move_reports, name_origin, receive, undo,
};

use crate::people::somebody;
use crate::support::{Desk, NOW, erased, on_each, read_all, rng, sealed};

/// Three reports that were read, by their places.
async fn three(store: &Store) -> Vec<u64> {
    let batch = ["one", "two", "three"].map(|text| sealed(store, text, None));
    let received = receive(store, &batch).await.unwrap();
    read_all(store, "{}").await;
    received.iter().map(|one| one.place).collect()
}

async fn known(store: &Store, reports: &[u64]) -> Vec<Judged> {
    let mut read = store.read().await.unwrap();
    judged(&mut read, store.keys(), reports).await.unwrap()
}

/// What stands, without the places of acts: report, what, by whom and why.
async fn told(store: &Store, reports: &[u64]) -> Vec<(u64, String, AccountId, String)> {
    let known = known(store, reports).await;
    let mut told: Vec<_> = (known.into_iter())
        .filter_map(|one| {
            one.now
                .map(|now| (one.report, now.says, now.by, now.reason))
        })
        .collect();
    told.sort();
    told
}

fn aims(reports: &[u64], acted: u64) -> Vec<Aim> {
    let aim = |report: &u64| Aim {
        report: *report,
        acted,
    };
    reports.iter().map(aim).collect()
}

async fn grade(
    store: &Store,
    by: By<'_>,
    (reports, acted): (&[u64], u64),
    (grade, reason): (Reliability, &str),
) -> Acted {
    let aims = aims(reports, acted);
    grade_sources(store, by, &aims, grade, reason, &mut rng())
        .await
        .unwrap()
}

#[test]
fn a_source_is_graded_and_what_somebody_else_said_is_not_overwritten() {
    on_each(async |Desk { store, .. }| {
        let ana = somebody(&store, "ana", &[Role::Intake]).await;
        let eva = somebody(&store, "eva", &[Role::Lead]).await;
        let reports = three(&store).await;
        let by = |account| By { account, at: NOW };
        let mut chance = rng();
        let (b, d) = (Reliability::B, Reliability::D);
        let first = grade(&store, by(&ana), (&reports[..2], 0), (b, "years")).await;
        assert_eq!(
            (first.done.as_slice(), first.stale.len()),
            (&reports[..2], 0)
        );
        // eva saw them before that
        let second = grade(&store, by(&eva), (&reports[1..], 0), (d, "new")).await;
        assert_eq!(
            (second.done, second.stale),
            (vec![reports[2]], vec![reports[1]])
        );
        let before = told(&store, &reports).await;
        assert_eq!(before[1], (reports[1], "B".into(), ana, "years".into()));
        let seen = known(&store, &reports[..1]).await[0].acted;
        let third = grade(&store, by(&eva), (&reports[..1], seen), (d, "worse")).await;
        assert_eq!(told(&store, &reports).await[0].1, "D");
        // what came before a later word is not undone under it
        let batch = first.batch.unwrap();
        let undone = undo(&store, by(&ana), batch, false, &mut chance)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (undone.done, undone.stale),
            (vec![reports[1]], vec![reports[0]])
        );
        let batch = third.batch.unwrap();
        assert!(
            undo(&store, by(&ana), batch, false, &mut chance)
                .await
                .unwrap()
                .is_none()
        );
        undo(&store, by(&ana), batch, true, &mut chance)
            .await
            .unwrap()
            .unwrap();
        let after = told(&store, &reports).await;
        assert_eq!(
            (&after[0], &after[1]),
            (&before[0], &before[2]),
            "with who and why"
        );
        assert_ne!(
            known(&store, &reports[..1]).await[0].acted,
            seen,
            "who saw it before is told"
        );
        let mut read = store.read().await.unwrap();
        let acts = acts_on(&mut read, store.keys(), reports[0]).await.unwrap();
        let kinds: Vec<ActKind> = acts.iter().map(|act| act.kind).collect();
        assert_eq!(kinds, [ActKind::Graded, ActKind::Graded, ActKind::Undone]);
        let Some(ReportDeed::Judged {
            topic,
            before,
            after,
        }) = &acts[1].deed
        else {
            panic!("a judgement");
        };
        let says = (
            before.as_ref().unwrap().says.as_str(),
            after.as_ref().unwrap().says.as_str(),
        );
        assert_eq!((topic, says), (&Topic::Source, ("B", "D")));
        assert_eq!(last_batch(&mut read, &eva).await.unwrap(), second.batch);
    });
}

#[test]
fn an_origin_is_named_with_its_reports_and_the_name_goes_where_they_go() {
    on_each(async |Desk { store, .. }| {
        let ana = somebody(&store, "ana", &[Role::Intake]).await;
        let by = By {
            account: &ana,
            at: NOW,
        };
        let reports = three(&store).await;
        let mut chance = rng();
        let labels = ["the Marshal of Calder".to_owned(), "the marshal".to_owned()];
        let origin = |acted| Named {
            reports: &reports[..2],
            labels: &labels,
            acted,
        };
        let first = name_origin(&store, by, origin(0), "Vale", "her office", &mut chance).await;
        let first = first.unwrap().unwrap();
        assert_eq!(first.done, reports[..2]);
        let again = name_origin(&store, by, origin(0), "Calder", "no", &mut chance).await;
        assert!(again.unwrap().is_none(), "somebody named it meanwhile");
        // the engine knows it by another label since
        let (seen, turned) = (
            known(&store, &reports).await,
            [labels[1].clone(), labels[0].clone()],
        );
        let seen = seen.last().unwrap().acted;
        let other = Named {
            labels: &turned,
            ..origin(seen)
        };
        let second = name_origin(&store, by, other, "", "wrong", &mut chance).await;
        let second = second.unwrap().unwrap();
        assert!(
            told(&store, &reports)
                .await
                .iter()
                .all(|one| one.1.is_empty())
        );
        assert_eq!(known(&store, &reports).await.len(), 2);
        undo(&store, by, second.batch.unwrap(), false, &mut chance)
            .await
            .unwrap()
            .unwrap();
        let all = told(&store, &reports).await;
        assert_eq!(
            (all.len(), all[0].1.as_str(), all[0].3.as_str()),
            (2, "Vale", "her office")
        );
        let split = move_reports(
            &store,
            by,
            (reports[0], &reports[..1]),
            Target::New,
            None,
            &mut chance,
        );
        split.await.unwrap().unwrap();
        assert_eq!(told(&store, &reports[..1]).await.len(), 1);
        // what was said of a report is erased with it, and stays of the others
        let mut read = store.read().await.unwrap();
        let id = store::at_places(&mut read, &reports[..1]).await.unwrap()[0].open(store.keys());
        drop(read);
        assert_eq!(erased(&store, &id.unwrap().id).await, Erased::Done);
        let left = told(&store, &reports).await;
        assert_eq!((left.len(), left[0].0), (1, reports[1]));
        let rows = store.as_sql().await.unwrap().to_lowercase();
        for secret in ["Vale", "her office", "marshal"] {
            let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
            assert!(
                !rows.contains(&secret.to_lowercase()) && !rows.contains(&hex),
                "{secret}"
            );
        }
    });
}
