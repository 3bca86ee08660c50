//! The way to a mailbox on a server: encrypted, or within this machine; never longer or larger than it has to be.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use async_imap::error::Error;
use async_imap::imap_proto::{Response, Status};
use async_imap::{Authenticator, Client, Session};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

use super::Trouble;
use crate::config::{Account, Password};

/// How long one step may take: to connect, to log in, to answer a command.
pub(super) const PATIENCE: Duration = Duration::from_secs(90);

/// Bytes that a server may send in answer to one command.
const BUDGET: usize = 24 << 20;

/// Bytes to and from a server.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug> Wire for T {}

/// A connection that breaks when the server sends more than it may.
#[derive(Debug)]
pub(super) struct Metered {
    wire: Box<dyn Wire>,
    left: usize,
}

impl Metered {
    /// Before each command.
    pub(super) fn refill(&mut self) {
        self.left = BUDGET;
    }
}

impl AsyncRead for Metered {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.left == 0 {
            return Poll::Ready(Err(io::ErrorKind::FileTooLarge.into()));
        }
        let before = buf.filled().len();
        let polled = Pin::new(&mut this.wire).poll_read(cx, buf);
        this.left = this.left.saturating_sub(buf.filled().len() - before);
        polled
    }
}

impl AsyncWrite for Metered {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().wire).poll_write(cx, buf)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().wire).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().wire).poll_shutdown(cx)
    }
}

/// Connects and logs in.
pub(super) async fn log_in(account: &Account) -> Result<Session<Metered>, Trouble> {
    let password = password(account)?;
    let wire = match timeout(PATIENCE, connect(account)).await {
        Ok(wire) => wire?,
        Err(_) => return Err(unreachable(account, "it does not answer")),
    };
    let wire = Metered { wire, left: BUDGET };
    let talk = async {
        let mut client = Client::new(wire);
        let is_welcome = match client.read_response().await {
            Ok(Some(greeting)) => !matches!(
                greeting.parsed(),
                Response::Data {
                    status: Status::Bye | Status::No | Status::Bad,
                    ..
                }
            ),
            Ok(None) => false,
            Err(error) => return Err(failed(&error.into())),
        };
        if !is_welcome {
            return Err(Trouble::new(
                "the mail server turns this machine away",
                "ask who runs it why; it is tried again",
            ));
        }
        identify(client, account, &password).await
    };
    timeout(PATIENCE, talk)
        .await
        .unwrap_or_else(|_| Err(slow()))
}

fn password(account: &Account) -> Result<Password, Trouble> {
    const TODO: &str = "name a file with the password as password_file in the table mail of wardline.toml, or set WARDLINE_MAIL_PASSWORD";
    match account.password.get() {
        Ok(Some(password)) => Ok(password),
        Ok(None) => Err(Trouble::new("there is no password for the mailbox", TODO)),
        Err(error) => Err(Trouble::new(
            format!(
                "the file with the password of the mailbox cannot be read: {}",
                error.kind()
            ),
            TODO,
        )),
    }
}

/// Tells the server who asks: in the way that all servers know, if that way can carry it.
async fn identify(
    client: Client<Metered>,
    account: &Account,
    password: &Password,
) -> Result<Session<Metered>, Trouble> {
    let (user, password) = (account.user.as_str(), password.reveal());
    let session = if user.is_ascii() && password.is_ascii() {
        client.login(user, password).await
    } else {
        let told = zeroize::Zeroizing::new(format!("\0{user}\0{password}").into_bytes());
        client.authenticate("PLAIN", Plain(told)).await
    };
    session.map_err(|(error, _)| match error {
        Error::No(_) | Error::Bad(_) | Error::Validate(_) => Trouble::new(
            "the mail server refuses the user or the password",
            "correct them; some services want a password made for one program: see docs/mail.md",
        ),
        other => failed(&other),
    })
}

/// User and password, as one answer.
struct Plain(zeroize::Zeroizing<Vec<u8>>);

impl Authenticator for Plain {
    type Response = Vec<u8>;

    fn process(&mut self, _: &[u8]) -> Vec<u8> {
        self.0.to_vec()
    }
}

async fn connect(account: &Account) -> Result<Box<dyn Wire>, Trouble> {
    let at = (account.host.as_str(), account.port);
    let stream = TcpStream::connect(at)
        .await
        .map_err(|error| unreachable(account, &error.kind().to_string()))?;
    if !account.is_encrypted {
        // a name may have come to mean another machine
        let is_near = stream.peer_addr().is_ok_and(|at| at.ip().is_loopback());
        return if is_near {
            Ok(Box::new(stream))
        } else {
            Err(Trouble::new(
                "the mail server is not this machine, and the way to it is not encrypted",
                "write imaps:// and the port for TLS, mostly 993",
            ))
        };
    }
    let config = tls()?;
    let name = ServerName::try_from(account.host.clone()).map_err(|_| {
        Trouble::new(
            "the name of the mail server cannot stand in a certificate",
            "give the name that its certificate holds",
        )
    })?;
    let encrypted = TlsConnector::from(Arc::new(config)).connect(name, stream);
    let encrypted = encrypted.await.map_err(|error| certificate(&error))?;
    Ok(Box::new(encrypted))
}

/// Trusts whom this machine trusts.
fn tls() -> Result<ClientConfig, Trouble> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(Trouble::new(
            "this machine has no list of authorities to check the mail server's certificate by",
            "install it: on Debian that is the package ca-certificates",
        ));
    }
    // with the one library of ciphers that is built in
    Ok(ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth())
}

fn certificate(error: &io::Error) -> Trouble {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    match inner {
        Some(rustls::Error::InvalidCertificate(_)) => Trouble::new(
            "the mail server's certificate is not to be trusted",
            "check the name of the server; if it is right, who runs it must renew the certificate",
        ),
        _ => Trouble::new(
            "the mail server does not speak TLS as it should",
            "check the port: for TLS from the beginning it is mostly 993",
        ),
    }
}

fn unreachable(account: &Account, why: &str) -> Trouble {
    let Account { host, port, .. } = account;
    Trouble::new(
        format!("the mail server {host}:{port} cannot be reached: {why}"),
        "check the address and the network; it is tried again",
    )
}

pub(super) fn slow() -> Trouble {
    Trouble::new(
        "the mail server stopped answering",
        "it is tried again; if it stays so, ask who runs it",
    )
}

/// What went wrong on a connection, without a word of what the server sent.
pub(super) fn failed(error: &Error) -> Trouble {
    let is_lost = match error {
        Error::ConnectionLost => true,
        Error::Io(error) => error.kind() != io::ErrorKind::Other,
        _ => false,
    };
    if is_lost {
        Trouble::new(
            "the connection to the mail server broke off",
            "it is tried again; if it stays so, ask who runs it",
        )
    } else {
        Trouble::new(
            "the mail server said what is not understood",
            "check that it is an IMAP server; if it is, please report it",
        )
    }
}
