//! A network that can be cut and stalled, between roles and a server.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
};

/// How the network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Network {
    /// Everything passes.
    Whole,
    /// Connections are closed and refused.
    Cut,
    /// Connections stand, and nothing passes.
    Stalled,
}

/// Where the server is.
#[derive(Debug, Clone)]
pub(crate) enum Server {
    /// At a port of this machine.
    Port(u16),
    /// At a socket in the file system.
    Socket(PathBuf),
}

/// A port that leads to a server, as long as the network lets it. It lives as long as its runtime.
pub(crate) struct Proxy {
    address: SocketAddr,
    network: watch::Sender<Network>,
}

impl Proxy {
    /// A new one, with a whole network.
    pub(crate) async fn to(server: Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let (network, state) = watch::channel(Network::Whole);
        tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.expect("connections come");
                tokio::spawn(connection(client, server.clone(), state.clone()));
            }
        });
        Self { address, network }
    }

    /// Where clients connect.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes the network, for connections that stand too.
    pub(crate) fn set(&self, network: Network) {
        self.network.send_replace(network);
    }
}

async fn connection(client: TcpStream, server: Server, mut network: watch::Receiver<Network>) {
    if *network.borrow() == Network::Cut {
        return;
    }
    let cut = network.clone();
    let passing = async {
        match server {
            Server::Port(port) => pass(client, TcpStream::connect(("127.0.0.1", port)).await.ok()?, cut).await,
            Server::Socket(path) => pass(client, UnixStream::connect(path).await.ok()?, cut).await,
        }
        Some(())
    };
    tokio::select! {
        _ = passing => {}
        _ = network.wait_for(|network| *network == Network::Cut) => {}
    }
}

async fn pass<S>(client: TcpStream, server: S, network: watch::Receiver<Network>)
where
    S: AsyncRead + AsyncWrite,
{
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = tokio::io::split(server);
    tokio::join!(one_way(from_client, to_server, network.clone()), one_way(from_server, to_client, network));
}

async fn one_way(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut network: watch::Receiver<Network>,
) {
    let mut part = vec![0; 16 << 10];
    while let Ok(count @ 1..) = from.read(&mut part).await {
        if network.wait_for(|network| *network != Network::Stalled).await.is_err() {
            return;
        }
        if to.write_all(&part[..count]).await.is_err() {
            return;
        }
    }
    let _ = tokio::time::timeout(Duration::from_secs(1), to.shutdown()).await;
}
