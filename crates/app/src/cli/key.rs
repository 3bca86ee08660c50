//! `wardline key`: a new master key.

use std::fs;
use std::io::{self, Write};
use std::time::Duration;

use intake::Problem;
use seal::KeyId;

use super::End;
use super::args;
use super::console::Progress;
use crate::act::rng;
use crate::clock::Clock;
use crate::config::{Settings, explain, problem};

/// How long a running server is given to take the new key.
const PATIENCE: u32 = 150;
const TICK: Duration = Duration::from_millis(100);

/// Puts a new master key in the place of the old, and wraps everything by it.
pub(super) fn rotate(low: args::KeyRotate) -> End {
    super::on_desk(|| async move {
        let settings = Settings::of(low.desk.flags())?;
        let old = settings.old_key_file();
        settings.key_in_file()?;
        let store = settings.open_existing(&Clock::Real).await?;
        let _alone = settings.lock("rotate.lock", "another change of the key runs")?;
        let told = |error: store::StoreError| explain(&settings.data, &error);
        let keyring = store.keys().keyring();
        if settings.is_key_changing()? {
            let mut read = store.read().await.map_err(told)?;
            let left = store::older_keys(&mut read, keyring).await.map_err(told)?;
            drop(read);
            if left == 0 {
                return Err(problem(
                    &old.to_string_lossy(),
                    "the last change of the key is done, and the old key still lies here",
                    "make a backup, remove the file, then change the key again if you mean to",
                ));
            }
        } else {
            keyring.replace(settings.new_key()?);
        }
        let key = keyring.current().id();
        known_to_server(&settings, key).await?;
        let progress = Progress::new("wrapping anew");
        let done = store::rotate(&store, Clock::Real.now(), &mut rng(), progress.counter()).await;
        drop(progress);
        let done = done.map_err(told)?;
        store.close().await;
        // nobody may be reading it
        let _ = writeln!(
            io::stdout(),
            "{done} keys are wrapped by the new master key {key} in {}\n\
             Now: put a copy of it on paper; make a backup, since earlier files of keys need the old one; then remove {}",
            settings.master_key_file.display(),
            old.display()
        );
        Ok(End::Whole)
    })
}

/// Waits until the server that runs has taken the key, if one runs: what it stores must open later.
async fn known_to_server(settings: &Settings, key: KeyId) -> Result<(), Problem> {
    for _ in 0..PATIENCE {
        if settings.lock("serve.lock", "").is_ok() {
            return Ok(());
        }
        let said = fs::read_to_string(settings.data.join("serve.lock")).unwrap_or_default();
        if said.trim() == key.to_string() {
            return Ok(());
        }
        tokio::time::sleep(TICK).await;
    }
    Err(problem(
        &settings.data.join("serve.lock").to_string_lossy(),
        "the server that runs does not take the new key",
        "restart it, then give the same command again: it goes on from here",
    ))
}
