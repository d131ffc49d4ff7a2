//! The writer's loop.

use std::sync::Arc;

use domain::Clock;
use rusqlite::Connection;
use tokio::sync::mpsc;

use super::{
    Durability, batch,
    checkpoint::Checkpointer,
    request::{CommitError, Work},
    tx::Changes,
};
use crate::{audit_row::Announcement, feed::Feed, sqlite::line::Line};

/// Requests in one transaction. Enough to share the wait for the disk; few enough to keep that transaction short.
const BATCH: usize = 64;

pub(super) struct Thread {
    pub(super) conn: Connection,
    pub(super) checkpointer: Checkpointer,
    pub(super) line: Arc<Line>,
    pub(super) feed: Arc<Feed>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) requests: mpsc::Receiver<Box<dyn Work>>,
}

impl Thread {
    /// Serves requests until every sender is gone.
    pub(super) fn run(mut self) {
        let mut batch = Vec::with_capacity(BATCH);
        let mut durability = None;
        while self.requests.blocking_recv_many(&mut batch, BATCH) > 0 {
            self.serve(&mut batch, &mut durability);
        }
        self.end();
    }

    fn serve(&mut self, batch: &mut Vec<Box<dyn Work>>, durability: &mut Option<Durability>) {
        let outcome = self.commit(batch, durability).map_err(|error| CommitError(Arc::new(error)));
        let outcome = outcome.map(|changes| self.announce(changes));
        for request in batch.drain(..) {
            request.answer(outcome.clone());
        }
        self.checkpointer.committed();
    }

    fn commit(&self, batch: &mut [Box<dyn Work>], durability: &mut Option<Durability>) -> rusqlite::Result<Changes> {
        let strongest = batch.iter().map(|request| request.durability()).max();
        if let Some(wanted) = strongest.filter(|wanted| Some(*wanted) != *durability) {
            *durability = None;
            batch::set_durability(&self.conn, wanted)?;
            *durability = Some(wanted);
        }
        batch::commit(&self.conn, self.clock.as_ref(), batch)
    }

    fn announce(&self, changes: Changes) {
        self.line.apply(changes.line);
        self.feed.bump(&changes.touched);
        changes.audited.iter().for_each(Announcement::say);
    }

    /// Leaves one complete file behind.
    fn end(self) {
        self.checkpointer.end();
        let emptied = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        if let Err(error) = emptied.and_then(|()| self.conn.close().map_err(|(_, error)| error)) {
            tracing::warn!(error = &error as &dyn std::error::Error, "closed the store without emptying its log");
        }
    }
}
