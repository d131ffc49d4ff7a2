//! Whether there is room in the line for anyone at all.
//!
//! Counting it means adding up all owners, so a count is good for a while: the longer, the further the line was from its end.

use std::sync::{Mutex, PoisonError};

use domain::{AcceptError, StoreError};
use sqlx_core::{error::Error, query::query, query_scalar::query_scalar};
use sqlx_postgres::PgConnection;
use tokio::time::Instant;

use super::tx::Tx;

/// How far from its end the line is counted exactly. More than there can be connections, and so accepts under way.
const CROWDED: u64 = 1000;
/// More than a server can accept in a millisecond, from all processes together.
const JOBS_PER_MS: u64 = 20;
/// The lock under which a crowded line is counted, among the locks of this database.
const CROWD_LOCK: i64 = 0x636f_6465_0000_0001;

/// The last count of one process.
#[derive(Default)]
pub(super) struct Crowd {
    counted: Mutex<Option<Count>>,
}

#[derive(Clone, Copy)]
struct Count {
    waiting: u64,
    at: Instant,
}

impl Count {
    /// Whether the line has not come near its end since, however many came.
    fn leaves_room(self, total: u64) -> bool {
        let ms = u64::try_from(self.at.elapsed().as_millis()).unwrap_or(u64::MAX);
        let since = ms.saturating_add(1).saturating_mul(JOBS_PER_MS);
        self.waiting.saturating_add(since).saturating_add(CROWDED) < total
    }
}

impl Crowd {
    fn last(&self) -> Option<Count> {
        *self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, count: Count) {
        *self.counted.lock().unwrap_or_else(PoisonError::into_inner) = Some(count);
    }
}

/// Whether the job that entered last is within the bound.
pub(super) async fn check(tx: &mut Tx<'_>, total: u64) -> Result<(), AcceptError> {
    if tx.crowd().last().is_some_and(|count| count.leaves_room(total)) {
        return Ok(());
    }
    // Before it is counted, so that who comes meanwhile is expected.
    let at = Instant::now();
    let waiting = count(tx).await.map_err(StoreError::unavailable)?;
    let count = Count { waiting, at };
    tx.crowd().keep(count);
    if count.leaves_room(total) {
        return Ok(());
    }
    let waiting = count_exactly(tx).await.map_err(StoreError::unavailable)?;
    if waiting >= total { Err(AcceptError::QueueFull { waiting }) } else { Ok(()) }
}

/// Counts under a lock that lasts until the transaction ends, so that two who see the last place do not both take it.
async fn count_exactly(conn: &mut PgConnection) -> Result<u64, Error> {
    query("SELECT pg_advisory_xact_lock($1)").bind(CROWD_LOCK).execute(&mut *conn).await?;
    count(conn).await
}

/// The job that asks is counted already.
async fn count(conn: &mut PgConnection) -> Result<u64, Error> {
    const SQL: &str = "SELECT sum(queued)::bigint - 1 FROM queue_owners";
    let sum = query_scalar::<_, i64>(SQL).fetch_one(conn).await?;
    Ok(sum.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::Count;

    #[test]
    fn a_count_is_good_until_the_line_could_be_near_its_end() {
        let count = |waiting, seconds| Count { waiting, at: Instant::now() - Duration::from_secs(seconds) };
        assert!(count(0, 0).leaves_room(1_000_000));
        assert!(count(500_000, 10).leaves_room(1_000_000));
        assert!(!count(500_000, 30).leaves_room(1_000_000));
        assert!(!count(999_000, 0).leaves_room(1_000_000));
        assert!(!count(0, 0).leaves_room(1000));
    }
}
