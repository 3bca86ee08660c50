//! Passwords and second factors.

use seal::{Authenticator, LookupKey, PasswordHash, RecoveryCode};

use super::support::Rng;

#[test]
fn a_password_is_known_and_no_other_is() {
    let hash = PasswordHash::new("correct horse battery", &mut Rng::seeded(1));
    assert!(hash.as_str().starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
    let kept = PasswordHash::kept(hash.as_str().to_owned());
    assert!(kept.is_of("correct horse battery"));
    assert!(!kept.is_of("correct horse battery "));
    assert!(!PasswordHash::kept("$argon2id$".to_owned()).is_of("correct horse battery"));
    assert_eq!(format!("{hash:?}"), "PasswordHash");
}

/// The first test vector of RFC 6238, as six digits.
#[test]
fn codes_are_those_of_the_standard() {
    let secret = Authenticator::kept(*b"12345678901234567890");
    assert_eq!(secret.code(59), "287082");
    assert_eq!(secret.code(1_111_111_109), "081804");
    assert_eq!(secret.step_of("287 082", 59), Some(1));
    assert_eq!(secret.step_of("287082", 89), Some(1), "a step later");
    assert_eq!(secret.step_of("287082", 120), None);
    for wrong in ["", "28708", "2870820", "abcdef", "２８７０８２"] {
        assert_eq!(secret.step_of(wrong, 59), None, "{wrong}");
    }
}

#[test]
fn an_authenticator_is_told_who_it_is_for() {
    let secret = Authenticator::kept(*b"12345678901234567890");
    assert_eq!(
        *secret.uri("ana lópez", "Desk: 1"),
        "otpauth://totp/Desk%3A%201:ana%20l%C3%B3pez?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Desk%3A%201"
    );
}

#[test]
fn a_code_on_paper_is_read_as_it_was_written_down() {
    let key = LookupKey::new(&mut Rng::seeded(3)).of("recovery");
    let code = RecoveryCode::new(&mut Rng::seeded(4));
    let written = code.reveal().to_uppercase().replace('-', " ");
    let read = RecoveryCode::parse(&written).expect("a code");
    assert_eq!(read.tag(&key), code.tag(&key));
    assert!(RecoveryCode::parse(&written[1..]).is_none());
    assert!(RecoveryCode::parse("").is_none());
}
