//! Tells of commits: this process's followers and receivers at once, those of others by notifications.
//!
//! Notifications go out after the commit and in a transaction of their own. One that notifies holds a lock of the whole
//! database until it is on the disk, so notifying inside a write would make all writers of all jobs wait in one line. What
//! a process that dies in between did not tell is found by looking again (see `listener`).

use std::{
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sqlx_core::{error::Error, query::query};
use sqlx_postgres::PgPool;
use tokio::sync::Notify;

use super::news::{CHANNEL, News, Voice};
use crate::feed::Feed;

/// Until the next try after a failure.
const PAUSE: Duration = Duration::from_millis(200);

/// Who waits in this process.
#[derive(Default)]
pub(super) struct Waiters {
    /// Those who follow jobs.
    pub(super) feed: Feed,
    /// Receivers that found nothing.
    pub(super) arrived: Notify,
    /// Receivers that shall answer and come back with fresh arguments.
    pub(super) woken: Notify,
    /// Whoever asks another queue for what was sent there.
    pub(super) sent: Notify,
}

impl Waiters {
    /// Wakes whom it concerns.
    pub(super) fn tell(&self, news: &News) {
        for id in &news.touched {
            self.feed.bump(std::slice::from_ref(id));
        }
        if news.ready {
            self.arrived.notify_waiters();
        }
        if news.sent {
            self.sent.notify_one();
        }
    }

    /// Wakes everyone, when it is not known what was missed.
    pub(super) fn tell_all(&self) {
        self.feed.bump_all();
        self.arrived.notify_waiters();
    }
}

/// Says what was committed.
pub(super) struct Bell {
    waiters: Arc<Waiters>,
    unsaid: Mutex<News>,
    rung: Notify,
    closing: AtomicBool,
}

impl Bell {
    pub(super) fn new(waiters: Arc<Waiters>) -> Self {
        Self { waiters, unsaid: Mutex::default(), rung: Notify::new(), closing: AtomicBool::new(false) }
    }

    /// Tells what a commit changed. Others hear of it in a moment; the caller does not wait for that.
    pub(super) fn ring(&self, news: News) {
        if news.is_empty() {
            return;
        }
        self.waiters.tell(&news);
        self.unsaid().merge(news);
        self.rung.notify_one();
    }

    /// Lets [`Bell::run`] end after what it still has to say.
    pub(super) fn close(&self) {
        self.closing.store(true, Ordering::Release);
        self.rung.notify_one();
    }

    /// Sends notifications until it is closed. What adds up while one is under way goes into the next.
    pub(super) async fn run(self: Arc<Self>, pool: PgPool, voice: Voice) {
        loop {
            self.rung.notified().await;
            let closing = self.closing.load(Ordering::Acquire);
            let news = mem::take(&mut *self.unsaid());
            match say(&pool, &news.payloads(voice)).await {
                Ok(()) if closing => return,
                Ok(()) => {}
                Err(error) => {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "other services were not told of new events"
                    );
                    self.unsaid().merge(news);
                    tokio::time::sleep(PAUSE).await;
                    self.rung.notify_one();
                }
            }
        }
    }

    fn unsaid(&self) -> MutexGuard<'_, News> {
        self.unsaid.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn say(pool: &PgPool, payloads: &[String]) -> Result<(), Error> {
    const SQL: &str = "SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload";
    if payloads.is_empty() {
        return Ok(());
    }
    query(SQL).bind(CHANNEL).bind(payloads).execute(pool).await.map(drop)
}
