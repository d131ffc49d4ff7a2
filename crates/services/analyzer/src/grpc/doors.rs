//! Which service a call is for, by the path. The library's own router would be a web framework.

use std::convert::Infallible;
use std::task::{Context, Poll};

use tonic::Status;
use tonic::body::Body;
use tonic::codegen::http::{Request, Response};
use tonic::codegen::{BoxFuture, Service};
use tonic::server::NamedService;
use tower::ServiceExt as _;
use tower::util::BoxCloneSyncService;

type Door = BoxCloneSyncService<Request<Body>, Response<Body>, Infallible>;

/// Services by name.
#[derive(Clone, Default)]
pub(super) struct Doors(Vec<(&'static str, Door)>);

impl Doors {
    /// One more.
    pub(super) fn with<S>(mut self, service: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>
            + NamedService
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send + 'static,
    {
        self.0.push((S::NAME, BoxCloneSyncService::new(service)));
        self
    }
}

impl Service<Request<Body>> for Doors {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let name = request.uri().path().trim_start_matches('/').split('/').next().unwrap_or_default();
        let door = self.0.iter().find(|(own, _)| *own == name).map(|(_, door)| door.clone());
        Box::pin(async move {
            match door {
                Some(door) => door.oneshot(request).await,
                None => Ok(Status::unimplemented("there is no such service").into_http()),
            }
        })
    }
}
