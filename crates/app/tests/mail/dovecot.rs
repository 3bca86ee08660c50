//! A real IMAP server, where `WARDLINE_TEST_DOVECOT` says that there is one.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::wait_for;

pub struct Dovecot {
    pub folder: TempDir,
    pub port: u16,
    pub tls: u16,
    password: String,
    child: Option<Child>,
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

impl Dovecot {
    /// A server with one user, `tips`; none where the tests are to do without.
    #[expect(clippy::disallowed_methods, reason = "where the tests' server is")]
    pub fn start(password: &str) -> Option<Self> {
        if std::env::var("WARDLINE_TEST_DOVECOT").is_err() {
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        #[cfg(unix)]
        {
            // the server may have to serve as another user
            let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            fs::set_permissions(folder.path(), open).unwrap();
        }
        let mut dovecot = Dovecot {
            folder,
            port: free_port(),
            tls: free_port(),
            password: password.to_owned(),
            child: None,
        };
        dovecot.resume();
        Some(dovecot)
    }

    /// Starts it again, where it was.
    pub fn resume(&mut self) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mail/dovecot.sh");
        let child = Command::new(script)
            .arg(self.folder.path())
            .args([self.port.to_string(), self.tls.to_string()])
            .arg(&self.password)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.child = Some(child);
        wait_for("the mail server", || {
            TcpStream::connect(("127.0.0.1", self.port)).is_ok()
        });
    }

    /// Ends it, as operators do.
    pub fn stop(&mut self) {
        let Some(mut child) = self.child.take() else {
            return;
        };
        let id = child.id().to_string();
        let ended = Command::new("kill").arg(&id).status();
        if !ended.is_ok_and(|status| status.success()) {
            child.kill().unwrap();
        }
        child.wait().unwrap();
    }

    pub fn maildir(&self) -> PathBuf {
        self.folder.path().join("mail")
    }

    /// The table of settings that fetches from it.
    pub fn table(&self) -> String {
        let port = self.port;
        format!(
            "imap = 'imap://tips@127.0.0.1:{port}/INBOX'\npassword_file = 'password'\ninterval = 1"
        )
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        self.stop();
    }
}
