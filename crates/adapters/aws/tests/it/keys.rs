//! When the pool's keys are fetched.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{TokenError, TokenVerifier as _};
use serde_json::json;
use tokio::task::JoinSet;

use crate::{pool::Pool, rsa::Key, server::Answer};

const A_MINUTE: Duration = Duration::from_mins(1);

/// Sends these tokens at the same time; how many were taken.
async fn at_once(pool: &Pool, tokens: impl IntoIterator<Item = String>) -> usize {
    let mut requests = JoinSet::new();
    for token in tokens {
        let verifier = Arc::clone(&pool.tokens);
        requests.spawn(async move { verifier.verify(Some(&token)).await.is_ok() });
    }
    requests.join_all().await.into_iter().filter(|taken| *taken).count()
}

/// Tokens with key names that nobody has.
fn forged(pool: &Pool, count: usize) -> Vec<String> {
    (0..count)
        .map(|n| pool.two.sign(&json!({ "alg": "RS256", "kid": format!("k{n}") }), &pool.claims(json!({}))))
        .collect()
}

async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + A_MINUTE;
    while !holds() {
        assert!(Instant::now() < deadline, "{what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_first_tokens_fetch_once() {
    let pool = Pool::start().await;
    let token = pool.token(json!({}));
    assert_eq!(at_once(&pool, vec![token; 100]).await, 100);
    assert_eq!(pool.server.requests(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_unknown_names_fetches_once_a_minute() {
    let pool = Pool::start().await;
    pool.takes(&pool.one).await;
    let forged = forged(&pool, 300);
    assert_eq!(at_once(&pool, forged.clone()).await, 0);
    assert_eq!(pool.server.requests(), 1, "the keys are fresh");
    for minutes in 1..=3 {
        pool.clock.advance(A_MINUTE);
        assert_eq!(at_once(&pool, forged.clone()).await, 0);
        assert_eq!(pool.server.requests(), 1 + minutes);
        pool.takes(&pool.one).await;
    }
}

#[tokio::test]
async fn a_rotation_is_noticed_with_one_fetch() {
    let pool = Pool::start().await;
    pool.takes(&pool.one).await;
    pool.server.answer_with(Answer::keys(&[&pool.one, &pool.two]));
    pool.clock.advance(A_MINUTE);
    pool.takes(&pool.two).await;
    pool.takes(&pool.one).await;
    assert_eq!(pool.server.requests(), 2);
}

#[tokio::test]
async fn a_key_that_the_pool_withdraws_is_forgotten_within_hours() {
    let pool = Pool::start().await;
    pool.takes(&pool.one).await;
    pool.server.answer_with(Answer::keys(&[&pool.two]));
    pool.clock.advance(Duration::from_hours(6));
    pool.takes(&pool.one).await;
    eventually("the keys are fetched in the background", || pool.server.requests() == 2).await;
    pool.takes(&pool.two).await;
    assert_eq!(pool.verify(&pool.token(json!({}))).await, Err(TokenError::Invalid));
    assert_eq!(pool.server.requests(), 2);
}

#[tokio::test]
async fn an_outage_of_days_changes_nothing_for_known_keys() {
    let pool = Pool::start().await;
    pool.takes(&pool.one).await;
    for failure in [Answer::status("503 Service Unavailable"), Answer::Nothing, Answer::json(r#"{"keys":[]}"#)] {
        pool.server.answer_with(failure);
        for _ in 0..10 {
            pool.clock.advance(Duration::from_hours(7));
            pool.takes(&pool.one).await;
        }
        pool.clock.advance(A_MINUTE);
        let rotated = pool.token_of(&pool.two, json!({}));
        assert_eq!(pool.verify(&rotated).await, Err(TokenError::Unavailable), "nobody knows whether it is good");
    }
    pool.server.answer_with(Answer::keys(&[&pool.one, &pool.two]));
    pool.clock.advance(A_MINUTE);
    pool.takes(&pool.two).await;
    pool.takes(&pool.one).await;
}

#[tokio::test]
async fn without_keys_it_is_unavailable_and_recovers_by_itself() {
    let pool = Pool::start().await;
    pool.server.answer_with(Answer::Nothing);
    pool.tokens.fetch_keys().await;
    let token = pool.token(json!({}));
    for _ in 0..20 {
        assert_eq!(pool.verify(&token).await, Err(TokenError::Unavailable));
    }
    assert_eq!(pool.server.requests(), 1, "it is not asked without pause");
    pool.server.answer_with(Answer::keys(&[&pool.one]));
    pool.clock.advance(Duration::from_secs(5));
    pool.takes(&pool.one).await;
    assert_eq!(pool.server.requests(), 2);
}

#[tokio::test]
async fn answers_that_are_no_key_set_are_not_taken() {
    let elsewhere = Pool::start().await;
    let redirect = Answer::status(&format!("302 Found\r\nlocation: {}", elsewhere.server.url()));
    let large = Answer::json(&json!({ "keys": [Key::one().jwk()], "more": "x".repeat(70_000) }).to_string());
    let bad =
        [redirect, large, Answer::Endless, Answer::json("<html>"), Answer::json("{}"), Answer::status("404 Not Found")];
    for answer in bad {
        let pool = Pool::start().await;
        pool.server.answer_with(answer);
        assert_eq!(pool.verify(&pool.token(json!({}))).await, Err(TokenError::Unavailable));
        assert_eq!(pool.server.requests(), 1);
    }
    assert_eq!(elsewhere.server.requests(), 0, "a redirect is not followed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_goes_away_does_not_stop_the_fetch() {
    let pool = Pool::start().await;
    pool.server.hold();
    let verifier = Arc::clone(&pool.tokens);
    let token = pool.token(json!({}));
    let first = tokio::spawn({
        let token = token.clone();
        async move { verifier.verify(Some(&token)).await }
    });
    eventually("the keys are asked for", || pool.server.requests() == 1).await;
    first.abort();
    assert!(first.await.expect_err("it was aborted").is_cancelled());
    pool.server.go_on();
    assert!(pool.verify(&token).await.is_ok());
    assert_eq!(pool.server.requests(), 1);
}

#[tokio::test]
async fn a_server_that_never_answers_holds_nobody_for_long() {
    let pool = Pool::start().await;
    pool.server.hold();
    let begun = Instant::now();
    assert_eq!(pool.verify(&pool.token(json!({}))).await, Err(TokenError::Unavailable));
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
}
