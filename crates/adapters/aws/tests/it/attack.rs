//! Two thousand tokens that somebody made up: twenty ways, a hundred of each.

use std::{sync::Arc, time::Duration};

use domain::TokenError;
use ring::hmac;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::{
    pool::{Pool, changed, header},
    rsa::{Key, base64, message},
    server::{Answer, Server},
};

const OF_EACH: usize = 100;

/// What an attacker has: the pool's public key, a key of its own, a server of its own, and an account for good tokens.
struct Attacker<'a> {
    pool: &'a Pool,
    theirs: String,
    good: String,
}

/// Makes a token; the number varies it.
type Way = fn(&Attacker<'_>, usize) -> String;

const WAYS: [(&str, Way); 20] = [
    ("signed by another key", |attacker, _| attacker.forged(json!({}))),
    ("signed by chance", |attacker, n| attacker.with_signature(&noise(n, 256))),
    ("expired", |attacker, n| attacker.signed(json!({ "exp": attacker.now() - 31 - seconds(n), "iat": 0 }))),
    ("another pool's", |attacker, n| attacker.signed(json!({ "iss": format!("https://issuer.example/pool{n}") }))),
    ("another client's", |attacker, n| attacker.signed(json!({ "client_id": format!("our-client-{n}") }))),
    ("without algorithm", |attacker, n| attacker.without_algorithm(n)),
    ("HS256 with the public key", |attacker, n| attacker.hmac("HS256", n)),
    ("HS256 called RS256", |attacker, n| attacker.hmac("RS256", n)),
    ("a key's address", |attacker, n| attacker.forged(json!({ pick(n, ["jku", "x5u"]): attacker.theirs }))),
    ("its own key", |attacker, _| attacker.forged(json!({ "jwk": Key::two().named("one").jwk() }))),
    ("its own certificate", |attacker, n| attacker.forged(json!({ "x5c": [base64(&noise(n, 64))] }))),
    ("a strange key name", |attacker, n| attacker.forged(json!({ "kid": key_name(n) }))),
    ("an extension that must be understood", |attacker, n| attacker.critical(n)),
    ("a claim twice", |attacker, n| attacker.twice(n)),
    ("deep or huge", |attacker, n| attacker.deep_or_huge(n)),
    ("not for access", |attacker, n| attacker.signed(json!({ "token_use": pick(n, ["id", "refresh", "Access", ""]) }))),
    ("from the future", |attacker, n| {
        attacker.signed(json!({ pick(n, ["iat", "nbf"]): attacker.now() + 31 + seconds(n) }))
    }),
    ("with other claims than were signed", |attacker, n| attacker.with_claims(json!({ "sub": format!("{n}") }))),
    ("cut or padded", |attacker, n| attacker.misshapen(n)),
    ("claims of other types", |attacker, n| attacker.other_types(n)),
];

impl Attacker<'_> {
    fn now(&self) -> i64 {
        self.pool.claims(json!({}))["iat"].as_i64().expect("a number") + 60
    }

    /// What the pool itself would sign, and nobody should take.
    fn signed(&self, changes: Value) -> String {
        self.pool.token(changes)
    }

    /// Good claims under a changed header, signed by the attacker's own key.
    fn forged(&self, changes: Value) -> String {
        self.pool.two.sign(&changed(header(&self.pool.one), changes), &self.pool.claims(json!({})))
    }

    fn parts(&self) -> [&str; 3] {
        let mut parts = self.good.split('.');
        std::array::from_fn(|_| parts.next().expect("three parts"))
    }

    fn with_signature(&self, signature: &[u8]) -> String {
        let [header, claims, _] = self.parts();
        format!("{header}.{claims}.{}", base64(signature))
    }

    fn with_claims(&self, changes: Value) -> String {
        let [header, _, signature] = self.parts();
        format!("{header}.{}.{signature}", base64(self.pool.claims(changes).to_string().as_bytes()))
    }

    fn without_algorithm(&self, n: usize) -> String {
        let alg = pick(n, [json!("none"), json!("None"), json!("NONE"), json!(""), json!(null), json!(["RS256"])]);
        let message = message(&changed(header(&self.pool.one), json!({ "alg": alg })), &self.pool.claims(json!({})));
        let signature = pick(n / 6, ["", "AA", self.parts()[2]]);
        format!("{message}.{signature}")
    }

    /// Verified by a library that takes the public key for a secret, these would be good.
    fn hmac(&self, alg: &str, n: usize) -> String {
        let key = &self.pool.one;
        let jwks = json!({ "keys": [key.jwk()] });
        let secrets = [
            key.public().n,
            base64(&key.public().n).into_bytes(),
            key.jwk().to_string().into_bytes(),
            jwks.to_string().into_bytes(),
            Vec::new(),
            key.name.as_bytes().to_vec(),
        ];
        let header = changed(header(key), json!({ "alg": alg }));
        let message = message(&header, &self.pool.claims(json!({ "jti": n })));
        let key = hmac::Key::new(hmac::HMAC_SHA256, &pick(n, secrets));
        format!("{message}.{}", base64(hmac::sign(&key, message.as_bytes()).as_ref()))
    }

    /// The pool's own signature, so that only the header stands against it.
    fn critical(&self, n: usize) -> String {
        let crit = pick(n, [json!(["exp"]), json!(["b64"]), json!([]), json!(["x", "y"]), json!("exp"), json!([1])]);
        let header = changed(header(&self.pool.one), json!({ "crit": crit, "b64": true, "exp": 1, "x": n }));
        self.pool.one.sign(&header, &self.pool.claims(json!({})))
    }

    fn twice(&self, n: usize) -> String {
        let claims = self.pool.claims(json!({})).to_string();
        let (name, other) = pick(
            n,
            [
                ("client_id", "\"our-client\""),
                ("sub", "\"somebody-else\""),
                ("exp", "4000000000"),
                ("iss", "\"https://issuer.example/pool\""),
                ("token_use", "\"access\""),
                ("cognito:groups", "[\"operators\"],\"cognito:groups\":[]"),
            ],
        );
        let twice = format!("{{\"{name}\":{other},{}", &claims[1..]);
        let header = pick(
            n / 6,
            [
                r#"{"alg":"RS256","kid":"one"}"#,
                r#"{"alg":"none","alg":"RS256","kid":"one"}"#,
                r#"{"alg":"RS256","kid":"two","kid":"one"}"#,
            ],
        );
        self.pool.one.sign_text(header, &twice)
    }

    fn deep_or_huge(&self, n: usize) -> String {
        let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        let claims = self.pool.claims(json!({})).to_string();
        let nested = format!("{{\"x\":{},{}", deep(200 + n), &claims[1..]);
        let long = json!({ "x": "x".repeat(20_000 + n) });
        match n % 5 {
            0 => self.pool.two.sign_text(r#"{"alg":"RS256","kid":"one"}"#, &nested),
            1 => self.signed(long),
            2 => self.forged(long),
            3 => self.pool.one.sign_text(&deep(4_000), &claims),
            _ => "ey".repeat(1_000_000 + n),
        }
    }

    fn misshapen(&self, n: usize) -> String {
        let (good, [header, claims, signature]) = (&self.good, self.parts());
        match n % 8 {
            0 => good[..=n * good.len() / OF_EACH].to_owned(),
            1 => format!("{good}{}", "=".repeat(n)),
            2 => format!("{good}.{n}"),
            3 => format!("{header}.{claims}"),
            4 => format!("{header}.{claims}."),
            5 => format!("{header}..{signature}"),
            6 => format!("{good}{}", pick(n, [" ", "\n", "\0", "\t"])),
            _ => format!("{claims}.{header}.{signature}"),
        }
    }

    fn other_types(&self, n: usize) -> String {
        let name = pick(n, ["iss", "sub", "token_use", "client_id", "exp", "iat"]);
        let value = pick(n / 6, [json!(null), json!([]), json!({}), json!(true), json!(1.5), json!([name, "x"])]);
        self.signed(json!({ name: value }))
    }
}

fn pick<T, const N: usize>(n: usize, from: [T; N]) -> T {
    from.into_iter().nth(n % N).expect("it is within")
}

fn seconds(n: usize) -> i64 {
    i64::try_from(n * n).expect("a few hours")
}

/// Bytes that look like chance and are the same each time.
fn noise(n: usize, length: usize) -> Vec<u8> {
    let mut state = n as u64 + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

fn key_name(n: usize) -> Value {
    let name = pick(
        n,
        [
            "../../../../dev/null",
            "/etc/passwd",
            "one' OR '1'='1",
            "one'; DROP TABLE keys; --",
            "one\0two",
            "http://127.0.0.1/keys",
            "file:///proc/self/environ",
            "$(id)",
            "ONE",
            " one",
        ],
    );
    pick(n / 10, [json!(name), json!(format!("{name}{n}")), json!([name]), json!({ "kid": name }), json!(n)])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_forgeries_are_refused_and_fetch_no_keys() {
    let pool = Pool::start().await;
    let theirs = Server::start(Answer::keys(&[&Key::two().named("one"), &Key::two()])).await;
    let attacker = Attacker { pool: &pool, theirs: theirs.url(), good: pool.token(json!({})) };
    pool.takes(&pool.one).await;
    let mut tried = 0;
    for (what, way) in WAYS {
        for n in 0..OF_EACH {
            let token = way(&attacker, n);
            let refused = pool.verify(&token).await.expect_err(what);
            let expected = if what == "expired" { TokenError::Expired } else { TokenError::Invalid };
            assert_eq!(refused, expected, "{what}, number {n}: {}", &token[..token.len().min(2_000)]);
            tried += 1;
        }
        pool.takes(&pool.one).await;
    }
    assert_eq!(tried, 2_000);
    assert_eq!(pool.server.requests(), 1, "the keys were fetched once, for the first good token");
    assert_eq!(theirs.requests(), 0, "what a token says is never fetched");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forgeries_at_once_and_for_minutes_fetch_once_a_minute() {
    let pool = Pool::start().await;
    let attacker = Attacker { pool: &pool, theirs: "http://127.0.0.1:1/".into(), good: pool.token(json!({})) };
    for minute in 1..=10 {
        let mut asking = JoinSet::new();
        for token in WAYS.iter().flat_map(|(_, way)| (0..5).map(|n| way(&attacker, n * 7))) {
            let tokens = Arc::clone(&pool.tokens);
            asking.spawn(async move { domain::TokenVerifier::verify(&*tokens, Some(&token)).await.is_err() });
        }
        assert!(asking.join_all().await.into_iter().all(|refused| refused));
        assert_eq!(pool.server.requests(), minute);
        pool.clock.advance(Duration::from_mins(1));
    }
}
