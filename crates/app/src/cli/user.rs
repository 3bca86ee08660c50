//! `wardline user`: lets people in. Nobody ever learns the password of somebody else: they are given a link.

use std::io::{self, Write};
use std::net::SocketAddr;

use intake::Problem;
use model::Micros;
use seal::Token;

use super::console::{Console, say};
use super::{End, args};
use crate::act::{Desk, rng};
use crate::clock::Clock;
use crate::config::{Settings, explain, problem};
use crate::web::desk::{INVITED, is_name};

pub(super) fn run(low: args::User) -> End {
    match low {
        args::User::Add(low) => add(low),
        args::User::List(low) => list(low),
        args::User::Link(low) => link(low),
    }
}

fn add(low: args::UserAdd) -> End {
    super::on_desk(|| async move {
        let name = low.name.trim();
        if !is_name(name) {
            return Err(problem(
                "--name",
                "is no name",
                "give one of at most 64 characters",
            ));
        }
        let settings = Settings::of(low.desk.flags())?;
        let store = settings.open(&Clock::Real).await?;
        let added =
            store::add_account(&store, name, &low.role, times(&Clock::Real), &mut rng()).await;
        let added = added.map_err(|error| explain(&settings.data, &error))?;
        let (_, link) = added.ok_or_else(|| {
            problem(
                &format!("the name {name}"),
                "somebody has it already",
                "choose another, or give them a new link: wardline user link",
            )
        })?;
        print(&settings, &link);
        store.close().await;
        Ok(End::Whole)
    })
}

fn list(low: args::UserList) -> End {
    super::on_desk(|| async move {
        let settings = Settings::of(low.desk.flags())?;
        let store = settings.open_existing(&Clock::Real).await?;
        let listed = async { store::accounts(&mut store.read().await?, store.keys()).await };
        let listed = listed
            .await
            .map_err(|error| explain(&settings.data, &error))?;
        for one in listed {
            let roles: Vec<&str> = one.roles.iter().map(|role| role.as_str()).collect();
            let state = match (one.ended, one.is_enrolled) {
                (Some(_), _) => "  ended",
                (None, false) => "  has not enrolled yet",
                (None, true) => "",
            };
            let name = if one.name.is_empty() {
                "(no name yet)"
            } else {
                &one.name
            };
            say(&format!("{name}  {}{state}", roles.join(",")));
        }
        store.close().await;
        Ok(End::Whole)
    })
}

fn link(low: args::UserLink) -> End {
    super::on_desk(|| async move {
        let settings = Settings::of(low.desk.flags())?;
        let store = settings.open_existing(&Clock::Real).await?;
        let told = |error| explain(&settings.data, &error);
        let found =
            async { store::by_name(&mut store.read().await?, store.keys(), &low.name).await };
        let found = found.await.map_err(told)?.ok_or_else(|| {
            problem(
                &format!("the name {}", low.name.trim()),
                "nobody has it",
                "see who there is: wardline user list",
            )
        })?;
        let id = found.account.id;
        let link = store::invite(&store, &id, times(&Clock::Real), &mut rng()).await;
        print(&settings, &link.map_err(told)?);
        store.close().await;
        Ok(End::Whole)
    })
}

/// Now, and when a link that is given out now ends.
fn times(clock: &Clock) -> (Micros, Micros) {
    let now = clock.now();
    (now, now + INVITED)
}

fn print(settings: &Settings, link: &Token) {
    let address = address(settings, settings.desk);
    // nobody may be reading it
    let _ = writeln!(io::stdout(), "{address}/enrol/{}", link.reveal());
    if settings.calls.link.is_empty() {
        Console::new().note(
            &address,
            "where the desk listens by its settings; if serve was started with --desk, or people open the desk by a \
             name, put that before /enrol, or set link in the table [calls] of wardline.toml",
        );
    }
}

/// Where people open the desk: by its name, if that is set, since passkeys are bound to it; else where it listens.
pub(super) fn address(settings: &Settings, listens: SocketAddr) -> String {
    match settings.calls.link.as_str() {
        "" => format!("http://{listens}"),
        link => link.to_owned(),
    }
}

/// The link of a new desk's first account, which may do everything; none if there is anybody already.
pub(super) async fn first(settings: &Settings, desk: &Desk) -> Result<Option<Token>, Problem> {
    let told = |error| explain(&settings.data, &error);
    let store = &desk.store;
    let is_there = async { store::has_accounts(&mut store.read().await?).await };
    if is_there.await.map_err(told)? {
        return Ok(None);
    }
    let roles = [
        model::Role::Intake,
        model::Role::Lead,
        model::Role::Privacy,
        model::Role::Admin,
    ];
    let added = store::add_account(store, "", &roles, times(&desk.clock), &mut rng()).await;
    Ok(added.map_err(told)?.map(|(_, link)| link))
}
