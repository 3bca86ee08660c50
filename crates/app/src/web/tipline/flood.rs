//! How many come at a time. Nobody is turned away for it: what comes in a flood is marked.

use std::sync::Mutex;

use model::Micros;

/// Reports in a minute from which on it is a flood.
const MOST: u32 = 120;

const MINUTE: Micros = 60_000_000;

/// Counts by the minute; knows nobody.
#[derive(Default)]
pub struct Flood(Mutex<Count>);

#[derive(Default)]
struct Count {
    minute: i64,
    now: u32,
    before: u32,
}

impl Flood {
    /// Counts one, and tells whether there is a flood.
    pub fn count(&self, at: Micros) -> bool {
        let minute = at.div_euclid(MINUTE);
        let mut count = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if minute != count.minute {
            count.before = if minute == count.minute + 1 {
                count.now
            } else {
                0
            };
            count.minute = minute;
            count.now = 0;
        }
        count.now = count.now.saturating_add(1);
        count.now.max(count.before) > MOST
    }
}

#[cfg(test)]
mod tests {
    use super::{Flood, MINUTE, MOST};

    #[test]
    fn a_flood_begins_and_ends() {
        let flood = Flood::default();
        assert!((0..MOST).all(|_| !flood.count(MINUTE)));
        assert!(flood.count(MINUTE + 1));
        assert!(flood.count(2 * MINUTE), "it is not over within a minute");
        assert!(!flood.count(4 * MINUTE));
    }
}
