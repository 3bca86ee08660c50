//! A server of its own process.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Killed when it is let go of.
pub struct Running {
    pub child: Child,
    pub tipline: SocketAddr,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn wardline(folder: &Path, database: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wardline"));
    command.env_clear().env("WARDLINE_DATA", folder);
    if let Some(url) = database {
        command.env("WARDLINE_DATABASE", url);
    }
    command
}

pub fn start(folder: &Path, database: Option<&str>) -> Running {
    let mut child = wardline(folder, database)
        .args(["serve", "--tipline", "127.0.0.1:0", "--desk", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let tipline = line
        .trim()
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    Running { child, tipline }
}
