//! Jobs and queue in one file: one writer thread that commits in groups, a few readers, and a waiting line in memory.
//!
//! A write is a closure that the writer thread runs in its own savepoint; whatever waits at the same moment shares one
//! commit (`writer`). After the commit, and before the callers hear of it, the change reaches the waiting line (`line`)
//! and the followers (`feed`). The tables are the truth: line, counters and followers are rebuilt at [`SqliteStore::open`].

mod api_keys;
mod audit;
mod codec;
mod ending;
mod event_rows;
mod fair;
mod feed;
mod health;
mod intake;
mod job_rows;
mod ledger;
mod line;
mod open;
mod queue;
mod rates;
mod reader;
mod readers;
mod schema;
mod sql;
#[cfg(test)]
mod tests;
mod writer;

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use domain::{Clock, TokenBuckets};

use self::{
    line::Line,
    readers::Readers,
    writer::{Files, Writer},
};
use crate::feed::Feed;

pub use open::OpenError;

/// Name of a job inside the database: rows refer to it, and it grows in the order of acceptance.
type JobKey = i64;

/// A job store and queue in one file. Cheap to clone; all clones are the same store.
///
/// Call [`SqliteStore::close`] before the process ends. A process that is killed instead loses nothing: the next
/// [`SqliteStore::open`] finds every committed write.
#[derive(Clone)]
pub struct SqliteStore {
    inner: Arc<Inner>,
}

struct Inner {
    writer: Writer,
    readers: Readers,
    feed: Arc<Feed>,
    line: Arc<Line>,
    clock: Arc<dyn Clock>,
    buckets: Mutex<TokenBuckets>,
}

/// The store was closed, or its writer has ended.
#[derive(Debug, thiserror::Error)]
#[error("the store is closed")]
struct Closed;

impl SqliteStore {
    /// Opens the database at `path`, or creates it (its directory must exist), and brings its schema up to date.
    ///
    /// Holds a lock file beside it (`path` with `.lock` appended) until [`SqliteStore::close`], so that a second service
    /// on the same database fails here instead of disturbing the first. Blocks on the disk for some milliseconds.
    pub fn open(path: impl AsRef<Path>, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        let opened = open::open(path.as_ref())?;
        let line = Arc::new(Line::new(opened.waiting));
        let feed = Arc::new(Feed::default());
        let readers = Readers::new(opened.readers);
        let files = Files { conn: opened.writer, checkpointer: opened.checkpointer, lock: opened.lock };
        let writer = Writer::spawn(files, Arc::clone(&line), Arc::clone(&feed), clock.clone());
        let writer = writer.map_err(OpenError::Thread)?;
        let buckets = Mutex::new(TokenBuckets::new(rates::CALLERS_MAX));
        Ok(Self { inner: Arc::new(Inner { writer, readers, feed, line, clock, buckets }) })
    }

    /// Commits what was asked for so far, empties the write-ahead log into the database file and releases the lock.
    /// Every later call on any clone answers that the store is unavailable.
    pub async fn close(&self) {
        self.inner.line.close();
        self.inner.readers.close().await;
        self.inner.writer.close().await;
    }
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteStore").finish_non_exhaustive()
    }
}
