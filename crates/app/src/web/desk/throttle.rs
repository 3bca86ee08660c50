//! Guessing is slow: after a few failures for one name, each further one makes its next try wait longer. It is the same for
//! names that nobody has.

use std::collections::HashMap;
use std::sync::Mutex;

use model::Micros;
use seal::Tag;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Failures that cost nothing.
const FREE: u32 = 5;

/// How long the first wait is; each is twice the one before.
const FIRST: Micros = 10_000_000;

/// No wait is longer.
const LONGEST: Micros = 15 * 60_000_000;

/// Names that are remembered. Beyond, the oldest are forgotten.
const NAMES: usize = 10_000;

/// Passwords that are tried at once: each takes 64 MiB.
const AT_ONCE: usize = 2;

/// Who may try.
pub struct Throttle {
    failures: Mutex<HashMap<[u8; 32], Failures>>,
    room: Semaphore,
}

struct Failures {
    count: u32,
    last: Micros,
}

impl Default for Throttle {
    fn default() -> Self {
        Throttle {
            failures: Mutex::default(),
            room: Semaphore::new(AT_ONCE),
        }
    }
}

impl Throttle {
    /// How long a name must wait still, in seconds; none if it may be tried.
    pub fn wait(&self, name: Tag, now: Micros) -> Option<u64> {
        let failures = self.failures.lock().ok()?;
        let one = failures.get(name.as_bytes())?;
        let doubled = one.count.checked_sub(FREE)?;
        let wait = FIRST.saturating_mul(1 << doubled.min(20)).min(LONGEST);
        let left = one.last + wait - now;
        // a clock that was set back keeps nobody out for longer
        (left > 0 && left <= wait).then(|| left.div_euclid(1_000_000) as u64 + 1)
    }

    /// A try failed: whether the next one must wait.
    pub fn fail(&self, name: Tag, now: Micros) -> bool {
        let Ok(mut failures) = self.failures.lock() else {
            return false;
        };
        if failures.len() >= NAMES {
            let mut times: Vec<Micros> = failures.values().map(|one| one.last).collect();
            let middle = times.len() / 2;
            let (_, oldest, _) = times.select_nth_unstable(middle);
            let oldest = *oldest;
            failures.retain(|_, one| one.last > oldest);
        }
        let one = failures
            .entry(*name.as_bytes())
            .or_insert(Failures { count: 0, last: 0 });
        one.count += 1;
        one.last = now;
        one.count >= FREE
    }

    /// A try succeeded.
    pub fn succeed(&self, name: Tag) {
        if let Ok(mut failures) = self.failures.lock() {
            failures.remove(name.as_bytes());
        }
    }

    /// Room to try a password.
    pub async fn room(&self) -> Option<SemaphorePermit<'_>> {
        self.room.acquire().await.ok()
    }
}

#[cfg(test)]
mod tests {
    use seal::Tag;

    use super::{FIRST, FREE, LONGEST, NAMES, Throttle};

    #[test]
    fn each_failure_beyond_a_few_doubles_the_wait() {
        let (throttle, name) = (Throttle::default(), Tag::from_bytes([1; 32]));
        for _ in 0..FREE - 1 {
            throttle.fail(name, 7);
        }
        assert_eq!(throttle.wait(name, 7), None);
        throttle.fail(name, 7);
        assert_eq!(throttle.wait(name, 7), Some(11));
        assert_eq!(throttle.wait(name, 7 + FIRST), None);
        throttle.fail(name, 7);
        assert_eq!(throttle.wait(name, 7), Some(21));
        for _ in 0..50 {
            throttle.fail(name, 7);
        }
        assert!(throttle.wait(name, 7 + LONGEST - 1).is_some());
        assert_eq!(throttle.wait(name, 7 + LONGEST), None);
        assert_eq!(throttle.wait(name, -1), None, "a clock that was set back");
        throttle.succeed(name);
        assert_eq!(throttle.wait(name, 7), None);
    }

    #[test]
    fn memory_is_bounded() {
        let throttle = Throttle::default();
        for number in 0..3 * NAMES as u64 {
            let mut name = [0; 32];
            name[..8].copy_from_slice(&number.to_le_bytes());
            throttle.fail(Tag::from_bytes(name), number as i64);
        }
        let kept = throttle.failures.lock().map(|failures| failures.len());
        assert!(kept.is_ok_and(|kept| kept <= NAMES));
    }
}
