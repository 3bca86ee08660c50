//! The desk of the demonstration: in a temporary folder, with the made-up reports, until it is ended.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;

use intake::{Document, Item, Limits, Problem};
use model::{Channel, DAY, Role, Scope};
use store::NewToken;

use super::super::serve;
use super::super::{End, on_desk};
use crate::act::{self, rng};
use crate::clock::Clock;
use crate::config::{Flags, Settings, explain, problem};
use crate::server::Server;
use crate::web::desk::Guest;

/// Serves a desk that holds the reports of a folder.
pub(super) fn run(reports: &Path) -> End {
    on_desk(|| async move {
        let folder = tempfile::tempdir().map_err(|error| {
            problem(
                "the temporary folder",
                &error.to_string(),
                "make room there, or set TMPDIR",
            )
        })?;
        let flags = Flags {
            data: Some(folder.path().join("desk")),
            tipline: Some(free(8787)),
            desk: Some(free(8788)),
            ..Flags::default()
        };
        let settings = Settings::of(flags)?;
        let guest = guest(&settings).await?;
        let link = guest.link.reveal().to_owned();
        let server = Server::start_with(&settings, Clock::Real, Some(guest)).await?;
        for document in documents(reports) {
            let taken = act::receive(&server.act, act::report_of(Channel::Files, document)).await;
            taken.map_err(|refusal| {
                problem(
                    "the made-up reports",
                    &refusal.to_string(),
                    "make room in the temporary folder",
                )
            })?;
        }
        let token = token(&server, &settings).await?;
        // nobody may be reading it
        let _ = writeln!(
            io::stdout(),
            "\nA desk runs now, in a folder that goes when it ends (Ctrl-C).\n\n\
             Tip line  http://{tipline}/\n\
             Desk      http://{desk}/guest/{link}\n\
             Programs  http://{desk}/api/v1/openapi.json\n\
             Token     {token}\n\n  \
             curl -H 'Authorization: Bearer {token}' --json '{{\"text\": \"They wait for the judge outside her house.\"}}' http://{desk}/api/v1/reports",
            tipline = server.tipline,
            desk = server.desk,
        );
        serve::until_ended(server).await;
        Ok(End::Whole)
    })
}

/// Somebody who may do everything at this desk, and comes in by a link alone.
async fn guest(settings: &Settings) -> Result<Guest, Problem> {
    let store = settings.open(&Clock::Real).await?;
    let now = Clock::Real.now();
    let roles = [Role::Intake, Role::Lead, Role::Privacy, Role::Admin];
    let added = store::add_account(&store, "demo", &roles, (now, now), &mut rng()).await;
    let added = added.map_err(|error| explain(&settings.data, &error))?;
    store.close().await;
    let (account, link) = added.ok_or_else(|| {
        problem(
            "the desk of the demonstration",
            "was there already",
            "run it again",
        )
    })?;
    Ok(Guest { account, link })
}

/// A port of this machine: the usual one, or any if that is taken.
fn free(port: u16) -> SocketAddr {
    let usual = SocketAddr::from(([127, 0, 0, 1], port));
    match std::net::TcpListener::bind(usual) {
        Ok(_) => usual,
        Err(_) => SocketAddr::from(([127, 0, 0, 1], 0)),
    }
}

fn documents(reports: &Path) -> Vec<Document> {
    let mut documents = Vec::new();
    let mut sink = |item| {
        if let Item::Document(document) = item {
            documents.push(*document);
        }
    };
    intake::read_paths(
        &[reports.to_owned()],
        None,
        &mut io::empty(),
        &Limits::default(),
        &mut |_, _| (),
        &mut sink,
    );
    documents
}

/// A token for a day.
async fn token(server: &Server, settings: &Settings) -> Result<String, Problem> {
    let now = server.act.clock.now();
    let new = NewToken {
        name: "demonstration",
        scopes: &[Scope::Receive, Scope::Read],
        expires: now + DAY,
    };
    let token = store::add_token(&server.act.store, &new, now, &mut rng()).await;
    token
        .map(|token| token.reveal().to_owned())
        .map_err(|error| explain(&settings.data, &error))
}
