//! Whether the server can be reached, and why not.

use std::{io, time::Duration};

use domain::StoreError;
use sqlx_core::{connection::Connection as _, error::Error};
use sqlx_postgres::{PgConnectOptions, PgConnection};
use tokio::time::timeout;

use super::{PostgresStore, settings::CONNECT_WITHIN};

/// A server that is away most often says so at once, and somebody waits for the answer.
const TRY_WITHIN: Duration = Duration::from_millis(300);

/// Connects once and leaves.
pub(super) async fn reach(options: &PgConnectOptions) -> Result<(), Error> {
    reach_within(options, CONNECT_WITHIN).await
}

async fn reach_within(options: &PgConnectOptions, within: Duration) -> Result<(), Error> {
    let connected = timeout(within, PgConnection::connect_with(options)).await;
    let connection = connected.map_err(|_| Error::Io(io::ErrorKind::TimedOut.into()))??;
    // It was only tried; the server ends it in any case.
    let _ = connection.close().await;
    Ok(())
}

impl PostgresStore {
    /// Why a call got no connection. The pool only knows that it waited, so one of those who did tries by itself.
    pub(super) async fn why(&self, error: Error) -> StoreError {
        let tried = match (&error, self.inner.trying.try_acquire()) {
            (Error::PoolTimedOut, Ok(_alone)) => {
                reach_within(&self.inner.pool.connect_options(), TRY_WITHIN).await.err()
            }
            _ => None,
        };
        StoreError::unavailable(tried.unwrap_or(error))
    }
}
