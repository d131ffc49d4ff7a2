//! Keys for machines.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::{ApiKeyId, PrincipalId, Scopes, StoreError};

/// The SHA-256 of a key, which is all that is kept of it.
///
/// A slow hash, as for a password, would protect nothing here: a key has 256 random bits, so nobody can try them all
/// however fast one try is, and a look-up by a hash without salt is what lets a key be found at once.
pub type KeyHash = [u8; 32];

/// A key to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewApiKey {
    /// Its name inside the service.
    pub id: ApiKeyId,
    /// Who made it, and whose the jobs are that are made with it.
    pub owner: PrincipalId,
    /// What its owner calls it.
    pub name: String,
    /// What it is good for.
    pub scopes: Scopes,
    /// How it is recognised.
    pub hash: KeyHash,
    /// How long it is good.
    pub lifetime: Duration,
}

/// A key as it is kept. The key itself cannot be had from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its name inside the service.
    pub id: ApiKeyId,
    /// Who made it.
    pub owner: PrincipalId,
    /// What its owner calls it.
    pub name: String,
    /// What it is good for.
    pub scopes: Scopes,
    /// When it was made.
    pub created_at: Timestamp,
    /// From then on it is good for nothing.
    pub expires_at: Timestamp,
    /// When it was used last, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// Since when it is good for nothing, if somebody said so.
    pub revoked_at: Option<Timestamp>,
}

impl ApiKey {
    /// Whether it is good for anything at this time.
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// Which keys to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyFilter {
    /// Only those of this owner.
    pub owner: Option<PrincipalId>,
    /// Only keys whose ids sort before this one.
    pub before: Option<ApiKeyId>,
    /// At most so many.
    pub limit: u32,
}

/// Why a key was not kept.
#[derive(Debug, thiserror::Error)]
pub enum CreateKeyError {
    /// The owner has as many good ones as one may have.
    #[error("the owner has too many keys")]
    Full,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps API keys. What one process writes, every other sees with its next call: nothing is cached.
#[async_trait]
pub trait ApiKeyStore: Send + Sync {
    /// Keeps a key, unless its owner has `max` good ones already. Keys that are good for nothing any more do not count;
    /// the newest [`ENDED_KEYS_KEPT`] of them are kept to be looked at, older ones are forgotten by this call.
    async fn create(&self, key: NewApiKey, max: u32) -> Result<ApiKey, CreateKeyError>;

    /// Keys, newest first, good or not.
    async fn list(&self, filter: ApiKeyFilter) -> Result<Vec<ApiKey>, StoreError>;

    /// The key with this hash, good or not; none when there is no such key.
    async fn find(&self, hash: &KeyHash) -> Result<Option<ApiKey>, StoreError>;

    /// Makes a key good for nothing, of any owner or only of this one. False when there is no such key; true also when it
    /// was revoked before, and then the first time stands.
    async fn revoke(&self, id: ApiKeyId, owner: Option<&PrincipalId>) -> Result<bool, StoreError>;

    /// Notes that a key is used. A key that is not there any more is no error.
    async fn touch(&self, id: ApiKeyId) -> Result<(), StoreError>;
}

/// How many of an owner's keys that are good for nothing any more are kept to be looked at.
pub const ENDED_KEYS_KEPT: u32 = 50;
