//! [`JobReader`]: each answer is one statement, and so of one moment.

use async_trait::async_trait;
use domain::{
    Event, Job, JobFilter, JobId, JobPage, JobReader, JobSummary, PrincipalId, QueueStats, Status, StoreError,
};
use sqlx_core::{error::Error, query::query, row::Row as _};
use sqlx_postgres::PgRow;

use super::{
    PostgresStore,
    codec::{self, Columns, Moment},
    event_rows, job_rows,
};

/// The longest page.
const PAGE_MAX: u32 = 200;

#[async_trait]
impl JobReader for PostgresStore {
    async fn get(&self, owner: &PrincipalId, id: JobId) -> Result<Option<Job>, StoreError> {
        job_rows::of_owner(&self.inner.pool, owner, id).await
    }

    async fn status(&self, owner: &PrincipalId, id: JobId) -> Result<Option<Status>, StoreError> {
        const SQL: &str = "SELECT status FROM jobs WHERE id = $1 AND owner || '' = $2";
        let query = query(SQL).bind(id.as_uuid()).bind(codec::text(owner.as_str()));
        let row = query.fetch_optional(&self.inner.pool).await.map_err(StoreError::unavailable)?;
        row.map(|row| job_rows::status(&Columns { row: &row, job_id: id })).transpose()
    }

    async fn list(&self, owner: &PrincipalId, filter: JobFilter) -> Result<JobPage, StoreError> {
        let limit = filter.limit.clamp(1, PAGE_MAX) as usize;
        let mut jobs = self.newest(owner, &filter, limit + 1).await?;
        // One more than asked for says whether there is a next page.
        let more = jobs.len() > limit;
        jobs.truncate(limit);
        let next = jobs.last().filter(|_| more).map(|job| job.id);
        Ok(JobPage { jobs, next })
    }

    async fn events(
        &self,
        owner: &PrincipalId,
        id: JobId,
        after: u64,
        max: u32,
    ) -> Result<Option<Vec<Event>>, StoreError> {
        event_rows::read(&self.inner.pool, owner, id, after, max.max(1)).await
    }

    async fn shared(&self, secret_hash: &str) -> Result<Option<Job>, StoreError> {
        job_rows::shared(&self.inner.pool, secret_hash).await
    }

    async fn queue_stats(&self) -> Result<QueueStats, StoreError> {
        // Each owner's waiting jobs are counted already, and ids sort by time.
        const SQL: &str = "SELECT (SELECT coalesce(sum(queued), 0)::bigint FROM queue_owners) AS queued,
            (SELECT min(first.created_at) FROM queue_owners AS o CROSS JOIN LATERAL (
                SELECT created_at FROM jobs WHERE jobs.owner = o.owner AND status >= 'queued' ORDER BY status, id LIMIT 1
            ) AS first WHERE queued > 0) AS oldest,
            (SELECT count(*) FROM jobs WHERE status = 'running') AS running";
        let row = query(SQL).fetch_one(&self.inner.pool).await;
        row.and_then(|row| stats(&row, self.now())).map_err(StoreError::unavailable)
    }
}

impl PostgresStore {
    async fn newest(
        &self,
        owner: &PrincipalId,
        filter: &JobFilter,
        limit: usize,
    ) -> Result<Vec<JobSummary>, StoreError> {
        const ALL: &str =
            "SELECT id, language, first_line, status, attempt, created_at, started_at, finished_at, outcome
            FROM jobs WHERE owner = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
        const BY_STATUS: &str =
            "SELECT id, language, first_line, status, attempt, created_at, started_at, finished_at, outcome
            FROM jobs WHERE owner = $1 AND id < $2 AND status = $4 ORDER BY id DESC LIMIT $3";
        // Ids sort by time. All ones is no job's id, so it stands for "from the newest on".
        let before = filter.before.map_or(uuid::Uuid::max(), JobId::as_uuid);
        let limit = i64::try_from(limit).expect("a page");
        let bind = |sql| query(sql).bind(codec::text(owner.as_str())).bind(before).bind(limit);
        let query = match filter.status {
            Some(status) => bind(BY_STATUS).bind(status.as_str()),
            None => bind(ALL),
        };
        let rows = query.fetch_all(&self.inner.pool).await.map_err(StoreError::unavailable)?;
        rows.iter().map(|row| job_rows::summary(&Columns::of_row(row)?)).collect()
    }
}

fn stats(row: &PgRow, now: Moment) -> Result<QueueStats, Error> {
    let oldest: Option<Moment> = row.try_get("oldest")?;
    let age_ms = oldest.map_or(0, |oldest| now.0.duration_since(oldest.0).as_millis());
    Ok(QueueStats {
        queued: row.try_get::<i64, _>("queued")?.unsigned_abs(),
        running: row.try_get::<i64, _>("running")?.unsigned_abs(),
        // Clocks of two machines may differ.
        oldest_age_ms: u64::try_from(age_ms).unwrap_or(0),
    })
}
