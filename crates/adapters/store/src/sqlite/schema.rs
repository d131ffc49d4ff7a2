//! The schema's history. Files are only ever added, and each must work with the program before it and after it.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

const HISTORY: &[M<'static>] = &[
    M::up(include_str!("migrations/0001_jobs.sql")),
    M::up(include_str!("migrations/0002_api_keys.sql")),
    M::up(include_str!("migrations/0003_audit.sql")),
    M::up(include_str!("migrations/0004_trace.sql")),
    M::up(include_str!("migrations/0005_audit_stays.sql")),
    M::up(include_str!("migrations/0007_on_behalf_of.sql")),
];

/// Brings the database up to the newest schema.
pub(super) fn migrate(conn: &mut Connection) -> rusqlite_migration::Result<()> {
    Migrations::from_slice(HISTORY).to_latest(conn)
}
