//! When keys are fetched: with the first token, for a name that is not known (at most once a minute, whoever asks and
//! however often), and in the background when they are hours old. What was fetched once is kept while fetching fails.

use std::{
    error::Error,
    fmt::Write as _,
    sync::{Arc, PoisonError, RwLock},
};

use domain::{Clock, TokenError};
use jsonwebtoken::DecodingKey;
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::jwks::{JwksError, JwksSource, KeySet};

/// Between two fetches while there are keys: a stream of tokens with made-up key names costs one request a minute. A pool
/// that rotates is noticed as fast.
const BETWEEN_FETCHES_SECONDS: i64 = 60;

/// The same while there are none and nobody can be let in.
const WITHOUT_KEYS_SECONDS: i64 = 5;

/// After this a key that the pool no longer publishes is forgotten.
const STALE_SECONDS: i64 = 6 * 3_600;

/// A user pool's keys; clones share them.
#[derive(Clone)]
pub(super) struct Keys(Arc<Shared>);

struct Shared {
    source: JwksSource,
    clock: Arc<dyn Clock>,
    known: RwLock<Known>,
    /// Held while fetching, so that there is one request at a time and the others wait for its answer.
    turn: Arc<Mutex<()>>,
}

#[derive(Default)]
struct Known {
    keys: KeySet,
    /// In seconds, as all times here.
    fetched_at: Option<i64>,
    tried_at: Option<i64>,
    /// Whether the last try failed.
    is_failing: bool,
}

impl Keys {
    pub(super) fn new(source: JwksSource, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Shared { source, clock, known: RwLock::default(), turn: Arc::default() }))
    }

    /// The key of this name; none when the pool has no such key.
    pub(super) async fn find(&self, name: &str) -> Result<Option<Arc<DecodingKey>>, TokenError> {
        let known = self.known(|known| known.keys.get(name).cloned());
        if known.is_some() {
            self.refresh_if_stale();
            return Ok(known);
        }
        let turn = Arc::clone(&self.0.turn).lock_owned().await;
        // Another request may have fetched while this one waited.
        if self.known(|known| !known.keys.contains_key(name) && known.may_fetch(self.now())) {
            self.fetch(turn).await;
        }
        self.known(|known| known.answer(name))
    }

    /// Fetches when there are no keys yet.
    pub(super) async fn fetch_if_none(&self) {
        let turn = Arc::clone(&self.0.turn).lock_owned().await;
        if self.known(|known| known.keys.is_empty() && known.may_fetch(self.now())) {
            self.fetch(turn).await;
        }
    }

    /// Nobody waits for this: the old keys are good meanwhile.
    fn refresh_if_stale(&self) {
        if !self.known(|known| known.is_stale(self.now()) && known.may_fetch(self.now())) {
            return;
        }
        if let Ok(turn) = Arc::clone(&self.0.turn).try_lock_owned() {
            let keys = self.clone();
            tokio::spawn(async move { keys.fetch(turn).await });
        }
    }

    /// Fetches on a task of its own: a caller that goes away must not leave the others without keys.
    async fn fetch(&self, turn: OwnedMutexGuard<()>) {
        let shared = Arc::clone(&self.0);
        let fetching = tokio::spawn(async move {
            shared.fetch().await;
            drop(turn);
        });
        // It neither panics nor is aborted; if the runtime ends, so does this.
        let _ = fetching.await;
    }

    fn now(&self) -> i64 {
        self.0.clock.now().as_second()
    }

    fn known<T>(&self, look: impl FnOnce(&Known) -> T) -> T {
        look(&self.0.known.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Shared {
    async fn fetch(&self) {
        let fetched = self.source.fetch().await;
        let now = self.clock.now().as_second();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.tried_at = Some(now);
        known.is_failing = fetched.is_err();
        match fetched {
            Ok(keys) => {
                tracing::info!(keys.count = keys.len(), "fetched the user pool's keys");
                known.keys = keys;
                known.fetched_at = Some(now);
            }
            Err(error) => {
                let kept = known.keys.len();
                tracing::warn!(error = chain(&error), keys.kept = kept, "the user pool's keys cannot be fetched");
            }
        }
    }
}

impl Known {
    fn may_fetch(&self, now: i64) -> bool {
        let pause = if self.keys.is_empty() { WITHOUT_KEYS_SECONDS } else { BETWEEN_FETCHES_SECONDS };
        self.tried_at.is_none_or(|tried_at| has_passed(pause, tried_at, now))
    }

    fn is_stale(&self, now: i64) -> bool {
        self.fetched_at.is_none_or(|fetched_at| has_passed(STALE_SECONDS, fetched_at, now))
    }

    /// A name is only known to be wrong if the last look at the pool succeeded.
    fn answer(&self, name: &str) -> Result<Option<Arc<DecodingKey>>, TokenError> {
        match self.keys.get(name) {
            Some(key) => Ok(Some(Arc::clone(key))),
            None if self.keys.is_empty() || self.is_failing => Err(TokenError::Unavailable),
            None => Ok(None),
        }
    }
}

/// A clock that was set back counts as time that has passed: it must not stop fetching.
fn has_passed(seconds: i64, since: i64, now: i64) -> bool {
    !(since..since + seconds).contains(&now)
}

fn chain(error: &JwksError) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        // Writing to a string cannot fail.
        let _ = write!(text, ": {cause}");
        next = cause.source();
    }
    text
}
