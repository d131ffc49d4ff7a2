//! How gateways and analyzers find and know each other.

use std::{fs, net::SocketAddr, path::PathBuf};

use analyzer::{ClientTls, GrpcAnalyzer, Identity, ServerTls, TlsError};
use clap::Args;
use reqwest::Url;

use super::{
    ConfigError,
    check::{is_loopback, refuse},
};

const LISTEN: &str = "CODE_REMOTE_ANALYZER_LISTEN";
const CERT: &str = "CODE_REMOTE_ANALYZER_TLS_CERT_FILE";
const KEY: &str = "CODE_REMOTE_ANALYZER_TLS_KEY_FILE";
const CLIENT_CA: &str = "CODE_REMOTE_ANALYZER_TLS_CLIENT_CA_FILE";
const URL: &str = "CODE_REMOTE_ANALYZER_URL";
const CA: &str = "CODE_REMOTE_ANALYZER_TLS_CA_FILE";
const CLIENT_CERT: &str = "CODE_REMOTE_ANALYZER_TLS_CLIENT_CERT_FILE";
const CLIENT_KEY: &str = "CODE_REMOTE_ANALYZER_TLS_CLIENT_KEY_FILE";
const PLAIN: &str = "CODE_REMOTE_ANALYZER_PLAIN";

/// Where other processes ask for analyses.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Analyzer")]
pub struct AnalyzerListenSettings {
    /// Address and port of the analyzer's gRPC. It knows no callers: only gateways should reach it.
    #[arg(long, env = LISTEN, default_value = "127.0.0.1:50051", value_name = "ADDR:PORT")]
    pub analyzer_listen: SocketAddr,
    /// File with the analyzer's certificate and those between it and its authority, PEM. With it, everything goes over TLS.
    #[arg(long, env = CERT, value_name = "FILE", requires = "analyzer_tls_key_file")]
    pub analyzer_tls_cert_file: Option<PathBuf>,
    /// File with the certificate's key, PEM.
    #[arg(long, env = KEY, value_name = "FILE", requires = "analyzer_tls_cert_file")]
    pub analyzer_tls_key_file: Option<PathBuf>,
    /// File with the authority's certificate, PEM, of which gateways must show one. Without it everyone who gets here is answered.
    #[arg(long, env = CLIENT_CA, value_name = "FILE", requires = "analyzer_tls_cert_file")]
    pub analyzer_tls_client_ca_file: Option<PathBuf>,
    /// Listens without TLS at an address that is not loopback: for a network that only gateways are in, such as one that network policies guard.
    #[arg(long, env = PLAIN)]
    pub analyzer_plain: bool,
}

/// Where the analyzer is.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Analyzer of a deployment")]
pub struct AnalyzerUrlSettings {
    /// The analyzer's gRPC, for example `https://analyzer:50051`; nothing is analysed without it. A name with several addresses is several analyzers, and calls are spread over them.
    #[arg(long, env = URL, value_name = "URL")]
    pub analyzer_url: Option<String>,
    /// File with the certificate of the authority that signs analyzers' certificates, PEM. Default: what this machine trusts.
    #[arg(long, env = CA, value_name = "FILE")]
    pub analyzer_tls_ca_file: Option<PathBuf>,
    /// File with this gateway's own certificate, PEM, for analyzers that want to see one.
    #[arg(long, env = CLIENT_CERT, value_name = "FILE", requires = "analyzer_tls_client_key_file")]
    pub analyzer_tls_client_cert_file: Option<PathBuf>,
    /// File with its key, PEM.
    #[arg(long, env = CLIENT_KEY, value_name = "FILE", requires = "analyzer_tls_client_cert_file")]
    pub analyzer_tls_client_key_file: Option<PathBuf>,
    /// Asks an analyzer without TLS that is not on this machine: programs go over the network as they are.
    #[arg(long, env = PLAIN)]
    pub analyzer_plain: bool,
}

impl AnalyzerListenSettings {
    /// Who the analyzer is, if it is to prove that; or which setting is wrong.
    pub fn tls(&self) -> Result<Option<ServerTls>, ConfigError> {
        let Self {
            analyzer_listen,
            analyzer_tls_cert_file,
            analyzer_tls_key_file,
            analyzer_tls_client_ca_file,
            analyzer_plain,
        } = self;
        let files = (analyzer_tls_cert_file.as_ref(), analyzer_tls_key_file.as_ref());
        let Some(own) = identity((CERT, KEY), files)? else {
            if analyzer_listen.ip().is_loopback() || *analyzer_plain {
                return Ok(None);
            }
            return refuse(LISTEN, format!("{analyzer_listen} is not a loopback address: set {CERT}, or {PLAIN}"));
        };
        let clients = analyzer_tls_client_ca_file.as_ref().map(|file| read(CLIENT_CA, file)).transpose()?;
        ServerTls::new(own, clients.as_deref()).map(Some).or_else(|error| wrong(CERT, &error))
    }
}

impl AnalyzerUrlSettings {
    /// A client, if an address is given; or what is wrong with it.
    pub fn client(&self) -> Result<Option<GrpcAnalyzer>, ConfigError> {
        let Some(url) = self.analyzer_url.as_deref().filter(|url| !url.is_empty()) else { return Ok(None) };
        let client = match Url::parse(url) {
            Ok(parsed) if parsed.scheme() == "https" => GrpcAnalyzer::over_tls(url, self.tls()?),
            Ok(parsed) if parsed.scheme() == "http" && !is_loopback(&parsed) && !self.analyzer_plain => {
                return refuse(URL, format!("`{url}` is plain http to another machine: use https, or set {PLAIN}"));
            }
            _ => GrpcAnalyzer::at(url),
        };
        client.map(Some).or_else(|error| refuse(URL, format!("`{url}` is {error}")))
    }

    fn tls(&self) -> Result<ClientTls, ConfigError> {
        let authority = self.analyzer_tls_ca_file.as_ref().map(|file| read(CA, file)).transpose()?;
        let files = (self.analyzer_tls_client_cert_file.as_ref(), self.analyzer_tls_client_key_file.as_ref());
        let own = identity((CLIENT_CERT, CLIENT_KEY), files)?;
        ClientTls::new(authority.as_deref(), own).or_else(|error| wrong(CA, &error))
    }
}

fn identity(
    (certificate, key): (&'static str, &'static str),
    files: (Option<&PathBuf>, Option<&PathBuf>),
) -> Result<Option<Identity>, ConfigError> {
    match files {
        (Some(one), Some(other)) => Ok(Some(Identity::from_pem(&read(certificate, one)?, &read(key, other)?))),
        _ => Ok(None),
    }
}

fn read(variable: &'static str, file: &PathBuf) -> Result<String, ConfigError> {
    fs::read_to_string(file).or_else(|error| refuse(variable, format!("{} cannot be read: {error}", file.display())))
}

/// The libraries say in the causes what is wrong. They quote no keys.
fn wrong<T>(variable: &'static str, error: &TlsError) -> Result<T, ConfigError> {
    let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    refuse(variable, causes.map(ToString::to_string).collect::<Vec<_>>().join(": "))
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::{
        cli::{Cli, Command},
        tls,
    };

    fn listening(words: &[&str]) -> Result<Option<ServerTls>, ConfigError> {
        let words = ["code-remote", "analyzer"].iter().chain(words);
        match Cli::try_parse_from(words).expect("the words parse").command {
            Command::Analyzer(settings) => settings.listen.tls(),
            other => panic!("not an analyzer: {other:?}"),
        }
    }

    fn asking(words: &[&str]) -> Result<Option<GrpcAnalyzer>, ConfigError> {
        let words = ["code-remote", "gateway"].iter().chain(words);
        match Cli::try_parse_from(words).expect("the words parse").command {
            Command::Gateway(settings) => settings.analyzer.client(),
            other => panic!("not a gateway: {other:?}"),
        }
    }

    #[tokio::test]
    async fn plain_http_stays_on_this_machine_unless_it_is_said() {
        for plain in
            [&[][..], &["--analyzer-listen", "[::1]:1"], &["--analyzer-listen", "0.0.0.0:1", "--analyzer-plain"]]
        {
            assert!(listening(plain).expect("nothing is wrong").is_none(), "{plain:?}");
        }
        assert_eq!(listening(&["--analyzer-listen", "0.0.0.0:1"]).expect_err("is refused").variable, LISTEN);
        let far = ["--analyzer-url", "http://analyzer:50051"];
        for good in [&["--analyzer-url", "http://127.0.0.1:1"][..], &[far[0], far[1], "--analyzer-plain"]] {
            assert!(asking(good).expect("nothing is wrong").is_some(), "{good:?}");
        }
        assert!(asking(&[]).expect("nothing is wrong").is_none());
        for bad in [&far[..], &["--analyzer-url", "analyzer:50051"], &["--analyzer-url", "http://127.0.0.1"]] {
            assert_eq!(asking(bad).err().expect("is refused").variable, URL, "{bad:?}");
        }
    }

    #[tokio::test]
    async fn certificates_are_read_before_anything_is_opened() {
        tls::use_ring();
        let made = rcgen::generate_simple_self_signed(["analyzer".to_owned()]).expect("a certificate can be made");
        let directory = tempfile::tempdir().expect("a directory can be made");
        let file = |name: &str, text: &str| {
            let path = directory.path().join(name);
            fs::write(&path, text).expect("it can be written");
            path.display().to_string()
        };
        let (cert, key) = (file("cert", &made.cert.pem()), file("key", &made.signing_key.serialize_pem()));
        let nonsense = file("nonsense", "nonsense");
        let server = |cert: &str, key: &str| {
            listening(&[
                "--analyzer-listen",
                "0.0.0.0:1",
                "--analyzer-tls-cert-file",
                cert,
                "--analyzer-tls-key-file",
                key,
            ])
        };
        assert!(server(&cert, &key).expect("nothing is wrong").is_some());
        assert_eq!(server(&cert, "/nonexistent").expect_err("is refused").variable, KEY);
        assert_eq!(server(&nonsense, &nonsense).expect_err("is refused").variable, CERT);
        let url = ["--analyzer-url", "https://analyzer:50051", "--analyzer-tls-ca-file"];
        assert!(asking(&[&url[..], &[&cert]].concat()).expect("nothing is wrong").is_some());
        assert_eq!(asking(&[&url[..], &["/nonexistent"]].concat()).err().expect("is refused").variable, CA);
    }
}
