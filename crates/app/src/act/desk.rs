//! An open desk with what it needs to act.

use std::sync::Arc;

use getrandom::SysRng;
use model::Clocks;
use rand_core::UnwrapErr;
use store::Store;
use tokio::sync::Notify;

use super::gate::Gate;
use crate::clock::Clock;

/// The source of all chance: the operating system. Without it nothing can be kept secret, and the program
/// ends.
pub type Rng = UnwrapErr<SysRng>;

/// The source of chance.
#[must_use]
pub fn rng() -> Rng {
    UnwrapErr(SysRng)
}

/// A desk at work. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// What it keeps.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// How long each level may wait.
    pub clocks: Clocks,
    /// Through which all that is received goes, many at a time.
    pub(super) gate: Gate,
    /// Told when there is something to read.
    pub(super) arrived: Arc<Notify>,
}

impl Desk {
    /// A desk over an open store. Must be called within a runtime: it starts the task that stores what is
    /// received.
    #[must_use]
    pub fn new(store: Store, clock: Clock) -> Self {
        let arrived = Arc::new(Notify::new());
        let gate = Gate::start(store.clone(), Arc::clone(&arrived));
        Desk {
            store,
            clock,
            clocks: Clocks::default(),
            gate,
            arrived,
        }
    }

    /// The same with the clocks that are set for it.
    #[must_use]
    pub fn with_clocks(self, clocks: Clocks) -> Self {
        Desk { clocks, ..self }
    }
}
