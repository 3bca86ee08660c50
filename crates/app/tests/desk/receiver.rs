//! A program that is told: a small HTTP server, which checks by its own reckoning who speaks to it.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

pub const SECRET: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/// A request, as it came.
#[derive(Debug, Clone)]
pub struct Told {
    pub head: String,
    pub body: String,
}

impl Told {
    pub fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines();
        let found = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        found.unwrap_or_default()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Whether it is signed with the secret, by the definition of HMAC (RFC 2104).
    pub fn is_signed(&self) -> bool {
        let key = STANDARD
            .decode(SECRET.strip_prefix("whsec_").unwrap())
            .unwrap();
        let pad = |with: u8| -> Vec<u8> {
            let bytes = (0..64).map(|at| key.get(at).copied().unwrap_or_default() ^ with);
            bytes.collect()
        };
        let id = self.header("webhook-id");
        let signed = format!("{id}.{}.{}", self.header("webhook-timestamp"), self.body);
        let inner = Sha256::digest([pad(0x36), signed.into_bytes()].concat());
        let mac = Sha256::digest([pad(0x5c), inner.to_vec()].concat());
        self.header("webhook-signature") == format!("v1,{}", STANDARD.encode(mac))
    }
}

/// The server, and what it heard.
pub struct Receiver {
    pub port: u16,
    heard: Arc<Mutex<Vec<Told>>>,
    answer: Arc<Mutex<&'static str>>,
}

impl Receiver {
    pub async fn start() -> Receiver {
        Receiver::start_with(None).await
    }

    /// One that is known by a certificate.
    pub async fn start_tls(certificate: &Path, key: &Path) -> Receiver {
        let chain = CertificateDer::pem_file_iter(certificate).unwrap();
        let chain = chain.collect::<Result<Vec<_>, _>>().unwrap();
        let key = PrivateKeyDer::from_pem_file(key).unwrap();
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        Receiver::start_with(Some(TlsAcceptor::from(Arc::new(config)))).await
    }

    async fn start_with(tls: Option<TlsAcceptor>) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Receiver {
            port: listener.local_addr().unwrap().port(),
            heard: Arc::default(),
            answer: Arc::new(Mutex::new("204 No Content")),
        };
        let (heard, answer) = (Arc::clone(&receiver.heard), Arc::clone(&receiver.answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (heard, answer) = (Arc::clone(&heard), Arc::clone(&answer));
                let tls = tls.clone();
                tokio::spawn(async move {
                    match tls {
                        None => listen(stream, &heard, &answer).await,
                        Some(tls) => listen(tls.accept(stream).await.ok()?, &heard, &answer).await,
                    }
                });
            }
        });
        receiver
    }

    /// Answers with this status from now on; with none, not at all.
    pub fn answer(&self, status: &'static str) {
        *self.answer.lock().unwrap() = status;
    }

    pub fn heard(&self) -> Vec<Told> {
        self.heard.lock().unwrap().clone()
    }

    /// What it heard, once that is so much.
    pub async fn hear(&self, count: usize) -> Vec<Told> {
        for _ in 0..1500 {
            if self.heard().len() >= count {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let heard = self.heard();
        assert_eq!(heard.len(), count, "{heard:#?}");
        heard
    }

    /// The table of settings that tells it.
    pub fn table(&self) -> String {
        format!(
            "[calls]\nlink = 'https://desk.example.org'\nwebhook = 'http://127.0.0.1:{}/told?by=desk'\nwebhook_secret_file = 'secret'\n",
            self.port
        )
    }
}

async fn listen(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    heard: &Mutex<Vec<Told>>,
    answer: &Mutex<&'static str>,
) -> Option<()> {
    let mut bytes = Vec::new();
    let told = loop {
        let mut piece = [0; 4096];
        let read = stream.read(&mut piece).await.ok()?;
        if read == 0 {
            return None;
        }
        bytes.extend_from_slice(&piece[..read]);
        let text = String::from_utf8(bytes.clone()).ok()?;
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let told = Told {
            head: head.to_owned(),
            body: body.to_owned(),
        };
        if told.header("Content-Length").parse() == Ok(body.len()) {
            break told;
        }
    };
    heard.lock().unwrap().push(told);
    let status = *answer.lock().unwrap();
    if status.is_empty() {
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    let answer =
        format!("HTTP/1.1 {status}\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n");
    stream.write_all(answer.as_bytes()).await.ok()?;
    stream.shutdown().await.ok()
}
