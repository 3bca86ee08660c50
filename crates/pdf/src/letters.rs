//! Which characters can be drawn, and what stands in for the rest.

use std::sync::LazyLock;

use serde_json::Value;
use unicode_width::UnicodeWidthChar;

use crate::world::FONTS;

/// Most marks upon one letter; towers of them are left out.
const MOST_MARKS: usize = 4;

/// One bit for each code point that some font can draw.
static DRAWABLE: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0_u64; 0x11_0000 / 64];
    for font in FONTS.iter() {
        for code in font.info().coverage.iter() {
            if let Some(word) = bits.get_mut(code as usize / 64) {
                *word |= 1 << (code % 64);
            }
        }
    }
    bits
});

/// Replaces, in every string, what cannot be drawn.
pub(crate) fn make_drawable(value: &mut Value) {
    match value {
        Value::String(text) => {
            if !text.chars().all(is_plain) {
                *text = drawable(text);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(make_drawable),
        Value::Object(fields) => fields.values_mut().for_each(make_drawable),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a character can be drawn whatever stands before it.
fn is_plain(c: char) -> bool {
    c == '\n' || (!is_invisible(c) && is_covered(c) && c.width() != Some(0))
}

fn is_covered(c: char) -> bool {
    let code = c as usize;
    DRAWABLE
        .get(code / 64)
        .is_some_and(|word| word >> (code % 64) & 1 == 1)
}

fn drawable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // The last character with a width, and the marks upon it, which one font must draw together.
    let mut cluster: Vec<char> = Vec::new();
    for c in text.chars().filter(|&c| !is_invisible(c)) {
        let mark = c.width() == Some(0);
        if !mark {
            cluster.clear();
        }
        if mark && (cluster.len() > MOST_MARKS || !share_a_font(&cluster, c)) {
            continue;
        }
        if c == '\n' || is_covered(c) {
            cluster.push(c);
            out.push(c);
        } else if c.is_whitespace() {
            out.push(' ');
        } else {
            out.push_str(&format!("[U+{:04X}]", c as u32));
        }
    }
    out
}

fn share_a_font(cluster: &[char], mark: char) -> bool {
    FONTS.iter().any(|font| {
        let covered = &font.info().coverage;
        covered.contains(mark.into()) && cluster.iter().all(|&c| covered.contains(c.into()))
    })
}

/// Controls, joiners, direction marks, variation selectors, tags.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}
