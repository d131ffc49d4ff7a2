//! Turns between owners, and how many jobs wait (start-time fair queueing).
//!
//! A job's rank is the turn it is served in: the one after its owner's last waiting job, but never before the one after
//! the turn that is being served now. So an owner with a thousand waiting jobs holds a thousand later turns, a newcomer
//! gets the next one, and an owner who sends a job whenever the last was taken gets one in each turn. Ties go to the
//! job that came first.
//!
//! The current turn is a sequence, which nobody has to wait for. A claim raises it; the statements that use it are with
//! those that insert and claim jobs.

use domain::{AcceptError, PrincipalId, QueueBounds, StoreError};
use sqlx_core::{query::query, query_scalar::query_scalar, row::Row as _};
use sqlx_postgres::PgConnection;

use super::codec;

/// How far from its end the line is counted exactly. More than there can be connections, and so accepts under way.
const CROWDED: u64 = 1000;
/// The lock under which a crowded line is counted, among the locks of this database.
const CROWD_LOCK: i64 = 0x636f_6465_0000_0001;

/// Joins an owner's line with `jobs` new jobs, and keeps it to oneself until the transaction ends.
pub(super) async fn enter(conn: &mut PgConnection, owner: &PrincipalId, jobs: i64) -> Result<Counted, StoreError> {
    // The sum is of the moment before: it says how crowded the line is, not more.
    const SQL: &str = "INSERT INTO queue_owners AS o (owner, queued) VALUES ($1, $2)
        ON CONFLICT (owner) DO UPDATE SET queued = o.queued + $2
        RETURNING queued - $2, (SELECT coalesce(sum(queued), 0)::bigint FROM queue_owners)";
    let entered = query(SQL).bind(codec::text(owner.as_str())).bind(jobs).fetch_one(conn).await;
    let counted = entered.and_then(|row| Ok((row.try_get::<i64, _>(0)?, row.try_get::<i64, _>(1)?)));
    let (of_owner, about) = counted.map_err(StoreError::unavailable)?;
    Ok(Counted { of_owner: of_owner.unsigned_abs(), about: about.unsigned_abs() })
}

/// How many jobs waited before this one came.
pub(super) struct Counted {
    of_owner: u64,
    about: u64,
}

impl Counted {
    /// Whether there is room for one more.
    pub(super) async fn check(&self, conn: &mut PgConnection, bounds: QueueBounds) -> Result<(), AcceptError> {
        if self.of_owner >= bounds.per_owner {
            return Err(AcceptError::OwnerFull { waiting: self.of_owner });
        }
        if self.about.saturating_add(CROWDED) < bounds.total {
            return Ok(());
        }
        let waiting = count_exactly(conn).await.map_err(StoreError::unavailable)?;
        if waiting >= bounds.total { Err(AcceptError::QueueFull { waiting }) } else { Ok(()) }
    }
}

/// Counts under a lock that lasts until the transaction ends, so that two who see the last place do not both take it.
async fn count_exactly(conn: &mut PgConnection) -> Result<u64, sqlx_core::error::Error> {
    query("SELECT pg_advisory_xact_lock($1)").bind(CROWD_LOCK).execute(&mut *conn).await?;
    // The job that asks is counted already.
    let sum = query_scalar::<_, i64>("SELECT sum(queued)::bigint - 1 FROM queue_owners").fetch_one(conn).await?;
    Ok(sum.unsigned_abs())
}

/// One of this owner's jobs is not queued any more.
pub(super) async fn leave(conn: &mut PgConnection, owner: &PrincipalId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE queue_owners SET queued = queued - 1 WHERE owner = $1";
    let left = query(SQL).bind(codec::text(owner.as_str())).execute(conn).await;
    left.map(drop).map_err(StoreError::unavailable)
}

/// Forgets owners who have nothing waiting, so that the table does not grow with everyone who ever came.
pub(super) async fn forget_idle(conn: &mut PgConnection) -> Result<(), StoreError> {
    // Whoever is in somebody's hands is not idle.
    const SQL: &str = "DELETE FROM queue_owners WHERE owner IN
        (SELECT owner FROM queue_owners WHERE queued = 0 LIMIT 1000 FOR UPDATE SKIP LOCKED)";
    query(SQL).execute(conn).await.map(drop).map_err(StoreError::unavailable)
}
