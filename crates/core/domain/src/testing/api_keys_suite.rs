//! What every store of API keys must do. Keys are written through one handle and looked at through another, as two
//! gateways do.

#![expect(missing_docs, reason = "the name of a case is its sentence")]

mod bounds;
mod life;

use std::{any::Any, fmt, sync::Arc, time::Duration};

use super::{ManualClock, owner, suite::suite};
use crate::{ApiKey, ApiKeyFilter, ApiKeyStore, IdSource as _, KeyHash, NewApiKey, RandomIds, Scope, Scopes};

suite!($ api_keys_suite in api_keys_suite {
    life:
        a_key_reads_back_as_given,
        a_key_is_found_by_its_hash_alone,
        revoking_is_seen_everywhere_at_once,
        only_the_owner_revokes_unless_nobody_is_named,
        the_first_revocation_stands,
        a_key_expires_by_the_stores_clock,
        use_is_noted_to_the_minute,
        a_list_is_newest_first_and_of_its_owner,
        awkward_names_read_back;
    bounds:
        an_owner_has_so_many_good_keys,
        keys_that_ended_make_room,
        bounds_hold_under_concurrency,
        the_newest_ended_keys_are_kept;
});

/// An empty store of keys.
pub struct ApiKeysFixture {
    /// Where keys are written.
    pub keys: Arc<dyn ApiKeyStore>,
    /// The same store from elsewhere.
    pub elsewhere: Arc<dyn ApiKeyStore>,
    /// The store's clock.
    pub clock: Arc<ManualClock>,
    _keep: Box<dyn Any + Send + Sync>,
}

impl fmt::Debug for ApiKeysFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKeysFixture").field("clock", &self.clock).finish_non_exhaustive()
    }
}

impl ApiKeysFixture {
    /// Wraps two handles of one store that tells time by `clock`. What it needs to live is kept in `keep`.
    pub fn new(
        keys: Arc<dyn ApiKeyStore>,
        elsewhere: Arc<dyn ApiKeyStore>,
        clock: Arc<ManualClock>,
        keep: impl Any + Send + Sync,
    ) -> Self {
        Self { keys, elsewhere, clock, _keep: Box::new(keep) }
    }

    /// Keeps a key.
    pub async fn made(&self, new: NewApiKey) -> ApiKey {
        self.keys.create(new, ROOM).await.expect("there is room")
    }

    /// A key that is there, as it is seen elsewhere.
    pub async fn seen(&self, hash: &KeyHash) -> ApiKey {
        self.elsewhere.find(hash).await.expect("finds").expect("the key is there")
    }

    /// All keys of an owner, as they are seen elsewhere.
    pub async fn of(&self, name: &str) -> Vec<ApiKey> {
        let filter = ApiKeyFilter { owner: Some(owner(name)), before: None, limit: 200 };
        self.elsewhere.list(filter).await.expect("lists")
    }
}

/// A bound that no case reaches by accident.
const ROOM: u32 = 1_000;

/// How long cases' keys are good.
const LIFETIME: Duration = Duration::from_hours(24);

/// A key with a new id and this hash.
fn new_key(of: &str, hash: KeyHash) -> NewApiKey {
    NewApiKey {
        id: RandomIds.api_key_id(),
        owner: owner(of),
        name: "nightly".into(),
        scopes: Scopes::from_iter([Scope::JobsRead, Scope::Analyze]),
        hash,
        lifetime: LIFETIME,
    }
}

/// A hash that differs for each number.
fn hash(number: u8) -> KeyHash {
    let mut hash = [0xff; 32];
    hash[31] = number;
    hash
}
