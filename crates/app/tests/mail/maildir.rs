//! From a maildir.

use std::fs;
use std::thread;
use std::time::Duration;

use crate::desk::{TestDesk, body, deliver, make_maildir, names};
use crate::{sample, wait_for};

#[test]
fn mails_of_all_kinds_are_read_once_and_marked() {
    let mut desk = TestDesk::with_maildir();
    let maildir = desk.maildir();
    for (number, mail) in sample::kinds().iter().enumerate() {
        deliver(&maildir, &format!("{number}.a.host"), mail);
    }
    sample::check_kinds(&desk.wait(sample::KINDS));
    desk.wait_until_taken();
    let marked = names(&maildir.join("cur"));
    assert_eq!(marked.len(), sample::kinds().len());
    assert_eq!(marked[0], "0.a.host:2,S");
    desk.stop();
    desk.start("maildir = 'in'\ninterval = 1");
    deliver(&maildir, "9.a.host", &sample::plain(9));
    desk.wait(sample::KINDS + 1);
}

#[test]
fn what_another_program_moved_unseen_is_fetched_and_keeps_its_flags() {
    let desk = TestDesk::with_maildir();
    let cur = desk.maildir().join("cur");
    fs::write(cur.join("1.a:2,FR"), sample::plain(1)).unwrap();
    fs::write(cur.join("2.a:2,S"), sample::plain(2)).unwrap();
    fs::write(cur.join("3.a"), sample::plain(3)).unwrap();
    desk.wait(2);
    wait_for("marks", || {
        names(&cur) == ["1.a:2,FRS", "2.a:2,S", "3.a:2,S"]
    });
}

#[test]
fn a_message_does_not_overwrite_another_of_its_name() {
    let desk = TestDesk::with_maildir();
    let cur = desk.maildir().join("cur");
    fs::write(cur.join("1.a:2,S"), sample::plain(1)).unwrap();
    deliver(&desk.maildir(), "1.a", &sample::plain(2));
    desk.wait(1);
    desk.wait_until_taken();
    assert_eq!(names(&cur), ["1.a.1:2,S", "1.a:2,S"]);
}

#[test]
fn an_end_before_the_mark_stores_nothing_twice() {
    let mut desk = TestDesk::with_maildir();
    let maildir = desk.maildir();
    let mails = [
        sample::kinds(),
        vec![sample::with_files("files", &[5_700; 3])],
    ]
    .concat();
    for (number, mail) in mails.iter().enumerate() {
        deliver(&maildir, &format!("{number}.a"), mail);
    }
    desk.wait(sample::KINDS + 1);
    desk.wait_until_taken();
    let blobs = blobs(&desk);
    desk.stop();
    // as if it had ended after the first was stored, and before it was marked
    for name in names(&maildir.join("cur")) {
        let unmarked = maildir.join("new").join(name.trim_end_matches(":2,S"));
        fs::rename(maildir.join("cur").join(&name), unmarked).unwrap();
    }
    desk.start("maildir = 'in'\ninterval = 1");
    desk.wait_until_taken();
    desk.wait(sample::KINDS + 1);
    assert_eq!(self::blobs(&desk), blobs, "files that belong to nothing");
}

/// The number of sealed files.
fn blobs(desk: &TestDesk) -> usize {
    let folders = fs::read_dir(desk.folder.path().join("blobs")).unwrap();
    folders
        .map(|folder| fs::read_dir(folder.unwrap().path()).unwrap().count())
        .sum()
}

#[test]
fn five_hundred_mails() {
    let desk = TestDesk::with_maildir();
    for number in 0..500 {
        deliver(
            &desk.maildir(),
            &format!("{number:03}.a"),
            &sample::plain(number),
        );
    }
    let reports = desk.wait(500);
    let mut texts: Vec<&str> = reports.iter().map(|one| body(one).text.as_str()).collect();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), 500);
    desk.wait_until_taken();
}

#[test]
fn a_maildir_that_comes_late_and_a_link_in_it() {
    let desk = TestDesk::new("maildir = 'in'\ninterval = 1");
    let secret = desk.folder.path().join("secret");
    fs::write(&secret, "what is no mail").unwrap();
    thread::sleep(Duration::from_millis(1_500));
    make_maildir(&desk.maildir());
    #[cfg(unix)]
    std::os::unix::fs::symlink(&secret, desk.maildir().join("new/0.link")).unwrap();
    deliver(&desk.maildir(), "1.a", &sample::plain(1));
    let reports = desk.wait(1);
    assert!(body(&reports[0]).text.contains("Report number 1"));
}
