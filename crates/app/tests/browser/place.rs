//! A desk in a temporary folder with a browser before it.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use intake::Problem;
use model::{AccountId, Channel, DAY, Micros, Role, TipId};
use seal::Words;
use store::{By, Database, DutyMove, Said, Store};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use wardline::act::{self, rng};
use wardline::clock::Clock;
use wardline::config::{Calls, Encryption, Oidc, PasswordFrom, Settings, Smtp};
use wardline::server::Server;
use wardline::web::desk::Guest;

use super::driver::Browser;
use super::provider_at::Provider;

/// 14 October 2025, 12:00.
const BEGIN: Micros = 1_760_443_200_000_000;

pub struct Place {
    // ends before the folder it writes to is removed
    pub browser: Browser,
    pub folder: TempDir,
    time: Arc<AtomicI64>,
    server: Server,
    /// By which somebody comes to the desk.
    link: String,
    /// Where the desk is.
    desk: String,
    runtime: Runtime,
}

/// A setting of `./test`.
#[expect(
    clippy::disallowed_methods,
    reason = "where the browser is that the tests lead"
)]
pub fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A port that nobody listens at.
fn free() -> u16 {
    let free = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    free.local_addr().unwrap().port()
}

/// Calls that go nowhere: no mail server listens there.
fn calls(port: Option<u16>) -> Calls {
    Calls {
        link: port.map_or_else(
            || "https://desk.example.org".to_owned(),
            |port| format!("http://localhost:{port}"),
        ),
        smtp: Some(Smtp {
            host: "127.0.0.1".to_owned(),
            port: 9,
            encryption: Encryption::None,
            user: None,
            password: PasswordFrom::Nowhere,
            from: "desk@example.org".to_owned(),
        }),
        ..Calls::default()
    }
}

async fn on_duty(store: &Store, account: &AccountId) {
    let (by, how) = (By { account, at: BEGIN }, DutyMove::On);
    let address = Some("ana@example.org");
    let set = store::set_address(store, by, account, address, &mut rng()).await;
    let put = store::move_on_duty(store, by, account, how, &mut rng()).await;
    assert!(set.unwrap() && put.unwrap());
}

impl Place {
    /// None where there is no browser.
    pub fn new(language: &str, has_script: bool) -> Option<Place> {
        Place::reached(language, has_script, None, None)
    }

    /// The same, with a desk that knows by which name it is reached.
    pub fn with_name(language: &str, has_script: bool) -> Option<Place> {
        Place::reached(language, has_script, Some(free()), None)
    }

    /// The same, with a provider of identities. None where there is none.
    pub fn with_provider(language: &str) -> Option<(Place, Provider)> {
        let port = free();
        let provider = Provider::start(&format!("http://localhost:{port}"))?;
        let oidc = Oidc {
            issuer: format!("http://127.0.0.1:{}", provider.port),
            client: "desk".to_owned(),
            secret: PasswordFrom::Nowhere,
            name: "City ID".to_owned(),
            second_factor: vec!["mfa".to_owned()],
        };
        let place = Place::reached(language, true, Some(port), Some(oidc))?;
        Some((place, provider))
    }

    fn reached(
        language: &str,
        has_script: bool,
        port: Option<u16>,
        mut oidc: Option<Oidc>,
    ) -> Option<Place> {
        let Some(chromedriver) = setting("WARDLINE_TEST_CHROMEDRIVER") else {
            println!("not run: WARDLINE_TEST_CHROMEDRIVER does not name chromedriver");
            return None;
        };
        let folder = TempDir::new().unwrap();
        let data = folder.path().join("desk");
        if let Some(oidc) = &mut oidc {
            let secret = folder.path().join("oidc");
            std::fs::write(&secret, "sesame / street\n").unwrap();
            oidc.secret = PasswordFrom::File(secret);
        }
        let settings = Settings {
            database: Database::Sqlite(data.join("wardline.db")),
            tipline: ([127, 0, 0, 1], 0).into(),
            desk: ([127, 0, 0, 1], port.unwrap_or_default()).into(),
            name: String::new(),
            emergency: "112".to_owned(),
            master_key_file: data.join("master.key"),
            mail: None,
            clocks: model::Clocks::default(),
            calls: calls(port),
            oidc,
            program: env!("CARGO_BIN_EXE_wardline").into(),
            data,
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let time = Arc::new(AtomicI64::new(BEGIN));
        let clock = Clock::Fixed(Arc::clone(&time));
        let (server, link) = runtime.block_on(async {
            let store = settings.open(&clock).await.unwrap_or_else(failed);
            let roles = [Role::Lead, Role::Privacy, Role::Admin];
            let mut rng = rng();
            let added = store::add_account(&store, "ana", &roles, (BEGIN, BEGIN), &mut rng);
            let (account, link) = added.await.unwrap().unwrap();
            on_duty(&store, &account).await;
            store.close().await;
            let at = format!("/guest/{}", link.reveal());
            let guest = Guest { account, link };
            let server = Server::start_with(&settings, clock, Some(guest)).await;
            (server.unwrap_or_else(failed), at)
        });
        let desk = match port {
            Some(port) => format!("http://localhost:{port}"),
            None => format!("http://{}", server.desk),
        };
        Some(Place {
            desk,
            browser: Browser::start(&chromedriver, folder.path(), language, has_script),
            folder,
            time,
            server,
            link,
            runtime,
        })
    }

    /// An address of the tip line.
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.tipline)
    }

    pub fn open(&self, path: &str) {
        self.browser.open(&self.at(path));
    }

    /// Signs in at the desk.
    pub fn sign_in(&self) {
        self.open_desk(&self.link);
    }

    /// A page of the desk.
    pub fn open_desk(&self, path: &str) {
        self.browser.open(&self.at_desk(path));
    }

    /// An address of the desk.
    pub fn at_desk(&self, path: &str) -> String {
        format!("{}{path}", self.desk)
    }

    /// A page of the desk, by its number and not by its name.
    pub fn open_by_number(&self, path: &str) {
        self.browser
            .open(&format!("http://{}{path}", self.server.desk));
    }

    /// Somebody gets a link to enrol by.
    pub fn invite(&self, name: &str) -> String {
        let now = self.time.load(Ordering::Relaxed);
        let (store, times) = (&self.server.act.store, (now, now + DAY));
        let mut rng = rng();
        let added = store::add_account(store, name, &[Role::Intake], times, &mut rng);
        let (_, link) = self.runtime.block_on(added).unwrap().unwrap();
        format!("/enrol/{}", link.reveal())
    }

    /// Reports come in, and are read.
    pub fn receive(&self, texts: &[String]) {
        let act = &self.server.act;
        self.runtime.block_on(async {
            for text in texts {
                let mut report = act::report(Channel::Api);
                report.body.text.clone_from(text);
                act::receive(act, report).await.unwrap();
            }
        });
        self.wait_for_reading();
    }

    /// Waits until everything that came in is read.
    pub fn wait_for_reading(&self) {
        let store = &self.server.act.store;
        self.runtime.block_on(async {
            for _ in 0..600 {
                let mut read = store.read().await.unwrap();
                if store::count(&mut read).await.unwrap().waiting == 0 {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            panic!("reports were not read in time");
        });
    }

    pub fn minutes_pass(&self, minutes: i64) {
        self.time.fetch_add(minutes * 60_000_000, Ordering::Relaxed);
    }

    pub fn days_pass(&self, days: i64) {
        self.time.fetch_add(days * DAY, Ordering::Relaxed);
    }

    /// A file to send.
    pub fn file(&self, name: &str, bytes: usize) -> String {
        let path: PathBuf = self.folder.path().join(name);
        let content: Vec<u8> = (0..bytes).map(|at| (at % 251) as u8).collect();
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn tip(&self, words: &str) -> TipId {
        let key = self.server.act.store.keys().index("tip");
        let tag = Words::parse(words).unwrap().tag(&key);
        TipId::from_bytes(tag.as_bytes()[..16].try_into().unwrap())
    }

    /// The desk answers whoever has these words.
    pub fn answer(&self, words: &str, text: &str) {
        let (tip, now) = (self.tip(words), self.time.load(Ordering::Relaxed));
        let store = &self.server.act.store;
        let mut rng = rng();
        let reply = store::reply(store, &tip, text, now, &mut rng);
        assert!(
            self.runtime.block_on(reply).unwrap(),
            "there is no such tip"
        );
    }

    /// The texts that came in with these words, and how many files each.
    pub fn reports(&self, words: &str) -> Vec<(String, usize)> {
        let (tip, store) = (self.tip(words), &self.server.act.store);
        let talk = self.runtime.block_on(async {
            let mut read = store.read().await.unwrap();
            store::conversation(&mut read, store.keys(), &tip)
                .await
                .unwrap()
        });
        let said = talk.unwrap().said.into_iter();
        said.filter_map(|said| match said {
            Said::Report(report) => Some((report.body.unwrap().text, report.files.len())),
            Said::Reply { .. } => None,
        })
        .collect()
    }

    /// With which the log of the desk is signed.
    pub fn key(&self) -> ledger::VerifyingKey {
        self.server.act.store.keys().verifying().clone()
    }
}

fn failed<T>(problem: Problem) -> T {
    panic!("{}", problem.what)
}
