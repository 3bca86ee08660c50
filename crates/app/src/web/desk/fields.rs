//! What a form sends, once it is sure that it is one of ours.

use std::convert::Infallible;
use std::fmt::Display;
use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{FromRef, FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;

use super::House;
use super::page::Lang;
use super::refused;
use super::staff::Staff;

/// Bytes of a form.
const LONGEST: usize = 1 << 20;

/// Characters of a reason, at most.
const LONGEST_REASON: usize = 2000;

/// The fields of a form, in the order in which they were sent.
#[derive(Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a form; none if it is too long.
    pub async fn read(request: Request) -> Option<Self> {
        let bytes = to_bytes(request.into_body(), LONGEST).await.ok()?;
        let pairs = url::form_urlencoded::parse(&bytes).into_owned();
        Some(Fields(pairs.collect()))
    }

    /// These.
    pub fn of(fields: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Fields(fields.iter().map(owned).collect())
    }

    /// Whether something is chosen in a field.
    pub fn is(&self, name: &str, value: impl Display) -> bool {
        let value = value.to_string();
        self.all(name).any(|one| one == value)
    }

    /// The first field of a name; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        let mut all = self.all(name);
        all.next().unwrap_or_default()
    }

    /// The first field of a name, as a number.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.get(name).parse().ok()
    }

    /// All fields of a name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.0.iter().filter(move |(one, _)| one == name);
        named.map(|(_, value)| value.as_str())
    }

    /// What was typed at some length, so that it can be given back.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        let typed = self.0.iter().filter(|(name, _)| name != "form");
        typed
            .map(|(_, value)| value.trim())
            .filter(|value| value.contains(char::is_whitespace))
    }

    /// The first field of a name, without white space around it, as lines that end alike; none if it is empty.
    pub fn text(&self, name: &str) -> Option<String> {
        let text = self.get(name).replace("\r\n", "\n");
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Why something is done, in the words of whoever does it; or that it is too long.
    pub fn reason(&self) -> Result<Option<String>, &'static str> {
        let reason = self.text("reason");
        match &reason {
            Some(text) if text.chars().count() > LONGEST_REASON => Err("decide.reason.long"),
            _ => Ok(reason),
        }
    }
}

/// What an address asks for behind its `?`. What makes no sense there is as if it were not.
impl<S: Send + Sync> FromRequestParts<S> for Fields {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = url::form_urlencoded::parse(query.as_bytes()).into_owned();
        Ok(Fields(pairs.collect()))
    }
}

/// A form that somebody sent from one of the desk's own pages.
pub struct Sent {
    /// Who.
    pub staff: Staff,
    /// What.
    pub fields: Fields,
}

impl<S: Send + Sync> FromRequest<S> for Sent
where
    Arc<House>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let staff = Staff::from_request_parts(&mut parts, state).await?;
        let headers: HeaderMap = parts.headers.clone();
        let Some(fields) = Fields::read(Request::from_parts(parts, body)).await else {
            return Err(refused::long(Lang::preferred(&headers)));
        };
        if fields.get("form") != staff.form {
            return Err(refused::foreign(&headers));
        }
        Ok(Sent { staff, fields })
    }
}
