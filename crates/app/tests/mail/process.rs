//! The program itself: what it logs, what it tells, and what is there after it was killed.

use std::collections::HashSet;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;
use wardline::clock::Clock;

use crate::desk::{all, body, deliver, make_maildir, names, settings};
use crate::dovecot::Dovecot;
use crate::{sample, wait_for};

/// A desk's folder with a table of settings.
fn folder(mail: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    settings(folder.path(), mail);
    folder
}

fn wardline(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wardline"));
    command.env_clear().env("WARDLINE_DATA", folder);
    command
}

/// Serves; what it logs goes to a file.
fn serve(folder: &Path) -> Child {
    let log = File::options()
        .create(true)
        .append(true)
        .open(folder.join("log"))
        .unwrap();
    wardline(folder)
        .args(["serve", "--tipline", "127.0.0.1:0", "--desk", "127.0.0.1:0"])
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap()
}

fn end(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

fn log(folder: &Path) -> String {
    fs::read_to_string(folder.join("log")).unwrap_or_default()
}

fn doctor(mut wardline: Command) -> String {
    let told = wardline.arg("doctor").output().unwrap();
    String::from_utf8(told.stdout).unwrap()
}

/// Kills the program again and again while it takes in mails; then all are there, once.
fn survive(folder: &Path, maildir: &Path, is_marked: impl Fn(&str) -> bool) {
    const MAILS: usize = 600;
    for number in 0..MAILS {
        deliver(maildir, &format!("{number:03}.a"), &sample::plain(number));
    }
    let marked = || {
        let names = names(&maildir.join("cur"));
        names.iter().filter(|name| is_marked(name)).count()
    };
    for round in 0..8 {
        let running = serve(folder);
        // a little later each time, so that it is now within one step and now within another
        let before = marked();
        wait_for("some marks", || marked() > before + 5 * round);
        thread::sleep(Duration::from_millis(round as u64));
        end(running);
    }
    assert!(marked() < MAILS, "it was always killed too late");
    let running = serve(folder);
    wait_for("marks", || marked() == MAILS);
    end(running);
    let settings = settings(folder, "maildir = 'none'");
    let texts = tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = settings.open(&Clock::Real).await.unwrap();
        // so that all are listed
        store
            .meddle("UPDATE report SET reading = NULL")
            .await
            .unwrap();
        let reports = all(&store).await;
        reports
            .iter()
            .map(|one| body(one).text.clone())
            .collect::<Vec<_>>()
    });
    assert_eq!(texts.len(), MAILS);
    assert_eq!(texts.iter().collect::<HashSet<_>>().len(), MAILS);
}

#[test]
fn killed_again_and_again_over_a_maildir() {
    let folder = folder("maildir = 'in'\ninterval = 1");
    let maildir = folder.path().join("in");
    make_maildir(&maildir);
    survive(folder.path(), &maildir, |name| name.ends_with(":2,S"));
}

#[test]
fn killed_again_and_again_over_a_server() {
    let Some(dovecot) = Dovecot::start("sesame") else {
        return;
    };
    let folder = folder(&dovecot.table());
    survive(folder.path(), &dovecot.maildir(), |name| {
        name.ends_with(":2,Sa")
    });
}

/// A mail with a word in every place.
fn planted() -> Vec<u8> {
    b"From: PLANTED <planted@example.org>\r\nSubject: PLANTED subject\r\nX-PLANTED: yes\r\nContent-Type: multipart/mixed; boundary=PLANTED\r\n\r\n\
      --PLANTED\r\n\r\nPLANTED words\r\n--PLANTED\r\nContent-Type: application/planted\r\nContent-Disposition: attachment; filename=PLANTED.bin\r\n\r\nPLANTED\r\n--PLANTED--\r\n".to_vec()
}

#[test]
fn nothing_of_a_mail_is_logged_and_changes_are_told_once() {
    let folder = folder("maildir = 'in'\ninterval = 1");
    let maildir = folder.path().join("in");
    let running = serve(folder.path());
    thread::sleep(Duration::from_secs(4));
    make_maildir(&maildir);
    deliver(&maildir, "1.PLANTED", &planted());
    deliver(
        &maildir,
        "2.PLANTED",
        &[b"PLANTED".as_slice(), &[0; 99]].concat(),
    );
    wait_for("mails", || names(&maildir.join("cur")).len() == 2);
    fs::rename(&maildir, folder.path().join("away")).unwrap();
    wait_for("the second trouble", || {
        log(folder.path()).matches("no mail is fetched").count() == 2
    });
    fs::rename(folder.path().join("away"), &maildir).unwrap();
    wait_for("the second recovery", || {
        log(folder.path()).matches("mail is fetched\n").count() == 2
    });
    end(running);
    let log = log(folder.path());
    assert!(!log.to_lowercase().contains("planted"), "{log}");
    assert_eq!(log.matches("is fetched").count(), 4, "{log}");
}

#[test]
fn a_server_that_is_gone_and_a_wrong_password_are_told_once() {
    let Some(mut dovecot) = Dovecot::start("PLANTED-secret") else {
        return;
    };
    let folder = folder(&dovecot.table());
    let password = folder.path().join("password");
    fs::write(&password, "PLANTED-wrong").unwrap();
    deliver(&dovecot.maildir(), "1.PLANTED", &planted());
    let running = serve(folder.path());
    wait_for("the refusal", || {
        log(folder.path()).contains("refuses the user or the password")
    });
    thread::sleep(Duration::from_secs(4));
    let told = doctor(wardline(folder.path()));
    assert!(
        told.contains("WRONG  no mail is fetched: the mail server refuses"),
        "{told}"
    );
    // the right one is taken without a new start
    fs::write(&password, "PLANTED-secret").unwrap();
    wait_for("the mail", || {
        log(folder.path()).contains("mail is fetched\n")
    });
    dovecot.stop();
    wait_for("the trouble", || {
        log(folder.path()).contains("cannot be reached")
    });
    let told = doctor(wardline(folder.path()));
    assert!(
        told.contains("cannot be reached: connection refused"),
        "{told}"
    );
    dovecot.resume();
    wait_for("the recovery", || {
        log(folder.path()).matches("mail is fetched\n").count() == 2
    });
    end(running);
    let log = log(folder.path());
    assert!(!log.to_lowercase().contains("planted"), "{log}");
    assert_eq!(
        log.matches("refuses the user or the password").count(),
        1,
        "{log}"
    );
    assert!(!told.to_lowercase().contains("planted"), "{told}");
}

#[test]
fn doctor_checks_certificates_passwords_and_folders() {
    let Some(dovecot) = Dovecot::start("geheim-\u{fc}\"\\") else {
        return;
    };
    let port = dovecot.tls;
    let table = |folder: &str| format!("imap = 'imaps://tips@localhost:{port}/{folder}'");
    let folder = folder(&table("INBOX"));
    end_when_there(folder.path());
    let ask = |password: &str, roots: &Path| {
        let mut wardline = wardline(folder.path());
        wardline.env("WARDLINE_MAIL_PASSWORD", password);
        doctor({
            wardline.env("SSL_CERT_FILE", roots);
            wardline
        })
    };
    let known = dovecot.folder.path().join("tls.pem");
    let right = "geheim-\u{fc}\"\\";
    deliver(&dovecot.maildir(), "1.a", &sample::plain(1));
    let told = ask(right, &known);
    assert!(
        told.contains("fine   the mailbox can be read; 1 mails wait"),
        "{told}"
    );
    let told = ask("other", &known);
    assert!(told.contains("refuses the user or the password"), "{told}");
    let told = ask("", &known);
    assert!(told.contains("there is no password"), "{told}");
    let other = folder.path().join("other.pem");
    fs::write(&other, OTHER_ROOT).unwrap();
    let told = ask(right, &other);
    assert!(told.contains("certificate is not to be trusted"), "{told}");
    settings(folder.path(), &table("Elsewhere"));
    let told = ask(right, &known);
    assert!(
        told.contains("folder of the mailbox is not there"),
        "{told}"
    );
    settings(
        folder.path(),
        &format!("imap = 'imaps://tips@localhost:{}/INBOX'", dovecot.port),
    );
    let told = ask(right, &known);
    assert!(told.contains("does not speak TLS"), "{told}");
}

/// Makes a desk, so that there is one to look at.
fn end_when_there(folder: &Path) {
    let running = serve(folder);
    wait_for("the desk", || folder.join("serve.lock").exists());
    end(running);
}

/// The certificate of an authority that signed nothing.
const OTHER_ROOT: &str = include_str!("other.pem");
