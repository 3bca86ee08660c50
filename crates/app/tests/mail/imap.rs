//! From a mailbox on a server.

use std::fs;

use crate::desk::{TestDesk, body, deliver, names};
use crate::dovecot::Dovecot;
use crate::{sample, wait_for};

/// A desk that fetches from a server.
fn desk(dovecot: &Dovecot) -> TestDesk {
    TestDesk::new(&dovecot.table())
}

/// Waits until all mails of a server carry both marks.
fn wait_until_marked(dovecot: &Dovecot, count: usize) {
    let cur = dovecot.maildir().join("cur");
    // Dovecot writes the first keyword of a folder as `a`
    wait_for("marks", || {
        let names = names(&cur);
        names.len() == count && names.iter().all(|name| name.ends_with(":2,Sa"))
    });
}

#[test]
fn mails_of_all_kinds_are_read_once_and_marked() {
    let Some(dovecot) = Dovecot::start("sesame") else {
        return;
    };
    for (number, mail) in sample::kinds().iter().enumerate() {
        deliver(&dovecot.maildir(), &format!("{number}.a.host"), mail);
    }
    let desk = desk(&dovecot);
    sample::check_kinds(&desk.wait(sample::KINDS));
    wait_until_marked(&dovecot, sample::kinds().len());
    deliver(&dovecot.maildir(), "9.a.host", &sample::plain(9));
    desk.wait(sample::KINDS + 1);
    let keywords = fs::read_to_string(dovecot.maildir().join("dovecot-keywords")).unwrap();
    assert_eq!(keywords.trim(), "0 WardlineStored");
}

#[test]
fn what_people_read_before_is_fetched_all_the_same() {
    let Some(dovecot) = Dovecot::start("sesame") else {
        return;
    };
    fs::write(dovecot.maildir().join("cur/1.a:2,S"), sample::plain(1)).unwrap();
    fs::write(dovecot.maildir().join("cur/2.a:2,T"), sample::plain(2)).unwrap();
    let desk = desk(&dovecot);
    let reports = desk.wait(1);
    assert!(body(&reports[0]).text.contains("Report number 1"));
}

#[test]
fn an_end_before_the_mark_stores_nothing_twice() {
    let Some(mut dovecot) = Dovecot::start("sesame") else {
        return;
    };
    for number in 0..20 {
        deliver(
            &dovecot.maildir(),
            &format!("{number:02}.a"),
            &sample::plain(number),
        );
    }
    let desk = desk(&dovecot);
    desk.wait(20);
    wait_until_marked(&dovecot, 20);
    // as if the server had never been told of the marks
    dovecot.stop();
    let maildir = dovecot.maildir();
    for name in names(&maildir.join("cur")) {
        let unmarked = format!("again.{}", name.trim_end_matches(":2,Sa"));
        fs::rename(
            maildir.join("cur").join(&name),
            maildir.join("new").join(unmarked),
        )
        .unwrap();
    }
    dovecot.resume();
    wait_until_marked(&dovecot, 20);
    desk.wait(20);
}

#[test]
fn a_server_that_goes_away_and_comes_back() {
    let Some(mut dovecot) = Dovecot::start("sesame") else {
        return;
    };
    deliver(&dovecot.maildir(), "1.a", &sample::plain(1));
    let desk = desk(&dovecot);
    desk.wait(1);
    dovecot.stop();
    deliver(&dovecot.maildir(), "2.a", &sample::plain(2));
    dovecot.resume();
    desk.wait(2);
}

#[test]
fn five_hundred_mails_and_a_large_one() {
    let Some(dovecot) = Dovecot::start("sesame") else {
        return;
    };
    for number in 0..500 {
        deliver(
            &dovecot.maildir(),
            &format!("{number:03}.a"),
            &sample::plain(number),
        );
    }
    // in several pieces
    deliver(
        &dovecot.maildir(),
        "999.a",
        &sample::with_files("large", &[5 << 20, 5 << 20]),
    );
    let desk = desk(&dovecot);
    let reports = desk.wait(501);
    let mut texts: Vec<&str> = reports.iter().map(|one| body(one).text.as_str()).collect();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), 501);
    let large = desk.find("See the files");
    let lengths: Vec<u64> = large.files.iter().map(|(_, _, length)| *length).collect();
    assert_eq!(lengths, [(5 << 20) / 57 * 57; 2]);
    wait_until_marked(&dovecot, 501);
}

#[test]
fn a_mail_whose_size_is_a_multiple_of_what_is_fetched_at_once() {
    let Some(dovecot) = Dovecot::start("sesame") else {
        return;
    };
    let mut mail = b"From: a@example.org\r\nSubject: even\r\n\r\n".to_vec();
    mail.resize(4 << 20, b'x');
    deliver(&dovecot.maildir(), "1.a", &mail);
    let desk = desk(&dovecot);
    desk.wait(1);
    wait_until_marked(&dovecot, 1);
}
