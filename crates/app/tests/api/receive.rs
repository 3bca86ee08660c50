//! `wardline receive`: files into a desk, once, whatever happens between.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::client::post;
use crate::support::{Desk, on_each};

fn receive(desk: &Desk) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wardline"));
    command.arg("receive").args(desk.flags());
    command
}

/// Code, standard output, standard error.
fn ended(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout).trim().to_owned(),
        text(&output.stderr),
    )
}

async fn run(mut command: Command) -> (i32, String, String) {
    let output = tokio::task::spawn_blocking(move || command.output().unwrap());
    ended(&output.await.unwrap())
}

fn lines(count: usize) -> String {
    let mut lines = String::new();
    for n in 0..count {
        let _ = writeln!(
            lines,
            "{{\"text\": \"Report {n}: they wait outside his house.\"}}"
        );
    }
    lines
}

fn inputs(folder: &Path) {
    fs::create_dir_all(folder.join("deeper")).unwrap();
    let write = |name: &str, content: &str| fs::write(folder.join(name), content).unwrap();
    write("note.txt", "They posted her home address.");
    write(
        "page.html",
        "<html><head><title>Council</title></head><body><article><p>The council met on Monday and spoke about the bridge.</p></article></body></html>",
    );
    write(
        "deeper/mail.eml",
        "From: a@example.org\r\nSubject: Warning\r\nDate: Wed, 4 Mar 2026 10:00:00 +0000\r\n\r\nThey ask where he lives.\r\n",
    );
    write(
        "table.csv",
        "text,publisher\nFirst row,Forum\nSecond row,Forum\n",
    );
    // two equal lines are two reports
    write(
        "feed.ndjson",
        "{\"text\": \"again\"}\n{\"text\": \"again\"}\nno json\n{\"text\": \"other\"}\n",
    );
}

#[test]
fn files_of_all_formats_come_in_once() {
    on_each(async |mut desk| {
        let folder = desk.folder().join("in");
        inputs(&folder);
        desk.stop().await;
        let again = |folder: &Path| {
            let mut command = receive(&desk);
            command.arg(folder);
            command
        };
        let (code, said, told) = run(again(&folder)).await;
        assert_eq!(
            (code, said.as_str()),
            (1, "8 new, 0 known already, 1 could not be read"),
            "{told}"
        );
        assert!(told.contains("feed.ndjson#3"), "{told}");
        // moved elsewhere it is the same
        let moved = desk.folder().join("moved");
        fs::rename(&folder, &moved).unwrap();
        let (code, said, _) = run(again(&moved)).await;
        assert_eq!(
            (code, said.as_str()),
            (1, "0 new, 8 known already, 1 could not be read")
        );
        fs::write(moved.join("new.txt"), "Something new.").unwrap();
        fs::remove_file(moved.join("feed.ndjson")).unwrap();
        let (code, said, _) = run(again(&moved)).await;
        assert_eq!(
            (code, said.as_str()),
            (0, "1 new, 5 known already, 0 could not be read")
        );
        let (code, _, told) = run(again(&moved.join("nowhere"))).await;
        assert_eq!((code, told.lines().count()), (1, 2), "{told}");
        let (code, _, _) = run(receive(&desk)).await;
        assert_eq!(code, 2);
        desk.start().await;
        assert_eq!(desk.count().await, (9, 0));
    });
}

#[test]
fn standard_input_comes_in_too() {
    on_each(async |desk| {
        let mut command = receive(&desk);
        command
            .arg("-")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let output = tokio::task::spawn_blocking(move || {
            let mut child = command.spawn().unwrap();
            child
                .stdin
                .take()
                .unwrap()
                .write_all(lines(700).as_bytes())
                .unwrap();
            child.wait_with_output().unwrap()
        });
        let (code, said, told) = ended(&output.await.unwrap());
        assert_eq!(
            (code, said.as_str()),
            (0, "700 new, 0 known already, 0 could not be read"),
            "{told}"
        );
        assert_eq!(desk.count().await, (700, 0));
    });
}

#[test]
fn what_was_interrupted_goes_on_where_it_was() {
    const ALL: usize = 6000;
    on_each(async |desk| {
        let file = desk.folder().join("feed.ndjson");
        fs::write(&file, lines(ALL)).unwrap();
        let mut killed = receive(&desk)
            .arg(&file)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while desk.count().await.0 == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        killed.kill().unwrap();
        killed.wait().unwrap();
        let before = desk.count().await.0 as usize;
        let mut command = receive(&desk);
        command.arg(&file);
        let (code, said, told) = run(command).await;
        let told_so = format!(
            "{} new, {before} known already, 0 could not be read",
            ALL - before
        );
        assert_eq!((code, said), (0, told_so), "{told}");
        assert_eq!(desk.count().await, (ALL as u64, 0));
    });
}

#[test]
fn files_come_in_while_the_desk_is_served() {
    on_each(async |desk| {
        let token = desk.token("receive").await;
        let file = desk.folder().join("feed.ndjson");
        fs::write(&file, lines(2000)).unwrap();
        let mut command = receive(&desk);
        command.arg(&file);
        let receiving = tokio::spawn(run(command));
        let mut sent = 0;
        while !receiving.is_finished() {
            let body = format!("{{\"text\":\"Meanwhile {sent}\"}}");
            let answer = post(body).token(&token).send(desk.at()).await;
            assert_eq!(answer.status, 201);
            sent += 1;
        }
        let (code, said, told) = receiving.await.unwrap();
        assert_eq!(
            (code, said.as_str()),
            (0, "2000 new, 0 known already, 0 could not be read"),
            "{told}"
        );
        assert!(sent > 3, "{sent} came in meanwhile");
        assert_eq!(desk.count().await.0, 2000 + sent);
        let mut verify = Command::new(env!("CARGO_BIN_EXE_wardline"));
        verify.args(["ledger", "verify"]).args(desk.flags());
        let (code, said, told) = run(verify).await;
        assert_eq!(code, 0, "{said}{told}");
    });
}
