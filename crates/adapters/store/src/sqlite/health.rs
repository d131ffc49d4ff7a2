//! Whether the database takes writes.

use std::time::Duration;

use async_trait::async_trait;
use domain::{ComponentHealth, Health, StoreError};
use tokio::time::timeout;

use super::{
    SqliteStore,
    sql::Sql as _,
    writer::{Durability, Tx},
};

/// Below the second that the port allows.
const ANSWER_WITHIN: Duration = Duration::from_millis(900);

#[async_trait]
impl Health for SqliteStore {
    async fn health(&self) -> ComponentHealth {
        let detail = match timeout(ANSWER_WITHIN, self.inner.writer.write(Durability::Process, probe)).await {
            Ok(Ok(())) => return component(true, "takes writes"),
            Ok(Err(_)) => "does not take writes: see the service's log and the free disk space",
            Err(_) => "takes longer than a second to write",
        };
        component(false, detail)
    }
}

/// The smallest write that reaches the file.
fn probe(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let version = tx.value::<i32>("PRAGMA application_id", [])?;
    tx.pragma_update(None, "application_id", version).map_err(StoreError::unavailable)
}

fn component(ready: bool, detail: &str) -> ComponentHealth {
    ComponentHealth { name: "store".into(), ready, detail: detail.into() }
}
