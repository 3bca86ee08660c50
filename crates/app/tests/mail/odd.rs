//! Mails that are broken, huge or hostile: each has a clear outcome, and the next is fetched.

use crate::desk::{TestDesk, body, deliver, note};
use crate::sample;

/// Takes in a mail, and an ordinary one after it.
fn take(mail: &[u8], reports: usize) -> TestDesk {
    let desk = TestDesk::with_maildir();
    deliver(&desk.maildir(), "1.odd", mail);
    deliver(&desk.maildir(), "2.plain", &sample::plain(7));
    desk.wait(reports + 1);
    desk.wait_until_taken();
    desk.find("Report number 7");
    desk
}

#[test]
fn what_is_no_mail_is_kept_as_it_came_and_says_so() {
    for bytes in [
        b"\x00\x01\x02\x03\xff\xfe\x00\x00".repeat(99),
        Vec::new(),
        b"From: a@example.org\r\n\r\n".to_vec(),
    ] {
        let desk = take(&bytes, 1);
        let report = desk.find("could not be read");
        assert!(body(&report).text.contains("mail.eml"), "{report:?}");
        assert_eq!(report.files.len(), 1);
        let (_, file, length) = &report.files[0];
        assert_eq!(file.kind, "message/rfc822");
        assert_eq!(*length, bytes.len() as u64);
    }
}

#[test]
fn files_without_a_text() {
    let mail = b"From: a@example.org\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n%PDF-1.7";
    let desk = take(mail, 1);
    let report = desk.find("could not be read");
    let names: Vec<&str> = report
        .files
        .iter()
        .map(|(_, file, _)| file.name.as_str())
        .collect();
    assert_eq!(names, ["mail.eml", "a.pdf"]);
}

#[test]
fn files_beyond_the_limits_are_told() {
    let desk = take(&sample::with_files("many", &[570; 25]), 1);
    let report = desk.find("See the files");
    assert_eq!(report.files.len(), 20);
    let told = note(&report, "mail-files").unwrap();
    assert!(told.starts_with("5 files were not kept"), "{told}");
    assert!(
        told.contains("file20.bin") && told.contains("file24.bin"),
        "{told}"
    );
}

#[test]
fn a_mail_of_sixty_megabytes() {
    let desk = take(&sample::with_files("large", &[11 << 20; 4]), 1);
    let report = desk.find("See the files");
    assert_eq!(report.files.len(), 4);
    assert!(report.files.iter().all(|(_, _, length)| *length > 10 << 20));
}

#[test]
fn a_mail_that_is_longer_than_what_is_kept() {
    let desk = take(&sample::with_files("larger", &[13 << 20; 4]), 1);
    let report = desk.find("See the files");
    assert!(note(&report, "mail-size").unwrap().contains("64 MB"));
    assert_eq!(report.files[0].1.name, "mail.eml");
    assert_eq!(report.files[0].2, 64 << 20);
}

#[test]
fn a_thousand_parts() {
    let mut mail = b"From: a@example.org\r\nSubject: parts\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".to_vec();
    for number in 0..1_100 {
        mail.extend(format!("--b\r\nContent-Type: text/plain; name=n{number}.txt\r\nContent-Disposition: attachment\r\n\r\npart {number} of them\r\n").bytes());
    }
    let desk = take(&mail, 1_000);
    let reports = desk.reports();
    let first = reports
        .iter()
        .find(|one| note(one, "mail-reports").is_some())
        .unwrap();
    assert_eq!(first.files.len(), 21);
    assert!(note(first, "mail-files").unwrap().contains("and 1030 more"));
}

#[test]
fn broken_base64_is_kept_as_far_as_it_goes() {
    let mail = b"From: a@example.org\r\nSubject: broken\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nwords\r\n\
        --b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.png\r\n\r\n!!!!iVBO%%Rw=\r\n--b--\r\n";
    let desk = take(mail, 1);
    let report = desk.find("words");
    assert_eq!(report.files.len(), 1);
    assert!(note(&report, "mail-damaged").unwrap().contains("a.png"));
}

#[test]
fn messages_inside_messages() {
    for depth in [60, 1_400, 100_000] {
        let mail = format!(
            "From: a@example.org\r\nSubject: deep\r\n{}\r\nthe innermost words",
            "Content-Type: message/rfc822\r\n\r\n".repeat(depth)
        );
        let desk = TestDesk::with_maildir();
        deliver(&desk.maildir(), "1.odd", mail.as_bytes());
        deliver(&desk.maildir(), "2.plain", &sample::plain(7));
        desk.wait_until_taken();
        let reports = desk.reports();
        assert!(reports.len() < 60, "{depth}: {} reports", reports.len());
        let is_whole = |one: &store::Opened| {
            body(one).text.contains("the innermost words")
                || one.files.iter().any(|(_, file, _)| file.name == "mail.eml")
        };
        assert!(reports.iter().any(is_whole), "{depth}");
    }
}

#[test]
fn forwards_inside_forwards_that_grow() {
    // each level carries the next one twice
    let mut mail = "From: a@example.org\r\nSubject: leaf\r\n\r\nleaf words\r\n".to_owned();
    for level in 0..12 {
        mail = format!(
            "From: a@example.org\r\nSubject: level {level}\r\nContent-Type: multipart/mixed; boundary=b{level}\r\n\r\n\
             --b{level}\r\nContent-Type: message/rfc822\r\n\r\n{mail}\r\n--b{level}\r\nContent-Type: message/rfc822\r\n\r\n{mail}\r\n--b{level}--\r\n"
        );
    }
    let desk = TestDesk::with_maildir();
    deliver(&desk.maildir(), "1.odd", mail.as_bytes());
    deliver(&desk.maildir(), "2.plain", &sample::plain(7));
    desk.wait_until_taken();
    let reports = desk.reports();
    assert!((2..=1_001).contains(&reports.len()), "{}", reports.len());
    let is_kept =
        |one: &store::Opened| one.files.iter().any(|(_, file, _)| file.name == "mail.eml");
    assert!(reports.iter().any(is_kept));
}

#[test]
fn a_text_that_is_too_long_is_cut_and_kept_whole_beside() {
    // the second is short enough, but longer as it is written down
    for (text, most) in [
        ("long words ".repeat(900_000), 8 << 20),
        ("\"\" ".repeat(2_600_000), 2 << 20),
    ] {
        let mail = format!("From: a@example.org\r\nSubject: endless\r\n\r\n{text}");
        let desk = take(mail.as_bytes(), 1);
        let report = desk.find("endless");
        assert!((most - 9..=most).contains(&body(&report).text.len()));
        assert!(note(&report, "mail-text").is_some());
        assert_eq!(report.files[0].2, mail.len() as u64);
    }
}
