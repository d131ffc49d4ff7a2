//! Listening on one or more addresses with one router.

use std::net::SocketAddr;

use anyhow::Context as _;
use gateway::Router;
use tokio::{net::TcpListener, task::JoinSet};
use tokio_util::sync::CancellationToken;

/// Ports that are open and not served yet.
pub(super) struct Listeners(Vec<TcpListener>);

impl Listeners {
    /// Opens all of them, or none; `setting` is what to change where that fails.
    pub(super) async fn bind(addresses: &[SocketAddr], setting: &str) -> anyhow::Result<Self> {
        let mut listeners = Vec::new();
        for address in addresses {
            let listener = TcpListener::bind(address)
                .await
                .with_context(|| format!("{address} cannot be listened on: choose another with {setting}"))?;
            listeners.push(listener);
        }
        Ok(Self(listeners))
    }

    /// Where they are, with the ports that the system chose.
    pub(super) fn addresses(&self) -> anyhow::Result<Vec<SocketAddr>> {
        self.0.iter().map(|listener| listener.local_addr().context("a port has no address")).collect()
    }

    /// Serves until `stop`.
    pub(super) fn serve(self, router: &Router, stop: &CancellationToken) -> Serving {
        let mut tasks = JoinSet::new();
        for listener in self.0 {
            tasks.spawn(gateway::serve(listener, router.clone(), stop.clone()));
        }
        Serving(tasks)
    }
}

/// Ports that are being served.
pub(super) struct Serving(JoinSet<std::io::Result<()>>);

impl Serving {
    /// Waits until the last answer is out, after a stop.
    pub(super) async fn ended(mut self) -> anyhow::Result<()> {
        while let Some(ended) = self.0.join_next().await {
            ended.context("the HTTP server panicked")??;
        }
        Ok(())
    }
}
