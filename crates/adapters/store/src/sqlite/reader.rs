//! [`JobReader`]: looks at one consistent moment.

use async_trait::async_trait;
use domain::{
    Event, Job, JobFilter, JobId, JobPage, JobReader, JobSummary, PrincipalId, QueueStats, Status, StoreError,
};
use rusqlite::Connection;

use super::{
    SqliteStore,
    codec::{self, Columns},
    event_rows, job_rows,
    sql::Sql as _,
};

/// The longest page.
const PAGE_MAX: u32 = 200;

#[async_trait]
impl JobReader for SqliteStore {
    async fn get(&self, owner: &PrincipalId, id: JobId) -> Result<Option<Job>, StoreError> {
        let owner = owner.clone();
        self.inner.readers.read(move |conn| job_rows::of_owner(conn, &owner, id)).await
    }

    async fn status(&self, owner: &PrincipalId, id: JobId) -> Result<Option<Status>, StoreError> {
        let owner = owner.clone();
        self.inner.readers.read(move |conn| status(conn, &owner, id)).await
    }

    async fn list(&self, owner: &PrincipalId, filter: JobFilter) -> Result<JobPage, StoreError> {
        let owner = owner.clone();
        self.inner.readers.read(move |conn| list(conn, &owner, &filter)).await
    }

    async fn events(
        &self,
        owner: &PrincipalId,
        id: JobId,
        after: u64,
        max: u32,
    ) -> Result<Option<Vec<Event>>, StoreError> {
        let owner = owner.clone();
        self.inner.readers.read(move |conn| events(conn, &owner, id, after, max.max(1))).await
    }

    async fn shared(&self, secret_hash: &str) -> Result<Option<Job>, StoreError> {
        let secret_hash = secret_hash.to_owned();
        self.inner.readers.read(move |conn| job_rows::shared(conn, &secret_hash)).await
    }

    async fn queue_stats(&self) -> Result<QueueStats, StoreError> {
        let now_us = self.inner.clock.now().as_microsecond();
        self.inner.readers.read(move |conn| queue_stats(conn, now_us)).await
    }
}

fn status(conn: &Connection, owner: &PrincipalId, id: JobId) -> Result<Option<Status>, StoreError> {
    const SQL: &str = "SELECT status FROM jobs WHERE id = ?1 AND owner = ?2";
    let params = (codec::id_bytes(id), owner.as_str());
    conn.row(SQL, params, |row| job_rows::status(&Columns { row, job_id: id }))
}

fn list(conn: &Connection, owner: &PrincipalId, filter: &JobFilter) -> Result<JobPage, StoreError> {
    let limit = filter.limit.clamp(1, PAGE_MAX) as usize;
    let mut jobs = newest(conn, owner, filter, limit + 1)?;
    // One more than asked for says whether there is a next page.
    let more = jobs.len() > limit;
    jobs.truncate(limit);
    let next = jobs.last().filter(|_| more).map(|job| job.id);
    Ok(JobPage { jobs, next })
}

fn newest(
    conn: &Connection,
    owner: &PrincipalId,
    filter: &JobFilter,
    limit: usize,
) -> Result<Vec<JobSummary>, StoreError> {
    // Ids sort by time. All ones is no job's id, so it stands for "from the newest on".
    let before = filter.before.map_or([u8::MAX; 16], codec::id_bytes);
    let by_status = if filter.status.is_some() { "status = ?4 AND" } else { "?4 IS NULL AND" };
    let sql = format!(
        "SELECT id, language, first_line, status, attempt, created_at, started_at, finished_at, outcome
        FROM jobs WHERE owner = ?1 AND {by_status} id < ?2 ORDER BY id DESC LIMIT ?3"
    );
    let limit = i64::try_from(limit).expect("a page");
    let params = (owner.as_str(), before, limit, filter.status.map(Status::as_str));
    conn.rows(&sql, params, |row| job_rows::summary(&Columns::of_row(row)?))
}

fn events(
    conn: &Connection,
    owner: &PrincipalId,
    id: JobId,
    after: u64,
    max: u32,
) -> Result<Option<Vec<Event>>, StoreError> {
    const SQL: &str = "SELECT key FROM jobs WHERE id = ?1 AND owner = ?2";
    let params = (codec::id_bytes(id), owner.as_str());
    let key = conn.value(SQL, params)?;
    key.map(|key| event_rows::read(conn, key, id, after, max)).transpose()
}

fn queue_stats(conn: &Connection, now_us: i64) -> Result<QueueStats, StoreError> {
    const SQL: &str = "SELECT count(*) AS queued, min(created_at) AS oldest,
        (SELECT count(*) FROM jobs WHERE status = 'running') AS running
        FROM jobs WHERE status = 'queued'";
    let stats = conn.plain(SQL, [], |row| {
        let (queued, running): (u32, u32) = (row.get("queued")?, row.get("running")?);
        let age_us = row.get::<_, Option<i64>>("oldest")?.map_or(0, |oldest| now_us.saturating_sub(oldest));
        Ok(QueueStats {
            queued: queued.into(),
            running: running.into(),
            oldest_age_ms: u64::try_from(age_us / 1000).unwrap_or(0),
        })
    })?;
    Ok(stats.unwrap_or_default())
}
