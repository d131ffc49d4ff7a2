//! [`JobFeed`]: commits of this process wake followers at once, those of others when they are heard.

use domain::{JobFeed, JobId, JobWatch};

use super::PostgresStore;

impl JobFeed for PostgresStore {
    fn watch(&self, id: JobId) -> JobWatch {
        self.inner.waiters.feed.watch(id)
    }
}
