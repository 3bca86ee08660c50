//! Undoing what stands beside something else that happened meanwhile.

use model::case::state::State;
use model::{AccountId, Level, Role};
use store::{
    Aim, Bearer, By, Change, Changes, Incident, Linking, Step, Target, act, bearers, change_case,
    move_reports, open_case, open_report, receive, reports_of, undo, undo_case, works,
};

use crate::people::somebody;
use crate::support::{NOW, on_each, read_all, rng, sealed};

const fn by(account: &AccountId) -> By<'_> {
    By { account, at: NOW }
}

#[test]
fn a_report_goes_back_to_what_its_incident_has_become() {
    on_each(async |desk| {
        let store = &desk.store;
        let ana = somebody(store, "ana", &[Role::Lead]).await;
        let three = ["one", "two", "three"].map(|text| sealed(store, text, None));
        let got = receive(store, &three[..2]).await.unwrap();
        read_all(store, "found").await;
        let other = receive(store, &three[2..]).await.unwrap()[0].place;
        read_all(store, "found").await;
        let (first, second) = (got[0].place, got[1].place);
        let (from, away) = ((first, &[second][..]), Target::New);
        let moved = move_reports(store, by(&ana), from, away, None, &mut rng()).await;
        let (_, moved) = moved.unwrap().unwrap();
        let changes = Changes {
            merged: vec![(first, other)],
            incidents: vec![Incident {
                place: other,
                reports: 2,
                telling: 2,
            }],
            ..Changes::default()
        };
        let linking = Linking::begin(store).await.unwrap();
        linking.commit(&[], &changes).await.unwrap();
        let batch = moved.batch.unwrap();
        let undone = undo(store, by(&ana), batch, false, &mut rng()).await;
        assert_eq!(undone.unwrap().unwrap().done, [second]);
        let mut read = store.read().await.unwrap();
        let all = [first, second, other];
        assert_eq!(reports_of(&mut read, other, 9).await.unwrap(), all);
        let tag = store.keys().blinder("test").tag(0);
        let found = bearers(&mut read, &[tag], 9).await.unwrap().bearers;
        let incident = |one: &Bearer| one.incident;
        assert_eq!(found.iter().map(incident).collect::<Vec<_>>(), [other; 3]);
    });
}

#[test]
fn who_opened_a_report_has_seen_it_whatever_is_undone() {
    on_each(async |desk| {
        let store = &desk.store;
        let ana = somebody(store, "ana", &[Role::Lead]).await;
        let report = receive(store, &[sealed(store, "one", None)]).await.unwrap()[0].place;
        read_all(store, "found").await;
        let aim = Aim {
            report,
            acted: report,
        };
        let change = Change::Level(Level::P3, [NOW + 5, NOW + 6]);
        let done = act(store, by(&ana), &[aim], change, None, &mut rng()).await;
        let opened = open_report(store, by(&ana), report, true, &mut rng()).await;
        assert!(opened.unwrap());
        let batch = done.unwrap().batch.unwrap();
        let undone = undo(store, by(&ana), batch, false, &mut rng()).await;
        assert_eq!(undone.unwrap().unwrap().done, [report]);
        let mut read = store.read().await.unwrap();
        let work = works(&mut read, &[report]).await.unwrap().remove(0);
        assert_eq!((work.level, work.is_seen), (Level::P1, true));
        assert_eq!((work.due, work.decide), (NOW + 1, NOW + 1));
    });
}

#[test]
fn who_comes_and_goes_bars_nobody_from_undoing_what_the_case_is() {
    on_each(async |desk| {
        let store = &desk.store;
        let ana = somebody(store, "ana", &[Role::Lead]).await;
        let eva = somebody(store, "eva", &[Role::Lead]).await;
        let opened = open_case(store, by(&ana), None, "one", &mut rng()).await;
        let number = opened.unwrap();
        let change = async |step| {
            let decide = |_: &store::Case| Ok::<_, ()>(vec![step]);
            let done = change_case(store, by(&ana), number, None, decide, &mut rng()).await;
            let Ok(store::CaseChanged::Yes(places)) = done else {
                panic!("it was changed")
            };
            places[0]
        };
        let undo = async |place| {
            let may = |_: &store::Case, _: &_, _| true;
            let undone = undo_case(store, by(&ana), number, place, may, &mut rng()).await;
            undone.unwrap().is_some()
        };
        let closed = change(Step::Case(State::Closed, "two".into())).await;
        let came = change(Step::Member(eva, true)).await;
        assert!(undo(came).await);
        assert!(undo(closed).await);
        assert!(!undo(closed).await, "once");
        let open = change(Step::Case(State::UnderReview, "three".into())).await;
        change(Step::Case(State::Open, "four".into())).await;
        assert!(!undo(open).await, "something was done since");
    });
}
