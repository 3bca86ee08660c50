//! Work on all cores, results in the order of the input.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};
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

/// Hands what `work` makes of `items` to `sink`, in the order of the items, while other threads work on the
/// further ones. An item is let go of when it has been worked on.
pub fn ordered_each<T: Send, R: Send>(
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R),
) {
    let workers = threads().min(items.len());
    let items = Mutex::new(items.into_iter().enumerate());
    let next_item = || items.lock().expect("no thread panics with it").next();
    let (sender, results) = mpsc::sync_channel(8 * workers);
    thread::scope(|scope| {
        for _ in 0..workers {
            let (sender, next_item, work) = (sender.clone(), &next_item, &work);
            scope.spawn(move || {
                while let Some((place, item)) = next_item() {
                    if sender.send((place, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let (mut early, mut next) = (BTreeMap::new(), 0);
        for (place, result) in results {
            early.insert(place, result);
            while let Some(result) = early.remove(&next) {
                sink(result);
                next += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{ordered_each, ordered_map};

    #[test]
    fn results_are_handed_over_in_the_order_of_the_input() {
        let mut squares = Vec::new();
        ordered_each((0..10_000_u64).collect(), |n| n * n, |n| squares.push(n));
        assert!(squares.into_iter().eq((0..10_000).map(|n| n * n)));
        ordered_each(
            Vec::<u8>::new(),
            |n| n,
            |_| unreachable!("there is nothing"),
        );
    }

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
