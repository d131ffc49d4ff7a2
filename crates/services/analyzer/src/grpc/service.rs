//! Answers calls.

use std::sync::Arc;
use std::time::Duration;

use complexity::{AnalysisRequest, AnalyzerError, ComplexityAnalyzer, Progress};
use futures_util::stream::{BoxStream, StreamExt as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use tokio_util::task::AbortOnDropHandle;
use tonic::{Request, Response, Status};

use super::proto::analyzer_server::Analyzer;
use super::proto::{
    AnalyzeComplexityRequest, AnalyzeComplexityResponse, AnalyzeComplexityStreamRequest,
    AnalyzeComplexityStreamResponse, Program, StatusRequest, StatusResponse,
};
use super::{GrpcBounds, deadline, words};

type Answers = BoxStream<'static, Result<AnalyzeComplexityStreamResponse, Status>>;

/// The analyzer's door.
pub(super) struct GrpcService {
    analyzer: Arc<dyn ComplexityAnalyzer>,
    within: Duration,
    places: Arc<Semaphore>,
}

impl GrpcService {
    pub(super) fn new(analyzer: Arc<dyn ComplexityAnalyzer>, bounds: GrpcBounds) -> Self {
        Self { analyzer, within: bounds.call_within, places: Arc::new(Semaphore::new(bounds.calls_max)) }
    }

    fn place(&self) -> Result<OwnedSemaphorePermit, Status> {
        self.places.clone().try_acquire_owned().map_err(|_| status(AnalyzerError::Busy))
    }

    fn deadline<T>(&self, request: &Request<T>) -> Instant {
        Instant::now() + deadline::of(request.metadata(), self.within)
    }
}

#[tonic::async_trait]
impl Analyzer for GrpcService {
    type AnalyzeComplexityStreamStream = Answers;

    async fn analyze_complexity(
        &self,
        request: Request<AnalyzeComplexityRequest>,
    ) -> Result<Response<AnalyzeComplexityResponse>, Status> {
        let (deadline, _place) = (self.deadline(&request), self.place()?);
        let (analyzer, program) = (self.analyzer.clone(), program(request.into_inner().program)?);
        let answer = alone(deadline, async move { analyzer.analyze(program).await }).await?;
        Ok(Response::new(AnalyzeComplexityResponse { report: Some(answer.into()) }))
    }

    async fn analyze_complexity_stream(
        &self,
        request: Request<AnalyzeComplexityStreamRequest>,
    ) -> Result<Response<Answers>, Status> {
        let (deadline, place) = (self.deadline(&request), self.place()?);
        let (analyzer, program) = (self.analyzer.clone(), program(request.into_inner().program)?);
        let pieces = alone(deadline, async move { analyzer.stream(program).await }).await?;
        Ok(Response::new(until(deadline, pieces, place)))
    }

    async fn status(&self, request: Request<StatusRequest>) -> Result<Response<StatusResponse>, Status> {
        let (deadline, analyzer) = (self.deadline(&request), self.analyzer.clone());
        let status = alone(deadline, async move { analyzer.status().await }).await?;
        Ok(Response::new(status.into()))
    }
}

fn program(program: Option<Program>) -> Result<AnalysisRequest, Status> {
    program.map(words::request).ok_or_else(|| Status::invalid_argument("there is no program"))
}

/// Runs a call in a task of its own, so that a panic is its own failure, and not beyond its deadline or its caller.
async fn alone<T: Send + 'static>(
    deadline: Instant,
    call: impl Future<Output = Result<T, AnalyzerError>> + Send + 'static,
) -> Result<T, Status> {
    let task = AbortOnDropHandle::new(tokio::spawn(call));
    match timeout_at(deadline, task).await {
        Ok(Ok(answer)) => answer.map_err(status),
        Ok(Err(panic)) => {
            tracing::error!(error = %panic, "a call of the analyzer panicked");
            Err(Status::internal("the analyzer broke"))
        }
        Err(_) => Err(late()),
    }
}

/// The pieces of an answer until the deadline.
fn until(
    deadline: Instant,
    pieces: BoxStream<'static, Result<Progress, AnalyzerError>>,
    place: OwnedSemaphorePermit,
) -> Answers {
    let state = Some((pieces, place));
    futures_util::stream::unfold(state, move |state| async move {
        let (mut pieces, place) = state?;
        match timeout_at(deadline, pieces.next()).await {
            Ok(Some(Ok(piece))) => Some((Ok(piece.into()), Some((pieces, place)))),
            Ok(Some(Err(error))) => Some((Err(status(error)), None)),
            Ok(None) => None,
            Err(_) => Some((Err(late()), None)),
        }
    })
    .boxed()
}

fn late() -> Status {
    Status::deadline_exceeded("the answer was not ready in time")
}

/// What a caller is told; the cause stays here.
fn status(error: AnalyzerError) -> Status {
    match error {
        AnalyzerError::Busy => Status::resource_exhausted(error.to_string()),
        AnalyzerError::Language(_) => Status::invalid_argument(error.to_string()),
        AnalyzerError::Unavailable(cause) => {
            tracing::warn!(error = &*cause as &dyn std::error::Error, "a call of the analyzer failed");
            Status::unavailable("the analyzer cannot be used right now")
        }
    }
}
