//! Answers that are known from earlier requests, in this process.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

use complexity::{AnalysisRequest, Report};
use domain::LanguageModel;
use lru::LruCache;
use sha2::{Digest as _, Sha256};

use crate::PROMPT_VERSION;

/// Names a question: everything that an answer depends on, and not who asks.
pub(crate) type Key = [u8; 32];

/// An answer and what was said on the way to it.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) evidence: Report,
    pub(crate) answer: Report,
}

/// The answers of late; none when there is no room at all.
pub(crate) struct Memory {
    known: Option<Mutex<LruCache<Key, Known>>>,
}

impl Memory {
    pub(crate) fn new(max: usize) -> Self {
        Self { known: NonZeroUsize::new(max).map(|max| Mutex::new(LruCache::new(max))) }
    }

    pub(crate) fn key(request: &AnalysisRequest, model: Option<&dyn LanguageModel>) -> Key {
        let AnalysisRequest { caller: _, language, source, measure, inputs, request_id: _, trace: _ } = request;
        let mut hash = Sha256::new();
        // Each part with its length, so that no two questions spell the same.
        let mut part = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        part(language.as_bytes());
        part(source.as_bytes());
        part(&[u8::from(*measure)]);
        for name in [model.map(LanguageModel::provider), model.map(LanguageModel::model)] {
            part(name.unwrap_or_default().as_bytes());
        }
        part(PROMPT_VERSION.as_bytes());
        for input in inputs {
            part(&input.size.to_be_bytes());
            part(input.stdin.as_bytes());
        }
        hash.finalize().into()
    }

    /// The answer, marked as remembered.
    pub(crate) fn recall(&self, key: &Key) -> Option<Known> {
        let mut known = lock(self.known.as_ref()?).get(key).cloned()?;
        known.evidence.cached = true;
        known.answer.cached = true;
        Some(known)
    }

    pub(crate) fn keep(&self, key: Key, known: Known) {
        if let Some(all) = &self.known {
            lock(all).put(key, known);
        }
    }
}

fn lock(known: &Mutex<LruCache<Key, Known>>) -> MutexGuard<'_, LruCache<Key, Known>> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}
