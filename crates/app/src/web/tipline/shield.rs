//! What every answer says to the browser, and how long an answer may take to be asked for.

use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::failure;

/// For pages and forms without files.
const SHORT: Duration = Duration::from_secs(60);

/// For files, on a slow line.
const LONG: Duration = Duration::from_secs(60 * 60);

const HEADERS: [(HeaderName, &str); 11] = [
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-embedder-policy"),
        "require-corp",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("x-robots-tag"),
        "noindex, noarchive",
    ),
    (HeaderName::from_static("x-dns-prefetch-control"), "off"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
    ),
];

/// Sets them on every answer.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Gives up what takes too long.
pub async fn short(request: Request, next: Next) -> Response {
    within(SHORT, request, next).await
}

/// Likewise, for files.
pub async fn long(request: Request, next: Next) -> Response {
    within(LONG, request, next).await
}

async fn within(time: Duration, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    match tokio::time::timeout(time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => failure::slow(&headers),
    }
}
