//! Work on all cores, results in the order of the input.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Threads worth starting: the machine's cores, at most eight, so that memory stays bounded.
#[must_use]
pub fn threads() -> usize {
    thread::available_parallelism()
        .map_or(1, usize::from)
        .min(8)
}

/// `items` mapped by `work` on all cores; the results stand in the order of `items`.
pub fn ordered_map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let workers = threads().min(items.len());
    if workers <= 1 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let slots: Vec<Mutex<Option<R>>> = items.iter().map(|_| Mutex::new(None)).collect();
    let run = || {
        while let Some(item) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            items.get(index).map(|item| (index, item))
        } {
            let result = work(item.1);
            *slots[item.0].lock().expect("a slot is locked once") = Some(result);
        }
    };
    thread::scope(|scope| {
        for _ in 1..workers {
            scope.spawn(run);
        }
        run();
    });
    slots
        .into_iter()
        .map(|slot| {
            slot.into_inner()
                .expect("a slot is locked once")
                .expect("every item was worked on")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::ordered_map;

    #[test]
    fn results_stand_in_the_order_of_the_input() {
        let numbers: Vec<u64> = (0..10_000).collect();
        let squares = ordered_map(&numbers, |n| n * n);
        assert!(
            squares
                .iter()
                .zip(&numbers)
                .all(|(square, n)| *square == n * n)
        );
        assert!(ordered_map(&[] as &[u8], |_| 1).is_empty());
    }
}
