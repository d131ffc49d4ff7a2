//! Forgetting old jobs.

use domain::{StoreError, Timestamp};
use sqlx_core::query::query;

use crate::postgres::{codec::Moment, line, tx::Tx};

/// Jobs deleted in one transaction, so that a statement stays far below its time limit.
pub(super) const BATCH: u32 = 200;

/// Deletes at most `max` jobs; answers how many. Their room is used again after the server's own vacuum.
pub(super) async fn prune(tx: &mut Tx<'_>, finished_before: Timestamp, max: u32) -> Result<u32, StoreError> {
    // What another process is deleting is left to it.
    const SQL: &str = "DELETE FROM jobs WHERE key IN (SELECT key FROM jobs WHERE finished_at < $1
        ORDER BY finished_at LIMIT $2 FOR UPDATE SKIP LOCKED)";
    let query = query(SQL).bind(Moment(finished_before)).bind(i64::from(max));
    let deleted = query.execute(&mut **tx).await.map_err(StoreError::unavailable)?;
    line::forget_idle(tx).await?;
    Ok(u32::try_from(deleted.rows_affected()).expect("at most `max`"))
}
