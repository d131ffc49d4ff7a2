//! A transaction, and what others must hear when it has committed.

use std::ops::{Deref, DerefMut};

use domain::{Clock, JobId, StoreError};
use sqlx_postgres::{PgConnection, PgTransaction};

use super::{PostgresStore, QueueKind, bell::Bell, codec::Moment, crowd::Crowd, news::News};
use crate::audit_row::Announcement;

/// Several statements that happen together. The caller ends it with [`Tx::end`]; dropped instead, it is taken back.
pub(super) struct Tx<'a> {
    transaction: PgTransaction<'static>,
    bell: &'a Bell,
    news: News,
    audited: Vec<Announcement>,
    clock: &'a dyn Clock,
    now: Moment,
    announces: bool,
    crowd: &'a Crowd,
}

impl PostgresStore {
    /// Begins a transaction at the store's time.
    pub(super) async fn begin(&self) -> Result<Tx<'_>, StoreError> {
        let pool = self.inner.pool.clone();
        // In a task of its own, so that it is begun entirely or not at all: `sqlx` 0.9 takes a connection whose `BEGIN`
        // was abandoned half-way for idle, and what others then do on it would never be committed.
        let begun = tokio::spawn(async move { pool.begin().await }).await;
        let transaction = match begun.map_err(StoreError::unavailable)? {
            Ok(transaction) => transaction,
            Err(error) => return Err(self.why(error).await),
        };
        Ok(Tx {
            transaction,
            bell: &self.inner.bell,
            news: News::default(),
            audited: Vec::new(),
            clock: &*self.inner.clock,
            now: self.now(),
            announces: self.announces(),
            crowd: &self.inner.crowd,
        })
    }

    /// Whether jobs wait in another queue than the store's own.
    fn announces(&self) -> bool {
        self.inner.queue == QueueKind::External
    }

    /// The store's time.
    pub(super) fn now(&self) -> Moment {
        Moment(self.inner.clock.now())
    }
}

impl<'a> Tx<'a> {
    /// When this happens.
    pub(super) fn now(&self) -> Moment {
        self.now
    }

    /// It happens later than when it began: it had to wait for others, whose times must not be after this one.
    pub(super) fn waited(&mut self) {
        self.now = Moment(self.clock.now());
    }

    /// Whether a job that becomes queued is put into the outbox too.
    pub(super) fn announces(&self) -> bool {
        self.announces
    }

    /// What this process knows of how many wait.
    pub(super) fn crowd(&self) -> &'a Crowd {
        self.crowd
    }

    /// Followers of this job will be woken.
    pub(super) fn touched(&mut self, id: JobId) {
        self.news.merge(News::of(id));
    }

    /// Receivers will be woken, and relays.
    pub(super) fn ready(&mut self) {
        self.news.merge(News::ready());
    }

    /// The process's log will say it.
    pub(super) fn audited(&mut self, said: Announcement) {
        self.audited.push(said);
    }

    /// Commits what succeeded and tells of it; takes back what failed.
    pub(super) async fn end<T, E: From<StoreError>>(self, result: Result<T, E>) -> Result<T, E> {
        let Self { transaction, bell, news, audited, clock: _, now: _, announces: _, crowd: _ } = self;
        match result {
            Ok(value) => {
                transaction.commit().await.map_err(StoreError::unavailable)?;
                bell.ring(news);
                audited.iter().for_each(Announcement::say);
                Ok(value)
            }
            Err(error) => {
                // If this fails too, the connection is gone, and the server takes it back.
                let _ = transaction.rollback().await;
                Err(error)
            }
        }
    }
}

impl Deref for Tx<'_> {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.transaction
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}
