//! Whether the database takes writes.

use std::time::Duration;

use async_trait::async_trait;
use domain::{ComponentHealth, Health};
use sqlx_core::{error::Error, query::query};
use sqlx_postgres::PgPool;
use tokio::time::timeout;

use super::PostgresStore;

/// Below the second that the port allows.
const ANSWER_WITHIN: Duration = Duration::from_millis(900);

#[async_trait]
impl Health for PostgresStore {
    async fn health(&self) -> ComponentHealth {
        let detail = match timeout(ANSWER_WITHIN, probe(&self.inner.pool)).await {
            Ok(Ok(())) => return component(true, "takes writes"),
            Ok(Err(error)) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the store does not take writes");
                "does not take writes: see the service's log and the database server"
            }
            Err(_) => "takes longer than a second to answer",
        };
        component(false, detail)
    }
}

/// The smallest write: a server that is read-only, a standby or out of space refuses it.
async fn probe(pool: &PgPool) -> Result<(), Error> {
    const SQL: &str = "WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
        INSERT INTO queue_owners (owner, queued) SELECT '', 0 FROM relaxed
        ON CONFLICT (owner) DO UPDATE SET queued = queue_owners.queued";
    query(SQL).execute(pool).await.map(drop)
}

fn component(ready: bool, detail: &str) -> ComponentHealth {
    ComponentHealth { name: "store".into(), ready, detail: detail.into() }
}
