//! TLS, with certificates of our own.

use code_remote_gemini::{
    Gemini, GeminiSettings,
    testing::{Reply, Server, ServerOptions},
};
use domain::{LanguageModel as _, ModelError};
use rcgen::CertifiedKey;

use crate::{prompt, settings};

async fn server(name: &str) -> (Server, String) {
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed([name.to_owned()]).expect("makes a certificate");
    let tls = Some((cert.pem(), signing_key.serialize_pem()));
    let server = Server::start_with(ServerOptions { tls, ..ServerOptions::default() }).await;
    (server, cert.pem())
}

#[tokio::test]
async fn a_server_with_a_good_certificate_is_asked() {
    let (server, authority) = server("127.0.0.1").await;
    assert!(server.url().starts_with("https://"));
    server.script([Reply::text("yes")]);
    let model = Gemini::trusting(settings(&server), &authority).expect("is good");
    assert_eq!(model.generate(&prompt()).await.expect("answers"), "yes");
}

#[tokio::test]
async fn nothing_is_told_to_a_server_with_another_certificate() {
    let (stranger, _) = server("127.0.0.1").await;
    let (misnamed, its_own) = server("example.com").await;
    let (_, authority) = server("127.0.0.1").await;
    for (server, authority) in [(stranger, authority), (misnamed, its_own)] {
        server.script([Reply::text("must not be asked for")]);
        let model = Gemini::trusting(settings(&server), &authority).expect("is good");
        let error = model.generate(&prompt()).await.expect_err("is not trusted");
        assert!(matches!(error, ModelError::Unavailable(_)), "{error:?}");
        assert_eq!(server.requests(), []);
    }
}

#[test]
fn googles_own_address_needs_nothing_but_a_key() {
    let settings = GeminiSettings::new(domain::Secret::new("AIza-some-key"));
    assert_eq!(settings.endpoint, None);
    Gemini::new(settings).expect("this machine has certificates");
}
