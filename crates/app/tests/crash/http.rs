//! As much of HTTP as a test needs.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// An answer.
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// Sends a request on a connection of its own and reads the answer to its end.
pub fn send(to: SocketAddr, head: &str, body: &[u8]) -> io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&to, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let length = body.len();
    write!(
        stream,
        "{head}Host: desk\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
    )?;
    stream.write_all(body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    parse(&answer).ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))
}

/// The answer, if it is all there.
fn parse(bytes: &[u8]) -> Option<Answer> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head.lines().find_map(|line| {
        line.to_ascii_lowercase()
            .strip_prefix("content-length:")?
            .trim()
            .parse::<usize>()
            .ok()
    });
    let is_whole = length.is_none_or(|length| body.len() == length);
    is_whole.then(|| Answer {
        status,
        body: body.to_owned(),
    })
}

pub fn get(to: SocketAddr, path: &str) -> io::Result<Answer> {
    send(to, &format!("GET {path} HTTP/1.1\r\n"), b"")
}

/// Sends a form without files.
pub fn post(to: SocketAddr, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
    let body: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect();
    let head =
        format!("POST {path} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n");
    send(to, &head, body.join("&").as_bytes())
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// Sends a form with a file.
pub fn post_parts(
    to: SocketAddr,
    path: &str,
    fields: &[(&str, &str)],
    file: &[u8],
) -> io::Result<Answer> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .bytes(),
        );
    }
    body.extend(
        b"--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.bin\"\r\n\r\n",
    );
    body.extend_from_slice(file);
    body.extend(b"\r\n--edge--\r\n");
    send(
        to,
        &format!("POST {path} HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=edge\r\n"),
        &body,
    )
}

/// The value of a hidden field of a page.
pub fn hidden<'p>(page: &'p str, name: &str) -> Option<&'p str> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// The nine words of a page.
pub fn words(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("<ol class=\"words\"")?;
    let (list, _) = rest.split_once("</ol>")?;
    let words: Vec<&str> = list
        .split("<li>")
        .skip(1)
        .filter_map(|item| item.split_once("</li>"))
        .map(|(word, _)| word)
        .collect();
    (words.len() == 9).then(|| words.join(" "))
}
