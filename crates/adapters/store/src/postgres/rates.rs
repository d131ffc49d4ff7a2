//! [`RateLedger`]: one row a caller, and one statement a call. The row is the lock that keeps gateways apart.

use std::sync::atomic::Ordering;

use async_trait::async_trait;
use domain::{Rate, RateLedger, StoreError, Taken};
use sqlx_core::{query::query, query_as::query_as};
use sqlx_postgres::PgPool;

use super::{PostgresStore, codec};

/// After so many calls rows that are worth nothing are deleted …
const SWEEP_EVERY: u64 = 1_000;
/// … at most this many, which is more than calls have added since, so the table stays as small as the callers are few.
const SWEEP_MAX: i64 = 4_000;

#[async_trait]
impl RateLedger for PostgresStore {
    async fn take(&self, who: &str, rate: Rate, want: u32) -> Result<Taken, StoreError> {
        let now_us = self.now().0.as_microsecond();
        if self.inner.rates_taken.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            sweep(&self.inner.pool, now_us).await?;
        }
        take(&self.inner.pool, who, rate, want, now_us).await
    }
}

/// As [`Rate::take`] reckons.
async fn take(pool: &PgPool, who: &str, rate: Rate, want: u32, now_us: i64) -> Result<Taken, StoreError> {
    const SQL: &str = "INSERT INTO rate_buckets AS b (who, full_at_us, granted)
            VALUES ($1, $2 + least($5 / $4, $3) * $4, least($5 / $4, $3))
        ON CONFLICT (who) DO UPDATE SET (full_at_us, granted) = (
            SELECT known + least(($2 + $5 - known) / $4, $3) * $4, least(($2 + $5 - known) / $4, $3)
            FROM (SELECT least(greatest(b.full_at_us, $2), $2 + $5) AS known) AS bucket
        )
        RETURNING full_at_us, granted";
    let query = query_as(SQL)
        .bind(codec::text(who))
        .bind(now_us)
        .bind(i64::from(want.max(1)))
        .bind(rate.token_us())
        .bind(rate.full_us());
    let (full_at_us, granted): (i64, i64) = query.fetch_one(pool).await.map_err(StoreError::unavailable)?;
    let granted = u32::try_from(granted).map_err(StoreError::unavailable)?;
    Ok(Taken { granted, next_in: rate.next_in(full_at_us, now_us) })
}

async fn sweep(pool: &PgPool, now_us: i64) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM rate_buckets WHERE who IN (SELECT who FROM rate_buckets WHERE full_at_us <= $1
        ORDER BY full_at_us LIMIT $2 FOR UPDATE SKIP LOCKED)";
    let swept = query(SQL).bind(now_us).bind(SWEEP_MAX).execute(pool).await;
    swept.map(drop).map_err(StoreError::unavailable)
}
