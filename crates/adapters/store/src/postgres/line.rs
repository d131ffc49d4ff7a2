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
use sqlx_core::{query::query, query_as::query_as};

use super::{codec, crowd, tx::Tx};

/// Joins an owner's line with a new job, and keeps it to oneself until the transaction ends.
pub(super) async fn enter(tx: &mut Tx<'_>, owner: &PrincipalId) -> Result<Place, StoreError> {
    const SQL: &str =
        "INSERT INTO queue_owners AS o (owner, queued, last_rank) SELECT $1, 1, 1 + last_value FROM queue_turn
        ON CONFLICT (owner) DO UPDATE
            SET queued = o.queued + 1, last_rank = greatest(o.last_rank + 1, excluded.last_rank)
        RETURNING queued - 1, last_rank";
    let entered = query_as::<_, (i64, i64)>(SQL).bind(codec::text(owner.as_str())).fetch_one(&mut **tx).await;
    let (before, rank) = entered.map_err(StoreError::unavailable)?;
    Ok(Place { rank, before: before.unsigned_abs() })
}

/// Keeps an owner's line to oneself until the transaction ends.
pub(super) async fn hold(tx: &mut Tx<'_>, owner: &PrincipalId) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO queue_owners AS o (owner, queued) VALUES ($1, 0)
        ON CONFLICT (owner) DO UPDATE SET queued = o.queued";
    change(tx, SQL, owner).await
}

/// Where a new job waits.
pub(super) struct Place {
    /// Its turn.
    pub(super) rank: i64,
    /// How many of its owner's waited before it came.
    before: u64,
}

impl Place {
    /// Whether there is room for it.
    pub(super) async fn check(&self, tx: &mut Tx<'_>, bounds: QueueBounds) -> Result<(), AcceptError> {
        if self.before >= bounds.per_owner {
            return Err(AcceptError::OwnerFull { waiting: self.before });
        }
        crowd::check(tx, bounds.total).await
    }
}

/// The job that entered last is none.
pub(super) async fn step_back(tx: &mut Tx<'_>, owner: &PrincipalId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE queue_owners
        SET queued = queued - 1, last_rank = CASE queued WHEN 1 THEN 0 ELSE last_rank - 1 END WHERE owner = $1";
    change(tx, SQL, owner).await
}

/// One of this owner's jobs is not queued any more. An owner whose line is empty owes no turns that nobody took.
pub(super) async fn leave(tx: &mut Tx<'_>, owner: &PrincipalId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE queue_owners
        SET queued = queued - 1, last_rank = CASE queued WHEN 1 THEN 0 ELSE last_rank END WHERE owner = $1";
    change(tx, SQL, owner).await
}

async fn change(tx: &mut Tx<'_>, sql: &'static str, owner: &PrincipalId) -> Result<(), StoreError> {
    let changed = query(sql).bind(codec::text(owner.as_str())).execute(&mut **tx).await;
    changed.map(drop).map_err(StoreError::unavailable)
}

/// Forgets owners who have nothing waiting, so that the table does not grow with everyone who ever came.
pub(super) async fn forget_idle(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    // Whoever is in somebody's hands is not idle.
    const SQL: &str = "DELETE FROM queue_owners WHERE owner IN
        (SELECT owner FROM queue_owners WHERE queued = 0 LIMIT 1000 FOR UPDATE SKIP LOCKED)";
    query(SQL).execute(&mut **tx).await.map(drop).map_err(StoreError::unavailable)
}
