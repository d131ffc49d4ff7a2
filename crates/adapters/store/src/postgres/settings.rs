//! What a store needs to know, and why it may not come up.

use std::{str::FromStr as _, time::Duration};

use sqlx_core::{connection::Connection as _, error::Error, pool::PoolConnectionMetadata};
use sqlx_postgres::{PgConnectOptions, PgConnection, PgPoolOptions};

/// How long a call waits for a free connection. Calls hold one for milliseconds, so whoever waits longer waits for a server
/// that is away, and a client that is told so soon can try again, or elsewhere.
pub(super) const ACQUIRE_WITHIN: Duration = Duration::from_secs(1);
/// How long those wait whom nobody waits for.
pub(super) const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// A connection that rested for longer is tried before it is lent: the server may have been restarted meanwhile.
const TRUSTED_FOR: Duration = Duration::from_secs(1);
/// The server ends what takes longer, so that nothing holds a row for ever. Statements take milliseconds. What it has to
/// remark about a schema that is there already is nothing for the log.
///
/// Every statement is about a few rows that an index finds, one after the other. The planner may think otherwise of a table
/// that was small when it last looked, and its plan is kept when thousands of jobs come at once. Ways that are switched off
/// only seem very dear, which must not bring the server to compile the statement.
const SESSION: [(&str, &str); 10] = [
    ("statement_timeout", "10s"),
    ("lock_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "10s"),
    ("default_transaction_isolation", "read committed"),
    ("client_min_messages", "warning"),
    ("enable_seqscan", "off"),
    ("enable_bitmapscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("jit", "off"),
];

/// Where the database is.
#[derive(Clone)]
pub struct PostgresSettings {
    /// `postgres://user:password@host:port/database`, with `?sslmode=verify-full` across an untrusted network. It must
    /// lead to the server itself or to a pooler in session mode, because notifications belong to a session.
    pub url: String,
    /// Connections that may work at once; two more carry notifications. The server must allow this many for each process.
    pub connections: u32,
    /// Which queue hands the jobs out.
    pub queue: QueueKind,
}

/// Which queue hands out the jobs of a store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum QueueKind {
    /// The store's own (`domain::Queue` of the store).
    #[default]
    Own,
    /// Another one: whatever makes a job `queued` also puts it into the outbox (`domain::Outbox` of the store), from
    /// where a relay sends it. All processes that share a database must choose the same.
    External,
}

impl std::fmt::Debug for PostgresSettings {
    // The address may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresSettings")
            .field("connections", &self.connections)
            .field("queue", &self.queue)
            .finish_non_exhaustive()
    }
}

/// Why a store could not be connected.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address cannot be read.
    #[error("the address of the database cannot be read")]
    Address(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The server does not answer, or refuses.
    #[error("the database cannot be reached")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Its schema cannot be brought up to date.
    #[error("the schema of the database cannot be brought up to date")]
    Schema(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// How connections are made; `role` shows in `pg_stat_activity`.
pub(super) fn connect_options(url: &str, role: &str) -> Result<PgConnectOptions, ConnectError> {
    let options = PgConnectOptions::from_str(url).map_err(|error| ConnectError::Address(error.into()))?;
    Ok(options.application_name(&format!("code-remote {role}")).options(SESSION))
}

/// A pool of at most so many connections, for which is waited so long.
pub(super) fn pool_options(connections: u32, within: Duration) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections.max(1))
        .acquire_timeout(within)
        // It would cost a round trip each time.
        .test_before_acquire(false)
        .before_acquire(|conn, rest| Box::pin(still_there(conn, rest)))
}

async fn still_there(conn: &mut PgConnection, rest: PoolConnectionMetadata) -> Result<bool, Error> {
    if rest.idle_for > TRUSTED_FOR {
        conn.ping().await?;
    }
    Ok(true)
}
