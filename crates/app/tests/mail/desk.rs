//! A desk that fetches mail, and what it keeps.

use std::fs;
use std::path::{Path, PathBuf};

use model::Channel;
use store::{Body, Opened, Store};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use wardline::act::Desk;
use wardline::clock::Clock;
use wardline::config::{Flags, Settings};
use wardline::mail;

use crate::wait_for;

/// A desk in a folder of its own. What it reads stays unread by the engine, so that it can be listed.
pub struct TestDesk {
    pub folder: TempDir,
    runtime: Runtime,
    store: Option<Store>,
    fetching: Option<JoinHandle<()>>,
}

/// Settings of a desk, as a file tells them. There is a file `password` beside it.
pub fn settings(folder: &Path, mail: &str) -> Settings {
    fs::write(folder.join("password"), "sesame\n").unwrap();
    fs::write(folder.join("wardline.toml"), format!("[mail]\n{mail}\n")).unwrap();
    let flags = Flags {
        data: Some(folder.to_owned()),
        ..Flags::default()
    };
    Settings::of(flags).unwrap()
}

impl TestDesk {
    /// Fetches mail by a table of settings.
    pub fn new(mail: &str) -> Self {
        let mut desk = TestDesk {
            folder: tempfile::tempdir().unwrap(),
            runtime: Runtime::new().unwrap(),
            store: None,
            fetching: None,
        };
        desk.start(mail);
        desk
    }

    /// Fetches from a maildir inside the desk's folder.
    pub fn with_maildir() -> Self {
        let desk = Self::new("maildir = 'in'\ninterval = 1");
        make_maildir(&desk.maildir());
        desk
    }

    pub fn maildir(&self) -> PathBuf {
        self.folder.path().join("in")
    }

    pub fn start(&mut self, mail: &str) {
        let settings = settings(self.folder.path(), mail);
        let _guard = self.runtime.enter();
        let store = self.runtime.block_on(settings.open(&Clock::Real)).unwrap();
        let desk = Desk::new(store.clone(), Clock::Real);
        let fetching = mail::keep_fetching(desk, settings.mail.unwrap());
        self.fetching = Some(self.runtime.spawn(fetching));
        self.store = Some(store);
    }

    /// Ends the fetching, wherever it is.
    pub fn stop(&mut self) {
        if let Some(fetching) = self.fetching.take() {
            fetching.abort();
            let _ = self.runtime.block_on(fetching);
        }
        if let Some(store) = self.store.take() {
            self.runtime.block_on(store.close());
        }
    }

    /// All reports, in the order in which they were stored.
    pub fn reports(&self) -> Vec<Opened> {
        let store = self.store.as_ref().unwrap();
        self.runtime.block_on(all(store))
    }

    /// Waits until there are so many reports, and makes sure that there are no more.
    #[track_caller]
    pub fn wait(&self, count: usize) -> Vec<Opened> {
        wait_for("reports", || self.count() >= count);
        let reports = self.reports();
        assert_eq!(reports.len(), count);
        reports
    }

    fn count(&self) -> usize {
        let store = self.store.as_ref().unwrap();
        let counted = self.runtime.block_on(async {
            let mut read = store.read().await.unwrap();
            store::count(&mut read).await.unwrap()
        });
        usize::try_from(counted.reports).unwrap()
    }

    /// Waits until nothing waits in the maildir.
    #[track_caller]
    pub fn wait_until_taken(&self) {
        wait_for("mails to be moved", || {
            names(&self.maildir().join("new")).is_empty()
        });
    }

    /// The report whose text contains something.
    #[track_caller]
    pub fn find(&self, words: &str) -> Opened {
        let mut found: Vec<Opened> = self
            .reports()
            .into_iter()
            .filter(|report| body(report).text.contains(words))
            .collect();
        assert_eq!(found.len(), 1, "reports with {words:?}");
        found.remove(0)
    }
}

impl Drop for TestDesk {
    fn drop(&mut self) {
        self.stop();
    }
}

/// All reports of a store that holds unread ones alone.
pub async fn all(store: &Store) -> Vec<Opened> {
    let mut read = store.read().await.unwrap();
    let mut opened = Vec::new();
    let mut from = 0;
    loop {
        let unread = store::unread(&mut read, from, 256).await.unwrap();
        let Some(last) = unread.last() else {
            return opened;
        };
        from = last.place + 1;
        for one in unread {
            let report = store::by_id(&mut read, store.keys(), &one.id)
                .await
                .unwrap();
            let report = report.unwrap();
            assert_eq!(report.channel, Channel::Mail);
            opened.push(report);
        }
    }
}

pub fn body(report: &Opened) -> &Body {
    report.body.as_ref().unwrap()
}

/// What was noted about how a mail was read.
pub fn note<'r>(report: &'r Opened, about: &str) -> Option<&'r str> {
    let answers = &body(report).answers;
    let found = answers.iter().find(|(name, _)| name == about);
    found.map(|(_, text)| text.as_str())
}

pub fn make_maildir(folder: &Path) {
    for part in ["tmp", "cur", "new"] {
        fs::create_dir_all(folder.join(part)).unwrap();
    }
}

/// Delivers a message as mail servers do.
pub fn deliver(maildir: &Path, name: &str, mail: &[u8]) {
    let draft = maildir.join("tmp").join(name);
    fs::write(&draft, mail).unwrap();
    fs::rename(draft, maildir.join("new").join(name)).unwrap();
}

pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
