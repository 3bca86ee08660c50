//! Bodies of requests: how large, how slow, how many at one time.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use hyper::body::Body as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

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
    room: OwnedSemaphorePermit,
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
        if told_length(headers).is_some_and(|length| length > LONGEST_BODY) {
            return Err(Problem::TooLarge);
        }
        timeout(SLOWEST, self.collect(body, LONGEST_BODY))
            .await
            .map_err(|_| Problem::Slow)?
    }

    /// Room is taken as the body comes: who promises much and sends little takes little.
    async fn collect(&self, mut body: Body, most: usize) -> Result<Held, Problem> {
        let mut held = Held {
            bytes: Vec::new(),
            room: self.more(1).await?,
        };
        loop {
            let next = poll_fn(|context| Pin::new(&mut body).poll_frame(context));
            let Some(frame) = next.await else {
                return Ok(held);
            };
            let frame = frame.map_err(|_| Problem::BrokenOff)?;
            let Some(data) = frame.data_ref() else {
                continue;
            };
            let length = held.bytes.len() + data.len();
            if length > most {
                return Err(Problem::TooLarge);
            }
            let missing = length
                .div_ceil(PIECE)
                .saturating_sub(held.room.num_permits());
            if missing > 0 {
                held.room.merge(self.more(missing).await?);
            }
            held.bytes.extend_from_slice(data);
        }
    }

    async fn more(&self, pieces: usize) -> Result<OwnedSemaphorePermit, Problem> {
        let pieces = u32::try_from(pieces).map_err(|_| Problem::TooLarge)?;
        let room = timeout(PATIENCE, Arc::clone(&self.0).acquire_many_owned(pieces)).await;
        room.map_err(|_| Problem::Full)?.map_err(|_| Problem::Full)
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

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::sync::Arc;
    use std::task::{Context, Poll};
    use std::time::Duration;

    use axum::body::{Body, Bytes};
    use hyper::body::Frame;

    use tokio::sync::Semaphore;
    use tokio::time::timeout;

    use super::{PIECE, Problem, Room};

    /// So many bytes, and then nothing, without an end.
    struct Dripping(usize);

    impl hyper::body::Body for Dripping {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            let Some(rest) = self.0.checked_sub(1) else {
                return Poll::Pending;
            };
            self.0 = rest;
            Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"x")))))
        }
    }

    async fn taken(room: &Room, bytes: usize, most: usize) -> Result<Vec<u8>, Problem> {
        let taking = room.collect(Body::new(Dripping(bytes)), most);
        let taken = timeout(Duration::from_millis(50), taking).await;
        taken.map_err(|_| Problem::Slow)?.map(|held| held.bytes)
    }

    #[tokio::test]
    async fn what_is_slow_or_large_is_given_up_and_its_room_is_free_again() {
        let room = Room(Arc::new(Semaphore::new(2)));
        assert_eq!(taken(&room, 3, 5).await, Err(Problem::Slow));
        assert_eq!(taken(&room, 6, 5).await, Err(Problem::TooLarge));
        assert_eq!(room.0.available_permits(), 2);
        let long = vec![0; PIECE + 1];
        let held = room.collect(Body::from(long), 2 * PIECE).await.unwrap();
        assert_eq!(
            (held.bytes.len(), room.0.available_permits()),
            (PIECE + 1, 0)
        );
        drop(held);
        assert_eq!(room.0.available_permits(), 2);
    }
}
