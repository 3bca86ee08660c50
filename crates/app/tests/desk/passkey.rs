//! Passkeys as far as no device is needed: what is asked, what is refused alike, and what must be proved before. The whole stands in
//! `browser/passkey.rs`.

use std::fs;
use std::sync::atomic::Ordering;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{AccountId, DAY, Role};
use serde_json::{Value, json};
use store::{By, NewPasskey};
use wardline::act::rng;

use crate::people::{Page, Person};
use crate::sign_in::{PASSWORD, authenticator, link, seconds};
use crate::support::{Desk, NOW, on_each};

/// A desk that knows by which name it is reached.
async fn named(mut desk: Desk) -> Desk {
    desk.stop().await;
    let file = desk.folder().join("desk/wardline.toml");
    fs::write(file, "[calls]\nlink = 'https://desk.example.org'\n").unwrap();
    desk.start().await;
    desk
}

fn told(page: &Page) -> Value {
    serde_json::from_str(&page.text).unwrap()
}

/// A passkey of somebody's that no device has.
async fn give(desk: &Desk, account: &AccountId, id: &[u8]) {
    let by = By { account, at: NOW };
    let new = NewPasskey {
        id,
        name: "lost",
        credential: "{}",
    };
    let added = store::add_passkey(desk.store(), by, &new, &mut rng()).await;
    assert_eq!(added.unwrap(), store::Added::Yes);
}

#[test]
fn without_an_address_there_are_none_and_the_pages_say_what_to_set() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let enrol = ana.see(&link(&desk, "Eva").await).await;
        for page in [&enrol, &ana.see("/account").await] {
            assert!(page.contains("wardline.toml") && !page.contains("data-passkey"));
        }
        assert!(enrol.contains("<details open>"));
        assert!(!ana.see("/sign-in").await.contains("data-passkey"));
        let nobody = Person::new(&desk);
        let page = nobody.send_bare("/sign-in/ask", &[]).await;
        assert_eq!(page.answer.status, 409);
        assert!(told(&page)["told"].is_string());
        desk.stop().await;
    });
}

#[test]
fn what_opens_nothing_is_refused_alike() {
    on_each(async |desk| {
        let mut desk = named(desk).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let id = ana.id.unwrap();
        give(&desk, &id, b"one").await;
        let said = |account: &[u8], id: &[u8]| {
            let base = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
            let response = json!({
                "authenticatorData": base(&[0; 37]), "clientDataJSON": base(b"{}"),
                "signature": base(b"x"), "userHandle": base(account),
            });
            let said = json!({
                "id": base(id), "rawId": base(id), "type": "public-key", "response": response,
            });
            said.to_string()
        };
        let tries = [
            String::new(),
            "{}".to_owned(),
            said(&[0; 16], b"one"),
            said(id.as_bytes(), b"two"),
            said(id.as_bytes(), b"one"),
        ];
        let mut pages = Vec::new();
        for said in &tries {
            let mut browser = Person::new(&desk);
            let asked = browser.send_bare("/sign-in/ask", &[]).await;
            let question = &told(&asked)["publicKey"];
            assert_eq!(question["rpId"], "desk.example.org");
            assert_eq!(question["userVerification"], "required");
            browser.take(&asked);
            let answer = [("said", said.as_str())];
            let page = browser.send_bare("/sign-in/passkey", &answer).await;
            assert_eq!(page.answer.status, 422);
            assert!(crate::contract::cookies(&page.answer).is_empty());
            let again = browser.send_bare("/sign-in/passkey", &answer).await;
            assert!(again.text.contains("was sent twice"), "{}", again.text);
            pages.push(page.text);
        }
        assert!(pages[0].contains("opens no account here"));
        assert!(pages.iter().all(|page| *page == pages[0]));
        // what was never asked cannot be answered
        let nobody = Person::new(&desk);
        let page = nobody
            .send_bare("/sign-in/passkey", &[("said", "{}")])
            .await;
        assert!(page.text.contains("was sent twice"));
        desk.stop().await;
    });
}

#[test]
fn factors_change_only_after_somebody_proved_who_they_are() {
    on_each(async |desk| {
        let mut desk = named(desk).await;
        let path = link(&desk, "Eva").await;
        let mut eva = Person::new(&desk);
        let secret = authenticator(&eva.open(&path).await);
        let code = |desk: &Desk| secret.code(seconds(desk));
        let first = code(&desk);
        let fields = [
            ("password", PASSWORD),
            ("again", PASSWORD),
            ("code", &first),
        ];
        assert_eq!(eva.send_bare(&path, &fields).await.answer.status, 200);
        desk.time.fetch_add(60_000_000, Ordering::Relaxed);
        let second = code(&desk);
        let fields = [("name", "eva"), ("password", PASSWORD), ("code", &second)];
        let page = eva.send_bare("/sign-in", &fields).await;
        eva.take(&page);
        let ask = async |eva: &Person| {
            let page = eva.send("/account/passkeys/ask", &[("label", "key")]).await;
            page.answer.status
        };
        assert_eq!(ask(&eva).await, 200, "she has just signed in");
        let nameless = eva.send("/account/passkeys/ask", &[("label", " ")]).await;
        assert_eq!(nameless.answer.status, 422);

        desk.time.fetch_add(11 * 60_000_000, Ordering::Relaxed);
        assert_eq!(ask(&eva).await, 403);
        for path in ["/account/passkeys", "/account/passkeys/remove"] {
            let page = eva.send(path, &[("label", "key"), ("passkey", "x")]).await;
            assert_eq!(page.leads_to(), "/prove");
        }
        let third = code(&desk);
        let prove = async |password: &str, code: &str| {
            eva.send("/prove", &[("password", password), ("code", code)])
                .await
        };
        for (password, code) in [
            (PASSWORD, "000000"),
            (PASSWORD, second.as_str()),
            ("tide lantern oblique narrow", &third),
        ] {
            let page = prove(password, code).await;
            assert_eq!(page.answer.status, 422);
            assert!(page.text.contains("Password or code is wrong"));
        }
        let page = prove(PASSWORD, &third).await;
        assert_eq!(page.leads_to(), "/account#passkeys");
        assert_eq!(ask(&eva).await, 200);
        assert_eq!(prove(PASSWORD, &third).await.answer.status, 422, "once");

        // whoever came by a link alone has proved nothing
        let guest = Person::by_link(&desk, "guest", &[Role::Intake]).await;
        assert_eq!(ask(&guest).await, 403);
        assert!(guest.see("/prove").await.contains("no way to prove it"));
        desk.stop().await;
    });
}

#[test]
fn only_ones_own_passkeys_are_removed_and_not_the_last() {
    on_each(async |desk| {
        let mut desk = named(desk).await;
        let ana = Person::by_link(&desk, "ana", &[Role::Intake]).await;
        let eva = Person::by_link(&desk, "eva", &[Role::Intake]).await;
        let (ana, eva) = (ana.id.unwrap(), eva.id.unwrap());
        for (account, id) in [(&ana, b"one"), (&ana, b"two"), (&eva, b"six")] {
            give(&desk, account, id).await;
        }
        let proof = store::Proof::Enrolled;
        let begun = store::begin_session(desk.store(), &ana, proof, None, NOW, &mut rng()).await;
        let ana = Person::with_token(&desk, &begun.unwrap().unwrap());
        let page = ana.see("/account").await;
        let own: Vec<&str> = page
            .split("name=\"passkey\" value=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        assert_eq!(own.len(), 2);
        let mut read = desk.store().read().await.unwrap();
        let hers = store::passkeys(&mut read, desk.store().keys(), &eva).await;
        drop(read);
        let hers = URL_SAFE_NO_PAD.encode(hers.unwrap()[0].tag.as_bytes());
        let remove = async |passkey: &str| {
            let fields = [("passkey", passkey)];
            ana.send("/account/passkeys/remove", &fields).await
        };
        assert_eq!(remove("x").await.answer.status, 422);
        assert_eq!(remove(&hers).await.answer.status, 404);
        assert_eq!(remove(own[0]).await.leads_to(), "/account#passkeys");
        let page = remove(own[1]).await;
        assert_eq!(page.answer.status, 422);
        assert!(page.text.contains("Add another one first"));
        desk.time.fetch_add(DAY / 48, Ordering::Relaxed);
        assert_eq!(remove(own[1]).await.leads_to(), "/prove");
        desk.stop().await;
    });
}

#[test]
fn whoever_has_a_link_without_a_name_chooses_one_that_is_free() {
    on_each(async |desk| {
        let mut desk = named(desk).await;
        Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let path = link(&desk, "").await;
        let somebody = Person::new(&desk);
        let page = somebody.see(&path).await;
        assert!(page.contains("id=\"p-name\"") && page.contains("<details><summary>"));
        let ask = async |path: &str, name: &str, label: &str| {
            let fields = [("name", name), ("label", label)];
            let page = somebody.send_bare(&format!("{path}/ask"), &fields).await;
            (page.answer.status, told(&page))
        };
        for (name, label, status) in [("", "key", 422), ("Eva", "", 422), (" ANA", "key", 409)] {
            let (found, page) = ask(&path, name, label).await;
            assert_eq!(found, status, "{name}");
            assert!(page["told"].is_string() && page.get("publicKey").is_none());
        }
        let (status, page) = ask(&path, "Eva", "key").await;
        let asked = &page["publicKey"];
        assert_eq!((status, asked["user"]["name"].as_str()), (200, Some("Eva")));
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(ask("/enrol/wdl_x", "Eva", "key").await.0, 404);

        // what was made for nothing, or for another question, opens no account
        let fields = [("name", "Eva"), ("label", "key"), ("said", "{}")];
        let page = somebody
            .send_bare(&format!("{path}/passkey"), &fields)
            .await;
        assert_eq!(page.answer.status, 422);
        assert!(page.text.contains("was sent twice"));
        assert!(page.text.contains("value=\"Eva\"") && page.text.contains("value=\"key\""));
        desk.stop().await;
    });
}
