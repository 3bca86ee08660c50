//! `wardline serve`: the desk and its tip line, until they are told to end.

use std::io::{self, Write};

use tokio::signal;

use super::End;
use super::args;
use super::console::Console;
use crate::clock::Clock;
use crate::config::Settings;
use crate::intake::Problem;
use crate::server::Server;

pub(super) fn run(low: args::Serve) -> End {
    super::on_desk(|| async move {
        let settings = Settings::of(low.flags())?;
        serve(&settings).await
    })
}

/// Serves until a signal, and tells the addresses, a line each, on standard output.
pub(super) async fn serve(settings: &Settings) -> Result<End, Problem> {
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
    ended().await;
    console.note("serve", "ending; answers that were begun are finished");
    server.stop().await;
    Ok(End::Whole)
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
