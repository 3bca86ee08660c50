//! Stories of people who write to the tip line, in a browser that runs no script.

use std::path::Path;
use std::time::Duration;

use super::driver::Browser;
use super::place::Place;

const TEXT: &str =
    "Ein Mann in Halle 4 said that he will burn the office down. ¿Quién? <b>Víctor</b> & co.";

/// Answers all questions; the page before sending is open then.
pub fn answer(browser: &Browser, danger: &str, text: &str) {
    browser.click(&format!("[name=now][value={danger}]"));
    next(browser);
    browser.write("[name=what]", text);
    (0..4).for_each(|_| next(browser));
}

fn next(browser: &Browser) {
    browser.go("[name=go][value=next]");
}

pub fn words(browser: &Browser) -> Vec<String> {
    let words = browser.texts(".words li");
    assert_eq!(words.len(), 9, "{}", browser.text("main"));
    words
}

/// Types the two words that are asked for.
pub fn confirm(browser: &Browser, words: &[String]) {
    let asked = browser.texts(".pair label");
    let number = |label: &String| {
        label
            .split(' ')
            .next_back()
            .unwrap()
            .parse::<usize>()
            .unwrap()
    };
    for (field, label) in ["first", "second"].into_iter().zip(&asked) {
        browser.rewrite(&format!("#{field}"), &words[number(label) - 1]);
    }
    browser.go("[name=go][value=kept]");
}

/// What was downloaded, once it is whole.
fn downloaded(path: &Path) -> Vec<u8> {
    for _ in 0..100 {
        if let Ok(bytes) = std::fs::read(path)
            && !bytes.is_empty()
        {
            return bytes;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("nothing was downloaded");
}

#[test]
fn a_newcomer_reports_and_comes_back_without_any_script() {
    let Some(place) = Place::new("en-US,en", false) else {
        return;
    };
    let browser = &place.browser;
    place.open("/");
    assert_eq!(browser.url(), place.at("/en/"));
    questions(browser);
    browser.write("#files", &place.file("picture.jpg", 2 << 20));
    browser.go("[name=go][value=send]");
    let words = words(browser);
    let typed = words.join(" ");
    assert_eq!(place.reports(&typed).len(), 1);
    assert_eq!(place.reports(&typed)[0].1, 1);

    browser.reload();
    assert_eq!(self::words(browser), words);
    assert_eq!(
        place.reports(&typed).len(),
        1,
        "a reload sends nothing twice"
    );

    browser.write("#first", "wrong");
    browser.write("#second", "words");
    browser.go("[name=go][value=kept]");
    assert!(browser.has("#wrong"));
    confirm(browser, &words);
    assert!(!browser.has(".words"));
    let shown = browser.text("main").to_lowercase();
    assert!(!words.iter().all(|word| shown.contains(word)));
    browser.click("main form button");
    check_proof(&place);

    place.answer(&typed, "At which gate was it?");
    come_back(&place, &words);
}

/// The questions, with a step back and a change of language on the way.
fn questions(browser: &Browser) {
    browser.click("[name=now][value=yes]");
    next(browser);
    assert_eq!(browser.text(".number"), "112");
    browser.go("[name=go][value=back]");
    assert!(browser.is_chosen("[name=now][value=yes]"));
    next(browser);
    browser.write("[name=what]", TEXT);
    browser.go("header button");
    assert!(browser.url().contains("/es/"));
    assert_eq!(browser.value("[name=what]"), TEXT);
    next(browser);
    browser.write("#place", "Halle 4");
    browser.write("#time", "mañana");
    next(browser);
    browser.write("[name=who]", "la dirección");
    next(browser);
    browser.click("[name=how][value=told]");
    browser.go("[name=go][value=back]");
    assert_eq!(browser.value("[name=who]"), "la dirección");
    browser.go("[name=go][value=back]");
    assert_eq!(browser.value("#place"), "Halle 4");
    assert_eq!(browser.value("#time"), "mañana");
    (0..2).for_each(|_| next(browser));
    assert!(browser.is_chosen("[name=how][value=told]"));
    next(browser);
    assert_eq!(browser.value("[name=what]"), TEXT);
}

/// The proof is that of the log, and the public page says so too.
fn check_proof(place: &Place) {
    let path = place.folder.path().join("wardline-proof.tlog-proof");
    let proof = ledger::Receipt::parse(&downloaded(&path)).unwrap();
    proof.verify(&place.key(), &[]).unwrap();
    let browser = &place.browser;
    place.open("/es/check");
    browser.write("#proof", path.to_str().unwrap());
    browser.go("main button");
    assert!(browser.has("[role=status]"), "{}", browser.text("main"));
    browser.write("#proof", &place.file("other.txt", 100));
    browser.go("main button");
    assert!(browser.has("#wrong"));
}

fn come_back(place: &Place, words: &[String]) {
    let browser = &place.browser;
    place.open("/en/come");
    browser.write("#words", &words.join(", ").to_uppercase());
    browser.go("main button");
    let shown = browser.text("main");
    assert!(shown.contains(TEXT), "{shown}");
    assert!(shown.contains("At which gate was it?"), "{shown}");
    assert!(shown.contains("picture.jpg"), "{shown}");

    browser.write("#what", "At the north gate.");
    browser.write("#files", &place.file("plan.txt", 1000));
    browser.go("[action='/en/add'] button");
    assert!(browser.has("[role=status]"), "{}", browser.text("main"));
    let all = place.reports(&words.join(" "));
    assert_eq!(all[1..], [("At the north gate.".to_owned(), 1)]);
    browser.reload();
    assert_eq!(place.reports(&words.join(" ")).len(), 2, "added once");
}

#[test]
fn two_clicks_on_send_make_one_report() {
    let Some(place) = Place::new("es", false) else {
        return;
    };
    let browser = &place.browser;
    place.open("/");
    assert_eq!(browser.url(), place.at("/es/"));
    answer(browser, "no", TEXT);
    browser.leave(|| browser.double_click("[name=go][value=send]"));
    let words = words(browser).join(" ");
    assert_eq!(place.reports(&words).len(), 1);
}

#[test]
fn a_form_that_was_open_for_days_keeps_its_text() {
    let Some(place) = Place::new("en", false) else {
        return;
    };
    let browser = &place.browser;
    place.open("/en/");
    answer(browser, "no", TEXT);
    place.days_pass(3);
    browser.go("[name=go][value=send]");
    assert!(browser.has("[role=alert]"));
    assert_eq!(browser.value("#what"), TEXT);
    browser.go("[name=go][value=send]");
    assert_eq!(place.reports(&words(browser).join(" ")).len(), 1);
}

#[test]
fn words_that_are_none_are_told() {
    let Some(place) = Place::new("en", false) else {
        return;
    };
    let browser = &place.browser;
    for typed in [
        "one two three",
        "zzzz zzzz zzzz zzzz zzzz zzzz zzzz zzzz zzzz",
    ] {
        place.open("/en/come");
        browser.write("#words", typed);
        browser.go("main button");
        assert!(browser.has("#wrong"));
        assert_eq!(browser.value("#words"), typed);
    }
}
