//! The analyzer over gRPC: `proto/coderemote/analyzer/v1/analyzer.proto`.
//!
//! `serve` opens the doors (analyzer, health, reflection) and `service` answers behind the first; `client` asks, at the `places`
//! where analyzers are; `words` puts reports into messages and back; `deadline` is how long a call may take; `tls` who both
//! sides are.

mod client;
mod deadline;
mod doors;
mod places;
mod serve;
mod service;
mod tls;
mod words;

/// What `build.rs` made of the definition.
#[allow(clippy::all, clippy::pedantic, missing_docs, unused_qualifications, reason = "generated")]
pub(crate) mod proto {
    include!(concat!(env!("OUT_DIR"), "/coderemote.analyzer.v1.rs"));

    /// What reflection shows.
    pub(crate) const DESCRIPTOR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/analyzer.bin"));
}

pub use client::{BadAddress, GrpcAnalyzer};
pub use serve::{GrpcBounds, serve};
pub use tls::{ClientTls, Identity, ServerTls, TlsError};

/// Bytes of a message in either direction, at most: a program, its inputs, and what is said of it.
const MESSAGE_BYTES_MAX: usize = 2 << 20;
