//! What was said is in no log: neither what came in nor what was refused.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use crate::client::{get, post};

const SECRET: &str = "Marigold-Quennell";

#[test]
fn nothing_of_what_was_sent_is_on_standard_error() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("desk");
        let wardline = || Command::new(env!("CARGO_BIN_EXE_wardline"));
        let mut server = wardline()
            .args([
                "serve",
                "--tipline",
                "127.0.0.1:0",
                "--desk",
                "127.0.0.1:0",
                "--data",
            ])
            .arg(&data)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
        let at = lines.find_map(|line| {
            let line = line.unwrap();
            line.strip_prefix("Desk").map(|rest| {
                rest.trim()
                    .trim_start_matches("http://")
                    .trim_end_matches('/')
                    .to_owned()
            })
        });
        let at = at.unwrap().parse().unwrap();
        let token = wardline()
            .args([
                "token",
                "add",
                "--name",
                "t",
                "--scope",
                "receive,read",
                "--data",
            ])
            .arg(&data)
            .output()
            .unwrap();
        let token = String::from_utf8(token.stdout).unwrap().trim().to_owned();

        let whole =
            format!("{{\"text\":\"{SECRET}\",\"url\":\"{SECRET}\",\"publisher\":\"{SECRET}\"}}");
        let mut seen = Vec::new();
        for (body, key) in [
            (whole.clone(), SECRET.to_owned()),
            (whole.clone(), SECRET.to_owned()),
            (whole.replacen(SECRET, "other", 1), SECRET.to_owned()),
            (whole.clone(), format!("{SECRET} {SECRET}")),
            (format!("{{\"{SECRET}\":1}}"), "a".to_owned()),
            (format!("{{\"text\":\"{SECRET}"), "b".to_owned()),
            (
                format!("{{\"text\":\"a\",\"published\":\"{SECRET}\"}}"),
                "c".to_owned(),
            ),
        ] {
            let answer = post(body).token(&token).key(key).send(at).await;
            assert!(!String::from_utf8_lossy(&answer.body).contains(SECRET));
            seen.push(answer.status);
        }
        assert_eq!(seen, [201, 200, 422, 400, 422, 400, 422]);
        get(&format!("/api/{SECRET}")).send(at).await;
        get(&format!("/api/v1/reports/{SECRET}"))
            .token(&token)
            .send(at)
            .await;
        post("{}").token(SECRET).send(at).await;

        Command::new("kill")
            .arg(server.id().to_string())
            .status()
            .unwrap();
        server.wait().unwrap();
        let mut told = String::new();
        server
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut told)
            .unwrap();
        assert!(!told.contains(SECRET), "{told}");
        assert!(!told.contains(&token), "{told}");
    });
}
