//! A language model without a model: it says what its script says.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use futures_util::{
    StreamExt as _, TryStreamExt as _,
    stream::{self, BoxStream},
};

use crate::{LanguageModel, ModelError, Prompt};

/// What the fake says at most in one answer, in bytes.
pub const FAKE_TEXT_MAX: usize = 256 << 10;

/// What the other end of a model does with a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelReply {
    /// Says this in pieces, to the end. Without pieces it says nothing.
    Says(Vec<String>),
    /// Says this, and breaks off.
    Breaks(Vec<String>),
    /// Says this, and then nothing any more without ending.
    Hangs(Vec<String>),
    /// Talks without end.
    Endless,
    /// Does not accept the caller.
    Refuses,
    /// The quota is used up, until then if it is known.
    Quota(Option<Duration>),
    /// Does not speak about this.
    Blocks,
    /// Is not there.
    Away,
}

impl ModelReply {
    /// Says one text to the end.
    pub fn says(text: impl Into<String>) -> Self {
        Self::Says(vec![text.into()])
    }
}

/// The other end of a model, as a conformance suite plays it.
pub trait FarEnd: Send + Sync {
    /// What the next calls get, in this order, after what was said before.
    fn script(&self, replies: Vec<ModelReply>);

    /// What was asked so far, repetitions included.
    fn prompts(&self) -> Vec<Prompt>;

    /// Calls that are being answered now.
    fn open(&self) -> usize;
}

/// Answers by script; when that has ended, it is not there. Clones are one model.
#[derive(Debug, Clone, Default)]
pub struct FakeModel {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    script: Mutex<VecDeque<ModelReply>>,
    prompts: Mutex<Vec<Prompt>>,
    open: AtomicUsize,
}

impl FakeModel {
    /// One that answers like this.
    pub fn new(replies: impl IntoIterator<Item = ModelReply>) -> Self {
        let model = Self::default();
        lock(&model.inner.script).extend(replies);
        model
    }

    fn next(&self, prompt: &Prompt) -> ModelReply {
        lock(&self.inner.prompts).push(prompt.clone());
        lock(&self.inner.script).pop_front().unwrap_or(ModelReply::Away)
    }
}

impl FarEnd for FakeModel {
    fn script(&self, replies: Vec<ModelReply>) {
        lock(&self.inner.script).extend(replies);
    }

    fn prompts(&self) -> Vec<Prompt> {
        lock(&self.inner.prompts).clone()
    }

    fn open(&self) -> usize {
        self.inner.open.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl LanguageModel for FakeModel {
    fn provider(&self) -> &'static str {
        "fake"
    }

    fn model(&self) -> &'static str {
        "fake-1"
    }

    async fn generate(&self, prompt: &Prompt) -> Result<String, ModelError> {
        self.stream(prompt).await?.try_collect().await
    }

    async fn stream(&self, prompt: &Prompt) -> Result<BoxStream<'static, Result<String, ModelError>>, ModelError> {
        let (pieces, end) = match self.next(prompt) {
            ModelReply::Says(pieces) if pieces.concat().is_empty() => return Err(ModelError::Cut),
            ModelReply::Says(pieces) => (pieces, None),
            ModelReply::Breaks(pieces) => (pieces, Some(stream::once(async { Err(ModelError::Cut) }).boxed())),
            ModelReply::Hangs(pieces) => (pieces, Some(stream::pending().boxed())),
            ModelReply::Endless => (endless(), Some(stream::once(async { Err(ModelError::TooLong) }).boxed())),
            ModelReply::Refuses => return Err(ModelError::Refused("the test's key is not accepted".into())),
            ModelReply::Quota(retry_after) => return Err(ModelError::Quota { retry_after }),
            ModelReply::Blocks => return Err(ModelError::Blocked("safety".into())),
            ModelReply::Away => return Err(ModelError::Unavailable("the test took it away".into())),
        };
        let call = Call::open(self);
        let answer = stream::iter(pieces.into_iter().map(Ok)).chain(stream::iter(end).flatten());
        let kept = answer.inspect(move |_| {
            let _ = &call;
        });
        Ok(kept.boxed())
    }
}

/// A call that is being answered.
struct Call(FakeModel);

impl Call {
    fn open(model: &FakeModel) -> Self {
        model.inner.open.fetch_add(1, Ordering::SeqCst);
        Self(model.clone())
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.0.inner.open.fetch_sub(1, Ordering::SeqCst);
    }
}

fn endless() -> Vec<String> {
    const PIECE: usize = 4 << 10;
    vec!["more ".repeat(PIECE / 5); FAKE_TEXT_MAX / PIECE]
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
