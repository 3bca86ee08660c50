//! Accounts, sessions, and what people do to reports.

use model::{AccountId, ActKind, DAY, Disposition, Level, Micros, Role};
use seal::{Authenticator, PasswordHash, RecoveryCode, Token};
use store::{
    Aim, By, Change, Enrolled, Enrolment, Erased, Factors, Position, Proof, ReportDeed, Show,
    Store, Target, account_by_id, act, acts, acts_on, add_account, backlog, bearers, begin_session,
    by_name, end_session, enrol, find_session, glances, incident_sizes, invite, invited,
    keep_session, last_batch, move_reports, movers, open_report, queue, receive, reports_of,
    set_account, undo, works,
};

use crate::support::{Desk, NOW, erased, on_each, read_all, rng, sealed};

pub async fn somebody(store: &Store, name: &str, roles: &[Role]) -> AccountId {
    let added = add_account(store, name, roles, (NOW, NOW + DAY), &mut rng()).await;
    let (id, link) = added.unwrap().unwrap();
    assert_eq!(enrolled(store, &link, "", 7).await, Enrolled::Yes(id));
    id
}

async fn enrolled(store: &Store, link: &Token, name: &str, step: u64) -> Enrolled {
    let code = RecoveryCode::parse("0123456789abcdefghjkmnpq").unwrap();
    let new = Enrolment {
        name,
        lang: "es",
        factors: Factors::Password {
            password: &PasswordHash::kept("$kept".into()),
            authenticator: &Authenticator::kept([7; 20]),
            step,
            recovery: &[code.tag(&store.keys().index("recovery"))],
        },
        identity: None,
        browser: None,
    };
    enrol(store, link, &new, NOW, &mut rng()).await.unwrap()
}

#[test]
fn a_link_enrols_once() {
    on_each(async |Desk { store, .. }| {
        let keys = store.keys();
        let times = (NOW, NOW + DAY);
        let added = add_account(
            &store,
            " Ana ",
            &[Role::Intake, Role::Lead],
            times,
            &mut rng(),
        )
        .await;
        let (ana, link) = added.unwrap().unwrap();
        let again = add_account(&store, "ANA", &[], times, &mut rng()).await;
        assert!(again.unwrap().is_none(), "the name is taken");
        let mut read = store.read().await.unwrap();
        assert!(
            invited(&mut read, keys, &link, NOW + DAY)
                .await
                .unwrap()
                .is_none()
        );
        let account = invited(&mut read, keys, &link, NOW).await.unwrap().unwrap();
        assert_eq!((account.name.as_str(), account.is_enrolled), ("Ana", false));
        drop(read);
        assert_eq!(enrolled(&store, &link, "Eva", 7).await, Enrolled::Yes(ana));
        assert_eq!(enrolled(&store, &link, "Eva", 7).await, Enrolled::NoLink);
        let found = by_name(&mut store.read().await.unwrap(), keys, "ana").await;
        let found = found.unwrap().unwrap();
        assert_eq!(found.account.roles, [Role::Intake, Role::Lead]);
        assert_eq!(found.account.lang.as_deref(), Some("es"));
        assert!(found.password.is_some() && found.recovery.len() == 1);
        // the first account chooses its name, but not one that is taken
        let added = add_account(&store, "", &[Role::Admin], times, &mut rng()).await;
        let (_, link) = added.unwrap().unwrap();
        assert_eq!(enrolled(&store, &link, "aNa", 7).await, Enrolled::NameTaken);
        assert!(matches!(
            enrolled(&store, &link, "Eva", 7).await,
            Enrolled::Yes(_)
        ));
    });
}

#[test]
fn a_session_ends_by_itself_and_with_its_owner() {
    on_each(async |Desk { store, .. }| {
        let ana = somebody(&store, "ana", &[Role::Intake]).await;
        let keys = store.keys();
        let begin = async |proof| {
            begin_session(&store, &ana, proof, None, NOW, &mut rng())
                .await
                .unwrap()
        };
        let found = async |token: &Token, at: Micros| {
            let mut read = store.read().await.unwrap();
            find_session(&mut read, keys, token, at).await.unwrap()
        };
        assert!(
            begin(Proof::Step(7)).await.is_none(),
            "used when she enrolled"
        );
        let token = begin(Proof::Step(8)).await.unwrap();
        assert!(begin(Proof::Step(8)).await.is_none(), "a code is good once");
        let session = found(&token, NOW).await.unwrap();
        assert_eq!(session.account.name, "ana");
        assert!(
            found(&token, NOW + store::IDLE).await.is_none(),
            "nobody used it"
        );
        keep_session(&store, &session, NOW + store::IDLE - 1)
            .await
            .unwrap();
        assert!(found(&token, NOW + store::IDLE).await.is_some());
        assert!(found(&token, NOW + store::LONGEST).await.is_none());

        let code = RecoveryCode::parse("0123-4567-89AB-CDEF-GHJK-MNPQ").unwrap();
        let code = Proof::Recovery(code.tag(&keys.index("recovery")));
        let other = begin(code).await.unwrap();
        assert!(begin(code).await.is_none(), "a code on paper is good once");
        end_session(&store, &session, true, NOW, &mut rng())
            .await
            .unwrap();
        assert!(found(&other, NOW).await.is_none() && found(&token, NOW).await.is_some());
        set_account(&store, &ana, &[Role::Reader], None, (None, NOW), &mut rng())
            .await
            .unwrap();
        assert!(
            found(&token, NOW).await.is_none(),
            "who is something else signs in anew"
        );
        let token = begin(Proof::Step(9)).await.unwrap();
        invite(&store, &ana, (NOW, NOW + DAY), &mut rng())
            .await
            .unwrap();
        assert!(found(&token, NOW).await.is_none());
        set_account(&store, &ana, &[], Some(NOW), (None, NOW), &mut rng())
            .await
            .unwrap();
        assert!(begin(Proof::Step(10)).await.is_none());
    });
}

/// Four reports that were read, by their places.
async fn four(store: &Store) -> Vec<u64> {
    let batch = ["one", "two", "three", "four"].map(|text| sealed(store, text, None));
    let received = receive(store, &batch).await.unwrap();
    read_all(store, "{}").await;
    received.iter().map(|one| one.place).collect()
}

async fn shown(store: &Store, show: Show) -> Vec<u64> {
    let mut read = store.read().await.unwrap();
    let works = queue(&mut read, show, Position::FIRST, 99).await.unwrap();
    works.iter().map(|work| work.report).collect()
}

#[test]
fn decisions_are_undone_exactly_and_never_overwrite() {
    on_each(async |Desk { store, .. }| {
        let (ana, eva) = (
            somebody(&store, "ana", &[Role::Intake]).await,
            somebody(&store, "eva", &[Role::Lead]).await,
        );
        let reports = four(&store).await;
        let before = works(&mut store.read().await.unwrap(), &reports)
            .await
            .unwrap();
        let aims = |of: &[u64]| -> Vec<Aim> {
            of.iter()
                .map(|report| Aim {
                    report: *report,
                    acted: *report,
                })
                .collect()
        };
        let by = |account| By { account, at: NOW };
        let decide = Change::Decide(Disposition::Spam);
        let first = act(
            &store,
            by(&ana),
            &aims(&reports[..3]),
            decide,
            None,
            &mut rng(),
        )
        .await
        .unwrap();
        assert_eq!(
            (first.done.as_slice(), first.stale.len()),
            (&reports[..3], 0)
        );
        // eva saw them before that
        let change = Change::Assign(Some(eva));
        let second = act(
            &store,
            by(&eva),
            &aims(&reports[2..]),
            change,
            Some("mine"),
            &mut rng(),
        )
        .await
        .unwrap();
        assert_eq!(
            (second.done, second.stale),
            (vec![reports[3]], vec![reports[2]])
        );
        assert_eq!(shown(&store, Show::Open).await, reports[3..]);
        assert_eq!(shown(&store, Show::Of(eva)).await, reports[3..]);
        assert_eq!(
            shown(&store, Show::Decided).await,
            [reports[2], reports[1], reports[0]]
        );

        let mut read = store.read().await.unwrap();
        assert_eq!(last_batch(&mut read, &ana).await.unwrap(), first.batch);
        drop(read);
        let batch = first.batch.unwrap();
        assert!(
            undo(&store, by(&eva), batch, false, &mut rng())
                .await
                .unwrap()
                .is_none()
        );
        let undone = undo(&store, by(&eva), batch, true, &mut rng())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(undone.done, reports[..3]);
        assert!(
            undo(&store, by(&ana), batch, true, &mut rng())
                .await
                .unwrap()
                .is_none(),
            "once"
        );
        let after = works(&mut store.read().await.unwrap(), &reports)
            .await
            .unwrap();
        for (before, after) in before.iter().zip(&after).take(3) {
            let mut after = after.clone();
            assert_ne!(after.acted, before.acted, "who saw it before is told");
            after.acted = before.acted;
            assert_eq!(&after, before);
        }
        let mut read = store.read().await.unwrap();
        let told = acts_on(&mut read, store.keys(), reports[3]).await.unwrap();
        let Some(ReportDeed::Work(change)) = &told[0].deed else {
            panic!("a change");
        };
        assert_eq!(
            (told.len(), told[0].kind, change.reason.as_deref()),
            (1, ActKind::Assigned, Some("mine"))
        );
        assert_eq!(change.after.assigned, Some(eva));
        let all = acts(&mut read, store.keys(), None, 99).await.unwrap();
        assert_eq!(all.len(), 3 + 1 + 3);
        assert!(all.iter().rev().take(3).all(|act| act.is_undone));
    });
}

#[test]
fn who_opens_a_report_stops_its_first_clock() {
    on_each(async |Desk { store, .. }| {
        let ana = somebody(&store, "ana", &[Role::Intake]).await;
        let reports = four(&store).await;
        let late = Show::Late(NOW);
        assert_eq!(shown(&store, late).await, reports);
        assert_eq!(shown(&store, Show::New).await, reports);
        let by = By {
            account: &ana,
            at: NOW,
        };
        assert!(
            open_report(&store, by, reports[0], false, &mut rng())
                .await
                .unwrap()
        );
        assert_eq!(
            shown(&store, late).await,
            reports,
            "who may not decide stops no clock"
        );
        assert!(
            open_report(&store, by, reports[0], true, &mut rng())
                .await
                .unwrap()
        );
        assert!(
            !open_report(&store, by, 9999, true, &mut rng())
                .await
                .unwrap()
        );
        assert_eq!(shown(&store, late).await, reports[1..]);
        assert_eq!(shown(&store, Show::New).await, reports[1..]);
        assert_eq!(shown(&store, Show::Waiting(NOW)).await, [0u64; 0]);
        let before = shown(&store, Show::Waiting(NOW - 1)).await;
        assert_eq!(before, reports[1..], "not what was opened");
        let level = Change::Level(Level::P4, [NOW + 7, NOW + 8]);
        let aim = Aim {
            report: reports[0],
            acted: reports[0],
        };
        act(&store, by, &[aim], level, Some("no names"), &mut rng())
            .await
            .unwrap();
        let mut read = store.read().await.unwrap();
        let told = backlog(&mut read, NOW, NOW + 8, &ana).await.unwrap();
        assert_eq!((told.late, told.new, told.soon, told.own), (3, 3, 1, 0));
        assert_eq!(told.levels, [3, 0, 0, 1, 0]);
        let page = queue(&mut read, Show::Open, Position::FIRST, 2)
            .await
            .unwrap();
        let behind = Position::of(&page[1], Show::Open);
        let rest = queue(&mut read, Show::Open, behind, 99).await.unwrap();
        let rest: Vec<u64> = rest.iter().map(|work| work.report).collect();
        assert_eq!(rest, [reports[3], reports[0]], "the less urgent last");
        let glances = glances(&mut read, store.keys(), &reports).await.unwrap();
        assert_eq!(glances[1].body.as_ref().unwrap().text, "two");
        assert!(glances[1].reading.is_some());
        drop(read);
        let id = glances[2].id;
        assert_eq!(erased(&store, &id).await, Erased::Done);
        assert_eq!(shown(&store, Show::New).await, [reports[1], reports[3]]);
        let aim = Aim {
            report: reports[2],
            acted: reports[2],
        };
        let gone = act(&store, by, &[aim], Change::Assign(None), None, &mut rng())
            .await
            .unwrap();
        assert_eq!((gone.batch, gone.stale), (None, vec![reports[2]]));
    });
}

#[test]
fn nothing_of_people_can_be_read_in_the_database() {
    on_each(async |Desk { store, .. }| {
        let ana = somebody(&store, "ana montalvo", &[Role::Intake]).await;
        let reports = four(&store).await;
        let aim = Aim {
            report: reports[0],
            acted: reports[0],
        };
        let by = By {
            account: &ana,
            at: NOW,
        };
        let decide = Change::Decide(Disposition::Refer);
        act(
            &store,
            by,
            &[aim],
            decide,
            Some("to the marshals"),
            &mut rng(),
        )
        .await
        .unwrap();
        let rows = store.as_sql().await.unwrap();
        for secret in ["montalvo", "marshals"] {
            let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
            assert!(
                !rows.contains(secret) && !rows.to_lowercase().contains(&hex),
                "{secret}"
            );
        }
        let keys = store.keys();
        let found = account_by_id(&mut store.read().await.unwrap(), keys, &ana).await;
        assert_eq!(found.unwrap().unwrap().account.name, "ana montalvo");
    });
}

#[test]
fn reports_are_brought_together_and_apart_and_back() {
    on_each(async |Desk { store, .. }| {
        let ana = somebody(&store, "ana", &[Role::Intake]).await;
        let reports = four(&store).await;
        let mut chance = rng();
        let by = By {
            account: &ana,
            at: NOW,
        };
        let of = async |incident: u64| {
            let mut read = store.read().await.unwrap();
            reports_of(&mut read, incident, 99).await.unwrap()
        };
        let before = store.as_sql().await.unwrap();
        let all = reports[0];
        assert_eq!(of(all).await, reports);
        let split = move_reports(
            &store,
            by,
            (all, &reports[..2]),
            Target::New,
            Some("two events"),
            &mut chance,
        );
        let (new, split) = split.await.unwrap().unwrap();
        assert_eq!(
            (split.done.as_slice(), split.stale.len()),
            (&reports[..2], 0)
        );
        assert_eq!(
            (of(all).await, of(new).await),
            (reports[2..].to_vec(), reports[..2].to_vec())
        );
        // who still sees them together is told
        let stale = move_reports(
            &store,
            by,
            (all, &reports[1..3]),
            Target::New,
            None,
            &mut chance,
        );
        let (newer, stale) = stale.await.unwrap().unwrap();
        assert_eq!(
            (stale.done, stale.stale),
            (vec![reports[2]], vec![reports[1]])
        );
        for nowhere in [all, 9999] {
            let target = Target::Incident(nowhere);
            let moved = move_reports(&store, by, (all, &reports[3..]), target, None, &mut chance);
            assert!(moved.await.unwrap().is_none());
        }
        let merged = move_reports(
            &store,
            by,
            (all, &reports[3..]),
            Target::Incident(newer),
            None,
            &mut chance,
        );
        let (_, merged) = merged.await.unwrap().unwrap();
        assert_eq!(of(newer).await, reports[2..]);
        let mut read = store.read().await.unwrap();
        let sizes = incident_sizes(&mut read, &[all, new, newer]).await.unwrap();
        assert_eq!((sizes.get(&all), sizes[&new], sizes[&newer]), (None, 2, 2));
        // what is found by its tags is where people brought it
        let tag = store.keys().blinder("test").tag(reports[0]);
        let borne = bearers(&mut read, &[tag], 24).await.unwrap().bearers;
        assert_eq!(borne[0].incident, new);
        let told = acts_on(&mut read, store.keys(), reports[0]).await.unwrap();
        assert!(
            matches!(&told[0].deed, Some(ReportDeed::Move { from, to, reason: Some(_) }) if (*from, *to) == (all, new))
        );
        assert_eq!(movers(&mut read, &reports).await.unwrap().len(), 4);
        drop(read);
        for batch in [merged.batch, stale.batch, split.batch] {
            let undone = undo(&store, by, batch.unwrap(), false, &mut rng())
                .await
                .unwrap();
            assert!(undone.unwrap().stale.is_empty());
        }
        assert_eq!(of(all).await, reports);
        let kept = |sql: &str| -> Vec<String> {
            let tables = [
                "INSERT INTO incident",
                "INSERT INTO trace",
                "INSERT INTO work",
                "INSERT INTO report",
            ];
            let lines = sql
                .lines()
                .filter(|line| tables.iter().any(|table| line.starts_with(table)));
            lines.map(str::to_owned).collect()
        };
        assert_eq!(
            kept(&store.as_sql().await.unwrap()),
            kept(&before),
            "exactly as before"
        );
    });
}
