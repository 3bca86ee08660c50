//! Receipts: drawn fairly, read as people type them, and telling nothing.

use std::collections::BTreeMap;

use proptest::prelude::*;
use seal::{IndexKey, LONGEST_INPUT, LookupKey, WORDS, Words, WordsError};

use super::support::Rng;

fn list() -> Vec<&'static str> {
    include_str!("../../words/eff.txt").lines().collect()
}

fn words(seed: u64) -> Words {
    Words::new(&mut Rng::seeded(seed))
}

#[test]
fn the_list_can_be_read_without_spaces() {
    let list = list();
    assert_eq!(list.len(), 7772);
    assert!(
        list.iter()
            .all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
    );
    assert!(
        list.windows(2)
            .all(|pair| pair[0] < pair[1] && !pair[1].starts_with(pair[0]))
    );
    assert!(9.0 * (list.len() as f64).log2() > 116.0);
}

#[test]
fn words_are_drawn_fairly() {
    let mut rng = Rng::seeded(1);
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let draws = 20_000;
    for _ in 0..draws {
        for word in Words::new(&mut rng).each() {
            *counts.entry(word).or_default() += 1;
        }
    }
    assert_eq!(counts.len(), 7772);
    // chi-square with 7,771 degrees of freedom: mean 7,771, standard deviation 125
    let expected = f64::from(draws * WORDS as u32) / 7772.0;
    let squares: f64 = counts
        .values()
        .map(|count| (f64::from(*count) - expected).powi(2) / expected)
        .sum();
    assert!(
        (7771.0 - 500.0..7771.0 + 500.0).contains(&squares),
        "{squares}"
    );
    // the first and the last are drawn too
    assert!(counts.contains_key("abacus") && counts.contains_key("zoom"));
}

#[test]
fn read_as_people_type() {
    let nine = "abacus lantern dolphin mango ozone putt rocket syrup zoom";
    let read = Words::parse(nine).unwrap();
    assert_eq!(*read.phrase(), nine);
    for typed in [
        "  Abacus LANTERN\tdolphin\r\nmango ozone  putt rocket syrup zoom. ",
        "abacus-lantern-dolphin-mango-ozone-putt-rocket-syrup-zoom",
        "abacus, lantern, dolphin, mango, ozone, putt, rocket, syrup, zoom",
        "1. abacus 2. lantern 3. dolphin 4. mango 5. ozone 6. putt 7. rocket 8. syrup 9. zoom",
        "abacuslanterndolphinmangoozoneputtrocketsyrupzoom",
        "aba\u{ad}cus la\u{301}ntern dolphín mangö ozone putt rocket syrup zoom",
        "ａｂａｃｕｓ lantern dol-\nphin mango ozone putt rocket syrup zoom",
    ] {
        assert_eq!(Words::parse(typed), Ok(read.clone()), "{typed}");
    }
}

#[test]
fn mistakes_are_told_by_the_list_alone() {
    let told = |text: &str| Words::parse(text).unwrap_err();
    assert_eq!(told(""), WordsError::Count(0));
    assert_eq!(told("abacus lantern"), WordsError::Count(2));
    assert_eq!(told(&"abacus ".repeat(10)), WordsError::Count(10));
    assert_eq!(told(&"a".repeat(LONGEST_INPUT + 1)), WordsError::TooLong);
    let with = |word: &str| {
        told(&format!(
            "abacus {word} dolphin mango ozone putt rocket syrup zoom"
        ))
    };
    let suggests = |word: &str| match with(word) {
        WordsError::Unknown {
            position: 2,
            suggestions,
        } => suggestions,
        other => panic!("{word}: {other:?}"),
    };
    assert_eq!(suggests("lantren"), ["lantern"]);
    assert_eq!(suggests("lanternn"), ["lantern"]);
    assert_eq!(suggests("lantetn"), ["lantern"]);
    assert_eq!(suggests("lantrn"), ["lantern"]);
    assert_eq!(suggests("abdomi"), ["abdominal"]);
    assert_eq!(suggests("xyzzy"), [""; 0]);
    assert_eq!(suggests("собака"), [""; 0]);
    assert_eq!(
        with("lantren").to_string(),
        "word 2 is no word of a receipt: is it lantern?"
    );
    assert_eq!(with("xyzzy").to_string(), "word 2 is no word of a receipt");
    assert_eq!(told("a b").to_string(), "word 1 is no word of a receipt");
}

#[test]
fn found_by_a_tag() {
    let mut rng = Rng::seeded(1);
    let (one, other) = (
        LookupKey::new(&mut rng).of("receipt"),
        LookupKey::new(&mut rng).of("receipt"),
    );
    let receipt = words(3);
    let typed = Words::parse(&receipt.phrase().to_uppercase()).unwrap();
    assert_eq!(typed.tag(&one), receipt.tag(&one));
    assert_ne!(receipt.tag(&one), receipt.tag(&other));
    assert_ne!(receipt.tag(&one), words(4).tag(&one));
    assert_ne!(receipt, words(4));
}

proptest! {
    #[test]
    fn any_receipt_is_read_back(seed in any::<u64>(), apart in "[ ,;.\\-\n\t0-9]{0,4}", upper in any::<bool>()) {
        let receipt = words(seed);
        let mut typed = receipt.each().collect::<Vec<_>>().join(&apart);
        if upper {
            typed = typed.to_uppercase();
        }
        prop_assert_eq!(Words::parse(&typed), Ok(receipt));
    }

    #[test]
    fn any_text(text in "\\PC{0,300}") {
        if let Ok(read) = Words::parse(&text) {
            prop_assert_eq!(Words::parse(&read.phrase()), Ok(read));
        }
    }

    /// What is told of a mistake holds nothing of what was typed, but for words of the list.
    #[test]
    fn mistakes_tell_nothing(text in "[a-z]{1,12}( [a-z]{1,12}){0,10}") {
        if let Err(WordsError::Unknown { position, suggestions }) = Words::parse(&text) {
            prop_assert!(position <= 11 && suggestions.len() <= 3);
            prop_assert!(suggestions.iter().all(|word| list().binary_search(word).is_ok()));
        }
    }
}

#[test]
fn a_seed_has_its_words() {
    let keys = LookupKey::new(&mut Rng::seeded(1));
    let key = keys.of("receipt");
    let phrase = |key: &IndexKey, seed: &[u8]| Words::of_seed(key, seed).phrase().to_string();
    let first = phrase(&key, &[1; 16]);
    assert_eq!(first, phrase(&key, &[1; 16]));
    assert_ne!(first, phrase(&key, &[2; 16]));
    assert_ne!(first, phrase(&keys.of("other"), &[1; 16]));
    let seen: std::collections::BTreeSet<String> = (0..2000u32)
        .flat_map(|n| {
            Words::of_seed(&key, &n.to_be_bytes())
                .each()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    // 18,000 draws from 7,772 words leave about one in ten out
    assert!((6_800..7_200).contains(&seen.len()), "{}", seen.len());
}
