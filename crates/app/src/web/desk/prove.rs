//! `/prove`: somebody who is signed in proves again who they are, before what they sign in with is changed.

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use store::{Proof, StoreError, Try};

use super::browser::Browser;
use super::challenge::Purpose;
use super::fields::Sent;
use super::page::{self, Frame, words};
use super::passkey::{self, Key, answered};
use super::refused::Answer;
use super::sign_in::{is_password, proof};
use super::staff::Staff;
use super::{House, State};
use crate::act::rng;

#[derive(Template)]
#[template(path = "desk/prove.html")]
struct Prove<'s> {
    f: Frame<'s>,
    /// Where the desk must be open for their passkeys, if they have any.
    origin: Option<String>,
    has_password: bool,
    error: String,
}

async fn show(house: &House, staff: &Staff, status: StatusCode, error: String) -> Answer {
    let store = &house.act.store;
    let ways = async {
        let mut read = store.read().await?;
        let proven = store::account_by_id(&mut read, store.keys(), staff.id()).await?;
        let theirs = store::passkeys(&mut read, store.keys(), staff.id()).await?;
        let has_password = proven.is_some_and(|proven| proven.password.is_some());
        Ok::<_, StoreError>((has_password, !theirs.is_empty()))
    };
    let (has_password, has_passkey) = ways.await.map_err(|error| staff.failed(&error))?;
    let page = Prove {
        f: Frame::new(staff, "prove.title"),
        origin: passkey::origin(house).filter(|_| has_passkey),
        has_password,
        error,
    };
    Ok(page::render(status, &page))
}

async fn refuse(house: &House, staff: &Staff, key: Key) -> Answer {
    let told = words(staff.lang).get(key).to_owned();
    show(house, staff, StatusCode::UNPROCESSABLE_ENTITY, told).await
}

fn proved() -> Response {
    Redirect::to("/account#passkeys").into_response()
}

fn purpose(staff: &Staff) -> Purpose {
    Purpose::Prove(staff.form.clone())
}

/// The page.
pub async fn get(house: State, staff: Staff) -> Answer {
    show(&house, &staff, StatusCode::OK, String::new()).await
}

/// By password and code.
pub async fn post(house: State, headers: HeaderMap, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    let name = staff.session.account.name.to_lowercase();
    let tag = house.recovery.tag(name.as_bytes());
    if let Some(seconds) = house.throttle.wait(tag, staff.now) {
        let minutes = seconds.div_ceil(60);
        let told = words(staff.lang).fill("sign-in.wait", &[("n", &minutes)]);
        return show(&house, &staff, StatusCode::TOO_MANY_REQUESTS, told).await;
    }
    let store = &house.act.store;
    let tried = async {
        let mut read = store.read().await?;
        let found = store::account_by_id(&mut read, store.keys(), staff.id()).await?;
        drop(read);
        let is_right = is_password(&house, found.as_ref(), fields.get("password")).await;
        let code = fields.get("code");
        let proof = found.and_then(|found| proof(&house, &found, code, staff.now));
        if let (true, Some(proof)) = (is_right, proof)
            && prove(&house, &staff, proof).await?
        {
            house.throttle.succeed(tag);
            return Ok::<_, StoreError>(true);
        }
        let browser = Browser::of(&headers);
        let tried = Try {
            browser: browser.brought(),
            is_half_right: is_right,
            is_slowed: house.throttle.fail(tag, staff.now),
            is_copied: false,
        };
        store::refused_session(store, staff.id(), tried, staff.now, &mut rng()).await?;
        Ok(false)
    };
    let is_proved = tried.await.map_err(|error| staff.failed(&error))?;
    if is_proved {
        Ok(proved())
    } else {
        refuse(&house, &staff, "prove.wrong").await
    }
}

async fn prove(house: &House, staff: &Staff, proof: Proof<'_>) -> Result<bool, StoreError> {
    let (store, session) = (&house.act.store, &staff.session);
    store::prove_session(store, session, proof, staff.now, &mut rng()).await
}

/// `POST /prove/ask`
pub async fn ask(house: State, sent: Sent) -> Response {
    let staff = sent.staff;
    passkey::ask(&house, staff.lang, purpose(&staff), staff.now)
}

/// `POST /prove/passkey`: by a passkey of theirs.
pub async fn by_passkey(house: State, headers: HeaderMap, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    let said = fields.get("said");
    let tried = async {
        let one = match answered(&house, &headers, (&purpose(&staff), said), staff.now).await? {
            Ok(one) => one,
            Err(key) => return Ok::<_, StoreError>(Some(key)),
        };
        if one.account.id != *staff.id() {
            return Ok(Some("prove.other-account"));
        }
        let is_proved = prove(&house, &staff, Proof::Passkey(&one.passkey, &one.next)).await?;
        Ok((!is_proved).then_some("passkey.stale"))
    };
    match tried.await.map_err(|error| staff.failed(&error))? {
        None => Ok(proved()),
        Some(key) => refuse(&house, &staff, key).await,
    }
}
