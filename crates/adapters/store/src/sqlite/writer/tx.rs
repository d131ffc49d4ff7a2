//! What a write works with.

use std::ops::Deref;

use domain::{JobId, Timestamp};
use rusqlite::Connection;

use crate::{
    audit_row::Announcement,
    sqlite::{JobKey, line::Waiting},
};

/// What the rest of the process must hear once the transaction has committed.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) touched: Vec<JobId>,
    pub(super) line: Vec<LineChange>,
    pub(super) audited: Vec<Announcement>,
}

/// A job came to the waiting line or left it.
pub(in crate::sqlite) enum LineChange {
    Joined(Waiting),
    Left(JobKey),
}

/// A position in [`Changes`], to go back to when a write fails.
#[derive(Clone, Copy)]
pub(super) struct Mark(usize, usize, usize);

impl Changes {
    pub(super) fn mark(&self) -> Mark {
        Mark(self.touched.len(), self.line.len(), self.audited.len())
    }

    pub(super) fn take_back(&mut self, Mark(touched, line, audited): Mark) {
        self.touched.truncate(touched);
        self.line.truncate(line);
        self.audited.truncate(audited);
    }
}

/// An open transaction of the writer.
pub(in crate::sqlite) struct Tx<'a> {
    pub(super) conn: &'a Connection,
    pub(super) now: Timestamp,
    pub(super) changes: &'a mut Changes,
}

impl Tx<'_> {
    /// When this write happens.
    pub(in crate::sqlite) fn now(&self) -> Timestamp {
        self.now
    }

    /// The same as columns hold it.
    pub(in crate::sqlite) fn now_us(&self) -> i64 {
        self.now.as_microsecond()
    }

    /// Followers of this job will be woken.
    pub(in crate::sqlite) fn touched(&mut self, id: JobId) {
        self.changes.touched.push(id);
    }

    /// The process's log will say it.
    pub(in crate::sqlite) fn audited(&mut self, said: Announcement) {
        self.changes.audited.push(said);
    }

    /// The job will be handed out.
    pub(in crate::sqlite) fn joined_line(&mut self, waiting: Waiting) {
        self.changes.line.push(LineChange::Joined(waiting));
    }

    /// The job will not be handed out any more.
    pub(in crate::sqlite) fn left_line(&mut self, key: JobKey) {
        self.changes.line.push(LineChange::Left(key));
    }
}

impl Deref for Tx<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.conn
    }
}
