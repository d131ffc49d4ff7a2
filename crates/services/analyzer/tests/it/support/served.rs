//! An analyzer behind gRPC.

use std::net::SocketAddr;
use std::sync::Arc;

use code_remote_analyzer::{GrpcAnalyzer, GrpcBounds, ServerTls, serve};
use complexity::ComplexityAnalyzer;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Serves until it is dropped.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    stop: CancellationToken,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Served {
    pub(crate) async fn new(analyzer: impl ComplexityAnalyzer + 'static, bounds: GrpcBounds) -> Self {
        Self::secured(analyzer, bounds, None).await
    }

    pub(crate) async fn secured(
        analyzer: impl ComplexityAnalyzer + 'static,
        bounds: GrpcBounds,
        tls: Option<ServerTls>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port can be opened");
        let address = listener.local_addr().expect("it has an address");
        let stop = CancellationToken::new();
        let serving = tokio::spawn(serve(listener, Arc::new(analyzer), bounds, tls, stop.clone()));
        Self { address, stop, serving }
    }

    /// A client of its.
    pub(crate) fn client(&self) -> GrpcAnalyzer {
        GrpcAnalyzer::at(&format!("http://{}", self.address)).expect("it is an address")
    }

    /// Asks it to stop.
    pub(crate) fn stop(&self) {
        self.stop.cancel();
    }

    /// Waits until it has stopped.
    pub(crate) async fn stopped(mut self) {
        self.stop();
        (&mut self.serving).await.expect("it does not panic").expect("it served");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.cancel();
        self.serving.abort();
    }
}
