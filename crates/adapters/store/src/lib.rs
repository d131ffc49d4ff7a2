//! Where jobs are kept, and the embedded queue: the ports of `domain` on a database.
//!
//! There is one module per engine, and every engine runs the conformance suites of `domain::testing`. To add one, write
//! a sibling of [`sqlite`](SqliteStore) with its own migrations and let `tests/it` run the suites on it. SQL appears in
//! no other crate.

mod sqlite;

pub use sqlite::{OpenError, SqliteStore};
