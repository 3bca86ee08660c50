//! Lines of a terminal: wrapped by display width, painted where colour is wanted.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What a run of text means; how it looks follows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    Strong,
    Faint,
    Accent,
    Differs,
    Level(u8),
    Tlp(&'static str),
}

/// Adds ANSI sequences, or does not.
#[derive(Clone, Copy)]
pub(super) struct Paint {
    pub colour: bool,
}

impl Paint {
    pub(super) fn with(self, ink: Ink, text: &str) -> String {
        if !self.colour || text.is_empty() || ink == Ink::Plain {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Plain => String::new(),
            Ink::Strong => "1".to_owned(),
            Ink::Faint => "2".to_owned(),
            Ink::Accent => "36".to_owned(),
            Ink::Differs => "33".to_owned(),
            Ink::Level(1) => "1;31".to_owned(),
            Ink::Level(2) => "31".to_owned(),
            Ink::Level(3) => "33".to_owned(),
            Ink::Level(4) => "34".to_owned(),
            Ink::Level(_) => "2".to_owned(),
            Ink::Tlp(hex) => {
                let part = |at: usize| {
                    hex.get(at..at + 2)
                        .and_then(|two| u8::from_str_radix(two, 16).ok())
                        .unwrap_or(255)
                };
                format!("1;38;2;{};{};{};40", part(1), part(3), part(5))
            }
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// Lines of at most `width` columns, broken at spaces, or inside a word that is longer than a
/// line. At least one line.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let wide = word.width();
        if used > 0 && used + 1 + wide <= width {
            push(&mut lines, " ");
            push(&mut lines, word);
            used += 1 + wide;
            continue;
        }
        if used > 0 {
            lines.push(String::new());
        }
        used = 0;
        for c in word.chars() {
            let wide = c.width().unwrap_or(0);
            if used + wide > width {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
            used += wide;
        }
    }
    lines
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

/// The text with spaces to its right up to the width.
pub(super) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// The text with spaces to its left up to the width.
pub(super) fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}

/// The text in the middle of the width.
pub(super) fn centre(text: &str, width: usize) -> String {
    let left = width.saturating_sub(text.width()) / 2;
    pad(&format!("{}{text}", " ".repeat(left)), width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_measured_as_they_are_displayed() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("漢字漢字", 5), ["漢字", "漢字"]);
        assert_eq!(wrap("abcdefgh i", 4), ["abcd", "efgh", "i"]);
        assert_eq!(wrap("", 4), [""]);
        assert_eq!(pad("字", 4), "字  ");
        assert_eq!(right("字", 4), "  字");
        assert_eq!(centre("x", 4), " x  ");
    }

    #[test]
    fn colour_only_where_wanted() {
        assert_eq!(Paint { colour: false }.with(Ink::Strong, "x"), "x");
        assert_eq!(
            Paint { colour: true }.with(Ink::Strong, "x"),
            "\u{1b}[1mx\u{1b}[0m"
        );
        let label = Paint { colour: true }.with(Ink::Tlp("#FFC000"), "TLP:AMBER");
        assert!(label.starts_with("\u{1b}[1;38;2;255;192;0;40m"));
    }
}
