//! A folder of made-up files, and the binary run in it within bounded time.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// Words long enough to be looked for in what was read.
pub const WORDS: &str =
    "On Monday a grey van stood in front of the clerk's house, and two men photographed the door.";

/// No run may take longer, on a slow machine and without optimisation.
const LONGEST: Duration = Duration::from_secs(240);

/// A folder in which the binary runs.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Folder(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("in").join(name)
    }

    pub fn file(&self, name: &str, content: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    pub fn analyze(&self, paths: &[&str]) -> Outcome {
        self.run(&[&["analyze", "--format", "json"], paths].concat(), b"")
    }

    pub fn analyze_stdin(&self, input: &[u8]) -> Outcome {
        self.run(&["analyze", "--format", "json", "-"], input)
    }

    /// Runs the binary. Outputs go through files, so that no full pipe can hold it up.
    pub fn run(&self, arguments: &[&str], input: &[u8]) -> Outcome {
        let beside = |name: &str| self.0.path().join(name);
        fs::create_dir_all(self.path("")).expect("a folder");
        fs::write(beside("stdin"), input).expect("a file");
        let file = |name: &str| File::create(beside(name)).expect("a file");
        let mut child = Command::new(env!("CARGO_BIN_EXE_wardline"))
            .args(arguments)
            .current_dir(self.path(""))
            .env_remove("RUST_BACKTRACE")
            .stdin(File::open(beside("stdin")).expect("it was just written"))
            .stdout(Stdio::from(file("stdout")))
            .stderr(Stdio::from(file("stderr")))
            .spawn()
            .expect("the binary runs");
        #[expect(clippy::disallowed_methods, reason = "a hung program must be ended")]
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().expect("it can be waited for") {
                break status;
            }
            if begun.elapsed() > LONGEST {
                child.kill().expect("it can be ended");
                panic!("{arguments:?} took longer than {LONGEST:?}");
            }
            thread::sleep(Duration::from_millis(5));
        };
        let told = |name: &str| {
            String::from_utf8(fs::read(beside(name)).expect("it was written")).expect("UTF-8")
        };
        let outcome = Outcome {
            code: status.code().expect("no signal ended it"),
            stdout: told("stdout"),
            stderr: told("stderr"),
        };
        assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
        assert!(
            !outcome.stderr.contains("fault in wardline"),
            "{}",
            outcome.stderr
        );
        outcome
    }
}

/// What a run gave.
pub struct Outcome {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    pub fn reports_in(json: &str) -> usize {
        let analysis: Value = serde_json::from_str(json).expect("JSON");
        analysis["reports"].as_array().expect("reports").len()
    }

    /// Paths of the reports, in order.
    pub fn paths(&self) -> Vec<String> {
        let analysis: Value = serde_json::from_str(&self.stdout).expect("JSON");
        let reports = analysis["reports"].as_array().expect("reports");
        reports
            .iter()
            .map(|report| report["path"].as_str().expect("a string").to_owned())
            .collect()
    }
}
