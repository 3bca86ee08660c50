//! Pages that few people see, and seldom: a password that was stolen elsewhere, groups, the end of a case that is half done, a
//! report that is erased.

use super::look::Look;
use super::place::Place;

/// Longer than what is asked for, and tried everywhere.
const STOLEN: &str = "1qaz2wsx3edc4rfv";

fn enrol(look: &mut Look<'_>) {
    let (place, browser) = (look.place, &look.place.browser);
    place.open_desk(&place.invite("Eva"));
    browser.click("details summary");
    for field in ["#password", "#again"] {
        browser.write(field, STOLEN);
    }
    browser.write("#code", "000000");
    browser.go("details button.main");
    assert!(browser.has("#wrong"), "{}", browser.text("main"));
    look.check("enrol-stolen");
}

fn groups(look: &mut Look<'_>) {
    let (place, browser) = (look.place, &look.place.browser);
    place.open_desk("/groups");
    look.check("groups-none");
    for name in [
        "Night round",
        "Liaison with the courts of Calder and Wexmoor",
    ] {
        browser.write("#name", name);
        browser.go("main button.main");
    }
    let change = "section:first-of-type form[action^='/groups/']";
    browser.go(&format!("{change} button[value='in']"));
    browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
    look.check("groups");
    place.open_desk("/groups");
    browser.write("#name", "Night round");
    browser.go("main button.main");
    assert!(browser.has(".error"));
    look.check("groups-taken");
}

fn close(look: &mut Look<'_>) {
    let (place, browser) = (look.place, &look.place.browser);
    place.open_desk("/incidents");
    browser.go(".rows a");
    browser.press("c");
    browser.write("#title", "Homes of election workers in Wexmoor");
    browser.write("#ground", "Photographs of homes are paid for.");
    browser.go(".new button.main");
    let case = browser.url();
    hold(look);
    browser.open(&case);
    browser.press("p");
    browser.write("#m-text", "For the clerk and her family");
    browser.go("[action$='/measures'] button.main");
    browser.write("#s-reason", "The group was arrested.");
    browser.go("button[name='go'][value='under-review']");
    browser.write("#s-reason", "The group was arrested.");
    browser.run("document.getElementById('outcome').value = 'prosecuted'");
    look.check("case-review");
    browser.go("button[name='go'][value='closed']");
    assert_eq!(browser.texts("main li").len(), 3);
    look.check("case-close");
    browser.go("main button.main");
    assert!(!browser.has("main button[value='closed']"));
    look.check("case-closed");
}

/// The first report of the first incident: where it is.
fn first_report(place: &Place) -> String {
    place.open_desk("/incidents");
    place.browser.go(".rows a");
    let link = "return document.querySelector(\"main a[href^='/reports/']\").getAttribute('href')";
    place.browser.run(link).as_str().unwrap().to_owned()
}

/// While the case is open it stays.
fn hold(look: &mut Look<'_>) {
    let report = first_report(look.place);
    look.place.open_desk(&format!("{report}/erase"));
    assert!(!look.place.browser.has("main form[action$='/erase']"));
    look.check("erase-held");
}

fn erase(look: &mut Look<'_>) {
    let (place, browser) = (look.place, &look.place.browser);
    let report = first_report(place);
    place.open_desk(&report);
    browser.go("main a[href$='/erase']");
    look.check("erase");
    browser.click("[name=why][value=redress]");
    browser.go("main form[action$='/erase'] button");
    assert_eq!(browser.url(), place.at_desk(&report));
    look.check("erased");
}

fn story(language: &'static str) {
    let Some(place) = Place::new(language, true) else {
        return;
    };
    let Some(mut look) = Look::new(&place) else {
        return;
    };
    (look.language, look.seen) = (language, 200);
    let news = "Marshal Irena Vale of Calder said a group called the Ferrymen offers 500 dollars for photographs of homes of election workers";
    place.receive(&["in Wexmoor.", "near Wexmoor Harbour."].map(|end| format!("{news} {end}")));
    enrol(&mut look);
    place.sign_in();
    groups(&mut look);
    close(&mut look);
    erase(&mut look);
    assert!(look.wrong.is_empty(), "\n{}", look.wrong.join("\n"));
}

#[test]
fn what_few_people_see_can_be_read_by_all() {
    story("en");
    story("es");
}
