//! Who is on duty is called: by a program and by mail, along the list, until somebody opens what waits. A call says nothing of it.

use std::fs;
use std::sync::atomic::Ordering;
use std::time::Duration;

use model::{DAY, Micros, Role};

use crate::clock::set;
use crate::people::{Person, field};
use crate::queue::received;
use crate::receiver::{Receiver, SECRET};
use crate::support::{Desk, NOW, on_each};

pub const MINUTE: Micros = 60_000_000;

/// What is imminent, and what is high.
pub const IMMINENT: &str =
    "I will kill you tonight, judge. I am outside your house at 14 Quay Lane with a gun.";
pub const HIGH: &str = "I will shoot you on Friday, clerk.";

/// Moves the desk's clock to so long after it began.
pub fn at(desk: &Desk, after: Micros) {
    desk.time.store(NOW + after, Ordering::Relaxed);
}

/// Long enough for calls that would be made.
pub async fn wait() {
    tokio::time::sleep(Duration::from_millis(2500)).await;
}

/// Starts the desk anew with calls to a program.
async fn told_by(desk: &mut Desk, receiver: &Receiver, more: &str) {
    fs::write(desk.folder().join("desk/secret"), SECRET).unwrap();
    set(desk, &format!("{}{more}", receiver.table())).await;
}

#[test]
fn where_nobody_is_called_the_front_page_says_so() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let page = ana.see("/").await;
        assert!(
            page.contains("Nobody is called when something urgent comes in: calls are not set up.")
        );
        // with mails alone, and nobody on duty
        let settings = "[calls]\nlink = 'https://desk.example.org'\nsmtp = 'smtp://127.0.0.1:9'\nfrom = 'desk@example.org'\ndigest_hours = 0";
        set(&mut desk, settings).await;
        let eva = Person::signed_in(&desk, "eva", &[Role::Admin]).await;
        for person in [&eva] {
            let page = person.see("/").await;
            assert!(page.contains("nobody on duty has an address"), "{page}");
        }
        let page = eva.see("/duty").await;
        assert!(page.contains("There are no digests.") && page.contains("no webhook is set up"));
        let reader = Person::signed_in(&desk, "ida", &[Role::Reader]).await;
        assert!(!reader.see("/").await.contains("Nobody is called"));
        desk.stop().await;
    });
}

#[test]
fn a_program_is_told_at_once_again_and_when_it_is_late_until_somebody_opens_it() {
    on_each(async |mut desk| {
        let receiver = Receiver::start().await;
        told_by(&mut desk, &receiver, "webhook_inside = true\n").await;
        let report = received(&desk, &[IMMINENT]).await[0];
        let told = &receiver.hear(1).await[0];
        assert!(told.is_signed(), "{told:?}");
        assert!(told.head.starts_with("POST /told?by=desk HTTP/1.1\r\n"));
        assert_eq!(
            told.header("webhook-timestamp"),
            (NOW / 1_000_000).to_string()
        );
        let expected = format!(
            r#"{{"type":"call.new","timestamp":"2026-09-21T14:13:20Z","data":{{"level":"P1","report":{report},"due":"2026-09-21T14:28:20Z","reports":1,"late":0,"link":"https://desk.example.org/reports/{report}"}}}}"#
        );
        assert_eq!(told.body, expected);
        // half of the clock later, and not before
        at(&desk, 7 * MINUTE);
        wait().await;
        receiver.hear(1).await;
        at(&desk, 8 * MINUTE);
        assert_eq!(receiver.hear(2).await[1].json()["type"], "call.still");
        at(&desk, 15 * MINUTE);
        assert_eq!(receiver.hear(3).await[2].json()["type"], "call.late");
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let page = ana.see("/duty").await;
        assert!(page.contains(&format!("report {report}")) && page.contains("arrived"));
        ana.see(&format!("/reports/{report}")).await;
        at(&desk, 30 * MINUTE);
        wait().await;
        let heard = receiver.hear(3).await;
        let ids = heard.iter().map(|told| told.header("webhook-id"));
        assert_eq!(ids.collect::<std::collections::HashSet<_>>().len(), 3);
        // it is opened, and its decision becomes late: that is told once
        at(&desk, 61 * MINUTE);
        let late = receiver.hear(4).await[3].json();
        assert_eq!(
            (&late["type"], &late["data"]["late"]),
            (&"call.late".into(), &1.into())
        );
        at(&desk, 90 * MINUTE);
        wait().await;
        receiver.hear(4).await;
        desk.stop().await;
    });
}

#[test]
fn many_at_once_are_one_call_and_the_rest_is_a_digest() {
    on_each(async |mut desk| {
        let receiver = Receiver::start().await;
        told_by(
            &mut desk,
            &receiver,
            "webhook_inside = true\ndigest_hours = 2\n",
        )
        .await;
        let texts: Vec<String> = (0..12).map(|n| format!("{IMMINENT} Number {n}.")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        received(&desk, &texts).await;
        wait().await;
        // what came while the first call was made waits for the next, a fifth of the clock later
        let first = receiver.heard();
        let of_first = first[0].json()["data"]["reports"].as_u64().unwrap();
        assert_eq!(first.len(), 1);
        at(&desk, 3 * MINUTE);
        if of_first < 12 {
            let next = receiver.hear(2).await[1].json();
            assert_eq!(next["data"]["reports"], 12 - of_first);
        } else {
            wait().await;
        }
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let aims = store::queue(
            &mut desk.store().read().await.unwrap(),
            store::Show::Open,
            store::Position::FIRST,
            99,
        )
        .await
        .unwrap();
        let aims: Vec<String> = (aims.iter())
            .map(|work| format!("{}_{}", work.report, work.acted))
            .collect();
        let mut fields: Vec<(&str, &str)> =
            aims.iter().map(|aim| ("report", aim.as_str())).collect();
        fields.push(("go", "decide:relevant"));
        ana.send("/decide", &fields).await.leads_to();
        received(
            &desk,
            &["A group offers money for photographs of the clerk's house, the marshal said."],
        )
        .await;
        let before = receiver.heard().len();
        at(&desk, 119 * MINUTE);
        wait().await;
        let heard = receiver.heard();
        let is_digest = |told: &crate::receiver::Told| told.json()["type"] == "call.digest";
        assert!(!heard.iter().any(is_digest), "{heard:#?}");
        assert!(heard.len() <= before + 1);
        at(&desk, 121 * MINUTE);
        for _ in 0..100 {
            wait().await;
            if receiver.heard().iter().any(is_digest) {
                break;
            }
        }
        let heard = receiver.heard();
        let digest = heard.iter().find(|told| is_digest(told)).unwrap().json();
        assert_eq!(digest["data"]["reports"], 1);
        assert_eq!(digest["data"]["link"], "https://desk.example.org/queue");
        desk.stop().await;
    });
}

#[test]
fn what_does_not_arrive_is_tried_again_with_the_same_id_and_told() {
    on_each(async |mut desk| {
        let receiver = Receiver::start().await;
        receiver.answer("503 Service Unavailable");
        told_by(&mut desk, &receiver, "webhook_inside = true\n").await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        received(&desk, &[IMMINENT]).await;
        let first = receiver.hear(1).await[0].clone();
        wait().await;
        let page = ana.see("/").await;
        assert!(
            page.contains("Webhook: the last call did not arrive"),
            "{page}"
        );
        assert!(page.contains("wants to be asked later"));
        at(&desk, MINUTE / 6);
        receiver.hear(2).await;
        receiver.answer("302 Found");
        wait().await;
        at(&desk, MINUTE);
        receiver.hear(3).await;
        wait().await;
        assert!(
            ana.see("/")
                .await
                .contains("does not take calls from this desk")
        );
        receiver.answer("200 OK");
        at(&desk, 2 * MINUTE);
        let heard = receiver.hear(4).await;
        for told in &heard {
            assert!(told.is_signed());
            assert_eq!(told.header("webhook-id"), first.header("webhook-id"));
            assert_eq!(told.json()["data"], first.json()["data"]);
        }
        wait().await;
        assert!(!ana.see("/").await.contains("did not arrive"));
        receiver.answer("410 Gone");
        at(&desk, 8 * MINUTE);
        receiver.hear(5).await;
        wait().await;
        at(&desk, 20 * MINUTE);
        wait().await;
        receiver.hear(5).await;
        assert!(
            ana.see("/")
                .await
                .contains("nobody is called there any more")
        );
        desk.stop().await;
    });
}

#[test]
fn inner_networks_are_not_reached_unless_that_is_set() {
    on_each(async |mut desk| {
        let receiver = Receiver::start().await;
        told_by(&mut desk, &receiver, "").await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let page = ana.send("/duty", &[]).await;
        assert_eq!(page.leads_to(), "/duty?tested=1");
        wait().await;
        let page = ana.see("/duty?tested=1").await;
        assert!(page.contains("One test call was made."));
        assert!(page.contains("leads into an inner network"), "{page}");
        receiver.hear(0).await;
        desk.stop().await;
    });
}

#[test]
fn people_see_to_their_own_calls() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let eva = Person::signed_in(&desk, "eva", &[Role::Intake]).await;
        assert!(eva.see("/account").await.contains("You are not on duty"));
        let id = eva.id.unwrap();
        let path = format!("/duty/{id}");
        let form = ana.form().await;
        let send = async |fields: &[(&str, &str)]| {
            let mut all = vec![("form", form.as_str())];
            all.extend(fields);
            ana.send_bare(&path, &all).await
        };
        let wrong = send(&[("go", "address"), ("address", "eva at example")]).await;
        assert_eq!(wrong.answer.status, 422);
        assert!(wrong.text.contains("That is no address of e-mail."));
        send(&[("go", "address"), ("address", "eva@example.org")])
            .await
            .leads_to();
        send(&[("go", "on")]).await.leads_to();
        assert_eq!(send(&[("go", "on")]).await.answer.status, 422);
        assert_eq!(send(&[("go", "dance")]).await.answer.status, 422);
        let page = eva.see("/account").await;
        assert!(page.contains("called at eva@example.org"));
        eva.send("/account/calls", &[("go", "mute")])
            .await
            .leads_to();
        assert!(
            eva.see("/account")
                .await
                .contains("You are called for P1 alone.")
        );
        assert!(
            ana.see("/duty")
                .await
                .contains("eva@example.org · P1 alone")
        );
        send(&[("go", "off")]).await.leads_to();
        assert!(eva.see("/account").await.contains("You are not on duty"));
        at(&desk, DAY / 48);
        desk.stop().await;
    });
}

#[test]
fn one_mail_an_hour_says_that_something_happened_with_an_account() {
    on_each(async |mut desk| {
        let settings = "[calls]\nlink = 'https://desk.example.org'\nsmtp = 'smtp://127.0.0.1:9'\nfrom = 'desk@example.org'\ndigest_hours = 0";
        set(&mut desk, settings).await;
        let root = Person::signed_in(&desk, "root", &[Role::Admin]).await;
        let eva = Person::signed_in(&desk, "eva", &[Role::Intake]).await;
        let (by, whom) = (root.id.unwrap(), eva.id.unwrap());
        let link: &'static str = format!("/accounts/{whom}").leak();
        let made = async || {
            wait().await;
            let all = store::calls(&mut desk.store().read().await.unwrap(), 99).await;
            let all = all.unwrap().into_iter();
            all.map(|call| (call.what.kind, call.what.account))
                .collect::<Vec<_>>()
        };
        // without an address nobody is told
        root.send(link, &[("go", "link")]).await;
        assert_eq!(made().await, []);
        let by = store::By {
            account: &by,
            at: NOW + 1,
        };
        let address = Some("eva@example.org");
        let mut rng = wardline::act::rng();
        let set = store::set_address(desk.store(), by, &whom, address, &mut rng);
        assert!(set.await.unwrap());
        let one = (model::call::CallKind::Account, Some(whom));
        assert_eq!(made().await, [one], "who is not on duty is told too");
        assert!(root.see("/duty").await.contains("news of an account"));
        at(&desk, 30 * MINUTE);
        root.send(link, &[("go", "link")]).await;
        assert_eq!(made().await, [one]);
        at(&desk, 61 * MINUTE);
        assert_eq!(made().await, [one, one]);
        desk.stop().await;
    });
}

#[test]
fn everybody_is_called_when_what_was_opened_is_raised() {
    on_each(async |mut desk| {
        let receiver = Receiver::start().await;
        told_by(&mut desk, &receiver, "webhook_inside = true\n").await;
        let report = received(&desk, &["The council talks on Tuesday about the lamps."]).await[0];
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let path = format!("/reports/{report}");
        let page = ana.see(&path).await;
        let fields = [
            ("report", field(&page, "report")),
            ("go", "level:set".to_owned()),
            ("level", "P1".to_owned()),
            ("reason", "it is a code word".to_owned()),
            ("next", path.clone()),
        ];
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        ana.send("/decide", &fields).await.leads_to();
        let told = receiver.hear(1).await[0].json();
        assert_eq!(told["type"], "call.raised");
        assert_eq!(told["data"]["report"], report);
        at(&desk, 30 * MINUTE);
        wait().await;
        receiver.hear(1).await;
        desk.stop().await;
    });
}
