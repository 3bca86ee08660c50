//! Servers that do what a sound one does not: each has a clear outcome.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::desk::{TestDesk, body};
use crate::{sample, wait_for};

/// What a server keeps.
#[derive(Clone, Default)]
struct Mails(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    /// By number.
    mails: HashMap<u32, Vec<u8>>,
    /// Those that are marked.
    seen: Vec<u32>,
}

/// How it answers when a mail is asked for: what is sent before the answer is done.
type Fetch = fn(&mut TcpStream, u32, &[u8]);

/// A server that keeps no keywords. Gives the settings that fetch from it.
fn server(greeting: &'static str, mails: &Mails, fetch: Fetch) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let mails = mails.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mails = mails.clone();
            thread::spawn(move || talk(stream.unwrap(), greeting, &mails, fetch));
        }
    });
    format!("imap = 'imap://tips@127.0.0.1:{port}/INBOX'\npassword_file = 'password'\ninterval = 1")
}

/// Speaks until the other end is gone.
fn talk(mut stream: TcpStream, greeting: &str, mails: &Mails, fetch: Fetch) -> Option<()> {
    let lines = BufReader::new(stream.try_clone().ok()?);
    write!(stream, "{greeting}\r\n").ok()?;
    for line in lines.lines() {
        let line = line.ok()?;
        let words: Vec<&str> = line.split(' ').collect();
        let number = words.get(3).and_then(|word| word.parse().ok());
        match (words.get(1).copied()?, words.get(2).copied()) {
            ("SELECT", _) => {
                write!(stream, "* OK [PERMANENTFLAGS (\\Seen \\Deleted)] x\r\n").ok()?;
            }
            ("UID", Some("SEARCH")) => {
                let kept = mails.0.lock().ok()?;
                assert!(line.ends_with("UID SEARCH UNSEEN UNDELETED"), "{line}");
                let waiting = kept.mails.keys().filter(|uid| !kept.seen.contains(uid));
                let list: Vec<String> = waiting.map(u32::to_string).collect();
                write!(stream, "* SEARCH {}\r\n", list.join(" ")).ok()?;
            }
            ("UID", Some("FETCH")) => {
                let mail = mails.0.lock().ok()?.mails.get(&number?)?.clone();
                fetch(&mut stream, number?, &mail);
            }
            ("UID", Some("STORE")) => {
                assert!(line.ends_with("+FLAGS.SILENT (\\Seen)"), "{line}");
                mails.0.lock().ok()?.seen.push(number?);
            }
            _ => (),
        }
        // who no longer listens is gone
        write!(stream, "{} OK done\r\n", words[0]).ok()?;
    }
    Some(())
}

fn give(stream: &mut TcpStream, uid: u32, mail: &[u8]) {
    let _ = write!(
        stream,
        "* 1 FETCH (UID {uid} BODY[]<0> {{{}}}\r\n",
        mail.len()
    );
    let _ = stream.write_all(mail);
    let _ = stream.write_all(b")\r\n");
}

fn with(numbers: &[u32]) -> Mails {
    let mails = Mails::default();
    for number in numbers {
        let mail = sample::plain(*number as usize);
        mails.0.lock().unwrap().mails.insert(*number, mail);
    }
    mails
}

#[test]
fn a_server_without_keywords_marks_mails_as_read() {
    let mails = with(&[1, 2, 3]);
    let desk = TestDesk::new(&server("* OK hello", &mails, give));
    desk.wait(3);
    wait_for("marks", || mails.0.lock().unwrap().seen.len() == 3);
}

#[test]
fn a_mail_over_which_the_server_breaks_does_not_keep_others_waiting() {
    let mails = with(&[1, 2, 3, 4, 5]);
    let fetch: Fetch = |stream, uid, mail| match uid {
        1 => {
            let _ = stream.write_all(b"* 1 FETCH (UID 1 BODY[] {9}garbage)\r\n");
        }
        2 => {
            let _ = stream.shutdown(std::net::Shutdown::Both);
        }
        // nothing at all
        3 => (),
        _ => give(stream, uid, mail),
    };
    let desk = TestDesk::new(&server("* OK hello", &mails, fetch));
    let reports = desk.wait(2);
    assert!(body(&reports[1]).text.contains("Report number 5"));
    wait_for("marks", || {
        let mut seen = mails.0.lock().unwrap().seen.clone();
        seen.sort_unstable();
        seen == [4, 5]
    });
}

#[test]
fn a_server_that_sends_without_end_is_cut_off() {
    static SENT: AtomicUsize = AtomicUsize::new(0);
    let mails = with(&[1, 2]);
    let fetch: Fetch = |stream, uid, mail| {
        if uid == 2 {
            return give(stream, uid, mail);
        }
        let _ = stream.write_all(b"* 1 FETCH (UID 1 BODY[] {500000000}\r\n");
        let piece = vec![b'a'; 1 << 20];
        let sent = (0..400).take_while(|_| stream.write_all(&piece).is_ok());
        SENT.store(sent.count(), Ordering::SeqCst);
    };
    let desk = TestDesk::new(&server("* OK hello", &mails, fetch));
    desk.wait(1);
    // what is on its way is more than what was taken
    let sent = SENT.load(Ordering::SeqCst);
    assert!((1..100).contains(&sent), "it took {sent} MB");
}

#[test]
fn a_server_that_turns_everybody_away() {
    let table = server("* BYE not today", &with(&[1]), give);
    let folder = tempfile::tempdir().unwrap();
    let mail = crate::desk::settings(folder.path(), &table).mail.unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let trouble = runtime.block_on(wardline::mail::check(&mail)).unwrap_err();
    assert_eq!(trouble.what, "the mail server turns this machine away");
}
