//! What a case keeps about people, and what others are told: by somebody at the desk, and as all can read it.

use super::look::Look;
use super::place::Place;

#[test]
fn somebody_is_kept_and_others_are_told_in_danger() {
    let Some(place) = Place::new("en", true) else {
        return;
    };
    let Some(mut look) = Look::new(&place) else {
        return;
    };
    place
        .receive(&["I will shoot judge Elena Marsh at her house in Norwick on Friday.".to_owned()]);
    place.sign_in();
    let browser = &place.browser;
    place.open_desk("/incidents");
    browser.go(".rows a");
    browser.press("c");
    browser.write("#title", "Marsh");
    browser.write("#ground", "somebody means to shoot her on Friday");
    browser.go("form[action='/cases'] button");
    place.open_desk("/cases/1/people");
    browser.write("#name", "greyvan77");
    browser.go("main form button.main");
    place.open_desk("/cases/1/releases");
    browser.write("#recipient", "Elena Marsh");
    browser.run("document.getElementById('kind').value = 'individual'");
    browser.run("document.getElementById('content').value = 'assessment'");
    browser.run("document.getElementById('ground').value = 'danger'");
    browser.write("#what", "that he may come on Friday");
    browser.write("#danger", "he is at her door");
    browser.go("main form button.main");
    assert!(browser.text("#releases ~ article").contains("Elena Marsh"));
    look.seen = 80;
    for language in ["en", "es"] {
        look.language = language;
        let button = format!(".who [name=lang][value={language}]");
        if browser.has(&button) {
            browser.go(&button);
        }
        for (path, name) in [
            ("/cases/1", "case"),
            ("/cases/1/releases", "release"),
            ("/kept", "kept"),
        ] {
            place.open_desk(path);
            browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
            look.check(name);
        }
    }
    place.days_pass(80);
    place.sign_in();
    place.open_desk("/kept");
    look.check("kept-soon");
    assert!(look.wrong.is_empty(), "\n{}", look.wrong.join("\n"));
}
