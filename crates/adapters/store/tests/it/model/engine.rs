//! The engines that are compared with the model.

use std::{path::Path, sync::Arc};

use code_remote_store::{PostgresStore, SqliteStore};
use domain::testing::{ManualClock, StoreFixture};

use crate::{fixture, postgres};

/// Where a store is, and so which engine it has.
pub enum Place<'a> {
    Directory(&'a Path),
    Server(String),
}

/// The store itself, to close it.
pub enum Raw {
    Sqlite(SqliteStore),
    Postgres(PostgresStore),
}

impl Place<'_> {
    /// Opens what is there.
    pub async fn open(&self, clock: Arc<ManualClock>) -> (Raw, StoreFixture) {
        match self {
            Self::Directory(directory) => {
                let (raw, fixture) = fixture::open_at(directory, clock);
                (Raw::Sqlite(raw), fixture)
            }
            Self::Server(url) => {
                let raw = postgres::connect(url, clock.clone()).await;
                let fixture = StoreFixture::new(Arc::new(raw.clone()), clock, ());
                (Raw::Postgres(raw), fixture)
            }
        }
    }
}

impl Raw {
    pub async fn close(&self) {
        match self {
            Self::Sqlite(store) => store.close().await,
            Self::Postgres(store) => store.close().await,
        }
    }
}
