//! Bodies of requests: how large, how slow, how many at one time.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use hyper::body::Body as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};

use super::problem::Problem;

/// Bytes of one text.
pub(super) const LONGEST_TEXT: usize = 8 << 20;

/// Bytes of one body: JSON may write a character in six times its bytes, and senders do so with what is not ASCII.
pub(super) const LONGEST_BODY: usize = 32 << 20;

/// How long a body may take to come.
pub(super) const SLOWEST: Duration = Duration::from_secs(60);

/// How long to wait for room.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes of all bodies in hand at one time.
const ALL_BODIES: usize = 256 << 20;

/// Room is given out in pieces of so many bytes.
const PIECE: usize = 64 << 10;

/// Room for bodies in memory. Shared by all connections.
#[derive(Clone)]
pub(super) struct Room(Arc<Semaphore>);

/// A body, and the room that it takes.
pub(super) struct Held {
    pub bytes: Vec<u8>,
    _room: OwnedSemaphorePermit,
}

impl Default for Room {
    fn default() -> Self {
        Room(Arc::new(Semaphore::new(ALL_BODIES / PIECE)))
    }
}

impl Room {
    /// Takes in a body of JSON.
    pub async fn json(&self, headers: &HeaderMap, body: Body) -> Result<Held, Problem> {
        if !is_json(headers) {
            return Err(Problem::NotJsonType);
        }
        let most = told_length(headers).unwrap_or(LONGEST_BODY);
        if most > LONGEST_BODY {
            return Err(Problem::TooLarge);
        }
        let pieces = u32::try_from(most.div_ceil(PIECE)).map_err(|_| Problem::TooLarge)?;
        let room = timeout(PATIENCE, Arc::clone(&self.0).acquire_many_owned(pieces)).await;
        let room = room
            .map_err(|_| Problem::Full)?
            .map_err(|_| Problem::Full)?;
        let bytes = collect(body, most).await?;
        Ok(Held { bytes, _room: room })
    }
}

async fn collect(mut body: Body, most: usize) -> Result<Vec<u8>, Problem> {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a body takes is measured, and nothing is made of it"
    )]
    let end = Instant::now() + SLOWEST;
    let mut bytes = Vec::new();
    loop {
        let next =
            std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context));
        let Some(frame) = timeout_at(end, next).await.map_err(|_| Problem::Slow)? else {
            return Ok(bytes);
        };
        let frame = frame.map_err(|_| Problem::BrokenOff)?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        if bytes.len() + data.len() > most {
            return Err(Problem::TooLarge);
        }
        bytes.extend_from_slice(data);
    }
}

fn told_length(headers: &HeaderMap) -> Option<usize> {
    let text = headers.get(CONTENT_LENGTH)?.to_str().ok()?;
    // a number that is too large for this machine is too large for a body
    Some(text.parse().unwrap_or(usize::MAX))
}

fn is_json(headers: &HeaderMap) -> bool {
    let is_plain = (headers.get_all(CONTENT_ENCODING).iter())
        .all(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
    let mut kinds = headers.get_all(CONTENT_TYPE).iter();
    let kind = kinds.next().and_then(|kind| kind.to_str().ok());
    let is_json = kind.is_some_and(|kind| {
        let essence = kind.split(';').next().unwrap_or_default();
        essence.trim().eq_ignore_ascii_case("application/json")
    });
    is_plain && is_json && kinds.next().is_none()
}
