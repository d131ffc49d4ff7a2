//! The protocol: two calls of the published service.

use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
};

use futures_util::{
    FutureExt as _, StreamExt as _,
    future::BoxFuture,
    stream::{self, BoxStream},
};
use tonic::{
    Response, Status,
    body::Body,
    codegen::{self, http},
    server::{Grpc, NamedService, ServerStreamingService, UnaryService},
};
use tonic_prost::ProstCodec;

use super::{
    Reply, Request,
    reply::Ending,
    server::{Call, Shared},
    wire::Scissors,
};
use crate::api::{GenerateContentRequest, GenerateContentResponse};

const NAME: &str = "google.ai.generativelanguage.v1beta.GenerativeService";
/// More than any client takes.
const ENDLESS_BYTES: usize = 8 << 20;

/// The service, whose server the generated crate does not have.
#[derive(Clone)]
pub(super) struct Service(pub(super) Arc<Shared>);

impl NamedService for Service {
    const NAME: &'static str = NAME;
}

impl codegen::Service<http::Request<Body>> for Service {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let shared = self.0.clone();
        async move { Ok(answer(shared, request).await) }.boxed()
    }
}

async fn answer(shared: Arc<Shared>, request: http::Request<Body>) -> http::Response<Body> {
    let method = request.uri().path().rsplit_once('/').map_or("", |(_, method)| method).to_owned();
    let is_known = request.uri().path() == format!("/{NAME}/{method}");
    let mut grpc = Grpc::new(ProstCodec::<GenerateContentResponse, GenerateContentRequest>::default());
    let played = Play { shared, method: method.clone() };
    let response = match method.as_str() {
        "GenerateContent" if is_known => grpc.unary(played, request).await,
        "StreamGenerateContent" if is_known => grpc.server_streaming(played, request).await,
        _ => Status::unimplemented("there is no such call").into_http(),
    };
    proxied(response)
}

/// Marks an answer that is HTTP's alone.
const PROXIED: &str = "x-proxied";

fn proxied(response: http::Response<Body>) -> http::Response<Body> {
    let status = response.headers().get(PROXIED).and_then(|status| status.to_str().ok()?.parse::<u16>().ok());
    match status {
        Some(status) => {
            let mut response = http::Response::new(Body::empty());
            *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
            response
        }
        None => response,
    }
}

/// Plays a script.
struct Play {
    shared: Arc<Shared>,
    method: String,
}

type Pieces = BoxStream<'static, Result<GenerateContentResponse, Status>>;

impl Play {
    fn begin(&self, request: tonic::Request<GenerateContentRequest>) -> (Reply, Call, Option<Scissors>) {
        let call = Call::open(&self.shared);
        let scissors = request.extensions().get::<Scissors>().cloned();
        let (metadata, _, message) = request.into_parts();
        (self.shared.reply_to(Request::read(&self.method, &metadata, message)), call, scissors)
    }
}

impl UnaryService<GenerateContentRequest> for Play {
    type Response = GenerateContentResponse;
    type Future = BoxFuture<'static, Result<Response<GenerateContentResponse>, Status>>;

    fn call(&mut self, request: tonic::Request<GenerateContentRequest>) -> Self::Future {
        let (reply, call, scissors) = self.begin(request);
        async move {
            let _call = call;
            match reply.end {
                Ending::Well => Ok(Response::new(merged(reply.messages))),
                Ending::Endless => Ok(Response::new(repeated(reply.messages))),
                end => Err(ended(end, scissors).await),
            }
        }
        .boxed()
    }
}

impl ServerStreamingService<GenerateContentRequest> for Play {
    type Response = GenerateContentResponse;
    type ResponseStream = Pieces;
    type Future = BoxFuture<'static, Result<Response<Pieces>, Status>>;

    fn call(&mut self, request: tonic::Request<GenerateContentRequest>) -> Self::Future {
        let (reply, call, scissors) = self.begin(request);
        async move {
            if let (Ending::Http(_) | Ending::Status(_), []) = (&reply.end, reply.messages.as_slice()) {
                return Err(ended(reply.end, scissors).await);
            }
            Ok(Response::new(pieces(reply, call, scissors)))
        }
        .boxed()
    }
}

fn pieces(reply: Reply, call: Call, scissors: Option<Scissors>) -> Pieces {
    let last = reply.messages.last().cloned().unwrap_or_default();
    let end: Pieces = match reply.end {
        Ending::Well => stream::empty().boxed(),
        Ending::Endless => stream::repeat(Ok(last)).boxed(),
        end => stream::once(async move { Err(ended(end, scissors).await) }).boxed(),
    };
    let all = stream::iter(reply.messages.into_iter().map(Ok)).chain(end);
    let held = all.inspect(move |_| {
        let _ = &call;
    });
    held.boxed()
}

/// How a call ends that does not end well, if it ends.
async fn ended(end: Ending, scissors: Option<Scissors>) -> Status {
    match end {
        Ending::Status(status) => *status,
        Ending::Http(status) => {
            let mut answer = Status::unknown("");
            answer.metadata_mut().insert(PROXIED, status.into());
            answer
        }
        Ending::Closed => {
            if let Some(scissors) = scissors {
                scissors.cut();
            }
            std::future::pending().await
        }
        Ending::Never | Ending::Well | Ending::Endless => std::future::pending().await,
    }
}

/// One message that says what all say.
fn merged(messages: Vec<GenerateContentResponse>) -> GenerateContentResponse {
    let mut parts = Vec::new();
    let mut all = GenerateContentResponse::default();
    for message in messages {
        all = message;
        let content = all.candidates.first_mut().and_then(|candidate| candidate.content.as_mut());
        parts.extend(content.map(|content| std::mem::take(&mut content.parts)).unwrap_or_default());
    }
    if let Some(candidate) = all.candidates.first_mut() {
        candidate.content.get_or_insert_default().parts = parts;
    }
    all
}

/// One message that says it again and again.
fn repeated(messages: Vec<GenerateContentResponse>) -> GenerateContentResponse {
    let mut all = merged(messages);
    if let Some(content) = all.candidates.first_mut().and_then(|candidate| candidate.content.as_mut()) {
        let part = content.parts.first().cloned().unwrap_or_default();
        content.parts = vec![part; ENDLESS_BYTES / (4 << 10)];
    }
    all
}
