//! Gateway and analyzer that show each other certificates of an authority made for the test.

use std::{fs, path::Path};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use reqwest::StatusCode;
use serde_json::json;

use crate::harness::{Deployment, free_port};

const CODE: &str = "n = int(input())\nfor i in range(n):\n    print(i)\n";

/// Writes `NAME.pem` and `NAME.key`, signed by a new authority, and the authority's own `NAME-ca.pem`.
fn sign(directory: &Path, name: &str, host: &str) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key can be made"));
    let authority = authority.expect("it signs itself");
    let key = KeyPair::generate().expect("a key can be made");
    let params = CertificateParams::new([host.to_owned()]).expect("it is a name");
    let certificate = params.signed_by(&key, &authority).expect("it signs");
    let write = |suffix: &str, text: String| {
        fs::write(directory.join(format!("{name}{suffix}")), text).expect("it can be written");
    };
    write("-ca.pem", authority.pem());
    write(".pem", certificate.pem());
    write(".key", key.serialize_pem());
}

// Starting a role blocks one of the runtime's threads.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_analyzer_answers_only_the_gateway_that_shows_a_certificate() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    sign(directory.path(), "analyzer", "localhost");
    sign(directory.path(), "gateway", "gateway");
    let file = |name: &str| directory.path().join(name).display().to_string();
    let port = free_port();
    let common = vec![
        ("CODE_REMOTE_ANALYZER_LISTEN", format!("127.0.0.1:{port}")),
        ("CODE_REMOTE_ANALYZER_TLS_CERT_FILE", file("analyzer.pem")),
        ("CODE_REMOTE_ANALYZER_TLS_KEY_FILE", file("analyzer.key")),
        ("CODE_REMOTE_ANALYZER_TLS_CLIENT_CA_FILE", file("gateway-ca.pem")),
        ("CODE_REMOTE_ANALYZER_URL", format!("https://localhost:{port}")),
        ("CODE_REMOTE_ANALYZER_TLS_CA_FILE", file("analyzer-ca.pem")),
    ];
    let own = [
        ("CODE_REMOTE_ANALYZER_TLS_CLIENT_CERT_FILE", file("gateway.pem")),
        ("CODE_REMOTE_ANALYZER_TLS_CLIENT_KEY_FILE", file("gateway.key")),
    ];
    let deployment = async |variables: &[(&str, String)]| {
        let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Deployment::new(&variables).await
    };
    let known = deployment(&[&common[..], &own].concat()).await;
    let _analyzer = known.analyzer_without_database().await;
    let (status, document) = known.gateway().await.post("/analyze", &json!({ "code": CODE })).await;
    assert_eq!((status, &document["time_complexity"]), (StatusCode::OK, &json!("O(n)")), "{document}");
    let nobody = deployment(&common).await.gateway().await;
    let (status, document) = nobody.post("/analyze", &json!({ "code": CODE })).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{document}");
}
