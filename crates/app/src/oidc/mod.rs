//! Signing in by a provider of identities, as OpenID Connect has it: where a browser is sent, and whether what it brings back is
//! true. The one place that knows the protocol: the way with a code, PKCE and a nonce, and no other.

mod token;

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use model::Micros;
use model::call::Fault;
use rand_core::Rng;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use store::Identity;
use tokio::sync::Semaphore;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};
use zeroize::Zeroizing;

use crate::act::rng;
use crate::config::{Oidc, Password, is_this_machine};
use crate::http::{Answer, fetch, head};
use token::{Expected, Keys};

/// Where the provider sends browsers back to, at the desk's address.
pub(crate) const BACK: &str = "/sign-in/provider/back";

/// How long it is believed what a provider says of itself.
const BELIEVED: Micros = 10 * 60_000_000;

/// Questions that the provider is asked at once.
const AT_ONCE: usize = 4;

/// A provider of identities.
pub(crate) struct Provider {
    settings: Oidc,
    back: String,
    known: Mutex<Option<(Micros, Arc<Metadata>)>>,
    room: Semaphore,
}

/// What a provider says of itself.
#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    jwks_uri: Url,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

/// What a browser was sent with, that its answer is held against.
pub(crate) struct Question {
    state: String,
    nonce: String,
    verifier: String,
}

/// What a browser brings back.
pub(crate) struct Brought<'b> {
    pub(crate) state: &'b str,
    pub(crate) code: &'b str,
    /// Who sent it, if the provider says so.
    pub(crate) issuer: &'b str,
    pub(crate) error: &'b str,
}

/// Somebody for whom the provider vouches.
pub(crate) struct Vouched {
    pub(crate) identity: Identity,
    /// Whether the provider has asked for a second factor, in a way that the desk is set to rely on.
    pub(crate) has_second: bool,
}

/// Why nobody is vouched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The provider cannot be asked.
    Down,
    /// It did not let them in.
    Refused,
    /// What came back belongs to nothing that was asked.
    Stale,
    /// What it says is not true, or not what was asked for.
    Untrue,
}

/// Text that nobody guesses: 256 bits.
fn chance() -> String {
    let mut bytes = [0; 32];
    rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

fn json<T: for<'de> Deserialize<'de>>(answer: &Answer) -> Result<T, Fault> {
    if answer.status != 200 {
        return Err(match answer.status {
            408 | 425 | 429 | 500..=599 => Fault::Busy,
            _ => Fault::Odd,
        });
    }
    serde_json::from_slice(&answer.body).map_err(|_| Fault::Odd)
}

async fn get<T: for<'de> Deserialize<'de>>(url: &Url) -> Result<T, Fault> {
    let request = format!("{}Accept: application/json\r\n\r\n", head("GET", url));
    json(&fetch(url, &request).await?)
}

/// What the provider says of itself, if that can be relied on.
async fn metadata(issuer: &str) -> Result<Metadata, Fault> {
    let at = format!(
        "{}/.well-known/openid-configuration",
        issuer.trim_end_matches('/')
    );
    let url = Url::parse(&at).map_err(|_| Fault::NoWay)?;
    let found: Metadata = get(&url).await?;
    let is_near = url.scheme() == "http";
    let is_safe = |to: &Url| {
        to.scheme() == "https"
            || is_near && to.scheme() == "http" && to.host_str().is_some_and(is_this_machine)
    };
    let all = [
        &found.authorization_endpoint,
        &found.token_endpoint,
        &found.jwks_uri,
    ];
    if found.issuer != issuer || !all.into_iter().all(is_safe) {
        return Err(Fault::Odd);
    }
    Ok(found)
}

/// Whether a provider can be asked.
///
/// # Errors
/// If it cannot.
pub(crate) async fn check(settings: &Oidc) -> Result<(), Fault> {
    settings.secret().map_err(|_| Fault::Secret)?;
    let found = metadata(&settings.issuer).await?;
    get::<Keys>(&found.jwks_uri).await.map(|_| ())
}

impl Provider {
    /// For a desk at a public address.
    pub(crate) fn new(settings: &Oidc, link: &str) -> Self {
        Provider {
            settings: settings.clone(),
            back: format!("{link}{BACK}"),
            known: Mutex::default(),
            room: Semaphore::new(AT_ONCE),
        }
    }

    /// What people call it.
    pub(crate) fn name(&self) -> &str {
        &self.settings.name
    }

    /// Where a browser is sent, and what its answer is held against.
    pub(crate) async fn ask(&self, lang: &str, now: Micros) -> Result<(String, Question), Trouble> {
        let _room = self.room.acquire().await;
        let known = self.known(now).await.map_err(down)?;
        let question = Question {
            state: chance(),
            nonce: chance(),
            verifier: chance(),
        };
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(question.verifier.as_bytes()));
        let mut to = known.authorization_endpoint.clone();
        to.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("client_id", &self.settings.client),
            ("redirect_uri", &self.back),
            ("scope", "openid"),
            ("state", &question.state),
            ("nonce", &question.nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
            ("ui_locales", lang),
        ]);
        Ok((to.into(), question))
    }

    /// For whom the provider vouches, by what a browser brought back.
    pub(crate) async fn answered(
        &self,
        question: &Question,
        brought: &Brought<'_>,
        now: Micros,
    ) -> Result<Vouched, Trouble> {
        let issuer = self.settings.issuer.as_str();
        if brought.state != question.state {
            return Err(Trouble::Stale);
        }
        if !brought.issuer.is_empty() && brought.issuer != issuer {
            return Err(Trouble::Untrue);
        }
        if !brought.error.is_empty() || brought.code.is_empty() {
            return Err(Trouble::Refused);
        }
        let _room = self.room.acquire().await;
        let known = self.known(now).await.map_err(down)?;
        let token = self.exchange(&known, question, brought.code).await?;
        let keys: Keys = get(&known.jwks_uri).await.map_err(down)?;
        let expected = Expected {
            issuer,
            client: &self.settings.client,
            nonce: &question.nonce,
            now: now as f64 / 1e6,
        };
        let said = token::read(&token, &keys, &expected).map_err(|why| {
            tracing::warn!("the provider of identities let nobody in: {why}");
            Trouble::Untrue
        })?;
        let relied = &self.settings.second_factor;
        Ok(Vouched {
            has_second: said.proofs.iter().any(|proof| relied.contains(proof)),
            identity: Identity {
                issuer: issuer.to_owned(),
                subject: said.subject,
            },
        })
    }

    /// What the provider says of itself, asked a short time ago.
    async fn known(&self, now: Micros) -> Result<Arc<Metadata>, Fault> {
        if let Ok(known) = self.known.lock()
            && let Some((asked, found)) = known.as_ref()
            && (0..BELIEVED).contains(&(now - asked))
        {
            return Ok(Arc::clone(found));
        }
        let found = Arc::new(metadata(&self.settings.issuer).await?);
        if let Ok(mut known) = self.known.lock() {
            *known = Some((now, Arc::clone(&found)));
        }
        Ok(found)
    }

    /// The token that a code stands for.
    async fn exchange(
        &self,
        known: &Metadata,
        question: &Question,
        code: &str,
    ) -> Result<String, Trouble> {
        let secret = self.settings.secret().map_err(|_| down(Fault::Secret))?;
        let request = self.request(known, question, code, &secret);
        let answer = fetch(&known.token_endpoint, &request).await.map_err(down)?;
        match answer.status {
            200 => json(&answer)
                .map(|tokens: Tokens| tokens.id_token)
                .map_err(down),
            400 => Err(Trouble::Stale),
            401 | 403 => Err(down(Fault::LogIn)),
            _ => Err(down(Fault::Busy)),
        }
    }

    /// What is asked for a code: in the way by which the provider wants to know this desk.
    fn request(
        &self,
        known: &Metadata,
        question: &Question,
        code: &str,
        secret: &Password,
    ) -> Zeroizing<String> {
        let client = self.settings.client.as_str();
        let mut body = Serializer::new(String::new());
        body.extend_pairs([
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.back),
            ("code_verifier", &question.verifier),
        ]);
        let ways = &known.token_endpoint_auth_methods_supported;
        let has = |way: &str| ways.iter().any(|one| one == way);
        let mut proof = Zeroizing::new(String::new());
        if has("client_secret_post") && !has("client_secret_basic") {
            body.extend_pairs([("client_id", client), ("client_secret", secret.reveal())]);
        } else {
            let coded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
            let pair = Zeroizing::new(format!("{}:{}", coded(client), coded(secret.reveal())));
            *proof = format!("Authorization: Basic {}\r\n", STANDARD.encode(&*pair));
        }
        let body = Zeroizing::new(body.finish());
        Zeroizing::new(format!(
            "{}{}Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
            head("POST", &known.token_endpoint),
            *proof,
            body.len(),
            *body
        ))
    }
}

fn down(fault: Fault) -> Trouble {
    tracing::warn!("the provider of identities cannot be asked: {fault}");
    Trouble::Down
}
