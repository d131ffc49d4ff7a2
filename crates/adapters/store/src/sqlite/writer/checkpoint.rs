//! Moves committed pages from the write-ahead log into the database file, beside the writer.
//!
//! Done by the writer itself, every fiftieth job or so would wait ten milliseconds for it.

use std::{
    io,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread::JoinHandle,
};

use rusqlite::Connection;

/// Commits between two rounds: about a thousand pages of log.
const COMMITS: u32 = 64;

/// The writer's end of the thread.
pub(super) struct Checkpointer {
    rounds: SyncSender<()>,
    thread: JoinHandle<()>,
    commits: u32,
}

impl Checkpointer {
    /// Starts the thread with a connection of its own.
    pub(super) fn spawn(conn: Connection) -> io::Result<Self> {
        // Room for one: a round that is due while another runs is the same round.
        let (rounds, due) = sync_channel(1);
        let thread = std::thread::Builder::new().name("store-checkpoint".into()).spawn(move || run(&conn, &due))?;
        Ok(Self { rounds, thread, commits: 0 })
    }

    /// Counts a commit.
    pub(super) fn committed(&mut self) {
        self.commits += 1;
        if self.commits >= COMMITS {
            self.commits = 0;
            // Full means that a round is due already.
            let _ = self.rounds.try_send(());
        }
    }

    /// Ends the thread and waits for that.
    pub(super) fn end(self) {
        drop(self.rounds);
        if self.thread.join().is_err() {
            tracing::warn!("the store's checkpoint thread had panicked");
        }
    }
}

fn run(conn: &Connection, due: &Receiver<()>) {
    while due.recv().is_ok() {
        // `PASSIVE` waits for nobody and makes nobody wait.
        if let Err(error) = conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
            tracing::warn!(error = &error as &dyn std::error::Error, "left the write-ahead log for later");
        }
    }
}
