//! Any text at all can be read.

use std::ops::Range;

use proptest::prelude::*;

use super::*;
use crate::text::Doc;

/// Texts made of what the extractors look at, and of anything.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "$", "€", "US", "USD", "5,000", "10k", "20.000", "0.4", "BTC", "bitcoin", "five", "thousand", "hundred", "half", "a",
            "of", "to", "between", "and", "entre", "y", "de", "mil", "millones", "medio", "pesos", "euros", "dollars", "up", "hasta",
            "-", "–", "/", "(", ")", ".", ",", "\n", "\n\n", "killed", "wounded", "two", "people", "others", "no", "one", "heridos",
            "dos", "sin", "muertos", "murieron", "15", "May", "2024", "mayo", "Tuesday", "martes", "last", "week", "ago", "hace",
            "días", "ayer", "By", "Por", "Posted", "@", "+34", "600", "123", "456", "Calle", "Mayor", "12", "Street", "ES91", "A", "00/100",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let glue = prop_oneof![4 => Just(" "), 1 => Just("")];
    prop::collection::vec((piece, glue), 0..40).prop_map(|pieces| {
        pieces
            .into_iter()
            .map(|(piece, glue)| piece + glue)
            .collect()
    })
}

fn check(doc: &Doc, tokens: &Range<usize>) -> Result<(), TestCaseError> {
    prop_assert!(tokens.start < tokens.end && tokens.end <= doc.tokens.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_text_is_read(text in text()) {
        let doc = Doc::new(&text);
        let mut end = 0;
        for found in money(&doc) {
            check(&doc, &found.tokens)?;
            prop_assert!(found.tokens.start >= end, "sums overlap in {text:?}");
            end = found.tokens.end;
            prop_assert!(found.amount.min.is_some() || found.amount.max.is_some());
        }
        for found in casualties(&doc) {
            check(&doc, &found.tokens)?;
            prop_assert!(found.sentence < doc.sentences.len());
            prop_assert!(found.killed.is_some() || found.injured.is_some());
        }
        let mut end = 0;
        for found in exposures(&doc, &Names::find(&doc)) {
            prop_assert!(found.start >= end && found.start < found.end, "exposures overlap in {text:?}");
            end = found.end;
        }
        prop_assert!(end <= text.chars().count());
        let head = masthead(&doc);
        for found in [&head.title, &head.byline, &head.publisher_tokens].into_iter().flatten() {
            check(&doc, found)?;
        }
        prop_assert!(head.body == 0 || head.body < doc.sentences.len());
        let day = published(&doc).or(jiff::civil::Date::new(2024, 5, 16).ok());
        let mut end = 0;
        for found in dates(&doc, Anchor { published: day, near: None }) {
            check(&doc, &found.tokens)?;
            prop_assert!(found.tokens.start >= end, "dates overlap in {text:?}");
            end = found.tokens.end;
            prop_assert!(found.start <= found.end);
        }
    }
}
