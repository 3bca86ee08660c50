//! Groups, and the cases into which they are let.

use model::case::part::Part;
use model::{ActKind, Role};
use store::{
    By, Case, CaseChanged, Group, GroupChange, Grouped, Step, Store, acts, case, cases_of,
    change_case, change_group, days_of, groups, make_group, older_keys, open_case, undo_case,
};

use crate::people::somebody;
use crate::support::{NOW, on_each, rng};

async fn all(store: &Store) -> Vec<Group> {
    groups(&mut store.read().await.unwrap(), store.keys())
        .await
        .unwrap()
}

async fn found(store: &Store) -> Case {
    let mut read = store.read().await.unwrap();
    case(&mut read, store.keys(), 1).await.unwrap().unwrap()
}

#[test]
fn who_is_in_a_group_is_in_its_cases_as_long_as_they_are() {
    on_each(async |desk| {
        let store = &desk.store;
        let root = somebody(store, "root", &[Role::Admin]).await;
        let ana = somebody(store, "ana", &[Role::Lead]).await;
        let ida = somebody(store, "ida", &[Role::Intake]).await;
        let (by, lead) = (
            By {
                account: &root,
                at: NOW,
            },
            By {
                account: &ana,
                at: NOW,
            },
        );
        let mut chance = rng();
        let made = make_group(store, by, "the quince watch", &mut chance).await;
        assert_eq!(made.unwrap(), Grouped::Yes(1));
        let taken = make_group(store, by, "THE quince watch", &mut chance).await;
        assert_eq!(taken.unwrap(), Grouped::NameTaken);
        let change = async |acted, change| {
            change_group(store, by, (1, acted), change, &mut rng())
                .await
                .unwrap()
        };
        let acted = all(store).await[0].acted;
        let join = GroupChange::Member(&ida, true);
        assert_eq!(change(acted, join).await, Grouped::Yes(1));
        assert_eq!(change(acted, join).await, Grouped::Stale);
        let acted = all(store).await[0].acted;
        assert_eq!(change(acted, join).await, Grouped::Stale, "she is in it");
        let nobody = model::AccountId::from_bytes([9; 16]);
        let join_nobody = GroupChange::Member(&nobody, true);
        assert_eq!(change(acted, join_nobody).await, Grouped::Missing);

        open_case(store, lead, None, "{}", &mut chance)
            .await
            .unwrap();
        let steps = vec![
            Step::Group(1, true),
            Step::Add(Part::Task, "call".into(), Some(NOW)),
        ];
        let decide = |_: &Case| Ok::<_, ()>(steps);
        let done = change_case(store, lead, 1, None, decide, &mut chance).await;
        let CaseChanged::Yes(places) = done.unwrap() else {
            panic!("it was changed")
        };
        let sees = async || {
            let mut read = store.read().await.unwrap();
            let keys = store.keys();
            let listed = cases_of(&mut read, keys, &ida, u64::MAX, 9).await.unwrap();
            let days = days_of(&mut read, &ida, 9).await.unwrap();
            drop(read);
            let case = found(store).await;
            assert_eq!(case.everybody().contains(&ida), case.has(&ida));
            (case.has(&ida), listed.len(), days.len())
        };
        assert_eq!(sees().await, (true, 1, 1));
        // once, also for who is let in twice
        let decide = |_: &Case| Ok::<_, ()>(vec![Step::Member(ida, true)]);
        change_case(store, lead, 1, None, decide, &mut chance)
            .await
            .unwrap();
        assert_eq!(sees().await, (true, 1, 1));
        let decide = |_: &Case| Ok::<_, ()>(vec![Step::Member(ida, false)]);
        change_case(store, lead, 1, None, decide, &mut chance)
            .await
            .unwrap();
        assert_eq!(sees().await, (true, 1, 1));

        let acted = all(store).await[0].acted;
        let leave = GroupChange::Member(&ida, false);
        assert_eq!(change(acted, leave).await, Grouped::Yes(1));
        assert_eq!(sees().await, (false, 0, 0));
        let acted = all(store).await[0].acted;
        change(acted, join).await;
        assert_eq!(sees().await, (true, 1, 1));
        let may = |_: &Case, _: &_, kind| kind == ActKind::CaseGroup;
        let undone = undo_case(store, lead, 1, places[0], may, &mut chance).await;
        assert!(undone.unwrap().is_some());
        assert_eq!(sees().await, (false, 0, 0));
        let again = undo_case(store, lead, 1, places[0], may, &mut chance).await;
        assert!(again.unwrap().is_none(), "once");

        let mut read = store.read().await.unwrap();
        let told = acts(&mut read, store.keys(), None, 99).await.unwrap();
        let of_group = told.iter().rev().filter(|act| act.group == Some(1));
        let kinds: Vec<_> = of_group.map(|act| (act.kind, act.whom)).collect();
        assert_eq!(
            kinds,
            [
                (ActKind::GroupMade, None),
                (ActKind::GroupJoined, Some(ida)),
                (ActKind::GroupLeft, Some(ida)),
                (ActKind::GroupJoined, Some(ida)),
            ]
        );
        assert_eq!(
            older_keys(&mut read, store.keys().keyring()).await.unwrap(),
            0
        );
        drop(read);

        // what is empty goes, with its name, and no other gets its number
        let end = async || {
            let acted = all(store).await[0].acted;
            change(acted, GroupChange::End).await
        };
        assert_eq!(end().await, Grouped::InUse, "she is in it");
        let acted = all(store).await[0].acted;
        change(acted, leave).await;
        let decide = |_: &Case| Ok::<_, ()>(vec![Step::Group(1, true)]);
        let let_in = change_case(store, lead, 1, None, decide, &mut chance).await;
        assert!(matches!(let_in, Ok(CaseChanged::Yes(_))));
        assert_eq!(end().await, Grouped::InUse, "it is let into a case");
        let decide = |_: &Case| Ok::<_, ()>(vec![Step::Group(1, false)]);
        let out = change_case(store, lead, 1, None, decide, &mut chance).await;
        let Ok(CaseChanged::Yes(out)) = out else {
            panic!("it was let out")
        };
        assert_eq!(end().await, Grouped::Yes(1));
        let back = undo_case(store, lead, 1, out[0], may, &mut chance).await;
        assert_eq!(back.unwrap(), None, "it comes in nowhere");
        let made = make_group(store, by, "the quince watch", &mut chance).await;
        assert_eq!(made.unwrap(), Grouped::Yes(2));
        let rows = store.as_sql().await.unwrap().to_lowercase();
        let hex: String = b"quince".iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(!rows.contains("quince") && !rows.contains(&hex));
    });
}
