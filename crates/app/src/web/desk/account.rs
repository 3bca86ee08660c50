//! `/account`: one's own: what happened with it, language, sessions, passkeys.

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect};
use model::Right;
use store::StoreError;

use super::fields::Sent;
use super::page::{self, Frame, Lang, When};
use super::refused::Answer;
use super::staff::Staff;
use super::{House, State, passkey, provider};
use crate::act::rng;

/// What happened with the account, as much as is shown of it.
const SHOWN: u32 = 40;

#[derive(Template)]
#[template(path = "desk/account.html")]
struct Account<'s> {
    f: Frame<'s>,
    roles: Vec<String>,
    news: Vec<News>,
    sessions: Vec<Session>,
    passkeys: Vec<Passkey>,
    /// Where the desk must be open for passkeys, if they are offered.
    origin: Option<String>,
    /// The provider by which they may sign in, too.
    provider: Option<String>,
    /// Since when they may.
    tied: Option<When>,
    /// Whether it vouched for them just now.
    is_vouched: bool,
    /// Whether they proved a short time ago who they are.
    has_proved: bool,
    /// Whether they have but one way to sign in, which cannot be removed.
    has_one: bool,
    error: String,
    /// Whether they are called, and where.
    calls: String,
    is_on_duty: bool,
    is_muted: bool,
    /// Since when they have a link for their calendar.
    calendar: Option<When>,
    /// The link that was made just now: shown once.
    link: String,
    may_open: bool,
}

struct News {
    when: When,
    what: String,
    is_new: bool,
}

struct Passkey {
    written: String,
    name: String,
    made: When,
    used: When,
}

struct Session {
    made: When,
    seen: When,
    is_own: bool,
}

/// The page.
pub async fn get(house: State, headers: HeaderMap, staff: Staff) -> Answer {
    let shown = Shown {
        is_vouched: provider::vouched(&house, &headers, &staff).is_some(),
        ..Shown::default()
    };
    show(&house, &staff, shown).await
}

/// The page again, after a change of passkeys was refused.
pub async fn refuse(house: &House, staff: &Staff, key: passkey::Key) -> Answer {
    let shown = Shown {
        error: key,
        ..Shown::default()
    };
    show(house, staff, shown).await
}

/// What is shown this time alone.
#[derive(Default)]
struct Shown {
    link: String,
    error: passkey::Key,
    is_vouched: bool,
}

async fn show(house: &House, staff: &Staff, shown: Shown) -> Answer {
    let Shown {
        link,
        error,
        is_vouched,
    } = shown;
    let store = &house.act.store;
    let found = async {
        let mut read = store.read().await?;
        let listed = store::sessions(&mut read, &staff.session, staff.now).await?;
        let since = store::feed_since(&mut read, staff.id()).await?;
        let theirs = store::passkeys(&mut read, store.keys(), staff.id()).await?;
        let proven = store::account_by_id(&mut read, store.keys(), staff.id()).await?;
        let has_code = proven.is_some_and(|proven| proven.authenticator.is_some());
        let tied = store::tied_since(&mut read, staff.id()).await?;
        let news = store::notices(&mut read, staff.id(), staff.now, SHOWN).await?;
        drop(read);
        if news.iter().any(|one| !one.is_seen) {
            store::see_notices(store, staff.id(), staff.now).await?;
        }
        Ok((listed, since, news, theirs, has_code, tied))
    };
    let found = found.await;
    let (listed, since, news, theirs, has_code, tied) =
        found.map_err(|error: StoreError| staff.failed(&error))?;
    let session = |one: store::Listed| Session {
        made: When::ago(staff.lang, one.made, staff.now),
        seen: When::ago(staff.lang, one.seen, staff.now),
        is_own: one.is_own,
    };
    let f = Frame::new(staff, "account.title");
    let roles = staff.session.account.roles.iter();
    let own = &staff.session.account;
    let calls = match (own.duty, &own.address) {
        (None, _) => f.get("account.calls.none").to_owned(),
        (Some(_), Some(address)) => f.with("account.calls.on", "address", address),
        (Some(_), None) => f.get("account.calls.nowhere").to_owned(),
    };
    let noticed = |one: store::Noticed| News {
        when: When::ago(staff.lang, one.at, staff.now),
        what: f.of("notice", one.what),
        is_new: !one.is_seen,
    };
    let passkey = |one: &store::Passkey| Passkey {
        written: passkey::written(one),
        name: one.name.clone(),
        made: When::day(staff.lang, one.made),
        used: When::day(staff.lang, one.used),
    };
    let page = Account {
        passkeys: theirs.iter().map(passkey).collect(),
        origin: passkey::origin(house),
        provider: provider::name(house),
        tied: tied.map(|since| When::day(staff.lang, since)),
        is_vouched,
        has_proved: passkey::has_proved(staff),
        has_one: theirs.len() == 1 && !has_code,
        error: if error.is_empty() {
            String::new()
        } else {
            f.get(error).to_owned()
        },
        news: news.into_iter().map(noticed).collect(),
        calls,
        is_on_duty: own.duty.is_some(),
        is_muted: own.is_muted,
        calendar: since.map(|since| When::day(staff.lang, since)),
        link,
        may_open: staff.may(Right::Open),
        roles: roles.map(|role| f.of("role", role)).collect(),
        sessions: listed.into_iter().map(session).collect(),
        f,
    };
    let status = if error.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(page::render(status, &page))
}

/// Changes the language.
pub async fn language(house: State, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    let lang = Lang::named(fields.get("lang")).ok_or_else(|| staff.senseless())?;
    let set = store::set_language(&house.act.store, staff.id(), lang.as_str(), &mut rng()).await;
    set.map_err(|error| staff.failed(&error))?;
    // back to where they were, if that is a page of the desk
    let back = fields.get("back");
    let is_page = back.starts_with('/') && !back.starts_with("//") && !back.contains('\\');
    Ok(Redirect::to(if is_page { back } else { "/" }).into_response())
}

/// Says for what they are called.
pub async fn calls(house: State, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    let is_muted = match fields.get("go") {
        "mute" => true,
        "unmute" => false,
        _ => return Err(staff.senseless()),
    };
    let store = &house.act.store;
    let set = store::set_muted(store, staff.id(), is_muted, staff.now, &mut rng()).await;
    set.map_err(|error| staff.failed(&error))?;
    Ok(Redirect::to("/account").into_response())
}

/// Gives them a new link for their calendar, or takes it back.
pub async fn calendar(house: State, sent: Sent) -> Answer {
    let Sent { staff, fields } = sent;
    staff.needs(Right::Open)?;
    let store = &house.act.store;
    match fields.get("go") {
        "make" => {
            let made = store::make_feed(store, staff.by(), &mut rng()).await;
            let token = made.map_err(|error| staff.failed(&error))?;
            let link = format!("{}/calendar/{}.ics", house.calls.link, token.reveal());
            let shown = Shown {
                link,
                ..Shown::default()
            };
            show(&house, &staff, shown).await
        }
        "end" => {
            let ended = store::end_feed(store, staff.by(), &mut rng()).await;
            ended.map_err(|error| staff.failed(&error))?;
            Ok(Redirect::to("/account").into_response())
        }
        _ => Err(staff.senseless()),
    }
}

/// Ends all other sessions.
pub async fn end_others(house: State, sent: Sent) -> Answer {
    let Sent { staff, .. } = sent;
    let ended = store::end_session(
        &house.act.store,
        &staff.session,
        true,
        staff.now,
        &mut rng(),
    )
    .await;
    ended.map_err(|error| staff.failed(&error))?;
    Ok(Redirect::to("/account").into_response())
}
