//! Processor time of one thread, readable from others.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::time::Duration;

/// Processor time since a moment. Linux only; elsewhere the time is unknown.
#[derive(Debug)]
pub struct CpuClock {
    /// Statistics of the thread that opened it, whoever reads.
    statistics: Option<File>,
    start: Option<Duration>,
}

impl CpuClock {
    /// Starts to count for the calling thread.
    pub fn start() -> Self {
        let statistics = File::open("/proc/thread-self/schedstat").ok();
        let start = statistics.as_ref().and_then(read);
        Self { statistics, start }
    }

    /// Time used since the start, if the system tells.
    pub fn used(&self) -> Option<Duration> {
        read(self.statistics.as_ref()?)?.checked_sub(self.start?)
    }
}

/// The first number of the statistics: nanoseconds on a processor.
fn read(statistics: &File) -> Option<Duration> {
    let mut text = [0; 64];
    let length = statistics.read_at(&mut text, 0).ok()?;
    let first = std::str::from_utf8(&text[..length]).ok()?.split_ascii_whitespace().next()?;
    first.parse().ok().map(Duration::from_nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_counts_and_waiting_does_not() {
        let clock = CpuClock::start();
        std::thread::sleep(Duration::from_millis(30));
        assert!(clock.used().is_none_or(|used| used < Duration::from_millis(20)));
    }
}
