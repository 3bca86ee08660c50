//! A desk at work: both listeners, and the jobs beside them.

use std::fs::{File, OpenOptions, TryLockError};
use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::act::Desk;
use crate::clock::Clock;
use crate::config::{Settings, problem};
use crate::intake::Problem;
use crate::mail;
use crate::web::{self, Limits};

/// How often what was logged is signed, if there is something new.
const SIGN: Duration = Duration::from_secs(60);

/// A running desk.
pub struct Server {
    /// Where the tip line listens.
    pub tipline: SocketAddr,
    /// Where the desk listens.
    pub desk: SocketAddr,
    /// What acts.
    pub act: Desk,
    stop: watch::Sender<bool>,
    listeners: Vec<JoinHandle<()>>,
    jobs: Vec<JoinHandle<()>>,
    _lock: File,
}

impl Server {
    /// Opens the desk, makes it on the first day, and listens.
    ///
    /// # Errors
    /// If the desk cannot be opened, another program serves it, or an address is taken.
    pub async fn start(settings: &Settings, clock: Clock) -> Result<Server, Problem> {
        let store = settings.open(&clock).await?;
        let lock = lock(settings)?;
        let tipline = bind(settings.tipline, "--tipline").await?;
        let desk = bind(settings.desk, "--desk").await?;
        let (tipline_at, desk_at) = (local(&tipline)?, local(&desk)?);
        let act = Desk::new(store, clock);
        let (stop, stopped) = watch::channel(false);
        let ended = |mut stopped: watch::Receiver<bool>| async move {
            // without a sender the program has ended
            let _ = stopped.wait_for(|is_stopped| *is_stopped).await;
        };
        let limits = Limits::default();
        let listeners = vec![
            tokio::spawn(web::serve(
                tipline,
                web::tipline::routes(act.clone(), settings),
                limits,
                ended(stopped.clone()),
            )),
            tokio::spawn(web::serve(
                desk,
                web::api::routes(act.clone()),
                limits,
                ended(stopped),
            )),
        ];
        let mut jobs = vec![
            tokio::spawn(keep_reading(act.clone())),
            tokio::spawn(keep_signing(act.clone())),
            tokio::spawn(sweep(act.clone())),
        ];
        if let Some(settings) = settings.mail.clone() {
            jobs.push(tokio::spawn(mail::keep_fetching(act.clone(), settings)));
        }
        Ok(Server {
            tipline: tipline_at,
            desk: desk_at,
            act,
            stop,
            listeners,
            jobs,
            _lock: lock,
        })
    }

    /// Lets answers be finished, and ends. What waits to be read waits for the next start.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for listener in self.listeners {
            let _ = listener.await;
        }
        for job in self.jobs {
            job.abort();
            let _ = job.await;
        }
        if let Err(error) = store::sign(&self.act.store).await {
            tracing::warn!(error = %error, "the ledger was not signed at the end");
        }
        self.act.store.close().await;
    }
}

async fn keep_reading(desk: Desk) {
    desk.keep_reading().await;
}

async fn keep_signing(desk: Desk) {
    loop {
        if let Err(error) = store::sign(&desk.store).await {
            tracing::warn!(error = %error, "the ledger was not signed");
        }
        tokio::time::sleep(SIGN).await;
    }
}

/// Removes what an earlier end of the program broke off.
async fn sweep(desk: Desk) {
    let begun = u64::try_from(desk.clock.now()).unwrap_or_default();
    let begun = SystemTime::UNIX_EPOCH + Duration::from_micros(begun);
    match store::sweep(&desk.store, begun).await {
        Ok(0) => (),
        Ok(files) => tracing::info!(files, "files that belong to no report were removed"),
        Err(error) => tracing::warn!(error = %error, "files that belong to no report stay"),
    }
}

/// Keeps a second server off the same desk.
fn lock(settings: &Settings) -> Result<File, Problem> {
    let path = settings.data.join("serve.lock");
    let shown = path.to_string_lossy();
    let failed = |error: std::io::Error| {
        problem(
            &shown,
            &format!("cannot be locked: {error}"),
            "check the rights of the desk's folder",
        )
    };
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(problem(
            &shown,
            "another wardline serves this desk",
            "stop it first, or give another folder",
        )),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

async fn bind(address: SocketAddr, flag: &str) -> Result<TcpListener, Problem> {
    let told = |error: std::io::Error| {
        problem(
            flag,
            &format!("cannot listen on {address}: {error}"),
            "stop what listens there, or choose another address",
        )
    };
    web::listen(address).await.map_err(told)
}

fn local(listener: &TcpListener) -> Result<SocketAddr, Problem> {
    listener
        .local_addr()
        .map_err(|error| problem("listener", &error.to_string(), "try again"))
}
