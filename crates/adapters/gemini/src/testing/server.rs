//! The server: a port, a script, and what was asked.

use std::{
    collections::VecDeque,
    fmt,
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::{
    Prompt,
    testing::{FarEnd, ModelReply},
};
use tokio::net::TcpListener;
use tokio_stream::{StreamExt as _, wrappers::TcpListenerStream};
use tokio_util::sync::{CancellationToken, DropGuard};
use tonic::{
    Code,
    transport::{Identity, ServerTlsConfig},
};

use super::{Reply, Request, service::Service, wire::Wire};

/// What a server is like.
#[derive(Debug, Clone)]
pub struct ServerOptions {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The one key that it accepts; any when there is none.
    pub api_key: Option<String>,
    /// What it does when the script has ended.
    pub otherwise: Reply,
    /// Its certificate and key, both PEM; plain HTTP/2 when there are none.
    pub tls: Option<(String, String)>,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            api_key: None,
            otherwise: Reply::status(Code::Unavailable, "the script has ended"),
            tls: None,
        }
    }
}

/// A running server. It ends, with all its connections, when this is dropped.
pub struct Server {
    url: String,
    shared: Arc<Shared>,
    _running: DropGuard,
}

/// What connections share.
pub(super) struct Shared {
    script: Mutex<VecDeque<Reply>>,
    requests: Mutex<Vec<Request>>,
    open: AtomicUsize,
    otherwise: Reply,
    api_key: Option<String>,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Server {
    /// One on a free port of this machine that accepts any key.
    pub async fn start() -> Self {
        Self::start_with(ServerOptions::default()).await
    }

    /// One like this.
    pub async fn start_with(options: ServerOptions) -> Self {
        let ServerOptions { listen, api_key, otherwise, tls } = options;
        let listener = TcpListener::bind(listen).await.expect("the address is free");
        let address = listener.local_addr().expect("a bound socket has an address");
        let (script, requests, open) = (Mutex::default(), Mutex::default(), AtomicUsize::new(0));
        let shared = Arc::new(Shared { script, requests, open, otherwise, api_key });
        let running = CancellationToken::new();
        let scheme = if tls.is_some() { "https" } else { "http" };
        tokio::spawn(running.clone().run_until_cancelled_owned(serve(listener, tls, shared.clone(), running.clone())));
        Self { url: format!("{scheme}://{address}"), shared, _running: running.drop_guard() }
    }

    /// Where it is: an endpoint for [`GeminiSettings`](crate::GeminiSettings).
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// What the next calls get, in this order, after what was said before.
    pub fn script<R: Into<Reply>>(&self, replies: impl IntoIterator<Item = R>) {
        lock(&self.shared.script).extend(replies.into_iter().map(Into::into));
    }

    /// What was asked so far.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }

    /// Calls that are being answered now.
    pub fn open(&self) -> usize {
        self.shared.open.load(Ordering::SeqCst)
    }
}

impl FarEnd for Server {
    fn script(&self, replies: Vec<ModelReply>) {
        Self::script(self, replies);
    }

    fn prompts(&self) -> Vec<Prompt> {
        self.requests().into_iter().map(|request| request.prompt).collect()
    }

    fn open(&self) -> usize {
        Self::open(self)
    }
}

impl Shared {
    /// Writes a question down and says what it gets.
    pub(super) fn reply_to(&self, request: Request) -> Reply {
        let is_known = self.api_key.is_none() || request.api_key == self.api_key;
        let wrong = Reply::wrong_key(request.api_key.as_deref().unwrap_or_default());
        lock(&self.requests).push(request);
        if !is_known {
            return wrong;
        }
        lock(&self.script).pop_front().unwrap_or_else(|| self.otherwise.clone())
    }
}

/// A call that is being answered.
pub(super) struct Call(Arc<Shared>);

impl Call {
    pub(super) fn open(shared: &Arc<Shared>) -> Self {
        shared.open.fetch_add(1, Ordering::SeqCst);
        Self(shared.clone())
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn serve(listener: TcpListener, tls: Option<(String, String)>, shared: Arc<Shared>, running: CancellationToken) {
    let mut server = tonic::transport::Server::builder();
    if let Some((certificate, key)) = tls {
        let identity = Identity::from_pem(certificate, key);
        server = server.tls_config(ServerTlsConfig::new().identity(identity)).expect("a certificate and its key");
    }
    let wires = TcpListenerStream::new(listener).map(|stream| {
        let stream = stream?;
        // Small answers are not to wait for each other.
        stream.set_nodelay(true)?;
        Ok::<_, std::io::Error>(Wire::new(stream, running.child_token()))
    });
    server.serve_with_incoming(Service(shared), wires).await.expect("serves until it is stopped");
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
