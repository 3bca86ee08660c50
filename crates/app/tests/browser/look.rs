//! Looks at pages: whether all can read them, and whether they fit.

use std::path::PathBuf;

use serde_json::Value;

use super::place::{Place, setting};

/// Looks at a page after another.
pub struct Look<'p> {
    pub place: &'p Place,
    /// Where pictures of the pages are kept, if somebody wants to see them.
    pictures: Option<PathBuf>,
    pub language: &'static str,
    pub seen: u32,
    pub wrong: Vec<String>,
}

/// All that WCAG asks for.
const BY_DAY: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']";

/// Only colours are others by night.
const BY_NIGHT: &str = "{type: 'rule', values: ['color-contrast', 'link-in-text-block']}";

impl<'p> Look<'p> {
    /// Looks at the pages that are opened from now on. None where there is nothing to look with.
    pub fn new(place: &'p Place) -> Option<Self> {
        let axe = std::fs::read_to_string(setting("WARDLINE_TEST_AXE")?).unwrap();
        place.browser.run_first(&axe);
        let pictures = setting("WARDLINE_TEST_PICTURES").map(PathBuf::from);
        if let Some(pictures) = &pictures {
            std::fs::create_dir_all(pictures).unwrap();
        }
        Some(Look {
            place,
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
        for (width, is_dark) in [(360, false), (360, true), (1280, false), (1280, true)] {
            browser.look(width, is_dark);
            let (night, rules) = if is_dark {
                ("-dark", BY_NIGHT)
            } else {
                ("", BY_DAY)
            };
            if let Some(pictures) = &self.pictures {
                let file = format!(
                    "{}-{:02}-{name}-{width}{night}.png",
                    self.language, self.seen
                );
                browser.picture(&pictures.join(file));
            }
            let found = browser.wait_for(&format!(
                "axe.run({{preload: false, resultTypes: ['violations'], runOnly: {rules}}})
                .then(found => found.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html)), error => ['' + error])
                .then(arguments[0])"
            ));
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
