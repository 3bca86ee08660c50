//! The desk's own pages, for people who are signed in.

mod account;
mod accounts;
mod browser;
mod calendar;
mod calls;
mod case;
mod challenge;
mod decide;
mod duty;
mod enrol;
mod erase;
mod fields;
mod file;
mod grade;
mod group;
mod guest;
mod handover;
mod home;
mod incident;
mod incidents;
mod journal;
mod kept;
mod moves;
mod name;
mod notice;
mod page;
mod passkey;
mod places;
mod prove;
mod provider;
mod queue;
mod refused;
mod reply;
mod report;
mod shield;
mod sign_in;
mod staff;
mod text;
mod throttle;
mod undo;
mod view;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use seal::{IndexKey, Token};
use store::Identity;
use tokio::sync::Semaphore;

use crate::act::Desk;
use crate::config::{Calls, Settings};
use crate::oidc::{BACK, Provider};
use crate::passkey::{Asked, Making, Passkeys};
use crate::redraw::Redraw;
pub use accounts::{INVITED, is_name};
use challenge::{ASKED, CAME, Challenges, SENT};
use throttle::Throttle;

/// Pictures that are painted at a time.
const PICTURES: usize = 2;

/// What the pages need.
pub struct House {
    act: Desk,
    name: String,
    /// Proves that a form is one of ours.
    forms: IndexKey,
    /// Of a link to enrol, the authenticator that belongs to it.
    authenticators: IndexKey,
    /// Finds codes on paper.
    recovery: IndexKey,
    throttle: Throttle,
    /// None where browsers make no passkeys for this desk.
    passkeys: Option<Passkeys>,
    /// Passkeys that are being made.
    makings: Challenges<Making>,
    /// Answers that are waited for.
    answers: Challenges<Asked>,
    /// By whom people may be vouched for, if by anybody.
    provider: Option<Provider>,
    /// Browsers that were sent there.
    sent: Challenges<provider::Sent>,
    /// Those for whom it vouched, until they have gone on.
    came: Challenges<Identity>,
    /// Room for pictures that are opened whole.
    files: Semaphore,
    redraw: Redraw,
    guest: Option<guest::Guest>,
    calls: Calls,
}

impl House {
    /// What the desk is called where its name must stand.
    fn desk_name(&self) -> &str {
        if self.name.is_empty() {
            "Wardline"
        } else {
            &self.name
        }
    }
}

type State = axum::extract::State<Arc<House>>;

/// Who may come in by a link alone: on the demonstration's desk.
pub struct Guest {
    /// Whose pages they see.
    pub account: model::AccountId,
    /// The end of the link.
    pub link: Token,
}

/// The routes of the desk's pages.
pub fn routes(act: Desk, settings: &Settings, guest: Option<Guest>) -> Router {
    let keys = act.store.keys();
    let mut house = House {
        name: settings.name.clone(),
        calls: settings.calls.clone(),
        forms: keys.index("desk form"),
        authenticators: keys.index("desk authenticator"),
        recovery: keys.index("recovery"),
        throttle: Throttle::default(),
        passkeys: None,
        makings: Challenges::new(keys.index("asked"), ASKED),
        answers: Challenges::new(keys.index("asked"), ASKED),
        provider: settings
            .oidc
            .as_ref()
            .map(|one| Provider::new(one, &settings.calls.link)),
        sent: Challenges::new(keys.index("sent"), SENT),
        came: Challenges::new(keys.index("came"), CAME),
        files: Semaphore::new(PICTURES),
        redraw: Redraw::at(settings.program.clone()),
        guest: guest.map(|guest| guest::Guest::of(guest, keys)),
        act,
    };
    house.passkeys = Passkeys::at(&house.calls.link, house.desk_name());
    let house = Arc::new(house);
    Router::new()
        .route("/", get(home::get))
        .route("/style.css", get(page::style))
        .route("/desk.js", get(page::script))
        .route("/passkey.js", get(page::passkey_script))
        .route("/sign-in", get(sign_in::get).post(sign_in::post))
        .route("/sign-in/ask", post(passkey::ask_in))
        .route("/sign-in/passkey", post(passkey::sign_in))
        .route("/sign-in/provider", get(provider::sign_in))
        .route(BACK, get(provider::back))
        .route(
            "/sign-in/code",
            get(provider::code).post(provider::post_code),
        )
        .route("/sign-out", post(sign_in::out))
        .route("/enrol/{link}", get(enrol::get).post(enrol::post))
        .route("/enrol/{link}/ask", post(enrol::ask))
        .route("/enrol/{link}/passkey", post(enrol::with_passkey))
        .route("/enrol/{link}/provider", get(provider::enrol))
        .route("/guest/{link}", get(guest::get))
        .route("/account", get(account::get))
        .route("/account/language", post(account::language))
        .route("/account/sessions", post(account::end_others))
        .route("/account/calls", post(account::calls))
        .route("/account/calendar", post(account::calendar))
        .route("/account/passkeys", post(passkey::add))
        .route("/account/passkeys/ask", post(passkey::ask_new))
        .route("/account/passkeys/remove", post(passkey::remove))
        .route(
            "/account/provider",
            get(provider::tie).post(provider::change),
        )
        .route("/prove", get(prove::get).post(prove::post))
        .route("/prove/ask", post(prove::ask))
        .route("/prove/passkey", post(prove::by_passkey))
        .route("/duty", get(duty::get).post(duty::test))
        .route("/duty/{id}", post(duty::change))
        .route("/accounts", get(accounts::get).post(accounts::add))
        .route("/accounts/{id}", post(accounts::change))
        .route("/groups", get(group::get).post(group::add))
        .route("/groups/{number}", post(group::change))
        .route("/queue", get(queue::get))
        .route("/reports/{number}", get(report::get))
        .route("/reports/{number}/reply", post(reply::post))
        .route("/reports/{number}/erase", get(erase::get).post(erase::post))
        .route("/reports/{number}/files/{id}", get(file::get))
        .route("/reports/{number}/files/{id}/picture", get(file::picture))
        .route("/decide", post(decide::post))
        .route("/undo", post(undo::post))
        .route("/handover", post(handover::post))
        .route("/incidents", get(incidents::get))
        .route("/incidents/{number}", get(incident::get))
        .route("/incidents/{number}/move", post(moves::post))
        .route("/incidents/{number}/name", post(name::post))
        .route("/incidents/{number}/grade", post(grade::post))
        .route("/journal", get(journal::get))
        .route("/kept", get(kept::get))
        .merge(case::routes())
        .fallback(refused::missing)
        .method_not_allowed_fallback(refused::method)
        .layer(middleware::from_fn(shield::guard))
        .merge(calendar::routes())
        .with_state(house)
}
