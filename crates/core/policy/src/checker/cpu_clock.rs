//! Processor time of one thread, readable from others.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::time::Duration;

/// The calling thread's clock. Linux only; elsewhere the time is unknown.
#[derive(Debug)]
pub struct CpuClock {
    /// Statistics of the thread that opened it, whoever reads.
    statistics: Option<Arc<File>>,
}

/// A moment of a thread's clock.
#[derive(Debug)]
pub struct CpuMark {
    statistics: Option<Arc<File>>,
    start: Option<Duration>,
}

impl CpuClock {
    /// The clock of the calling thread.
    pub fn of_this_thread() -> Self {
        Self { statistics: File::open("/proc/thread-self/schedstat").ok().map(Arc::new) }
    }

    /// The present moment.
    pub fn mark(&self) -> CpuMark {
        let statistics = self.statistics.clone();
        let start = statistics.as_deref().and_then(read);
        CpuMark { statistics, start }
    }
}

impl CpuMark {
    /// Processor time that the thread has used since, if the system tells.
    pub fn used(&self) -> Option<Duration> {
        read(self.statistics.as_deref()?)?.checked_sub(self.start?)
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
    use std::sync::mpsc;

    #[test]
    fn another_thread_reads_work_but_not_waiting() {
        let (send, marks) = mpsc::channel();
        let (go, wait) = mpsc::channel::<()>();
        let worker = std::thread::spawn(move || {
            send.send(CpuClock::of_this_thread().mark()).expect("the test listens");
            wait.recv().expect_err("nothing is sent");
        });
        let mark = marks.recv().expect("the thread sends");
        std::thread::sleep(Duration::from_millis(30));
        assert!(mark.used().is_none_or(|used| used < Duration::from_millis(20)));
        drop(go);
        worker.join().expect("it ends");
    }
}
