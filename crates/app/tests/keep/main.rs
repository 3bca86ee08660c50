//! The drills: a desk is backed up at work, lost and restored; moved to PostgreSQL; given a new master key.

#![expect(
    clippy::unwrap_used,
    reason = "a test says what it expects by failing there"
)]

#[path = "../crash/http.rs"]
mod http;
#[path = "../crash/server.rs"]
mod server;

use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use server::Running;

const PLANTED: &str = "zanzibar-heliotrope-quince";

/// A desk's folder, and its database where that is elsewhere.
struct Desk {
    folder: PathBuf,
    database: Option<String>,
}

impl Desk {
    fn new(folder: PathBuf, database: Option<String>) -> Self {
        Desk { folder, database }
    }

    fn wardline(&self) -> Command {
        server::wardline(&self.folder, self.database.as_deref())
    }

    fn run(&self, args: &[&str]) -> Output {
        self.wardline().args(args).output().unwrap()
    }

    #[track_caller]
    fn well(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{args:?}: {told}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// What is told in two lines, and nothing else.
    #[track_caller]
    fn refuses(&self, args: &[&str], what: &str) {
        let output = self.run(args);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {told}");
        assert_eq!(told.lines().count(), 2, "{told}");
        assert!(told.contains(what), "{told}");
    }

    fn serve(&self) -> Running {
        server::start(&self.folder, self.database.as_deref())
    }

    /// Takes reports in.
    fn receive(&self, texts: impl Iterator<Item = String>) {
        let mut child = self
            .wardline()
            .args(["receive", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        for text in texts {
            writeln!(pipe, "{{\"text\": \"{text}\"}}").unwrap();
        }
        drop(pipe);
        assert!(child.wait().unwrap().success());
    }
}

/// Sends a tip with a file, and gives the words to come back with.
fn send(tipline: SocketAddr, text: &str) -> String {
    let page = http::get(tipline, "/en/").unwrap();
    let token = http::hidden(&page.body, "token").unwrap();
    let fields = [("token", token), ("now", "no"), ("what", text)];
    let answer = http::post_parts(tipline, "/en/send", &fields, text.as_bytes()).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.body);
    http::words(&answer.body).expect("nine words")
}

#[track_caller]
fn comes_back(tipline: SocketAddr, words: &str, text: &str) {
    let page = http::post(tipline, "/en/come", &[("words", words)]).unwrap();
    assert!(page.status == 200 && page.body.contains(text), "{text}");
}

/// An identity, and whom backups for it are for.
fn identity(desk: &Desk, folder: &Path, name: &str) -> (String, String) {
    let file = folder.join(name).to_string_lossy().into_owned();
    let recipient = desk.well(&["backup", "--new-identity", &file]);
    #[cfg(unix)]
    {
        let mode =
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
    desk.refuses(&["backup", "--new-identity", &file], "cannot be written");
    (file, recipient.trim().to_owned())
}

/// The newest backup in a folder.
fn newest(folder: &Path) -> String {
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let is_data = |path: &PathBuf| path.to_string_lossy().ends_with("Z.age");
    let path = files.filter(is_data).max().unwrap();
    path.to_string_lossy().into_owned()
}

fn text(path: impl AsRef<Path>) -> String {
    path.as_ref().to_string_lossy().into_owned()
}

fn holds(folder: &Path, planted: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().any(|file| {
        let content = fs::read(file.unwrap().path()).unwrap();
        content.windows(planted.len()).any(|part| part == planted)
    })
}

/// A desk at work is backed up, lost, and restored from the backup and the master key.
fn drill(database: impl Fn(&str) -> Option<String>) {
    let temporary = tempfile::tempdir().unwrap();
    let place = |name: &str| temporary.path().join(name);
    let desk = Desk::new(place("desk"), database("drill_old"));
    let (identity, recipient) = identity(&desk, temporary.path(), "identity.txt");
    let running = desk.serve();
    let words = send(running.tipline, PLANTED);
    desk.receive((0..40).map(|n| format!("{PLANTED} {n}")));

    let folder = place("backups");
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0.. {
                desk.receive((0..40).map(|n| format!("while it runs {round}, {n}")));
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
            }
        });
        for _ in 0..2 {
            let shown = text(&folder);
            let told = desk.well(&["backup", "--recipient", &recipient, "-o", &shown]);
            assert!(told.contains("rows"), "{told}");
            thread::sleep(Duration::from_millis(1100));
        }
        is_over.store(true, Ordering::Relaxed);
    });
    drop(running);
    assert!(!holds(&folder, PLANTED.as_bytes()) && !holds(&folder, b"wardline-key-1"));
    #[cfg(unix)]
    for file in fs::read_dir(&folder).unwrap() {
        let rights = file.unwrap().metadata().unwrap().permissions();
        let mode = std::os::unix::fs::PermissionsExt::mode(&rights);
        assert_eq!(mode & 0o777, 0o600, "for its owner alone");
    }
    fs::copy(desk.folder.join("master.key"), place("paper.key")).unwrap();
    fs::remove_dir_all(&desk.folder).unwrap();

    let new = Desk::new(place("new"), database("drill_new"));
    let (file, key) = (newest(&folder), text(place("paper.key")));
    let restore = ["restore", "--identity", &identity, &file];
    new.refuses(&restore, "the master key is not there");
    let told = new.well(&[&restore[..], &["--master-key-file", &key]].concat());
    assert!(told.contains("the ledger is whole"), "{told}");
    assert!(told.contains(" 0 of them without key"), "{told}");
    new.refuses(&restore, "there is a desk already");
    assert!(new.well(&["ledger", "verify"]).starts_with("whole"));
    let running = new.serve();
    comes_back(running.tipline, &words, PLANTED);
    let again = send(running.tipline, "goes on");
    comes_back(running.tipline, &again, "goes on");
    assert!(new.run(&["doctor"]).status.code().is_some());
}

#[test]
fn a_desk_at_work_is_restored_on_sqlite() {
    drill(|_| None);
}

#[test]
fn a_desk_at_work_is_restored_on_postgres() {
    if server().is_some() {
        drill(postgres);
    }
}

/// Where the tests' server of PostgreSQL is.
fn server() -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "where the tests' server is")]
    std::env::var("WARDLINE_TEST_POSTGRES").ok()
}

/// The URL of a new, empty database.
fn postgres(name: &str) -> Option<String> {
    let server = server()?;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = runtime.block_on(store::testing::database_of_its_own(&server, name));
    Some(url.unwrap())
}

#[test]
fn what_is_no_whole_backup_leaves_nothing_behind() {
    let temporary = tempfile::tempdir().unwrap();
    let place = |name: &str| temporary.path().join(name);
    let desk = Desk::new(place("desk"), None);
    let (opens, recipient) = identity(&desk, temporary.path(), "identity.txt");
    let (other, _) = identity(&desk, temporary.path(), "other.txt");
    desk.refuses(
        &["backup", "--recipient", &recipient, "-o", "x"],
        "there is no desk",
    );
    desk.receive((0..9).map(|n| format!("report {n}")));
    let folder = place("backups");
    let shown = text(&folder);
    desk.refuses(
        &["backup", "--recipient", "age1x", "-o", &shown],
        "not an age recipient",
    );
    desk.well(&["backup", "--recipient", &recipient, "-o", &shown]);
    let (file, keys) = (newest(&folder), text(folder.join("wardline-keys.age")));
    let content = fs::read(&file).unwrap();
    let changed = |name: &str, content: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, content).unwrap();
        text(path)
    };
    let mut bits = content.clone();
    let middle = bits.len() / 2;
    bits[middle] ^= 1;
    let cut = changed("cut.age", &content[..content.len() - 1]);
    let flipped = changed("flipped.age", &bits);
    let none = changed("none.age", b"no such file");

    let key = text(desk.folder.join("master.key"));
    let wrong = Desk::new(place("elsewhere"), None);
    wrong.receive(std::iter::once("a report".to_owned()));
    let wrong_key = text(wrong.folder.join("master.key"));
    let new = Desk::new(place("new"), None);
    let refuses = |identity: &str, key: &str, keys: &str, file: &str, what: &str| {
        new.refuses(
            &[
                "restore",
                "--identity",
                identity,
                "--master-key-file",
                key,
                "--keys",
                keys,
                file,
            ],
            what,
        );
        let left = fs::read_dir(&new.folder).map_or(0, Iterator::count);
        assert_eq!(left, 0, "after: {what}");
    };
    refuses(&opens, &key, &keys, &cut, "cut off or was changed");
    refuses(&opens, &key, &keys, &flipped, "cut off or was changed");
    refuses(&opens, &key, &keys, &none, "no file encrypted with age");
    refuses(&other, &key, &keys, &file, "for another recipient");
    refuses(&opens, &key, &file, &keys, "the other of the two");
    refuses(
        &opens,
        &wrong_key,
        &keys,
        &file,
        "not the one of this backup",
    );
    refuses(&key, &key, &keys, &file, "not an age identity");
    wrong.refuses(
        &["backup", "--recipient", &recipient, "-o", &shown],
        "another desk",
    );
    let restore = [
        "restore",
        "--identity",
        &other,
        "--identity",
        &opens,
        "--master-key-file",
        &key,
    ];
    let told = new.well(&[&restore[..], &[&file]].concat());
    assert!(told.contains("9 reports, 0 of them"), "{told}");
}

#[test]
fn a_desk_moves_to_postgres() {
    let Some(url) = postgres("move") else {
        return;
    };
    let temporary = tempfile::tempdir().unwrap();
    let desk = Desk::new(temporary.path().join("desk"), None);
    let running = desk.serve();
    let words = send(running.tipline, "before the move");
    desk.refuses(&["migrate", "--to", &url], "wardline serves this desk");
    drop(running);
    desk.refuses(&["migrate", "--to", "mysql://x"], "not the URL");
    let told = desk.well(&["migrate", "--to", &url]);
    assert!(
        told.contains("1  report") && told.contains("database ="),
        "{told}"
    );
    desk.refuses(&["migrate", "--to", &url], "the database is not empty");
    fs::write(
        desk.folder.join("wardline.toml"),
        format!("database = \"{url}\"\n"),
    )
    .unwrap();
    fs::remove_file(desk.folder.join("wardline.db")).unwrap();
    desk.refuses(&["migrate", "--to", &url], "in PostgreSQL already");
    let running = desk.serve();
    comes_back(running.tipline, &words, "before the move");
    assert!(desk.well(&["ledger", "verify"]).starts_with("whole"));
}

#[test]
fn the_master_key_changes_while_the_desk_is_served() {
    let temporary = tempfile::tempdir().unwrap();
    let desk = Desk::new(temporary.path().join("desk"), None);
    let running = desk.serve();
    desk.receive((0..300).map(|n| format!("report {n}")));
    let before = send(running.tipline, "before the change");
    let (file, old) = (
        desk.folder.join("master.key"),
        desk.folder.join("master.key.old"),
    );
    let first = fs::read_to_string(&file).unwrap();
    let told = desk.well(&["key", "rotate"]);
    assert!(told.contains("master.key.old"), "{told}");
    assert_ne!(fs::read_to_string(&file).unwrap(), first);
    assert_eq!(fs::read_to_string(&old).unwrap(), first);
    let after = send(running.tipline, "after the change");
    comes_back(running.tipline, &before, "before the change");
    desk.refuses(&["key", "rotate"], "the old key still lies here");
    let told = String::from_utf8(desk.run(&["doctor"]).stdout).unwrap();
    assert!(told.contains("nothing needs the old master key"), "{told}");
    fs::remove_file(&old).unwrap();
    drop(running);
    let running = desk.serve();
    comes_back(running.tipline, &before, "before the change");
    comes_back(running.tipline, &after, "after the change");
    drop(running);
    let mut command = desk.wardline();
    command.env("WARDLINE_MASTER_KEY", fs::read_to_string(&file).unwrap());
    let output = command.args(["key", "rotate"]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("from the environment"), "{told}");
    desk.well(&["key", "rotate"]);
    assert!(desk.well(&["ledger", "verify"]).starts_with("whole"));
}

#[test]
fn a_change_of_the_key_goes_on_wherever_it_was_broken_off() {
    let temporary = tempfile::tempdir().unwrap();
    let other = Desk::new(temporary.path().join("other"), None);
    other.receive(std::iter::once("a report".to_owned()));
    let desk = Desk::new(temporary.path().join("desk"), None);
    desk.receive((0..9).map(|n| format!("report {n}")));
    let file = |name: &str| desk.folder.join(name);

    // the new key was written, and nothing is in its place yet
    fs::copy(file("master.key"), file("master.key.old")).unwrap();
    fs::write(file("master.key.new"), "half a k").unwrap();
    desk.well(&["ledger", "verify"]);
    let told = desk.well(&["key", "rotate"]);
    assert!(told.starts_with("10 keys"), "{told}");
    assert!(!file("master.key.new").exists());

    // the new key is in its place, and nothing is wrapped by it yet
    fs::rename(file("master.key"), file("master.key.old")).unwrap();
    fs::copy(other.folder.join("master.key"), file("master.key")).unwrap();
    desk.receive(std::iter::once("meanwhile".to_owned()));
    let told = String::from_utf8(desk.run(&["doctor"]).stdout).unwrap();
    assert!(told.contains("10 keys are still wrapped"), "{told}");
    let told = desk.well(&["key", "rotate"]);
    assert!(told.starts_with("10 keys"), "{told}");
    fs::remove_file(file("master.key.old")).unwrap();
    assert!(desk.well(&["ledger", "verify"]).starts_with("whole"));

    // another desk's key, with none beside it, is not taken for a change
    fs::rename(file("master.key"), file("kept.key")).unwrap();
    other.well(&["key", "rotate"]);
    fs::copy(other.folder.join("master.key"), file("master.key")).unwrap();
    desk.refuses(&["key", "rotate"], "does not open");
}

#[test]
fn a_desk_with_a_passphrase_comes_back_with_it() {
    let temporary = tempfile::tempdir().unwrap();
    let place = |name: &str| temporary.path().join(name);
    let passphrase = "seven words that nobody else would say";
    let with = |desk: &Desk, args: &[&str]| {
        let mut command = desk.wardline();
        command.env("WARDLINE_PASSPHRASE", passphrase).args(args);
        let output = command.output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{args:?}: {told}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let desk = Desk::new(place("desk"), None);
    let (identity, recipient) = identity(&desk, temporary.path(), "identity.txt");
    let report = place("report.txt");
    fs::write(&report, "They wait for the clerk at the side door.").unwrap();
    with(&desk, &["receive", &text(&report)]);
    let folder = text(place("backups"));
    with(&desk, &["backup", "--recipient", &recipient, "-o", &folder]);
    fs::remove_dir_all(&desk.folder).unwrap();
    let new = Desk::new(place("new"), None);
    let told = with(
        &new,
        &[
            "restore",
            "--identity",
            &identity,
            &newest(Path::new(&folder)),
        ],
    );
    assert!(told.contains("1 reports, 0 of them"), "{told}");
    assert!(with(&new, &["ledger", "verify"]).starts_with("whole"));
}
