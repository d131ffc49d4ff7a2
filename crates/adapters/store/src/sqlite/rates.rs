//! [`RateLedger`]: in memory, because nobody else uses this file, and a restart may forget it.

use std::sync::PoisonError;

use async_trait::async_trait;
use domain::{Rate, RateLedger, StoreError, Taken};

use super::SqliteStore;

/// Callers whose buckets are known at once; about 16 MiB.
pub(super) const CALLERS_MAX: usize = 65_536;

#[async_trait]
impl RateLedger for SqliteStore {
    async fn take(&self, who: &str, rate: Rate, want: u32) -> Result<Taken, StoreError> {
        let now_us = self.inner.clock.now().as_microsecond();
        let mut buckets = self.inner.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(buckets.take(who, rate, want, now_us))
    }
}
