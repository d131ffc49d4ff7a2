//! [`JobFeed`]: the writer wakes followers after each commit.

use domain::{JobFeed, JobId, JobWatch};

use super::SqliteStore;

impl JobFeed for SqliteStore {
    fn watch(&self, id: JobId) -> JobWatch {
        self.inner.feed.watch(id)
    }
}
