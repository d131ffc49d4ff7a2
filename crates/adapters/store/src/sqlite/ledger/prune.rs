//! Forgetting old jobs.

use domain::{StoreError, Timestamp};

use crate::sqlite::{fair, sql::Sql as _, writer::Tx};

/// Jobs deleted in one transaction, so that other writes get their turn in between.
pub(super) const BATCH: u32 = 50;
/// Free pages that stay in the file for new jobs (16 MiB); what is beyond goes back to the file system.
const FREE_PAGES_KEPT: u32 = 4096;
/// Pages given back in one transaction (2 MiB).
const PAGES_RETURNED: u32 = 512;
/// Transactions that give pages back after one call: a long one would only fill the log.
pub(super) const ROUNDS: u32 = 64;

/// Deletes at most `max` jobs; answers how many.
pub(super) fn prune(tx: &mut Tx<'_>, finished_before: Timestamp, max: u32) -> Result<u32, StoreError> {
    const SQL: &str = "DELETE FROM jobs WHERE key IN
        (SELECT key FROM jobs WHERE finished_at < ?1 ORDER BY finished_at LIMIT ?2)";
    let deleted = tx.change(SQL, (finished_before.as_microsecond(), max))?;
    fair::forget_idle(tx)?;
    Ok(u32::try_from(deleted).expect("at most `max`"))
}

/// Gives some pages back; answers whether there are more.
pub(super) fn return_pages(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    let free = tx.value::<u32>("PRAGMA freelist_count", [])?.unwrap_or(0);
    if free <= FREE_PAGES_KEPT {
        return Ok(false);
    }
    // One step, and one empty row, a page.
    tx.rows(&format!("PRAGMA incremental_vacuum({PAGES_RETURNED})"), [], |_| Ok(()))?;
    Ok(true)
}
