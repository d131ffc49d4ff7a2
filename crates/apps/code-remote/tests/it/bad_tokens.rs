//! Hundreds of tokens that somebody made up, over HTTP, against a gateway whose callers sign in with a user pool.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use futures_util::{StreamExt as _, stream};
use reqwest::{Method, StatusCode, header::WWW_AUTHENTICATE};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use crate::harness::{Caller, Deployment, Emulator};

const OF_EACH: usize = 25;
const AT_ONCE: usize = 16;

/// Publishes a key set and counts who asks for anything.
struct Keys {
    url: String,
    asked: Arc<AtomicUsize>,
}

impl Keys {
    async fn publish(keys: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}/keys.json", listener.local_addr().expect("it has an address"));
        let asked = Arc::<AtomicUsize>::default();
        let counted = asked.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::Relaxed);
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{keys}",
                    keys.len()
                );
                tokio::spawn(async move {
                    // A request without a body fits into one read; whoever asks otherwise gets no answer that it can use.
                    let _ = stream.read(&mut [0; 4096]).await;
                    let _ = stream.write_all(answer.as_bytes()).await;
                });
            }
        });
        Self { url, asked }
    }
}

/// A good token, taken apart, and what an attacker knows besides.
struct Good {
    header: Value,
    claims: Value,
    token: String,
    public_key: Vec<u8>,
    theirs: String,
}

impl Good {
    fn read(token: &str, public_key: Vec<u8>, theirs: &str) -> Self {
        let part = |n: usize| {
            let text = token.split('.').nth(n).expect("three parts");
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).expect("base64")).expect("JSON")
        };
        Self { header: part(0), claims: part(1), token: token.to_owned(), public_key, theirs: theirs.to_owned() }
    }

    /// With another header and other claims, and the signature that was there.
    fn changed(&self, header: Value, claims: Value) -> String {
        let (_, signature) = self.token.rsplit_once('.').expect("three parts");
        format!("{}.{signature}", message(&merged(&self.header, header), &merged(&self.claims, claims)))
    }

    /// The same, signed with the public key as if it were a secret.
    fn hmac(&self, n: usize) -> String {
        let claims = merged(&self.claims, json!({ "sub": n.to_string() }));
        let message = message(&merged(&self.header, json!({ "alg": "HS256" })), &claims);
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(hmac_sha256(&self.public_key, message.as_bytes())))
    }

    /// One of each kind.
    fn forged(&self, n: usize) -> Vec<String> {
        let none = ["none", "None", "NONE", "nOnE", ""][n % 5];
        let unsigned = message(&merged(&self.header, json!({ "alg": none })), &self.claims);
        let kid = [format!("../../../dev/null{n}"), format!("' OR {n}=1 --"), format!("key-{n}"), "k".repeat(100 * n)];
        vec![
            self.changed(json!({}), json!({ "sub": format!("somebody-{n}") })),
            self.changed(json!({}), json!({ "exp": 4_000_000_000_u64 + n as u64 })),
            self.changed(json!({ "kid": kid[n % 4] }), json!({})),
            self.changed(json!({ "kid": format!("unknown-{n}") }), json!({})),
            self.changed(json!({ ["jku", "x5u"][n % 2]: self.theirs }), json!({})),
            self.changed(json!({ "kid": format!("theirs-{n}"), "jku": self.theirs }), json!({})),
            format!("{unsigned}."),
            self.hmac(n),
            self.token[..self.token.len() - 1 - n].to_owned(),
            format!("{}{}", self.token, "A".repeat(n + 1)),
            format!("{}.{}", self.token, "A".repeat(n + 1)),
            "a.".repeat(n + 1),
            "x".repeat(300 * (n + 1)),
        ]
    }
}

fn merged(object: &Value, changes: Value) -> Value {
    let mut merged = object.clone();
    if let (Value::Object(merged), Value::Object(changes)) = (&mut merged, changes) {
        merged.extend(changes);
    }
    merged
}

fn message(header: &Value, claims: &Value) -> String {
    [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".")
}

/// RFC 2104.
fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0; 64];
    if key.len() > block.len() {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let keyed = |pad: u8| Sha256::new().chain_update(block.map(|byte| byte ^ pad));
    let inner = keyed(0x36).chain_update(message).finalize();
    keyed(0x5c).chain_update(inner).finalize().to_vec()
}

async fn ask(gateway: &Caller, token: &str) -> (StatusCode, bool) {
    let response = gateway.with_key(token).request(Method::GET, "/v1/jobs").send().await.expect("the gateway answers");
    (response.status(), response.headers().contains_key(WWW_AUTHENTICATE))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundreds_of_forged_tokens_are_refused_and_fetch_no_keys() {
    let emulator = Emulator::start().await;
    let (pool, other_pool) = (emulator.pool().await, emulator.pool().await);
    emulator.sign_up(&pool, "ann@example.org").await;
    emulator.sign_up(&other_pool, "ann@example.org").await;
    let set = emulator.keys(&pool).await;
    let (keys, theirs) = (Keys::publish(set.to_string()).await, Keys::publish(set.to_string()).await);
    let settings = emulator.settings(&pool);
    // Not 429, however fast they come.
    let own = [("CODE_REMOTE_COGNITO_JWKS_URL", keys.url.as_str()), ("CODE_REMOTE_RATE_PER_ADDRESS", "0")];
    let deployment = Deployment::new(&[&settings[..], &own].concat()).await;
    let began = Instant::now();
    let gateway = deployment.gateway().await;

    let tokens = emulator.sign_in(&pool, "ann@example.org").await;
    let modulus = set["keys"][0]["n"].as_str().expect("an RSA key");
    let public_key = URL_SAFE_NO_PAD.decode(modulus).expect("base64");
    let good = Good::read(&tokens.access, public_key, &theirs.url);

    let other_client = emulator.other_client(&pool).await;
    let mut forged: Vec<String> = (0..OF_EACH).flat_map(|n| good.forged(n)).collect();
    forged.push(tokens.id.clone());
    forged.push(emulator.sign_in(&other_pool, "ann@example.org").await.access);
    forged.push(emulator.sign_in(&other_client, "ann@example.org").await.access);
    assert!(forged.len() > 300);
    let answers = stream::iter(&forged).map(|token| ask(&gateway, token)).buffered(AT_ONCE).collect::<Vec<_>>().await;
    for (token, answer) in forged.iter().zip(answers) {
        assert_eq!(answer, (StatusCode::UNAUTHORIZED, true), "{token}");
    }
    assert_eq!(ask(&gateway, &tokens.access).await.0, StatusCode::OK);
    // When it started, and once a minute for a key that might be new.
    let (fetched, minutes) = (keys.asked.load(Ordering::Relaxed) as u64, began.elapsed().as_secs() / 60);
    assert!((1..=2 + minutes).contains(&fetched), "{fetched} in {minutes} minutes");
    assert_eq!(theirs.asked.load(Ordering::Relaxed), 0, "nobody goes where a token leads");
}
