//! Hears of other processes' commits.
//!
//! Notifications are not kept for a listener that is away, and whoever commits may die before it tells. So everyone who
//! waits in this process looks again after each interruption, and every few seconds besides.

use std::{io, sync::Arc, time::Duration};

use sqlx_core::{error::Error, executor::Executor as _};
use sqlx_postgres::{PgConnectOptions, PgListener};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::{
    bell::Waiters,
    news::{CHANNEL, News, Voice},
    settings::{CONNECT_WITHIN, pool_options},
};

/// How often everyone looks again, and the connection is tried.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// A connection that takes longer to answer is given up: its other end may have vanished without a word.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// Until the next try to connect.
const PAUSE: Duration = Duration::from_millis(250);

/// One store's ear.
pub(super) struct Listener {
    pub(super) options: PgConnectOptions,
    pub(super) waiters: Arc<Waiters>,
    pub(super) own: Voice,
}

impl Listener {
    /// Connects and starts to hear.
    pub(super) async fn connect(&self) -> Result<PgListener, Error> {
        // A pool of one, because that is what a listener is made from.
        let pool = pool_options(1, CONNECT_WITHIN).max_lifetime(None).idle_timeout(None);
        let pool = pool.connect_with(self.options.clone()).await?;
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        Ok(listener)
    }

    /// Listens for ever, beginning with a connection that was made before.
    pub(super) async fn run(self, mut connection: PgListener) {
        loop {
            let Err(error) = self.hear(&mut connection).await;
            tracing::warn!(error = &error as &dyn std::error::Error, "lost the connection that tells of new events");
            drop(connection);
            connection = self.reconnect().await;
        }
    }

    async fn reconnect(&self) -> PgListener {
        loop {
            let attempt = self.connect().await;
            // After the attempt: what was committed before it is read now, what comes after it is heard.
            self.waiters.tell_all();
            match attempt {
                Ok(connection) => {
                    tracing::info!("events of other services are heard again");
                    return connection;
                }
                Err(error) => {
                    tracing::debug!(error = &error as &dyn std::error::Error, "the database cannot be listened to");
                    sleep(PAUSE).await;
                }
            }
        }
    }

    async fn hear(&self, connection: &mut PgListener) -> Result<std::convert::Infallible, Error> {
        let mut again = interval(LOOK_AGAIN);
        again.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // The first tick is at once.
        again.tick().await;
        loop {
            tokio::select! {
                heard = connection.try_recv() => {
                    let notification = heard?.ok_or(io::ErrorKind::ConnectionAborted).map_err(io::Error::from)?;
                    if let Some(news) = News::hear(notification.payload(), self.own) {
                        self.waiters.tell(&news);
                    }
                }
                _ = again.tick() => {
                    self.waiters.tell_all();
                    let alive = timeout(ANSWER_WITHIN, connection.execute("SELECT 1")).await;
                    alive.map_err(io::Error::from)??;
                }
            }
        }
    }
}
