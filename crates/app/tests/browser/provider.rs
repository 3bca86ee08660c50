//! Somebody who signs in by a provider of identities, in a real browser: that cookies come along on the way back, and what the pages
//! look like.

use super::driver::Browser;
use super::look::Look;
use super::place::Place;

const THERE: &str = "a[href^='/sign-in/provider']";
const PASSKEY: &str = "form[action='/sign-in/passkey'] button";

/// Waits until the browser was there and is back at a page.
fn arrive(browser: &Browser, at: &str) {
    for _ in 0..200 {
        if browser.url() == at {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("it is at {}:\n{}", browser.url(), browser.text("main"));
}

fn story(language: &'static str) {
    let Some((place, provider)) = Place::with_provider(language) else {
        return;
    };
    let Some(mut look) = Look::new(&place) else {
        return;
    };
    (look.language, look.seen) = (language, 100);
    let browser = &place.browser;
    browser.connect();
    provider.vouch("subject=17&proof=pwd");
    let link = place.invite("Eva");
    place.open_desk(&link);
    look.check("enrol-provider");
    browser.click("a[href$='/provider']");
    arrive(browser, &place.at_desk(&link));
    assert!(browser.text("p.box").contains("City ID"));
    look.check("enrol-vouched");
    browser.write("#label", "laptop");
    browser.go("form[action$='/passkey'] button");
    assert!(browser.text("#provider").contains("City ID"));
    look.check("account-tied");
    browser.go("form[action='/sign-out'] button");

    // the desk's own second factor
    look.check("sign-in-provider");
    browser.click(THERE);
    arrive(
        browser,
        &place.at_desk(&format!("/sign-in/code?lang={language}")),
    );
    look.check("code");
    browser.go(PASSKEY);
    assert_eq!(browser.url(), place.at_desk("/"));
    assert!(browser.text(".who").contains("Eva"));

    // untied and tied again
    place.open_desk("/account");
    browser.go("#provider button[value='untie']");
    browser.click("#provider a.button");
    arrive(browser, &place.at_desk("/account#provider"));
    look.check("account-vouched");
    browser.go("#provider button[value='tie']");
    assert!(browser.has("#provider button[value='untie']"));
    browser.go("form[action='/sign-out'] button");

    // where the provider has asked for both, and where it is gone
    provider.vouch("subject=17&proof=mfa");
    browser.forget(&format!("http://127.0.0.1:{}", provider.port));
    browser.click(THERE);
    arrive(browser, &place.at_desk("/"));
    assert!(browser.text(".who").contains("Eva"));
    browser.go("form[action='/sign-out'] button");
    drop(provider);
    place.minutes_pass(11);
    browser.go(THERE);
    assert!(browser.text("#wrong").contains("City ID"));
    look.check("provider-down");
    assert!(browser.has(PASSKEY));
    assert!(look.wrong.is_empty(), "\n{}", look.wrong.join("\n"));
}

#[test]
fn somebody_signs_in_by_a_provider() {
    story("en");
    story("es");
}
