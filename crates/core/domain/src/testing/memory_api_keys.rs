//! API keys in a list.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;

use super::ManualClock;
use crate::{
    ApiKey, ApiKeyFilter, ApiKeyId, ApiKeyStore, Clock as _, CreateKeyError, ENDED_KEYS_KEPT, KeyHash, NewApiKey,
    PrincipalId, StoreError,
};

/// Keeps keys as long as it lives, by a clock of the test's.
#[derive(Debug, Default)]
pub struct MemoryApiKeys {
    clock: Arc<ManualClock>,
    /// Oldest first.
    keys: Mutex<Vec<(KeyHash, ApiKey)>>,
    away: Mutex<bool>,
}

impl MemoryApiKeys {
    /// With this clock.
    pub fn new(clock: Arc<ManualClock>) -> Self {
        Self { clock, ..Self::default() }
    }

    /// Makes every call fail from now on.
    pub fn go_away(&self) {
        *self.away.lock().unwrap_or_else(PoisonError::into_inner) = true;
    }

    fn keys(&self) -> Result<MutexGuard<'_, Vec<(KeyHash, ApiKey)>>, StoreError> {
        if *self.away.lock().unwrap_or_else(PoisonError::into_inner) {
            return Err(StoreError::unavailable("the test took it away"));
        }
        Ok(self.keys.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl ApiKeyStore for MemoryApiKeys {
    async fn create(&self, key: NewApiKey, max: u32) -> Result<ApiKey, CreateKeyError> {
        let (mut keys, now) = (self.keys()?, self.clock.now());
        let NewApiKey { id, owner, name, scopes, hash, lifetime } = key;
        let mut ended = keys.iter().filter(|(_, key)| key.owner == owner && !key.is_good(now)).count();
        keys.retain(|(_, key)| {
            let goes = key.owner == owner && !key.is_good(now) && ended > ENDED_KEYS_KEPT as usize;
            ended -= usize::from(goes);
            !goes
        });
        if keys.iter().filter(|(_, key)| key.owner == owner && key.is_good(now)).count() >= max as usize {
            return Err(CreateKeyError::Full);
        }
        let expires_at = now.checked_add(lifetime).map_err(StoreError::unavailable)?;
        let key = ApiKey { id, owner, name, scopes, created_at: now, expires_at, last_used_at: None, revoked_at: None };
        keys.push((hash, key.clone()));
        Ok(key)
    }

    async fn list(&self, filter: ApiKeyFilter) -> Result<Vec<ApiKey>, StoreError> {
        let keys = self.keys()?;
        let newest = keys.iter().rev().map(|(_, key)| key);
        let wanted = newest.filter(|key| {
            filter.owner.as_ref().is_none_or(|owner| key.owner == *owner)
                && filter.before.is_none_or(|before| key.id < before)
        });
        Ok(wanted.take(filter.limit as usize).cloned().collect())
    }

    async fn find(&self, hash: &KeyHash) -> Result<Option<ApiKey>, StoreError> {
        Ok(self.keys()?.iter().find(|(known, _)| known == hash).map(|(_, key)| key.clone()))
    }

    async fn revoke(&self, id: ApiKeyId, owner: Option<&PrincipalId>) -> Result<bool, StoreError> {
        let (mut keys, now) = (self.keys()?, self.clock.now());
        let is_meant = |key: &ApiKey| key.id == id && owner.is_none_or(|owner| key.owner == *owner);
        let key = keys.iter_mut().map(|(_, key)| key).find(|key| is_meant(key));
        Ok(key.map(|key| key.revoked_at.get_or_insert(now)).is_some())
    }

    async fn touch(&self, id: ApiKeyId) -> Result<(), StoreError> {
        let (mut keys, now) = (self.keys()?, self.clock.now());
        if let Some((_, key)) = keys.iter_mut().find(|(_, key)| key.id == id) {
            let is_recent = |at| now.duration_since(at).unsigned_abs() < Duration::from_mins(1);
            if !key.last_used_at.is_some_and(is_recent) {
                key.last_used_at = Some(now);
            }
        }
        Ok(())
    }
}
