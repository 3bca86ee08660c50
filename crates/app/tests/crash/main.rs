//! Acknowledged means durable: the server is killed at random moments under load, and nothing that it
//! acknowledged is lost, doubled or left unread.

#![expect(
    clippy::unwrap_used,
    reason = "a test says what it expects by failing there"
)]

mod http;
mod server;
mod storm;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use server::{start, wardline};

/// How often it is killed.
const KILLS: u32 = 50;

/// Who sends at the same time.
const SENDERS: u32 = 6;

/// What was acknowledged: the words, and the text.
type Acknowledged = Vec<(String, String)>;

/// Sends tips until the server is gone; each third with a file, each fourth twice.
fn sender(
    tipline: SocketAddr,
    next: &AtomicU32,
    is_over: &AtomicBool,
    acknowledged: &Mutex<Acknowledged>,
) {
    while !is_over.load(Ordering::Relaxed) {
        let n = next.fetch_add(1, Ordering::Relaxed);
        let text = format!("tip number {n} of the night: they wait for the clerk at the side door");
        let Ok(page) = http::get(tipline, "/en/") else {
            return;
        };
        let Some(token) = http::hidden(&page.body, "token") else {
            return;
        };
        let fields = [("token", token), ("now", "no"), ("what", text.as_str())];
        let file = vec![n as u8; if n.is_multiple_of(3) { 100_000 } else { 0 }];
        let times = if n.is_multiple_of(4) { 2 } else { 1 };
        for _ in 0..times {
            let Ok(answer) = http::post_parts(tipline, "/en/send", &fields, &file) else {
                return;
            };
            assert_eq!(answer.status, 200, "{}", answer.body);
            let words = http::words(&answer.body).expect("nine words");
            acknowledged.lock().unwrap().push((words, text.clone()));
        }
    }
}

fn survive(database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let acknowledged = Mutex::new(Acknowledged::new());
    let next = AtomicU32::new(0);
    for round in 0..KILLS {
        let mut running = start(folder.path(), database);
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            for _ in 0..SENDERS {
                scope.spawn(|| sender(running.tipline, &next, &is_over, &acknowledged));
            }
            // now before anything was acknowledged, now while more is in hand
            let before = acknowledged.lock().unwrap().len();
            wait_for(|| acknowledged.lock().unwrap().len() >= before + (round % 6) as usize);
            thread::sleep(Duration::from_millis(u64::from(round * 37 % 23)));
            running.child.kill().unwrap();
            running.child.wait().unwrap();
            is_over.store(true, Ordering::Relaxed);
        });
    }
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() >= 2 * KILLS as usize);
    check(folder.path(), database, &acknowledged);
}

fn check(folder: &Path, database: Option<&str>, acknowledged: &Acknowledged) {
    let mut running = start(folder, database);
    for (words, text) in acknowledged {
        let page = http::post(running.tipline, "/en/come", &[("words", words)]).unwrap();
        assert_eq!(page.status, 200, "{text} is lost");
        assert_eq!(
            page.body.matches(text.as_str()).count(),
            1,
            "{text} is there more than once, or not"
        );
    }
    wait_until_read(folder, database);
    running.child.kill().unwrap();
    running.child.wait().unwrap();
    let verified = wardline(folder, database)
        .args(["ledger", "verify"])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&verified.stdout);
    assert!(
        verified.status.success() && told.starts_with("whole"),
        "{told}"
    );
}

/// Until nothing waits to be read any more.
fn wait_until_read(folder: &Path, database: Option<&str>) {
    wait_for(|| {
        let told = wardline(folder, database).arg("doctor").output().unwrap();
        String::from_utf8_lossy(&told.stdout).contains("0 wait to be read")
    });
}

/// Until something is so; half a minute at most.
fn wait_for(is_so: impl Fn() -> bool) {
    for _ in 0..15_000 {
        if is_so() {
            return;
        }
        thread::sleep(Duration::from_millis(2));
    }
    panic!("waited for half a minute");
}

#[test]
fn nothing_acknowledged_is_lost_on_sqlite() {
    survive(None);
}

#[test]
fn nothing_acknowledged_is_lost_on_postgres() {
    #[expect(clippy::disallowed_methods, reason = "where the tests' server is")]
    let Ok(server) = std::env::var("WARDLINE_TEST_POSTGRES") else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = runtime.block_on(store::testing::database_of_its_own(&server, "crash"));
    survive(Some(&url.unwrap()));
}
