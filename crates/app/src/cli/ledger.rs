//! `wardline ledger`: is everything as it was logged?

use std::fs;
use std::path::Path;

use intake::Problem;
use ledger::{Checkpoint, Note, Receipt, VerifyingKey};

use super::End;
use super::args;
use super::console::{Console, Progress, say};
use crate::clock::Clock;
use crate::config::{Settings, explain, problem};

/// Checks all of a desk's ledger.
pub(super) fn verify(low: args::LedgerVerify) -> End {
    super::on_desk(|| async move {
        let settings = Settings::of(low.desk.flags())?;
        let store = settings.open_existing(&Clock::Real).await?;
        let told = |error: store::StoreError| explain(&settings.data, &error);
        let key = store.keys().verifying().clone();
        let earlier = low
            .earlier
            .as_deref()
            .map(|path| earlier(path, &key))
            .transpose()?;
        let progress = Progress::new("checking");
        let read = store.read().await.map_err(told)?;
        let checked = store::verify(read, &key, earlier, progress.counter()).await;
        drop(progress);
        let checked = checked.map_err(told)?;
        store.close().await;
        let Some((checkpoint, report)) = checked else {
            say("nothing was signed yet");
            return Ok(End::Whole);
        };
        for finding in &report.findings {
            say(&format!("TAMPERED: {finding}"));
        }
        if !report.is_whole() {
            return Ok(End::Partial);
        }
        say(&format!(
            "whole: {} entries signed, {} since; root {}",
            checkpoint.size(),
            report.pending,
            checkpoint.root()
        ));
        Ok(End::Whole)
    })
}

/// Checks the proof file of a tip, with the desk's public key.
pub(super) fn check(low: &args::LedgerCheck) -> End {
    let checked = (|| {
        let key = verifying(&low.key)?;
        let bytes = read(&low.file)?;
        let shown = low.file.to_string_lossy();
        let todo = "take the file as it was given out, and the key of the desk that gave it";
        let receipt =
            Receipt::parse(&bytes).map_err(|error| problem(&shown, &error.to_string(), todo))?;
        let opened = receipt
            .verify(&key, &[])
            .map_err(|error| problem(&shown, &error.to_string(), todo))?;
        say(&format!(
            "it holds: entry {} of {} that {} signed",
            receipt.index() + 1,
            opened.checkpoint.size(),
            key.name()
        ));
        Ok(())
    })();
    match checked {
        Ok(()) => End::Whole,
        Err(problem) => {
            Console::new().problem(&problem);
            End::Partial
        }
    }
}

fn earlier(path: &Path, key: &VerifyingKey) -> Result<Checkpoint, Problem> {
    let told = |error: &dyn std::fmt::Display| {
        problem(
            &path.to_string_lossy(),
            &error.to_string(),
            "give a checkpoint, or a proof file, that this desk signed",
        )
    };
    let bytes = read(path)?;
    // a proof file ends in a checkpoint
    let note = match Receipt::parse(&bytes) {
        Ok(receipt) => receipt.checkpoint().clone(),
        Err(_) => Note::parse(&bytes).map_err(|error| told(&error))?,
    };
    let opened =
        Checkpoint::open(note.to_string().as_bytes(), key, &[]).map_err(|error| told(&error))?;
    Ok(opened.checkpoint)
}

/// A key as `/ledger/key` gives it, in a file or as it is.
fn verifying(given: &str) -> Result<VerifyingKey, Problem> {
    let text = if Path::new(given).is_file() {
        String::from_utf8_lossy(&read(Path::new(given))?).into_owned()
    } else {
        given.to_owned()
    };
    text.trim().parse().map_err(|error: ledger::KeyError| {
        problem(
            "--key",
            &error.to_string(),
            "give the desk's public key as its tip line shows it under /ledger/key",
        )
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    fs::read(path).map_err(|error| intake::unreadable(path, &error))
}
