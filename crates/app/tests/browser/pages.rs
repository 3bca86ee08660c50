//! Every page, in both languages, by day and by night, on a phone and on a desk.

use super::driver::{Browser, ENTER, SPACE, TAB};
use super::look::Look;
use super::place::Place;

impl Look<'_> {
    /// The page that is open, which must run and keep nothing.
    fn at(&mut self, name: &str) {
        self.check(name);
        let browser = &self.place.browser;
        let kept = browser
            .run("return document.scripts.length + localStorage.length + sessionStorage.length");
        assert_eq!((kept.as_u64(), browser.cookies()), (Some(0), 0), "{name}");
    }

    fn open(&mut self, page: &str, name: &str) {
        self.place.open(&format!("/{}/{page}", self.language));
        self.at(name);
    }

    fn press(&mut self, css: &str, name: &str) {
        // what the browser would refuse is for the page to answer
        self.place
            .browser
            .run("document.querySelectorAll('form').forEach(form => form.noValidate = true)");
        self.place.browser.go(css);
        self.at(name);
    }
}

#[test]
fn every_page_can_be_read_by_all() {
    let Some(place) = Place::new("en", true) else {
        return;
    };
    let Some(mut look) = Look::new(&place) else {
        return;
    };
    for language in ["en", "es"] {
        look.language = language;
        look.seen = 0;
        form(&mut look);
        others(&mut look);
    }
    assert!(look.wrong.is_empty(), "\n{}", look.wrong.join("\n"));
    let asked = place.browser.asked();
    let elsewhere = |url: &&String| url.starts_with("http") && !url.starts_with(&place.at("/"));
    assert!(asked.len() > 50);
    assert_eq!(asked.iter().find(elsewhere), None);
}

/// From the first question to the conversation.
fn form(look: &mut Look) {
    let (place, next) = (look.place, "[name=go][value=next]");
    look.open("", "now");
    look.press(next, "now-none");
    place.browser.click("[name=now][value=yes]");
    look.press(next, "what");
    look.press(next, "what-empty");
    let text =
        "A man at the north gate said: «tomorrow they will all see». He had a list of names. ";
    place.browser.write("[name=what]", &text.repeat(3));
    look.press(next, "where");
    look.press(next, "who");
    look.press(next, "how");
    look.press(next, "send");
    place.days_pass(3);
    look.press("[name=go][value=send]", "send-late");
    look.press("[name=go][value=send]", "receipt");
    let words = place.browser.texts(".words li");
    look.press("[name=go][value=kept]", "receipt-wrong");
    confirm(&place.browser, &words);
    look.at("kept");
    other_language(look);
    let words = words.join(" ");
    look.open("come", "come");
    place.browser.write("#words", &words.replacen(' ', "x ", 1));
    look.press("main button", "come-wrong");
    place.browser.rewrite("#words", &words);
    look.press("main button", "talk");
    place.answer(&words, "Thank you. At which gate was it, and at what hour?");
    place.browser.write("#what", "At the north gate, at six.");
    other_language(look);
    look.press("[action$=add] button", "talk-added");
    look.press("[action$=add] button", "talk-empty");
}

fn others(look: &mut Look) {
    look.open("check", "check");
    look.press("main button", "check-none");
    look.place
        .browser
        .write("#proof", &look.place.file("none.txt", 100));
    look.press("main button", "check-fails");
    look.open("about", "about");
    look.open("nothing", "missing");
}

/// To the same page in the other language and back, with what was typed.
fn other_language(look: &Look) {
    let browser = &look.place.browser;
    let typed = || {
        browser.run(
            "return [...document.querySelectorAll('textarea')].map(one => one.value.trim()).join()",
        )
    };
    let (before, title) = (typed(), browser.texts("h1"));
    browser.go("header [name=go]");
    assert_ne!(browser.texts("h1"), title);
    assert_eq!(typed(), before);
    browser.go("header [name=go]");
    assert_eq!(browser.texts("h1"), title);
}

fn confirm(browser: &Browser, words: &[String]) {
    let asked = browser.texts(".pair label");
    for (field, label) in ["first", "second"].into_iter().zip(&asked) {
        let number: usize = label.split(' ').next_back().unwrap().parse().unwrap();
        browser.rewrite(&format!("#{field}"), &words[number - 1]);
    }
    browser.go("[name=go][value=kept]");
}

/// Goes on with the tab key until what a selector finds has the focus.
fn tab_to(browser: &Browser, css: &str) {
    for _ in 0..30 {
        if browser.run(&format!("return document.activeElement.matches({css:?})")) == true {
            return;
        }
        browser.press(TAB);
    }
    panic!("the tab key does not reach {css}");
}

#[test]
fn the_keyboard_alone_sends_a_report() {
    let Some(place) = Place::new("en", true) else {
        return;
    };
    let browser = &place.browser;
    let next = || {
        tab_to(browser, "[name=go][value=next]");
        browser.leave(|| browser.press(ENTER));
    };
    place.open("/en/");
    tab_to(browser, "[name=now]");
    browser.press(SPACE);
    next();
    tab_to(browser, "[name=what]");
    browser.press("Somebody waits at the gate.");
    (0..4).for_each(|_| next());
    tab_to(browser, "[name=go][value=send]");
    browser.leave(|| browser.press(ENTER));
    let words = browser.texts(".words li");
    assert_eq!(place.reports(&words.join(" ")).len(), 1);
}
