//! Callers who ask too often, over real connections.

use std::net::SocketAddr;

use code_remote_gateway::{RateSettings, serve};
use domain::Rate;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::support::TestGateway;

/// Time stands still in the store of these tests, so no token comes back.
const RATE: Rate = Rate { per_second: 1, burst: 8 };
/// Gateways give one token on credit under this rate.
const MOST: usize = 9;

fn gateway(rates: RateSettings) -> TestGateway {
    TestGateway::with_keys_and(|settings| settings.rates = rates)
}

async fn start(gateway: &TestGateway) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, gateway.router(), gateway.stopping.clone()));
    address
}

/// Status, `Retry-After` and code of the answer.
async fn ask(address: SocketAddr, path: &str, headers: &str) -> (u16, Option<u64>, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let retry_after =
        head.lines().find_map(|line| line.strip_prefix("retry-after: ")).map(|text| text.parse().unwrap());
    let code =
        serde_json::from_str::<Value>(body).ok().and_then(|body| Some(body["error"]["code"].as_str()?.to_owned()));
    (status, retry_after, code.unwrap_or_default())
}

async fn until_limited(address: SocketAddr, path: &str, headers: &str, before: u16) -> usize {
    for served in 0..100 {
        let (status, retry_after, code) = ask(address, path, headers).await;
        if status == 429 {
            assert_eq!(code, "RATE_LIMITED");
            assert!((1..=8).contains(&retry_after.expect("Retry-After")), "{retry_after:?}");
            return served;
        }
        assert_eq!(status, before);
    }
    panic!("it is never limited");
}

#[tokio::test]
async fn a_caller_is_limited_wherever_it_asks_from_and_nobody_else_is() {
    let gateway = gateway(RateSettings { per_caller: Some(RATE), ..RateSettings::default() });
    let (one, ann) = (start(&gateway).await, "authorization: Bearer ann\r\n");
    let served = until_limited(one, "/v1/jobs", ann, 200).await;
    assert!((RATE.burst as usize..=MOST).contains(&served), "{served}");
    assert_eq!(ask(one, "/v1/jobs", "authorization: Bearer bob\r\n").await.0, 200);
    // What needs no caller counts for none.
    for _ in 0..2 * MOST {
        assert_eq!(ask(one, "/health/live", ann).await.0, 200);
        assert_eq!(ask(one, "/v1/jobs", "").await.0, 401);
    }
}

#[tokio::test]
async fn what_a_caller_is_refused_counts_like_what_it_is_given() {
    let refused =
        [("/v1/audit", 403), ("/v1/jobs/01980f3e-5d5c-7c1a-9d5e-2f8f1c0a7b11", 404), ("/v1/jobs?limit=0", 422)];
    for (path, status) in refused {
        let gateway = gateway(RateSettings { per_caller: Some(RATE), ..RateSettings::default() });
        let served = until_limited(start(&gateway).await, path, "authorization: Bearer ann\r\n", status).await;
        assert!((RATE.burst as usize..=MOST).contains(&served), "{path}: {served}");
    }
}

#[tokio::test]
async fn what_leads_nowhere_counts_for_its_address() {
    let gateway = gateway(RateSettings { per_address: Some(RATE), ..RateSettings::default() });
    let (address, ann) = (start(&gateway).await, "authorization: Bearer ann\r\n");
    let served = until_limited(address, "/v1/nowhere", ann, 404).await;
    assert!((RATE.burst as usize..=MOST).contains(&served), "{served}");
    assert_eq!(ask(address, "/execute", ann).await.0, 429, "no such method");
    assert_eq!(ask(address, "/v1/jobs", ann).await.0, 200);
    assert_eq!(ask(address, "/v1/jobs/01980f3e-5d5c-7c1a-9d5e-2f8f1c0a7b11", ann).await.0, 404);
}

#[tokio::test]
async fn who_one_is_is_a_request_like_any_other() {
    // A tenth of it is what may be asked where a password could be guessed.
    let per_address = Some(Rate { per_second: 10, burst: 20 });
    let per_caller = Some(Rate { per_second: 10, burst: 40 });
    let gateway = gateway(RateSettings { per_caller, per_address, ..RateSettings::default() });
    let (address, ann) = (start(&gateway).await, "authorization: Bearer ann\r\n");
    for _ in 0..30 {
        assert_eq!(ask(address, "/auth/me", ann).await.0, 200);
    }
    let served = until_limited(address, "/auth/me", "authorization: Bearer guess\r\n", 401).await;
    assert!(served >= 20, "{served}");
}

#[tokio::test]
async fn two_gateways_share_what_a_caller_may() {
    let rates = || RateSettings { per_caller: Some(RATE), ..RateSettings::default() };
    let first = gateway(rates());
    let second = first.beside(|settings| settings.rates = rates());
    let (one, two) = (start(&first).await, start(&second).await);
    let ann = "authorization: Bearer ann\r\n";
    let served = until_limited(one, "/v1/jobs", ann, 200).await + until_limited(two, "/v1/jobs", ann, 200).await;
    assert!((RATE.burst as usize..=MOST + 1).contains(&served), "{served}");
}

#[tokio::test]
async fn an_address_is_limited_for_what_was_refused_and_its_callers_are_not() {
    let gateway = gateway(RateSettings { per_address: Some(RATE), ..RateSettings::default() });
    let address = start(&gateway).await;
    let served = until_limited(address, "/v1/jobs", "authorization: Bearer guess\r\n", 401).await;
    assert!((RATE.burst as usize..=MOST).contains(&served), "{served}");
    assert_eq!(ask(address, "/v1/jobs", "").await.0, 429);
    assert_eq!(ask(address, "/v1/jobs", "authorization: Bearer ann\r\n").await.0, 200);
    // A header that nobody trustworthy wrote makes no other client of it.
    assert_eq!(ask(address, "/v1/jobs", "x-forwarded-for: 192.0.2.1\r\n").await.0, 429);
}

#[tokio::test]
async fn behind_a_trusted_proxy_clients_are_told_apart() {
    let trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    // Links can be guessed, so looking for one counts, and more than what cannot succeed.
    let per_address = Some(Rate { per_second: 10, burst: 80 });
    let gateway = gateway(RateSettings { per_address, trusted_proxies, ..RateSettings::default() });
    let address = start(&gateway).await;
    let named = "x-forwarded-for: 198.51.100.7, 192.0.2.1\r\n";
    let served = until_limited(address, "/v1/shared/0123", named, 404).await;
    assert!((RATE.burst as usize..=MOST).contains(&served), "{served}");
    assert_eq!(ask(address, "/v1/shared/0123", "x-forwarded-for: 198.51.100.8, 192.0.2.1\r\n").await.0, 429);
    assert_eq!(ask(address, "/v1/shared/0123", "x-forwarded-for: 192.0.2.2\r\n").await.0, 404);
    until_limited(address, "/v1/shared/0123", "x-forwarded-for: 2001:db8::1\r\n", 404).await;
    assert_eq!(ask(address, "/v1/shared/0123", "x-forwarded-for: 2001:db8::ffff:2\r\n").await.0, 429);
}

#[tokio::test]
async fn a_store_that_is_away_opens_no_flood() {
    let gateway = gateway(RateSettings { per_caller: Some(RATE), ..RateSettings::default() });
    gateway.store.go_away();
    let address = start(&gateway).await;
    let served = until_limited(address, "/v1/jobs", "authorization: Bearer ann\r\n", 503).await;
    assert!((RATE.burst as usize..=MOST + 5).contains(&served), "{served}");
}
