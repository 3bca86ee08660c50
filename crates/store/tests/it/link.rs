//! Reports that are about one event, and the index by which they are found.

use std::time::Duration;

use store::{
    Bearer, Changes, Erased, Finding, Incident, Linking, Store, Tag, at_places, bearers, by_id,
    copy, count, incident_now, incidents, receive, reports_of, set_faults, try_faults_again,
    unread,
};

use crate::keep::{backup, restore};
use crate::support::{NOW, erased, on_each, read_all, rng, sealed, tip};

fn tag(store: &Store, hash: u64) -> Tag {
    store.keys().blinder("test").tag(hash)
}

async fn borne(store: &Store, hash: u64) -> Vec<(u64, u64)> {
    let tag = tag(store, hash);
    let found = bearers(&mut store.read().await.unwrap(), &[tag], 9)
        .await
        .unwrap();
    let pair = |one: Bearer| (one.report, one.incident);
    found.bearers.into_iter().map(pair).collect()
}

async fn known(store: &Store) -> Vec<(u64, u64, u64)> {
    let mut read = store.read().await.unwrap();
    let found = incidents(&mut read, None, 99).await.unwrap();
    let parts = |one: Incident| (one.place, one.reports, one.telling);
    found.into_iter().map(parts).collect()
}

async fn now(store: &Store, incident: u64) -> u64 {
    let mut read = store.read().await.unwrap();
    incident_now(&mut read, incident).await.unwrap()
}

async fn reports(store: &Store, texts: &[&str]) {
    let batch: Vec<_> = texts.iter().map(|text| sealed(store, text, None)).collect();
    receive(store, &batch).await.unwrap();
}

#[test]
fn an_erased_report_is_found_by_nothing() {
    on_each(async |desk| {
        let store = &desk.store;
        let gone = tip(store, "quince").await;
        reports(store, &["medlar"]).await;
        let first = unread(&mut store.read().await.unwrap(), 0, 9)
            .await
            .unwrap()[0]
            .place;
        read_all(store, "found").await;
        let last = borne(store, 0).await[1].0;
        assert_eq!(borne(store, 0).await, [(first, first), (last, first)]);
        assert_eq!(known(store).await, [(first, 2, 2)]);
        let (old, _) = backup(&desk, NOW).await;

        assert_eq!(erased(store, &gone).await, Erased::Done);
        assert_eq!(borne(store, 0).await, [(last, first)]);
        assert_eq!(borne(store, first).await, []);
        assert_eq!(known(store).await, [(first, 1, 1)]);
        let mut read = store.read().await.unwrap();
        assert_eq!(reports_of(&mut read, first, 9).await.unwrap(), [last]);
        drop(read);

        // the index is in no backup; what it was made of is, sealed
        let (_, keys) = backup(&desk, NOW + 1).await;
        let (again, _) = restore(&desk, "again.db", &old, &keys).await.unwrap();
        assert_eq!(borne(&again, 0).await, [(last, first)]);
        assert_eq!(borne(&again, first).await, []);
        assert_eq!(known(&again).await, [(first, 1, 1)]);
        again.close().await;
    });
}

#[test]
fn incidents_become_one() {
    on_each(async |desk| {
        let store = &desk.store;
        for text in ["one", "two", "three"] {
            reports(store, &[text]).await;
            read_all(store, "found").await;
        }
        let before = known(store).await;
        let [(third, ..), (second, ..), (first, ..)] = before[..] else {
            panic!("{before:?}");
        };
        let mut linking = Linking::begin(store).await.unwrap();
        let found = linking.bearers(&[tag(store, 0)], 9).await.unwrap();
        let names: Vec<u64> = found.bearers.iter().map(|one| one.incident).collect();
        assert_eq!(names, [first, second, third]);
        let few = linking.bearers(&[tag(store, 0)], 2).await.unwrap();
        assert!(few.bearers.is_empty() && few.common == [tag(store, 0)]);
        let of = linking.incidents_of(&[third, 999]).await.unwrap();
        assert_eq!(of.into_iter().collect::<Vec<_>>(), [(third, third)]);
        let mut all = linking.incidents(&names).await.unwrap();
        all.sort_unstable();
        assert_eq!(all.iter().map(|one| one.reports).sum::<u64>(), 3);
        let changes = Changes {
            merged: vec![(third, second), (second, first)],
            incidents: vec![Incident {
                place: first,
                reports: 3,
                telling: 2,
            }],
            ..Changes::default()
        };
        linking.commit(&[], &changes).await.unwrap();
        assert_eq!(known(store).await, [(first, 3, 2)]);
        let all = [(first, first), (second, first), (third, first)];
        assert_eq!(borne(store, 0).await, all);
        assert_eq!(now(store, third).await, first);

        // a case that was opened from one of them is still about it, wherever the desk goes
        let (data, keys) = backup(&desk, NOW).await;
        let (again, _) = restore(&desk, "again.db", &data, &keys).await.unwrap();
        let to = desk.empty_database("copy.db").await;
        let mut from = store.snapshot().await.unwrap();
        let (mut loader, _) = copy(&mut from, &to, |_| ()).await.unwrap();
        drop(from);
        let keys = loader.keys(desk.keyring()).await.unwrap();
        loader.commit(&keys).await.unwrap();
        let blobs = desk.folder.join("blobs");
        let copied = Store::open(&to, &blobs, desk.keyring(), NOW, &mut rng()).await;
        for store in [again, copied.unwrap()] {
            assert_eq!(known(&store).await, [(first, 3, 3)]);
            for name in [first, second, third] {
                assert_eq!(now(&store, name).await, first);
            }
            store.close().await;
        }
    });
}

#[test]
fn incidents_that_run_in_a_circle_hold_up_nobody() {
    on_each(async |desk| {
        let store = &desk.store;
        reports(store, &["one"]).await;
        read_all(store, "found").await;
        let first = known(store).await[0].0;
        let circle = "INSERT INTO incident (place, reports, telling, became) SELECT place + 1000, 0, 0, place FROM incident";
        desk.meddle(circle).await;
        desk.meddle("UPDATE incident SET became = place + 1000 WHERE became IS NULL")
            .await;
        let ends = [first, first + 1000];
        assert!(ends.contains(&now(store, first).await));
        assert!(ends.contains(&borne(store, 0).await[0].1));
    });
}

#[test]
fn who_links_waits_for_who_links() {
    on_each(async |desk| {
        let store = desk.store.clone();
        let first = Linking::begin(&store).await.unwrap();
        let second = tokio::spawn(async move { Linking::begin(&store).await.map(drop) });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!second.is_finished());
        drop(first);
        second.await.unwrap().unwrap();
    });
}

#[test]
fn what_could_not_be_read_bars_nobody() {
    on_each(async |desk| {
        let store = &desk.store;
        reports(store, &["one", "two"]).await;
        let waiting = unread(&mut store.read().await.unwrap(), 0, 9)
            .await
            .unwrap();
        set_faults(store, &[waiting[0].place]).await.unwrap();
        let mut read = store.read().await.unwrap();
        let left = unread(&mut read, 0, 9).await.unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].place, waiting[1].place);
        let counts = count(&mut read).await.unwrap();
        assert_eq!((counts.reports, counts.waiting, counts.faults), (2, 1, 1));
        drop(read);
        assert_eq!(try_faults_again(store).await.unwrap(), 1);
        let left = unread(&mut store.read().await.unwrap(), 0, 9)
            .await
            .unwrap();
        assert_eq!(left.len(), 2);
    });
}

#[test]
fn a_report_without_a_trace_is_in_no_incident() {
    on_each(async |desk| {
        let store = &desk.store;
        reports(store, &["nothing"]).await;
        let waiting = unread(&mut store.read().await.unwrap(), 0, 9)
            .await
            .unwrap();
        let opened = waiting[0].open(store.keys()).unwrap();
        let finding = Finding {
            place: opened.place,
            reading: opened.seal_reading(b"read", &mut rng()).unwrap(),
            level: model::Level::P4,
            trace: None,
            incident: None,
            copies: None,
            due: NOW,
            decide: NOW,
        };
        let linking = Linking::begin(store).await.unwrap();
        linking
            .commit(&[finding], &Changes::default())
            .await
            .unwrap();
        assert_eq!(known(store).await, []);
        let mut read = store.read().await.unwrap();
        let shown = by_id(&mut read, store.keys(), &opened.id).await.unwrap();
        assert_eq!(shown.unwrap().reading.unwrap().as_bytes(), b"read");
        let at = at_places(&mut read, &[opened.place, 999]).await.unwrap();
        assert_eq!(at.len(), 1);
        drop(read);
        assert_eq!(erased(store, &opened.id).await, Erased::Done);
    });
}

#[test]
fn a_trace_that_does_not_open_is_made_anew() {
    on_each(async |desk| {
        let store = &desk.store;
        reports(store, &["one"]).await;
        read_all(store, "found").await;
        desk.meddle("UPDATE report SET trace = key").await;
        let (data, keys) = backup(&desk, NOW).await;
        let (again, _) = restore(&desk, "again.db", &data, &keys).await.unwrap();
        assert_eq!(known(&again).await, []);
        let waiting = unread(&mut again.read().await.unwrap(), 0, 9).await;
        assert_eq!(waiting.unwrap().len(), 1);
        again.close().await;
    });
}

#[test]
fn a_trace_that_does_not_open_bars_no_erasing() {
    on_each(async |desk| {
        let store = &desk.store;
        let gone = tip(store, "quince").await;
        read_all(store, "found").await;
        desk.meddle("UPDATE report SET trace = key").await;
        assert_eq!(erased(store, &gone).await, Erased::Done);
        assert_eq!(borne(store, 0).await, []);
        assert_eq!(known(store).await, []);
    });
}

#[test]
fn tags_of_kinds_and_desks_differ() {
    on_each(async |desk| {
        let keys = desk.store.keys();
        assert_eq!(keys.blinder("a").tag(7), keys.blinder("a").tag(7));
        assert_ne!(keys.blinder("a").tag(7), keys.blinder("b").tag(7));
    });
}
