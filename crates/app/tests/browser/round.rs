//! The whole round: a tip is sent, stands in the queue, belongs to an incident, leads to a case, is answered, and the answer is read
//! with the words; then the case is closed.

use super::look::Look;
use super::place::Place;
use super::story::{answer, confirm, words};

const TIP: &str = "A group called the Ferrymen offers 500 dollars for photographs of homes of election workers in Wexmoor. \
                   They want them before Friday.";
const REPLY: &str = "Thank you. Where did you read of the 500 dollars?";

/// A picture to send.
fn picture(place: &Place) -> String {
    let path = place.folder.path().join("van.png");
    let van = image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([x as u8, y as u8, 128]));
    van.save(&path).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_tip_goes_the_whole_round() {
    let Some(place) = Place::new("en", true) else {
        return;
    };
    let Some(mut look) = Look::new(&place) else {
        return;
    };
    look.seen = 80;
    let browser = &place.browser;
    place.open("/en/");
    answer(browser, "no", TIP);
    browser.write("#files", &picture(&place));
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
    let width = "return new Promise(done => { const image = document.querySelector('.shown img'); image.loading = 'eager'; \
                 image.decode().then(() => done(image.naturalWidth), () => done(0)); })";
    assert_eq!(browser.run(width), 64);
    look.check("report-picture");
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

    close(&place, &mut look);
    assert!(look.wrong.is_empty(), "\n{}", look.wrong.join("\n"));
}

/// Closes the case while a measure is no more than proposed, which is told first.
fn close(place: &Place, look: &mut Look<'_>) {
    let browser = &place.browser;
    place.open_desk("/cases/1");
    browser.press("p");
    browser.go("[action$='/measures'] button.main");
    browser.write("#s-reason", "The photographs are gone.");
    browser.go("[name=go][value=under-review]");
    browser.write("#s-reason", "The photographs are gone.");
    browser.click("#outcome [value=resolved]");
    browser.go("[name=go][value=closed]");
    assert!(browser.text("main").contains("One measure is proposed"));
    look.check("close");
    browser.go("[name=go][value=closed]");
    assert_eq!(browser.url(), place.at_desk("/cases/1"));
    assert!(browser.text("main").contains("The photographs are gone."));
    assert!(!browser.has("[name=go][value=under-review]"));
}
