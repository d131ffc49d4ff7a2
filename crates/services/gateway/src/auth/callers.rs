//! Everyone who can call: people, keys of the file and keys of the store, told apart by what they send.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{Principal, TokenError, TokenVerifier};

use super::{ApiKeys, StoredKeys, key_text};

/// Asks whoever knows this kind of token.
pub struct Callers {
    people: Option<Arc<dyn TokenVerifier>>,
    file: Option<ApiKeys>,
    stored: StoredKeys,
}

impl Callers {
    /// People come with what `people` takes, machines with a key of the file or of the store.
    pub fn new(people: Option<Arc<dyn TokenVerifier>>, file: Option<ApiKeys>, stored: StoredKeys) -> Self {
        Self { people, file, stored }
    }
}

#[async_trait]
impl TokenVerifier for Callers {
    async fn verify(&self, bearer: Option<&str>) -> Result<Principal, TokenError> {
        // The file's keys may look like anything, and looking there costs nothing.
        if let (Some(file), Some(key)) = (&self.file, bearer)
            && let Ok(principal) = file.verify(Some(key)).await
        {
            return Ok(principal);
        }
        match (&self.people, bearer) {
            (_, Some(key)) if key.starts_with(key_text::PREFIX) => self.stored.verify(bearer).await,
            (Some(people), _) => people.verify(bearer).await,
            (None, None | Some("")) => Err(TokenError::Missing),
            (None, Some(_)) => Err(TokenError::Invalid),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::testing::{ManualClock, MemoryApiKeys};

    use super::*;
    use crate::LocalDeveloper;

    fn callers(people: Option<Arc<dyn TokenVerifier>>) -> Callers {
        let clock = Arc::new(ManualClock::default());
        let store = Arc::new(MemoryApiKeys::new(clock.clone()));
        Callers::new(people, None, StoredKeys::new(store, clock))
    }

    #[tokio::test]
    async fn what_looks_like_a_key_is_one_or_nothing() {
        let local = callers(Some(Arc::new(LocalDeveloper)));
        assert_eq!(local.verify(None).await.unwrap(), Principal::local_developer());
        let unknown = key_text::new();
        for key in [unknown.reveal(), "cr_", "cr_0"] {
            assert_eq!(local.verify(Some(key)).await, Err(TokenError::Invalid), "{key}");
        }
    }

    #[tokio::test]
    async fn without_people_only_keys_count() {
        let machines = callers(None);
        for nothing in [None, Some("")] {
            assert_eq!(machines.verify(nothing).await, Err(TokenError::Missing));
        }
        assert_eq!(machines.verify(Some("a.b.c")).await, Err(TokenError::Invalid));
    }
}
