//! `/enrol/{link}`: somebody who was given a link makes a passkey, or chooses a password and connects an authenticator. Nobody else
//! ever knows either.

use askama::Template;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use qrcodegen::{QrCode, QrCodeEcc};
use seal::{Authenticator, PasswordHash, RecoveryCode, Token};
use store::{Account, Enrolled, Enrolment, Factors, Identity, NewPasskey, Proof, StoreError};

use super::accounts::is_name;
use super::browser::Browser;
use super::challenge::Purpose;
use super::fields::Fields;
use super::page::{self, Frame, Lang, words};
use super::staff::let_in;
use super::{House, State, passkey, provider, refused};
use crate::act::rng;

/// Characters of a password, at least and at most.
const SHORTEST: usize = 15;
const LONGEST: usize = 256;

/// Codes on paper.
const CODES: usize = 10;

#[derive(Template)]
#[template(path = "desk/enrol.html")]
struct Enrol {
    f: Frame<'static>,
    link: String,
    name: String,
    is_named: bool,
    /// Where the desk must be open for passkeys, if they are offered.
    origin: Option<String>,
    /// The provider by which they may sign in, too.
    provider: Option<String>,
    /// Whether it vouched for them, so that they will.
    is_vouched: bool,
    /// Where the script asks for what the device is asked.
    asked_at: String,
    /// What was typed of the name of the passkey.
    label: String,
    /// Whether the password's part is open.
    is_open: bool,
    secret: String,
    code: Code,
    error: String,
}

/// What somebody did when the form is shown again.
#[derive(Default)]
struct Typed<'t> {
    name: &'t str,
    label: &'t str,
    is_vouched: bool,
    is_password: bool,
    error: &'static str,
}

#[derive(Template)]
#[template(path = "desk/codes.html")]
struct Codes {
    f: Frame<'static>,
    codes: Vec<String>,
}

/// A square code for cameras: its side in squares, and the dark ones as a path.
struct Code {
    side: i32,
    dark: String,
}

impl Code {
    fn of(text: &str) -> Self {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium)
            .expect("names and secrets are shorter than such a code can be");
        let side = code.size();
        let squares = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
        let dark = squares
            .filter(|(x, y)| code.get_module(*x, *y))
            .map(|(x, y)| format!("M{x} {y}h1v1h-1z"));
        Code {
            side,
            dark: dark.collect(),
        }
    }
}

/// Whom a link is for.
pub async fn invited(house: &House, link: &str) -> Result<Option<(Token, Account)>, StoreError> {
    let Ok(link) = Token::parse(link) else {
        return Ok(None);
    };
    let store = &house.act.store;
    let mut read = store.read().await?;
    let account = store::invited(&mut read, store.keys(), &link, house.act.clock.now()).await?;
    Ok(account.map(|account| (link, account)))
}

fn show(
    house: &House,
    lang: Lang,
    (link, account): (&Token, &Account),
    typed: Typed<'_>,
) -> Response {
    let authenticator = Authenticator::of_link(&house.authenticators, link.reveal().as_bytes());
    let name = chosen(account, typed.name);
    let desk = house.desk_name();
    let shown = if name.is_empty() { desk } else { name };
    let status = if typed.error.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let secret = authenticator.reveal();
    let groups: Vec<&str> = secret
        .as_bytes()
        .chunks(4)
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    let page = Enrol {
        f: Frame::bare(lang, "enrol.title"),
        link: link.reveal().to_owned(),
        name: name.to_owned(),
        is_named: !account.name.is_empty(),
        origin: passkey::origin(house),
        provider: provider::name(house),
        is_vouched: typed.is_vouched,
        asked_at: format!("/enrol/{}/ask", link.reveal()),
        label: typed.label.to_owned(),
        is_open: typed.is_password || house.passkeys.is_none(),
        secret: groups.join(" "),
        code: Code::of(&authenticator.uri(shown, desk)),
        error: if typed.error.is_empty() {
            String::new()
        } else {
            words(lang).get(typed.error).to_owned()
        },
    };
    page::render(status, &page)
}

/// The name that somebody was given, or has typed.
fn chosen<'n>(account: &'n Account, typed: &'n str) -> &'n str {
    if account.name.is_empty() {
        typed
    } else {
        &account.name
    }
}

/// The form.
pub async fn get(house: State, headers: HeaderMap, Path(link): Path<String>) -> Response {
    let lang = Lang::preferred(&headers);
    match invited(&house, &link).await {
        Ok(Some((link, account))) => {
            let typed = Typed {
                is_vouched: vouched(&house, &headers, &link).is_some(),
                ..Typed::default()
            };
            show(&house, lang, (&link, &account), typed)
        }
        Ok(None) => refused::no_link(lang),
        Err(error) => refused::later(lang, &error),
    }
}

/// For whom the provider vouched in this browser, so that it will be theirs.
fn vouched(house: &House, headers: &HeaderMap, link: &Token) -> Option<Identity> {
    house
        .came
        .look(headers, &purpose(house, link), house.act.clock.now())
}

/// Enrols.
pub async fn post(house: State, Path(link): Path<String>, request: Request) -> Response {
    let headers = request.headers().clone();
    let preferred = Lang::preferred(&headers);
    let browser = Browser::of(&headers);
    let Some(fields) = Fields::read(request).await else {
        return refused::long(preferred);
    };
    let lang = Lang::named(fields.get("lang")).unwrap_or(preferred);
    let (link, account) = match invited(&house, &link).await {
        Ok(Some(invited)) => invited,
        Ok(None) => return refused::no_link(lang),
        Err(error) => return refused::later(lang, &error),
    };
    let name = fields.get("name").trim();
    let identity = vouched(&house, &headers, &link);
    let again = |error| {
        let typed = Typed {
            name,
            error,
            is_vouched: identity.is_some(),
            is_password: true,
            ..Typed::default()
        };
        show(&house, lang, (&link, &account), typed)
    };
    if let Some(key) = wrong(&account, name, &fields) {
        return again(key);
    }
    let authenticator = Authenticator::of_link(&house.authenticators, link.reveal().as_bytes());
    let seconds = u64::try_from(house.act.clock.now() / 1_000_000).unwrap_or_default();
    let Some(step) = authenticator.step_of(fields.get("code"), seconds) else {
        return again("enrol.wrong.code");
    };
    let codes: Vec<RecoveryCode> = (0..CODES).map(|_| RecoveryCode::new(&mut rng())).collect();
    let recovery: Vec<_> = codes.iter().map(|code| code.tag(&house.recovery)).collect();
    let Some(password) = hashed(&house, fields.get("password")).await else {
        return again("error.later");
    };
    let new = Enrolment {
        name,
        lang: lang.as_str(),
        factors: Factors::Password {
            password: &password,
            authenticator: &authenticator,
            step,
            recovery: &recovery,
        },
        identity: identity.as_ref(),
        browser: Some(browser.token()),
    };
    let now = house.act.clock.now();
    match store::enrol(&house.act.store, &link, &new, now, &mut rng()).await {
        Ok(Enrolled::Yes(_)) => {
            let page = Codes {
                f: Frame::bare(lang, "codes.title"),
                codes: codes.iter().map(|code| code.reveal().to_string()).collect(),
            };
            browser.keep(page::render(StatusCode::OK, &page))
        }
        Ok(Enrolled::NameTaken) => again("enrol.wrong.name-taken"),
        Ok(Enrolled::IdentityTaken) => again("provider.taken"),
        Ok(Enrolled::NoLink) => refused::no_link(lang),
        // there was none in what they enrolled with
        Ok(Enrolled::PasskeyTaken) => again("error.later"),
        Err(error) => refused::later(lang, &error),
    }
}

/// For what a browser is asked that opened a link.
pub fn purpose(house: &House, link: &Token) -> Purpose {
    Purpose::Enrol(link.tag(&house.authenticators))
}

/// What is wrong with what was typed for a passkey.
fn unfit(account: &Account, fields: &Fields) -> Option<&'static str> {
    if !is_name(chosen(account, fields.get("name").trim())) {
        Some("enrol.wrong.name")
    } else if passkey::named(fields).is_none() {
        Some("passkey.nameless")
    } else {
        None
    }
}

/// `POST /enrol/{link}/ask`: what the device is asked to make a passkey by.
pub async fn ask(house: State, Path(link): Path<String>, request: Request) -> Response {
    let preferred = Lang::preferred(request.headers());
    let Some(fields) = Fields::read(request).await else {
        return refused::long(preferred);
    };
    let lang = Lang::named(fields.get("lang")).unwrap_or(preferred);
    let (link, account) = match invited(&house, &link).await {
        Ok(Some(invited)) => invited,
        Ok(None) => return passkey::told(lang, StatusCode::NOT_FOUND, "enrol.no-link"),
        Err(error) => return refused::later(lang, &error),
    };
    if let Some(key) = unfit(&account, &fields) {
        return passkey::told(lang, StatusCode::UNPROCESSABLE_ENTITY, key);
    }
    let name = chosen(&account, fields.get("name").trim());
    let store = &house.act.store;
    let taken = async { store::by_name(&mut store.read().await?, store.keys(), name).await };
    match taken.await {
        Ok(Some(other)) if other.account.id != account.id => {
            return passkey::told(lang, StatusCode::CONFLICT, "enrol.wrong.name-taken");
        }
        Ok(_) => {}
        Err(error) => return refused::later(lang, &error),
    }
    let passkeys = house.passkeys.as_ref();
    let Some((asked, state)) = passkeys.and_then(|one| one.ask_new(&account.id, name, &[])) else {
        return passkey::told(lang, StatusCode::CONFLICT, "passkey.failed");
    };
    let answer = passkey::question(asked);
    let now = house.act.clock.now();
    house
        .makings
        .keep(purpose(&house, &link), state, now, answer)
}

/// `POST /enrol/{link}/passkey`: enrols with a passkey that the device has made, and signs in.
pub async fn with_passkey(house: State, Path(link): Path<String>, request: Request) -> Response {
    let headers = request.headers().clone();
    let preferred = Lang::preferred(&headers);
    let Some(fields) = Fields::read(request).await else {
        return refused::long(preferred);
    };
    let lang = Lang::named(fields.get("lang")).unwrap_or(preferred);
    let (link, account) = match invited(&house, &link).await {
        Ok(Some(invited)) => invited,
        Ok(None) => return refused::no_link(lang),
        Err(error) => return refused::later(lang, &error),
    };
    match begin(&house, &headers, (&link, &account), &fields, lang).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => {
            let typed = Typed {
                name: fields.get("name").trim(),
                label: fields.get("label").trim(),
                is_vouched: vouched(&house, &headers, &link).is_some(),
                is_password: false,
                error,
            };
            show(&house, lang, (&link, &account), typed)
        }
        Err(error) => refused::later(lang, &error),
    }
}

async fn begin(
    house: &House,
    headers: &HeaderMap,
    (link, account): (&Token, &Account),
    fields: &Fields,
    lang: Lang,
) -> Result<Result<Response, &'static str>, StoreError> {
    if let Some(key) = unfit(account, fields) {
        return Ok(Err(key));
    }
    let now = house.act.clock.now();
    let Some(state) = house.makings.take(headers, &purpose(house, link), now) else {
        return Ok(Err("passkey.stale"));
    };
    let passkeys = house.passkeys.as_ref();
    let made = passkeys.and_then(|one| one.made(&state, fields.get("said")));
    let (Some(made), Some(label)) = (made, passkey::named(fields)) else {
        return Ok(Err("passkey.refused"));
    };
    let browser = Browser::of(headers);
    let identity = vouched(house, headers, link);
    let new = Enrolment {
        name: fields.get("name").trim(),
        lang: lang.as_str(),
        factors: Factors::Passkey(NewPasskey {
            id: &made.id,
            name: label,
            credential: &made.credential,
        }),
        identity: identity.as_ref(),
        browser: Some(browser.token()),
    };
    let store = &house.act.store;
    let id = match store::enrol(store, link, &new, now, &mut rng()).await? {
        Enrolled::Yes(id) => id,
        Enrolled::NameTaken => return Ok(Err("enrol.wrong.name-taken")),
        Enrolled::PasskeyTaken => return Ok(Err("passkey.again")),
        Enrolled::IdentityTaken => return Ok(Err("provider.taken")),
        Enrolled::NoLink => return Ok(Ok(refused::no_link(lang))),
    };
    let (proof, known) = (Proof::Enrolled, Some(browser.token()));
    let token = store::begin_session(store, &id, proof, known, now, &mut rng()).await?;
    Ok(Ok(match token {
        Some(token) => browser.keep(let_in(&token, "/account#passkeys")),
        None => refused::no_link(lang),
    }))
}

async fn hashed(house: &House, password: &str) -> Option<PasswordHash> {
    let _room = house.throttle.room().await?;
    let password = zeroize::Zeroizing::new(password.to_owned());
    let hashed = tokio::task::spawn_blocking(move || PasswordHash::new(&password, &mut rng()));
    hashed.await.ok()
}

/// What is wrong with what was typed.
fn wrong(account: &Account, name: &str, fields: &Fields) -> Option<&'static str> {
    let password = fields.get("password");
    let length = password.chars().count();
    let lower = password.to_lowercase();
    let context = [account.name.as_str(), name, "wardline"];
    if account.name.is_empty() && !is_name(name) {
        Some("enrol.wrong.name")
    } else if length < SHORTEST {
        Some("enrol.wrong.short")
    } else if length > LONGEST {
        Some("enrol.wrong.long")
    } else if is_monotonous(&lower)
        || context
            .iter()
            .any(|word| word.len() > 3 && lower.contains(&word.to_lowercase()))
    {
        Some("enrol.wrong.guessed")
    } else if seal::is_leaked(password) {
        Some("enrol.wrong.leaked")
    } else if password != fields.get("again") {
        Some("enrol.wrong.again")
    } else {
        None
    }
}

/// Whether a password is made of few different characters, or of a row of the keyboard or the alphabet.
fn is_monotonous(password: &str) -> bool {
    const ROWS: [&str; 5] = [
        "abcdefghijklmnopqrstuvwxyz",
        "01234567890123456789",
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
    ];
    let mut different: Vec<char> = password.chars().collect();
    different.sort_unstable();
    different.dedup();
    let letters: Vec<char> = password.chars().collect();
    let in_row = letters.windows(4).filter(|four| {
        let four: String = four.iter().collect();
        ROWS.iter().any(|row| row.contains(&four))
    });
    different.len() < 6 || in_row.count() * 2 > letters.len()
}

#[cfg(test)]
mod tests {
    use super::is_monotonous;

    #[test]
    fn what_is_guessed_first_is_no_password() {
        for bad in [
            "aaaaaaaaaaaaaaaa",
            "abcabcabcabcabcabc",
            "qwertyuiopasdfghjkl",
            "1234567890123456",
        ] {
            assert!(is_monotonous(bad), "{bad}");
        }
        for good in [
            "correct horse battery",
            "el gato duerme solo",
            "Xq7#-mmWe0p2&kL",
        ] {
            assert!(!is_monotonous(good), "{good}");
        }
    }
}
