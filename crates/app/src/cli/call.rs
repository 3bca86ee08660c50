//! `wardline call`: whether whoever is on duty can be called.

use std::collections::HashMap;
use std::io::{self, Write};

use clap::{Args, Subcommand};
use intake::printable;
use model::AccountId;
use model::call::Fault;

use super::End;
use super::args::DeskFlags;
use crate::act::Desk;
use crate::call::Caller;
use crate::clock::Clock;
use crate::config::{Settings, explain, problem};

#[derive(Debug, Subcommand)]
pub(super) enum Call {
    /// Call everybody on duty and the webhook once, and say whether that arrived
    Test(Test),
}

#[derive(Debug, Args)]
pub(super) struct Test {
    #[command(flatten)]
    desk: DeskFlags,
}

pub(super) fn run(Call::Test(low): Call) -> End {
    super::on_desk(|| async move {
        let settings = Settings::of(low.desk.flags())?;
        settings.calls.check()?;
        if !settings.calls.is_on() {
            return Err(problem(
                "calls",
                "nobody is called: neither a mail server nor a webhook is set up",
                "set one up in wardline.toml: see docs/calls.md",
            ));
        }
        let store = settings.open_existing(&Clock::Real).await?;
        let told = |error| explain(&settings.data, &error);
        let names = async { store::accounts(&mut store.read().await?, store.keys()).await };
        let names = names.await.map_err(told)?.into_iter();
        let names: HashMap<AccountId, String> = names.map(|one| (one.id, one.name)).collect();
        let desk = Desk::new(store, Clock::Real);
        let caller = Caller::new(desk.clone(), settings.calls.clone());
        let outcomes = caller.test().await.map_err(told)?;
        if outcomes.is_empty() {
            return Err(problem(
                "calls",
                "nobody is called: nobody is on duty",
                "put somebody on duty, with an address, on the desk's page Duty",
            ));
        }
        let mut end = End::Whole;
        for (call, outcome) in outcomes {
            let name = call.account.and_then(|id| names.get(&id));
            let whom = name.map_or("the webhook", String::as_str);
            let whom = printable(whom);
            // nobody may be reading it
            let _ = match outcome {
                Ok(()) => writeln!(io::stdout(), "fine   {whom} was called"),
                Err(fault) => {
                    end = End::Partial;
                    let (what, todo) = told_fault(fault);
                    writeln!(
                        io::stdout(),
                        "WRONG  {whom} was not called: {what}\n       {todo}"
                    )
                }
            };
        }
        desk.store.close().await;
        Ok(end)
    })
}

/// What a fault is, and what to do.
pub(super) const fn told_fault(fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::NoWay => ("there is no address", "give one on the desk's page Duty"),
        Fault::Secret => (
            "the password or secret is not there",
            "name its file in wardline.toml: see docs/calls.md",
        ),
        Fault::Unreachable => (
            "the server cannot be reached",
            "check its address and the network",
        ),
        Fault::Inside => (
            "the webhook leads into an inner network",
            "set webhook_inside = true if it is meant to",
        ),
        Fault::Certificate => (
            "the server's certificate is not to be trusted",
            "check the name of the server; if it is right, who runs it must renew the certificate",
        ),
        Fault::Slow => (
            "the server stopped answering",
            "try again; if it stays so, ask who runs it",
        ),
        Fault::LogIn => (
            "the mail server refuses the user or the password",
            "correct them; some services want a password made for one program",
        ),
        Fault::Busy => (
            "the server wants to be asked later",
            "try again in some minutes",
        ),
        Fault::Refused => (
            "the server does not take calls from this desk",
            "check the address to call, and the sender or the secret",
        ),
        Fault::Gone => (
            "the webhook says that nobody is called there any more",
            "give another one, or take it out of wardline.toml",
        ),
        Fault::Odd => (
            "the server said what is not understood",
            "check the address and the port: a mail server with TLS from the beginning is mostly at 465",
        ),
    }
}
