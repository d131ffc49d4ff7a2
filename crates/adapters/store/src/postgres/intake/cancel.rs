//! Stopping a job.

use domain::{Job, JobId, Outcome, PrincipalId, Status, StoreError, TerminalStatus};
use sqlx_core::query::query;

use crate::{
    audit_row::{Announcement, EndRow},
    postgres::{
        codec::{self, Columns},
        ending::{self, Open},
        job_rows, line,
        tx::Tx,
    },
};

/// Ends a queued job, marks a running one, leaves any other. Answers the job as it is then.
pub(super) async fn cancel(tx: &mut Tx<'_>, owner: &PrincipalId, id: JobId) -> Result<Option<Job>, StoreError> {
    let Some((status, attempt)) = lock(tx, owner, id).await? else { return Ok(None) };
    match status {
        Status::Queued => {
            let (now, job) = (tx.now(), Open { id, attempt, executor: None });
            let outcome = Outcome::not_run(TerminalStatus::Cancelled, None);
            let told = EndRow::from(&outcome);
            ending::end(&mut **tx, now, &job, Vec::new(), outcome, &told).await?;
            tx.audited(Announcement::Ended(id, told));
            line::leave(tx, owner).await?;
            tx.touched(id);
        }
        Status::Running => {
            mark(tx, id).await?;
            // Its executor follows it.
            tx.touched(id);
        }
        Status::Success | Status::Failed | Status::TimedOut | Status::Cancelled => {}
    }
    job_rows::of_owner(&mut **tx, owner, id).await
}

async fn lock(tx: &mut Tx<'_>, owner: &PrincipalId, id: JobId) -> Result<Option<(Status, u32)>, StoreError> {
    const SQL: &str = "SELECT id, status, attempt FROM jobs WHERE id = $1 AND owner || '' = $2 FOR UPDATE";
    let query = query(SQL).bind(id.as_uuid()).bind(codec::text(owner.as_str()));
    let Some(row) = query.fetch_optional(&mut **tx).await.map_err(StoreError::unavailable)? else { return Ok(None) };
    let columns = Columns { row: &row, job_id: id };
    Ok(Some((job_rows::status(&columns)?, columns.number("jobs.attempt")?)))
}

async fn mark(tx: &mut Tx<'_>, id: JobId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE jobs SET cancel_requested = true WHERE id = $1";
    query(SQL).bind(id.as_uuid()).execute(&mut **tx).await.map(drop).map_err(StoreError::unavailable)
}
