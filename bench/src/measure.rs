//! What a run has cost.

use std::fs;
use std::time::{Duration, Instant};

/// A watch that can be stopped and started again.
#[derive(Default)]
pub struct Watch {
    spent: Duration,
}

impl Watch {
    /// Does something and adds the time it takes.
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
    pub fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        self.spent += start.elapsed();
        done
    }

    /// Seconds spent so far.
    pub fn seconds(&self) -> f64 {
        self.spent.as_secs_f64()
    }
}

/// This moment, to measure from.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
pub fn now() -> Instant {
    Instant::now()
}

/// Seconds for which this process has had a processor, on a machine that others use too; none
/// where the system does not tell.
pub fn processor_seconds() -> Option<f64> {
    let schedule = fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanoseconds: f64 = schedule.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// Seconds for which the ended children of this process have had a processor.
pub fn processor_seconds_of_children() -> Option<f64> {
    // of the fields after the name, which stands in brackets; in hundredths of a second on every Linux
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit_once(") ")?.1.split(' ').skip(13);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / 100.0)
}

/// How many programs have been running or waiting to, on average over 1, 5 and 15 minutes.
pub fn load() -> Option<String> {
    let load = fs::read_to_string("/proc/loadavg").ok()?;
    Some(load.split(' ').take(3).collect::<Vec<_>>().join(" "))
}

/// The most memory this process has held at once, in MiB; none where the system does not tell.
pub fn peak_mib() -> Option<u64> {
    peak_of("/proc/self/status")
}

/// The same of any process, by its status file.
pub fn peak_of(status: &str) -> Option<u64> {
    let status = fs::read_to_string(status).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kib / 1024)
}
