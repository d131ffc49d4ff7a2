//! Answers calls.

use std::sync::Arc;
use std::time::Duration;

use complexity::{AnalysisRequest, AnalyzerError, ComplexityAnalyzer, Progress};
use futures_util::stream::{BoxStream, StreamExt as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
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
    stop: CancellationToken,
}

/// When a call is over, whether it was answered or not.
struct End {
    deadline: Instant,
    stop: CancellationToken,
}

impl GrpcService {
    pub(super) fn new(analyzer: Arc<dyn ComplexityAnalyzer>, bounds: GrpcBounds, stop: CancellationToken) -> Self {
        Self { analyzer, within: bounds.call_within, places: Arc::new(Semaphore::new(bounds.calls_max)), stop }
    }

    fn place(&self) -> Result<OwnedSemaphorePermit, Status> {
        self.places.clone().try_acquire_owned().map_err(|_| status(AnalyzerError::Busy))
    }

    fn end<T>(&self, request: &Request<T>) -> End {
        let deadline = Instant::now() + deadline::of(request.metadata(), self.within);
        End { deadline, stop: self.stop.clone() }
    }
}

impl End {
    /// What comes before the end.
    async fn before<T>(&self, work: impl Future<Output = T>) -> Result<T, Status> {
        tokio::select! {
            () = self.stop.cancelled() => Err(Status::unavailable("the analyzer is stopping")),
            done = timeout_at(self.deadline, work) => {
                done.map_err(|_| Status::deadline_exceeded("the answer was not ready in time"))
            }
        }
    }
}

#[tonic::async_trait]
impl Analyzer for GrpcService {
    type AnalyzeComplexityStreamStream = Answers;

    async fn analyze_complexity(
        &self,
        request: Request<AnalyzeComplexityRequest>,
    ) -> Result<Response<AnalyzeComplexityResponse>, Status> {
        let (end, _place) = (self.end(&request), self.place()?);
        let (analyzer, program) = (self.analyzer.clone(), program(request.into_inner().program)?);
        let answer = alone(&end, async move { analyzer.analyze(program).await }).await?;
        Ok(Response::new(AnalyzeComplexityResponse { report: Some(answer.into()) }))
    }

    async fn analyze_complexity_stream(
        &self,
        request: Request<AnalyzeComplexityStreamRequest>,
    ) -> Result<Response<Answers>, Status> {
        let (end, place) = (self.end(&request), self.place()?);
        let (analyzer, program) = (self.analyzer.clone(), program(request.into_inner().program)?);
        let pieces = alone(&end, async move { analyzer.stream(program).await }).await?;
        Ok(Response::new(until(end, pieces, place)))
    }

    async fn status(&self, request: Request<StatusRequest>) -> Result<Response<StatusResponse>, Status> {
        let (end, analyzer) = (self.end(&request), self.analyzer.clone());
        let status = alone(&end, async move { analyzer.status().await }).await?;
        Ok(Response::new(status.into()))
    }
}

fn program(program: Option<Program>) -> Result<AnalysisRequest, Status> {
    program.map(words::request).ok_or_else(|| Status::invalid_argument("there is no program"))
}

/// Runs a call in a task of its own, so that a panic is its own failure, and not beyond its end or its caller.
async fn alone<T: Send + 'static>(
    end: &End,
    call: impl Future<Output = Result<T, AnalyzerError>> + Send + 'static,
) -> Result<T, Status> {
    let task = AbortOnDropHandle::new(tokio::spawn(call));
    match end.before(task).await? {
        Ok(answer) => answer.map_err(status),
        Err(panic) => {
            tracing::error!(error = %panic, "a call of the analyzer panicked");
            Err(Status::internal("the analyzer broke"))
        }
    }
}

/// The pieces of an answer until the end.
fn until(
    end: End,
    pieces: BoxStream<'static, Result<Progress, AnalyzerError>>,
    place: OwnedSemaphorePermit,
) -> Answers {
    futures_util::stream::unfold(Some((pieces, end, place)), |state| async {
        let (mut pieces, end, place) = state?;
        match end.before(pieces.next()).await {
            Ok(Some(Ok(piece))) => Some((Ok(piece.into()), Some((pieces, end, place)))),
            Ok(Some(Err(error))) => Some((Err(status(error)), None)),
            Ok(None) => None,
            Err(over) => Some((Err(over), None)),
        }
    })
    .boxed()
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
