//! The program ends at any moment: what is to be called is called, and nothing is called for twice.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::call::IMMINENT;
use crate::receiver::{Receiver, SECRET};

fn wardline(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wardline"));
    command.env_clear().env("WARDLINE_DATA", folder).args(args);
    command
}

fn serve(folder: &Path) -> Child {
    let args = ["serve", "--tipline", "127.0.0.1:0", "--desk", "127.0.0.1:0"];
    let mut command = wardline(folder, &args);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

fn end(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_calls() {
    let receiver = Receiver::start().await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    fs::write(data.join("secret"), SECRET).unwrap();
    let settings = format!("{}webhook_inside = true\n", receiver.table());
    fs::write(data.join("wardline.toml"), settings).unwrap();
    let report = data.join("report.txt");
    fs::write(&report, IMMINENT).unwrap();
    let taken = wardline(data, &["receive", report.to_str().unwrap()]).output();
    assert!(taken.unwrap().status.success());

    // it hears, and does not answer before the program is killed
    receiver.answer("");
    for round in 1..=3 {
        let running = serve(data);
        receiver.hear(round).await;
        end(running);
    }
    receiver.answer("200 OK");
    let running = serve(data);
    receiver.hear(4).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    end(running);
    let running = serve(data);
    tokio::time::sleep(Duration::from_secs(3)).await;
    end(running);
    let heard = receiver.hear(4).await;
    for told in &heard {
        assert_eq!(told.header("webhook-id"), heard[0].header("webhook-id"));
        assert!(told.is_signed());
    }
    let verified = wardline(data, &["ledger", "verify"]).output().unwrap();
    assert!(verified.status.success());
}

#[test]
fn nonsense_is_refused_in_two_lines() {
    let folder = tempfile::tempdir().unwrap();
    let link = "[calls]\nlink = 'https://desk.example.org'\n";
    for (settings, told) in [
        ("[clocks]\nP1.open = 'soon'", "clocks.P1.open"),
        ("[calls]\nwebhook = 'https://a.example'", "calls.link"),
        ("webhook = 'https://a.example'", "calls.webhook_secret_file"),
        (
            "webhook = 'https://a.example'\nwebhook_secret_file = 'weak'",
            "calls.webhook_secret_file",
        ),
        (
            "smtp = 'smtps://a@b.example'\nfrom = 'a@b.example'",
            "calls.password_file",
        ),
    ] {
        let settings = if settings.starts_with('[') {
            settings.to_owned()
        } else {
            format!("{link}{settings}")
        };
        fs::write(folder.path().join("wardline.toml"), &settings).unwrap();
        fs::write(folder.path().join("weak"), "whsec_sesame").unwrap();
        let output = wardline(folder.path(), &["serve"]).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(
            !output.status.success() && error.contains(told),
            "{settings}: {error}"
        );
        assert_eq!(error.trim_end().lines().count(), 2, "{error}");
        assert!(!error.contains("sesame"), "{error}");
    }
}
