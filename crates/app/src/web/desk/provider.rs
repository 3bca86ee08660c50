//! Signing in by a provider of identities. A browser is sent there and comes back; nobody gets an account by it, and whose an identity
//! is was said by who has the account: when they enrolled, or on `/account`. Unless the provider does it, the desk asks for a second
//! factor of its own.

use askama::Template;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use model::Micros;
use store::{Identity, Proof, Proven, StoreError, Try};

use super::browser::Browser;
use super::challenge::Purpose;
use super::enrol::{invited, purpose};
use super::fields::{self, Fields};
use super::page::{self, Frame, Lang, words};
use super::refused::Answer;
use super::staff::{Staff, let_in, let_in_by};
use super::{House, State, account, passkey, refused, sign_in};
use crate::act::rng;
use crate::oidc::{Brought, Question, Trouble};

/// A browser that was sent to the provider.
pub struct Sent {
    question: Question,
    /// Where it goes on when it comes back.
    on: String,
    lang: Lang,
}

/// A page that leads on by itself: what follows a way back from elsewhere would be sent without the desk's cookies.
#[derive(Template)]
#[template(path = "desk/onward.html")]
struct Onward {
    f: Frame<'static>,
    to: String,
    error: String,
}

#[derive(Template)]
#[template(path = "desk/code.html")]
struct Code {
    f: Frame<'static>,
    lead: String,
    /// Where the desk must be open for their passkeys, if they have any.
    origin: Option<String>,
    has_code: bool,
    error: String,
}

/// What people call the provider, if there is one.
pub fn name(house: &House) -> Option<String> {
    let provider = house.provider.as_ref()?;
    Some(provider.name().to_owned())
}

/// What they are told, with the provider's name.
fn told(house: &House, lang: Lang, key: &'static str) -> String {
    let name = name(house).unwrap_or_default();
    words(lang).fill(key, &[("name", &name)])
}

fn key_of(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Down => "provider.down",
        Trouble::Refused => "provider.refused",
        Trouble::Stale => "provider.stale",
        Trouble::Untrue => "provider.untrue",
    }
}

/// Sends a browser to the provider.
async fn send(house: &House, lang: Lang, purpose: Purpose, on: String) -> Response {
    let now = house.act.clock.now();
    let Some(provider) = &house.provider else {
        return refused::nothing(lang);
    };
    match provider.ask(lang.as_str(), now).await {
        Ok((to, question)) => {
            let sent = Sent { question, on, lang };
            let away = Redirect::to(&to).into_response();
            house.sent.keep(purpose, sent, now, away)
        }
        Err(trouble) => refuse(house, lang, &purpose, on, key_of(trouble)),
    }
}

/// What did not work, and a way on.
fn refuse(house: &House, lang: Lang, purpose: &Purpose, to: String, key: &'static str) -> Response {
    let error = told(house, lang, key);
    if *purpose == Purpose::SignIn {
        return sign_in::tell(house, lang, error);
    }
    let f = Frame::bare(lang, "error.title");
    page::render(StatusCode::UNPROCESSABLE_ENTITY, &Onward { f, to, error })
}

fn onward(lang: Lang, to: &str) -> Response {
    let page = Onward {
        f: Frame::bare(lang, "onward.title"),
        to: to.to_owned(),
        error: String::new(),
    };
    page::render(StatusCode::OK, &page)
}

/// `GET /sign-in/provider`
pub async fn sign_in(house: State, headers: HeaderMap, asked: Fields) -> Response {
    let lang = Lang::named(asked.get("lang")).unwrap_or_else(|| Lang::preferred(&headers));
    send(&house, lang, Purpose::SignIn, asking(lang)).await
}

/// Where the desk asks for its own second factor.
fn asking(lang: Lang) -> String {
    format!("/sign-in/code?lang={}", lang.as_str())
}

/// `GET /enrol/{link}/provider`
pub async fn enrol(house: State, headers: HeaderMap, Path(link): Path<String>) -> Response {
    let lang = Lang::preferred(&headers);
    match invited(&house, &link).await {
        Ok(Some((link, _))) => {
            let on = format!("/enrol/{}", link.reveal());
            send(&house, lang, purpose(&house, &link), on).await
        }
        Ok(None) => refused::no_link(lang),
        Err(error) => refused::later(lang, &error),
    }
}

/// `GET /account/provider`
pub async fn tie(house: State, staff: Staff) -> Response {
    if !passkey::has_proved(&staff) {
        return Redirect::to("/prove").into_response();
    }
    let on = "/account#provider".to_owned();
    send(&house, staff.lang, Purpose::Add(staff.form.clone()), on).await
}

/// `GET /sign-in/provider/back`: where the provider sends browsers.
pub async fn back(house: State, headers: HeaderMap, brought: Fields) -> Response {
    let now = house.act.clock.now();
    let Some(provider) = &house.provider else {
        return refused::missing(headers).await;
    };
    let Some((purpose, sent)) = house.sent.take_any(&headers, now) else {
        let lang = Lang::preferred(&headers);
        return sign_in::tell(&house, lang, told(&house, lang, "provider.stale"));
    };
    let Sent { question, on, lang } = sent;
    let said = Brought {
        state: brought.get("state"),
        code: brought.get("code"),
        issuer: brought.get("iss"),
        error: brought.get("error"),
    };
    let vouched = match provider.answered(&question, &said, now).await {
        Ok(vouched) => vouched,
        Err(trouble) => return refuse(&house, lang, &purpose, on, key_of(trouble)),
    };
    if purpose == Purpose::SignIn {
        let browser = Browser::of(&headers);
        let by = (vouched.identity, vouched.has_second);
        let let_in = arrive(&house, lang, by, &browser, now).await;
        return let_in.unwrap_or_else(|error| refused::later(lang, &error));
    }
    house
        .came
        .keep(purpose, vouched.identity, now, onward(lang, &on))
}

/// Somebody for whom the provider vouches wants to come in.
async fn arrive(
    house: &House,
    lang: Lang,
    (identity, has_second): (Identity, bool),
    browser: &Browser,
    now: Micros,
) -> Result<Response, StoreError> {
    let unknown = || sign_in::tell(house, lang, told(house, lang, "provider.unknown"));
    let Some(found) = identified(house, &identity).await? else {
        return Ok(unknown());
    };
    if !has_second {
        let answer = onward(lang, &asking(lang));
        return Ok(house.came.keep(Purpose::SignIn, identity, now, answer));
    }
    let (store, id) = (&house.act.store, &found.account.id);
    let (proof, known) = (Proof::Provider(&identity), Some(browser.token()));
    let begun = store::begin_session(store, id, proof, known, now, &mut rng()).await?;
    Ok(match begun {
        Some(token) => browser.keep(let_in_by(&token, onward(lang, "/"))),
        None => unknown(),
    })
}

async fn identified(house: &House, identity: &Identity) -> Result<Option<Proven>, StoreError> {
    let store = &house.act.store;
    store::identified(&mut store.read().await?, store.keys(), identity).await
}

/// Who waits for the desk's second factor in this browser.
async fn waiting(
    house: &House,
    headers: &HeaderMap,
    now: Micros,
) -> Result<Option<Proven>, StoreError> {
    match house.came.look(headers, &Purpose::SignIn, now) {
        Some(identity) => identified(house, &identity).await,
        None => Ok(None),
    }
}

/// `GET /sign-in/code`: the desk's own second factor.
pub async fn code(house: State, headers: HeaderMap, asked: Fields) -> Response {
    let lang = Lang::named(asked.get("lang")).unwrap_or_else(|| Lang::preferred(&headers));
    match waiting(&house, &headers, house.act.clock.now()).await {
        Ok(Some(found)) => ask(&house, lang, &found, StatusCode::OK, String::new()).await,
        Ok(None) => sign_in::tell(&house, lang, told(&house, lang, "provider.stale")),
        Err(error) => refused::later(lang, &error),
    }
}

async fn ask(
    house: &House,
    lang: Lang,
    found: &Proven,
    status: StatusCode,
    error: String,
) -> Response {
    let store = &house.act.store;
    let theirs = async {
        let mut read = store.read().await?;
        store::passkeys(&mut read, store.keys(), &found.account.id).await
    };
    let theirs = match theirs.await {
        Ok(theirs) => theirs,
        Err(error) => return refused::later(lang, &error),
    };
    let page = Code {
        f: Frame::bare(lang, "code.title"),
        lead: told(house, lang, "code.lead"),
        origin: passkey::origin(house).filter(|_| !theirs.is_empty()),
        has_code: found.authenticator.is_some(),
        error,
    };
    page::render(status, &page)
}

/// `POST /sign-in/code`
pub async fn post_code(house: State, request: Request) -> Response {
    let headers = request.headers().clone();
    let preferred = Lang::preferred(&headers);
    let Some(fields) = Fields::read(request).await else {
        return refused::long(preferred);
    };
    let lang = Lang::named(fields.get("lang")).unwrap_or(preferred);
    let entered = enter(&house, lang, &headers, fields.get("code")).await;
    entered.unwrap_or_else(|error| refused::later(lang, &error))
}

async fn enter(
    house: &House,
    lang: Lang,
    headers: &HeaderMap,
    code: &str,
) -> Result<Response, StoreError> {
    let now = house.act.clock.now();
    let Some(found) = waiting(house, headers, now).await? else {
        return Ok(sign_in::tell(
            house,
            lang,
            told(house, lang, "provider.stale"),
        ));
    };
    let id = &found.account.id;
    let tag = house
        .recovery
        .tag(found.account.name.to_lowercase().as_bytes());
    if let Some(seconds) = house.throttle.wait(tag, now) {
        let minutes = seconds.div_ceil(60);
        let told = words(lang).fill("sign-in.wait", &[("n", &minutes)]);
        return Ok(ask(house, lang, &found, StatusCode::TOO_MANY_REQUESTS, told).await);
    }
    let browser = Browser::of(headers);
    let store = &house.act.store;
    if let Some(proof) = sign_in::proof(house, &found, code, now) {
        let known = Some(browser.token());
        let begun = store::begin_session(store, id, proof, known, now, &mut rng()).await?;
        if let Some(token) = begun {
            house.throttle.succeed(tag);
            house.came.take_any(headers, now);
            return Ok(browser.keep(let_in(&token, "/")));
        }
    }
    let tried = Try {
        browser: browser.brought(),
        is_half_right: true,
        is_slowed: house.throttle.fail(tag, now),
        is_copied: false,
    };
    store::refused_session(store, id, tried, now, &mut rng()).await?;
    let told = words(lang).get("code.wrong").to_owned();
    Ok(ask(house, lang, &found, StatusCode::UNPROCESSABLE_ENTITY, told).await)
}

/// For whom the provider vouched on the way from somebody's account.
pub fn vouched(house: &House, headers: &HeaderMap, staff: &Staff) -> Option<Identity> {
    let purpose = Purpose::Add(staff.form.clone());
    house.came.look(headers, &purpose, staff.now)
}

/// `POST /account/provider`: ties an account to whom the provider vouched for, or unties it.
pub async fn change(house: State, headers: HeaderMap, sent: fields::Sent) -> Answer {
    let fields::Sent { staff, fields } = sent;
    if !passkey::has_proved(&staff) {
        return Ok(Redirect::to("/prove").into_response());
    }
    let store = &house.act.store;
    match fields.get("go") {
        "tie" => {
            let Some(identity) = vouched(&house, &headers, &staff) else {
                return account::refuse(&house, &staff, "passkey.stale").await;
            };
            let tied = store::tie(store, staff.by(), &identity, &mut rng()).await;
            house.came.take_any(&headers, staff.now);
            if !tied.map_err(|error| staff.failed(&error))? {
                return account::refuse(&house, &staff, "provider.taken").await;
            }
        }
        "untie" => {
            let untied = store::untie(store, staff.by(), &mut rng()).await;
            untied.map_err(|error| staff.failed(&error))?;
        }
        _ => return Err(staff.senseless()),
    }
    Ok(Redirect::to("/account#provider").into_response())
}
