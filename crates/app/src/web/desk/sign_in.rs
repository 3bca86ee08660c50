//! `/sign-in`: a passkey, or name, password, and a code. Nothing tells which of them was wrong, or whether there is such a name.

use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use model::Micros;
use seal::{PasswordHash, RecoveryCode, Tag, Token};
use store::{Proof, Proven, StoreError, Try};

use super::browser::Browser;
use super::fields::{Fields, Sent};
use super::page::{self, Frame, Lang, words};
use super::staff::{let_in, let_out};
use super::{House, State, passkey, provider, refused};
use crate::act::rng;

#[derive(Template)]
#[template(path = "desk/sign_in.html")]
struct SignIn {
    f: Frame<'static>,
    desk: String,
    /// Where the desk must be open for passkeys, if they are offered.
    origin: Option<String>,
    /// By which provider they may sign in, too.
    provider: Option<String>,
    name: String,
    error: String,
}

fn show(house: &House, lang: Lang, status: StatusCode, name: &str, error: String) -> Response {
    let page = SignIn {
        f: Frame::bare(lang, "sign-in.title"),
        desk: house.name.clone(),
        origin: passkey::origin(house),
        provider: provider::name(house),
        name: name.to_owned(),
        error,
    };
    page::render(status, &page)
}

/// The form again, after a passkey was refused.
pub fn refuse(house: &House, lang: Lang, key: passkey::Key) -> Response {
    tell(house, lang, words(lang).get(key).to_owned())
}

/// The form, with what did not work.
pub fn tell(house: &House, lang: Lang, told: String) -> Response {
    show(house, lang, StatusCode::UNPROCESSABLE_ENTITY, "", told)
}

/// The form.
pub async fn get(house: State, headers: HeaderMap, asked: Fields) -> Response {
    let lang = Lang::named(asked.get("lang")).unwrap_or_else(|| Lang::preferred(&headers));
    show(&house, lang, StatusCode::OK, "", String::new())
}

/// Signs in.
pub async fn post(house: State, request: Request) -> Response {
    let preferred = Lang::preferred(request.headers());
    let browser = Browser::of(request.headers());
    let Some(fields) = Fields::read(request).await else {
        return refused::long(preferred);
    };
    let lang = Lang::named(fields.get("lang")).unwrap_or(preferred);
    let name = fields.get("name").trim();
    let now = house.act.clock.now();
    let tag = house.recovery.tag(name.to_lowercase().as_bytes());
    if let Some(seconds) = house.throttle.wait(tag, now) {
        let minutes = seconds.div_ceil(60);
        let told = words(lang).fill("sign-in.wait", &[("n", &minutes)]);
        return show(&house, lang, StatusCode::TOO_MANY_REQUESTS, name, told);
    }
    match sign_in(&house, (name, tag), &fields, &browser, now).await {
        Ok(Some(token)) => {
            house.throttle.succeed(tag);
            browser.keep(let_in(&token, "/"))
        }
        Ok(None) => {
            let told = words(lang).get("sign-in.wrong").to_owned();
            show(&house, lang, StatusCode::UNPROCESSABLE_ENTITY, name, told)
        }
        Err(error) => refused::later(lang, &error),
    }
}

async fn sign_in(
    house: &House,
    (name, tag): (&str, Tag),
    fields: &Fields,
    browser: &Browser,
    now: Micros,
) -> Result<Option<Token>, StoreError> {
    let store = &house.act.store;
    let mut read = store.read().await?;
    let found = store::by_name(&mut read, store.keys(), name).await?;
    drop(read);
    let is_right = is_password(house, found.as_ref(), fields.get("password")).await;
    let Some(found) = found else {
        house.throttle.fail(tag, now);
        return Ok(None);
    };
    let id = found.account.id;
    if let (true, Some(proof)) = (is_right, proof(house, &found, fields.get("code"), now)) {
        let token = Some(browser.token());
        let token = store::begin_session(store, &id, proof, token, now, &mut rng()).await?;
        if token.is_some() {
            return Ok(token);
        }
    }
    let tried = Try {
        browser: browser.brought(),
        is_half_right: is_right,
        is_slowed: house.throttle.fail(tag, now),
        is_copied: false,
    };
    store::refused_session(store, &id, tried, now, &mut rng()).await?;
    Ok(None)
}

/// Takes as long for a name that nobody has.
pub async fn is_password(house: &House, found: Option<&Proven>, password: &str) -> bool {
    let Some(_room) = house.throttle.room().await else {
        return false;
    };
    let usable = found.filter(|found| found.account.ended.is_none());
    let hash = usable.and_then(|found| found.password.clone());
    let password = zeroize::Zeroizing::new(password.to_owned());
    let tried = tokio::task::spawn_blocking(move || match hash {
        Some(hash) => hash.is_of(&password),
        None => {
            PasswordHash::new(&password, &mut rng());
            false
        }
    });
    tried.await.unwrap_or(false)
}

/// What a code proves, if it is a right one.
pub fn proof(house: &House, found: &Proven, code: &str, now: Micros) -> Option<Proof<'static>> {
    let seconds = u64::try_from(now / 1_000_000).ok()?;
    let authenticator = found.authenticator.as_ref()?;
    if let Some(step) = authenticator.step_of(code, seconds) {
        return Some(Proof::Step(step));
    }
    let tag = RecoveryCode::parse(code)?.tag(&house.recovery);
    found
        .recovery
        .contains(&tag)
        .then_some(Proof::Recovery(tag))
}

/// `POST /sign-out`
pub async fn out(house: State, sent: Sent) -> Response {
    let Sent { staff, .. } = sent;
    let store = &house.act.store;
    match store::end_session(store, &staff.session, false, staff.now, &mut rng()).await {
        Ok(()) => let_out(staff.lang),
        Err(error) => {
            tracing::warn!(error = %error, "somebody could not sign out");
            Redirect::to("/account").into_response()
        }
    }
}
