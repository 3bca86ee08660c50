//! Thousands who hold connections and say nothing, or say it one letter a second: whoever has a warning is heard all
//! the same, and the others are let go of.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::http;
use crate::server::{Running, start};

/// Connections that are held.
const HELD: usize = 5_000;

#[test]
fn five_thousand_silent_connections_bar_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let limit = rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let count = HELD.min(usize::try_from(limit).unwrap().saturating_sub(200));
    let mut running: Running = start(folder.path(), None);
    let held: Vec<TcpStream> = (0..count)
        .map(|number| {
            let mut stream = TcpStream::connect(running.tipline).unwrap();
            if number % 2 == 0 {
                stream
                    .write_all(b"POST /en/send HTTP/1.1\r\nHost: d")
                    .unwrap();
            }
            stream
        })
        .collect();
    let page = http::get(running.tipline, "/en/").unwrap();
    let token = http::hidden(&page.body, "token").unwrap();
    let fields = [
        ("token", token),
        ("now", "no"),
        ("what", "they wait at the gate"),
    ];
    let answer = http::post_parts(running.tipline, "/en/send", &fields, &[7; 50_000]).unwrap();
    assert!(http::words(&answer.body).is_some(), "{}", answer.body);
    // those that send nothing more are let go of, and told so if they had begun
    for mut stream in held.into_iter().step_by(97) {
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        let mut told = Vec::new();
        let _ = stream.read_to_end(&mut told);
        let told = String::from_utf8_lossy(&told).into_owned();
        assert!(
            told.is_empty() || told.starts_with("HTTP/1.1 408"),
            "{told}"
        );
    }
    running.child.kill().unwrap();
    running.child.wait().unwrap();
}
