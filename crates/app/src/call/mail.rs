//! A call as a mail: plain text, to one address, over a way that nobody reads.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::address::Envelope;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{self, AsyncSmtpTransport};
use lettre::{Address, AsyncTransport, Tokio1Executor};
use model::call::Fault;
use model::{CallId, Micros};
use tokio::time::timeout;
use tokio_rustls::rustls;

use super::PATIENCE;
use super::text::Message;
use crate::config::{Encryption, Smtp};

/// Sends it.
pub(super) async fn send(
    smtp: &Smtp,
    to: &str,
    id: &CallId,
    now: Micros,
    message: &Message,
) -> Result<(), Fault> {
    let address = |text: &str| text.parse::<Address>().map_err(|_| Fault::NoWay);
    let (from, to) = (address(&smtp.from)?, address(to)?);
    let mail = written(&from, &to, id, now, message);
    let domain = from.domain().to_owned();
    let envelope = Envelope::new(Some(from), vec![to]).map_err(|_| Fault::NoWay)?;
    let transport = transport(smtp, domain)?;
    let sent = timeout(2 * PATIENCE, transport.send_raw(&envelope, mail.as_bytes()));
    match sent.await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(fault(&error)),
        Err(_) => Err(Fault::Slow),
    }
}

fn transport(smtp: &Smtp, domain: String) -> Result<AsyncSmtpTransport<Tokio1Executor>, Fault> {
    let trusted = || TlsParameters::new_rustls(smtp.host.clone()).map_err(|_| Fault::Certificate);
    let tls = match smtp.encryption {
        Encryption::Whole => Tls::Wrapper(trusted()?),
        Encryption::Agreed => Tls::Required(trusted()?),
        Encryption::None => Tls::None,
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
        .port(smtp.port)
        .tls(tls)
        .timeout(Some(PATIENCE))
        .hello_name(ClientId::Domain(domain));
    if let Some(user) = &smtp.user {
        let password = smtp.password().map_err(|_| Fault::Secret)?;
        let password = password.ok_or(Fault::Secret)?;
        let given = Credentials::new(user.clone(), password.reveal().to_owned());
        builder = builder.credentials(given);
    }
    Ok(builder.build())
}

/// The mail, as it goes over the wire.
fn written(from: &Address, to: &Address, id: &CallId, now: Micros, message: &Message) -> String {
    let at = jiff::Timestamp::from_microsecond(now).unwrap_or_default();
    let date = at.strftime("%a, %d %b %Y %H:%M:%S +0000");
    let importance = if message.is_pressing {
        "Importance: high\r\n"
    } else {
        ""
    };
    let mut mail = format!(
        "From: Wardline <{from}>\r\nTo: <{to}>\r\nDate: {date}\r\nMessage-ID: <{id}@{}>\r\nSubject: {}\r\n{importance}\
         Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n",
        from.domain(),
        message.subject
    );
    let encoded = STANDARD.encode(&message.body);
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, left) = rest.split_at(rest.len().min(76));
        mail += line;
        mail += "\r\n";
        rest = left;
    }
    mail
}

/// Why it was not taken, without a word of what the server said.
fn fault(error: &smtp::Error) -> Fault {
    const AUTHENTICATION: [&str; 4] = ["530", "534", "535", "538"];
    if is_of_certificate(error) {
        return Fault::Certificate;
    }
    let code = error.status().map(|code| code.to_string());
    match code {
        Some(code) if AUTHENTICATION.contains(&code.as_str()) => Fault::LogIn,
        _ if error.is_timeout() => Fault::Slow,
        _ if error.is_transient() => Fault::Busy,
        _ if error.is_permanent() => Fault::Refused,
        _ if error.is_tls() => Fault::Certificate,
        _ if error.is_client() || error.is_response() => Fault::Odd,
        _ => Fault::Unreachable,
    }
}

fn is_of_certificate(error: &smtp::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        let io = inner.downcast_ref::<std::io::Error>();
        let wrapped = io.and_then(|io| io.get_ref()?.downcast_ref::<rustls::Error>());
        let found = wrapped.or_else(|| inner.downcast_ref::<rustls::Error>());
        if matches!(found, Some(rustls::Error::InvalidCertificate(_))) {
            return true;
        }
        source = inner.source();
    }
    false
}
