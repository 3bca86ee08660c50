//! Cases: what is written into them, who may, and the way back.

use model::case::part::Part as Kind;
use model::case::state::State;
use model::{ActKind, Role};
use seal::{Keyring, MasterKey};
use store::{
    Aim, By, CaseChanged, Change, Done, Step, Store, act, acts, case, case_history, cases_from,
    cases_of, change_case, count_cases, last_batch, older_keys, open_case, rotate, undo_case,
    verify, view_case,
};

use crate::people::somebody;
use crate::support::{Desk, NOW, on_each, read_all, rng, sealed};

async fn change(store: &Store, by: By<'_>, steps: Vec<Step>) -> Vec<u64> {
    let decide = |_: &store::Case| Ok::<_, ()>(steps);
    match change_case(store, by, 1, Some("why"), decide, &mut rng()).await {
        Ok(CaseChanged::Yes(places)) => places,
        other => panic!("{other:?}"),
    }
}

async fn undo(store: &Store, by: By<'_>, place: u64) -> Option<u64> {
    undo_case(store, by, 1, place, |_, _, _| true, &mut rng())
        .await
        .unwrap()
}

async fn opened(store: &Store) -> store::Case {
    let mut read = store.read().await.unwrap();
    case(&mut read, store.keys(), 1).await.unwrap().unwrap()
}

fn bodies(case: &store::Case) -> Vec<&str> {
    case.parts
        .iter()
        .filter_map(|part| part.body.as_str())
        .collect()
}

#[test]
fn what_is_written_into_a_case_is_there_and_has_a_way_back() {
    on_each(async |Desk { store, .. }| {
        let ana = somebody(&store, "ana", &[Role::Lead]).await;
        let eva = somebody(&store, "eva", &[Role::Intake]).await;
        let by = By {
            account: &ana,
            at: NOW,
        };
        assert_eq!(
            open_case(&store, by, Some(7), "{\"t\":1}", &mut rng())
                .await
                .unwrap(),
            1
        );
        assert_eq!(
            open_case(&store, by, None, "{}", &mut rng()).await.unwrap(),
            2
        );
        let note = Step::Add(Kind::Note, "first".into(), None);
        let task = Step::Add(Kind::Task, "second".into(), Some(NOW + 5));
        let places = change(&store, by, vec![note, task]).await;
        let found = opened(&store).await;
        assert_eq!(bodies(&found), ["first", "second"]);
        assert_eq!(
            (found.incident, found.members.as_slice()),
            (Some(7), [ana].as_slice())
        );
        assert_eq!(found.acted, places[1]);
        // a change, its undoing, and the undoing of that
        let [set] = change(&store, by, vec![Step::Set(places[1], "third".into(), None)]).await[..]
        else {
            panic!("one act")
        };
        assert_eq!(
            undo(&store, by, places[1]).await,
            None,
            "something was done since"
        );
        let back = undo(&store, by, set).await.unwrap();
        assert_eq!(opened(&store).await.parts[1].due, Some(NOW + 5));
        assert_eq!(undo(&store, by, set).await, None, "once");
        undo(&store, by, back).await.unwrap();
        assert_eq!(bodies(&opened(&store).await), ["first", "third"]);
        // what came can go
        undo(&store, by, places[0]).await.unwrap();
        assert_eq!(bodies(&opened(&store).await), ["third"]);
        // people, and the case itself
        let [letin] = change(&store, by, vec![Step::Member(eva, true)]).await[..] else {
            panic!("one act")
        };
        let mut read = store.read().await.unwrap();
        let keys = store.keys();
        let own = cases_of(&mut read, keys, &eva, u64::MAX, 9).await.unwrap();
        assert_eq!(own.iter().map(|one| one.number).collect::<Vec<_>>(), [1]);
        assert_eq!(
            cases_of(&mut read, keys, &ana, 2, 9).await.unwrap().len(),
            1
        );
        assert_eq!(count_cases(&mut read).await.unwrap(), 2);
        assert_eq!(cases_from(&mut read, 7).await.unwrap(), [1]);
        drop(read);
        undo(&store, by, letin).await.unwrap();
        assert!(!opened(&store).await.has(&eva));
        let [closed] = change(&store, by, vec![Step::Case(State::Closed, "{}".into())]).await[..]
        else {
            panic!("one act")
        };
        assert_eq!(opened(&store).await.state, State::Closed);
        undo(&store, by, closed).await.unwrap();
        let found = opened(&store).await;
        assert_eq!(
            (found.state, found.body.as_str()),
            (State::Open, Some("{\"t\":1}"))
        );
        let mut read = store.read().await.unwrap();
        let history = case_history(&mut read, keys, 1, None, 99).await.unwrap();
        assert!(
            history
                .iter()
                .any(|deed| deed.done == Some(Done::Member(eva, true)) && deed.is_undone)
        );
        assert_eq!(history.last().unwrap().kind, ActKind::CaseMade);
        assert_eq!(history[1].reason.as_deref(), Some("why"));
    });
}

#[test]
fn a_decision_against_changes_nothing_and_what_is_not_there_is_missing() {
    on_each(async |Desk { store, .. }| {
        let ana = somebody(&store, "ana", &[Role::Lead]).await;
        let by = By {
            account: &ana,
            at: NOW,
        };
        let no = |_: &store::Case| Err::<Vec<Step>, _>("no");
        let missing = change_case(&store, by, 1, None, no, &mut rng())
            .await
            .unwrap();
        assert_eq!(missing, CaseChanged::Missing);
        open_case(&store, by, None, "{}", &mut rng()).await.unwrap();
        let refused = change_case(&store, by, 1, None, no, &mut rng())
            .await
            .unwrap();
        assert_eq!(refused, CaseChanged::No("no"));
        let strange = |_: &store::Case| Ok::<_, ()>(vec![Step::Set(99, "x".into(), None)]);
        assert!(
            change_case(&store, by, 1, None, strange, &mut rng())
                .await
                .is_err()
        );
        assert!(opened(&store).await.parts.is_empty());
    });
}

#[test]
fn cases_are_in_journal_and_ledger_and_keep_out_of_the_undoing_of_reports() {
    on_each(async |Desk { store, .. }| {
        let ana = somebody(&store, "ana", &[Role::Lead]).await;
        let by = By {
            account: &ana,
            at: NOW,
        };
        let told = store::receive(&store, &[sealed(&store, "one", None)])
            .await
            .unwrap();
        read_all(&store, "{}").await;
        let aim = Aim {
            report: told[0].place,
            acted: told[0].place,
        };
        let decide = Change::Decide(model::Disposition::Spam);
        let batch = act(&store, by, &[aim], decide, None, &mut rng())
            .await
            .unwrap()
            .batch;
        open_case(&store, by, None, "{}", &mut rng()).await.unwrap();
        view_case(&store, by, 1, &mut rng()).await.unwrap();
        let mut read = store.read().await.unwrap();
        assert_eq!(last_batch(&mut read, &ana).await.unwrap(), batch);
        let told = acts(&mut read, store.keys(), None, 9).await.unwrap();
        let kinds: Vec<_> = told.iter().map(|act| (act.kind, act.case)).collect();
        assert_eq!(kinds[0], (ActKind::CaseOpened, Some(1)));
        assert_eq!(kinds[2], (ActKind::CaseMade, Some(1)));
        drop(read);
        store::sign(&store).await.unwrap();
        let read = store.read().await.unwrap();
        let verified = verify(read, store.keys().verifying(), None, |_| ()).await;
        assert!(verified.unwrap().unwrap().1.is_whole());
        assert_eq!(store.check().await.unwrap().damaged, 0);
        store
            .meddle("UPDATE part SET body = body WHERE place < 0")
            .await
            .unwrap();
        store.meddle("UPDATE cases SET body = id").await.unwrap();
        assert_eq!(store.check().await.unwrap().damaged, 1);
    });
}

#[test]
fn keys_of_cases_are_wrapped_anew() {
    on_each(async |desk| {
        let ana = somebody(&desk.store, "ana", &[Role::Lead]).await;
        let by = By {
            account: &ana,
            at: NOW,
        };
        open_case(&desk.store, by, None, "{}", &mut rng())
            .await
            .unwrap();
        let group = store::make_group(&desk.store, by, "night", &mut rng()).await;
        assert_eq!(group.unwrap(), store::Grouped::Yes(1));
        let new = MasterKey::new(&mut rng());
        let old = MasterKey::from_file(&desk.key).unwrap();
        let blobs = desk.folder.join("blobs");
        let both = Keyring::new(new.clone()).with_older(old);
        let store = Store::open(&desk.database, &blobs, both, NOW, &mut rng())
            .await
            .unwrap();
        let count = rotate(&store, NOW, &mut rng(), |_| ()).await.unwrap();
        assert_eq!(count, 4, "account, case, group and desk");
        let mut read = store.read().await.unwrap();
        let older = older_keys(&mut read, store.keys().keyring()).await.unwrap();
        assert_eq!(older, 0);
        drop(read);
        store.close().await;
        let alone = Store::open(&desk.database, &blobs, Keyring::new(new), NOW, &mut rng()).await;
        let alone = alone.unwrap();
        assert_eq!(opened(&alone).await.number, 1);
        let mut read = alone.read().await.unwrap();
        let groups = store::groups(&mut read, alone.keys()).await.unwrap();
        assert_eq!(groups[0].name, "night");
    });
}
