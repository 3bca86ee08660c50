//! Programs at the desk's listener. `docs/api.openapi.json` says the same to programs, `docs/api.md` to people.

mod access;
mod body;

mod openapi;
mod probe;
mod problem;
mod report;
mod reports;

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower::ServiceExt;

use crate::act::Desk;
use body::Room;
use problem::Problem;

pub use openapi::DOCUMENT;

/// What all endpoints share.
#[derive(Clone)]
struct Api {
    desk: Desk,
    room: Room,
}

/// The routes of the desk's listener: those of programs, and for everything else the desk's pages.
pub fn routes(desk: Desk, pages: Router) -> Router {
    let api = Api {
        desk,
        room: Room::default(),
    };
    Router::new()
        .route("/healthz", get(probe::is_alive))
        .route("/readyz", get(probe::is_ready))
        .route("/api/v1/openapi.json", get(openapi::document))
        .route("/api/v1/reports", post(reports::receive))
        .route("/api/v1/reports/{id}", get(report::show))
        .method_not_allowed_fallback(async || Problem::Method)
        .layer(middleware::map_response(private))
        .with_state(api)
        .fallback(async move |request: Request| {
            if request.uri().path().starts_with("/api/") {
                return private(Problem::NoSuchPlace.into_response()).await;
            }
            let answer = pages.oneshot(request).await;
            answer.unwrap_or_else(|never| match never {})
        })
}

/// Nothing of what is answered is kept by anybody on the way, or taken for something else than it is.
async fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
