//! Pages for what did not work: what happened, and what to do.

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use model::Right;
use store::StoreError;

use super::page::{self, Frame, Lang, words};
use super::staff::Staff;

#[derive(Template)]
#[template(path = "desk/plain.html")]
struct Plain<'s> {
    f: Frame<'s>,
    text: String,
}

/// An answer that refuses.
pub struct Refused(Box<Response>);

/// Why what a form asks for was not done.
pub enum Why {
    /// What is said on the page from which it was sent.
    Said(&'static str),
    /// What is said on a page of its own.
    Refused(Refused),
}

impl From<&'static str> for Why {
    fn from(key: &'static str) -> Self {
        Why::Said(key)
    }
}

impl From<Refused> for Why {
    fn from(refused: Refused) -> Self {
        Why::Refused(refused)
    }
}

/// What a page comes to.
pub type Answer = Result<Response, Refused>;

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        *self.0
    }
}

impl From<Response> for Refused {
    fn from(response: Response) -> Self {
        Refused(Box::new(response))
    }
}

impl Staff {
    /// The store could not be used.
    pub fn failed(&self, error: &StoreError) -> Refused {
        later(self.lang, error).into()
    }

    /// There is no such thing, or it is not for them: nothing tells which.
    pub fn missing(&self) -> Refused {
        said(self, StatusCode::NOT_FOUND, "error.missing").into()
    }

    /// Why it was not done.
    pub fn said(&self, key: &'static str) -> Refused {
        said(self, StatusCode::CONFLICT, key).into()
    }

    /// What was sent makes no sense.
    pub fn senseless(&self) -> Refused {
        said(self, StatusCode::UNPROCESSABLE_ENTITY, "error.senseless").into()
    }
}

fn said(staff: &Staff, status: StatusCode, key: &'static str) -> Response {
    let f = Frame::new(staff, "error.title");
    let text = words(staff.lang).get(key).to_owned();
    page::render(status, &Plain { f, text })
}

/// A picture that cannot be shown, and why.
pub fn unshown(staff: &Staff, why: &str) -> Refused {
    let f = Frame::new(staff, "error.title");
    let text = why.to_owned();
    page::render(StatusCode::UNPROCESSABLE_ENTITY, &Plain { f, text }).into()
}

/// Somebody may not do something.
pub fn right(staff: &Staff, right: Right) -> Refused {
    let words = words(staff.lang);
    let what = words.of_kind("right", right.as_str());
    let f = Frame::new(staff, "error.title");
    let text = words.fill("error.right", &[("what", &what)]);
    page::render(StatusCode::FORBIDDEN, &Plain { f, text }).into()
}

/// A page where nobody is signed in.
fn bare(lang: Lang, status: StatusCode, key: &'static str) -> Response {
    let f = Frame::bare(lang, "error.title");
    let text = words(lang).get(key).to_owned();
    page::render(status, &Plain { f, text })
}

/// There is no such page.
pub async fn missing(headers: HeaderMap) -> Response {
    nothing(Lang::preferred(&headers))
}

/// The same, in a language.
pub fn nothing(lang: Lang) -> Response {
    bare(lang, StatusCode::NOT_FOUND, "error.missing")
}

/// It cannot be opened so.
pub async fn method(headers: HeaderMap) -> Response {
    bare(
        Lang::preferred(&headers),
        StatusCode::METHOD_NOT_ALLOWED,
        "error.method",
    )
}

/// A form that came from elsewhere, or from a page of an earlier session.
pub fn foreign(headers: &HeaderMap) -> Response {
    bare(
        Lang::preferred(headers),
        StatusCode::FORBIDDEN,
        "error.foreign",
    )
}

/// A form of somebody who is not signed in any more.
pub fn signed_out(headers: &HeaderMap) -> Response {
    bare(
        Lang::preferred(headers),
        StatusCode::UNAUTHORIZED,
        "error.signed-out",
    )
}

/// It took too long.
pub fn slow(headers: &HeaderMap) -> Response {
    bare(
        Lang::preferred(headers),
        StatusCode::REQUEST_TIMEOUT,
        "error.slow",
    )
}

/// A form that is too long.
pub fn long(lang: Lang) -> Response {
    bare(lang, StatusCode::PAYLOAD_TOO_LARGE, "error.long")
}

/// The store cannot be used now.
pub fn later(lang: Lang, error: &StoreError) -> Response {
    tracing::warn!(error = %error, "a page of the desk could not be shown");
    bare(lang, StatusCode::SERVICE_UNAVAILABLE, "error.later")
}

/// A link to enrol that is of no use any more.
pub fn no_link(lang: Lang) -> Response {
    bare(lang, StatusCode::NOT_FOUND, "enrol.no-link")
}
