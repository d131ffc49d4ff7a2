//! Opens the doors on a port.

use std::sync::Arc;
use std::time::Duration;

use complexity::ComplexityAnalyzer;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;

use super::MESSAGE_BYTES_MAX;
use super::doors::Doors;
use super::proto::DESCRIPTOR;
use super::proto::analyzer_server::AnalyzerServer;
use super::service::GrpcService;
use super::tls::ServerTls;

/// How often a silent connection is asked whether somebody is there, and how long it may take to answer.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
const KEEP_ALIVE_WITHIN: Duration = Duration::from_secs(10);
/// Bytes of a call's headers, at most.
const HEADER_BYTES_MAX: u32 = 16 << 10;

/// What callers may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrpcBounds {
    /// A call's time, whatever its caller says.
    pub call_within: Duration,
    /// Calls at once over one connection; more wait at the caller.
    pub calls_per_connection: u32,
    /// Calls at once; more are answered `RESOURCE_EXHAUSTED`.
    pub calls_max: usize,
    /// After a stop, how long connections may stay until their last answers are out.
    pub drain: Duration,
}

impl Default for GrpcBounds {
    fn default() -> Self {
        Self {
            call_within: Duration::from_mins(1),
            calls_per_connection: 128,
            calls_max: 64,
            drain: Duration::from_secs(10),
        }
    }
}

/// Serves until `stop`; then calls under way are given up, and answered so. Without TLS it is plain HTTP/2.
pub async fn serve(
    listener: TcpListener,
    analyzer: Arc<dyn ComplexityAnalyzer>,
    bounds: GrpcBounds,
    tls: Option<ServerTls>,
    stop: CancellationToken,
) -> std::io::Result<()> {
    type Own = AnalyzerServer<GrpcService>;
    let (reporter, health) = tonic_health::server::health_reporter();
    reporter.set_serving::<Own>().await;
    let service = AnalyzerServer::new(GrpcService::new(analyzer, bounds, stop.clone()))
        .max_decoding_message_size(MESSAGE_BYTES_MAX)
        .max_encoding_message_size(MESSAGE_BYTES_MAX);
    let doors = Doors::default().with(service).with(health);
    let doors = doors.with(reflection().build_v1().map_err(std::io::Error::other)?);
    let doors = doors.with(reflection().build_v1alpha().map_err(std::io::Error::other)?);
    let server = match tls {
        Some(tls) => Server::builder().tls_config(tls.into_config()).map_err(std::io::Error::other)?,
        None => Server::builder(),
    };
    let server = server
        .max_concurrent_streams(bounds.calls_per_connection)
        .http2_max_header_list_size(HEADER_BYTES_MAX)
        .http2_keepalive_interval(Some(KEEP_ALIVE))
        .http2_keepalive_timeout(Some(KEEP_ALIVE_WITHIN));
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let stopping = stop.clone();
    let serving = server.serve_with_incoming_shutdown(doors, incoming, async move {
        stopping.cancelled().await;
        reporter.set_not_serving::<Own>().await;
    });
    tokio::select! {
        ended = serving => ended.map_err(std::io::Error::other),
        // Whoever holds a connection or a stream does not hold the process.
        () = async { stop.cancelled().await; tokio::time::sleep(bounds.drain).await } => Ok(()),
    }
}

fn reflection() -> tonic_reflection::server::Builder<'static> {
    tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(DESCRIPTOR)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        // Each of the two would show only itself.
        .register_encoded_file_descriptor_set(tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET)
}
