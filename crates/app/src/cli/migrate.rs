//! `wardline migrate`: a desk's rows, from the file in its folder to PostgreSQL.

use intake::Problem;
use store::{Database, StoreError};

use super::End;
use super::args;
use super::console::{Progress, say};
use crate::clock::Clock;
use crate::config::{Settings, explain, problem};

pub(super) fn run(low: args::Migrate) -> End {
    super::on_desk(|| async move {
        let to = Database::postgres(&low.to).ok_or_else(|| {
            problem(
                "--to",
                "is not the URL of a PostgreSQL database",
                "write it as postgres://user:password@host/name",
            )
        })?;
        let settings = Settings::of(crate::config::Flags {
            data: low.data,
            ..Default::default()
        })?;
        let file = settings.data.join("wardline.db");
        if !matches!(settings.database, Database::Sqlite(_)) {
            return Err(problem(
                &settings.data.join("wardline.toml").to_string_lossy(),
                "the desk is in PostgreSQL already",
                "to copy from the file in the folder, take `database` out of the settings first",
            ));
        }
        if !file.exists() {
            return Err(problem(
                &settings.data.to_string_lossy(),
                "there is no desk",
                "give the folder of the desk that is to be copied",
            ));
        }
        let _alone = settings.lock("serve.lock", "wardline serves this desk")?;
        copy(&settings, &to).await?;
        say(&format!(
            "copied. To go on with it, set in {}:\n  database = \"postgres://…\"\n\
             The master key and the folder blobs stay where they are. Keep {} until the desk was served from \
             PostgreSQL and a backup made of it, then remove it.",
            settings.data.join("wardline.toml").display(),
            file.display()
        ));
        Ok(End::Whole)
    })
}

/// Copies while nobody can change anything, and checks the copy before it counts.
async fn copy(settings: &Settings, to: &Database) -> Result<(), Problem> {
    let from_wrong = |error: StoreError| explain(&settings.data, &error);
    let to_wrong = |error: StoreError| match error {
        StoreError::NotEmpty => problem(
            "--to",
            "the database is not empty",
            "give an empty one: CREATE DATABASE makes it; nothing was changed",
        ),
        StoreError::Unavailable(why) => problem(
            "--to",
            &format!("the database cannot be used: {why}"),
            "check its address, that it runs, and that its user may make tables",
        ),
        error => explain(&settings.data, &error),
    };
    let store = settings.open(&Clock::Real).await?;
    store::sign(&store).await.map_err(from_wrong)?;
    let mut frozen = store.frozen().await.map_err(from_wrong)?;
    let progress = Progress::new("copying");
    let copied = store::copy(&mut frozen, to, progress.counter()).await;
    drop(progress);
    let (mut loader, counts) = copied.map_err(to_wrong)?;
    let keys = loader.keys(settings.ring()?).await.map_err(to_wrong)?;
    let progress = Progress::new("checking");
    let verified = loader.verify(keys.verifying(), progress.counter()).await;
    drop(progress);
    let (loader, verified) = verified.map_err(to_wrong)?;
    if verified.is_some_and(|(_, report)| !report.is_whole()) {
        return Err(problem(
            &settings.data.to_string_lossy(),
            "the ledger is not whole, and nothing was copied",
            "look with wardline ledger verify, and restore the desk from a backup",
        ));
    }
    loader.commit(&keys).await.map_err(to_wrong)?;
    drop(frozen);
    store.close().await;
    for (table, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        say(&format!("{count:>10}  {table}"));
    }
    Ok(())
}
