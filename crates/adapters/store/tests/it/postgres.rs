//! The same suites on a PostgreSQL server, and what only a store that several processes share can do.

mod backlog;
mod connect;
mod damage;
mod executors;
mod outbox;
mod restart;
mod shared;

use std::sync::Arc;

use code_remote_store::{PostgresSettings, PostgresStore, QueueKind};
use domain::{
    Clock,
    testing::{ApiKeysFixture, ManualClock, StoreFixture},
};

use code_remote_store::testing::Server;

async fn fresh() -> StoreFixture {
    let clock = Arc::new(ManualClock::default());
    let store = connect(&Server::shared().fresh_schema().await, clock.clone()).await;
    StoreFixture::new(Arc::new(store), clock, ())
}

async fn api_keys() -> ApiKeysFixture {
    let (url, clock) = (Server::shared().fresh_schema().await, Arc::new(ManualClock::default()));
    let (one, two) = (connect(&url, clock.clone()).await, connect(&url, clock.clone()).await);
    ApiKeysFixture::new(Arc::new(one), Arc::new(two), clock, ())
}

pub async fn connect(url: &str, clock: Arc<dyn Clock>) -> PostgresStore {
    PostgresStore::connect(settings(url), clock).await.expect("connects")
}

/// A store whose jobs wait in another queue.
async fn announcing(url: &str, clock: Arc<dyn Clock>) -> PostgresStore {
    let settings = PostgresSettings { queue: QueueKind::External, ..settings(url) };
    PostgresStore::connect(settings, clock).await.expect("connects")
}

fn settings(url: &str) -> PostgresSettings {
    PostgresSettings { url: url.to_owned(), connections: 8, queue: QueueKind::Own }
}

/// Two stores on one database, as two processes have them, with one clock.
async fn pair(url: &str) -> [StoreFixture; 2] {
    let clock = Arc::new(ManualClock::default());
    let one = Arc::new(connect(url, clock.clone()).await);
    let two = Arc::new(connect(url, clock.clone()).await);
    [StoreFixture::new(one, clock.clone(), ()), StoreFixture::new(two, clock, ())]
}

mod store {
    domain::store_suite!(super::fresh);
}

mod queue {
    domain::queue_suite!(super::fresh);
    domain::own_queue_suite!(super::fresh);
}

mod keys {
    domain::api_keys_suite!(super::api_keys);
}
