//! Enrolling and signing in, as a browser does.

use std::sync::atomic::Ordering;

use model::{DAY, Role};
use seal::Authenticator;
use wardline::act::rng;

use crate::contract::cookies;
use crate::people::{Page, Person};
use crate::support::{Desk, NOW, on_each};

pub const PASSWORD: &str = "tide lantern oblique marrow";

/// A link to enrol, as `wardline user add` gives it out.
pub async fn link(desk: &Desk, name: &str) -> String {
    let times = (NOW, NOW + DAY);
    let added = store::add_account(desk.store(), name, &[Role::Intake], times, &mut rng()).await;
    format!("/enrol/{}", added.unwrap().unwrap().1.reveal())
}

/// The authenticator whose secret a page shows, as somebody types it.
pub fn authenticator(page: &Page) -> Authenticator {
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

pub fn seconds(desk: &Desk) -> u64 {
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
            (
                fields(
                    "the Wardline of the tide",
                    "the Wardline of the tide",
                    &code,
                ),
                "guessed",
            ),
            (
                fields("passwordPassword", "passwordPassword", &code),
                "stolen elsewhere",
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

/// What a page says happened with the account, the last first; those at which nobody had looked with a star.
fn news(page: &str) -> Vec<String> {
    let table = page.split("id=\"news\"").nth(1).unwrap();
    let table = table.split("</section>").next().unwrap();
    let table = table.split("<h2>").next().unwrap();
    let rows = table.split("</time></td><td>").skip(1);
    let row = |row: &str| {
        let text = row.split("</td>").next().unwrap();
        text.replace("<strong>new:</strong> ", "*")
            .replace("<strong>nuevo:</strong> ", "*")
    };
    rows.map(row).collect()
}

#[test]
fn what_is_out_of_the_ordinary_is_told_to_whose_account_it_is() {
    on_each(async |desk| {
        let path = link(&desk, "Ana").await;
        let mut ana = Person::new(&desk);
        let secret = authenticator(&ana.open(&path).await);
        let code = secret.code(seconds(&desk));
        let fields = [
            ("password", PASSWORD),
            ("again", PASSWORD),
            ("code", code.as_str()),
        ];
        let codes = ana.send_bare(&path, &fields).await;
        ana.take(&codes);
        let paper = codes.text.split("<li><code>").nth(1).unwrap();
        let paper = paper.split('<').next().unwrap().to_owned();
        let sign_in = async |person: &Person, password: &str, code: &str| {
            let fields = [("name", "ana"), ("password", password), ("code", code)];
            person.send_bare("/sign-in", &fields).await
        };
        let next = || {
            desk.time.fetch_add(60_000_000, Ordering::Relaxed);
            secret.code(seconds(&desk))
        };
        // where she enrolled she is known, also after she signed out
        let wrong = sign_in(&ana, PASSWORD, "000000").await;
        assert_eq!(wrong.answer.status, 422);
        for _ in 0..2 {
            let page = sign_in(&ana, PASSWORD, &next()).await;
            let set = cookies(&page.answer);
            assert_eq!(set.len(), 2);
            assert!(set[1].starts_with("__Host-wardline-browser=wdl_"));
            assert!(set[1].ends_with("; Max-Age=34560000"));
            ana.take(&page);
            let out = ana.send("/sign-out", &[]).await;
            let gone = cookies(&out.answer);
            assert!(gone.len() == 1 && gone[0].starts_with("__Host-wardline=;"));
            let cleared = out.answer.header("clear-site-data");
            assert_eq!(cleared, Some("\"cache\", \"storage\""));
        }
        // elsewhere she is not, with the password alone, and with a code on paper
        let mut other = Person::new(&desk);
        let half = sign_in(&other, PASSWORD, "000000").await;
        assert!(cookies(&half.answer).is_empty());
        next();
        let page = sign_in(&other, PASSWORD, &paper).await;
        other.take(&page);
        assert!(other.see("/").await.contains("href=\"/account#news\""));
        next();
        let first = other.see("/account").await;
        assert!(first.contains(">1 min ago</time></td>"), "{first}");
        let told = news(&first);
        let (mut last, before) = (told[..2].to_vec(), &told[2..]);
        last.sort_unstable();
        assert_eq!(
            last,
            [
                "*Signed in from a browser in which this account was not used before",
                "*Signed in with a code on paper; it is good no more",
            ]
        );
        assert_eq!(
            before,
            [
                "*Somebody knew the password, or came by the provider of identities, and had not the code, in a browser in which this account was not used before",
                "What you sign in with was chosen anew: a passkey, or password, authenticator and codes on paper",
            ]
        );
        assert!(!other.see("/").await.contains("#news"), "she has looked");

        // many guesses, and a new link, in her language
        let nobody = Person::new(&desk);
        for _ in 0..5 {
            next();
            sign_in(&nobody, "tide lantern oblique narrow", "000000").await;
        }
        let mut read = desk.store().read().await.unwrap();
        let found = store::by_name(&mut read, desk.store().keys(), "ana").await;
        drop(read);
        let id = found.unwrap().unwrap().account.id;
        other
            .send("/account/language", &[("lang", "es")])
            .await
            .leads_to();
        let at = desk.time.load(Ordering::Relaxed) + 1;
        store::invite(desk.store(), &id, (at, at + DAY), &mut rng())
            .await
            .unwrap();
        desk.time.fetch_add(16 * 60_000_000, Ordering::Relaxed);
        let page = sign_in(&other, PASSWORD, &next()).await;
        other.take(&page);
        let told = news(&other.see("/account").await);
        assert_eq!(
            told[..2],
            [
                "*Se hizo un enlace nuevo con el que se puede elegir otra vez todo aquello con lo que inicia sesión",
                "Muchos intentos fallidos: cada inicio de sesión tuvo que esperar más",
            ]
        );
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
