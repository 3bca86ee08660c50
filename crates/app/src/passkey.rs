//! Passkeys, as WebAuthn has them: what a browser is asked, and whether its answer is true. The one place that knows the protocol.
//!
//! A passkey lies on a device or in a keychain, is bound to the desk's name, and answers after its owner has proved to the device who
//! they are. It also knows whose it is, so that nobody has to type a name.

use model::AccountId;
use serde_json::{Value, json};
use store::Passkey;
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey as Credential, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// What a passkey that is being made is held against.
pub type Making = PasskeyRegistration;

/// What an answer is held against.
pub type Asked = DiscoverableAuthentication;

/// The desk, as passkeys know it.
pub struct Passkeys {
    protocol: Webauthn,
    origin: String,
}

/// A passkey that was made just now.
pub struct Made {
    /// By which the device knows it.
    pub id: Vec<u8>,
    /// What its answers are held against.
    pub credential: String,
}

/// What a browser says that a passkey answered.
pub struct Answer {
    /// Whose passkey it says it is.
    pub account: AccountId,
    /// The passkey's id.
    pub id: Vec<u8>,
    said: PublicKeyCredential,
}

/// Why an answer is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untrue {
    /// It is not what this passkey answers to what was asked.
    No,
    /// It is, but the passkey counted back: there may be two of it.
    Copied,
}

impl Passkeys {
    /// For a desk at a public address, which people know by a name. None if browsers make no passkeys there: they need a name, and a
    /// way that nobody reads or a desk on the same machine.
    pub fn at(address: &str, desk: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let name = url.domain()?;
        let is_secure = url.scheme() == "https" || url.scheme() == "http" && name == "localhost";
        let protocol = WebauthnBuilder::new(name, &url).ok()?.rp_name(desk);
        is_secure
            .then(|| protocol.build().ok())
            .flatten()
            .map(|protocol| Passkeys {
                protocol,
                origin: url.origin().ascii_serialization(),
            })
    }

    /// Where the desk must be open for its passkeys to be of use.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// What a browser is asked to make a passkey for somebody by, on a device that has none of theirs.
    pub fn ask_new(
        &self,
        account: &AccountId,
        name: &str,
        theirs: &[Passkey],
    ) -> Option<(Value, Making)> {
        let known = theirs.iter().filter_map(credential);
        let known = known.map(|one| one.cred_id().clone()).collect();
        let id = Uuid::from_bytes(*account.as_bytes());
        let asked = self
            .protocol
            .start_passkey_registration(id, name, name, Some(known));
        let (question, state) = asked.ok()?;
        let mut question = serde_json::to_value(question).ok()?;
        // it must know whose it is
        let chosen = &mut question["publicKey"]["authenticatorSelection"];
        chosen["residentKey"] = json!("required");
        chosen["requireResidentKey"] = json!(true);
        Some((question, state))
    }

    /// The passkey that a browser says was made, if it is what was asked for.
    pub fn made(&self, state: &Making, said: &str) -> Option<Made> {
        let said: RegisterPublicKeyCredential = serde_json::from_str(said).ok()?;
        let made = self
            .protocol
            .finish_passkey_registration(&said, state)
            .ok()?;
        Some(Made {
            id: made.cred_id().to_vec(),
            credential: serde_json::to_string(&made).ok()?,
        })
    }

    /// What a browser is asked to let any passkey of this desk answer by.
    pub fn ask(&self) -> Option<(Value, Asked)> {
        let (question, state) = self.protocol.start_discoverable_authentication().ok()?;
        let question = serde_json::to_value(question).ok()?;
        // the button was pressed; nothing is to be offered while somebody types
        Some((json!({ "publicKey": question["publicKey"] }), state))
    }

    /// What a browser says; none if that is no answer of a passkey.
    pub fn read(&self, said: &str) -> Option<Answer> {
        let said: PublicKeyCredential = serde_json::from_str(said).ok()?;
        let identified = self.protocol.identify_discoverable_authentication(&said);
        let (account, id) = identified.ok()?;
        Some(Answer {
            account: AccountId::from_bytes(*account.as_bytes()),
            id: id.to_vec(),
            said,
        })
    }

    /// Whether somebody's passkey answered so to what was asked: then what its next answer is held against.
    ///
    /// # Errors
    /// If it did not, or counted back.
    pub fn check(
        &self,
        state: Asked,
        answer: &Answer,
        passkey: &Passkey,
    ) -> Result<String, Untrue> {
        let mut credential = credential(passkey).ok_or(Untrue::No)?;
        let checked =
            self.protocol
                .finish_discoverable_authentication_v2(&answer.said, state, &credential);
        let told = checked.map_err(|error| match error {
            WebauthnError::CredentialPossibleCompromise => Untrue::Copied,
            _ => Untrue::No,
        })?;
        credential.update_credential(&told);
        serde_json::to_string(&credential).map_err(|_| Untrue::No)
    }
}

fn credential(passkey: &Passkey) -> Option<Credential> {
    serde_json::from_str(&passkey.credential).ok()
}

#[cfg(test)]
mod tests {
    use model::AccountId;

    use super::Passkeys;

    #[test]
    fn passkeys_are_bound_to_a_name_and_a_way_that_nobody_reads() {
        for (address, origin) in [
            ("https://desk.example.org", Some("https://desk.example.org")),
            (
                "https://desk.example.org:8443",
                Some("https://desk.example.org:8443"),
            ),
            ("http://localhost:8788", Some("http://localhost:8788")),
            ("http://desk.example.org", None),
            ("http://127.0.0.1:8788", None),
            ("https://192.0.2.7", None),
            ("", None),
        ] {
            let passkeys = Passkeys::at(address, "Desk");
            assert_eq!(passkeys.as_ref().map(Passkeys::origin), origin, "{address}");
        }
    }

    #[test]
    fn a_browser_is_asked_for_a_passkey_that_knows_whose_it_is_and_asks_who_uses_it() {
        let passkeys = Passkeys::at("https://desk.example.org", "Desk").unwrap();
        let account = AccountId::from_bytes([7; 16]);
        let (question, _) = passkeys.ask_new(&account, "ana", &[]).unwrap();
        let asked = &question["publicKey"];
        assert_eq!(asked["rp"]["id"], "desk.example.org");
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(
            asked["authenticatorSelection"]["userVerification"],
            "required"
        );
        let (question, _) = passkeys.ask().unwrap();
        let asked = &question["publicKey"];
        assert_eq!(asked["userVerification"], "required");
        assert!(
            asked["allowCredentials"]
                .as_array()
                .is_none_or(Vec::is_empty)
        );
        assert!(question.get("mediation").is_none());
        let (again, _) = passkeys.ask().unwrap();
        assert_ne!(asked["challenge"], again["publicKey"]["challenge"]);
    }

    #[test]
    fn what_is_no_answer_is_told_from_one() {
        let passkeys = Passkeys::at("https://desk.example.org", "Desk").unwrap();
        for said in ["", "{}", "[]", "{\"id\":\"x\",\"rawId\":\"x\"}"] {
            assert!(passkeys.read(said).is_none(), "{said}");
        }
    }
}
