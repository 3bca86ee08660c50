//! What is kept about people is destroyed, alone and for good.

use model::case::part::Part as Kind;
use model::case::retention::{GRACE, Purge, WITNESSED};
use model::{ActKind, DAY, Role};
use seal::{Keyring, MasterKey};
use store::{
    By, CaseChanged, Done, Step, Store, acts, case, case_history, change_case, gone_counts,
    gone_people, older_keys, open_case, over_people, purge_person, rotate, undo_case, verify,
};

use crate::keep::{backup, restore};
use crate::people::somebody;
use crate::support::{Desk, NOW, on_each, rng};

async fn change(store: &Store, by: By<'_>, steps: Vec<Step>) -> Vec<u64> {
    let decide = |_: &store::Case| Ok::<_, ()>(steps);
    match change_case(store, by, 1, Some("why"), decide, &mut rng()).await {
        Ok(CaseChanged::Yes(places)) => places,
        other => panic!("{other:?}"),
    }
}

async fn opened(store: &Store) -> store::Case {
    let mut read = store.read().await.unwrap();
    case(&mut read, store.keys(), 1).await.unwrap().unwrap()
}

/// Two people and a note in a case: the places of the three.
async fn two(store: &Store, by: By<'_>) -> Vec<u64> {
    open_case(store, by, None, "{}", &mut rng()).await.unwrap();
    let steps = vec![
        Step::Add(Kind::Person, "one".into(), Some(NOW + 5)),
        Step::Add(Kind::Person, "two".into(), Some(NOW + 9)),
        Step::Add(Kind::Note, "note".into(), None),
    ];
    let places = change(store, by, steps).await;
    let again = Step::Set(places[0], "one again".into(), Some(NOW + 6));
    change(store, by, vec![again]).await;
    places
}

pub async fn is_whole(store: &Store) {
    store::sign(store).await.unwrap();
    let read = store.read().await.unwrap();
    let verified = verify(read, store.keys().verifying(), None, |_| ()).await;
    assert!(verified.unwrap().unwrap().1.is_whole());
    assert_eq!(store.check().await.unwrap().damaged, 0);
}

#[test]
fn one_person_goes_and_the_rest_stays_in_earlier_backups_too() {
    on_each(async |desk| {
        let store = &desk.store;
        let ana = somebody(store, "ana", &[Role::Lead]).await;
        let by = By {
            account: &ana,
            at: NOW,
        };
        let places = two(store, by).await;
        let (data, _) = backup(&desk, NOW).await;
        let purge = Step::Purge(places[0], Purge::Misleading);
        let purged = change(store, by, vec![purge]).await;
        let left: Vec<u64> = opened(store).await.parts.iter().map(|p| p.place).collect();
        assert_eq!(left, places[1..]);
        let may = |_: &store::Case, _: &_, _| true;
        for place in [purged[0], places[0]] {
            let undone = undo_case(store, by, 1, place, may, &mut rng()).await;
            assert_eq!(undone.unwrap(), None, "there is no way back");
        }
        let mut read = store.read().await.unwrap();
        let keys = store.keys();
        let history = case_history(&mut read, keys, 1, None, 99).await.unwrap();
        assert_eq!(history[0].done, Some(Done::Purged(Purge::Misleading)));
        let of_it = history.iter().filter(|deed| deed.part == Some(places[0]));
        assert_eq!(of_it.filter(|deed| deed.done.is_some()).count(), 1);
        let gone = gone_people(&mut read, 1).await.unwrap();
        assert_eq!(
            (gone[0].place, gone[0].why),
            (places[0], Some(Purge::Misleading))
        );
        let told = acts(&mut read, keys, None, 1).await.unwrap();
        assert_eq!(told[0].kind, ActKind::Purged);
        drop(read);
        is_whole(store).await;
        let (_, later) = backup(&desk, NOW + 1).await;
        let (back, _) = restore(&desk, "back.db", &data, &later).await.unwrap();
        assert_eq!(opened(&back).await.parts.len(), 2);
        let gone = gone_people(&mut back.read().await.unwrap(), 1)
            .await
            .unwrap();
        assert_eq!((gone[0].place, gone[0].why), (places[0], None));
        is_whole(&back).await;
        back.close().await;
    });
}

#[test]
fn notes_and_assessments_go_along_in_earlier_backups_too() {
    on_each(async |desk| {
        let store = &desk.store;
        let ana = somebody(store, "ana", &[Role::Lead]).await;
        let by = By {
            account: &ana,
            at: NOW,
        };
        let places = two(store, by).await;
        let more = vec![
            Step::Add(Kind::Assessment, "what one does".into(), None),
            Step::Add(Kind::Note, "taken back".into(), None),
            Step::Add(Kind::Task, "call".into(), None),
        ];
        let more = change(store, by, more).await;
        let may = |_: &store::Case, _: &_, _| true;
        let undone = undo_case(store, by, 1, more[1], may, &mut rng()).await;
        assert!(undone.unwrap().is_some());
        let (data, _) = backup(&desk, NOW).await;

        let why = Purge::Redress;
        let steps = vec![Step::Purge(places[0], why), Step::PurgeTexts(why)];
        let purged = change(store, by, steps).await;
        let (_, later) = backup(&desk, NOW + 1).await;
        let (back, _) = restore(&desk, "back.db", &data, &later).await.unwrap();
        for store in [store, &back] {
            let left: Vec<u64> = opened(store).await.parts.iter().map(|p| p.place).collect();
            assert_eq!(left, [places[1], more[2]]);
            let mut read = store.read().await.unwrap();
            let history = case_history(&mut read, store.keys(), 1, None, 99).await;
            let told = history.unwrap().into_iter().filter(|deed| {
                let is_text = [places[2], more[0], more[1]].map(Some).contains(&deed.part);
                is_text && (deed.done.is_some() || deed.reason.is_some())
            });
            assert_eq!(told.count(), 0);
            drop(read);
            is_whole(store).await;
        }
        let mut read = store.read().await.unwrap();
        let counts = gone_counts(&mut read).await.unwrap();
        assert_eq!(counts, [(why, 1)], "people alone are counted");
        let history = case_history(&mut read, store.keys(), 1, None, 1).await;
        let last = &history.unwrap()[0];
        assert_eq!((last.place, last.part), (purged[1], None));
        assert_eq!(last.done, Some(Done::Purged(why)));
        drop(read);
        for place in [purged[1], more[0], more[1]] {
            let undone = undo_case(store, by, 1, place, may, &mut rng()).await;
            assert_eq!(undone.unwrap(), None, "there is no way back");
        }
        back.close().await;
    });
}

#[test]
fn what_is_over_goes_by_itself_but_not_on_the_word_of_a_clock_alone() {
    on_each(async |Desk { store, .. }| {
        let ana = somebody(&store, "ana", &[Role::Lead]).await;
        let by = |at| By { account: &ana, at };
        let places = two(&store, by(NOW)).await;
        let note = || vec![Step::Add(Kind::Note, "later".into(), None)];
        let mut read = store.read().await.unwrap();
        assert!(over_people(&mut read, NOW, 9).await.unwrap().is_empty());
        let over = over_people(&mut read, NOW + 8, 9).await.unwrap();
        drop(read);
        assert_eq!(
            (over.len(), over[0].part, over[0].due),
            (1, places[0], NOW + 6)
        );
        let purged = async |at| {
            let why = Purge::TipOver;
            purge_person(&store, &over[0], why, at, &mut rng())
                .await
                .unwrap()
        };
        assert!(
            !purged(NOW + GRACE).await,
            "a day is left to set a clock right"
        );
        let jumped = NOW + WITNESSED + DAY;
        assert!(!purged(jumped).await, "nobody was here under this clock");
        change(&store, by(jumped), note()).await;
        assert!(!purged(jumped).await, "nor a day ago");
        assert!(purged(jumped + GRACE).await);
        assert!(!purged(jumped + GRACE).await, "once");
        let gone = gone_people(&mut store.read().await.unwrap(), 1)
            .await
            .unwrap();
        assert_eq!(gone[0].why, Some(Purge::TipOver));
        is_whole(&store).await;
    });
}

#[test]
fn whose_coming_was_undone_keeps_the_day_on_which_it_goes() {
    on_each(async |Desk { store, .. }| {
        let ana = somebody(&store, "ana", &[Role::Lead]).await;
        let by = By {
            account: &ana,
            at: NOW,
        };
        let places = two(&store, by).await;
        let may = |_: &store::Case, _: &_, _| true;
        let undone = undo_case(&store, by, 1, places[1], may, &mut rng()).await;
        assert!(undone.unwrap().is_some());
        let mut read = store.read().await.unwrap();
        let over = over_people(&mut read, NOW + 9, 9).await.unwrap();
        let told: Vec<_> = over
            .iter()
            .map(|one| (one.part, one.is_withdrawn))
            .collect();
        assert_eq!(told, [(places[0], false), (places[1], true)]);
        drop(read);
        let at = NOW + 9 + GRACE;
        assert!(
            purge_person(&store, &over[1], Purge::TipOver, at, &mut rng())
                .await
                .unwrap()
        );
        is_whole(&store).await;
    });
}

#[test]
fn keys_of_people_are_wrapped_anew() {
    on_each(async |desk| {
        let ana = somebody(&desk.store, "ana", &[Role::Lead]).await;
        let by = By {
            account: &ana,
            at: NOW,
        };
        two(&desk.store, by).await;
        let new = MasterKey::new(&mut rng());
        let old = MasterKey::from_file(&desk.key).unwrap();
        let blobs = desk.folder.join("blobs");
        let both = Keyring::new(new.clone()).with_older(old);
        let store = Store::open(&desk.database, &blobs, both, NOW, &mut rng())
            .await
            .unwrap();
        let count = rotate(&store, NOW, &mut rng(), |_| ()).await.unwrap();
        assert_eq!(count, 6, "account, case, two people, a note and desk");
        let mut read = store.read().await.unwrap();
        let older = older_keys(&mut read, store.keys().keyring()).await.unwrap();
        assert_eq!(older, 0);
        drop(read);
        store.close().await;
        let alone = Store::open(&desk.database, &blobs, Keyring::new(new), NOW, &mut rng()).await;
        assert_eq!(opened(&alone.unwrap()).await.parts.len(), 3);
    });
}
