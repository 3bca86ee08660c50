//! Working copies of images: painted anew by another process, since what strangers send is read by decoders that have had
//! faults and will have more. That process may use little memory and time, can open no file and no connection, and is given
//! the image and nothing else: no key, no setting. What goes in and comes out goes through pipes, and never to a disk.

pub(crate) mod child;

use std::io;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use still::Kind;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

use crate::output::{Language, Words};

/// Largest file that is taken in, in bytes.
pub const LARGEST: usize = 50 << 20;
/// Largest copy that is taken back.
const LARGEST_COPY: usize = 200 << 20;
/// How long one image may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Images that are painted at a time: each may take as much memory as [`child`] allows.
const AT_ONCE: usize = 2;
/// What the other process may tell on standard error.
const TOLD: usize = 1_000;

static EN: LazyLock<Words> =
    LazyLock::new(|| Words::parse(include_str!("../../locales/redraw/en.txt")));
static ES: LazyLock<Words> =
    LazyLock::new(|| Words::parse(include_str!("../../locales/redraw/es.txt")));

/// Paints images anew, one process for each.
pub struct Redraw {
    program: PathBuf,
    patience: Duration,
    turns: Semaphore,
}

/// A copy that shows what the image shows, and says nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redrawn {
    /// `image/jpeg` or `image/png`.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Why there is no copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unredrawn {
    /// The file, its pixels or its copy are more than is allowed.
    #[error("the image is too large")]
    TooLarge,
    /// It is no image of a kind that is read.
    #[error("it is not an image that can be read")]
    NotAnImage,
    /// It begins as an image and does not go on as one.
    #[error("the image is damaged")]
    Damaged,
    /// It took longer than any image should.
    #[error("the image took too long")]
    TookTooLong,
    /// The other process could not be started, or broke off.
    #[error("the image could not be copied")]
    Failed,
}

impl Unredrawn {
    /// What is told to whoever wanted to see the image, and what they may do.
    #[must_use]
    pub fn told(self, language: Language) -> &'static str {
        let words = match language {
            Language::En => &*EN,
            Language::Es => &*ES,
        };
        words.get(match self {
            Unredrawn::TooLarge => "too-large",
            Unredrawn::NotAnImage => "not-an-image",
            Unredrawn::Damaged => "damaged",
            Unredrawn::TookTooLong => "too-long",
            Unredrawn::Failed => "failed",
        })
    }
}

impl Redraw {
    /// By the `wardline` at this path.
    #[must_use]
    pub fn at(program: PathBuf) -> Self {
        Self::by(program, PATIENCE)
    }

    /// The same, which may take this long for each image.
    #[must_use]
    pub fn by(program: PathBuf, patience: Duration) -> Self {
        Redraw {
            program,
            patience,
            turns: Semaphore::new(AT_ONCE),
        }
    }

    /// A working copy of a file, whatever its name says that it is.
    ///
    /// # Errors
    /// If it is no image, or larger, slower or otherwise than images are.
    pub async fn copy(&self, original: &[u8]) -> Result<Redrawn, Unredrawn> {
        if Kind::of(original).is_none() {
            return Err(Unredrawn::NotAnImage);
        }
        if original.len() > LARGEST {
            return Err(Unredrawn::TooLarge);
        }
        let _turn = self.turns.acquire().await;
        let mut child = self.start().map_err(|_| Unredrawn::Failed)?;
        match tokio::time::timeout(self.patience, talk(&mut child, original)).await {
            Ok(Ok(said)) => said.outcome(),
            Ok(Err(_)) => Err(Unredrawn::Failed),
            Err(_) => {
                // it may have ended in the meantime
                let _ = child.kill().await;
                Err(Unredrawn::TookTooLong)
            }
        }
    }

    fn start(&self) -> io::Result<Child> {
        Command::new(&self.program)
            .arg(child::NAME)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
    }
}

/// What the other process said, and how it ended.
struct Said {
    status: ExitStatus,
    copy: Vec<u8>,
    told: String,
}

impl Said {
    fn outcome(self) -> Result<Redrawn, Unredrawn> {
        let kind = Kind::of(&self.copy).filter(|kind| matches!(kind, Kind::Jpeg | Kind::Png));
        if self.copy.len() > LARGEST_COPY {
            return Err(Unredrawn::TooLarge);
        }
        match kind {
            Some(kind) if self.status.success() => Ok(Redrawn {
                media_type: kind.media_type(),
                bytes: self.copy,
            }),
            _ => Err(child::reason(&self.told, self.status)),
        }
    }
}

async fn talk(child: &mut Child, original: &[u8]) -> io::Result<Said> {
    let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let feed = async {
        if let Some(mut input) = input {
            // one that refuses the image does not read all of it
            let _ = input.write_all(original).await;
        }
    };
    let ((), copy, told) = tokio::join!(feed, heard(output, LARGEST_COPY + 1), heard(errors, TOLD));
    Ok(Said {
        status: child.wait().await?,
        copy: copy?,
        told: String::from_utf8_lossy(&told?).into_owned(),
    })
}

/// What comes through a pipe, up to a bound; then it is closed.
async fn heard(pipe: Option<impl AsyncRead + Unpin>, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        pipe.take(most as u64).read_to_end(&mut bytes).await?;
    }
    Ok(bytes)
}
