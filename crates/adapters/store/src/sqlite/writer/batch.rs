//! One transaction for several writes.

use domain::Clock;
use rusqlite::Connection;

use super::{
    Durability,
    request::Work,
    tx::{Changes, Tx},
};

/// Runs the requests and commits what succeeded. After an error nothing of the batch is stored.
pub(super) fn commit(
    conn: &Connection,
    clock: &dyn Clock,
    requests: &mut [Box<dyn Work>],
) -> rusqlite::Result<Changes> {
    let done = run_all(conn, clock, requests);
    if done.is_err() && !conn.is_autocommit() {
        conn.execute_batch("ROLLBACK")?;
    }
    done
}

/// Makes the next commit wait for the disk, or not.
pub(super) fn set_durability(conn: &Connection, durability: Durability) -> rusqlite::Result<()> {
    conn.execute_batch(match durability {
        Durability::Process => "PRAGMA synchronous = NORMAL",
        Durability::Power => "PRAGMA synchronous = FULL",
    })
}

fn run_all(conn: &Connection, clock: &dyn Clock, requests: &mut [Box<dyn Work>]) -> rusqlite::Result<Changes> {
    let mut changes = Changes::default();
    execute(conn, "BEGIN IMMEDIATE")?;
    for request in requests {
        run_one(conn, clock, request.as_mut(), &mut changes)?;
    }
    execute(conn, "COMMIT")?;
    Ok(changes)
}

fn run_one(
    conn: &Connection,
    clock: &dyn Clock,
    request: &mut dyn Work,
    changes: &mut Changes,
) -> rusqlite::Result<()> {
    execute(conn, "SAVEPOINT request")?;
    let mark = changes.mark();
    if !request.run(&mut Tx { conn, now: clock.now(), changes }) {
        changes.take_back(mark);
        // Fails when SQLite has rolled back the whole transaction (a full disk does that), and with it the batch.
        execute(conn, "ROLLBACK TO request")?;
    }
    execute(conn, "RELEASE request")
}

fn execute(conn: &Connection, sql: &'static str) -> rusqlite::Result<()> {
    conn.prepare_cached(sql)?.execute([]).map(drop)
}
