//! Turns between owners, and how many jobs wait (start-time fair queueing).
//!
//! A job's rank is the turn it is served in: one more than its owner's last, but never less than the turn that is being
//! served now, so an owner with a thousand waiting jobs holds a thousand later turns and a newcomer gets the current one.
//! The counters live in temporary tables of the writer's connection: they take part in its transactions and savepoints,
//! cost no disk, and are counted afresh from the jobs at every start.

use domain::{PrincipalId, StoreError};
use rusqlite::Connection;

use super::{JobKey, codec, line::Waiting, sql::Sql as _, writer::Tx};

const TABLES: &str = "
    -- `turn`: the highest rank that was claimed so far.
    CREATE TEMP TABLE line (queued INTEGER NOT NULL, turn INTEGER NOT NULL);
    CREATE TEMP TABLE line_owners (
        owner TEXT PRIMARY KEY, queued INTEGER NOT NULL, last_rank INTEGER NOT NULL
    ) WITHOUT ROWID;
    INSERT INTO line SELECT count(*), coalesce(min(fair_rank), 0) FROM jobs WHERE status = 'queued';
    INSERT INTO line_owners
        SELECT owner, count(*), max(fair_rank) FROM jobs WHERE status = 'queued' GROUP BY owner;";

const QUEUED: &str = "SELECT id, key, owner, fair_rank FROM jobs WHERE status = 'queued' ORDER BY fair_rank, key";

/// How many jobs wait.
pub(super) struct Counts {
    pub(super) total: u64,
    pub(super) of_owner: u64,
}

/// Counts what waits, and lists it in order.
pub(super) fn rebuild(conn: &Connection) -> rusqlite::Result<Vec<Waiting>> {
    conn.execute_batch(TABLES)?;
    let mut statement = conn.prepare(QUEUED)?;
    let waiting = statement.query_map([], |row| {
        let id = codec::job_id(row.get(0)?);
        let owner = PrincipalId::new(row.get::<_, String>(2)?);
        Ok(Waiting { id, key: row.get(1)?, owner, rank: row.get(3)? })
    })?;
    waiting.collect()
}

/// How many jobs wait now.
pub(super) fn counts(tx: &Tx<'_>, owner: &PrincipalId) -> Result<Counts, StoreError> {
    const SQL: &str = "SELECT queued, (SELECT queued FROM line_owners WHERE owner = ?1) FROM line";
    let counts = tx.plain(SQL, [owner.as_str()], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, Option<u32>>(1)?)))?;
    let (total, of_owner) = counts.unwrap_or_default();
    Ok(Counts { total: total.into(), of_owner: of_owner.unwrap_or(0).into() })
}

/// The rank of a job that this owner adds now.
pub(super) fn next_rank(tx: &Tx<'_>, owner: &PrincipalId) -> Result<i64, StoreError> {
    const SQL: &str =
        "SELECT max(turn, coalesce((SELECT last_rank + 1 FROM line_owners WHERE owner = ?1), turn)) FROM line";
    let rank = tx.value(SQL, [owner.as_str()])?;
    Ok(rank.unwrap_or(0))
}

/// The rank of a job that comes back: the turn it had, or the current one if ranks have started afresh since.
pub(super) fn rank_again(tx: &Tx<'_>, rank: i64) -> Result<i64, StoreError> {
    let rank = tx.value("SELECT min(turn, ?1) FROM line", [rank])?;
    Ok(rank.unwrap_or(0))
}

/// A job is queued.
pub(super) fn join(tx: &mut Tx<'_>, job: Waiting) -> Result<(), StoreError> {
    const OWNER: &str = "INSERT INTO line_owners (owner, queued, last_rank) VALUES (?1, 1, ?2)
        ON CONFLICT (owner) DO UPDATE SET queued = queued + 1, last_rank = max(last_rank, ?2)";
    tx.change("UPDATE line SET queued = queued + 1", [])?;
    tx.change(OWNER, (job.owner.as_str(), job.rank))?;
    tx.joined_line(job);
    Ok(())
}

/// A job was claimed: its turn is the current one.
pub(super) fn serve(tx: &mut Tx<'_>, owner: &PrincipalId, key: JobKey, rank: i64) -> Result<(), StoreError> {
    tx.change("UPDATE line SET turn = max(turn, ?1)", [rank])?;
    leave(tx, owner, key)
}

/// A job is not queued any more.
pub(super) fn leave(tx: &mut Tx<'_>, owner: &PrincipalId, key: JobKey) -> Result<(), StoreError> {
    // An owner whose line is empty owes no turns that nobody took (it may have cancelled them).
    const OWNER: &str = "UPDATE line_owners SET queued = queued - 1,
        last_rank = CASE queued WHEN 1 THEN min(last_rank, (SELECT turn FROM line)) ELSE last_rank END
        WHERE owner = ?1";
    tx.change("UPDATE line SET queued = queued - 1", [])?;
    tx.change(OWNER, [owner.as_str()])?;
    tx.left_line(key);
    Ok(())
}

/// Forgets owners whose last turn is past, so that the table does not grow with everyone who ever came.
pub(super) fn forget_idle(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.change("DELETE FROM line_owners WHERE queued = 0 AND last_rank < (SELECT turn FROM line)", [])?;
    Ok(())
}
