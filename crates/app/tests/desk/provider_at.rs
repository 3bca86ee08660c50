//! A provider of identities, as `./test` installs it: the npm package oidc-provider, on a free port. It ends with its value.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A provider.
pub struct Provider {
    process: Child,
    pub port: u16,
}

impl Provider {
    /// One that sends browsers back to an address of the desk. None where it is not installed.
    pub fn start(link: &str) -> Option<Provider> {
        #[expect(clippy::disallowed_methods, reason = "where the provider is installed")]
        let folder = std::env::var("WARDLINE_TEST_OIDC").ok();
        let Some(folder) = folder else {
            println!("not run: WARDLINE_TEST_OIDC does not name the folder of oidc-provider");
            return None;
        };
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/desk/provider.mjs");
        let mut process = Command::new("node")
            .arg(script)
            .arg(folder)
            .arg(format!("{link}/sign-in/provider/back"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let told = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = told
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("port ")?.parse().ok())
            .expect("the provider tells its port");
        Some(Provider { process, port })
    }

    /// The table of settings for it.
    pub fn table(&self, second_factor: &str) -> String {
        format!(
            "[oidc]\nissuer = 'http://127.0.0.1:{}'\nclient_id = 'desk'\nclient_secret_file = 'oidc'\nname = 'City ID'\nsecond_factor = [{second_factor}]\n",
            self.port
        )
    }

    /// Whom it lets in from now on, and by what they prove themselves.
    pub fn vouch(&self, how: &str) {
        let answer = self.get(&format!("/as?{how}"), "");
        assert!(answer.contains("so be it"), "{answer}");
    }

    /// Goes where the desk sends a browser, and on until it is sent back: to this path of the desk.
    pub fn follow(&self, to: &str, link: &str) -> String {
        let here = format!("http://127.0.0.1:{}", self.port);
        let (mut to, mut jar) = (to.to_owned(), Vec::<String>::new());
        for _ in 0..6 {
            let path = to.strip_prefix(&here).unwrap_or(&to);
            let answer = self.get(path, &jar.join("; "));
            let fields = answer.lines().filter_map(|line| line.split_once(": "));
            let of = |name: &str| {
                let named = fields
                    .clone()
                    .filter(|(own, _)| own.eq_ignore_ascii_case(name));
                named.map(|(_, value)| value.to_owned()).collect::<Vec<_>>()
            };
            jar.extend(
                of("set-cookie")
                    .iter()
                    .map(|one| one.split(';').next().unwrap().to_owned()),
            );
            to = of("location").pop().unwrap_or_else(|| panic!("{answer}"));
            if let Some(path) = to.strip_prefix(link) {
                return path.to_owned();
            }
        }
        panic!("the provider never sends back");
    }

    fn get(&self, path: &str, cookies: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n",
            self.port
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
