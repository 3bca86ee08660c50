//! By which provider of identities people may sign in: the table `[oidc]` of `wardline.toml`.

use std::path::{Path, PathBuf};

use intake::Problem;
use serde::Deserialize;
use url::Url;

use super::mail::is_this_machine;
use super::{Password, PasswordFrom, problem};
use crate::output;

/// The table, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    issuer: String,
    client_id: String,
    client_secret_file: Option<PathBuf>,
    name: Option<String>,
    #[serde(default)]
    second_factor: Vec<String>,
}

/// A provider of identities.
#[derive(Clone, Debug)]
pub struct Oidc {
    /// Its address, exactly as it names itself.
    pub issuer: String,
    /// As it knows this desk.
    pub client: String,
    /// Where the secret is by which it knows this desk.
    pub secret: PasswordFrom,
    /// What people call it.
    pub name: String,
    /// What it says of somebody of whom it has asked for a second factor; if none of these, the desk asks for its own.
    pub second_factor: Vec<String>,
}

impl Oidc {
    /// The secret.
    ///
    /// # Errors
    /// If there is none: what is wrong, and what to do.
    pub fn secret(&self) -> Result<Password, Problem> {
        const TODO: &str = "put the secret that the provider gave this desk into a file, and name that as client_secret_file in the table oidc of wardline.toml, or set WARDLINE_OIDC_SECRET";
        let wrong = |what: &str| problem("oidc.client_secret_file", what, TODO);
        match self.secret.get() {
            Ok(Some(secret)) => Ok(secret),
            Ok(None) => Err(wrong("there is no secret for the provider of identities")),
            Err(error) => Err(wrong(&format!("cannot be read: {}", error.kind()))),
        }
    }
}

impl Table {
    /// What is in force, for a desk at a public address. Paths are below the folder of the desk unless they are whole.
    pub(super) fn settle(self, data: &Path, link: &str) -> Result<Oidc, Problem> {
        let host = host(&self.issuer)?;
        if link.is_empty() {
            return Err(problem(
                "oidc",
                "needs the address to which the provider sends people back",
                "set the desk's public address as link in the table calls",
            ));
        }
        let name = self.name.unwrap_or(host);
        if name.trim().is_empty() || output::short(&name, 64) != name {
            return Err(problem(
                "oidc.name",
                "is empty, long, or holds what is not shown",
                "give what people call the provider, in at most 64 characters",
            ));
        }
        if self.client_id.is_empty() || self.second_factor.iter().any(String::is_empty) {
            return Err(problem(
                "oidc",
                "holds an empty text",
                "give client_id as the provider has it, and second_factor as words of its amr or acr",
            ));
        }
        Ok(Oidc {
            issuer: self.issuer,
            client: self.client_id,
            secret: PasswordFrom::of(data, self.client_secret_file, "WARDLINE_OIDC_SECRET"),
            name,
            second_factor: self.second_factor,
        })
    }
}

/// The name of the machine in an issuer's address.
fn host(issuer: &str) -> Result<String, Problem> {
    let wrong = |what| {
        problem(
            "oidc.issuer",
            what,
            "write it as https://id.example.org, exactly as the provider names itself",
        )
    };
    let url = Url::parse(issuer).map_err(|_| wrong("is no address of a provider"))?;
    let host = url.host_str().unwrap_or_default();
    match url.scheme() {
        "https" => (),
        "http" if is_this_machine(host.trim_start_matches('[').trim_end_matches(']')) => (),
        "http" => return Err(wrong("would let others read and change who signs in")),
        _ => return Err(wrong("is no address of a provider")),
    }
    let is_bare = url.query().is_none() && url.fragment().is_none();
    let is_plain = issuer.chars().all(|c| c.is_ascii_graphic());
    if host.is_empty()
        || !is_bare
        || !is_plain
        || !url.username().is_empty()
        || url.password().is_some()
    {
        return Err(wrong("is more than the address of a provider"));
    }
    Ok(host.to_owned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Oidc, Table};

    fn settle(text: &str, link: &str) -> Result<Oidc, String> {
        let table: Table = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let settled = table.settle(Path::new("/desk"), link);
        settled.map_err(|problem| format!("{}: {}", problem.path, problem.what))
    }

    const LINK: &str = "https://desk.example.org";

    #[test]
    fn providers() {
        let least = "issuer = 'https://id.example.org/realms/a'\nclient_id = 'desk'";
        let found = settle(least, LINK).unwrap();
        assert_eq!(found.issuer, "https://id.example.org/realms/a");
        assert_eq!(
            (found.name.as_str(), found.second_factor.len()),
            ("id.example.org", 0)
        );
        assert!(
            found
                .secret()
                .unwrap_err()
                .todo
                .contains("WARDLINE_OIDC_SECRET")
        );
        let most = "issuer = 'http://localhost:9'\nclient_id = 'desk'\nclient_secret_file = 's'\nname = 'City ID'\nsecond_factor = ['mfa']";
        let found = settle(most, LINK).unwrap();
        assert_eq!(
            (found.name.as_str(), found.second_factor),
            ("City ID", vec!["mfa".to_owned()])
        );
    }

    #[test]
    fn nonsense_is_refused() {
        let client = "client_id = 'desk'";
        for (text, link, told) in [
            ("issuer = 'http://id.example.org'", LINK, "oidc.issuer"),
            ("issuer = 'id.example.org'", LINK, "oidc.issuer"),
            ("issuer = 'https://a:b@id.example.org'", LINK, "oidc.issuer"),
            ("issuer = 'https://id.example.org?a'", LINK, "oidc.issuer"),
            ("issuer = 'https://id.example.org/ '", LINK, "oidc.issuer"),
            (
                "issuer = 'https://id.example.org'",
                "",
                "oidc: needs the address",
            ),
            (
                "issuer = 'https://id.example.org'\nname = ' '",
                LINK,
                "oidc.name",
            ),
            (
                "issuer = 'https://id.example.org'\nsecond_factor = ['']",
                LINK,
                "oidc: holds an empty",
            ),
            (
                "issuer = 'https://id.example.org'\nsecret = 'x'",
                LINK,
                "unknown field `secret`",
            ),
        ] {
            let what = settle(&format!("{client}\n{text}"), link).unwrap_err();
            assert!(what.starts_with(told), "{text}: {what}");
        }
    }
}
