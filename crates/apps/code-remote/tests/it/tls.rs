//! Requests over TLS: the commands and the export of traces trust what this machine trusts, and nothing else.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Command, Output},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use code_remote::tls;
use rustls::{ServerConfig, ServerConnection, StreamOwned, pki_types::PrivateKeyDer};
use tempfile::TempDir;

use crate::harness::{Service, eventually, executable};

const PATIENCE: Duration = Duration::from_mins(1);

/// A TLS server with a certificate of its own.
struct Server {
    url: String,
    requests: mpsc::Receiver<String>,
    directory: TempDir,
}

impl Server {
    /// Answers every request with this JSON document.
    fn start(body: &'static str) -> Self {
        tls::use_ring();
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate can be made");
        let directory = tempfile::tempdir().expect("a directory can be made");
        fs::write(directory.path().join("certificate.pem"), made.cert.pem()).expect("it can be written");
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("it is a key");
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key);
        let config = Arc::new(config.expect("the key is the certificate's"));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let url = format!("https://{}", listener.local_addr().expect("it has an address"));
        let (sender, requests) = mpsc::channel();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that does not trust the certificate goes away.
                if let Some(request) = answer(stream, &config, body) {
                    let _ = sender.send(request);
                }
            }
        });
        Self { url, requests, directory }
    }

    fn certificate(&self) -> PathBuf {
        self.directory.path().join("certificate.pem")
    }
}

/// Reads a request's head and answers; none when the connection breaks.
fn answer(stream: TcpStream, config: &Arc<ServerConfig>, body: &str) -> Option<String> {
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let mut stream = StreamOwned::new(ServerConnection::new(Arc::clone(config)).ok()?, stream);
    let mut request = Vec::new();
    let mut part = [0; 4096];
    while !request.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut part).ok()? {
            0 => return None,
            count => request.extend_from_slice(&part[..count]),
        }
    }
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
    write!(stream, "{head}content-length: {}\r\n\r\n{body}", body.len()).ok()?;
    stream.conn.send_close_notify();
    stream.flush().ok()?;
    Some(String::from_utf8_lossy(&request).into_owned())
}

fn jobs(server: &Server, trusted: Option<PathBuf>) -> Output {
    let mut command = Command::new(executable());
    command.args(["jobs", "--json", "--url", &server.url]).env_remove("SSL_CERT_DIR").env_remove("SSL_CERT_FILE");
    if let Some(certificate) = trusted {
        command.env("SSL_CERT_FILE", certificate);
    }
    command.output().expect("the executable runs")
}

#[test]
fn commands_speak_to_a_service_behind_tls() {
    let server = Server::start(r#"{"jobs":[],"next":null}"#);
    let output = jobs(&server, Some(server.certificate()));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let request = server.requests.recv_timeout(PATIENCE).expect("the request came");
    assert!(request.starts_with("GET /v1/jobs"), "{request}");

    let unknown = jobs(&server, None);
    let said = String::from_utf8_lossy(&unknown.stderr);
    assert!(!unknown.status.success(), "a certificate that this machine does not trust");
    assert!(said.contains("cannot be trusted") && said.contains("SSL_CERT_FILE"), "{said}");
    assert!(server.requests.try_recv().is_err(), "nothing was said to it");
}

#[test]
fn plain_http_needs_no_certificates() {
    let mut command = Command::new(executable());
    command.args(["jobs", "--url", "http://127.0.0.1:1"]).env("SSL_CERT_FILE", "/none").env("SSL_CERT_DIR", "/none");
    let output = command.output().expect("the executable runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("http://127.0.0.1:1 is not reachable"), "{said}");
}

#[tokio::test]
async fn keys_of_a_user_pool_are_fetched_over_tls() {
    let server = Server::start(r#"{"keys":[{"kty":"RSA","kid":"a-key","n":"AQAB","e":"AQAB"}]}"#);
    let certificate = server.certificate().display().to_string();
    let pool = [
        ("CODE_REMOTE_AUTH", "cognito"),
        ("CODE_REMOTE_COGNITO_REGION", "eu-west-1"),
        ("CODE_REMOTE_COGNITO_USER_POOL_ID", "eu-west-1_A"),
        ("CODE_REMOTE_COGNITO_CLIENT_ID", "a-client"),
        ("CODE_REMOTE_COGNITO_ENDPOINT", &server.url),
        ("SSL_CERT_FILE", &certificate),
    ];
    let service = Service::start(&pool).await;
    let request = server.requests.recv_timeout(PATIENCE).expect("the keys are asked for");
    assert!(request.starts_with("GET /eu-west-1_A/.well-known/jwks.json "), "{request}");
    eventually("the keys are taken", async || {
        let log = service.log();
        (!log.contains("fetched the user pool's keys")).then_some(log)
    })
    .await;
}

#[tokio::test]
async fn traces_go_to_a_collector_behind_tls() {
    let server = Server::start("{}");
    let certificate = server.certificate().display().to_string();
    let service = Service::start(&[("CODE_REMOTE_OTLP_ENDPOINT", &server.url), ("SSL_CERT_FILE", &certificate)]).await;
    service.execute("print(1)").await;
    drop(service);
    let request = server.requests.recv_timeout(PATIENCE).expect("a batch of traces comes");
    assert!(request.starts_with("POST /v1/traces"), "{request}");
}
