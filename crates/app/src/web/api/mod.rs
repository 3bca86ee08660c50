//! Programs at the desk's listener.

use axum::Router;

use crate::act::Desk;

/// The routes of the desk's listener.
pub fn routes(desk: Desk) -> Router {
    Router::new().with_state(desk)
}
