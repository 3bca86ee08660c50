//! Changes, and the events without which there are none.

use std::ops::{Deref, DerefMut};

use crate::db::{Pool, Read, Write};
use crate::log::{self, Entry};
use crate::{Store, StoreError};

/// A change in the making; dropped, nothing happened.
pub struct Tx {
    write: Write,
}

impl Store {
    /// Begins to read.
    ///
    /// # Errors
    /// If the database cannot be reached.
    pub async fn read(&self) -> Result<Read, StoreError> {
        self.pool().read().await
    }

    /// Begins a change. With SQLite there is one at a time.
    ///
    /// # Errors
    /// If the database cannot be reached, or others write for too long.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Tx::over(self.pool()).await
    }
}

impl Tx {
    pub(crate) async fn over(pool: &Pool) -> Result<Self, StoreError> {
        Ok(Tx {
            write: pool.write().await?,
        })
    }

    /// Commits with the events that tell of what changed. When this returns, both are durable; if it
    /// fails, neither is.
    ///
    /// # Errors
    /// If the database cannot do it.
    pub async fn commit(mut self, event: &Entry, more: &[&Entry]) -> Result<(), StoreError> {
        let events = std::iter::once(event).chain(more.iter().copied());
        log::append(&mut self, events).await?;
        self.write.commit().await
    }

    /// Commits housekeeping that no event tells of. `_why` stands in a list that a test holds.
    ///
    /// # Errors
    /// If the database cannot do it.
    pub async fn commit_quiet(self, _why: &'static str) -> Result<(), StoreError> {
        self.write.commit().await
    }
}

impl Deref for Tx {
    type Target = Read;

    fn deref(&self) -> &Read {
        &self.write
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Read {
        &mut self.write
    }
}
