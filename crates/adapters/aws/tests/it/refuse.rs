//! Tokens that are not taken.

use domain::TokenError;
use ring::hmac;
use serde_json::{Value, json};

use crate::{
    pool::{Pool, changed, header},
    rsa::{Key, base64, message},
    server::{Answer, Server},
};

async fn all_invalid(pool: &Pool, tokens: impl IntoIterator<Item = String>) {
    for token in tokens {
        assert_eq!(pool.verify(&token).await, Err(TokenError::Invalid), "{token}");
    }
}

#[tokio::test]
async fn every_claim_counts() {
    let pool = Pool::start().await;
    let now = pool.claims(json!({}))["iat"].as_i64().expect("a number") + 60;
    let bad = [
        json!({ "iss": "https://issuer.example/other" }),
        json!({ "iss": "https://issuer.example/pool/" }),
        json!({ "iss": ["https://issuer.example/pool"] }),
        json!({ "iss": null }),
        json!({ "token_use": "id", "aud": "our-client" }),
        json!({ "token_use": null }),
        json!({ "client_id": "another-client" }),
        json!({ "client_id": null, "aud": "our-client" }),
        json!({ "client_id": ["our-client"] }),
        json!({ "sub": null }),
        json!({ "sub": "" }),
        json!({ "sub": "a b" }),
        json!({ "sub": "ä" }),
        json!({ "sub": "a".repeat(129) }),
        json!({ "sub": 7 }),
        json!({ "exp": null }),
        json!({ "exp": "4000000000" }),
        json!({ "exp": 4e9 }),
        json!({ "exp": 1e300 }),
        json!({ "exp": u64::MAX }),
        json!({ "exp": now - 60, "iat": now - 60 }),
        json!({ "iat": null }),
        json!({ "iat": "now" }),
        json!({ "iat": now + 600 }),
        json!({ "iat": now + 600, "exp": now + 500 }),
        json!({ "nbf": now + 600 }),
        json!({ "nbf": i64::MAX }),
        json!({ "nbf": "now" }),
    ];
    all_invalid(&pool, bad.into_iter().map(|changes| pool.token(changes))).await;
    let expired = pool.token(json!({ "exp": now - 31, "iat": now - 3631 }));
    assert_eq!(pool.verify(&expired).await, Err(TokenError::Expired));
    let long_ago = pool.token(json!({ "exp": i64::MIN + 1, "iat": i64::MIN }));
    assert_eq!(pool.verify(&long_ago).await, Err(TokenError::Expired));
}

#[tokio::test]
async fn only_rs256_counts() {
    let pool = Pool::start().await;
    let claims = pool.claims(json!({}));
    let with = |alg: &str| changed(header(&pool.one), json!({ "alg": alg }));
    let none = ["none", "None", "NONE", "nOnE"].map(|alg| format!("{}.", message(&with(alg), &claims)));
    all_invalid(&pool, none).await;
    all_invalid(&pool, ["HS256", "RS512", "PS256", "ES256"].map(|alg| pool.one.sign(&with(alg), &claims))).await;
    assert_eq!(pool.server.requests(), 0, "no key is fetched for what can only be wrong");
    all_invalid(&pool, [pool.one.sign(&with("none"), &claims), pool.one.sign(&with("HS256"), &claims)]).await;
    all_invalid(&pool, [pool.one.sign_512(&with("RS512"), &claims), pool.one.sign_512(&with("RS256"), &claims)]).await;
    for alg in ["PS256", "ES256", "EdDSA", "RS384", "rs256", ""] {
        all_invalid(&pool, [pool.one.sign(&with(alg), &claims)]).await;
    }
    let public = pool.one.public();
    let secrets =
        [public.n.clone(), base64(&public.n).into_bytes(), pool.one.jwk().to_string().into_bytes(), Vec::new()];
    for secret in secrets {
        for alg in ["HS256", "RS256"] {
            let message = message(&with(alg), &claims);
            let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), message.as_bytes());
            all_invalid(&pool, [format!("{message}.{}", base64(tag.as_ref()))]).await;
        }
    }
}

#[tokio::test]
async fn a_header_cannot_bring_its_own_key() {
    let pool = Pool::start().await;
    let theirs = Server::start(Answer::keys(&[&Key::two().named("one"), &Key::two()])).await;
    let claims = pool.claims(json!({}));
    let with = |changes: Value| pool.two.sign(&changed(header(&pool.one), changes), &claims);
    let jwk = Key::two().named("one").jwk();
    let bad = [
        with(json!({})),
        with(json!({ "jku": theirs.url() })),
        with(json!({ "x5u": theirs.url() })),
        with(json!({ "jwk": jwk })),
        with(json!({ "x5c": [base64(b"certificate")] })),
        with(json!({ "kid": "two", "jku": theirs.url() })),
        with(json!({ "kid": theirs.url() })),
        with(json!({ "kid": "../../../dev/null" })),
        with(json!({ "kid": "one' OR '1'='1" })),
        with(json!({ "kid": "k".repeat(200) })),
        with(json!({ "kid": "" })),
        with(json!({ "kid": null })),
        with(json!({ "kid": 1 })),
        with(json!({ "kid": ["one"] })),
    ];
    all_invalid(&pool, bad).await;
    assert_eq!(theirs.requests(), 0, "what a token says is never fetched");
    let critical = changed(header(&pool.one), json!({ "crit": ["exp"] }));
    all_invalid(&pool, [pool.one.sign(&critical, &claims)]).await;
}

#[tokio::test]
async fn any_change_of_a_token_is_noticed() {
    let pool = Pool::start().await;
    let token = pool.token(json!({}));
    assert!(pool.verify(&token).await.is_ok());
    for place in 0..token.len() {
        let mut changed = token.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        all_invalid(&pool, [String::from_utf8(changed).expect("it is ASCII")]).await;
        all_invalid(&pool, [token[..place].to_owned() + &token[place + 1..]]).await;
    }
    all_invalid(&pool, [format!("{token}=="), format!("{token}AA"), format!("{token} "), format!("{token}\n")]).await;
    let cut = (1..token.len()).map(|end| token[..end].to_owned());
    all_invalid(&pool, cut).await;
    assert!(pool.verify(&token).await.is_ok());
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let pool = Pool::start().await;
    let token = pool.token(json!({}));
    let garbage =
        [" ", ".", "..", "...", "a.b.c", "a.b.c.d", "\u{0}", "ключ", "🦀.🦀.🦀", "null.null.null", "e30.e30.e30"];
    all_invalid(&pool, garbage.map(str::to_owned)).await;
    all_invalid(&pool, [format!("{token}."), format!(".{token}"), format!("Bearer {token}")]).await;
    let deep = base64("[".repeat(9_000).as_bytes());
    let huge = "a".repeat(10_000_000);
    all_invalid(&pool, [deep.clone(), format!("{deep}.e30.e30"), huge.clone(), format!("{huge}.{huge}.{huge}")]).await;
    let many_groups: Vec<_> = (0..2_000).map(|n| format!("group-{n}")).collect();
    all_invalid(&pool, [pool.token(json!({ "cognito:groups": many_groups }))]).await;
    assert_eq!(pool.server.requests(), 0, "none of it needs a key");
}
