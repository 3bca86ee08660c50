//! A small HTTP client.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::contract;

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter();
        all.find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The name of the problem that it tells.
    pub fn problem(&self) -> String {
        let told = self.json()["type"].as_str().unwrap().to_owned();
        told.rsplit(':').next().unwrap().to_owned()
    }
}

/// A request in the making.
pub struct Request {
    method: &'static str,
    path: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Option<Vec<u8>>,
}

pub fn get(path: &str) -> Request {
    request("GET", path)
}

pub fn post(body: impl Into<Vec<u8>>) -> Request {
    let request = request("POST", "/api/v1/reports");
    request
        .header("Content-Type", "application/json")
        .body(body)
}

pub fn request(method: &'static str, path: &str) -> Request {
    Request {
        method,
        path: path.to_owned(),
        headers: Vec::new(),
        body: None,
    }
}

impl Request {
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers
            .push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    pub fn body(self, body: impl Into<Vec<u8>>) -> Self {
        Request {
            body: Some(body.into()),
            ..self
        }
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(own, _)| own != name);
        self
    }

    pub fn token(self, token: &str) -> Self {
        self.header("Authorization", format!("Bearer {token}"))
    }

    pub fn key(self, key: impl AsRef<[u8]>) -> Self {
        self.header("Idempotency-Key", key)
    }

    pub async fn send(self, desk: SocketAddr) -> Answer {
        let mut head = self.head();
        if let Some(body) = &self.body {
            head.extend(format!("Content-Length: {}\r\n", body.len()).bytes());
        }
        head.extend(b"\r\n");
        self.exchange(desk, head).await
    }

    /// The body in pieces of unknown number.
    pub async fn send_chunked(mut self, desk: SocketAddr, piece: usize) -> Answer {
        let mut head = self.head();
        head.extend(b"Transfer-Encoding: chunked\r\n\r\n");
        let body = self.body.take().unwrap_or_default();
        let mut chunked = Vec::new();
        for piece in body.chunks(piece) {
            chunked.extend(format!("{:x}\r\n", piece.len()).bytes());
            chunked.extend(piece);
            chunked.extend(b"\r\n");
        }
        chunked.extend(b"0\r\n\r\n");
        self.body = Some(chunked);
        self.exchange(desk, head).await
    }

    /// The head alone, which promises a body of this length.
    pub async fn send_promise(mut self, desk: SocketAddr, length: u64) -> Answer {
        let mut head = self.head();
        head.extend(format!("Content-Length: {length}\r\n\r\n").bytes());
        self.body = None;
        self.exchange(desk, head).await
    }

    fn head(&self) -> Vec<u8> {
        let mut head = format!(
            "{} {} HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n",
            self.method, self.path
        )
        .into_bytes();
        for (name, value) in &self.headers {
            head.extend(name.bytes());
            head.extend(b": ");
            head.extend(value);
            head.extend(b"\r\n");
        }
        head
    }

    async fn exchange(self, desk: SocketAddr, head: Vec<u8>) -> Answer {
        let (mut from, mut to) = TcpStream::connect(desk).await.unwrap().into_split();
        let body = self.body.unwrap_or_default();
        let writing = tokio::spawn(async move {
            // who is refused early is no longer listened to
            let _ = to.write_all(&head).await;
            let _ = to.write_all(&body).await;
            to
        });
        let mut bytes = Vec::new();
        let read = from.read_to_end(&mut bytes);
        let _ = tokio::time::timeout(Duration::from_secs(60), read)
            .await
            .expect("an answer in time");
        writing.abort();
        let answer = parse(&bytes);
        contract::holds(self.method, &self.path, &answer);
        answer
    }
}

fn parse(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no answer: {:?}", String::from_utf8_lossy(bytes)));
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    let headers = lines.map(|line| {
        let (name, value) = line.split_once(": ").unwrap();
        (name.to_owned(), value.to_owned())
    });
    Answer {
        status: status.parse().unwrap(),
        headers: headers.collect(),
        body: bytes[end + 4..].to_vec(),
    }
}
