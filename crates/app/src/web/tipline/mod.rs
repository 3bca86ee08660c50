//! The tip line.

use axum::Router;

use crate::act::Desk;
use crate::config::Settings;

/// The routes of the tip line.
pub fn routes(desk: Desk, _settings: &Settings) -> Router {
    Router::new().with_state(desk)
}
