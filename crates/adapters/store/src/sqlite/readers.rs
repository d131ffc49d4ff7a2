//! Connections that only read, lent to blocking threads.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::StoreError;
use rusqlite::Connection;
use tokio::{sync::Semaphore, task::spawn_blocking};

use super::Closed;

/// A few readers; callers beyond them wait for their turn.
pub(super) struct Readers {
    free: Arc<Free>,
    permits: Arc<Semaphore>,
    count: u32,
}

#[derive(Default)]
struct Free(Mutex<Vec<Connection>>);

/// A connection that goes back when it is dropped.
struct Lent {
    conn: Option<Connection>,
    free: Arc<Free>,
}

impl Readers {
    pub(super) fn new(connections: Vec<Connection>) -> Self {
        let count = u32::try_from(connections.len()).expect("a handful of connections");
        let permits = Arc::new(Semaphore::new(connections.len()));
        Self { free: Arc::new(Free(Mutex::new(connections))), permits, count }
    }

    /// Runs `work` on one consistent snapshot of everything committed so far.
    pub(super) async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(StoreError::unavailable)?;
        let free = Arc::clone(&self.free);
        let read = move || {
            let conn = free.connections().pop();
            let lent = Lent { conn, free };
            let answer = lent.conn.as_ref().map(|conn| snapshot(conn, work));
            // The connection is back before the permit is.
            drop(lent);
            drop(permit);
            answer.unwrap_or_else(|| Err(StoreError::unavailable(Closed)))
        };
        spawn_blocking(read).await.map_err(StoreError::unavailable)?
    }

    /// Waits for the reads under way and closes the connections.
    pub(super) async fn close(&self) {
        let idle = self.permits.acquire_many(self.count).await;
        self.permits.close();
        drop(idle);
        self.free.connections().clear();
    }
}

impl Free {
    fn connections(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.free.connections().extend(self.conn.take());
    }
}

fn snapshot<T>(conn: &Connection, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
    let transaction = conn.unchecked_transaction().map_err(StoreError::unavailable)?;
    let answer = work(&transaction);
    // It wrote nothing, so how it ends does not matter; being dropped, it ends in any case.
    drop(transaction);
    answer
}
