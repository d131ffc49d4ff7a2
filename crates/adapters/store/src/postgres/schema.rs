//! The schema's history. Files are only ever added, and each must work with the program before it and after it.

use sqlx_core::{
    connection::{ConnectOptions as _, Connection as _},
    migrate::{MigrateError, Migration, MigrationType, Migrator},
    sql_str::SqlSafeStr as _,
};
use sqlx_postgres::PgConnectOptions;

const HISTORY: &[(i64, &str, &str)] = &[
    (1, "jobs", include_str!("migrations/0001_jobs.sql")),
    (2, "outbox", include_str!("migrations/0002_outbox.sql")),
    (3, "api_keys", include_str!("migrations/0003_api_keys.sql")),
    (4, "limits and audit", include_str!("migrations/0004_limits_and_audit.sql")),
    (5, "executors", include_str!("migrations/0005_executors.sql")),
    (6, "trace", include_str!("migrations/0006_trace.sql")),
    (7, "audit stays", include_str!("migrations/0007_audit_stays.sql")),
    (8, "last rank", include_str!("migrations/0008_last_rank.sql")),
    (9, "on behalf of", include_str!("migrations/0009_on_behalf_of.sql")),
];

/// Brings the database up to the newest schema. Whoever comes first does it, under a lock; the others wait for that.
///
/// A schema that is newer than this program is left alone: during a rolling update the old program still runs.
pub(super) async fn migrate(options: &PgConnectOptions) -> Result<(), MigrateError> {
    // A migration of much data takes its time, and so does waiting for somebody else's.
    let patient = options.clone().options([("statement_timeout", "0"), ("lock_timeout", "0")]);
    // Its own connection, so that a failure gives the lock back by ending it.
    let mut conn = patient.connect().await?;
    let mut migrator = Migrator::with_migrations(HISTORY.iter().map(migration).collect());
    let done = migrator.set_ignore_missing(true).run_direct(None, &mut conn, false).await;
    let closed = conn.close().await;
    done.and(closed.map_err(MigrateError::from))
}

/// Version of the newest schema that this program knows.
pub(super) fn newest() -> i64 {
    HISTORY.iter().map(|(version, ..)| *version).max().unwrap_or_default()
}

fn migration((version, name, sql): &(i64, &'static str, &'static str)) -> Migration {
    Migration::new(*version, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
}
