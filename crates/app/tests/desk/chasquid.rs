//! A real mail server, where `WARDLINE_TEST_CHASQUID` says in which folder its programs are.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;

pub const PASSWORD: &str = "geheim, sesame \"\\";

pub struct Chasquid {
    folder: TempDir,
    pub smtp: u16,
    pub submission: u16,
    pub tls: u16,
    child: Child,
}

/// A mail that arrived.
#[derive(Debug, Clone)]
pub struct Mail {
    pub to: String,
    pub head: String,
    pub body: String,
}

impl Mail {
    /// Whether it tells that something happened with somebody's account.
    pub fn is_of_account(&self) -> bool {
        self.body.contains("/account\r\n")
    }

    pub fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines();
        let found = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        found.unwrap_or_default()
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

impl Chasquid {
    /// A server that knows ana, eva and desk; none where the tests are to do without.
    #[expect(clippy::disallowed_methods, reason = "where the tests' server is")]
    pub async fn start() -> Option<Self> {
        let programs = std::env::var("WARDLINE_TEST_CHASQUID").ok()?;
        let folder = tempfile::tempdir().unwrap();
        let (smtp, submission, tls) = (free_port(), free_port(), free_port());
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/desk/chasquid.sh");
        let child = Command::new(script)
            .arg(programs)
            .arg(folder.path())
            .args([smtp, submission, tls].map(|port| port.to_string()))
            .arg(PASSWORD)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let chasquid = Chasquid {
            folder,
            smtp,
            submission,
            tls,
            child,
        };
        for _ in 0..1500 {
            if TcpStream::connect(("127.0.0.1", tls)).is_ok() {
                return Some(chasquid);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the mail server did not start");
    }

    /// The certificate by which it is known.
    pub fn certificate(&self) -> PathBuf {
        self.folder.path().join("certs/localhost/fullchain.pem")
    }

    /// The key that belongs to it.
    pub fn key(&self) -> PathBuf {
        self.certificate().with_file_name("privkey.pem")
    }

    /// What arrived, in that order.
    pub fn mails(&self) -> Vec<Mail> {
        let folder = self.folder.path().join("mail");
        let entries = fs::read_dir(folder).unwrap();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let mails = paths.iter().filter_map(|path| {
            let name = path.file_name()?.to_str()?;
            let (_, to) = name.split_once('-').filter(|_| !name.starts_with('.'))?;
            let text = fs::read_to_string(path).ok()?.replace("\r\n", "\n");
            let (head, body) = text.split_once("\n\n")?;
            let body = STANDARD.decode(body.replace('\n', "")).ok()?;
            Some(Mail {
                to: to.to_owned(),
                head: head.to_owned(),
                body: String::from_utf8(body).ok()?,
            })
        });
        mails.collect()
    }

    /// What somebody is told about their account, once it arrived.
    pub async fn of_account(&self, to: &str) -> Mail {
        for _ in 0..1500 {
            let mut mails = self.mails().into_iter();
            if let Some(mail) = mails.find(|mail| mail.is_of_account() && mail.to == to) {
                return mail;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("nothing arrived about {to}'s account: {:#?}", self.mails());
    }

    /// What arrived about reports, once that is so much.
    pub async fn arrive(&self, count: usize) -> Vec<Mail> {
        let calls = || {
            let mails = self.mails().into_iter();
            mails
                .filter(|mail| !mail.is_of_account())
                .collect::<Vec<_>>()
        };
        for _ in 0..1500 {
            if calls().len() >= count {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let mails = calls();
        assert_eq!(mails.len(), count, "{mails:#?}");
        mails
    }
}

impl Drop for Chasquid {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
