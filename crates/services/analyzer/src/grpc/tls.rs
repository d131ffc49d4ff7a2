//! Who the two sides are to each other. Without it the calls are plain, which is for one machine or a network of one's own.

use std::error::Error;

use tonic::transport::{Certificate, ClientTlsConfig, Endpoint, Server, ServerTlsConfig};

/// What is wrong with certificates or a key.
#[derive(Debug, thiserror::Error)]
#[error("the certificates or the key cannot be used")]
pub struct TlsError(#[source] Box<dyn Error + Send + Sync>);

/// A certificate, with those between it and its authority, and its key.
#[derive(Clone)]
pub struct Identity(tonic::transport::Identity);

impl Identity {
    /// From PEM.
    pub fn from_pem(certificates: &str, key: &str) -> Self {
        Self(tonic::transport::Identity::from_pem(certificates, key))
    }
}

/// Who an analyzer is, and whom it answers.
#[derive(Debug, Clone)]
pub struct ServerTls(ServerTlsConfig);

impl ServerTls {
    /// With an authority (PEM), only those are answered who show a certificate of it; without, everyone is.
    pub fn new(own: Identity, clients: Option<&str>) -> Result<Self, TlsError> {
        let config = ServerTlsConfig::new().identity(own.0);
        let config = match clients {
            Some(authority) => config.client_ca_root(Certificate::from_pem(authority)),
            None => config,
        };
        Server::builder().tls_config(config.clone()).map_err(|error| TlsError(error.into()))?;
        Ok(Self(config))
    }

    pub(super) fn into_config(self) -> ServerTlsConfig {
        self.0
    }
}

/// Which analyzers are believed, and who asks them.
#[derive(Debug, Clone)]
pub struct ClientTls(ClientTlsConfig);

impl ClientTls {
    /// Believes certificates of an authority (PEM), or of those that the machine trusts.
    pub fn new(authority: Option<&str>, own: Option<Identity>) -> Result<Self, TlsError> {
        let config = match authority {
            Some(authority) => ClientTlsConfig::new().ca_certificate(Certificate::from_pem(authority)),
            None => ClientTlsConfig::new().with_native_roots(),
        };
        let config = match own {
            Some(own) => config.identity(own.0),
            None => config,
        };
        let tried = Endpoint::from_static("https://analyzer").tls_config(config.clone());
        tried.map_err(|error| TlsError(error.into()))?;
        Ok(Self(config))
    }

    /// The certificate must be of this name, whichever address it leads to.
    pub(super) fn for_name(self, name: &str) -> ClientTlsConfig {
        self.0.domain_name(name)
    }
}
