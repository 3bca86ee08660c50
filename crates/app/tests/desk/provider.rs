//! Signing in by a provider of identities: a real one, over real connections.

use std::fs;
use std::sync::atomic::Ordering;
use std::time::SystemTime;

use model::{DAY, Micros, Role};
use seal::Authenticator;
use wardline::act::rng;

use crate::contract::cookies;
use crate::people::{Page, Person};
use crate::provider_at::Provider;
use crate::sign_in::{PASSWORD, authenticator, seconds};
use crate::support::{Desk, on_each};

const LINK: &str = "https://desk.example.org";

/// A desk that knows a provider. What the provider signs is good for an hour by the real clock, so the desk goes by that, too.
async fn with(mut desk: Desk, provider: &Provider, second_factor: &str) -> Desk {
    desk.stop().await;
    #[expect(
        clippy::disallowed_methods,
        reason = "the provider knows no other clock"
    )]
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = now.unwrap().as_micros() as Micros;
    desk.time.store(now, Ordering::Relaxed);
    let folder = desk.folder().join("desk");
    fs::write(folder.join("oidc"), "sesame / street\n").unwrap();
    let table = provider.table(second_factor);
    let settings = format!("[calls]\nlink = '{LINK}'\n{table}");
    fs::write(folder.join("wardline.toml"), settings).unwrap();
    desk.start().await;
    desk
}

async fn invite(desk: &Desk, name: &str) -> String {
    let now = desk.time.load(Ordering::Relaxed);
    let times = (now, now + DAY);
    let added = store::add_account(desk.store(), name, &[Role::Intake], times, &mut rng()).await;
    format!("/enrol/{}", added.unwrap().unwrap().1.reveal())
}

/// Sends a browser to the provider, and opens what it is sent back to.
async fn go(person: &mut Person, provider: &Provider, path: &str) -> (Page, String) {
    let away = person.open(path).await;
    let to = away.leads_to().to_owned();
    person.take(&away);
    come_back(person, provider, &to).await
}

async fn come_back(person: &mut Person, provider: &Provider, to: &str) -> (Page, String) {
    let back = provider.follow(to, LINK);
    let page = person.open(&back).await;
    person.take(&page);
    (page, back)
}

/// Where a page leads on by itself.
fn on(page: &Page) -> &str {
    assert_eq!(page.answer.status, 200, "{}", page.text);
    let (_, rest) = page.text.split_once("content=\"0; url=").unwrap();
    rest.split('"').next().unwrap()
}

/// Enrols with a password, after the provider vouched.
async fn enrol(desk: &Desk, provider: &Provider, name: &str) -> (Person, Authenticator) {
    let path = invite(desk, name).await;
    let mut person = Person::new(desk);
    let page = person.open(&path).await;
    let secret = authenticator(&page);
    assert!(page.text.contains("Go to City ID and come back"));
    let (page, _) = go(&mut person, provider, &format!("{path}/provider")).await;
    assert_eq!(on(&page), path);
    assert!(
        person
            .see(&path)
            .await
            .contains("You have come back from City ID")
    );
    let code = secret.code(seconds(desk));
    let fields = [("password", PASSWORD), ("again", PASSWORD), ("code", &code)];
    let page = person.send_bare(&path, &fields).await;
    assert_eq!(page.answer.status, 200, "{}", page.text);
    (person, secret)
}

fn next(desk: &Desk, secret: &Authenticator) -> String {
    desk.time.fetch_add(60_000_000, Ordering::Relaxed);
    secret.code(seconds(desk))
}

#[test]
fn who_came_back_when_they_enrolled_signs_in_with_the_desk_s_own_code() {
    let Some(provider) = Provider::start(LINK) else {
        return;
    };
    on_each(async |desk| {
        let mut desk = with(desk, &provider, "").await;
        provider.vouch("subject=17&proof=pwd&proof=mfa");
        let (_, secret) = enrol(&desk, &provider, "Ana").await;
        let mut ana = Person::new(&desk);
        assert!(ana.see("/sign-in").await.contains("Go on to City ID"));
        let (page, back) = go(&mut ana, &provider, "/sign-in/provider?lang=en").await;
        assert_eq!(on(&page), "/sign-in/code?lang=en");
        assert!(
            !cookies(&page.answer)
                .iter()
                .any(|one| one.starts_with("__Host-wardline="))
        );
        assert_eq!(ana.open("/queue").await.leads_to(), "/sign-in");
        let page = ana.see("/sign-in/code?lang=en").await;
        assert!(page.contains("City ID says who you are") && !page.contains("Ana"));
        let wrong = ana.send_bare("/sign-in/code", &[("code", "000000")]).await;
        assert_eq!(wrong.answer.status, 422);
        let code = next(&desk, &secret);
        let page = ana.send_bare("/sign-in/code", &[("code", &code)]).await;
        assert_eq!(page.leads_to(), "/");
        ana.take(&page);
        assert!(ana.see("/").await.contains("Ana"));
        assert!(ana.see("/account").await.contains("had not the code"));

        // what the provider said, and who came by it, is good once
        let again = ana.open(&back).await;
        assert_eq!(again.answer.status, 422);
        assert!(again.text.contains("was sent twice"));
        let code = next(&desk, &secret);
        let page = ana.send_bare("/sign-in/code", &[("code", &code)]).await;
        assert_eq!(page.answer.status, 422);
        assert!(page.text.contains("was sent twice"));

        let out = ana.send("/sign-out", &[]).await;
        assert!(out.leads_to().starts_with("/sign-in"));
        assert_eq!(ana.open("/queue").await.leads_to(), "/sign-in");
        desk.stop().await;
    });
}

#[test]
fn what_was_not_asked_for_opens_nothing() {
    let Some(provider) = Provider::start(LINK) else {
        return;
    };
    on_each(async |desk| {
        let mut desk = with(desk, &provider, "").await;
        provider.vouch("subject=17");
        enrol(&desk, &provider, "Ana").await;
        let refused = |page: &Page, told: &str| {
            assert_eq!(page.answer.status, 422, "{}", page.text);
            assert!(page.text.contains(told), "{told}: {}", page.text);
            assert!(
                page.text.contains("action=\"/sign-in\""),
                "the other ways are there"
            );
            assert!(cookies(&page.answer).is_empty());
        };
        let mut eva = Person::new(&desk);
        let away = async |person: &mut Person| {
            let page = person.open("/sign-in/provider").await;
            person.take(&page);
            page.leads_to().to_owned()
        };
        // another answer than to this question: by state, by nonce, by the browser that was asked
        let to = away(&mut eva).await;
        let (_, rest) = to.split_once("nonce=").unwrap();
        let nonce = rest.split('&').next().unwrap();
        let (page, _) = come_back(&mut eva, &provider, &to.replace(nonce, "another")).await;
        refused(&page, "is not what it was asked for");
        let to = away(&mut eva).await;
        let (_, rest) = to.split_once("state=").unwrap();
        let state = rest.split('&').next().unwrap();
        let (page, _) = come_back(&mut eva, &provider, &to.replace(state, "another")).await;
        refused(&page, "begun in another browser");
        let to = away(&mut eva).await;
        let (page, back) = come_back(&mut Person::new(&desk), &provider, &to).await;
        refused(&page, "begun in another browser");
        let late = back.clone();
        desk.time.fetch_add(301_000_000, Ordering::Relaxed);
        refused(&eva.open(&late).await, "longer than five minutes");
        // a code is bound to its question, too
        let first = away(&mut eva).await;
        let stolen = provider.follow(&first, LINK);
        let second = away(&mut eva).await;
        let own = provider.follow(&second, LINK);
        let part = |path: &str, name: &str| {
            let (_, rest) = path.split_once(&format!("{name}=")).unwrap();
            rest.split('&').next().unwrap().to_owned()
        };
        let mixed = own.replace(&part(&own, "code"), &part(&stolen, "code"));
        refused(&eva.open(&mixed).await, "was sent twice");

        provider.vouch("subject=stranger");
        let (page, _) = go(&mut eva, &provider, "/sign-in/provider").await;
        refused(&page, "opens no account here");
        provider.vouch("subject=17&refuses");
        let (page, _) = go(&mut eva, &provider, "/sign-in/provider").await;
        refused(&page, "did not let you in");
        desk.stop().await;
    });
}

#[test]
fn who_is_signed_in_ties_an_identity_after_they_proved_who_they_are() {
    let Some(provider) = Provider::start(LINK) else {
        return;
    };
    on_each(async |desk| {
        let mut desk = with(desk, &provider, "'mfa'").await;
        provider.vouch("subject=17&proof=mfa");
        let (_, secret) = enrol(&desk, &provider, "Ana").await;
        let mut ana = Person::new(&desk);
        // the provider asked for both factors, and that was set; who has but one is asked by the desk
        let (page, _) = go(&mut ana, &provider, "/sign-in/provider").await;
        assert_eq!(on(&page), "/");
        assert!(ana.see("/").await.contains("Ana"));
        provider.vouch("subject=17&proof=pwd");
        let (page, _) = go(&mut Person::new(&desk), &provider, "/sign-in/provider").await;
        assert!(on(&page).starts_with("/sign-in/code"));
        // that is no proof by which factors are changed
        assert_eq!(ana.open("/account/provider").await.leads_to(), "/prove");
        let change =
            async |ana: &Person, go: &str| ana.send("/account/provider", &[("go", go)]).await;
        assert_eq!(change(&ana, "untie").await.leads_to(), "/prove");
        let code = next(&desk, &secret);
        let proved = ana
            .send("/prove", &[("password", PASSWORD), ("code", &code)])
            .await;
        assert_eq!(proved.leads_to(), "/account#passkeys");
        assert!(
            ana.see("/account")
                .await
                .contains("You can sign in with City ID, since")
        );
        assert_eq!(change(&ana, "untie").await.leads_to(), "/account#provider");
        let (page, _) = go(&mut Person::new(&desk), &provider, "/sign-in/provider").await;
        assert!(page.text.contains("opens no account here"));

        assert_eq!(
            change(&ana, "tie").await.answer.status,
            422,
            "she has not been there"
        );
        let (page, _) = go(&mut ana, &provider, "/account/provider").await;
        assert_eq!(on(&page), "/account#provider");
        assert!(ana.see("/account").await.contains("Tie it to this account"));
        assert_eq!(change(&ana, "tie").await.leads_to(), "/account#provider");
        let page = ana.see("/account").await;
        assert!(page.contains("was tied to this account") && page.contains("was untied"));
        assert_eq!(change(&ana, "tie").await.answer.status, 422, "once");

        // nobody takes another's
        let path = invite(&desk, "Eva").await;
        let mut eva = Person::new(&desk);
        let hers = authenticator(&eva.open(&path).await);
        go(&mut eva, &provider, &format!("{path}/provider")).await;
        let code = hers.code(seconds(&desk));
        let fields = [("password", PASSWORD), ("again", PASSWORD), ("code", &code)];
        let page = eva.send_bare(&path, &fields).await;
        assert!(
            page.text.contains("belongs to another account"),
            "{}",
            page.text
        );
        desk.stop().await;
    });
}

#[test]
fn where_the_provider_is_down_the_other_ways_stay() {
    on_each(async |desk| {
        let Some(gone) = Provider::start(LINK) else {
            return;
        };
        let mut desk = with(desk, &gone, "").await;
        gone.vouch("subject=17");
        let (_, secret) = enrol(&desk, &gone, "Ana").await;
        let mut ana = Person::new(&desk);
        let page = ana.open("/sign-in/provider").await;
        let to = page.leads_to().to_owned();
        ana.take(&page);
        let back = gone.follow(&to, LINK);
        drop(gone);
        let down = "City ID cannot be reached";
        assert!(ana.open(&back).await.text.contains(down));
        desk.time.fetch_add(DAY / 48, Ordering::Relaxed);
        let page = ana.open("/sign-in/provider").await;
        assert!(
            page.answer.status == 422 && page.text.contains(down),
            "{}",
            page.text
        );
        let code = next(&desk, &secret);
        let fields = [("name", "ana"), ("password", PASSWORD), ("code", &code)];
        assert_eq!(ana.send_bare("/sign-in", &fields).await.leads_to(), "/");

        // where none is set there is nothing of it
        desk.stop().await;
        fs::write(desk.folder().join("desk/wardline.toml"), "").unwrap();
        desk.start().await;
        let ana = Person::new(&desk);
        assert!(!ana.see("/sign-in").await.contains("/sign-in/provider"));
        assert_eq!(ana.open("/sign-in/provider").await.answer.status, 404);
        assert_eq!(ana.open("/sign-in/provider/back").await.answer.status, 404);
        desk.stop().await;
    });
}
