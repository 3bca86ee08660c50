//! Who is on duty, what they are called for, and what becomes of each call.

use model::call::{CallKind, Fault, Way};
use model::{AccountId, DAY, Level, Role, day_of, quarter_after, quarter_of};
use store::{
    Aim, Awaited, By, CallEnd, Calling, Change, DutyMove, NewCall, Steps, Store, act, begin_try,
    calls, calls_due, end_call, end_feed, fail_call, feed_of, last_of, make_feed, move_on_duty,
    on_duty, open_report, set_address, set_muted, still_waits, undo, verify, waiting,
};

use crate::people::somebody;
use crate::support::{NOW, on_each, read_all, rng, sealed, tip};

fn by(account: &AccountId) -> By<'_> {
    By { account, at: NOW }
}

async fn names(store: &Store) -> Vec<String> {
    let mut read = store.read().await.unwrap();
    let on = on_duty(&mut read, store.keys()).await.unwrap();
    on.into_iter().map(|one| one.name).collect()
}

#[test]
fn people_are_called_in_an_order_and_their_addresses_are_sealed() {
    on_each(async |desk| {
        let store = &desk.store;
        let ana = somebody(store, "ana", &[Role::Lead]).await;
        let eva = somebody(store, "eva", &[Role::Intake]).await;
        let moved = async |id: &AccountId, how| {
            let moved = move_on_duty(store, by(&ana), id, how, &mut rng()).await;
            moved.unwrap()
        };
        assert!(moved(&eva, DutyMove::On).await && moved(&ana, DutyMove::On).await);
        assert!(!moved(&ana, DutyMove::On).await, "once is enough");
        assert_eq!(names(store).await, ["eva", "ana"]);
        assert!(moved(&ana, DutyMove::Up).await && !moved(&ana, DutyMove::Up).await);
        assert_eq!(names(store).await, ["ana", "eva"]);
        let address = Some("ana@example.org");
        set_address(store, by(&eva), &ana, address, &mut rng())
            .await
            .unwrap();
        set_muted(store, &eva, true, NOW, &mut rng()).await.unwrap();
        let mut read = store.read().await.unwrap();
        let on = on_duty(&mut read, store.keys()).await.unwrap();
        drop(read);
        assert_eq!(on[0].address.as_deref(), address);
        assert!(on[1].is_muted && !on[0].is_muted);
        // whose account has ended is called no more
        let (times, mut chance) = ((Some(&ana), NOW), rng());
        let ended = store::set_account(store, &ana, &[Role::Lead], Some(NOW), times, &mut chance);
        ended.await.unwrap();
        assert_eq!(names(store).await, ["eva"]);
        assert!(moved(&eva, DutyMove::Off).await);
        assert_eq!(names(store).await, Vec::<String>::new());
        assert!(!moved(&AccountId::from_bytes([7; 16]), DutyMove::On).await);
        if desk.is_sqlite {
            let file = std::fs::read(desk.folder().join("wardline.db")).unwrap();
            assert!(!file.windows(15).any(|part| part == b"ana@example.org"));
        }
    });
}

fn call(one: &Awaited, account: Option<AccountId>) -> NewCall {
    NewCall {
        kind: CallKind::New,
        way: if account.is_some() {
            Way::Mail
        } else {
            Way::Webhook
        },
        account,
        level: Some(one.level),
        report: Some(one.report),
        clock: Some(one.due),
        reports: 2,
        late: 0,
        is_of_tip: false,
    }
}

async fn waits(store: &Store) -> Vec<Awaited> {
    let mut read = store.read().await.unwrap();
    waiting(&mut read, NOW - 1).await.unwrap()
}

#[test]
fn a_call_is_kept_tried_and_ended_once() {
    on_each(async |desk| {
        let store = &desk.store;
        let ana = somebody(store, "ana", &[Role::Lead]).await;
        let batch = [sealed(store, "one", None), sealed(store, "two", None)];
        store::receive(store, &batch).await.unwrap();
        read_all(store, "{}").await;
        let found = waits(store).await;
        assert_eq!(found.len(), 2);
        assert!(
            found
                .iter()
                .all(|one| one.level == Level::P1 && one.steps.is_none())
        );
        let steps: Vec<(Awaited, Steps)> = found
            .iter()
            .map(|one| {
                (
                    one.clone(),
                    Steps {
                        began: NOW,
                        step: 0,
                    },
                )
            })
            .collect();
        let new = [call(&found[0], Some(ana)), call(&found[0], None)];
        let calling = Calling::begin(store).await.unwrap();
        calling.commit(&new, &steps, NOW, &mut rng()).await.unwrap();
        let found = waits(store).await;
        assert!(found.iter().all(|one| one.steps
            == Some(Steps {
                began: NOW,
                step: 0
            })));

        let due = async |at| {
            let mut read = store.read().await.unwrap();
            calls_due(&mut read, at, 9).await.unwrap()
        };
        assert_eq!(due(NOW - 1).await, []);
        let made = due(NOW).await;
        assert_eq!(made.len(), 2);
        // of two who try it one does, and after a crash it is tried again
        assert!(begin_try(store, &made[0], NOW, NOW + 60).await.unwrap());
        assert!(!begin_try(store, &made[0], NOW, NOW + 60).await.unwrap());
        assert_eq!(due(NOW).await.len(), 1);
        let again = due(NOW + 60).await;
        let again = again.iter().find(|one| one.id == made[0].id).unwrap();
        assert_eq!(again.tries, 1);
        fail_call(store, &made[0].id, Fault::Busy, NOW + 90)
            .await
            .unwrap();
        let last = async |way| {
            let mut read = store.read().await.unwrap();
            last_of(&mut read, way).await.unwrap()
        };
        let way = made[0].what.way;
        assert_eq!(last(way).await.unwrap().fault, Some(Fault::Busy));
        end_call(store, &made[0], CallEnd::Sent, NOW + 1, &mut rng())
            .await
            .unwrap();
        assert_eq!(last(way).await.unwrap().fault, None);
        assert_eq!(due(NOW + DAY).await.len(), 1);

        // who opens the first leaves the other
        let first = found[0].report;
        open_report(store, by(&ana), first, true, &mut rng())
            .await
            .unwrap();
        let still = async || {
            let mut read = store.read().await.unwrap();
            still_waits(&mut read, &new[1], NOW - 1).await.unwrap()
        };
        let left = still().await.unwrap();
        assert_eq!((left.report, left.reports), (Some(found[1].report), 1));
        open_report(store, by(&ana), found[1].report, true, &mut rng())
            .await
            .unwrap();
        assert_eq!(still().await, None);
        end_call(store, &made[1], CallEnd::Moot, NOW, &mut rng())
            .await
            .unwrap();
        assert_eq!(waits(store).await, []);
        let mut read = store.read().await.unwrap();
        assert_eq!(calls(&mut read, 9).await.unwrap().len(), 2);
        // what is opened and late is found once
        let late = waiting(&mut read, NOW + 1).await.unwrap();
        drop(read);
        assert!(late.len() == 2 && late.iter().all(|one| one.is_seen));
        let steps: Vec<(Awaited, Steps)> = late
            .into_iter()
            .map(|one| {
                (
                    one,
                    Steps {
                        began: NOW,
                        step: 0,
                    },
                )
            })
            .collect();
        let calling = Calling::begin(store).await.unwrap();
        calling.commit(&[], &steps, NOW, &mut rng()).await.unwrap();
        let mut read = store.read().await.unwrap();
        assert_eq!(waiting(&mut read, NOW + 1).await.unwrap(), []);
        drop(read);
        store::sign(store).await.unwrap();
        let read = store.read().await.unwrap();
        let verified = verify(read, store.keys().verifying(), None, |_| ()).await;
        assert!(verified.unwrap().unwrap().1.is_whole());
        store::drop_old_calls(store, NOW + 200 * DAY).await.unwrap();
        let mut read = store.read().await.unwrap();
        assert_eq!(calls(&mut read, 9).await.unwrap(), []);
    });
}

#[test]
fn a_link_is_of_use_until_there_is_another_or_none() {
    on_each(async |desk| {
        let store = &desk.store;
        let ana = somebody(store, "ana", &[Role::Lead]).await;
        let whose = async |token| {
            let mut read = store.read().await.unwrap();
            let found = feed_of(&mut read, store.keys(), token).await.unwrap();
            found.map(|account| account.id)
        };
        let first = make_feed(store, by(&ana), &mut rng()).await.unwrap();
        assert_eq!(whose(&first).await, Some(ana));
        let second = make_feed(store, by(&ana), &mut rng()).await.unwrap();
        assert_eq!(
            (whose(&first).await, whose(&second).await),
            (None, Some(ana))
        );
        assert!(end_feed(store, by(&ana), &mut rng()).await.unwrap());
        assert_eq!(whose(&second).await, None);
        assert!(!end_feed(store, by(&ana), &mut rng()).await.unwrap());
    });
}

#[test]
fn of_a_tip_no_hour_is_kept_when_somebody_was_called_for_it() {
    on_each(async |desk| {
        let store = &desk.store;
        let ana = somebody(store, "ana", &[Role::Lead]).await;
        tip(store, "they wait at the side door").await;
        read_all(store, "{}").await;
        let found = waits(store).await;
        assert!(found[0].is_tip);
        let new = NewCall {
            is_of_tip: true,
            ..call(&found[0], Some(ana))
        };
        let steps = [(
            found[0].clone(),
            Steps {
                began: NOW,
                step: 0,
            },
        )];
        let calling = Calling::begin(store).await.unwrap();
        calling
            .commit(&[new], &steps, NOW, &mut rng())
            .await
            .unwrap();
        let all = async || {
            let mut read = store.read().await.unwrap();
            calls(&mut read, 9).await.unwrap().remove(0)
        };
        let made = all().await;
        assert_eq!(made.made, quarter_of(NOW));
        assert!(begin_try(store, &made, NOW, NOW + 9).await.unwrap());
        assert_eq!(all().await.tried, Some(quarter_after(NOW)));
        end_call(store, &made, CallEnd::Sent, NOW, &mut rng())
            .await
            .unwrap();
        let ended = all().await;
        let day = day_of(NOW);
        assert_eq!(
            (ended.made, ended.tried, ended.sent),
            (day, Some(day), Some(day))
        );
        assert_eq!((ended.due, ended.what.clock), (None, None));
        // once it is decided, nothing of it is left
        let aims = [Aim {
            report: found[0].report,
            acted: found[0].report,
        }];
        let change = Change::Decide(model::Disposition::Relevant);
        let acted = act(store, by(&ana), &aims, change, None, &mut rng()).await;
        let batch = acted.unwrap().batch.unwrap();
        undo(store, by(&ana), batch, false, &mut rng())
            .await
            .unwrap();
        assert_eq!(waits(store).await[0].steps, None);
    });
}

#[test]
fn what_was_opened_and_is_raised_waits_once_for_a_call() {
    on_each(async |desk| {
        let store = &desk.store;
        let ana = somebody(store, "ana", &[Role::Lead]).await;
        store::receive(store, &[sealed(store, "one", None)])
            .await
            .unwrap();
        read_all(store, "{}").await;
        let report = waits(store).await[0].report;
        let opened = open_report(store, by(&ana), report, true, &mut rng()).await;
        assert!(opened.unwrap());
        let level = async |level| {
            let mut read = store.read().await.unwrap();
            let acted = store::works(&mut read, &[report]).await.unwrap()[0].acted;
            drop(read);
            let change = Change::Level(level, [NOW + 5, NOW + 9]);
            let aim = Aim { report, acted };
            let done = act(store, by(&ana), &[aim], change, Some("so"), &mut rng()).await;
            done.unwrap().batch.unwrap()
        };
        assert_eq!(waits(store).await, [], "as it was read, and opened");
        level(Level::P3).await;
        assert_eq!(waits(store).await, []);
        let raising = level(Level::P1).await;
        let found = waits(store).await;
        assert!(found.len() == 1 && found[0].is_raised && found[0].is_seen);
        assert_eq!((found[0].due, found[0].steps), (NOW + 9, None));
        let told = NewCall {
            kind: CallKind::Raised,
            ..call(&found[0], Some(ana))
        };
        let steps = Steps {
            began: NOW,
            step: 0,
        };
        let calling = Calling::begin(store).await.unwrap();
        let (new, steps) = ([told.clone()], [(found[0].clone(), steps)]);
        calling.commit(&new, &steps, NOW, &mut rng()).await.unwrap();
        assert_eq!(waits(store).await, [], "once");
        let mut read = store.read().await.unwrap();
        let still = still_waits(&mut read, &told, NOW).await.unwrap();
        assert_eq!(still.unwrap().report, Some(report));
        let late = waiting(&mut read, NOW + 9).await.unwrap();
        assert!(
            late.len() == 1 && !late[0].is_raised,
            "its decision is late"
        );
        drop(read);
        // taken back, nobody is called for it; raised anew, they are
        let undone = undo(store, by(&ana), raising, false, &mut rng()).await;
        assert!(undone.unwrap().is_some());
        let mut read = store.read().await.unwrap();
        assert_eq!(still_waits(&mut read, &told, NOW).await.unwrap(), None);
        drop(read);
        level(Level::P1).await;
        assert_eq!(waits(store).await.len(), 1);
    });
}
