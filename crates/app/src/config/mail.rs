//! Where e-mail is fetched from: the table `[mail]` of `wardline.toml`.

use std::fmt;
use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use intake::Problem;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use url::Url;
use zeroize::Zeroizing;

use super::{problem, variable};

/// How often is looked for mails, unless it is said.
const INTERVAL: u64 = 60;

/// The table, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    maildir: Option<PathBuf>,
    imap: Option<String>,
    password_file: Option<PathBuf>,
    interval: Option<u64>,
}

/// Where mails are, and how often is looked for them.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Where they are.
    pub source: Source,
    /// The time between two looks.
    pub interval: Duration,
}

/// Where mails are.
#[derive(Clone, Debug)]
pub enum Source {
    /// A folder with `new` and `cur`, which a mail server on this machine fills.
    Maildir(PathBuf),
    /// A mailbox on a server.
    Imap(Account),
}

/// A mailbox on a server.
#[derive(Clone, Debug)]
pub struct Account {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether nobody can read along on the way; else the server is this machine.
    pub is_encrypted: bool,
    /// As the server knows the account.
    pub user: String,
    /// The folder of the mailbox.
    pub folder: String,
    /// Where its password is.
    pub password: PasswordFrom,
}

/// Where a password is.
#[derive(Clone, Debug)]
pub enum PasswordFrom {
    /// In a file, which is read each time, so that it can be changed.
    File(PathBuf),
    /// It was given.
    Given(Password),
    /// None was given.
    Nowhere,
}

/// A password, which nothing prints.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// The password itself, to be sent to the server.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

impl PasswordFrom {
    /// From a file below the desk's folder, or else from a variable.
    pub(super) fn of(data: &Path, file: Option<PathBuf>, name: &str) -> Self {
        match file {
            Some(file) => PasswordFrom::File(data.join(file)),
            None => variable(name).map_or(PasswordFrom::Nowhere, |given| {
                PasswordFrom::Given(Password(Zeroizing::new(given)))
            }),
        }
    }

    /// The password; none if it is empty or nowhere.
    ///
    /// # Errors
    /// If its file cannot be read.
    pub fn get(&self) -> std::io::Result<Option<Password>> {
        Ok(match self {
            PasswordFrom::Given(password) => Some(password.clone()),
            PasswordFrom::Nowhere => None,
            PasswordFrom::File(path) => {
                let text = Zeroizing::new(fs::read_to_string(path)?);
                let line = text.lines().next().unwrap_or_default();
                (!line.is_empty()).then(|| Password(Zeroizing::new(line.to_owned())))
            }
        })
    }
}

impl Table {
    /// What is in force. Paths are below the folder of the desk unless they are whole.
    pub(super) fn settle(self, data: &Path) -> Result<Mail, Problem> {
        let interval = self.interval.unwrap_or(INTERVAL);
        if interval == 0 {
            return Err(problem(
                "mail.interval",
                "is no time at all",
                "give seconds, 1 or more",
            ));
        }
        let source = match (self.maildir, self.imap) {
            (Some(folder), None) => Source::Maildir(data.join(folder)),
            (None, Some(url)) => {
                let password = PasswordFrom::of(data, self.password_file, "WARDLINE_MAIL_PASSWORD");
                Source::Imap(account(&url, password)?)
            }
            _ => {
                return Err(problem(
                    "mail",
                    "says not one place where mails are",
                    "give maildir or imap, and not both: see docs/mail.md",
                ));
            }
        };
        Ok(Mail {
            source,
            interval: Duration::from_secs(interval),
        })
    }
}

/// The mailbox of a URL such as `imaps://user@host:993/INBOX`.
fn account(url: &str, password: PasswordFrom) -> Result<Account, Problem> {
    let wrong = |what, todo| problem("mail.imap", what, todo);
    let form = "write it as imaps://user@host:993/INBOX";
    let url = Url::parse(url).map_err(|_| wrong("is not the URL of a mailbox", form))?;
    let is_encrypted = match url.scheme() {
        "imaps" => true,
        "imap" => false,
        _ => return Err(wrong("is not the URL of a mailbox", form)),
    };
    if url.password().is_some() {
        return Err(wrong(
            "holds a password",
            "put it into a file of its own and name that as password_file",
        ));
    }
    let text = |encoded: &str| {
        let decoded = percent_decode_str(encoded).decode_utf8();
        let decoded = decoded.map_err(|_| wrong("is not in UTF-8", form))?;
        if decoded.chars().any(char::is_control) {
            return Err(wrong("holds a line end or another control character", form));
        }
        Ok(decoded.into_owned())
    };
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let user = text(url.username())?;
    if host.is_empty() || user.is_empty() {
        return Err(wrong("names no server or no user", form));
    }
    if !is_encrypted && !is_this_machine(host) {
        return Err(wrong(
            "would send the password and all mails for everybody to read",
            "write imaps:// and the port for TLS, mostly 993",
        ));
    }
    let folder = match text(url.path().trim_matches('/'))? {
        folder if folder.is_empty() => "INBOX".to_owned(),
        folder if folder.is_ascii() => folder,
        _ => {
            return Err(wrong(
                "names a folder with other letters than those of ASCII",
                "give the folder a plain name, or write its name as the server does",
            ));
        }
    };
    Ok(Account {
        host: host.to_owned(),
        port: url.port().unwrap_or(if is_encrypted { 993 } else { 143 }),
        is_encrypted,
        user,
        folder,
        password,
    })
}

pub(crate) fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|at: IpAddr| at.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{Account, PasswordFrom, account};

    fn read(url: &str) -> Result<Account, String> {
        account(url, PasswordFrom::Nowhere).map_err(|problem| problem.what)
    }

    #[test]
    fn mailboxes() {
        let one = read("imaps://tips%40desk.example@mail.example/Reports%20in").unwrap();
        assert_eq!(
            (one.user.as_str(), one.host.as_str(), one.port),
            ("tips@desk.example", "mail.example", 993)
        );
        assert_eq!(
            (one.folder.as_str(), one.is_encrypted),
            ("Reports in", true)
        );
        let one = read("imap://a@[::1]").unwrap();
        assert_eq!(
            (one.host.as_str(), one.port, one.folder.as_str()),
            ("::1", 143, "INBOX")
        );
        assert!(read("imap://a@localhost:1143/INBOX").is_ok());
    }

    #[test]
    fn what_is_not_one_is_refused_and_not_repeated() {
        for url in [
            "imap://a@mail.example/INBOX",
            "imap://a@192.0.2.1/INBOX",
            "imap://a@localhost.example/INBOX",
            "imaps://a:sesame@mail.example/INBOX",
            "imaps://mail.example/INBOX",
            "imaps://a%0d%0ab@mail.example/INBOX",
            "https://a@mail.example",
            "mail.example",
            "imaps://a@mail.example/Entr%C3%A9e",
        ] {
            let what = read(url).unwrap_err();
            assert!(!what.contains("sesame"), "{what}");
        }
    }
}
