//! `wardline receive`: files become reports of a desk. What is there already is not stored twice, so that the same
//! command goes on where it was interrupted.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use intake::{Document, Item, Limits, Problem, parallel};
use model::{Channel, Micros};
use seal::{IndexKey, Tag};
use store::{Sealed, Store, StoreError};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use super::End;
use super::args;
use super::console::{Console, Progress};
use crate::act::{self, Desk, Refusal};
use crate::clock::Clock;
use crate::config::{Settings, explain, problem};

/// Reports stored at once, and bytes of their texts, at most.
const BATCH: usize = 512;
const BATCH_BYTES: usize = 8 << 20;

/// Sealed batches that may wait for the store.
const WAITING: usize = 2;

/// What became of what was given.
#[derive(Default)]
struct Tally {
    new: usize,
    known: usize,
    unreadable: usize,
}

/// How far it is.
struct Pace {
    progress: Progress,
    stored: AtomicUsize,
    read: AtomicUsize,
}

pub(super) fn run(low: args::Receive) -> End {
    super::on_desk(|| async move {
        let settings = Settings::of(low.desk.flags())?;
        let store = settings.open(&Clock::Real).await?;
        let told = |error: StoreError| explain(&settings.data, &error);
        let desk = Desk::new(store, Clock::Real).with_clocks(settings.clocks);
        let pace = Arc::new(Pace {
            progress: Progress::new("Reading what was received"),
            stored: AtomicUsize::new(0),
            read: AtomicUsize::new(0),
        });
        let (ended, is_ended) = watch::channel(false);
        let reading = read_along(&desk, &pace, is_ended);
        let stored = take_in(&desk, low.paths, &pace).await;
        let _ = ended.send(true);
        let read = reading.await;
        drop(pace);
        let tally = stored.map_err(|refusal| interrupted(&settings, &refusal))?;
        read.unwrap_or(Ok(())).map_err(told)?;
        store::sign(&desk.store).await.map_err(told)?;
        desk.store.close().await;
        // nobody may be reading it
        let _ = writeln!(io::stdout(), "{tally}");
        Ok(if tally.unreadable == 0 {
            End::Whole
        } else {
            End::Partial
        })
    })
}

/// Stores what is gathered, batch by batch, while the next is gathered and sealed.
async fn take_in(desk: &Desk, paths: Vec<PathBuf>, pace: &Arc<Pace>) -> Result<Tally, Refusal> {
    let (sender, mut batches) = mpsc::channel(WAITING);
    let hopper = Hopper {
        store: desk.store.clone(),
        index: desk.store.keys().index("once"),
        clock: desk.clock.clone(),
        sender,
        documents: Vec::with_capacity(BATCH),
        bytes: 0,
        unreadable: 0,
    };
    // a thread of its own: nobody waits for it when nothing can be stored
    let gatherer = thread::spawn(move || hopper.gather(&paths));
    let mut tally = Tally::default();
    while let Some(batch) = batches.recv().await {
        let batch: Vec<Sealed> = batch;
        let received = act::receive_sealed(desk, &batch).await?;
        let new = received.iter().filter(|one| one.is_new).count();
        tally.new += new;
        tally.known += received.len() - new;
        pace.stored.fetch_add(new, Ordering::Relaxed);
        pace.show();
    }
    let fault = |_| Refusal::Fault("files could not be read further".to_owned());
    tally.unreadable = gatherer.join().map_err(fault)?;
    Ok(tally)
}

fn read_along(
    desk: &Desk,
    pace: &Arc<Pace>,
    is_ended: watch::Receiver<bool>,
) -> JoinHandle<Result<(), StoreError>> {
    let (desk, pace) = (desk.clone(), Arc::clone(pace));
    tokio::spawn(async move {
        act::read_until(&desk, is_ended, |count| {
            pace.read.fetch_add(count, Ordering::Relaxed);
            pace.show();
        })
        .await
    })
}

fn interrupted(settings: &Settings, refusal: &Refusal) -> Problem {
    problem(
        &settings.data.to_string_lossy(),
        &refusal.to_string(),
        "see to it, then give the same command again: what is stored is not stored twice",
    )
}

impl Pace {
    fn show(&self) {
        let read = self.read.load(Ordering::Relaxed);
        self.progress
            .at(read, self.stored.load(Ordering::Relaxed).max(read));
    }
}

/// Documents on their way to the store.
struct Hopper {
    store: Store,
    index: IndexKey,
    clock: Clock,
    sender: mpsc::Sender<Vec<Sealed>>,
    documents: Vec<Document>,
    bytes: usize,
    unreadable: usize,
}

impl Hopper {
    /// Reads all paths and hands on what they hold, sealed. Gives how much could not be read, which is told.
    fn gather(mut self, paths: &[PathBuf]) -> usize {
        let console = Console::new();
        intake::read_paths(
            paths,
            None,
            &mut io::stdin().lock(),
            &Limits::default(),
            &mut |_, _| (),
            &mut |item| match item {
                Item::Document(document) => {
                    self.bytes += document.text.len();
                    self.documents.push(*document);
                    if self.documents.len() >= BATCH || self.bytes >= BATCH_BYTES {
                        self.hand_on(&console);
                    }
                }
                Item::Problem(problem) => {
                    console.problem(&problem);
                    self.unreadable += 1;
                }
                Item::Note(path, what) => console.note(&path, &what),
            },
        );
        self.hand_on(&console);
        self.unreadable
    }

    fn hand_on(&mut self, console: &Console) {
        let documents = std::mem::replace(&mut self.documents, Vec::with_capacity(BATCH));
        self.bytes = 0;
        if self.sender.is_closed() {
            return;
        }
        let at = self.clock.now();
        let mut batch = Vec::with_capacity(documents.len());
        let seal = |document: Document| {
            let path = document.path.clone();
            sealed(&self.store, &self.index, document, at).map_err(|error| (path, error))
        };
        parallel::ordered_each(documents, seal, |result| match result {
            Ok(report) => batch.push(report),
            Err((path, error)) => {
                console.problem(&problem(
                    &path,
                    &error.to_string(),
                    "split it into shorter reports",
                ));
                self.unreadable += 1;
            }
        });
        if !batch.is_empty() {
            // a store that takes no more tells why itself
            let _ = self.sender.blocking_send(batch);
        }
    }
}

fn sealed(
    store: &Store,
    index: &IndexKey,
    document: Document,
    at: Micros,
) -> Result<Sealed, Refusal> {
    let once = once(index, &document);
    let mut report = act::report_of(Channel::Files, document);
    report.once = Some(once);
    act::seal(store, report, at)
}

/// By which a document is known when it comes again: what it was, and which one in its file, whatever the file is
/// called. So two equal lines of one file are two reports.
fn once(index: &IndexKey, document: &Document) -> Tag {
    let number = document.path.rsplit_once('#').map(|(_, number)| number);
    let number = number.filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    let value = ["file", &document.sha256, number.unwrap_or_default()].join("\0");
    index.tag(value.as_bytes())
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Tally {
            new,
            known,
            unreadable,
        } = self;
        write!(
            f,
            "{new} new, {known} known already, {unreadable} could not be read"
        )
    }
}
