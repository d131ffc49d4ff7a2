//! Who analyzers and those who ask them are to each other, over certificates of an authority made for the test.

use code_remote_analyzer::{BadAddress, ClientTls, GrpcAnalyzer, GrpcBounds, Identity, ServerTls};
use complexity::{AnalyzerError, ComplexityAnalyzer as _};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

use crate::support::{Counted, PAIRS, Served, measuring, request};

/// Somebody who signs certificates.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key can be made");
        Self(CertifiedIssuer::self_signed(params, key).expect("it signs itself"))
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for a name.
    fn identity(&self, name: &str) -> Identity {
        let key = KeyPair::generate().expect("a key can be made");
        let params = CertificateParams::new([name.to_owned()]).expect("it is a name");
        let certificate = params.signed_by(&key, &self.0).expect("it signs");
        Identity::from_pem(&certificate.pem(), &key.serialize_pem())
    }
}

async fn served(own: Identity, clients: Option<&Authority>) -> Served {
    let clients = clients.map(Authority::pem);
    let tls = ServerTls::new(own, clients.as_deref()).expect("they are certificates");
    let analyzer = measuring(Counted::new(|size| size));
    Served::secured(analyzer, GrpcBounds::default(), Some(tls)).await
}

fn client(served: &Served, authority: &Authority, own: Option<Identity>) -> GrpcAnalyzer {
    let tls = ClientTls::new(Some(&authority.pem()), own).expect("they are certificates");
    let address = format!("https://localhost:{}", served.address.port());
    GrpcAnalyzer::over_tls(&address, tls).expect("it is an address")
}

#[tokio::test]
async fn an_analyzer_of_the_right_authority_is_asked_and_no_other() {
    let (ours, another) = (Authority::new(), Authority::new());
    let served = served(ours.identity("localhost"), None).await;
    client(&served, &ours, None).analyze(request(PAIRS)).await.expect("it answers");
    let distrusted = client(&served, &another, None).analyze(request(PAIRS)).await;
    assert!(matches!(distrusted, Err(AnalyzerError::Unavailable(_))), "{distrusted:?}");
    let plain = GrpcAnalyzer::at(&format!("http://{}", served.address)).expect("it is an address");
    assert!(plain.status().await.is_err(), "nothing is answered without TLS");
}

#[tokio::test]
async fn a_certificate_of_another_name_is_not_believed() {
    let ours = Authority::new();
    let served = served(ours.identity("analyzer.example"), None).await;
    assert!(client(&served, &ours, None).status().await.is_err());
}

#[tokio::test]
async fn only_those_are_answered_who_show_a_certificate_of_the_callers_authority() {
    let (ours, callers, another) = (Authority::new(), Authority::new(), Authority::new());
    let served = served(ours.identity("localhost"), Some(&callers)).await;
    for nobody in [None, Some(another.identity("gateway"))] {
        assert!(client(&served, &ours, nobody).status().await.is_err());
    }
    let gateway = client(&served, &ours, Some(callers.identity("gateway")));
    gateway.analyze(request(PAIRS)).await.expect("it answers");
}

#[tokio::test]
async fn what_is_no_certificate_is_refused_at_once() {
    let ours = Authority::new();
    let nonsense = || Identity::from_pem("nonsense", "nonsense");
    assert!(ServerTls::new(nonsense(), None).is_err());
    assert!(ClientTls::new(Some(&ours.pem()), Some(nonsense())).is_err());
    let tls = || ClientTls::new(Some(&ours.pem()), None).expect("it is a certificate");
    for bad in ["http://analyzer:50051", "https://analyzer", "analyzer:50051"] {
        assert_eq!(GrpcAnalyzer::over_tls(bad, tls()).err(), Some(BadAddress), "{bad}");
    }
}
