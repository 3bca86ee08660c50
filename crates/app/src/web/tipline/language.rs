//! English or Spanish: by the path, and on the first visit by what the browser says.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::failure;

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Lang {
    /// As it stands in paths and in the pages' markup.
    pub fn as_str(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Es => "es",
        }
    }

    /// The one to switch to.
    pub fn other(self) -> Self {
        match self {
            Lang::En => Lang::Es,
            Lang::Es => Lang::En,
        }
    }

    /// What the browser prefers: the one of our languages that it wants most, English if it wants neither.
    pub fn preferred(headers: &HeaderMap) -> Self {
        let wanted = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let weight = |lang: Lang| {
            let of = |range: &str| {
                let (tag, rest) = range.split_once(';').unwrap_or((range, ""));
                let primary = tag
                    .trim()
                    .split('-')
                    .next()
                    .unwrap_or_default()
                    .to_ascii_lowercase();
                let quality = rest
                    .trim()
                    .strip_prefix("q=")
                    .map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0));
                (primary == lang.as_str()).then_some(quality)
            };
            wanted
                .split(',')
                .take(32)
                .filter_map(of)
                .fold(0.0, f32::max)
        };
        if weight(Lang::Es) > weight(Lang::En) {
            Lang::Es
        } else {
            Lang::En
        }
    }
}

/// The language of the path; where there is none, there is no page.
impl<S: Send + Sync> FromRequestParts<S> for Lang {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        #[derive(Deserialize)]
        struct InPath {
            lang: String,
        }
        let path = Path::<InPath>::from_request_parts(parts, state).await;
        match path.as_ref().map(|path| path.lang.as_str()) {
            Ok("en") => Ok(Lang::En),
            Ok("es") => Ok(Lang::Es),
            _ => Err(failure::missing(parts.headers.clone()).await),
        }
    }
}

/// `GET /`
pub async fn choose(headers: HeaderMap) -> Response {
    match Lang::preferred(&headers) {
        Lang::En => Redirect::to("/en/"),
        Lang::Es => Redirect::to("/es/"),
    }
    .into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::Lang;

    #[test]
    fn the_browser_is_asked() {
        for (told, lang) in [
            ("es-MX,es;q=0.9,en;q=0.8", Lang::Es),
            ("en-US,en;q=0.9,es;q=0.8", Lang::En),
            ("fr,es;q=0.5", Lang::Es),
            ("de, *;q=0.1", Lang::En),
            ("es;q=x,en;q=0.1", Lang::En),
            ("", Lang::En),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(told));
            assert_eq!(Lang::preferred(&headers), lang, "{told}");
        }
    }
}
