//! Made-up mails, and how they must be read.

use std::fmt::Write as _;

use store::Opened;

use crate::desk::{body, note};

/// A mail with a text.
pub fn plain(number: usize) -> Vec<u8> {
    format!(
        "From: Ana <ana@example.org>\r\nSubject: Night {number}\r\nMessage-ID: <{number}@example.org>\r\n\r\n\
         Report number {number}: they wait for the clerk at the side door.\r\n"
    )
    .into_bytes()
}

/// A mail with files, each of so many bytes.
pub fn with_files(subject: &str, sizes: &[usize]) -> Vec<u8> {
    let mut mail = format!(
        "From: a@example.org\r\nSubject: {subject}\r\nContent-Type: multipart/mixed; boundary=edge\r\n\r\n\
         --edge\r\nContent-Type: text/plain\r\n\r\nSee the files.\r\n"
    );
    for (number, size) in sizes.iter().enumerate() {
        write!(
            mail,
            "--edge\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"file{number}.bin\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n"
        )
        .unwrap();
        let line = "QUFB".repeat(19) + "\r\n";
        mail.push_str(&line.repeat(size / 57));
    }
    mail.push_str("--edge--\r\n");
    mail.into_bytes()
}

/// A mail in each of the ways in which letters and parts are written.
pub fn kinds() -> Vec<Vec<u8>> {
    let head = "From: Ana <ana@example.org>\r\nMIME-Version: 1.0\r\nSubject: ";
    vec![
        format!("{head}utf\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nEl se\u{f1}or vive aqu\u{ed}.\r\n").into_bytes(),
        [format!("{head}latin\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n").as_bytes(), b"Ma\xf1ana en la plaza.\r\n"].concat(),
        format!("{head}quoted\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nLa pr=C3=B3xima se=\r\nmana.\r\n").into_bytes(),
        format!("{head}sixty-four\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nTm9zIHZlbW9zIGVuIGVsIGNhZsOpLg==\r\n").into_bytes(),
        format!("{head}page\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Only a <b>page</b> &eacute;</p>\r\n").into_bytes(),
        format!(
            "{head}=?utf-8?Q?Rem=C3=ADtelo?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nAs I got it.\r\n\
             --b\r\nContent-Type: message/rfc822\r\n\r\nFrom: Bela <b@example.org>\r\nSubject: Inner\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n\
             --c\r\nContent-Type: text/plain\r\n\r\nInner words.\r\n\
             --c\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=\"=?utf-8?Q?a=0A=1B=5B31mb=2Epng?=\"\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n--c--\r\n--b--\r\n"
        ).into_bytes(),
    ]
}

/// How many reports they are.
pub const KINDS: usize = 7;

/// Holds reports against what they must say.
pub fn check_kinds(reports: &[Opened]) {
    let mut texts: Vec<&str> = reports
        .iter()
        .map(|one| body(one).text.trim_end())
        .collect();
    texts.sort_unstable();
    let mut expected = [
        "utf\n\nEl se\u{f1}or vive aqu\u{ed}.",
        "latin\n\nMa\u{f1}ana en la plaza.",
        "quoted\n\nLa pr\u{f3}xima semana.",
        "sixty-four\n\nNos vemos en el caf\u{e9}.",
        "page\n\nOnly a page \u{e9}",
        "Rem\u{ed}telo\n\nAs I got it.",
        "Inner\n\nInner words.",
    ];
    expected.sort_unstable();
    assert_eq!(texts, expected);
    for report in reports {
        let body = body(report);
        let author = if body.text.contains("Inner words") {
            "Bela"
        } else {
            "Ana"
        };
        assert_eq!(body.author.as_deref(), Some(author));
        assert_eq!(body.sha256.len(), 64);
        assert_eq!(note(report, "mail-files"), None);
        let files = usize::from(body.text.contains("As I got it"));
        assert_eq!(report.files.len(), files, "{}", body.text);
        for (_, file, length) in &report.files {
            assert_eq!((file.kind.as_str(), *length), ("image/png", 4));
            assert_eq!(file.name.chars().filter(|c| c.is_control()).count(), 0);
            // of the four bytes at the beginning of every such picture
            assert!(
                file.sha256.starts_with("0f4636c78f65d3639ece5a064b5ae753"),
                "{file:?}"
            );
        }
    }
}
