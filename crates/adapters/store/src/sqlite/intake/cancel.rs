//! Stopping a job.

use domain::{Job, JobId, Outcome, PrincipalId, Status, StoreError, TerminalStatus};

use crate::sqlite::{
    codec,
    ending::{self, Open},
    fair, job_rows,
    sql::Sql as _,
    writer::Tx,
};

/// Ends a queued job, marks a running one, leaves any other. Answers the job as it is then.
pub(super) fn cancel(tx: &mut Tx<'_>, owner: &PrincipalId, id: JobId) -> Result<Option<Job>, StoreError> {
    let Some((status, job)) = status(tx, owner, id)? else { return Ok(None) };
    match status {
        Status::Queued => {
            ending::end(tx, job, Vec::new(), Outcome::not_run(TerminalStatus::Cancelled, None))?;
            fair::leave(tx, owner, job.key)?;
        }
        Status::Running => {
            tx.change("UPDATE jobs SET cancel_requested = 1 WHERE key = ?1", [job.key])?;
            // Its executor follows it.
            tx.touched(id);
        }
        Status::Success | Status::Failed | Status::TimedOut | Status::Cancelled => {}
    }
    job_rows::of_owner(tx, owner, id)
}

fn status(tx: &Tx<'_>, owner: &PrincipalId, id: JobId) -> Result<Option<(Status, Open)>, StoreError> {
    const SQL: &str = "SELECT id, key, attempt, status FROM jobs WHERE id = ?1 AND owner = ?2";
    tx.row(SQL, (codec::id_bytes(id), owner.as_str()), |row| {
        let columns = codec::Columns::of_row(row)?;
        let job = Open { key: columns.get("jobs.key")?, id, attempt: columns.get("jobs.attempt")? };
        Ok((job_rows::status(&columns)?, job))
    })
}
