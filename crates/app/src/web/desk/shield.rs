//! What every answer says to the browser; and which requests are none of the desk's pages' own.

use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use super::refused;

/// How long a request may take.
const LONGEST: Duration = Duration::from_secs(60);

const HEADERS: [(HeaderName, &str); 11] = [
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (
        header::STRICT_TRANSPORT_SECURITY,
        "max-age=31536000; includeSubDomains",
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
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
    ),
];

/// Refuses what another site's page sends, gives up what takes too long, and sets the headers.
pub async fn guard(request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let mut response = if request.method() == Method::POST && is_foreign(&request) {
        refused::foreign(&headers)
    } else {
        match tokio::time::timeout(LONGEST, next.run(request)).await {
            Ok(response) => response,
            Err(_) => refused::slow(&headers),
        }
    };
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether the browser says that a form comes from elsewhere. Programs that are no browsers say nothing.
fn is_foreign(request: &Request) -> bool {
    let told = |name: &HeaderName| request.headers().get(name).map(HeaderValue::as_bytes);
    if let Some(site) = told(&HeaderName::from_static("sec-fetch-site")) {
        return site != b"same-origin" && site != b"none";
    }
    let (Some(origin), Some(host)) = (told(&header::ORIGIN), told(&header::HOST)) else {
        return false;
    };
    let authority = origin.splitn(2, |byte| *byte == b'/').nth(1);
    authority.and_then(|rest| rest.strip_prefix(b"/")) != Some(host)
}
