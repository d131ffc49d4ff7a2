//! The suites of the ports, on a fresh database each time.

use std::sync::Arc;

use code_remote_store::SqliteStore;
use domain::testing::{ApiKeysFixture, ManualClock, StoreFixture};

use crate::fixture::database;

async fn sqlite() -> StoreFixture {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let clock = Arc::new(ManualClock::default());
    let store = SqliteStore::open(database(directory.path()), clock.clone()).expect("opens");
    StoreFixture::new(Arc::new(store), clock, directory)
}

async fn api_keys() -> ApiKeysFixture {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let clock = Arc::new(ManualClock::default());
    let store = SqliteStore::open(database(directory.path()), clock.clone()).expect("opens");
    ApiKeysFixture::new(Arc::new(store.clone()), Arc::new(store), clock, directory)
}

mod store {
    domain::store_suite!(super::sqlite);
}

mod queue {
    domain::queue_suite!(super::sqlite);
    domain::own_queue_suite!(super::sqlite);
}

mod keys {
    domain::api_keys_suite!(super::api_keys);
}
