//! An analyzer in another process.

use std::time::Duration;

use async_trait::async_trait;
use complexity::{AnalysisRequest, AnalyzerError, AnalyzerStatus, ComplexityAnalyzer, Progress, Report};
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use tokio::time::{Instant, timeout, timeout_at};
use tonic::codegen::http::Uri;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Status, Streaming};

use super::proto::analyzer_client::AnalyzerClient;
use super::proto::{
    AnalyzeComplexityRequest, AnalyzeComplexityStreamRequest, AnalyzeComplexityStreamResponse, StatusRequest,
};
use super::{MESSAGE_BYTES_MAX, words};

/// How long a connection may take to come about.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// How long an answer may take, the connection included.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);
/// The same for the short question who answers.
const STATUS_WITHIN: Duration = Duration::from_secs(3);
/// How often a connection is asked whether it still is one, and how long it may take to answer.
const KEEP_ALIVE: Duration = Duration::from_secs(30);
const KEEP_ALIVE_WITHIN: Duration = Duration::from_secs(5);

/// An address that cannot be one of an analyzer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an address such as `http://analyzer:50051`")]
pub struct BadAddress;

/// Asks an analyzer over gRPC. Connects when it is first needed, and again after that broke.
#[derive(Clone)]
pub struct GrpcAnalyzer {
    client: AnalyzerClient<Channel>,
}

impl GrpcAnalyzer {
    /// At an address: scheme `http`, host and port. Must be called within a runtime.
    pub fn at(address: &str) -> Result<Self, BadAddress> {
        let uri: Uri = address.parse().map_err(|_| BadAddress)?;
        let is_plain = uri.scheme_str() == Some("http") && uri.host().is_some() && uri.port().is_some();
        if !is_plain || !matches!(uri.path_and_query().map(|path| path.as_str()), None | Some("/")) {
            return Err(BadAddress);
        }
        let endpoint = Endpoint::from(uri)
            .connect_timeout(CONNECT_WITHIN)
            .tcp_nodelay(true)
            .http2_keep_alive_interval(KEEP_ALIVE)
            .keep_alive_timeout(KEEP_ALIVE_WITHIN);
        let client = AnalyzerClient::new(endpoint.connect_lazy())
            .max_decoding_message_size(MESSAGE_BYTES_MAX)
            .max_encoding_message_size(MESSAGE_BYTES_MAX);
        Ok(Self { client })
    }
}

#[async_trait]
impl ComplexityAnalyzer for GrpcAnalyzer {
    async fn status(&self) -> Result<AnalyzerStatus, AnalyzerError> {
        let mut client = self.client.clone();
        let answer = within(STATUS_WITHIN, client.status(timed(StatusRequest {}, STATUS_WITHIN))).await;
        answer.map(|status| status.into_inner().into()).map_err(|status| error(status, ""))
    }

    async fn analyze(&self, request: AnalysisRequest) -> Result<Report, AnalyzerError> {
        let language = request.language.clone();
        let message = AnalyzeComplexityRequest { program: Some(words::program(request)) };
        let mut client = self.client.clone();
        let answer = within(ANSWER_WITHIN, client.analyze_complexity(timed(message, ANSWER_WITHIN))).await;
        match answer.map(|answer| answer.into_inner().report) {
            Ok(Some(report)) => Ok(report.into()),
            Ok(None) => Err(broken()),
            Err(status) => Err(error(status, &language)),
        }
    }

    async fn stream(
        &self,
        request: AnalysisRequest,
    ) -> Result<BoxStream<'static, Result<Progress, AnalyzerError>>, AnalyzerError> {
        let (language, deadline) = (request.language.clone(), Instant::now() + ANSWER_WITHIN);
        let message = AnalyzeComplexityStreamRequest { program: Some(words::program(request)) };
        let mut client = self.client.clone();
        let answer = within(ANSWER_WITHIN, client.analyze_complexity_stream(timed(message, ANSWER_WITHIN))).await;
        let pieces = answer.map_err(|status| error(status, &language))?.into_inner();
        Ok(stream::unfold(Some(pieces), move |pieces| next(pieces, deadline)).boxed())
    }
}

type Pieces = Streaming<AnalyzeComplexityStreamResponse>;

/// The next piece. An end before the last piece is an error, and there is nothing after one.
async fn next(pieces: Option<Pieces>, deadline: Instant) -> Option<(Result<Progress, AnalyzerError>, Option<Pieces>)> {
    let mut pieces = pieces?;
    loop {
        let piece = match timeout_at(deadline, pieces.message()).await {
            Ok(Ok(Some(piece))) => piece,
            Ok(Ok(None)) => return Some((Err(broken()), None)),
            Ok(Err(status)) => return Some((Err(error(status, "")), None)),
            Err(elapsed) => return Some((Err(AnalyzerError::Unavailable(elapsed.into())), None)),
        };
        match words::progress(piece) {
            Some(done @ Progress::Done(_)) => return Some((Ok(done), None)),
            Some(progress) => return Some((Ok(progress), Some(pieces))),
            // Of a newer analyzer.
            None => {}
        }
    }
}

fn timed<T>(message: T, within: Duration) -> Request<T> {
    let mut request = Request::new(message);
    request.set_timeout(within);
    request
}

async fn within<T>(time: Duration, call: impl Future<Output = Result<T, Status>>) -> Result<T, Status> {
    timeout(time, call).await.unwrap_or_else(|_| Err(Status::deadline_exceeded("the analyzer does not answer")))
}

fn error(status: Status, language: &str) -> AnalyzerError {
    match status.code() {
        Code::ResourceExhausted => AnalyzerError::Busy,
        Code::InvalidArgument if !language.is_empty() => AnalyzerError::Language(language.to_owned()),
        _ => AnalyzerError::Unavailable(status.into()),
    }
}

fn broken() -> AnalyzerError {
    AnalyzerError::Unavailable("the analyzer's answer broke off".into())
}
