//! The whole round: a tip is sent, stands in the queue, belongs to an incident, leads to a case, is answered, and the answer is read
//! with the words.

use super::place::Place;
use super::story::{answer, confirm, words};

const TIP: &str = "A group called the Ferrymen offers 500 dollars for photographs of homes of election workers in Wexmoor. \
                   They want them before Friday.";
const REPLY: &str = "Thank you. Where did you read of the 500 dollars?";

#[test]
fn a_tip_goes_the_whole_round() {
    let Some(place) = Place::new("en", true) else {
        return;
    };
    let browser = &place.browser;
    place.open("/en/");
    answer(browser, "no", TIP);
    browser.go("[name=go][value=send]");
    let words = words(browser);
    confirm(browser, &words);
    place.wait_for_reading();

    place.sign_in();
    browser.leave(|| browser.press("q"));
    let rows = browser.texts(".list .rows > li");
    assert_eq!(rows.len(), 1);
    assert!(rows[0].contains("Ferrymen"), "{}", rows[0]);
    browser.go(".list .rows a");
    assert!(browser.text(".report .text").contains("before Friday"));
    let report = browser.text("#report-title .soft");

    browser.leave(|| browser.press("i"));
    let incident = browser.url();
    assert!(incident.contains("/incidents/"), "{incident}");
    assert!(browser.text("main").contains("500 dollars"));
    browser.press("c");
    browser.write("#title", "Homes of election workers in Wexmoor");
    browser.write("#ground", "Photographs of homes are paid for.");
    browser.go(".new button.main");
    assert!(browser.text("h1").contains("election workers"));
    browser.go("main a[href^='/incidents/']");
    assert_eq!(browser.url(), incident);
    assert!(browser.text("main").contains("Case 1"));

    browser.go("main a[href^='/reports/']");
    assert_eq!(browser.text("#report-title .soft"), report);
    browser.write("#reply", REPLY);
    browser.go("[action$='/reply'] button");
    assert!(browser.text("#said").contains(REPLY));
    browser.leave(|| browser.press("r"));

    place.open("/en/come");
    browser.write("#words", &words.join(" "));
    browser.go("main button");
    let shown = browser.text("main");
    assert!(shown.contains("before Friday"), "{shown}");
    assert!(shown.contains(REPLY), "{shown}");
    assert!(!shown.contains("Case 1"), "nothing of the desk's own");
}
