//! Whether anybody is called, in words: what is switched off says so.

use model::Micros;

use super::page::{Frame, When, words};
use crate::call::State;

/// One thing about calls.
pub struct Line {
    pub text: String,
    /// Whether it calls for somebody.
    pub is_pressing: bool,
}

/// What there is to say, the worst first; nothing where all is well.
pub fn lines(f: &Frame<'_>, state: &State, now: Micros) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut add = |text: String, is_pressing| lines.push(Line { text, is_pressing });
    let (on_duty, reached, muted) = state.people;
    if !state.is_on {
        add(f.get("home.calls.off").to_owned(), true);
        return lines;
    }
    if state.is_nobody_called() {
        add(f.get("home.calls.nobody").to_owned(), true);
    }
    for (way, fault, tried) in state.faults() {
        let (way, fault) = (f.of("way", way), f.of("fault", fault));
        let time = When::ago(f.lang, tried, now).words;
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("way", &way), ("fault", &fault), ("time", &time)];
        add(words(f.lang).fill("home.calls.fault", &values), true);
    }
    if reached > 0 && muted == reached {
        add(f.get("home.calls.muted").to_owned(), false);
    }
    if !state.has_mail {
        add(f.get("home.calls.mail-off").to_owned(), false);
    } else if on_duty > 0 {
        add(f.count("home.calls.on", on_duty), false);
    }
    if !state.has_webhook {
        add(f.get("home.calls.webhook-off").to_owned(), false);
    }
    if state.digest.is_none() {
        add(f.get("home.calls.digest-off").to_owned(), false);
    }
    lines
}
