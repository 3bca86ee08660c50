//! The other process: an image on standard input, its copy on standard output.

use std::io::{self, Read, Write};
use std::process::ExitStatus;

use still::{Caps, Refused};

use super::{LARGEST, Unredrawn};

/// The command that is meant for the desk, not for people.
pub(crate) const NAME: &str = "image-copy";

/// Bytes of memory that it may address, and seconds that it may compute.
#[cfg(unix)]
const MEMORY: u64 = 1 << 30;
#[cfg(unix)]
const SECONDS: u64 = 20;
/// How Rust begins to tell that memory is at an end.
const NO_MEMORY: &str = "memory allocation";

/// Paints what comes in anew. Tells on standard error why it does not, if so.
///
/// # Errors
/// If there is no copy, or nobody takes it.
pub(crate) fn run(input: impl Read, output: &mut impl Write) -> Result<(), String> {
    give_up_rights().map_err(|error| error.to_string())?;
    let mut original = Vec::new();
    let read = input.take(LARGEST as u64 + 1).read_to_end(&mut original);
    read.map_err(|error| error.to_string())?;
    if original.len() > LARGEST {
        return Err(Refused::TooLarge.to_string());
    }
    let copy = still::copy(&original, Caps::default()).map_err(|refused| refused.to_string())?;
    output
        .write_all(&copy.bytes)
        .and_then(|()| output.flush())
        .map_err(|error| error.to_string())
}

/// From here on: little memory and time, no file, connection or process beyond the pipes that are open, and no image of
/// memory on disk. As root it may still start processes.
#[cfg(unix)]
fn give_up_rights() -> io::Result<()> {
    use rlimit::Resource;
    let caps = [
        (Resource::AS, MEMORY),
        (Resource::CPU, SECONDS),
        (Resource::CORE, 0),
        (Resource::NOFILE, 0),
        (Resource::NPROC, 0),
    ];
    for (resource, cap) in caps {
        match resource.set(cap, cap) {
            // other systems know some of these caps, and keep fewer
            Err(error) if cfg!(target_os = "linux") => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn give_up_rights() -> io::Result<()> {
    Ok(())
}

/// What it means that the process told this and ended so.
pub(super) fn reason(told: &str, status: ExitStatus) -> Unredrawn {
    let told = told.trim();
    let is = |refused: Refused| told == refused.to_string();
    if is(Refused::TooLarge) || told.starts_with(NO_MEMORY) {
        Unredrawn::TooLarge
    } else if is(Refused::NotAnImage) {
        Unredrawn::NotAnImage
    } else if is(Refused::Damaged) {
        Unredrawn::Damaged
    } else if is_out_of_time(status) {
        Unredrawn::TookTooLong
    } else {
        Unredrawn::Failed
    }
}

/// The system ends a process that computed longer than it may.
#[cfg(unix)]
fn is_out_of_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    // SIGXCPU where it is told, SIGKILL where both bounds are one
    status
        .signal()
        .is_some_and(|signal| matches!(signal, 9 | 24))
}

#[cfg(not(unix))]
fn is_out_of_time(_status: ExitStatus) -> bool {
    false
}
