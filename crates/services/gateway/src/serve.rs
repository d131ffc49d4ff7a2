//! Listens. Connections are bounded in number and in the time that their headers may take, so that clients who say
//! nothing cannot use up the process's file descriptors, which sandboxes need too; and in the time that an answer may stay
//! unread. A stop loses no request of a client who was connected by then.

use std::{io, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, header},
    middleware::map_response_with_state,
    response::Response,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tower_http::add_extension::AddExtension;

use crate::client::Peer;

/// Connections at once: every place that waits or follows by default (4,096 + 2,048), and a third more for short requests.
const CONNECTIONS_MAX: u32 = 8_192;

/// How long a request's headers may take, counted from the end of the request before.
const HEADERS_TIMEOUT: Duration = Duration::from_mins(1);

/// How long a client may leave an answer unread; what is not read is kept in memory.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// How long a connection without a request is kept after the stop: one may be on its way.
const LINGER: Duration = Duration::from_secs(1);

/// How long to rest when the machine has no more descriptors or memory for a connection.
const ACCEPT_REST: Duration = Duration::from_millis(200);

/// Serves until `stopping` is cancelled, and then until every answer that was begun is sent. An error means that the
/// listener itself is broken.
pub async fn serve(listener: TcpListener, router: Router, stopping: CancellationToken) -> io::Result<()> {
    let connections = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX as usize));
    let router = router.layer(map_response_with_state(stopping.clone(), announce_stop));
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted?,
            () = stopping.cancelled() => break,
        };
        if let Some((stream, peer, place)) = accepted {
            connect(stream, place, AddExtension::new(router.clone(), peer), &connections);
        }
    }
    for (stream, peer, place) in accept_waiting(listener, &places)? {
        connect(stream, place, AddExtension::new(router.clone(), peer), &connections);
    }
    // All places are free when all connections have ended.
    let _ = timeout(LINGER, places.acquire_many(CONNECTIONS_MAX)).await;
    connections.shutdown().await;
    Ok(())
}

/// Tells clients to send their next request elsewhere.
async fn announce_stop(State(stopping): State<CancellationToken>, mut response: Response) -> Response {
    if stopping.is_cancelled() {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Closes the listener, and gives the clients whose connections the system had made and nobody had accepted: it would
/// reset them together with what they have sent.
fn accept_waiting(
    listener: TcpListener,
    places: &Arc<Semaphore>,
) -> io::Result<Vec<(TcpStream, Peer, OwnedSemaphorePermit)>> {
    let listener = listener.into_std()?;
    let mut waiting = Vec::new();
    while let Ok(place) = Arc::clone(places).try_acquire_owned()
        && let Ok((stream, peer)) = listener.accept()
    {
        stream.set_nonblocking(true)?;
        waiting.push((TcpStream::from_std(stream)?, Peer(peer), place));
    }
    Ok(waiting)
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
