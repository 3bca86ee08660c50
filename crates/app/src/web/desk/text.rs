//! The text of a report with what was found in it marked: behaviours by the words that show them, personal data boxed.

use super::page::{Lang, words};
use super::view::{Reading, class, is_hidden};

/// Characters of a text that are shown.
const LONGEST: usize = 200_000;

/// A run of text that is marked alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// The behaviour that it shows, as a class of the style; empty if it shows none.
    pub class: &'static str,
    /// What it shows or exposes, in words.
    pub told: String,
    /// Whether it is personal data.
    pub is_exposed: bool,
}

/// A text in runs, and whether it was cut.
pub struct Marked {
    pub pieces: Vec<Piece>,
    pub is_cut: bool,
}

struct Span {
    start: usize,
    end: usize,
    class: &'static str,
    told: String,
    is_exposed: bool,
}

/// Marks a text.
pub fn mark(text: &str, reading: &Reading, lang: Lang) -> Marked {
    let spans = spans(reading, lang);
    let mut edges: Vec<usize> = spans
        .iter()
        .flat_map(|span| [span.start, span.end])
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let mut edges = edges.into_iter().peekable();
    let mut pieces = Vec::new();
    let mut run = String::new();
    let mut begun = 0;
    let mut is_cut = false;
    for (at, c) in text.chars().enumerate() {
        if at == LONGEST {
            is_cut = true;
            break;
        }
        if edges.next_if(|edge| *edge <= at).is_some() {
            while edges.next_if(|edge| *edge <= at).is_some() {}
            push(&mut pieces, &spans, begun, std::mem::take(&mut run));
            begun = at;
        }
        run.push(if is_shown(c) { c } else { '\u{fffd}' });
    }
    push(&mut pieces, &spans, begun, run);
    Marked { pieces, is_cut }
}

/// A text with all that is hidden in it made visible.
pub fn visible(text: &str) -> String {
    let shown = text
        .chars()
        .map(|c| if is_shown(c) { c } else { '\u{fffd}' });
    shown.collect()
}

/// Not what would turn the direction of the text around it, or hide in it.
fn is_shown(c: char) -> bool {
    c == '\n'
        || c == '\t'
        || !(c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

fn push(pieces: &mut Vec<Piece>, spans: &[Span], at: usize, text: String) {
    if text.is_empty() {
        return;
    }
    let over = spans
        .iter()
        .filter(|span| (span.start..span.end).contains(&at));
    let (mut class, mut told, mut is_exposed) = ("", Vec::new(), false);
    for span in over {
        if class.is_empty() {
            class = span.class;
        }
        is_exposed |= span.is_exposed;
        if !told.contains(&span.told) {
            told.push(span.told.clone());
        }
    }
    pieces.push(Piece {
        text,
        class,
        told: told.join(" · "),
        is_exposed,
    });
}

fn spans(reading: &Reading, lang: Lang) -> Vec<Span> {
    let words = words(lang);
    let shown = reading.behaviours.iter().flat_map(|one| {
        let told = format!("{} {:.2}", words.of_kind("behaviour", &one.kind), one.score);
        one.evidence.iter().map(move |quote| Span {
            start: quote.start,
            end: quote.end,
            class: class(&one.kind),
            told: told.clone(),
            is_exposed: false,
        })
    });
    let exposed = reading
        .exposures
        .iter()
        .filter(|one| is_hidden(&one.r#type));
    let exposed = exposed.map(|one| Span {
        start: one.start,
        end: one.end,
        class: "",
        told: words.of_kind("exposure", &one.r#type),
        is_exposed: true,
    });
    shown
        .chain(exposed)
        .filter(|span| span.start < span.end)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::page::Lang;
    use super::super::view::{Exposed, Quote, Reading, Shown};
    use super::mark;

    #[test]
    fn runs_hold_the_whole_text_and_marks_overlap() {
        let reading = Reading {
            behaviours: vec![Shown {
                kind: "doxxing".into(),
                score: 0.9,
                evidence: vec![Quote {
                    start: 2,
                    end: 8,
                    quote: String::new(),
                }],
            }],
            exposures: vec![Exposed {
                r#type: "PHONE".into(),
                start: 5,
                end: 10,
            }],
            ..Reading::default()
        };
        let marked = mark("áb cdefghij kl", &reading, Lang::En);
        let told: Vec<(&str, &str, bool)> = marked
            .pieces
            .iter()
            .map(|piece| (piece.text.as_str(), piece.class, piece.is_exposed))
            .collect();
        assert_eq!(
            told,
            [
                ("áb", "", false),
                (" cd", "doxxing", false),
                ("efg", "doxxing", true),
                ("hi", "", true),
                ("j kl", "", false)
            ]
        );
        assert!(!marked.is_cut);
        assert_eq!(
            mark("a\u{202e}b", &Reading::default(), Lang::Es).pieces[0].text,
            "a\u{fffd}b"
        );
    }
}
