//! Passkeys on the desk's pages: what the script is told to ask the device for, signing in, and one's own on `/account`.

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{AccountId, Micros};
use seal::Tag;
use serde_json::{Value, json};
use store::{Account, Added, NewPasskey, Passkey, Proof, Removed, StoreError, Try};

use super::account;
use super::accounts::is_name;
use super::browser::Browser;
use super::challenge::Purpose;
use super::fields::{Fields, Sent};
use super::page::{Lang, words};
use super::refused::Answer;
use super::staff::{Staff, let_in};
use super::{House, State, refused, sign_in};
use crate::act::rng;
use crate::passkey::Untrue;

/// How long somebody may change their factors after they proved who they are.
const RECENT: Micros = 10 * 60_000_000;

/// An answer of somebody's passkey that is true, and what the next one is held against.
pub struct True {
    pub account: Account,
    pub passkey: Passkey,
    pub next: String,
}

/// Why somebody is not let in, and by which text they are told.
pub type Key = &'static str;

/// What the script is told: to ask the device this.
pub fn question(asked: Value) -> Response {
    Json(asked).into_response()
}

/// What the script is told: to show this.
pub fn told(lang: Lang, status: StatusCode, key: Key) -> Response {
    (status, Json(json!({ "told": words(lang).get(key) }))).into_response()
}

/// Where the desk must be open for passkeys; none where they are not offered.
pub fn origin(house: &House) -> Option<String> {
    let passkeys = house.passkeys.as_ref()?;
    Some(passkeys.origin().to_owned())
}

/// Asks for an answer of any passkey.
pub fn ask(house: &House, lang: Lang, purpose: Purpose, now: Micros) -> Response {
    let asked = house.passkeys.as_ref().and_then(|passkeys| passkeys.ask());
    match asked {
        Some((asked, state)) => house.answers.keep(purpose, state, now, question(asked)),
        None => told(lang, StatusCode::CONFLICT, "passkey.failed"),
    }
}

/// Whether what a browser sent is the true answer to what it was asked. What is not, of a passkey that is there, is told to whose it
/// is, and slows the next try.
pub async fn answered(
    house: &House,
    headers: &HeaderMap,
    (purpose, said): (&Purpose, &str),
    now: Micros,
) -> Result<Result<True, Key>, StoreError> {
    let Some(state) = house.answers.take(headers, purpose, now) else {
        return Ok(Err("passkey.stale"));
    };
    let Some(passkeys) = &house.passkeys else {
        return Ok(Err("passkey.wrong"));
    };
    let Some(answer) = passkeys.read(said) else {
        return Ok(Err("passkey.wrong"));
    };
    let store = &house.act.store;
    let mut read = store.read().await?;
    let found = store::passkey_of(&mut read, store.keys(), &answer.account, &answer.id).await?;
    drop(read);
    let Some((account, passkey)) = found else {
        return Ok(Err("passkey.wrong"));
    };
    let slow = slow(house, &account.id);
    if house.throttle.wait(slow, now).is_some() {
        return Ok(Err("passkey.wait"));
    }
    match passkeys.check(state, &answer, &passkey) {
        Ok(next) => Ok(Ok(True {
            account,
            passkey,
            next,
        })),
        Err(why) => {
            let browser = Browser::of(headers);
            let tried = Try {
                browser: browser.brought(),
                is_half_right: false,
                is_slowed: house.throttle.fail(slow, now),
                is_copied: why == Untrue::Copied,
            };
            store::refused_session(store, &account.id, tried, now, &mut rng()).await?;
            Ok(Err(match why {
                Untrue::Copied => "passkey.copied",
                Untrue::No => "passkey.wrong",
            }))
        }
    }
}

/// By which tries with an account's passkeys are slowed.
fn slow(house: &House, id: &AccountId) -> Tag {
    house.recovery.tag(id.as_bytes())
}

/// `POST /sign-in/ask`
pub async fn ask_in(house: State, request: Request) -> Response {
    let preferred = Lang::preferred(request.headers());
    let lang = match Fields::read(request).await {
        Some(fields) => Lang::named(fields.get("lang")).unwrap_or(preferred),
        None => preferred,
    };
    ask(&house, lang, Purpose::SignIn, house.act.clock.now())
}

/// `POST /sign-in/passkey`
pub async fn sign_in(house: State, request: Request) -> Response {
    let headers = request.headers().clone();
    let preferred = Lang::preferred(&headers);
    let Some(fields) = Fields::read(request).await else {
        return refused::long(preferred);
    };
    let lang = Lang::named(fields.get("lang")).unwrap_or(preferred);
    match begin(&house, &headers, fields.get("said")).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(key)) => sign_in::refuse(&house, lang, key),
        Err(error) => refused::later(lang, &error),
    }
}

async fn begin(
    house: &House,
    headers: &HeaderMap,
    said: &str,
) -> Result<Result<Response, Key>, StoreError> {
    let now = house.act.clock.now();
    let one = match answered(house, headers, (&Purpose::SignIn, said), now).await? {
        Ok(one) => one,
        Err(key) => return Ok(Err(key)),
    };
    let browser = Browser::of(headers);
    let (store, id) = (&house.act.store, &one.account.id);
    let proof = Proof::Passkey(&one.passkey, &one.next);
    let known = Some(browser.token());
    let token = store::begin_session(store, id, proof, known, now, &mut rng()).await?;
    Ok(match token {
        Some(token) => {
            house.throttle.succeed(slow(house, id));
            Ok(browser.keep(let_in(&token, "/")))
        }
        None => Err("passkey.stale"),
    })
}

/// Whether somebody proved a short time ago who they are, so that they may change their factors.
pub fn has_proved(staff: &Staff) -> bool {
    (0..RECENT).contains(&(staff.now - staff.session.proved))
}

fn prove_first() -> Response {
    Redirect::to("/prove").into_response()
}

/// The name in a form by which a passkey is known again.
pub fn named(fields: &Fields) -> Option<&str> {
    let name = fields.get("label").trim();
    is_name(name).then_some(name)
}

/// `POST /account/passkeys/ask`
pub async fn ask_new(house: State, sent: Sent) -> Response {
    let Sent { staff, fields } = sent;
    if !has_proved(&staff) {
        return told(staff.lang, StatusCode::FORBIDDEN, "passkey.prove");
    }
    if named(&fields).is_none() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return told(staff.lang, status, "passkey.nameless");
    }
    let store = &house.act.store;
    let theirs = async {
        let mut read = store.read().await?;
        store::passkeys(&mut read, store.keys(), staff.id()).await
    };
    let theirs = match theirs.await {
        Ok(theirs) => theirs,
        Err(error) => return refused::later(staff.lang, &error),
    };
    let name = &staff.session.account.name;
    let passkeys = house.passkeys.as_ref();
    match passkeys.and_then(|passkeys| passkeys.ask_new(staff.id(), name, &theirs)) {
        Some((asked, state)) => {
            let purpose = Purpose::Add(staff.form.clone());
            house
                .makings
                .keep(purpose, state, staff.now, question(asked))
        }
        None => told(staff.lang, StatusCode::CONFLICT, "passkey.failed"),
    }
}

/// `POST /account/passkeys`
pub async fn add(house: State, headers: HeaderMap, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    if !has_proved(&staff) {
        return Ok(prove_first());
    }
    let Some(name) = named(&fields) else {
        return account::refuse(&house, &staff, "passkey.nameless").await;
    };
    let purpose = Purpose::Add(staff.form.clone());
    let Some(state) = house.makings.take(&headers, &purpose, staff.now) else {
        return account::refuse(&house, &staff, "passkey.stale").await;
    };
    let passkeys = house.passkeys.as_ref();
    let made = passkeys.and_then(|passkeys| passkeys.made(&state, fields.get("said")));
    let Some(made) = made else {
        return account::refuse(&house, &staff, "passkey.refused").await;
    };
    let new = NewPasskey {
        id: &made.id,
        name,
        credential: &made.credential,
    };
    let added = store::add_passkey(&house.act.store, staff.by(), &new, &mut rng()).await;
    match added.map_err(|error| staff.failed(&error))? {
        Added::Yes => Ok(Redirect::to("/account#passkeys").into_response()),
        Added::Known => account::refuse(&house, &staff, "passkey.again").await,
        Added::Enough => account::refuse(&house, &staff, "passkey.enough").await,
    }
}

/// A passkey's tag, as forms carry it.
pub fn written(passkey: &Passkey) -> String {
    URL_SAFE_NO_PAD.encode(passkey.tag.as_bytes())
}

/// `POST /account/passkeys/remove`
pub async fn remove(house: State, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    if !has_proved(&staff) {
        return Ok(prove_first());
    }
    let bytes = URL_SAFE_NO_PAD.decode(fields.get("passkey")).ok();
    let tag = bytes.and_then(|bytes| Some(Tag::from_bytes(bytes.try_into().ok()?)));
    let tag = tag.ok_or_else(|| staff.senseless())?;
    let removed = store::remove_passkey(&house.act.store, staff.by(), &tag, &mut rng()).await;
    match removed.map_err(|error| staff.failed(&error))? {
        Removed::Yes => Ok(Redirect::to("/account#passkeys").into_response()),
        Removed::Last => account::refuse(&house, &staff, "passkey.last").await,
        Removed::Missing => Err(staff.missing()),
    }
}
