//! One message: taken apart, its files sealed, its reports stored. What cannot be read is a report that says so.

use std::sync::Arc;

use intake::{Document, FileLimits, Item, Mail, MailFile, sha256_hex};
use model::Channel;
use seal::{IndexKey, Tag};
use tokio::task::{self, JoinSet};

use super::Raw;
use crate::act::{self, Desk, Refusal, Report};

/// What is kept of what is attached to a message.
const FILES: FileLimits = FileLimits {
    files: 20,
    bytes: 50 << 20,
};

/// Reports made of one message.
const REPORTS: usize = 1_000;

/// Bytes of one text, and of one text as it is written down, where some bytes need six.
const LONGEST_TEXT: usize = 8 << 20;
const LONGEST_WRITTEN: usize = 12 << 20;

/// Characters of a subject, a name or an address.
const LONGEST_LINE: usize = 2_000;

/// Reports of one message handed over at once.
const AT_ONCE: usize = 64;

/// Names told of files that are not kept.
const NAMES: usize = 50;

/// What a message comes to.
#[derive(Default)]
struct Taken {
    documents: Vec<Document>,
    files: Vec<MailFile>,
    /// What a person should know of how it was read.
    notes: Vec<(String, String)>,
    /// Whether the message itself is kept as a file, because something of it would be lost.
    is_raw_kept: bool,
}

/// Takes in a message. When this returns, all of it is durable; if it fails, some may be, and is known when it is tried
/// again.
pub(super) async fn take_in(desk: &Desk, raw: Raw) -> Result<(), Refusal> {
    let raw = Arc::new(raw);
    let reader = Arc::clone(&raw);
    let read = task::spawn_blocking(move || (sha256_hex(&reader.bytes), Taken::of(&reader)));
    let fault = |_| Refusal::Fault("a mail could not be taken apart".to_owned());
    let (sha256, mut taken) = read.await.map_err(fault)?;
    // files are not sealed in vain while there is no store
    drop(
        desk.store
            .read()
            .await
            .map_err(|error| Refusal::Later(error.to_string()))?,
    );

    let index = desk.store.keys().index("once");
    let report = |(number, document): (usize, Document)| {
        let mut report = act::report_of(Channel::Mail, document);
        report.once = Some(once(&index, &sha256, number));
        report
    };
    let documents = std::mem::take(&mut taken.documents);
    let mut reports = documents.into_iter().enumerate().map(report);
    if let Some(first) = reports.next() {
        store_first(desk, first, taken, &raw).await?;
    }
    store_others(desk, reports.collect()).await
}

/// By which a part of a message is known when it is fetched again.
fn once(index: &IndexKey, sha256: &str, number: usize) -> Tag {
    index.tag(["mail", sha256, &number.to_string()].join("\0").as_bytes())
}

/// Stores the first report, with all files and notes.
async fn store_first(
    desk: &Desk,
    mut report: Report,
    taken: Taken,
    raw: &Raw,
) -> Result<(), Refusal> {
    report.body.answers = taken.notes;
    let sealed = async {
        if taken.is_raw_kept {
            let about = ("mail.eml", "message/rfc822");
            act::seal_file(desk, &mut report, about, &raw.bytes).await?;
        }
        for file in &taken.files {
            let about = (file.name.as_str(), file.kind.as_str());
            act::seal_file(desk, &mut report, about, &file.content).await?;
        }
        Ok(())
    };
    let sealed: Result<(), Refusal> = sealed.await;
    let files = report.files.clone();
    if let Err(refusal) = sealed {
        act::discard(desk, &files).await;
        return Err(refusal);
    }
    let received = act::receive(desk, report).await;
    match &received {
        Ok(received) if received.is_new => (),
        // the store may have them after all: what it does not name is swept away at the next start
        Err(Refusal::Later(_)) => (),
        _ => act::discard(desk, &files).await,
    }
    received.map(drop)
}

async fn store_others(desk: &Desk, mut reports: Vec<Report>) -> Result<(), Refusal> {
    while !reports.is_empty() {
        let mut storing = JoinSet::new();
        for report in reports.drain(..reports.len().min(AT_ONCE)) {
            let desk = desk.clone();
            storing.spawn(async move { act::receive(&desk, report).await });
        }
        while let Some(stored) = storing.join_next().await {
            stored.map_err(|error| Refusal::Fault(error.to_string()))??;
        }
    }
    Ok(())
}

impl Taken {
    /// What a message comes to.
    fn of(raw: &Raw) -> Self {
        let mut taken = Taken::default();
        if raw.is_cut {
            taken.note_raw("mail-size", "The mail is longer than 64 MB: what is beyond is not kept here. It is still in the mailbox, as far as nobody removed it there.");
        }
        match intake::read_mail("mail", &raw.bytes, FILES) {
            Some(mail) => taken.take(mail),
            None => taken.unreadable("reading it failed because of a fault in wardline"),
        }
        taken.shorten();
        taken
    }

    fn note(&mut self, about: &str, text: impl Into<String>) {
        self.notes.push((about.to_owned(), text.into()));
    }

    /// Notes what would be lost, if the message itself were not kept.
    fn note_raw(&mut self, about: &str, text: &str) {
        self.note(about, text);
        self.is_raw_kept = true;
    }

    fn take(&mut self, mail: Mail) {
        let mut problem = None;
        for item in mail.items {
            match item {
                Item::Document(document) => self.documents.push(*document),
                Item::Problem(what) => problem = Some(what.what),
                Item::Note(..) => (),
            }
        }
        if self.documents.is_empty() {
            self.unreadable(problem.as_deref().unwrap_or("it is empty"));
        } else if !mail.is_parsed {
            self.note_raw("mail-parts", "The mail is built so that it could not be taken apart, and was read as one text. It is kept as the file mail.eml.");
        }
        if self.documents.len() > REPORTS {
            self.documents.truncate(REPORTS);
            self.note_raw("mail-reports", "The mail holds more than 1,000 messages and texts: those beyond are not reports here. It is kept whole as the file mail.eml.");
        }
        if mail.files.is_too_deep {
            self.note_raw("mail-depth", "Messages lie so deep inside others that their files were not taken out. The mail is kept whole as the file mail.eml.");
        }
        self.files = mail.files.kept;
        self.tell_names("mail-files", &mail.files.beyond, "were not kept: at most 20 files and 50 MB together are. The mail is still in the mailbox, as far as nobody removed it there");
        self.tell_names(
            "mail-damaged",
            &mail.files.damaged,
            "could not be decoded whole, and are kept as far as they could",
        );
    }

    /// The one report of a message that holds none.
    fn unreadable(&mut self, why: &str) {
        self.is_raw_kept = true;
        self.documents = vec![Document {
            path: "mail".to_owned(),
            title: Some("An e-mail that could not be read".to_owned()),
            text: format!(
                "An e-mail came that could not be read: {why}. It is kept with this report as the file mail.eml."
            ),
            ..Document::default()
        }];
    }

    fn tell_names(&mut self, about: &str, names: &[String], what: &str) {
        if names.is_empty() {
            return;
        }
        let shown = |name: &String| match name.as_str() {
            "" => "(no name)".to_owned(),
            name => intake::printable(name).chars().take(200).collect(),
        };
        let mut list: Vec<String> = names.iter().take(NAMES).map(shown).collect();
        if names.len() > NAMES {
            list.push(format!("and {} more", names.len() - NAMES));
        }
        let text = format!("{} files {what}: {}", names.len(), list.join(", "));
        self.note(about, text);
    }

    /// Cuts what is too long to be stored.
    fn shorten(&mut self) {
        let mut is_cut = false;
        for document in &mut self.documents {
            for line in [
                &mut document.title,
                &mut document.author,
                &mut document.publisher,
                &mut document.url,
            ] {
                is_cut |= line.as_mut().is_some_and(cut_line);
            }
            let most = if written(&document.text) > LONGEST_WRITTEN {
                LONGEST_WRITTEN / 6
            } else {
                LONGEST_TEXT
            };
            if document.text.len() > most {
                let end = document.text.floor_char_boundary(most);
                document.text.truncate(end);
                is_cut = true;
            }
        }
        if is_cut {
            self.note_raw("mail-text", "A text of the mail is too long, and was cut off. The mail is kept whole as the file mail.eml.");
        }
    }
}

/// Cuts a line that is too long.
fn cut_line(line: &mut String) -> bool {
    let end = line.char_indices().nth(LONGEST_LINE).map(|(end, _)| end);
    if let Some(end) = end {
        line.truncate(end);
    }
    end.is_some()
}

/// Bytes of a text as it is written down, at most.
fn written(text: &str) -> usize {
    text.bytes()
        .map(|byte| match byte {
            0..0x20 => 6,
            b'"' | b'\\' => 2,
            _ => 1,
        })
        .sum()
}
