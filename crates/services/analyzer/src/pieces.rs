//! An answer that is told while it is made.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use complexity::{AnalyzerError, Progress, Report};
use futures_util::Stream;
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

/// Pieces that wait for a slow reader.
const WAITING_MAX: usize = 32;

type Piece = Result<Progress, AnalyzerError>;

/// The ear of who follows an answer, if anybody does.
pub(crate) struct Told {
    listener: Option<mpsc::Sender<Piece>>,
    narrated: AtomicBool,
}

impl Told {
    pub(crate) fn nobody() -> Self {
        Self { listener: None, narrated: AtomicBool::new(false) }
    }

    /// Whether somebody follows.
    pub(crate) fn is_followed(&self) -> bool {
        self.listener.is_some()
    }

    /// Whether a part of the narrative is out.
    pub(crate) fn any_narrative(&self) -> bool {
        self.narrated.load(Ordering::Relaxed)
    }

    pub(crate) async fn evidence(&self, report: &Report) {
        self.tell(Progress::Evidence(Box::new(report.clone()))).await;
    }

    pub(crate) async fn narrative(&self, piece: &str) {
        if !piece.is_empty() {
            self.narrated.store(true, Ordering::Relaxed);
            self.tell(Progress::Narrative(piece.to_owned())).await;
        }
    }

    async fn tell(&self, progress: Progress) {
        if let Some(listener) = &self.listener {
            // Who left ends the whole task.
            let _ = listener.send(Ok(progress)).await;
        }
    }
}

/// The pieces of an answer, whose making ends with them.
pub(crate) struct Pieces {
    receiver: mpsc::Receiver<Piece>,
    _making: AbortOnDropHandle<()>,
    ended: bool,
}

/// The pieces of an answer, made in a task of its own: a panic there is an error here.
pub(crate) fn made_by<F>(make: impl FnOnce(Told) -> F) -> Pieces
where
    F: Future<Output = Result<Report, AnalyzerError>> + Send + 'static,
{
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    let answer = make(Told { listener: Some(sender.clone()), narrated: AtomicBool::new(false) });
    let making = tokio::spawn(async move {
        let last = answer.await.map(|report| Progress::Done(Box::new(report)));
        let _ = sender.send(last).await;
    });
    Pieces { receiver, _making: AbortOnDropHandle::new(making), ended: false }
}

impl Stream for Pieces {
    type Item = Piece;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let piece = ready!(self.receiver.poll_recv(context));
        let piece = piece.unwrap_or_else(|| Err(AnalyzerError::Unavailable("the analysis broke off".into())));
        self.ended = !matches!(piece, Ok(Progress::Evidence(_) | Progress::Narrative(_)));
        Poll::Ready(Some(piece))
    }
}
