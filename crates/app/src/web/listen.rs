//! Connections: how many, how slow, how large.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;

/// What a listener puts up with.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at one time. Who comes then waits in the system's queue.
    pub connections: usize,
    /// How long a client may take to send the head of a request, or to send another.
    pub head: Duration,
    /// How long connections may go on when the program is to end.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 8192,
            head: Duration::from_secs(15),
            farewell: Duration::from_secs(10),
        }
    }
}

/// Bytes of the head of a request.
const HEAD: usize = 32 << 10;

/// Headers of a request.
const HEADERS: usize = 64;

/// Binds an address.
///
/// # Errors
/// Those of the system: it is taken, or not allowed.
pub async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address).await
}

/// Answers connections until `ended`, then lets those that are there finish what they are at.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    ended: impl Future<Output = ()>,
) {
    let room = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    tokio::pin!(ended);
    loop {
        let next = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (place, listener.accept().await)
        };
        tokio::select! {
            () = &mut ended => break,
            (place, accepted) = next => match (place, accepted) {
                (Ok(place), Ok((stream, _))) => answer(stream, place, app.clone(), limits, &graceful),
                // no room for another file: wait for one to be closed
                _ => tokio::time::sleep(Duration::from_millis(50)).await,
            },
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(limits.farewell, graceful.shutdown()).await;
}

fn answer(
    stream: TcpStream,
    place: OwnedSemaphorePermit,
    app: Router,
    limits: Limits,
    graceful: &GracefulShutdown,
) {
    // an answer is one small piece: it need not wait for more
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        app.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(HEAD)
        .max_headers(HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        // what breaks here is the client's connection: nobody is there to be told
        let _ = connection.await;
        drop(place);
    });
}
