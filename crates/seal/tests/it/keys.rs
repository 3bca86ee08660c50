//! Master keys from files and passphrases, and tokens.

use proptest::prelude::*;
use proptest::sample::Index;
use seal::{KeyError, LookupKey, MasterKey, Stretch, StretchError, Token, TokenError};

use super::support::Rng;

fn file() -> String {
    MasterKey::new(&mut Rng::seeded(1)).to_file().to_string()
}

#[test]
fn key_files_are_read_back() {
    let key = MasterKey::new(&mut Rng::seeded(1));
    let read = |text: &str| MasterKey::from_file(text).map(|key| key.id());
    assert_eq!(read(&file()), Ok(key.id()));
    let bare = file().lines().last().unwrap().to_owned();
    let typed = bare
        .to_uppercase()
        .replacen(' ', "\r\n  ", 4)
        .replacen(' ', "-", 1);
    for text in [
        bare.clone(),
        typed,
        format!("\u{feff}{bare}"),
        bare.replace(' ', ""),
    ] {
        assert_eq!(read(&text), Ok(key.id()), "{text}");
    }
}

#[test]
fn damaged_key_files_say_what_to_do() {
    let bare = file().lines().last().unwrap().to_owned();
    let fault = |text: &str| MasterKey::from_file(text).err();
    assert_eq!(fault(""), Some(KeyError::Head));
    assert_eq!(fault("-----BEGIN PRIVATE KEY-----"), Some(KeyError::Head));
    assert_eq!(fault(&bare[..bare.len() - 3]), Some(KeyError::Length(69)));
    assert_eq!(fault(&format!("{bare}0")), Some(KeyError::Length(73)));
    assert_eq!(fault(&format!("{bare}\n{bare}")), Some(KeyError::Several));
    assert_eq!(
        fault(&bare.replacen(" ", " o", 1)),
        Some(KeyError::Digit(1))
    );
    for error in [
        KeyError::Head,
        KeyError::Several,
        KeyError::Digit(3),
        KeyError::Length(5),
        KeyError::Checksum,
    ] {
        assert_eq!(error.to_string().lines().count(), 2);
    }
}

#[test]
fn stretching_is_stored_as_text() {
    let stretch = Stretch::new(&mut Rng::of(0..16));
    let text = "$argon2id$v=19$m=65536,t=3,p=1$AAECAwQFBgcICQoLDA0ODw";
    assert_eq!(stretch.to_string(), text);
    assert_eq!(text.parse(), Ok(stretch.clone()));
    let fault = |from: &str, to: &str| text.replace(from, to).parse::<Stretch>().unwrap_err();
    for (from, to) in [
        ("id", "i"),
        ("=19", "=16"),
        ("m=", "m=+"),
        ("t=3,", ""),
        ("Dw", "D"),
        ("Dw", "Dw=="),
        ("$AA", "AA"),
    ] {
        assert_eq!(fault(from, to), StretchError::Form, "{to}");
    }
    for (from, to) in [
        ("65536", "4294967295"),
        ("65536", "7"),
        ("t=3", "t=65"),
        ("t=3", "t=0"),
        ("p=1", "p=17"),
        ("p=1", "p=0"),
    ] {
        assert!(
            matches!(fault(from, to), StretchError::Bounds { .. }),
            "{to}"
        );
    }
    assert!(stretch.clone().with_cost(1, 1).is_err());
    let cheap = stretch.with_cost(64, 1).unwrap();
    assert_eq!(cheap.key("a b").id(), cheap.key("\ta b\r\n").id());
    assert_ne!(cheap.key("a b").id(), cheap.key("ab").id());
    assert_eq!(fault("id", "i").to_string().lines().count(), 2);
}

#[test]
fn tokens_are_read_back() {
    let mut rng = Rng::seeded(1);
    let (one, other) = (Token::new(&mut rng), Token::new(&mut rng));
    let text = one.reveal();
    assert!(text.starts_with("wdl_") && text.len() == 60);
    let key = LookupKey::new(&mut rng).of("token");
    let tag = |text: &str| Token::parse(text).map(|token| token.tag(&key));
    assert_eq!(tag(text), Ok(one.tag(&key)));
    assert_eq!(
        tag(&format!("  {}\n", text.to_uppercase())),
        Ok(one.tag(&key))
    );
    assert_ne!(one.tag(&key), other.tag(&key));
    assert_eq!(tag(""), Err(TokenError::Form));
    assert_eq!(tag(&text[..59]), Err(TokenError::Form));
    assert_eq!(tag(&format!("{text}0")), Err(TokenError::Form));
    assert_eq!(tag(&text.replace("wdl_", "wdl-")), Err(TokenError::Form));
    assert_eq!(
        tag(&format!("wdl_{}", "l".repeat(56))),
        Err(TokenError::Form)
    );
    assert_eq!(
        tag(&format!("wdl_{}", "é".repeat(28))),
        Err(TokenError::Form)
    );
}

proptest! {
    #[test]
    fn a_wrong_digit_is_found(at in any::<Index>(), digit in 0u32..16) {
        let bare = file().lines().last().unwrap().to_owned();
        let places: Vec<usize> = bare.match_indices(|c: char| c.is_ascii_hexdigit()).map(|(at, _)| at).filter(|at| *at >= 15).collect();
        let at = places[at.index(places.len())];
        let digit = char::from_digit(digit, 16).unwrap().to_string();
        let mut wrong = bare.clone();
        wrong.replace_range(at..=at, &digit);
        let fault = MasterKey::from_file(&wrong).err();
        prop_assert_eq!(fault, (wrong != bare).then_some(KeyError::Checksum));
    }

    #[test]
    fn a_wrong_character_of_a_token_is_found(seed in any::<u64>(), at in 4usize..60, letter in "[0-9a-hjkmnp-tv-z]") {
        let token = Token::new(&mut Rng::seeded(seed));
        let mut wrong = token.reveal().to_owned();
        wrong.replace_range(at..=at, &letter);
        prop_assume!(wrong != token.reveal());
        // one in a million passes
        if let Ok(read) = Token::parse(&wrong) {
            prop_assert_eq!(read.reveal(), wrong);
        }
    }

    #[test]
    fn any_text(text in ".{0,200}") {
        for text in [text.clone(), format!("wardline-key-1{text}"), format!("wdl_{text}"), format!("$argon2id$v=19${text}")] {
            prop_assert!(MasterKey::from_file(&text).is_err());
            prop_assert!(Token::parse(&text).is_err());
            prop_assert!(text.parse::<Stretch>().is_err());
        }
    }
}
