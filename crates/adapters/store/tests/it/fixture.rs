//! A store in a directory that can be opened again.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use code_remote_store::SqliteStore;
use domain::testing::{ManualClock, StoreFixture};

/// The database in a directory.
pub fn database(directory: &Path) -> PathBuf {
    directory.join("jobs.db")
}

/// Opens the database in `directory` with a clock of its own.
pub fn open(directory: &Path) -> (SqliteStore, StoreFixture) {
    open_at(directory, Arc::default())
}

/// Opens the database in `directory` with this clock.
pub fn open_at(directory: &Path, clock: Arc<ManualClock>) -> (SqliteStore, StoreFixture) {
    let store = SqliteStore::open(database(directory), clock.clone()).expect("opens");
    let fixture = StoreFixture::new(Arc::new(store.clone()), clock, ());
    (store, fixture)
}
