//! A shift at the desk: by the keyboard alone, and every page as all can read it.

use super::look::Look;
use super::place::Place;

const ENTER: &str = super::driver::ENTER;

/// Fifty reports, no two alike, some of which threaten.
fn fifty() -> Vec<String> {
    let streets = ["Quay", "Mill", "Alder", "Harbour", "Station"];
    let told = [
        "I will shoot the clerk at her house on",
        "A group offers 500 dollars for photographs of the house on",
        "The council talks on Tuesday about the lamps of",
        "Two men in a van photographed the judge's front door on",
        "We march on Saturday from the station to",
    ];
    let text = |number: usize| {
        let (street, told) = (streets[number % 5], told[number / 5 % 5]);
        format!("{told} {} {street} Street.", number + 3)
    };
    (0..50).map(text).collect()
}

#[test]
fn fifty_reports_are_worked_through_by_the_keyboard_alone() {
    let Some(place) = Place::new("en", true) else {
        return;
    };
    place.receive(&fifty());
    place.sign_in();
    let browser = &place.browser;
    // from the front page into the queue, to the first, and open it
    browser.leave(|| browser.press("q"));
    browser.press("j");
    browser.leave(|| browser.press("o"));
    assert!(browser.has(".pane .report"));
    let keys = ["r", "d", "u", "p", "s", "f"];
    for (number, key) in keys.iter().cycle().take(50).enumerate() {
        let told = browser.text("#report-title");
        assert!(told.contains("Report"), "{number}: {told}");
        browser.leave(|| browser.press(key));
    }
    assert!(browser.text(".empty").contains("Nothing waits"));
    // three are taken back, one of them gets another level with a reason, and is taken
    for _ in 0..3 {
        browser.leave(|| browser.press("z"));
    }
    assert_eq!(browser.texts(".list .rows > li").len(), 3);
    browser.press("l");
    browser.press("she knows the driver");
    browser.press("\u{e004}\u{e004}"); // Tab, over the level to its button
    browser.leave(|| browser.press(ENTER));
    assert!(browser.text(".history").contains("she knows the driver"));
    browser.leave(|| browser.press("\u{e00c}m"));
    assert!(browser.text(".report .line").contains("ana"));
    browser.press("?");
    assert!(browser.text("#keys").contains("next, previous"));
    browser.press("\u{e00c}"); // Escape
    browser.leave(|| browser.press("g"));
    assert!(browser.text(".counts").contains("mine"));
}

#[test]
fn many_are_decided_at_once_by_the_keyboard_alone() {
    let Some(place) = Place::new("en", true) else {
        return;
    };
    place.receive(&fifty());
    place.sign_in();
    let browser = &place.browser;
    place.open_desk("/queue");
    // one is open; two others are selected, and stay so while one moves on
    browser.press("j");
    browser.leave(|| browser.press("o"));
    let open = browser.text("#report-title");
    browser.press("x");
    browser.press("j");
    browser.press("x");
    browser.press("j");
    assert_eq!(browser.text("#report-title"), open);
    assert!(browser.text(".bulk summary").contains("(2)"));
    browser.press("k");
    browser.press("x");
    browser.press("j");
    browser.press("x");
    browser.leave(|| browser.press("u"));
    let told = browser.text(".done");
    assert!(told.contains("2 reports · decided: unfounded"), "{told}");
    assert_eq!(browser.texts(".list .rows > li").len(), 48);
    browser.leave(|| browser.press("z"));
    assert!(browser.text(".done").contains("Undone: 2 reports"));
    // with nothing selected, a key is for the report that is open
    browser.leave(|| browser.press("o"));
    browser.leave(|| browser.press("u"));
    let told = browser.text(".done");
    assert!(told.starts_with("Report "), "{told}");
}

/// A case with something of everything, as somebody would fill it in.
fn open_a_case(place: &Place) {
    let browser = &place.browser;
    place.open_desk("/incidents");
    browser.go(".rows a");
    browser.press("c");
    browser.write("#title", "Homes of election workers in Wexmoor");
    browser.write("#ground", "Photographs of homes are paid for.");
    browser.go(".new button.main");
    browser.write("#note", "The marshal's office knows.");
    browser.go("[action$='/notes'] button");
    browser.write("#task", "Call the clerk");
    browser.go("[action$='/tasks'] button");
    browser.press("p");
    browser.write("#m-text", "For the clerk and her family");
    browser.go("[action$='/measures'] button.main");
    place.open_desk("/groups");
    browser.write("#name", "Night round");
    browser.go("main button.main");
    place.open_desk("/cases/1/people");
    browser.write("#name", "ferryman_77");
    browser.write("#facts", "offers 500 dollars for photographs");
    browser.go("main button.main");
    place.open_desk("/cases/1/assessment");
    browser.write("#said-intent", "they said it");
    browser.write("#evidence-intent", "the offer itself");
    browser.go("main button.main");
    let page = browser.text("main");
    for told in [
        "The marshal's office knows",
        "Call the clerk",
        "ferryman_77",
        "holding bin",
        "Intent",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
}

/// Where the first such link of a page leads.
fn first_link(place: &Place, path: &str, css: &str) -> String {
    place.open_desk(path);
    let link = format!("return document.querySelector(\"{css}\").getAttribute('href')");
    place.browser.run(&link).as_str().unwrap().to_owned()
}

#[test]
fn every_page_of_the_desk_can_be_read_by_all() {
    let Some(place) = Place::new("en", true) else {
        return;
    };
    let Some(mut look) = Look::new(&place) else {
        return;
    };
    let mut texts = fifty();
    texts.truncate(12);
    let news = "Marshal Irena Vale of Calder said a group called the Ferrymen offers 500 dollars for photographs of homes of election workers";
    texts.extend(["in Wexmoor.", "near Wexmoor Harbour."].map(|end| format!("{news} {end}")));
    place.receive(&texts);
    place.open_desk("/sign-in");
    look.check("sign-in");
    place.sign_in();
    open_a_case(&place);
    let queue_open = first_link(&place, "/queue", "a[data-row]");
    let incident = first_link(&place, &queue_open, "a[data-key=i]");
    let report = first_link(&place, &incident, "main a[href^='/reports/']");
    for language in ["en", "es"] {
        look.language = language;
        look.seen = 50;
        // on some pages nobody is signed in, and no language can be chosen
        place.open_desk("/");
        let button = format!(".who [name=lang][value={language}]");
        if place.browser.has(&button) {
            place.browser.go(&button);
        }
        assert!(place.browser.has(&format!("html[lang={language}]")));
        for (path, name) in [
            ("/", "front"),
            ("/queue", "queue"),
            ("/queue?show=mine", "queue-mine"),
            (&queue_open, "queue-open"),
            (&report, "report"),
            ("/incidents", "incidents"),
            (&incident, "incident"),
            ("/cases", "cases"),
            ("/cases/1", "case"),
            ("/cases/1/people", "case-person"),
            ("/cases/1/assessment", "case-assessment"),
            ("/journal", "journal"),
            ("/duty", "duty"),
            ("/accounts", "accounts"),
            ("/groups", "groups"),
            ("/account", "account"),
            ("/nothing", "nothing"),
        ] {
            place.open_desk(path);
            let is_missing = place
                .browser
                .run("return performance.getEntriesByType('navigation')[0].responseStatus")
                != 200;
            assert_eq!(is_missing, name == "nothing", "{path}");
            look.check(name);
        }
    }
    assert!(look.wrong.is_empty(), "\n{}", look.wrong.join("\n"));
    let asked = place.browser.asked();
    let elsewhere =
        |url: &&String| url.starts_with("http") && !url.starts_with("http://127.0.0.1:");
    assert_eq!(asked.iter().find(elsewhere), None);
}
