//! `wardline serve`: the desk and its tip line, until they are told to end.

use std::io::{self, Write};

use intake::Problem;
use tokio::signal;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;

use super::End;
use super::args;
use super::console::Console;
use crate::clock::Clock;
use crate::config::Settings;
use crate::server::Server;

pub(super) fn run(low: args::Serve) -> End {
    log();
    super::on_desk(|| async move {
        let settings = Settings::of(low.flags())?;
        serve(&settings).await
    })
}

/// What happens goes to standard error; never what was said, and never who came.
fn log() {
    let lines = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(false)
        .with_target(false)
        .with_max_level(tracing::Level::INFO)
        .finish();
    // a test may have begun it already
    let _ = tracing::subscriber::set_global_default(lines.with(filter_fn(is_told)));
}

/// Whoever reads the protocol of passkeys tells bytes that browsers sent.
fn is_told(about: &tracing::Metadata<'_>) -> bool {
    !about.target().starts_with("webauthn_rs")
}

/// Serves until a signal, and tells the addresses, a line each, on standard output.
async fn serve(settings: &Settings) -> Result<End, Problem> {
    let is_new = !settings.data.join("serve.lock").exists();
    let server = Server::start(settings, Clock::Real).await?;
    let console = Console::new();
    if is_new {
        console.note(
            &settings.master_key_file.to_string_lossy(),
            "the master key: keep a copy in a safe place, without it nothing here can be read",
        );
    }
    // nobody may be reading it
    let _ = writeln!(
        io::stdout(),
        "Tip line  http://{}/\nDesk      http://{}/",
        server.tipline,
        server.desk
    );
    if let Some(link) = super::user::first(settings, &server.act).await? {
        let _ = writeln!(
            io::stdout(),
            "First account, by this link, once, within three days:\n          {}/enrol/{}",
            super::user::address(settings, server.desk),
            link.reveal()
        );
    }
    until_ended(server).await;
    Ok(End::Whole)
}

/// Lets a server run until a signal, then lets it finish.
pub(super) async fn until_ended(server: Server) {
    ended().await;
    Console::new().note("serve", "ending; answers that were begun are finished");
    server.stop().await;
}

/// Ctrl-C, or what service managers send.
async fn ended() {
    #[cfg(unix)]
    {
        let Ok(mut terminate) = signal::unix::signal(signal::unix::SignalKind::terminate()) else {
            let _ = signal::ctrl_c().await;
            return;
        };
        tokio::select! {
            _ = signal::ctrl_c() => (),
            _ = terminate.recv() => (),
        }
    }
    #[cfg(not(unix))]
    let _ = signal::ctrl_c().await;
}
