//! A desk at work: both listeners, and the jobs beside them.

use std::fs::File;
use std::io::{Seek, Write};
use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use intake::Problem;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::act::{Desk, case};
use crate::call::Caller;
use crate::clock::Clock;
use crate::config::{Settings, problem};
use crate::mail;
use crate::web::{self, Limits};

/// How often what was logged is signed, if there is something new.
const SIGN: Duration = Duration::from_secs(60);

/// How often what is kept beyond its time is looked for.
const PURGE: Duration = Duration::from_secs(3600);

/// How often it is asked whether there is a new master key.
const TURN: Duration = Duration::from_secs(1);

/// Connections of one listener at one time, and files that may be open for both and for the store.
const MOST_CONNECTIONS: usize = 8192;
const MOST_FILES: usize = 4 * MOST_CONNECTIONS;

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
        Box::pin(Server::start_with(settings, clock, None)).await
    }

    /// The same, with somebody who comes in by a link alone: for a desk that holds nothing but made-up reports.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub async fn start_with(
        settings: &Settings,
        clock: Clock,
        guest: Option<web::desk::Guest>,
    ) -> Result<Server, Problem> {
        settings.calls.check()?;
        if let Some(provider) = &settings.oidc {
            provider.secret()?;
        }
        let store = settings.open(&clock).await?;
        let lock = lock(settings)?;
        let held = lock
            .try_clone()
            .map_err(|error| problem("serve.lock", &error.to_string(), "try again"))?;
        let tipline = bind(settings.tipline, "--tipline").await?;
        let desk = bind(settings.desk, "--desk").await?;
        let (tipline_at, desk_at) = (local(&tipline)?, local(&desk)?);
        let act = Desk::new(store, clock).with_clocks(settings.clocks);
        let (stop, stopped) = watch::channel(false);
        let ended = |mut stopped: watch::Receiver<bool>| async move {
            // without a sender the program has ended
            let _ = stopped.wait_for(|is_stopped| *is_stopped).await;
        };
        let limits = Limits {
            connections: MOST_CONNECTIONS.min(open_files() / 2),
            ..Limits::default()
        };
        let listeners = vec![
            tokio::spawn(web::serve(
                tipline,
                web::tipline::routes(act.clone(), settings),
                limits,
                ended(stopped.clone()),
            )),
            tokio::spawn(web::serve(
                desk,
                web::api::routes(act.clone(), web::desk::routes(act.clone(), settings, guest)),
                limits,
                ended(stopped),
            )),
        ];
        let mut jobs = vec![
            tokio::spawn(act.clone().keep_reading()),
            tokio::spawn(keep_signing(act.clone())),
            tokio::spawn(sweep(act.clone())),
            tokio::spawn(keep_purging(act.clone())),
            tokio::spawn(keep_key(act.clone(), settings.clone(), held)),
        ];
        if settings.calls.is_on() {
            let caller = Caller::new(act.clone(), settings.calls.clone());
            jobs.push(tokio::spawn(caller.keep_calling()));
        }
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

async fn keep_signing(desk: Desk) {
    loop {
        if let Err(error) = store::sign(&desk.store).await {
            tracing::warn!(error = %error, "the ledger was not signed");
        }
        tokio::time::sleep(SIGN).await;
    }
}

/// Destroys what is kept about people beyond its time.
async fn keep_purging(desk: Desk) {
    loop {
        match case::purge_over(&desk).await {
            Ok(0) => (),
            Ok(people) => tracing::info!(people, "what was kept beyond its time was destroyed"),
            Err(error) => tracing::warn!(error = %error, "what is beyond its time stays"),
        }
        tokio::time::sleep(PURGE).await;
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

/// Files that may be open at one time, of which each connection is one: as many as the system lets it be.
fn open_files() -> usize {
    #[cfg(unix)]
    let files = rlimit::increase_nofile_limit(MOST_FILES as u64);
    #[cfg(not(unix))]
    let files = std::io::Result::Ok(MOST_FILES as u64);
    files.map_or(1024, |files| files.min(MOST_FILES as u64) as usize)
}

/// Keeps a second server off the same desk. What is in the file tells by which master key this one wraps.
fn lock(settings: &Settings) -> Result<File, Problem> {
    settings.lock("serve.lock", "another wardline serves this desk")
}

/// Takes a new master key when there is one, and tells so in the file that it holds.
async fn keep_key(desk: Desk, settings: Settings, mut lock: File) {
    let keyring = desk.store.keys().keyring();
    let (mut told, mut seen) = (None, None);
    loop {
        let changed = std::fs::metadata(&settings.master_key_file)
            .and_then(|file| file.modified())
            .ok();
        if changed != seen {
            if let Err(problem) = settings.take_new_key(keyring) {
                tracing::warn!(error = %problem.what, "the file of the master key changed, and was not taken");
            }
            seen = changed;
        }
        let key = keyring.current().id();
        if told != Some(key) {
            let written = lock
                .rewind()
                .and_then(|()| lock.write_all(key.to_string().as_bytes()))
                .and_then(|()| lock.set_len(16));
            if let Err(error) = written {
                tracing::warn!(error = %error, "which master key is in force cannot be told");
            }
            told = Some(key);
        }
        tokio::time::sleep(TURN).await;
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
