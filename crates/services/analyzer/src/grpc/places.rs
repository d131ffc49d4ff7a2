//! Where analyzers are: every address of a name, each with a connection of its own that calls take in turn.

use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::lookup_host;
use tokio::time::{Instant, timeout};
use tonic::codegen::http::Uri;
use tonic::transport::{Channel, ClientTlsConfig, Endpoint};

use super::ClientTls;

/// How long the addresses of a name are believed, and how long a look at them may take.
const BELIEVED_FOR: Duration = Duration::from_secs(5);
const LOOK_WITHIN: Duration = Duration::from_secs(2);
/// How long a connection may take to come about.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// How often a connection is asked whether it still is one, and how long it may take to answer.
const KEEP_ALIVE: Duration = Duration::from_secs(30);
const KEEP_ALIVE_WITHIN: Duration = Duration::from_secs(5);

/// The addresses of a name.
pub(super) struct Places {
    name: Uri,
    host: String,
    port: u16,
    tls: Option<ClientTlsConfig>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    looked: Option<Instant>,
    channels: Vec<(SocketAddr, Channel)>,
    turn: usize,
}

impl Places {
    /// Of an address whose port is given; with TLS the certificates must be the name's.
    pub(super) fn of(name: Uri, tls: Option<ClientTls>) -> Option<Self> {
        let host = name.host()?.trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = name.port_u16()?;
        let tls = tls.map(|tls| tls.for_name(&host));
        Some(Self { name, host, port, tls, known: Mutex::default() })
    }

    /// The connections, beginning with the one whose turn it is. None where the name has no address.
    pub(super) async fn in_turn(&self) -> Vec<Channel> {
        let is_fresh = self.lock().looked.is_some_and(|looked| looked.elapsed() < BELIEVED_FOR);
        if !is_fresh {
            let found = timeout(LOOK_WITHIN, lookup_host((self.host.as_str(), self.port))).await;
            match found.map_err(std::io::Error::from).flatten() {
                Ok(addresses) => self.lock().learn(addresses.collect(), |address| self.connection(address)),
                // Those that were known are tried.
                Err(error) => tracing::debug!(%error, "the analyzer's name cannot be looked up"),
            }
        }
        self.lock().in_turn()
    }

    /// Connects when it is first needed, and again after that broke.
    fn connection(&self, address: SocketAddr) -> Option<Channel> {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let endpoint = Endpoint::from_shared(format!("{scheme}://{address}")).ok()?.origin(self.name.clone());
        let endpoint = match &self.tls {
            Some(tls) => endpoint.tls_config(tls.clone()).ok()?,
            None => endpoint,
        };
        let endpoint = endpoint
            .connect_timeout(CONNECT_WITHIN)
            .tcp_nodelay(true)
            .http2_keep_alive_interval(KEEP_ALIVE)
            .keep_alive_timeout(KEEP_ALIVE_WITHIN);
        Some(endpoint.connect_lazy())
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// Keeps the connections to addresses that are still there. Calls under way end at those that are not.
    fn learn(&mut self, mut addresses: Vec<SocketAddr>, connect: impl Fn(SocketAddr) -> Option<Channel>) {
        addresses.sort_unstable();
        addresses.dedup();
        let channel = |address| {
            let known = self.channels.iter().find(|(own, _)| *own == address).map(|(_, channel)| channel.clone());
            Some((address, known.or_else(|| connect(address))?))
        };
        self.channels = addresses.into_iter().filter_map(channel).collect();
        self.looked = Some(Instant::now());
    }

    fn in_turn(&mut self) -> Vec<Channel> {
        self.turn = self.turn.wrapping_add(1);
        let mut channels: Vec<_> = self.channels.iter().map(|(_, channel)| channel.clone()).collect();
        let count = channels.len().max(1);
        channels.rotate_left(self.turn % count);
        channels
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    fn addresses(ports: &[u16]) -> Vec<SocketAddr> {
        ports.iter().map(|port| SocketAddr::from(([127, 0, 0, 1], *port))).collect()
    }

    #[tokio::test]
    async fn connections_stay_while_their_address_does() {
        let places = Places::of(Uri::from_static("http://analyzer:1"), None).expect("it has a port");
        let (mut known, made) = (Known::default(), RefCell::new(Vec::new()));
        for ports in [&[2, 1, 2][..], &[1, 3], &[3]] {
            known.learn(addresses(ports), |address| {
                made.borrow_mut().push(address.port());
                places.connection(address)
            });
        }
        assert_eq!(*made.borrow(), [1, 2, 3]);
        assert_eq!(known.channels.iter().map(|(address, _)| address.port()).collect::<Vec<_>>(), [3]);
        assert_eq!((known.in_turn().len(), Known::default().in_turn().len()), (1, 0));
    }
}
