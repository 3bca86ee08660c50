//! A call to a program: one request in the form of Standard Webhooks, to an address that was looked at after its name was looked
//! up, and never on to another one.

use model::CallId;
use model::call::Fault;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use super::PATIENCE;
use crate::config::Webhook;
use crate::http::{connect, head};

/// Bytes of an answer that are looked at: of its first line nothing but the status counts.
const LONGEST: usize = 1024;

/// Sends it.
pub(super) async fn post(
    webhook: &Webhook,
    id: &CallId,
    seconds: i64,
    body: &str,
) -> Result<(), Fault> {
    let secrets = webhook.secrets().map_err(|_| Fault::Secret)?;
    let signed = secrets
        .iter()
        .map(|secret| secret.sign(&id.to_string(), seconds, body.as_bytes()));
    let signatures: Vec<String> = signed.collect();
    let request = request(webhook, id, seconds, &signatures.join(" "), body);
    timeout(PATIENCE, ask(webhook, &request))
        .await
        .unwrap_or(Err(Fault::Slow))
}

fn request(webhook: &Webhook, id: &CallId, seconds: i64, signatures: &str, body: &str) -> String {
    format!(
        "{}Content-Type: application/json\r\nContent-Length: {}\r\n\
         webhook-id: {id}\r\nwebhook-timestamp: {seconds}\r\nwebhook-signature: {signatures}\r\n\r\n{body}",
        head("POST", &webhook.url),
        body.len()
    )
}

async fn ask(webhook: &Webhook, request: &str) -> Result<(), Fault> {
    let stream = connect(&webhook.url, webhook.may_be_inside).await?;
    talk(stream, request).await
}

async fn talk(mut stream: impl AsyncRead + AsyncWrite + Unpin, request: &str) -> Result<(), Fault> {
    let lost = |_| Fault::Unreachable;
    stream.write_all(request.as_bytes()).await.map_err(lost)?;
    stream.flush().await.map_err(lost)?;
    let mut answer = Vec::new();
    while !answer.contains(&b'\n') && answer.len() < LONGEST {
        let mut piece = [0; 256];
        let read = stream.read(&mut piece).await.map_err(lost)?;
        if read == 0 {
            break;
        }
        answer.extend_from_slice(&piece[..read]);
    }
    outcome(&answer)
}

/// What the first line of an answer says.
fn outcome(answer: &[u8]) -> Result<(), Fault> {
    let line = answer.split(|byte| *byte == b'\n').next();
    let line = line.and_then(|line| std::str::from_utf8(line).ok());
    let mut words = line.unwrap_or_default().split_ascii_whitespace();
    let is_http = words.next().is_some_and(|word| word.starts_with("HTTP/1."));
    let status: Option<u16> = words.next().and_then(|word| word.parse().ok());
    match status.filter(|_| is_http) {
        Some(200..=299) => Ok(()),
        Some(410) => Err(Fault::Gone),
        Some(408 | 425 | 429 | 500..=599) => Err(Fault::Busy),
        // who is sent elsewhere does not go there
        Some(300..=499) => Err(Fault::Refused),
        _ => Err(Fault::Odd),
    }
}

#[cfg(test)]
mod tests {
    use model::call::Fault;

    use super::outcome;

    #[test]
    fn answers() {
        for (answer, told) in [
            ("HTTP/1.1 204 No Content\r\n\r\n", Ok(())),
            ("HTTP/1.0 200 OK\n", Ok(())),
            (
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n",
                Err(Fault::Refused),
            ),
            ("HTTP/1.1 401 Unauthorized\r\n", Err(Fault::Refused)),
            ("HTTP/1.1 410 Gone\r\n", Err(Fault::Gone)),
            ("HTTP/1.1 429 Too Many Requests\r\n", Err(Fault::Busy)),
            ("HTTP/1.1 503\r\n", Err(Fault::Busy)),
            ("220 mail.example.org ESMTP\r\n", Err(Fault::Odd)),
            ("HTTP/1.1 100 Continue\r\n", Err(Fault::Odd)),
            ("", Err(Fault::Odd)),
            ("HTTP/1.1 99999\r\n", Err(Fault::Odd)),
        ] {
            assert_eq!(outcome(answer.as_bytes()), told, "{answer}");
        }
        assert_eq!(outcome(&[0xff; 2000]), Err(Fault::Odd));
    }
}
