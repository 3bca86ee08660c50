//! What a provider's token says, once it is sure that the provider signed it, for this desk, a short time ago, in answer to what was
//! asked.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;
use serde_json::Value;

/// Seconds by which clocks may differ.
const LEEWAY: f64 = 60.0;

/// Bytes of the longest subject that providers may give.
const LONGEST_SUBJECT: usize = 255;

/// What a token is held against.
pub(super) struct Expected<'e> {
    /// Who must have made it.
    pub(super) issuer: &'e str,
    /// For whom it must be.
    pub(super) client: &'e str,
    /// What was asked for with it.
    pub(super) nonce: &'e str,
    /// The time, in seconds.
    pub(super) now: f64,
}

/// What a token says of somebody.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// As the provider knows them.
    pub(super) subject: String,
    /// By what they proved to the provider who they are, in its words.
    pub(super) proofs: Vec<String>,
}

/// The provider's keys. Those of a kind that nobody here knows are left out.
#[derive(Deserialize)]
pub(super) struct Keys {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Deserialize)]
struct Head {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: f64,
    nonce: Option<String>,
    acr: Option<String>,
    #[serde(default)]
    amr: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// Reads a token.
///
/// # Errors
/// If it is not what was asked for: why, for whoever runs the desk.
pub(super) fn read(
    token: &str,
    keys: &Keys,
    expected: &Expected<'_>,
) -> Result<Said, &'static str> {
    const ODD: &str = "its token is none";
    let (signed, signature) = token.rsplit_once('.').ok_or(ODD)?;
    let (head, claims) = signed.split_once('.').ok_or(ODD)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| ODD)?;
    let head: Head = part(head).ok_or(ODD)?;
    if head.crit.is_some() {
        return Err("its token wants to be understood in a way that is not known here");
    }
    let fitting = keys.keys.iter().filter_map(|key| fitting(key, &head));
    let mut fitting = fitting.peekable();
    if fitting.peek().is_none() {
        return Err("its token is signed in a way, or by a key, that is not known here");
    }
    if !fitting.any(|key| has_signed(&key, &head.alg, signed.as_bytes(), &signature)) {
        return Err("its token is not signed by it");
    }
    let claims: Claims = part(claims).ok_or(ODD)?;
    let is_for_us = match &claims.aud {
        Audience::One(one) => one == expected.client,
        Audience::Many(all) => all.iter().any(|one| one == expected.client),
    };
    let is_for_others = matches!(&claims.aud, Audience::Many(all) if all.len() > 1);
    let is_party = match &claims.azp {
        Some(party) => party == expected.client,
        None => !is_for_others,
    };
    if claims.iss != expected.issuer {
        Err("its token names another issuer")
    } else if !is_for_us || !is_party {
        Err("its token is for another program")
    } else if claims.exp <= expected.now - LEEWAY {
        Err("its token has expired; do the clocks agree?")
    } else if claims.nonce.as_deref() != Some(expected.nonce) {
        Err("its token answers another question")
    } else if claims.sub.is_empty() || claims.sub.len() > LONGEST_SUBJECT {
        Err("its token names nobody")
    } else {
        Ok(Said {
            subject: claims.sub,
            proofs: claims.amr.into_iter().chain(claims.acr).collect(),
        })
    }
}

fn part<T: for<'de> Deserialize<'de>>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

/// A key, if it may be the one that a token says it is signed by.
fn fitting(key: &Value, head: &Head) -> Option<Key> {
    let key = Key::deserialize(key).ok()?;
    let is_named = head.kid.is_none() || head.kid == key.kid;
    let is_for_this = key.alg.as_ref().is_none_or(|alg| *alg == head.alg)
        && key.purpose.as_ref().is_none_or(|purpose| purpose == "sig");
    // the way of signing belongs to the kind of key, whatever the token says
    let is_of_kind = matches!(
        (head.alg.as_str(), key.kty.as_str(), key.crv.as_deref()),
        ("RS256" | "PS256", "RSA", _)
            | ("ES256", "EC", Some("P-256"))
            | ("ES384", "EC", Some("P-384"))
            | ("EdDSA", "OKP", Some("Ed25519"))
    );
    (is_named && is_for_this && is_of_kind).then_some(key)
}

fn has_signed(key: &Key, alg: &str, signed: &[u8], signature: &[u8]) -> bool {
    let bytes = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or_default();
        URL_SAFE_NO_PAD.decode(text).unwrap_or_default()
    };
    let rsa = || RsaPublicKeyComponents {
        n: bytes(&key.n),
        e: bytes(&key.e),
    };
    let point = || [vec![4], bytes(&key.x), bytes(&key.y)].concat();
    let verified = match alg {
        "RS256" => rsa().verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature),
        "PS256" => rsa().verify(&RSA_PSS_2048_8192_SHA256, signed, signature),
        "ES256" => {
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point()).verify(signed, signature)
        }
        "ES384" => {
            UnparsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point()).verify(signed, signature)
        }
        "EdDSA" => UnparsedPublicKey::new(&ED25519, bytes(&key.x)).verify(signed, signature),
        _ => return false,
    };
    verified.is_ok()
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use ring::hmac;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
    use serde_json::{Value, json};

    use super::{Expected, Keys, Said, read};

    const NOW: f64 = 1_790_000_000.0;

    const EXPECTED: Expected<'_> = Expected {
        issuer: "https://id.example.org",
        client: "desk",
        nonce: "n-1",
        now: NOW,
    };

    fn encode(bytes: impl AsRef<[u8]>) -> String {
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn pair() -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap()
    }

    fn keys(keys: Value) -> Keys {
        serde_json::from_value(json!({ "keys": keys })).unwrap()
    }

    fn known() -> Value {
        let x = encode(pair().public_key());
        json!({"kty": "OKP", "crv": "Ed25519", "kid": "one", "use": "sig", "alg": "EdDSA", "x": x})
    }

    fn claims() -> Value {
        json!({
            "iss": "https://id.example.org", "sub": "17", "aud": "desk", "exp": NOW + 300.0,
            "iat": NOW, "nonce": "n-1", "amr": ["pwd", "mfa"], "acr": "gold",
        })
    }

    fn token(head: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
        let signed = format!(
            "{}.{}",
            encode(head.to_string()),
            encode(claims.to_string())
        );
        let signature = encode(sign(signed.as_bytes()));
        format!("{signed}.{signature}")
    }

    fn by_key(bytes: &[u8]) -> Vec<u8> {
        pair().sign(bytes).as_ref().to_vec()
    }

    fn head() -> Value {
        json!({"alg": "EdDSA", "kid": "one", "typ": "JWT"})
    }

    #[test]
    fn a_token_that_is_what_was_asked_for_says_who() {
        let odd = json!({"kty": "future"});
        let encrypting = json!({"kty": "RSA", "kid": "one", "use": "enc", "n": "AQ", "e": "AQAB"});
        let keys = keys(json!([odd, encrypting, known()]));
        let said = read(&token(&head(), &claims(), by_key), &keys, &EXPECTED);
        let proofs = ["pwd", "mfa", "gold"].map(str::to_owned).to_vec();
        let subject = "17".to_owned();
        assert_eq!(said, Ok(Said { subject, proofs }));
        // without the key's name each that fits is tried
        let nameless = json!({"alg": "EdDSA"});
        assert!(read(&token(&nameless, &claims(), by_key), &keys, &EXPECTED).is_ok());
    }

    #[test]
    fn another_curve_is_known_too() {
        let chance = SystemRandom::new();
        let kind = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let made = EcdsaKeyPair::generate_pkcs8(kind, &chance).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(kind, made.as_ref(), &chance).unwrap();
        let point = pair.public_key().as_ref();
        let (x, y) = (encode(&point[1..33]), encode(&point[33..]));
        let keys = keys(json!([{"kty": "EC", "crv": "P-256", "x": x, "y": y}]));
        let sign = |bytes: &[u8]| pair.sign(&chance, bytes).unwrap().as_ref().to_vec();
        let token = token(&json!({"alg": "ES256"}), &claims(), sign);
        assert!(read(&token, &keys, &EXPECTED).is_ok());
    }

    #[test]
    fn whatever_was_not_asked_for_is_refused() {
        let keys = keys(json!([known()]));
        let refused = |token: &str| read(token, &keys, &EXPECTED).unwrap_err();
        let changes = [
            (json!({"iss": "https://id.example.org/"}), "another issuer"),
            (json!({"aud": "other"}), "another program"),
            (json!({"aud": ["other"]}), "another program"),
            (json!({"aud": ["desk", "other"]}), "another program"),
            (json!({"azp": "other"}), "another program"),
            (json!({"exp": NOW - 61.0}), "has expired"),
            (json!({"exp": null}), "is none"),
            (json!({"nonce": "n-2"}), "another question"),
            (json!({"nonce": null}), "another question"),
            (json!({"sub": ""}), "names nobody"),
            (json!({"sub": "x".repeat(256)}), "names nobody"),
        ];
        for (change, told) in changes {
            let mut claims = claims();
            for (name, value) in change.as_object().unwrap() {
                claims[name] = value.clone();
            }
            let found = refused(&token(&head(), &claims, by_key));
            assert!(found.contains(told), "{change}: {found}");
        }
        let many = json!({"aud": ["desk", "other"], "azp": "desk"});
        let mut both = claims();
        both["aud"] = many["aud"].clone();
        both["azp"] = many["azp"].clone();
        assert!(read(&token(&head(), &both, by_key), &keys, &EXPECTED).is_ok());
    }

    #[test]
    fn whoever_has_not_the_key_makes_no_token() {
        let keys = keys(json!([known()]));
        let refused = |token: &str| read(token, &keys, &EXPECTED).unwrap_err();
        let whole = token(&head(), &claims(), by_key);
        let (signed, _) = whole.rsplit_once('.').unwrap();
        let mut other = claims();
        other["sub"] = json!("18");
        let changed = whole.replace(&encode(claims().to_string()), &encode(other.to_string()));
        assert!(refused(&changed).contains("not signed by it"));
        assert!(refused(&format!("{signed}.")).contains("not signed by it"));
        let by_public = |bytes: &[u8]| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, pair().public_key().as_ref());
            hmac::sign(&key, bytes).as_ref().to_vec()
        };
        for (head, sign) in [
            (json!({"alg": "none"}), None),
            (json!({"alg": "HS256", "kid": "one"}), Some(())),
            (json!({"alg": "RS256", "kid": "one"}), None),
            (json!({"alg": "EdDSA", "kid": "two"}), None),
        ] {
            let made = match sign {
                Some(()) => token(&head, &claims(), by_public),
                None => token(&head, &claims(), by_key),
            };
            assert!(refused(&made).contains("not known here"), "{head}");
        }
        let critical = json!({"alg": "EdDSA", "crit": ["exp"]});
        assert!(refused(&token(&critical, &claims(), by_key)).contains("in a way that"));
        for odd in ["", "a.b.c", "..", signed, &format!("{whole}.x")] {
            assert!(read(odd, &keys, &EXPECTED).is_err(), "{odd}");
        }
    }
}
