//! `GET /api/v1/openapi.json`: what there is, for programs.

use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// The description of all routes, in OpenAPI 3.1.
pub const DOCUMENT: &str = include_str!("../../../../../docs/api.openapi.json");

pub(super) async fn document() -> Response {
    let kind = HeaderValue::from_static("application/json");
    ([(CONTENT_TYPE, kind)], DOCUMENT).into_response()
}
