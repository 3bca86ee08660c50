//! Somebody who signs in with passkeys, with the authenticator that Chromium has for tests.

use std::time::Duration;

use serde_json::{Value, json};

use super::driver::Browser;
use super::look::Look;
use super::place::Place;

const SIGN_IN: &str = "form[action='/sign-in/passkey'] button";
const PROVE: &str = "form[action='/prove/passkey'] button";
const ADD: &str = "form[action='/account/passkeys'] button";
const MAKE: &str = "form[action$='/passkey'] button";

/// Presses what asks for a passkey, and says what the page tells in place of going on.
fn told(browser: &Browser, css: &str) -> String {
    browser.click(css);
    for _ in 0..100 {
        let told = browser.text("[data-told].error");
        if !told.is_empty() {
            return told;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("nothing is told:\n{}", browser.text("main"));
}

fn sign_out(browser: &Browser) {
    browser.go("form[action='/sign-out'] button");
    assert!(browser.url().contains("/sign-in"));
}

/// What the table of passkeys names.
fn names(browser: &Browser) -> Vec<String> {
    browser.texts("#passkeys tbody td:first-child")
}

/// Presses the button, but sends nothing: what the script would have sent, or something else of the form.
fn kept(browser: &Browser, what: &str) -> String {
    browser.run(&format!(
        "const form = document.querySelector('[data-passkey]');
         form.submit = () => {{ form.dataset.kept = {what}; }};"
    ));
    browser.click(SIGN_IN);
    for _ in 0..100 {
        let kept = browser.run("return document.querySelector('[data-passkey]').dataset.kept");
        if let Some(kept) = kept.as_str() {
            return kept.to_owned();
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("nothing is sent:\n{}", browser.text("main"));
}

fn enrol(place: &Place, name: &str) {
    place.open_desk(&place.invite(name));
    place.browser.write("#label", "laptop");
    place.browser.go(MAKE);
    assert_eq!(place.browser.url(), place.at_desk("/account#passkeys"));
}

/// From the link to the second passkey.
fn story(language: &'static str) {
    let Some(place) = Place::with_name(language, true) else {
        return;
    };
    let Some(mut look) = Look::new(&place) else {
        return;
    };
    (look.language, look.seen) = (language, 90);
    let browser = &place.browser;
    let laptop = browser.connect();
    place.open_desk(&place.invite("Eva"));
    assert!(browser.has(&format!("html[lang={language}]")));
    look.check("enrol-passkey");
    browser.write("#label", "laptop");
    browser.go(MAKE);
    assert_eq!(names(browser), ["laptop"]);
    look.check("account-passkey");
    assert!(
        !browser.has("form[action$='/remove']"),
        "the last one stays"
    );
    sign_out(browser);
    look.check("sign-in-passkey");
    browser.go(SIGN_IN);
    assert_eq!(browser.url(), place.at_desk("/"));
    assert!(browser.text(".who").contains("Eva"));

    // a while later she proves that it is still she, and adds another one
    place.minutes_pass(11);
    place.open_desk("/account");
    assert!(!browser.has(ADD));
    browser.go("a[href='/prove']");
    look.check("prove-passkey");
    browser.go(PROVE);
    browser.write("#label", "x");
    assert!(
        told(browser, ADD).len() > 20,
        "it is on this device already"
    );
    let first = browser.passkeys(&laptop).remove(0);
    browser.disconnect(&laptop);
    let key = browser.connect();
    browser.rewrite("#label", "security key");
    browser.go(ADD);
    assert_eq!(names(browser), ["laptop", "security key"]);
    look.check("account-two-passkeys");
    browser.go("form[action$='/remove'] button");
    assert_eq!(names(browser), ["security key"]);
    sign_out(browser);
    browser.go(SIGN_IN);
    assert!(browser.text(".who").contains("Eva"));
    place.open_desk("/account");
    look.check("account-news-passkey");
    sign_out(browser);

    // the one that was removed opens nothing
    browser.disconnect(&key);
    let laptop = browser.connect();
    browser.put(&laptop, &first);
    browser.go(SIGN_IN);
    assert!(browser.has("#wrong"));
    look.check("sign-in-passkey-wrong");
    assert!(look.wrong.is_empty(), "\n{}", look.wrong.join("\n"));
}

#[test]
fn somebody_enrols_signs_in_and_changes_passkeys() {
    story("en");
}

#[test]
fn alguien_usa_llaves_de_acceso() {
    story("es");
}

#[test]
fn an_answer_is_good_once_and_a_copy_is_refused_and_told() {
    let Some(place) = Place::with_name("en", true) else {
        return;
    };
    let browser = &place.browser;
    let device = browser.connect();
    enrol(&place, "Eva");
    sign_out(browser);

    // what the browser sends is sent once more
    let said = kept(browser, "form.elements.said.value");
    let send = format!(
        "const done = arguments[0];
         const body = new URLSearchParams({{ said: {said:?} }});
         fetch('/sign-in/passkey', {{ method: 'POST', body }}).then(a => a.text().then(t => done([a.url, t])));"
    );
    let sent = || -> Value { browser.wait_for(&send) };
    assert_eq!(sent()[0], place.at_desk("/"));
    let again = sent()[1].to_string();
    assert!(again.contains("was sent twice"), "{again}");

    // a device that does not know its owner opens nothing
    place.open_desk("/account");
    sign_out(browser);
    browser.know_owner(&device, false);
    assert!(told(browser, SIGN_IN).contains("Nothing was done"));
    browser.know_owner(&device, true);

    // a copy that has counted less
    let mut copy = browser.passkeys(&device).remove(0);
    assert!(copy["signCount"].as_u64() > Some(1));
    copy["signCount"] = json!(0);
    browser.disconnect(&device);
    let other = browser.connect();
    browser.put(&other, &copy);
    place.open_desk("/sign-in");
    browser.go(SIGN_IN);
    assert!(browser.text("#wrong").contains("counts back"));
    copy["signCount"] = json!(100);
    browser.disconnect(&other);
    let other = browser.connect();
    browser.put(&other, &copy);
    browser.go(SIGN_IN);
    place.open_desk("/account");
    assert!(browser.text("main").contains("A passkey counted back"));

    // whoever took too long begins anew
    sign_out(browser);
    place.minutes_pass(1);
    kept(browser, "'asked'");
    place.minutes_pass(5);
    browser.leave(|| {
        browser
            .run("HTMLFormElement.prototype.submit.call(document.querySelector('[data-passkey]'))");
    });
    assert!(browser.text("#wrong").contains("longer than five minutes"));
}

#[test]
fn where_no_passkey_can_be_used_the_page_says_why() {
    let Some(place) = Place::with_name("en", true) else {
        return;
    };
    let browser = &place.browser;
    place.open_by_number("/sign-in");
    let told = browser.text("[data-told]");
    assert!(told.contains(&place.at_desk("")), "{told}");
    assert!(!browser.has(&format!("{SIGN_IN}:not([hidden])")));
    browser.run_first("delete window.PublicKeyCredential");
    place.open_desk("/sign-in");
    assert!(browser.text("[data-told]").contains("has no passkeys"));
    drop(place);
    let Some(place) = Place::with_name("es", false) else {
        return;
    };
    place.open_desk("/sign-in");
    let told = place.browser.text("[data-told]");
    assert!(told.contains("JavaScript"), "{told}");
    assert!(!place.browser.has(&format!("{SIGN_IN}:not([hidden])")));
}
