//! Keys that people made for their machines.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{ApiKey, ApiKeyStore, Clock, Principal, Role, TokenError, TokenVerifier};

use super::key_text;

/// Takes the keys of a store, as long as they are good. The store is asked each time, so a revocation counts from the next
/// request on, at every gateway.
pub struct StoredKeys {
    store: Arc<dyn ApiKeyStore>,
    clock: Arc<dyn Clock>,
}

impl StoredKeys {
    /// Over this store.
    pub fn new(store: Arc<dyn ApiKeyStore>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    /// A use is noted for people to look at. If that fails the request is served all the same.
    async fn note(&self, key: &ApiKey) {
        if let Err(error) = self.store.touch(key.id).await {
            tracing::debug!(key.id = %key.id, error = %error, "the use of a key was not noted");
        }
    }
}

#[async_trait]
impl TokenVerifier for StoredKeys {
    async fn verify(&self, bearer: Option<&str>) -> Result<Principal, TokenError> {
        let hash = key_text::hash(bearer.ok_or(TokenError::Missing)?).ok_or(TokenError::Invalid)?;
        // It is looked up by its hash: how long that takes tells nothing about any key.
        let found = self.store.find(&hash).await.map_err(|error| {
            tracing::error!(error = &error as &dyn std::error::Error, "the store of API keys cannot be asked");
            TokenError::Unavailable
        })?;
        let key = found.filter(|key| key.revoked_at.is_none()).ok_or(TokenError::Invalid)?;
        if !key.is_good(self.clock.now()) {
            return Err(TokenError::Expired);
        }
        self.note(&key).await;
        Ok(Principal {
            id: key.owner,
            display_name: Some(key.name),
            role: Role::User,
            key: Some(key.scopes),
            key_id: Some(key.id.to_string()),
        })
    }
}
