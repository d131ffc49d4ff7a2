//! Who follows which job.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::{JobId, JobWatch};
use tokio::sync::watch;

/// Below this many entries, looking for dead ones is not worth it.
const TIDY_AT_LEAST: usize = 64;

/// One channel a job that somebody follows. The table is tidied whenever it has doubled, so it never holds more than
/// about twice as many entries as there are followers.
#[derive(Default)]
pub(crate) struct Feed(Mutex<Followed>);

#[derive(Default)]
struct Followed {
    jobs: HashMap<JobId, watch::Sender<u64>>,
    tidy_at: usize,
}

impl Feed {
    /// Starts to follow a job.
    pub(crate) fn watch(&self, id: JobId) -> JobWatch {
        let mut followed = self.followed();
        followed.tidy();
        JobWatch::new(followed.jobs.entry(id).or_insert_with(|| watch::Sender::new(0)).subscribe())
    }

    /// Wakes the followers of these jobs.
    pub(crate) fn bump(&self, ids: &[JobId]) {
        if ids.is_empty() {
            return;
        }
        let followed = self.followed();
        for sender in ids.iter().filter_map(|id| followed.jobs.get(id)) {
            sender.send_modify(|writes| *writes += 1);
        }
    }

    /// Wakes everyone, when it is not known what was written.
    pub(crate) fn bump_all(&self) {
        for sender in self.followed().jobs.values() {
            sender.send_modify(|writes| *writes += 1);
        }
    }

    /// Entries in the table.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.followed().jobs.len()
    }

    fn followed(&self) -> MutexGuard<'_, Followed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Followed {
    fn tidy(&mut self) {
        if self.jobs.len() >= self.tidy_at.max(TIDY_AT_LEAST) {
            self.jobs.retain(|_, sender| sender.receiver_count() > 0);
            self.tidy_at = 2 * self.jobs.len();
        }
    }
}
