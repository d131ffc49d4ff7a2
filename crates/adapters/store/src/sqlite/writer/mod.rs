//! The one thread that writes.
//!
//! It takes the first request that comes, adds whatever else waits by then, and commits them together: under load many
//! writes share one wait for the disk, and an idle store answers at once. Each request runs in a savepoint, so one that
//! fails takes back only itself.

mod batch;
mod checkpoint;
mod request;
mod thread;
mod tx;

use std::{
    fs::File,
    io,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{Clock, StoreError};
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot, watch};

use self::{
    checkpoint::Checkpointer,
    request::{Request, Work},
    thread::Thread,
};
use super::{Closed, line::Line};
use crate::feed::Feed;

pub(super) use tx::{LineChange, Tx};

/// Requests that may wait for the writer; more callers wait for room.
const INBOX: usize = 256;

/// What a committed write must survive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Durability {
    /// The end of the process. After a power failure it may be gone, and the job simply runs again.
    Process,
    /// A power failure.
    Power,
}

/// What the thread owns.
pub(super) struct Files {
    /// The connection that writes.
    pub(super) conn: Connection,
    /// The connection that empties its log.
    pub(super) checkpointer: Connection,
    /// Keeps other services out.
    pub(super) lock: File,
}

/// The callers' end of the thread.
pub(super) struct Writer {
    inbox: Mutex<Option<mpsc::Sender<Box<dyn Work>>>>,
    stopped: watch::Receiver<()>,
}

impl Writer {
    /// Starts the thread. It owns the files until it ends.
    pub(super) fn spawn(files: Files, line: Arc<Line>, feed: Arc<Feed>, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let (inbox, requests) = mpsc::channel(INBOX);
        let (running, stopped) = watch::channel(());
        let Files { conn, checkpointer, lock } = files;
        let checkpointer = Checkpointer::spawn(checkpointer)?;
        let thread = Thread { conn, checkpointer, line, feed, clock, requests };
        std::thread::Builder::new().name("store-writer".into()).spawn(move || {
            thread.run();
            // In this order: whoever waits for the end may open the database again.
            drop(lock);
            drop(running);
        })?;
        Ok(Self { inbox: Mutex::new(Some(inbox)), stopped })
    }

    /// Runs `work` in a transaction and answers after its commit. The work is done even if the caller stops waiting.
    pub(super) async fn write<T, E, F>(&self, durability: Durability, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let closed = || E::from(StoreError::unavailable(Closed));
        let inbox = self.inbox().clone().ok_or_else(closed)?;
        inbox.send(Box::new(Request::new(durability, work, reply))).await.map_err(|_| closed())?;
        drop(inbox);
        answer.await.map_err(|_| closed())?
    }

    /// Ends the thread after the requests that it has, and waits for that.
    pub(super) async fn close(&self) {
        drop(self.inbox().take());
        // An error is the thread's end of the channel being dropped: what is waited for.
        while self.stopped.clone().changed().await.is_ok() {}
    }

    fn inbox(&self) -> std::sync::MutexGuard<'_, Option<mpsc::Sender<Box<dyn Work>>>> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
