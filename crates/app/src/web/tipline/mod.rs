//! The tip line: forms for people who do not say who they are. No script, no cookie, no list of visits, nothing
//! from elsewhere, and nothing shared with the desk.

mod about;
mod add;
mod ask;
mod check;
mod come;
mod draft;
mod failure;
mod flood;
mod kept;
mod language;
mod log;
mod page;
mod proof;
mod receipt;
mod send;
mod shield;
mod talk;
mod ticket;
mod upload;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};

use crate::act::Desk;
use crate::config::Settings;
use flood::Flood;
use ticket::Tickets;

/// Bytes of a form without files.
const FORM: usize = 1 << 20;

/// What the pages need.
struct Line {
    act: Desk,
    tickets: Tickets,
    flood: Flood,
    name: String,
    emergency: String,
}

type State = axum::extract::State<Arc<Line>>;

/// The routes of the tip line.
pub fn routes(act: Desk, settings: &Settings) -> Router {
    let line = Arc::new(Line {
        tickets: Tickets::of(act.store.keys()),
        flood: Flood::default(),
        name: settings.name.clone(),
        emergency: settings.emergency.clone(),
        act,
    });
    let uploads = Router::new()
        .route("/{lang}/send", post(send::post))
        .route("/{lang}/add", post(add::post))
        .layer(DefaultBodyLimit::max(upload::TOTAL + FORM))
        .layer(middleware::from_fn(shield::long));
    Router::new()
        .route("/", get(language::choose))
        .route("/style.css", get(page::style))
        .route("/{lang}/", get(ask::get))
        .route("/{lang}/tip", get(ask::get).post(ask::post))
        .route("/{lang}/kept", post(kept::post))
        .route("/{lang}/proof", post(proof::post))
        .route("/{lang}/come", get(come::get).post(come::post))
        .route("/{lang}/check", get(check::get).post(check::post))
        .route("/{lang}/about", get(about::get))
        .route("/ledger/checkpoint", get(log::checkpoint))
        .route("/ledger/key", get(log::key))
        .route("/ledger/tile/{*path}", get(log::tile))
        .layer(DefaultBodyLimit::max(FORM))
        .layer(middleware::from_fn(shield::short))
        .merge(uploads)
        .fallback(failure::missing)
        .method_not_allowed_fallback(failure::method)
        .layer(middleware::from_fn(shield::headers))
        .with_state(line)
}
