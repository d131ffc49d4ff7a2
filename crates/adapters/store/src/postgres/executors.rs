//! Who runs jobs, as they say themselves.

use std::time::Duration;

use async_trait::async_trait;
use domain::{ExecutorId, ExecutorRegistry, ExecutorReport, StoreError};
use sqlx_core::{query::query, query_scalar::query_scalar};

use super::{PostgresStore, codec};
use crate::spec_row::to_json;

#[async_trait]
impl ExecutorRegistry for PostgresStore {
    async fn announce(&self, report: &ExecutorReport, lives_for: Duration) -> Result<(), StoreError> {
        // One that fell silent is remembered for a while, for whoever looks into the table.
        const SQL: &str = "WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
            forgotten AS (DELETE FROM executors WHERE alive_until < now() - interval '1 hour' AND id <> $1)
            INSERT INTO executors (id, alive_until, report)
            SELECT $1, now() + $2 * interval '1 millisecond', $3 FROM relaxed
            ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until, report = excluded.report";
        let announce = query(SQL)
            .bind(codec::text(report.id.as_str()))
            .bind(i64::try_from(lives_for.as_millis()).unwrap_or(i64::MAX))
            .bind(to_json(report));
        announce.execute(&self.inner.pool).await.map(drop).map_err(StoreError::unavailable)
    }

    async fn leave(&self, id: &ExecutorId) -> Result<(), StoreError> {
        let leave = query("DELETE FROM executors WHERE id = $1").bind(codec::text(id.as_str()));
        leave.execute(&self.inner.pool).await.map(drop).map_err(StoreError::unavailable)
    }

    async fn alive(&self) -> Result<Vec<ExecutorReport>, StoreError> {
        const SQL: &str = "SELECT report FROM executors WHERE alive_until > now() ORDER BY id";
        let reports: Vec<String> =
            query_scalar(SQL).fetch_all(&self.inner.pool).await.map_err(StoreError::unavailable)?;
        // Another version of this program may say more, or less; what cannot be read is left out.
        Ok(reports.iter().filter_map(|report| serde_json::from_str(report).ok()).collect())
    }
}
