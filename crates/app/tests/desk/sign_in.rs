//! Enrolling and signing in, as a browser does.

use std::sync::atomic::Ordering;

use model::{DAY, Role};
use seal::Authenticator;
use wardline::act::rng;

use crate::people::{Page, Person};
use crate::support::{Desk, NOW, on_each};

const PASSWORD: &str = "tide lantern oblique marrow";

/// A link to enrol, as `wardline user add` gives it out.
async fn link(desk: &Desk, name: &str) -> String {
    let times = (NOW, NOW + DAY);
    let added = store::add_account(desk.store(), name, &[Role::Intake], times, &mut rng()).await;
    format!("/enrol/{}", added.unwrap().unwrap().1.reveal())
}

/// The authenticator whose secret a page shows, as somebody types it.
fn authenticator(page: &Page) -> Authenticator {
    let (_, rest) = page.text.split_once("class=\"secret\">").unwrap();
    let letters = rest.split('<').next().unwrap().chars();
    let mut bits = 0_u64;
    let (mut count, mut bytes) = (0, Vec::new());
    for letter in letters.filter(|c| !c.is_whitespace()) {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).unwrap() as u64;
        bits = bits << 5 | value;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Authenticator::kept(bytes.try_into().unwrap())
}

fn seconds(desk: &Desk) -> u64 {
    (desk.time.load(Ordering::Relaxed) / 1_000_000) as u64
}

#[test]
fn who_has_a_link_enrols_and_signs_in() {
    on_each(async |desk| {
        let path = link(&desk, "Ana").await;
        let mut ana = Person::new(&desk);
        let page = ana.open(&path).await;
        assert_eq!(page.answer.status, 200);
        let secret = authenticator(&page);
        let code = secret.code(seconds(&desk));
        let fields = |password: &'static str, again: &'static str, code: &str| {
            let code = code.to_owned();
            [
                ("password", password.to_owned()),
                ("again", again.to_owned()),
                ("code", code),
            ]
        };
        let wrong = [
            (fields("short", "short", &code), "too short"),
            (fields(PASSWORD, "another", &code), "not the same"),
            (
                fields("aaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaa", &code),
                "guessed",
            ),
            (fields(PASSWORD, PASSWORD, "000000"), "code is not the one"),
        ];
        for (fields, told) in &wrong {
            let fields = fields
                .each_ref()
                .map(|(name, value)| (*name, value.as_str()));
            let page = ana.send_bare(&path, &fields).await;
            assert_eq!(page.answer.status, 422);
            assert!(page.text.contains(told), "{told}");
        }
        let fields = [
            ("password", PASSWORD),
            ("again", PASSWORD),
            ("code", code.as_str()),
        ];
        let codes = ana.send_bare(&path, &fields).await;
        assert_eq!(codes.answer.status, 200);
        assert_eq!(codes.text.matches("<li><code>").count(), 10);
        assert_eq!(
            ana.open(&path).await.answer.status,
            404,
            "a link is good once"
        );

        let sign_in = async |person: &Person, name: &str, password: &str, code: &str| {
            let fields = [("name", name), ("password", password), ("code", code)];
            person.send_bare("/sign-in", &fields).await
        };
        let said = |page: &Page| {
            page.text
                .split("role=\"alert\">")
                .nth(1)
                .map(|rest| rest[..40].to_owned())
        };
        // what is wrong is not told: a code that was used, a password, a name that nobody has
        let used = sign_in(&ana, "ana", PASSWORD, &code).await;
        desk.time.fetch_add(60_000_000, Ordering::Relaxed);
        let code = secret.code(seconds(&desk));
        let password = sign_in(&ana, "ana", "tide lantern oblique narrow", &code).await;
        let nobody = sign_in(&ana, "eva", PASSWORD, &code).await;
        for page in [&used, &password, &nobody] {
            assert_eq!(page.answer.status, 422);
            assert_eq!(said(page), said(&used));
        }
        let page = sign_in(&ana, " ANA ", PASSWORD, &code).await;
        assert_eq!(page.leads_to(), "/");
        ana.take(&page);
        assert!(ana.see("/").await.contains("Ana"));

        // a code on paper is good once
        let paper = codes
            .text
            .split("<li><code>")
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap();
        let other = Person::new(&desk);
        assert_eq!(
            sign_in(&other, "ana", PASSWORD, paper).await.leads_to(),
            "/"
        );
        assert_eq!(
            sign_in(&other, "ana", PASSWORD, paper).await.answer.status,
            422
        );

        let out = ana.send("/sign-out", &[]).await;
        assert!(out.leads_to().starts_with("/sign-in"));
        assert_eq!(ana.open("/queue").await.leads_to(), "/sign-in");
        desk_stop(desk).await;
    });
}

#[test]
fn guessing_is_slow_and_forgiven() {
    on_each(async |desk| {
        let ana = Person::new(&desk);
        let fields = [
            ("name", "nobody"),
            ("password", "tide lantern"),
            ("code", "123456"),
        ];
        for _ in 0..5 {
            assert_eq!(ana.send_bare("/sign-in", &fields).await.answer.status, 422);
        }
        let page = ana.send_bare("/sign-in", &fields).await;
        assert_eq!(page.answer.status, 429);
        assert!(page.text.contains("Try again in 1 min"));
        desk.time.fetch_add(11_000_000, Ordering::Relaxed);
        assert_eq!(ana.send_bare("/sign-in", &fields).await.answer.status, 422);
        desk_stop(desk).await;
    });
}

#[test]
fn a_session_ends_when_nobody_uses_it() {
    on_each(async |desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        assert!(ana.see("/queue").await.contains("Queue"));
        desk.time
            .fetch_add(store::IDLE - 1_000_000, Ordering::Relaxed);
        ana.see("/queue").await;
        desk.time
            .fetch_add(store::IDLE - 1_000_000, Ordering::Relaxed);
        let form = ana.form().await;
        desk.time.fetch_add(store::IDLE + 1, Ordering::Relaxed);
        assert_eq!(ana.open("/queue").await.leads_to(), "/sign-in");
        let page = ana.send_bare("/decide", &[("form", &form)]).await;
        assert_eq!(page.answer.status, 401);
        desk_stop(desk).await;
    });
}

async fn desk_stop(mut desk: Desk) {
    desk.stop().await;
}
