//! People at the desk, as their browsers send what they do.

use std::net::SocketAddr;

use model::{AccountId, DAY, Role};
use seal::{Authenticator, PasswordHash};
use store::{Enrolled, Enrolment, Factors, Proof};
use wardline::act::rng;

use crate::client::{Answer, get, request};
use crate::contract::cookies;
use crate::support::{Desk, NOW};

/// Somebody before the desk.
pub struct Person {
    pub id: Option<AccountId>,
    at: SocketAddr,
    cookie: String,
}

/// A page in a browser, with the form's proof that belongs to the session.
pub struct Page {
    pub answer: Answer,
    pub text: String,
}

impl Person {
    /// Nobody yet.
    pub fn new(desk: &Desk) -> Person {
        Person {
            id: None,
            at: desk.at(),
            cookie: String::new(),
        }
    }

    /// Somebody who enrolled, and is signed in.
    pub async fn signed_in(desk: &Desk, name: &str, roles: &[Role]) -> Person {
        let (id, link) = added(desk, name, roles).await;
        let enrolment = Enrolment {
            name,
            lang: "en",
            factors: Factors::Password {
                password: &PasswordHash::kept("never typed".to_owned()),
                authenticator: &Authenticator::kept([0; 20]),
                step: 0,
                recovery: &[],
            },
            identity: None,
            browser: None,
        };
        let enrolled = store::enrol(desk.store(), &link, &enrolment, NOW, &mut rng()).await;
        assert_eq!(enrolled.unwrap(), Enrolled::Yes(id));
        Person::in_session(desk, id).await
    }

    /// Somebody who came by a link alone.
    pub async fn by_link(desk: &Desk, name: &str, roles: &[Role]) -> Person {
        let (id, _) = added(desk, name, roles).await;
        Person::in_session(desk, id).await
    }

    async fn in_session(desk: &Desk, id: AccountId) -> Person {
        let store = desk.store();
        let token = store::begin_session(store, &id, Proof::Link, None, NOW, &mut rng()).await;
        let token = token.unwrap().unwrap();
        Person {
            id: Some(id),
            ..Person::with_token(desk, &token)
        }
    }

    /// Somebody with the token of a session.
    pub fn with_token(desk: &Desk, token: &seal::Token) -> Person {
        Person {
            cookie: format!("__Host-wardline={}", token.reveal()),
            ..Person::new(desk)
        }
    }

    /// Opens a page.
    pub async fn open(&self, path: &str) -> Page {
        Page::of(get(path).header("Cookie", &self.cookie).send(self.at).await)
    }

    /// Opens what may be no text.
    pub async fn open_bytes(&self, path: &str) -> Answer {
        get(path).header("Cookie", &self.cookie).send(self.at).await
    }

    /// Opens a page that is there.
    pub async fn see(&self, path: &str) -> String {
        let page = self.open(path).await;
        assert_eq!(page.answer.status, 200, "{path}: {}", page.text);
        page.text
    }

    /// The proof that a page's forms carry.
    pub async fn form(&self) -> String {
        let page = self.see("/account").await;
        field(&page, "form")
    }

    /// Sends a form of a page of the desk.
    pub async fn send(&self, path: &'static str, fields: &[(&str, &str)]) -> Page {
        let form = self.form().await;
        let mut all = vec![("form", form.as_str())];
        all.extend(fields);
        self.send_bare(path, &all).await
    }

    /// Sends these fields alone.
    pub async fn send_bare(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        Page::of(self.post(path, fields).send(self.at).await)
    }

    /// The request that sends these fields alone.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> crate::client::Request {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        request("POST", path)
            .header("Cookie", &self.cookie)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(body.finish())
    }

    pub async fn ask(&self, request: crate::client::Request) -> Page {
        Page::of(request.send(self.at).await)
    }

    /// Takes the cookies of an answer.
    pub fn take(&mut self, page: &Page) {
        let cookies = cookies(&page.answer).into_iter();
        let cookies = cookies.map(|cookie| cookie.split(';').next().unwrap());
        let mut kept: Vec<String> = self.cookie.split("; ").map(str::to_owned).collect();
        for cookie in cookies {
            let (name, _) = cookie.split_once('=').unwrap();
            kept.retain(|own| own.split_once('=').is_some_and(|(own, _)| own != name));
            kept.push(cookie.to_owned());
        }
        self.cookie = kept.join("; ");
    }
}

/// A new account, and the link to enrol.
async fn added(desk: &Desk, name: &str, roles: &[Role]) -> (AccountId, seal::Token) {
    let times = (NOW, NOW + DAY);
    let added = store::add_account(desk.store(), name, roles, times, &mut rng()).await;
    added.unwrap().unwrap()
}

impl Page {
    fn of(answer: Answer) -> Page {
        let text = String::from_utf8(answer.body.clone()).unwrap();
        Page { answer, text }
    }

    /// Where it leads on.
    pub fn leads_to(&self) -> &str {
        assert_eq!(self.answer.status, 303, "{}", self.text);
        self.answer.header("location").unwrap()
    }
}

/// The value of the first hidden field of a name.
pub fn field(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&mark).expect("a field");
    rest.split('"').next().unwrap().replace("&#38;", "&")
}
