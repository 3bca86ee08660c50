//! A browser, as far as these tests lead it: WebDriver over HTTP/1.1.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// By which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A key as WebDriver writes it.
pub const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const SPACE: &str = " ";

/// Chromium with one window. It ends with its value.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// Starts one that saves what it downloads in a folder, with or without JavaScript.
    pub fn start(chromedriver: &str, folder: &Path, language: &str, has_script: bool) -> Browser {
        let mut driver = Command::new(chromedriver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let told = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = told
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.split_once("started successfully on port ")?;
                port.trim_end_matches('.').parse().ok()
            })
            .expect("chromedriver tells its port");
        let mut browser = Browser {
            driver,
            port,
            session: String::new(),
        };
        browser.session = browser.opened(folder, language, has_script);
        browser
    }

    /// A session of its own. On a busy machine Chromium sometimes ends as it starts, so it is asked three times, each
    /// with a profile that no other has touched.
    fn opened(&self, folder: &Path, language: &str, has_script: bool) -> String {
        let content = if has_script { 1 } else { 2 };
        let made = (1..=3).map(|time| {
            let profile = folder.join(format!("chromium{time}"));
            let wanted = json!({"capabilities": {"alwaysMatch": {
                "goog:loggingPrefs": {"performance": "ALL"},
                "goog:chromeOptions": {
                    "args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                             "--no-first-run", "--disable-background-networking",
                             format!("--user-data-dir={}", profile.display())],
                    "prefs": {
                        "intl.accept_languages": language,
                        "profile.managed_default_content_settings.javascript": content,
                        "profile.default_content_setting_values.javascript": content,
                        "download.default_directory": folder,
                        "download.prompt_for_download": false,
                    },
                },
            }}});
            let made = self.ask("POST", "/session", &wanted);
            made.inspect_err(|error| println!("Chromium, time {time}: {error}"))
        });
        let session = made.flat_map(Result::ok).next().expect("Chromium starts");
        session["sessionId"].as_str().unwrap().to_owned()
    }

    /// One command of the session.
    fn tell(&self, method: &str, path: &str, body: &Value) -> Value {
        self.try_to(method, path, body)
            .unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    fn try_to(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        self.ask(method, &format!("/session/{}{path}", self.session), body)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(120)))
            .unwrap();
        let body = if method == "POST" {
            body.to_string()
        } else {
            String::new()
        };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut stream = BufReader::new(stream);
        let (mut line, mut length) = (String::new(), 0);
        while stream.read_line(&mut line).unwrap() > 2 {
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap();
            }
            line.clear();
        }
        let mut answer = vec![0; length];
        stream.read_exact(&mut answer).unwrap();
        let mut answer: Value = serde_json::from_slice(&answer).unwrap();
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(_) => Err(value["message"].to_string()),
            None => Ok(value),
        }
    }

    pub fn open(&self, url: &str) {
        self.tell("POST", "/url", &json!({ "url": url }));
    }

    pub fn reload(&self) {
        self.tell("POST", "/refresh", &json!({}));
    }

    pub fn url(&self) -> String {
        let url = self.tell("GET", "/url", &Value::Null);
        url.as_str().unwrap().to_owned()
    }

    /// The elements that a selector finds.
    fn all(&self, css: &str) -> Vec<String> {
        let by = json!({"using": "css selector", "value": css});
        let found = self.tell("POST", "/elements", &by);
        let elements = found.as_array().unwrap().iter();
        elements
            .map(|element| element[ELEMENT].as_str().unwrap().to_owned())
            .collect()
    }

    fn one(&self, css: &str) -> String {
        let by = json!({"using": "css selector", "value": css});
        let found = self.tell("POST", "/element", &by);
        found[ELEMENT].as_str().unwrap().to_owned()
    }

    pub fn has(&self, css: &str) -> bool {
        !self.all(css).is_empty()
    }

    pub fn click(&self, css: &str) {
        let path = format!("/element/{}/click", self.one(css));
        self.tell("POST", &path, &json!({}));
    }

    /// Clicks on what leads to another page, and waits until this one is gone.
    pub fn go(&self, css: &str) {
        self.leave(|| self.click(css));
    }

    /// Does what leads to another page.
    pub fn leave(&self, act: impl FnOnce()) {
        let path = format!("/element/{}/name", self.one("html"));
        act();
        for _ in 0..200 {
            if self.try_to("GET", &path, &Value::Null).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the page stays:\n{}", self.text("main"));
    }

    pub fn double_click(&self, css: &str) {
        let element = json!({ ELEMENT: self.one(css) });
        let (down, up) = (
            json!({"type": "pointerDown", "button": 0}),
            json!({"type": "pointerUp", "button": 0}),
        );
        let to = json!({"type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": element});
        let actions = json!({"actions": [{"type": "pointer", "id": "mouse", "actions": [to, down, up, down, up]}]});
        self.tell("POST", "/actions", &actions);
    }

    /// Types into a field, or gives a file field its file.
    pub fn write(&self, css: &str, text: &str) {
        let path = format!("/element/{}/value", self.one(css));
        self.tell("POST", &path, &json!({ "text": text }));
    }

    pub fn rewrite(&self, css: &str, text: &str) {
        let path = format!("/element/{}/clear", self.one(css));
        self.tell("POST", &path, &json!({}));
        self.write(css, text);
    }

    /// Presses keys, wherever the focus is.
    pub fn press(&self, keys: &str) {
        let presses: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key})))
            .collect();
        let actions = json!({"actions": [{"type": "key", "id": "keyboard", "actions": presses}]});
        self.tell("POST", "/actions", &actions);
    }

    pub fn text(&self, css: &str) -> String {
        self.texts(css).join("\n")
    }

    /// What is seen of each element.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let text = |id: String| self.tell("GET", &format!("/element/{id}/text"), &Value::Null);
        let all = self.all(css).into_iter();
        all.map(|id| text(id).as_str().unwrap().to_owned())
            .collect()
    }

    /// What is in a field.
    pub fn value(&self, css: &str) -> String {
        let path = format!("/element/{}/property/value", self.one(css));
        let value = self.tell("GET", &path, &Value::Null);
        value.as_str().unwrap_or_default().to_owned()
    }

    pub fn is_chosen(&self, css: &str) -> bool {
        let path = format!("/element/{}/selected", self.one(css));
        self.tell("GET", &path, &Value::Null) == true
    }

    pub fn run(&self, script: &str) -> Value {
        self.tell(
            "POST",
            "/execute/sync",
            &json!({"script": script, "args": []}),
        )
    }

    /// A script that calls its last argument with what it found.
    pub fn wait_for(&self, script: &str) -> Value {
        self.tell(
            "POST",
            "/execute/async",
            &json!({"script": script, "args": []}),
        )
    }

    pub fn cookies(&self) -> usize {
        let cookies = self.tell("GET", "/cookie", &Value::Null);
        cookies.as_array().unwrap().len()
    }

    /// A command of the browser's own protocol.
    fn chromium(&self, cmd: &str, params: &Value) -> Value {
        self.tell(
            "POST",
            "/goog/cdp/execute",
            &json!({"cmd": cmd, "params": params}),
        )
    }

    /// Runs a script in each page before the page's own.
    pub fn run_first(&self, script: &str) {
        let params = json!({ "source": script });
        self.chromium("Page.addScriptToEvaluateOnNewDocument", &params);
    }

    /// Forgets the cookies of a site.
    pub fn forget(&self, origin: &str) {
        let of = json!({"origin": origin, "storageTypes": "cookies"});
        self.chromium("Storage.clearDataForOrigin", &of);
    }

    /// The width of the window, and whether it is dark.
    pub fn look(&self, width: u32, is_dark: bool) {
        self.chromium(
            "Emulation.setDeviceMetricsOverride",
            &json!({"width": width, "height": 740, "deviceScaleFactor": 1, "mobile": false}),
        );
        let scheme = if is_dark { "dark" } else { "light" };
        self.chromium(
            "Emulation.setEmulatedMedia",
            &json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]}),
        );
    }

    /// The whole page as a picture.
    pub fn picture(&self, path: &Path) {
        let taken = self.chromium(
            "Page.captureScreenshot",
            &json!({"format": "png", "captureBeyondViewport": true}),
        );
        let bytes = STANDARD.decode(taken["data"].as_str().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Connects an authenticator that knows its owner, and says by what it is called.
    pub fn connect(&self) -> String {
        let kind = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserVerified": true,
        });
        let connected = self.tell("POST", "/webauthn/authenticator", &kind);
        connected.as_str().unwrap().to_owned()
    }

    /// Whether an authenticator knows its owner from now on.
    pub fn know_owner(&self, authenticator: &str, is_known: bool) {
        let path = format!("/webauthn/authenticator/{authenticator}/uv");
        self.tell("POST", &path, &json!({ "isUserVerified": is_known }));
    }

    /// The passkeys of an authenticator.
    pub fn passkeys(&self, authenticator: &str) -> Vec<Value> {
        let path = format!("/webauthn/authenticator/{authenticator}/credentials");
        let all = self.tell("GET", &path, &Value::Null);
        all.as_array().unwrap().clone()
    }

    /// Puts a passkey into an authenticator, in place of what it has of it.
    pub fn put(&self, authenticator: &str, passkey: &Value) {
        let path = format!("/webauthn/authenticator/{authenticator}/credential");
        self.tell("POST", &path, passkey);
    }

    pub fn disconnect(&self, authenticator: &str) {
        let path = format!("/webauthn/authenticator/{authenticator}");
        self.tell("DELETE", &path, &Value::Null);
    }

    /// The addresses that were asked for since the last time.
    pub fn asked(&self) -> Vec<String> {
        let log = self.tell("POST", "/se/log", &json!({"type": "performance"}));
        let events = log.as_array().unwrap().iter();
        events
            .filter_map(|entry| {
                let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
                let event = &event["message"];
                let is_request = event["method"] == "Network.requestWillBeSent";
                let url = event["params"]["request"]["url"].as_str()?;
                is_request.then(|| url.to_owned())
            })
            .collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.try_to("DELETE", "", &Value::Null);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
