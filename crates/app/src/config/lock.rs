//! Keeps a second program off what one does with a desk.

use std::fs::{File, OpenOptions, TryLockError};

use intake::Problem;

use super::{Settings, problem};

impl Settings {
    /// Holds a file in the desk's folder until it is dropped.
    ///
    /// # Errors
    /// If another program holds it, which `held` tells, or the file cannot be made.
    pub(crate) fn lock(&self, name: &str, held: &str) -> Result<File, Problem> {
        let path = self.data.join(name);
        let shown = path.to_string_lossy();
        let failed = |error: std::io::Error| {
            problem(
                &shown,
                &format!("cannot be locked: {error}"),
                "check the rights of the desk's folder",
            )
        };
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(problem(
                &shown,
                held,
                "let it end, or stop it first; or give another folder",
            )),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}
