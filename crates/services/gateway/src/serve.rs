//! Listens. Connections are bounded in number and in the time that their headers may take, so that clients who say
//! nothing cannot use up the process's file descriptors, which sandboxes need too; and in the time that an answer may stay
//! unread.

use std::{io, sync::Arc, time::Duration};

use axum::Router;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::sleep,
};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tower_http::add_extension::AddExtension;

use crate::client::Peer;

/// Connections at once: every place that waits or follows by default (4,096 + 2,048), and a third more for short requests.
const CONNECTIONS_MAX: usize = 8_192;

/// How long a request's headers may take, counted from the end of the request before.
const HEADERS_TIMEOUT: Duration = Duration::from_mins(1);

/// How long a client may leave an answer unread; what is not read is kept in memory.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// How long to rest when the machine has no more descriptors or memory for a connection.
const ACCEPT_REST: Duration = Duration::from_millis(200);

/// Serves until `stopping` is cancelled, and then until every answer that was begun is sent. An error means that the
/// listener itself is broken.
pub async fn serve(listener: TcpListener, router: Router, stopping: CancellationToken) -> io::Result<()> {
    let connections = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted?,
            () = stopping.cancelled() => break,
        };
        if let Some((stream, peer, place)) = accepted {
            connect(stream, place, AddExtension::new(router.clone(), peer), &connections);
        }
    }
    drop(listener);
    connections.shutdown().await;
    Ok(())
}

/// Waits for a place and then for a client; `None` when that client was not lucky.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> io::Result<Option<(TcpStream, Peer, OwnedSemaphorePermit)>> {
    let place = Arc::clone(places).acquire_owned().await.map_err(io::Error::other)?;
    match listener.accept().await {
        Ok((stream, peer)) => Ok(Some((stream, Peer(peer), place))),
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Err(error),
        Err(error) => {
            tracing::warn!(error = %error, "failed to accept a connection");
            sleep(ACCEPT_REST).await;
            Ok(None)
        }
    }
}

fn connect(
    stream: TcpStream,
    place: OwnedSemaphorePermit,
    router: AddExtension<Router, Peer>,
    connections: &GracefulShutdown,
) {
    // Small answers and events must not wait for one another.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(error = %error, "failed to set TCP_NODELAY");
    }
    let mut http = Builder::new(TokioExecutor::new()).http1_only();
    http.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS_TIMEOUT);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIMEOUT));
    let service = TowerToHyperService::new(router);
    let connection = connections.watch(http.serve_connection(TokioIo::new(Box::pin(stream)), service).into_owned());
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(error = %error, "a connection ended early");
        }
        drop(place);
    });
}
