//! Desks to test with, served.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use model::{DAY, Micros, Scope};
use store::{NewToken, Store};
use wardline::act::rng;
use wardline::clock::Clock;
use wardline::config::{Flags, Settings};
use wardline::server::Server;

pub const NOW: Micros = 1_790_000_000_000_000;

/// A desk in a folder of its own.
pub struct Desk {
    server: Option<Server>,
    flags: Flags,
    pub time: Arc<AtomicI64>,
    temporary: tempfile::TempDir,
}

impl Desk {
    async fn new(database: Option<String>) -> Desk {
        let temporary = tempfile::tempdir().unwrap();
        let here = SocketAddr::from(([127, 0, 0, 1], 0));
        let flags = Flags {
            data: Some(temporary.path().join("desk")),
            database,
            tipline: Some(here),
            desk: Some(here),
        };
        let mut desk = Desk {
            server: None,
            flags,
            time: Arc::new(AtomicI64::new(NOW)),
            temporary,
        };
        desk.start().await;
        desk
    }

    pub async fn start(&mut self) {
        let mut settings = Settings::of(self.flags.clone()).unwrap();
        settings.program = env!("CARGO_BIN_EXE_wardline").into();
        let clock = Clock::Fixed(Arc::clone(&self.time));
        self.server = Some(Server::start(&settings, clock).await.unwrap());
    }

    pub async fn stop(&mut self) {
        self.server.take().unwrap().stop().await;
    }

    fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    pub fn at(&self) -> SocketAddr {
        self.server().desk
    }

    pub fn store(&self) -> &Store {
        &self.act().store
    }

    pub fn act(&self) -> &wardline::act::Desk {
        &self.server().act
    }

    /// A folder beside the desk's.
    pub fn folder(&self) -> &Path {
        self.temporary.path()
    }

    pub fn is_sqlite(&self) -> bool {
        self.flags.database.is_none()
    }

    /// What the command line needs to find it.
    pub fn flags(&self) -> Vec<String> {
        let data = self.flags.data.as_ref().unwrap().to_str().unwrap();
        let mut flags = vec!["--data".to_owned(), data.to_owned()];
        if let Some(url) = &self.flags.database {
            flags.extend(["--database".to_owned(), url.clone()]);
        }
        flags
    }

    pub async fn token(&self, scopes: &str) -> String {
        let scopes: Vec<Scope> = scopes.split(',').map(|one| one.parse().unwrap()).collect();
        let new = NewToken {
            name: "test",
            scopes: &scopes,
            expires: NOW + DAY,
        };
        let token = store::add_token(self.store(), &new, NOW, &mut rng()).await;
        token.unwrap().reveal().to_owned()
    }

    /// How many reports there are, and how many wait to be read.
    pub async fn count(&self) -> (u64, u64) {
        let mut read = self.store().read().await.unwrap();
        let counts = store::count(&mut read).await.unwrap();
        (counts.reports, counts.waiting)
    }
}

/// Tells the story with a desk on each database.
pub fn on_each<F: Future<Output = ()>>(story: impl Fn(Desk) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        story(Desk::new(None).await).await;
        #[expect(clippy::disallowed_methods, reason = "where the tests' server is")]
        let Ok(server) = std::env::var("WARDLINE_TEST_POSTGRES") else {
            return;
        };
        let url = store::testing::database_of_its_own(&server, "api")
            .await
            .unwrap();
        story(Desk::new(Some(url)).await).await;
    });
}
