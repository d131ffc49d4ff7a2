//! Listens.

use std::io;

use axum::{Router, serve::ListenerExt as _};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Serves until `stopping` is cancelled, and then until every answer that was begun is sent.
pub async fn serve(listener: TcpListener, router: Router, stopping: CancellationToken) -> io::Result<()> {
    let listener = listener.tap_io(|stream| {
        // Small answers and events must not wait for one another.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(error = %error, "failed to set TCP_NODELAY");
        }
    });
    axum::serve(listener, router).with_graceful_shutdown(stopping.cancelled_owned()).await
}
