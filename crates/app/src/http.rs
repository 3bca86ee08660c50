//! Ways to other machines for a request of HTTP/1.1: encrypted, or within this machine, to the address that was given and never on to
//! another one.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use model::call::Fault;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};
use url::{Position, Url};

use crate::call::is_inside;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(12);

/// Bytes of an answer, at most.
const LONGEST: usize = 512 << 10;

/// Bytes to and from another machine.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// What was answered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

/// Opens the way to an address.
pub(crate) async fn connect(url: &Url, may_be_inside: bool) -> Result<Box<dyn Wire>, Fault> {
    let host = url.host_str().ok_or(Fault::NoWay)?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let port = url.port_or_known_default().ok_or(Fault::NoWay)?;
    let found = lookup_host((host, port)).await;
    let found: Vec<SocketAddr> = found.map_err(|_| Fault::Unreachable)?.collect();
    // a name that leads inside leads nowhere, whatever else it leads to
    if !may_be_inside && found.iter().any(|at| is_inside(at.ip())) {
        return Err(Fault::Inside);
    }
    let mut stream = None;
    for at in found {
        if let Ok(found) = TcpStream::connect(at).await {
            stream = Some(found);
            break;
        }
    }
    let stream = stream.ok_or(Fault::Unreachable)?;
    if url.scheme() == "http" {
        return Ok(Box::new(stream));
    }
    let name = ServerName::try_from(host.to_owned()).map_err(|_| Fault::Certificate)?;
    let encrypted = TlsConnector::from(Arc::new(trusted()?)).connect(name, stream);
    Ok(Box::new(encrypted.await.map_err(|error| of_tls(&error))?))
}

/// Trusts whom this machine trusts.
fn trusted() -> Result<ClientConfig, Fault> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(Fault::Certificate);
    }
    Ok(ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth())
}

fn of_tls(error: &io::Error) -> Fault {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    match inner {
        Some(rustls::Error::InvalidCertificate(_)) => Fault::Certificate,
        Some(_) => Fault::Odd,
        None => Fault::Unreachable,
    }
}

/// The beginning of a request: its first line, and where it goes.
pub(crate) fn head(method: &str, url: &Url) -> String {
    let target = &url[Position::BeforePath..Position::AfterQuery];
    let host = &url[Position::BeforeHost..Position::AfterPort];
    format!(
        "{method} {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: wardline\r\nConnection: close\r\n"
    )
}

/// Asks an address that whoever runs the desk has set, or that one of these named.
pub(crate) async fn fetch(url: &Url, request: &str) -> Result<Answer, Fault> {
    let asked = async {
        let wire = connect(url, true).await?;
        talk(wire, request).await
    };
    timeout(PATIENCE, asked).await.unwrap_or(Err(Fault::Slow))
}

async fn talk(mut wire: Box<dyn Wire>, request: &str) -> Result<Answer, Fault> {
    let lost = |_| Fault::Unreachable;
    wire.write_all(request.as_bytes()).await.map_err(lost)?;
    wire.flush().await.map_err(lost)?;
    let mut said = Vec::new();
    loop {
        let read = wire.read_buf(&mut said).await;
        // many end without taking leave as TLS would have it
        let is_end = match read {
            Ok(read) => read == 0,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => true,
            Err(error) => return Err(lost(error)),
        };
        if said.len() > LONGEST {
            return Err(Fault::Odd);
        }
        match whole(&said, is_end) {
            Some(answer) => return Ok(answer),
            None if is_end => return Err(Fault::Odd),
            None => {}
        }
    }
}

/// What was said, if it is there whole.
fn whole(said: &[u8], is_end: bool) -> Option<Answer> {
    let end = said.windows(4).position(|four| four == b"\r\n\r\n")?;
    let (head, body) = (std::str::from_utf8(&said[..end]).ok()?, &said[end + 4..]);
    let mut lines = head.split("\r\n");
    let (version, rest) = lines.next()?.split_once(' ')?;
    let status = rest.get(..3)?.parse().ok()?;
    if !version.starts_with("HTTP/1.") {
        return None;
    }
    let fields: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(':')).collect();
    let field = |name: &str| {
        let mut named = fields
            .iter()
            .filter(|(one, _)| one.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.trim())
    };
    let body = match (field("transfer-encoding"), field("content-length")) {
        (Some(coding), _) if coding.eq_ignore_ascii_case("chunked") => of_chunks(body)?,
        (Some(_), _) => return None,
        (None, Some(length)) => body.get(..length.parse().ok()?)?.to_vec(),
        (None, None) if is_end => body.to_vec(),
        (None, None) => return None,
    };
    Some(Answer { status, body })
}

/// A body that came in pieces, each after its length.
fn of_chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let digits = line.split(';').next().unwrap_or_default().trim();
        let length = usize::from_str_radix(digits, 16).ok()?;
        rest = &rest[end + 2..];
        if length == 0 {
            return Some(body);
        }
        let piece = rest.get(..length)?;
        body.extend_from_slice(piece);
        rest = rest.get(length..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn an_answer_is_there_when_it_is_whole() {
        let found = |said: &str, is_end| {
            let found = whole(said.as_bytes(), is_end);
            found.map(|one| (one.status, String::from_utf8(one.body).unwrap()))
        };
        let told = |status: u16, body: &str| Some((status, body.to_owned()));
        let counted = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
        assert_eq!(found(counted, false), told(200, "{}"));
        assert_eq!(found(&counted[..counted.len() - 1], true), None);
        let pieces = "HTTP/1.1 400\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=1\r\n{\"a\r\nA\r\n\":1234567}\r\n0\r\n\r\n";
        assert_eq!(found(pieces, false), told(400, "{\"a\":1234567}"));
        assert_eq!(found(&pieces[..pieces.len() - 6], true), None);
        let open = "HTTP/1.0 503 Later\r\n\r\nno";
        assert_eq!(found(open, false), None);
        assert_eq!(found(open, true), told(503, "no"));
        for odd in [
            "",
            "220 mail.example.org ESMTP\r\n\r\n",
            "HTTP/1.1 2\r\n\r\n",
            "HTTP/1.1 200\r\ncontent-length: -1\r\n\r\n",
            "HTTP/1.1 200\r\ntransfer-encoding: gzip\r\n\r\n",
            "HTTP/1.1 200\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        ] {
            assert_eq!(found(odd, true), None, "{odd}");
        }
    }
}
