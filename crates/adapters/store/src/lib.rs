//! Where jobs are kept, and the queue that comes with it: the ports of `domain` on a database.
//!
//! There is one module per engine, and every engine runs the conformance suites of `domain::testing`: [`SqliteStore`] is
//! a file for one process, [`PostgresStore`] a server for many. To add one, write a sibling of theirs with its own
//! migrations and let `tests/it` run the suites on it. What engines share is how plain data becomes columns
//! (`api_key_row`, `audit_row`, `event_row`, `spec_row`, `lost`) and who follows which job (`feed`). SQL appears in no
//! other crate.

mod api_key_row;
mod audit_row;
mod event_row;
mod feed;
mod lost;
mod postgres;
mod spec_row;
mod sqlite;
#[cfg(feature = "testing")]
pub mod testing;

pub use postgres::{ConnectError, PostgresSettings, PostgresStore, QueueKind};
pub use sqlite::{OpenError, SqliteStore};
