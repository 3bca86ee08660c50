//! How people are called when something urgent comes in: the table `[calls]` of `wardline.toml`.

use std::path::{Path, PathBuf};

use intake::Problem;
use model::Micros;
use percent_encoding::percent_decode_str;
use seal::WebhookSecret;
use serde::Deserialize;
use url::Url;

use super::mail::is_this_machine;
use super::{PasswordFrom, problem};

const HOUR: Micros = 3_600_000_000;

/// Hours between two digests, unless it is said.
const DIGEST: u32 = 4;

/// The table, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    link: Option<String>,
    smtp: Option<String>,
    from: Option<String>,
    password_file: Option<PathBuf>,
    webhook: Option<String>,
    webhook_secret_file: Option<PathBuf>,
    webhook_inside: Option<bool>,
    digest_hours: Option<u32>,
}

/// How people are called.
#[derive(Clone, Debug)]
pub struct Calls {
    /// The address of the desk's pages, as those who are called reach it; without a slash at its end.
    pub link: String,
    /// By e-mail, if they are.
    pub smtp: Option<Smtp>,
    /// By a program, if they are.
    pub webhook: Option<Webhook>,
    /// The time between two digests, if there are any.
    pub digest: Option<Micros>,
}

/// A server that takes mails.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How nobody can read along on the way.
    pub encryption: Encryption,
    /// As the server knows the account; none where it wants to know nobody.
    pub user: Option<String>,
    /// Where its password is.
    pub password: PasswordFrom,
    /// Who the mails are from.
    pub from: String,
}

/// How nobody can read along on the way to a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the beginning.
    Whole,
    /// TLS after both have said so (STARTTLS), or nothing.
    Agreed,
    /// There is no way: the server is this machine.
    None,
}

/// A program that is told.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Its address.
    pub url: Url,
    /// Where the secrets are by which it knows us: one, or two while they are changed.
    pub secret: PasswordFrom,
    /// Whether it may be in an inner network, or on this machine.
    pub may_be_inside: bool,
}

impl Webhook {
    /// The secrets.
    ///
    /// # Errors
    /// If there is none, or one is no such secret: what is wrong, and what to do.
    pub fn secrets(&self) -> Result<Vec<WebhookSecret>, Problem> {
        const TODO: &str = "put whsec_ and 24 to 64 random bytes in base64 into a file, and name that as webhook_secret_file";
        let wrong = |what: &str| problem("calls.webhook_secret_file", what, TODO);
        let given = self.secret.get();
        let text = given
            .map_err(|error| wrong(&format!("cannot be read: {}", error.kind())))?
            .ok_or_else(|| wrong("there is no secret by which the webhook could know this desk"))?;
        let secrets = text.reveal().split_whitespace().map(WebhookSecret::parse);
        secrets
            .collect::<Result<_, _>>()
            .map_err(|_| wrong("holds what is no secret of a webhook"))
    }
}

impl Smtp {
    /// What proves to the server who sends.
    ///
    /// # Errors
    /// If there is a user without a password: what is wrong, and what to do.
    pub fn password(&self) -> Result<Option<super::Password>, Problem> {
        const TODO: &str = "name a file with the password as password_file in the table calls of wardline.toml, or set WARDLINE_SMTP_PASSWORD";
        if self.user.is_none() {
            return Ok(None);
        }
        let wrong = |what: &str| problem("calls.password_file", what, TODO);
        match self.password.get() {
            Ok(Some(password)) => Ok(Some(password)),
            Ok(None) => Err(wrong("there is no password for the mail server")),
            Err(error) => Err(wrong(&format!("cannot be read: {}", error.kind()))),
        }
    }
}

impl Calls {
    /// Whether passwords and secrets are where they are said to be.
    ///
    /// # Errors
    /// If one is not: what is wrong, and what to do.
    pub fn check(&self) -> Result<(), Problem> {
        if let Some(smtp) = &self.smtp {
            smtp.password()?;
        }
        if let Some(webhook) = &self.webhook {
            webhook.secrets()?;
        }
        Ok(())
    }

    /// Whether there is any way.
    pub fn is_on(&self) -> bool {
        self.smtp.is_some() || self.webhook.is_some()
    }
}

impl Default for Calls {
    fn default() -> Self {
        Calls {
            link: String::new(),
            smtp: None,
            webhook: None,
            digest: Some(i64::from(DIGEST) * HOUR),
        }
    }
}

impl Table {
    /// What is in force. Paths are below the folder of the desk unless they are whole.
    pub(super) fn settle(self, data: &Path) -> Result<Calls, Problem> {
        let smtp = match self.smtp {
            None => None,
            Some(url) => {
                let password = PasswordFrom::of(data, self.password_file, "WARDLINE_SMTP_PASSWORD");
                let from = self.from.ok_or_else(|| {
                    problem(
                        "calls.from",
                        "says not from whom the mails are",
                        "give an address that the mail server lets this desk use",
                    )
                })?;
                Some(server(&url, from, password)?)
            }
        };
        let webhook = match self.webhook {
            None => None,
            Some(url) => Some(Webhook {
                may_be_inside: self.webhook_inside.unwrap_or_default(),
                url: hook(&url)?,
                secret: PasswordFrom::of(data, self.webhook_secret_file, "WARDLINE_WEBHOOK_SECRET"),
            }),
        };
        let link = match self.link {
            Some(link) => base(&link)?,
            None if smtp.is_none() && webhook.is_none() => String::new(),
            None => {
                return Err(problem(
                    "calls.link",
                    "says not where those who are called find this desk",
                    "give the address of its pages as they reach it, as in https://desk.example.org",
                ));
            }
        };
        let digest = match self.digest_hours.unwrap_or(DIGEST) {
            0 => None,
            hours @ 1..=168 => Some(i64::from(hours) * HOUR),
            _ => {
                return Err(problem(
                    "calls.digest_hours",
                    "is more than a week",
                    "give hours from 1 to 168, or 0 for no digests",
                ));
            }
        };
        Ok(Calls {
            link,
            smtp,
            webhook,
            digest,
        })
    }
}

/// Where the desk's pages are.
fn base(text: &str) -> Result<String, Problem> {
    let wrong = |what| {
        problem(
            "calls.link",
            what,
            "write it as https://desk.example.org, without anything behind the name or port",
        )
    };
    let url = Url::parse(text).map_err(|_| wrong("is no address of pages"))?;
    let host = url.host_str().unwrap_or_default();
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    match url.scheme() {
        "https" => (),
        "http" if is_this_machine(bare(host)) => (),
        "http" => {
            return Err(wrong(
                "would lead people to the desk over a way that others read",
            ));
        }
        _ => return Err(wrong("is no address of pages")),
    }
    if host.is_empty() || !is_bare || !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("is more than the address of the desk"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

/// The address of a program.
fn hook(text: &str) -> Result<Url, Problem> {
    let wrong = |what, todo| problem("calls.webhook", what, todo);
    let form = "write it as https://pager.example.org/wardline";
    let url = Url::parse(text).map_err(|_| wrong("is not the address of a webhook", form))?;
    let host = url.host_str().unwrap_or_default();
    match url.scheme() {
        "https" => (),
        "http" if is_this_machine(bare(host)) => (),
        "http" => return Err(wrong("would send calls over a way that others read", form)),
        _ => return Err(wrong("is not the address of a webhook", form)),
    }
    if host.is_empty() || !url.username().is_empty() || url.password().is_some() {
        return Err(wrong(
            "holds a user or a password, which are not sent",
            form,
        ));
    }
    Ok(url)
}

/// The mail server of a URL such as `smtps://user@host:465`.
fn server(text: &str, from: String, password: PasswordFrom) -> Result<Smtp, Problem> {
    let wrong = |what, todo| problem("calls.smtp", what, todo);
    let form = "write it as smtps://user@host:465, or smtp+starttls://user@host:587";
    let url = Url::parse(text).map_err(|_| wrong("is not the URL of a mail server", form))?;
    let (encryption, port) = match url.scheme() {
        "smtps" => (Encryption::Whole, 465),
        "smtp+starttls" => (Encryption::Agreed, 587),
        "smtp" => (Encryption::None, 25),
        _ => return Err(wrong("is not the URL of a mail server", form)),
    };
    if url.password().is_some() {
        return Err(wrong(
            "holds a password",
            "put it into a file of its own and name that as password_file",
        ));
    }
    let host = bare(url.host_str().unwrap_or_default());
    if host.is_empty() || !matches!(url.path(), "" | "/") || url.query().is_some() {
        return Err(wrong("names no server, or more than one", form));
    }
    if encryption == Encryption::None && !is_this_machine(host) {
        return Err(wrong(
            "would send the password and all calls for everybody to read",
            "write smtps:// or smtp+starttls://, and the port for that",
        ));
    }
    let user = percent_decode_str(url.username()).decode_utf8();
    let user = user.map_err(|_| wrong("is not in UTF-8", form))?;
    if user.chars().any(char::is_control) {
        return Err(wrong("holds a line end or another control character", form));
    }
    if !crate::call::is_address(&from) {
        return Err(problem(
            "calls.from",
            "is not an address of e-mail",
            "write it as desk@example.org, without a name before it",
        ));
    }
    Ok(Smtp {
        host: host.to_owned(),
        port: url.port().unwrap_or(port),
        encryption,
        user: (!user.is_empty()).then(|| user.into_owned()),
        password,
        from,
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Calls, Encryption, Table};

    fn settle(text: &str) -> Result<Calls, String> {
        let table: Table = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let settled = table.settle(Path::new("/desk"));
        settled.map_err(|problem| format!("{}: {}", problem.path, problem.what))
    }

    const LINK: &str = "link = 'https://desk.example.org/'\n";

    #[test]
    fn ways_to_call() {
        let none = settle("").unwrap();
        assert!(!none.is_on() && none.digest.is_some());
        let text = "smtp = 'smtps://desk%40example.org@mail.example.org'\nfrom = 'desk@example.org'\ndigest_hours = 0";
        let calls = settle(&format!("{LINK}{text}")).unwrap();
        assert_eq!(calls.link, "https://desk.example.org");
        assert_eq!(calls.digest, None);
        let smtp = calls.smtp.unwrap();
        assert_eq!(smtp.user.as_deref(), Some("desk@example.org"));
        assert_eq!((smtp.port, smtp.encryption), (465, Encryption::Whole));
        let text = "smtp = 'smtp://[::1]:2525'\nfrom = 'desk@example.org'\nwebhook = 'http://127.0.0.1:9/x?y'";
        let calls = settle(&format!("{LINK}{text}")).unwrap();
        let smtp = calls.smtp.unwrap();
        assert_eq!((smtp.host.as_str(), smtp.user), ("::1", None));
        assert!(!calls.webhook.unwrap().may_be_inside);
    }

    #[test]
    fn nonsense_is_refused_and_not_repeated() {
        for (text, told) in [
            ("webhook = 'https://a.example'", "calls.link"),
            ("link = 'http://desk.example.org'", "calls.link"),
            ("link = 'https://desk.example.org/queue'", "calls.link"),
            ("link = 'https://a:sesame@desk.example.org'", "calls.link"),
            ("smtp = 'smtps://mail.example.org'", "calls.from"),
            (
                "from = 'Ana <ana@example.org>'\nsmtp = 'smtps://mail.example.org'",
                "calls.from",
            ),
            (
                "from = 'a@example.org'\nsmtp = 'smtp://mail.example.org'",
                "calls.smtp",
            ),
            (
                "from = 'a@example.org'\nsmtp = 'smtps://a:sesame@mail.example.org'",
                "calls.smtp",
            ),
            (
                "from = 'a@example.org'\nsmtp = 'smtps://a%0d%0a@mail.example.org'",
                "calls.smtp",
            ),
            (
                "from = 'a@example.org'\nsmtp = 'mail.example.org'",
                "calls.smtp",
            ),
            ("webhook = 'http://pager.example.org'", "calls.webhook"),
            (
                "webhook = 'https://a:sesame@pager.example.org'",
                "calls.webhook",
            ),
            ("digest_hours = 200", "calls.digest_hours"),
            ("digest = 2", "unknown field `digest`"),
        ] {
            let link = if told == "calls.link" { "" } else { LINK };
            let text = format!("{link}{text}");
            let what = settle(&text).unwrap_err();
            assert!(what.starts_with(told), "{text}: {what}");
            assert!(!what.contains("sesame"), "{what}");
        }
    }
}
