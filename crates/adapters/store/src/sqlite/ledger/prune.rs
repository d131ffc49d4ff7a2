//! Forgetting old jobs.

use domain::{StoreError, Timestamp};

use crate::sqlite::{fair, sql::Sql as _, writer::Tx};

/// Jobs deleted in one transaction, so that other writes get their turn in between.
pub(super) const BATCH: u32 = 50;
/// Free pages that stay in the file for new jobs (16 MiB); what is beyond goes back to the file system.
const FREE_PAGES_KEPT: u32 = 4096;
/// Pages given back in one transaction.
const PAGES_RETURNED: u32 = 256;

/// Deletes at most `max` jobs; answers how many.
pub(super) fn prune(tx: &mut Tx<'_>, finished_before: Timestamp, max: u32) -> Result<u32, StoreError> {
    const SQL: &str = "DELETE FROM jobs WHERE key IN
        (SELECT key FROM jobs WHERE finished_at < ?1 ORDER BY finished_at LIMIT ?2)";
    let deleted = tx.change(SQL, (finished_before.as_microsecond(), max))?;
    fair::forget_idle(tx)?;
    return_pages(tx)?;
    Ok(u32::try_from(deleted).expect("at most `max`"))
}

fn return_pages(tx: &Tx<'_>) -> Result<(), StoreError> {
    let free = tx.value::<u32>("PRAGMA freelist_count", [])?;
    if free.is_some_and(|free| free > FREE_PAGES_KEPT) {
        let sql = format!("PRAGMA incremental_vacuum({PAGES_RETURNED})");
        tx.execute_batch(&sql).map_err(StoreError::unavailable)?;
    }
    Ok(())
}
