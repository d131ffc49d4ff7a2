//! A caller's write, with its answer kept until the commit.

use std::sync::Arc;

use domain::StoreError;
use tokio::sync::oneshot;

use super::{Durability, Tx};

/// A write of any type, as the thread sees it.
pub(super) trait Work: Send {
    /// What its commit must survive.
    fn durability(&self) -> Durability;

    /// Does it; `false` when it failed and must be taken back.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;

    /// Tells the caller, after the commit or its failure.
    fn answer(self: Box<Self>, commit: Result<(), CommitError>);
}

/// The transaction that several writes shared did not commit.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the commit failed")]
pub(super) struct CommitError(#[source] pub(super) Arc<rusqlite::Error>);

pub(super) struct Request<F, T, E> {
    durability: Durability,
    work: Option<F>,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Request<F, T, E> {
    pub(super) fn new(durability: Durability, work: F, reply: oneshot::Sender<Result<T, E>>) -> Self {
        Self { durability, work: Some(work), result: None, reply }
    }
}

impl<F, T, E> Work for Request<F, T, E>
where
    T: Send,
    E: From<StoreError> + Send,
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn durability(&self) -> Durability {
        self.durability
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        self.result = self.work.take().map(|work| work(tx));
        matches!(self.result, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, commit: Result<(), CommitError>) {
        let answer = match (self.result, commit) {
            // It failed on its own account, which says more than the commit's fate.
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (_, Err(error)) => Err(StoreError::unavailable(error).into()),
            (None, Ok(())) => unreachable!("a batch commits only after it ran every request"),
        };
        // The caller may have stopped waiting.
        let _ = self.reply.send(answer);
    }
}
