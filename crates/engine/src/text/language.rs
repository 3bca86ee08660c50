//! English or Spanish, by their commonest words.

use std::sync::LazyLock;

use super::lexicon::{HashMap, word_hash};
use super::token::{Token, TokenKind};
use crate::reading::Lang;

const ENGLISH: &str = "the of and to in is was for on that with as by at from are were has had have been his her they their \
    he she it this which who said an be or not but after will would about when u your you my i we if what just get";
const SPANISH: &str = "el la de que y en los las un una por con del se para su al es lo como fue mas pero sus le ha este esta \
    entre cuando sobre tambien hasta desde nos ya si mi tu te yo dijo segun quien donde esa ese eso van vamos";

static WEIGHTS: LazyLock<HashMap<(u8, u8)>> = LazyLock::new(|| {
    let mut weights = HashMap::default();
    for (words, lang) in [(ENGLISH, 0), (SPANISH, 1)] {
        for word in words.split_whitespace() {
            let weight: &mut (u8, u8) = weights.entry(word_hash(word)).or_default();
            if lang == 0 {
                weight.0 = 1
            } else {
                weight.1 = 1
            }
        }
    }
    weights
});

/// Language by the share of commonest words. Reads at most the first few thousand words.
pub(super) fn detect(tokens: &[Token]) -> Lang {
    let (mut english, mut spanish, mut words) = (0u32, 0u32, 0u32);
    for token in tokens
        .iter()
        .take(8000)
        .filter(|t| t.kind == TokenKind::Word)
    {
        words += 1;
        if let Some(&(en, es)) = WEIGHTS.get(&token.hash) {
            english += u32::from(en);
            spanish += u32::from(es);
        }
    }
    match english.cmp(&spanish) {
        _ if words == 0 || (english.max(spanish)) * 25 < words => Lang::Other,
        std::cmp::Ordering::Greater => Lang::En,
        std::cmp::Ordering::Less => Lang::Es,
        std::cmp::Ordering::Equal => Lang::Other,
    }
}
