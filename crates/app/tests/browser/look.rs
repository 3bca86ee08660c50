//! Looks at pages: whether all can read them, and whether they fit.

use std::path::PathBuf;

use serde_json::Value;

use super::place::{Place, setting};

/// Looks at a page after another.
pub struct Look<'p> {
    pub place: &'p Place,
    axe: String,
    pictures: PathBuf,
    pub language: &'static str,
    pub seen: u32,
    pub wrong: Vec<String>,
}

const RULES: &str = "axe.run({preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
    .then(found => found.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html)), error => ['' + error])
    .then(arguments[0])";

impl<'p> Look<'p> {
    /// None where there is nothing to look with.
    pub fn new(place: &'p Place) -> Option<Self> {
        let axe = setting("WARDLINE_TEST_AXE")?;
        let pictures = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../pictures");
        std::fs::create_dir_all(&pictures).unwrap();
        Some(Look {
            place,
            axe: std::fs::read_to_string(axe).unwrap(),
            pictures,
            language: "en",
            seen: 0,
            wrong: Vec::new(),
        })
    }

    /// The page that is open: by day and by night, on a phone and on a desk.
    pub fn check(&mut self, name: &str) {
        self.seen += 1;
        let browser = &self.place.browser;
        browser.run(&self.axe);
        for (width, is_dark) in [(360, false), (360, true), (1280, false), (1280, true)] {
            browser.look(width, is_dark);
            let night = if is_dark { "-dark" } else { "" };
            let file = format!(
                "{}-{:02}-{name}-{width}{night}.png",
                self.language, self.seen
            );
            browser.picture(&self.pictures.join(file));
            let found = browser.wait_for(RULES);
            for text in found.as_array().unwrap().iter().filter_map(Value::as_str) {
                let told = format!("{} {name} {width}{night}: {text}", self.language);
                self.wrong.push(told);
            }
        }
        // 640 is a desk's window at 200 %, 320 the least that WCAG asks for
        for width in [320, 360, 640] {
            browser.look(width, false);
            let wide = browser.run("return document.documentElement.scrollWidth");
            if wide.as_u64() > Some(width.into()) {
                let told = format!("{} {name}: {wide} wide at {width}", self.language);
                self.wrong.push(told);
            }
        }
    }
}
