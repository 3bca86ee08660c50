//! `wardline doctor`: what is wrong with a set-up, and what to do.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;

use intake::{Problem, printable};
use model::call::Fault;

use super::End;
use super::args;
use crate::clock::Clock;
use crate::config::{Mail, Oidc, PasswordFrom, Settings, Source, explain};

use crate::passkey::Passkeys;
use crate::{mail, oidc};

/// One thing that was looked at.
enum Found {
    Fine(String),
    /// What is not set up, which is for whoever runs the desk to choose.
    Off(String),
    /// What is wrong, and what to do.
    Wrong(String, String),
}

use Found::{Fine, Off, Wrong};

pub(super) fn run(low: args::Doctor) -> End {
    super::on_desk(|| async move {
        let settings = Settings::of(low.desk.flags())?;
        let mut found = vec![
            folder(&settings.data),
            listener("tip line", settings.tipline),
            listener("desk", settings.desk),
        ];
        found.extend(private(&settings.master_key_file));
        found.extend(desk(&settings).await?);
        found.push(passkeys(&settings));
        if let Some(provider) = &settings.oidc {
            found.extend(closed(&provider.secret));
            found.push(self::provider(provider).await);
        }
        found.extend(calls(&settings).await?);
        if let Some(settings) = &settings.mail {
            found.extend(password_of(settings));
            found.push(mailbox(settings).await);
        }
        let is_wrong = found.iter().any(|one| matches!(one, Wrong(..)));
        for one in found {
            // nobody may be reading it
            let _ = match one {
                Fine(what) => writeln!(io::stdout(), "fine   {}", printable(&what)),
                Off(what) => writeln!(io::stdout(), "off    {}", printable(&what)),
                Wrong(what, todo) => writeln!(
                    io::stdout(),
                    "WRONG  {}\n       {}",
                    printable(&what),
                    printable(&todo)
                ),
            };
        }
        Ok(if is_wrong { End::Partial } else { End::Whole })
    })
}

fn folder(data: &Path) -> Found {
    match open_to_others(data) {
        Some(true) => Wrong(
            format!("{} can be opened by others on this machine", data.display()),
            format!("close it: chmod 700 {}", data.display()),
        ),
        _ => Fine(format!("{} is the desk's alone", data.display())),
    }
}

/// The file of the master key, if that is where the key is.
fn private(file: &Path) -> Option<Found> {
    Some(if open_to_others(file)? {
        Wrong(
            format!(
                "the master key in {} can be read by others on this machine",
                file.display()
            ),
            format!("close it: chmod 600 {}", file.display()),
        )
    } else {
        Fine(format!(
            "the master key is in {}: is there a copy on paper?",
            file.display()
        ))
    })
}

/// Whether others have any right to it; none if it is not there.
fn open_to_others(path: &Path) -> Option<bool> {
    let metadata = std::fs::metadata(path).ok()?;
    #[cfg(unix)]
    let is_open = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077 != 0;
    // elsewhere rights are not told by a mode
    #[cfg(not(unix))]
    let is_open = metadata.len() == u64::MAX;
    Some(is_open)
}

fn listener(name: &str, at: SocketAddr) -> Found {
    if at.ip().is_loopback() {
        Fine(format!(
            "the {name} listens on {at}, for this machine alone"
        ))
    } else {
        Wrong(format!("the {name} listens on {at}, and what is sent there is not encrypted on its way"), "listen on 127.0.0.1 and put an onion service or a web server with TLS before it: see docs/tipline.md".to_owned())
    }
}

async fn desk(settings: &Settings) -> Result<Vec<Found>, Problem> {
    let store = settings.open_existing(&Clock::Real).await?;
    let told = |error: store::StoreError| explain(&settings.data, &error);
    let mut read = store.read().await.map_err(told)?;
    let counts = store::count(&mut read).await.map_err(told)?;
    let unsigned = store::unsigned(&mut read).await.map_err(told)?;
    drop(read);
    let mut found = vec![
        Fine(format!(
            "the database answers, in version {}",
            store::VERSION
        )),
        Fine(format!(
            "{} reports; {} wait to be read",
            counts.reports, counts.waiting
        )),
        Fine(format!(
            "the ledger {} has {unsigned} entries that are not signed yet",
            store.keys().verifying().name()
        )),
    ];
    if counts.faults > 0 {
        found.push(Wrong(
            format!("{} reports could not be read", counts.faults),
            "start the desk again, which tries once more; the log names each and says why"
                .to_owned(),
        ));
    }
    found.extend(old_key(settings, &store).await?);
    let lost = store::missing_files(&store).await.map_err(told)?;
    found.push(match lost {
        0 => Fine("all files of reports are there".to_owned()),
        lost => Wrong(
            format!("{lost} files of reports are gone"),
            "restore the folder blobs from a backup".to_owned(),
        ),
    });
    store.close().await;
    Ok(found)
}

/// Whether people can sign in with passkeys.
fn passkeys(settings: &Settings) -> Found {
    let link = &settings.calls.link;
    match Passkeys::at(link, "") {
        Some(passkeys) => Fine(format!("passkeys are offered where the desk is opened as {}", passkeys.origin())),
        None if link.is_empty() => Off("passkeys are not offered: set the desk's public address as link in the table calls of wardline.toml".to_owned()),
        None => Off(format!("passkeys are not offered: {link} is no address with https:// and a name; set another as link in the table calls of wardline.toml")),
    }
}

/// Whether people can be sent to the provider of identities.
async fn provider(settings: &Oidc) -> Found {
    let (name, issuer) = (&settings.name, &settings.issuer);
    let wrong = |why: String, todo: &str| {
        Wrong(
            format!("nobody can sign in with {name}: {why}"),
            todo.to_owned(),
        )
    };
    if let Err(problem) = settings.secret() {
        return wrong(problem.what, &problem.todo);
    }
    match oidc::check(settings).await {
        Ok(()) => Fine(format!("people can sign in with {name}, which is {issuer}")),
        Err(Fault::Odd) => wrong(
            format!("{issuer} does not answer as the issuer of that name should"),
            "write issuer in the table oidc exactly as the provider names itself in its openid-configuration",
        ),
        Err(_) => wrong(
            format!("{issuer} cannot be reached, or its certificate is not to be trusted"),
            "check the address, the network and the certificate; the other ways to sign in work",
        ),
    }
}

/// Whether anybody is called, as far as that can be told without calling.
async fn calls(settings: &Settings) -> Result<Vec<Found>, Problem> {
    let told = |error: store::StoreError| explain(&settings.data, &error);
    let calls = &settings.calls;
    if !calls.is_on() {
        let text = "nobody is called when something urgent comes in: calls are not set up, see docs/calls.md";
        return Ok(vec![Off(text.to_owned())]);
    }
    let mut found = Vec::new();
    if let Err(problem) = calls.check() {
        found.push(Wrong(problem.what, problem.todo));
    }
    let passwords = calls.smtp.iter().map(|smtp| &smtp.password);
    let secrets = calls.webhook.iter().map(|webhook| &webhook.secret);
    found.extend(passwords.chain(secrets).filter_map(closed));
    let store = settings.open_existing(&Clock::Real).await?;
    let state = crate::call::state(&store, calls).await.map_err(told)?;
    store.close().await;
    let (on_duty, reached, _) = state.people;
    found.push(if state.is_nobody_called() {
        Wrong(
            format!("nobody is called: of {on_duty} on duty nobody has an address"),
            "put somebody on duty, with an address, on the desk's page Duty".to_owned(),
        )
    } else {
        Fine(format!(
            "{reached} people on duty can be called{}; try it with: wardline call test",
            if state.has_webhook {
                ", and a webhook"
            } else {
                ""
            }
        ))
    });
    for (way, fault, _) in state.faults() {
        let (what, todo) = super::call::told_fault(fault);
        found.push(Wrong(
            format!("the last call by {way} did not arrive: {what}"),
            todo.to_owned(),
        ));
    }
    Ok(found)
}

/// What is wrong with the file of a password or secret.
fn closed(from: &PasswordFrom) -> Option<Found> {
    let PasswordFrom::File(file) = from else {
        return None;
    };
    (open_to_others(file) == Some(true)).then(|| {
        Wrong(
            format!("{} can be read by others on this machine", file.display()),
            format!("close it: chmod 600 {}", file.display()),
        )
    })
}

/// The file of the mailbox's password, if that is where it is.
fn password_of(settings: &Mail) -> Option<Found> {
    let Source::Imap(account) = &settings.source else {
        return None;
    };
    let PasswordFrom::File(file) = &account.password else {
        return None;
    };
    open_to_others(file)?.then(|| {
        Wrong(
            format!(
                "the password of the mailbox in {} can be read by others on this machine",
                file.display()
            ),
            format!("close it: chmod 600 {}", file.display()),
        )
    })
}

/// Looks once whether mails can be fetched.
async fn mailbox(settings: &Mail) -> Found {
    match mail::check(settings).await {
        Ok(waiting) => Fine(format!(
            "the mailbox can be read; {waiting} mails wait to be taken in"
        )),
        Err(trouble) => Wrong(
            format!("no mail is fetched: {}", trouble.what),
            trouble.todo.to_owned(),
        ),
    }
}

/// What is still wrapped by the master key before this one, and whether that still lies there.
async fn old_key(settings: &Settings, store: &store::Store) -> Result<Option<Found>, Problem> {
    let told = |error: store::StoreError| explain(&settings.data, &error);
    let mut read = store.read().await.map_err(told)?;
    let left = store::older_keys(&mut read, store.keys().keyring()).await;
    let old = settings.old_key_file();
    Ok(match left.map_err(told)? {
        0 if old.exists() => Some(Wrong(
            format!("nothing needs the old master key in {}", old.display()),
            "make a backup, then remove the file".to_owned(),
        )),
        0 => None,
        left => Some(Wrong(
            format!("{left} keys are still wrapped by the old master key"),
            "go on with: wardline key rotate".to_owned(),
        )),
    })
}
