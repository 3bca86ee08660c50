//! Signatures of messages to other programs, against what the standard's own libraries are tested with.

use seal::{NotASecret, WebhookSecret};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

#[test]
fn a_signature_is_that_of_the_standard() {
    let secret = WebhookSecret::parse(SECRET).unwrap();
    let body = br#"{"test": 2432232314}"#;
    assert_eq!(
        secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    );
    // the prefix is no part of it
    let bare = WebhookSecret::parse("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n").unwrap();
    assert_eq!(bare.sign("a", 1, body), secret.sign("a", 1, body));
    for (id, seconds, body) in [("b", 1, "x"), ("a", 2, "x"), ("a", 1, "y")] {
        let other = secret.sign(id, seconds, body.as_bytes());
        assert_ne!(other, secret.sign("a", 1, b"x"));
    }
}

#[test]
fn what_is_no_secret_is_refused_and_none_is_shown() {
    for text in [
        "",
        "whsec_",
        "whsec_c2hvcnQ=",
        "sesame, open yourself!",
        &"QUFB".repeat(22),
    ] {
        assert_eq!(WebhookSecret::parse(text).unwrap_err(), NotASecret);
    }
    assert!(WebhookSecret::parse(&"QUFB".repeat(8)).is_ok());
    let shown = format!("{:?}", WebhookSecret::parse(SECRET).unwrap());
    assert_eq!(shown, "WebhookSecret");
}
