//! An analyzer in another process.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use complexity::{AnalysisRequest, AnalyzerError, AnalyzerStatus, ComplexityAnalyzer, Progress, Report};
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use tokio::time::{Instant, timeout, timeout_at};
use tonic::codegen::http::Uri;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::Channel;
use tonic::{Code, ConnectError, Request, Response, Status, Streaming};

use super::places::Places;
use super::proto::analyzer_client::AnalyzerClient;
use super::proto::{
    AnalyzeComplexityRequest, AnalyzeComplexityStreamRequest, AnalyzeComplexityStreamResponse, StatusRequest,
};
use super::{ClientTls, MESSAGE_BYTES_MAX, words};

/// How long an answer may take, the connection included.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);
/// The same for the short question who answers.
const STATUS_WITHIN: Duration = Duration::from_secs(3);
/// Analyzers that are tried where one cannot be reached.
const TRIED_MAX: usize = 3;

/// An address that cannot be one of an analyzer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an address such as `https://analyzer:50051`")]
pub struct BadAddress;

/// Asks analyzers over gRPC: all that a name's addresses lead to, in turn. Connects when one is first needed, and again
/// after that broke.
#[derive(Clone)]
pub struct GrpcAnalyzer {
    places: Arc<Places>,
}

impl GrpcAnalyzer {
    /// At an address: scheme `http`, host and port. Everything goes over the network as it is.
    pub fn at(address: &str) -> Result<Self, BadAddress> {
        Self::new(address, "http", None)
    }

    /// At an address with the scheme `https`.
    pub fn over_tls(address: &str, tls: ClientTls) -> Result<Self, BadAddress> {
        Self::new(address, "https", Some(tls))
    }

    fn new(address: &str, scheme: &str, tls: Option<ClientTls>) -> Result<Self, BadAddress> {
        let uri: Uri = address.parse().map_err(|_| BadAddress)?;
        let is_bare = matches!(uri.path_and_query().map(PathAndQuery::as_str), None | Some("/"));
        if uri.scheme_str() != Some(scheme) || !is_bare {
            return Err(BadAddress);
        }
        let places = Places::of(uri, tls).ok_or(BadAddress)?;
        Ok(Self { places: Arc::new(places) })
    }

    /// Asks the one whose turn it is, and the next where that cannot be reached.
    async fn ask<T, F>(&self, call: impl Fn(AnalyzerClient<Channel>) -> F) -> Result<T, Status>
    where
        F: Future<Output = Result<Response<T>, Status>>,
    {
        let mut last = Status::unavailable("the analyzer's name has no address");
        for channel in self.places.in_turn().await.into_iter().take(TRIED_MAX) {
            let client = AnalyzerClient::new(channel)
                .max_decoding_message_size(MESSAGE_BYTES_MAX)
                .max_encoding_message_size(MESSAGE_BYTES_MAX);
            match call(client).await {
                Ok(answer) => return Ok(answer.into_inner()),
                Err(status) if is_unreached(&status) => last = status,
                Err(status) => return Err(status),
            }
        }
        Err(last)
    }
}

/// Whether nobody has heard the question.
fn is_unreached(status: &Status) -> bool {
    let mut cause = std::error::Error::source(status);
    while let Some(error) = cause {
        if error.is::<ConnectError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

#[async_trait]
impl ComplexityAnalyzer for GrpcAnalyzer {
    async fn status(&self) -> Result<AnalyzerStatus, AnalyzerError> {
        let call = |mut client: AnalyzerClient<Channel>| async move {
            client.status(timed(StatusRequest {}, STATUS_WITHIN)).await
        };
        let answer = within(STATUS_WITHIN, self.ask(call)).await;
        answer.map(Into::into).map_err(|status| error(status, ""))
    }

    async fn analyze(&self, request: AnalysisRequest) -> Result<Report, AnalyzerError> {
        let language = request.language.clone();
        let message = AnalyzeComplexityRequest { program: Some(words::program(request)) };
        let call = |mut client: AnalyzerClient<Channel>| {
            let message = message.clone();
            async move { client.analyze_complexity(timed(message, ANSWER_WITHIN)).await }
        };
        match within(ANSWER_WITHIN, self.ask(call)).await.map(|answer| answer.report) {
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
        let call = |mut client: AnalyzerClient<Channel>| {
            let message = message.clone();
            async move { client.analyze_complexity_stream(timed(message, ANSWER_WITHIN)).await }
        };
        let pieces = within(ANSWER_WITHIN, self.ask(call)).await.map_err(|status| error(status, &language))?;
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
