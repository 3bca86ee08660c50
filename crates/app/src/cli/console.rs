//! What is told: answers on standard output; problems, notes and progress on standard error.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use intake::{Problem, printable};

use super::plan::colours_wanted;

/// A line of the answer, on standard output.
pub(super) fn say(line: &str) {
    // nobody may be reading it
    let _ = writeln!(io::stdout(), "{line}");
}

/// Standard error, where people are told what happened.
pub(super) struct Console {
    colour: bool,
}

impl Console {
    pub(super) fn new() -> Self {
        Console {
            colour: io::stderr().is_terminal() && colours_wanted(),
        }
    }

    /// Two lines: what failed, what to do.
    pub(super) fn problem(&self, problem: &Problem) {
        let shown = problem.to_string();
        if self.colour {
            let (what, todo) = shown.split_once('\n').unwrap_or((&shown, ""));
            tell(&format!("\u{1b}[1;31m{what}\u{1b}[0m\n{todo}"));
        } else {
            tell(&shown);
        }
    }

    /// One line that asks for nothing.
    pub(super) fn note(&self, path: &str, what: &str) {
        let shown = format!("wardline: note: {}: {}", printable(path), printable(what));
        tell(&if self.colour {
            format!("\u{1b}[2m{shown}\u{1b}[0m")
        } else {
            shown
        });
    }
}

/// A line on standard error. If that is closed there is nobody to tell.
fn tell(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// A bar on a terminal for work that takes longer than a second.
pub(super) struct Progress {
    bar: ProgressBar,
    /// Dropped when the work is done, which ends the thread that waits to show the bar.
    done: Option<Sender<()>>,
    shower: Option<JoinHandle<()>>,
}

/// Work that takes less than this shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the bar is drawn anew.
const TICK: Duration = Duration::from_millis(200);

impl Progress {
    pub(super) fn new(what: &'static str) -> Self {
        let style = ProgressStyle::with_template(
            "{msg} {bar:30} {human_pos} of {human_len}, {elapsed} so far",
        )
        .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
            .with_style(style)
            .with_message(what);
        if !io::stderr().is_terminal() {
            return Progress {
                bar,
                done: None,
                shower: None,
            };
        }
        let (done, is_done) = mpsc::channel::<()>();
        let shown = bar.clone();
        let shower = thread::spawn(move || {
            if is_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(TICK);
            }
        });
        Progress {
            bar,
            done: Some(done),
            shower: Some(shower),
        }
    }

    /// `done` of `all` are done.
    pub(super) fn at(&self, done: usize, all: usize) {
        self.bar.set_length(all as u64);
        self.bar.set_position(done as u64);
    }

    /// `done` are done, of how many is not known; from any thread.
    pub(super) fn counter(&self) -> impl Fn(u64) + Send + 'static {
        let bar = self.bar.clone();
        move |done| bar.set_position(done)
    }

    /// One more is done.
    pub(super) fn step(&self) {
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.done.take();
        if let Some(shower) = self.shower.take() {
            // It can only have ended.
            let _ = shower.join();
        }
        self.bar.finish_and_clear();
    }
}
