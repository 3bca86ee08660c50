//! Settings: each has a flag, a key in `wardline.toml` and an environment variable, in that order of force. E-mail,
//! clocks, calls and a provider of identities have tables of their own in the file.

mod calls;
mod clocks;
mod key;
mod lock;
mod mail;
mod oidc;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use intake::Problem;
use model::Clocks;
use serde::Deserialize;
use store::{Database, Store};

pub use calls::{Calls, Encryption, Smtp, Webhook};
pub(crate) use key::{Secrets, told, write_new};
pub(crate) use mail::is_this_machine;
pub use mail::{Account, Mail, Password, PasswordFrom, Source};
pub use oidc::Oidc;

use crate::act::rng;
use crate::clock::Clock;

/// What was given as flags. What is not given comes from elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// The folder of the desk.
    pub data: Option<PathBuf>,
    /// The database's URL.
    pub database: Option<String>,
    /// Where the tip line listens.
    pub tipline: Option<SocketAddr>,
    /// Where the desk listens.
    pub desk: Option<SocketAddr>,
}

/// The file `wardline.toml` in the folder of the desk.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    database: Option<String>,
    tipline: Option<SocketAddr>,
    desk: Option<SocketAddr>,
    name: Option<String>,
    emergency: Option<String>,
    master_key_file: Option<PathBuf>,
    mail: Option<mail::Table>,
    clocks: Option<clocks::Table>,
    calls: Option<calls::Table>,
    oidc: Option<oidc::Table>,
}

/// All settings, as they are in force.
#[derive(Clone)]
pub struct Settings {
    /// The folder of the desk: database, sealed files, master key.
    pub data: PathBuf,
    /// Where the rows are.
    pub database: Database,
    /// Where the tip line listens. 127.0.0.1:8787 unless told otherwise: an onion service or a web server stands
    /// before it.
    pub tipline: SocketAddr,
    /// Where the desk listens. 127.0.0.1:8788 unless told otherwise.
    pub desk: SocketAddr,
    /// Who runs the tip line, as its pages say it.
    pub name: String,
    /// The number to call when somebody is in danger now.
    pub emergency: String,
    /// The file of the master key.
    pub master_key_file: PathBuf,
    /// Where e-mail is fetched from, if it is.
    pub mail: Option<Mail>,
    /// How long each level may wait.
    pub clocks: Clocks,
    /// How people are called when something urgent comes in.
    pub calls: Calls,
    /// By which provider people may sign in, if by any.
    pub oidc: Option<Oidc>,
    /// This program, which is started once more for each picture.
    pub program: PathBuf,
}

impl Settings {
    /// What is in force, by flags, file and environment.
    ///
    /// # Errors
    /// If the file cannot be read, or a value makes no sense.
    pub fn of(flags: Flags) -> Result<Self, Problem> {
        let data = flags
            .data
            .or_else(|| variable("WARDLINE_DATA").map(PathBuf::from))
            .ok_or_else(|| {
                problem(
                    "--data",
                    "no folder was given for the desk",
                    "say where it is, as in --data /var/lib/wardline",
                )
            })?;
        let file = read_file(&data.join("wardline.toml"))?;
        let database = match flags
            .database
            .or(file.database)
            .or_else(|| variable("WARDLINE_DATABASE"))
        {
            Some(url) => Database::postgres(&url).ok_or_else(|| {
                problem(
                    "database",
                    "is not the URL of a PostgreSQL database",
                    "write it as postgres://user:password@host/name, or leave it out to use a file",
                )
            })?,
            None => Database::Sqlite(data.join("wardline.db")),
        };
        let address = |name, variable_name, given: Option<SocketAddr>, port| match given {
            Some(address) => Ok(address),
            None => match variable(variable_name) {
                Some(text) => text.parse().map_err(|_| {
                    problem(
                        name,
                        "is not an address with a port",
                        "write it as 127.0.0.1:8787",
                    )
                }),
                None => Ok(SocketAddr::from(([127, 0, 0, 1], port))),
            },
        };
        let calls = file.calls.unwrap_or_default().settle(&data)?;
        let oidc = file.oidc.map(|table| table.settle(&data, &calls.link));
        Ok(Settings {
            tipline: address(
                "tipline",
                "WARDLINE_TIPLINE",
                flags.tipline.or(file.tipline),
                8787,
            )?,
            desk: address("desk", "WARDLINE_DESK", flags.desk.or(file.desk), 8788)?,
            name: file
                .name
                .or_else(|| variable("WARDLINE_NAME"))
                .unwrap_or_default(),
            emergency: file
                .emergency
                .or_else(|| variable("WARDLINE_EMERGENCY"))
                .unwrap_or_else(|| "911 · 112".to_owned()),
            master_key_file: file
                .master_key_file
                .or_else(|| variable("WARDLINE_MASTER_KEY_FILE").map(PathBuf::from))
                .unwrap_or_else(|| data.join("master.key")),
            mail: file.mail.map(|table| table.settle(&data)).transpose()?,
            oidc: oidc.transpose()?,
            program: std::env::current_exe().unwrap_or_else(|_| PathBuf::from("wardline")),
            calls,
            clocks: file.clocks.unwrap_or_default().settle()?,
            database,
            data,
        })
    }

    /// Opens the desk, and makes it on the first day: folder, master key, database.
    ///
    /// # Errors
    /// If something is in the way.
    pub async fn open(&self, clock: &Clock) -> Result<Store, Problem> {
        make_folder(&self.data)?;
        let keyring = self.ring()?;
        let opened = Store::open(
            &self.database,
            &self.data.join("blobs"),
            keyring,
            clock.now(),
            &mut rng(),
        )
        .await;
        opened.map_err(|error| explain(&self.data, &error))
    }

    /// Opens a desk that is there.
    ///
    /// # Errors
    /// If there is none, or something is in the way.
    pub async fn open_existing(&self, clock: &Clock) -> Result<Store, Problem> {
        let is_there = match &self.database {
            Database::Sqlite(file) => file.exists(),
            Database::Postgres(_) => self.data.is_dir(),
        };
        if !is_there {
            return Err(problem(
                &self.data.to_string_lossy(),
                "there is no desk",
                "start one there with: wardline serve --data FOLDER",
            ));
        }
        self.open(clock).await
    }
}

/// The folder of the desk, for its owner alone.
pub(crate) fn make_folder(folder: &Path) -> Result<(), Problem> {
    let failed = |error: std::io::Error| {
        problem(
            &folder.to_string_lossy(),
            &format!("the desk's folder cannot be made: {error}"),
            "give a folder that you may write to",
        )
    };
    if !folder.is_dir() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(failed)?;
    }
    Ok(())
}

fn read_file(path: &Path) -> Result<File, Problem> {
    let shown = path.to_string_lossy();
    match fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|error| {
            problem(
                &shown,
                &format!("the settings cannot be read: {}", error.message()),
                "correct the file; docs/settings.md lists the keys",
            )
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(File::default()),
        Err(error) => Err(problem(
            &shown,
            &format!("the settings cannot be read: {error}"),
            "let wardline read the file",
        )),
    }
}

/// Why a desk cannot be opened, and what to do.
#[must_use]
pub fn explain(data: &Path, error: &store::StoreError) -> Problem {
    let todo = match error {
        store::StoreError::Newer { .. } => {
            "use the version of wardline that wrote it, or a later one"
        }
        store::StoreError::Sealed { table: "desk", .. } => {
            "give the master key that this desk was made with"
        }
        store::StoreError::Unavailable(_) => {
            "check that the database runs and has room, then try again"
        }
        store::StoreError::NotEmpty => "give an empty database: CREATE DATABASE makes it",
        store::StoreError::Files(_) => "check the rights and the room of the desk's folder",
        _ => "restore the desk from a backup; wardline ledger verify tells what was changed",
    };
    problem(&data.to_string_lossy(), &error.to_string(), todo)
}

/// A problem in two lines.
#[must_use]
pub fn problem(path: &str, what: &str, todo: &str) -> Problem {
    Problem {
        path: path.to_owned(),
        what: what.replace('\n', " "),
        todo: todo.to_owned(),
    }
}

/// A setting from the environment.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
