//! What it costs to check an access token: processor time on one core, with the keys known.
//!
//! `cargo run --release --package code-remote-aws --example token_bench` prints one JSON document.

#![expect(clippy::print_stdout, reason = "this is what it is for")]

#[path = "../tests/it/pool.rs"]
#[expect(dead_code, reason = "the tests need more of it")]
mod pool;
#[path = "../tests/it/rsa.rs"]
#[expect(dead_code, reason = "the tests need more of it")]
mod rsa;
#[path = "../tests/it/server.rs"]
#[expect(dead_code, reason = "the tests need more of it")]
mod server;

use serde_json::json;

const WARM_UP: u32 = 500;
const ROUNDS: usize = 20;
const OF_EACH: u32 = 500;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let pool = pool::Pool::start().await;
    // As long as Cognito's are, and of somebody in a few groups.
    let token = pool.token(json!({ "cognito:groups": ["users", "operators"], "event_id": "x".repeat(36) }));
    verify(&pool, &token, WARM_UP).await;
    let mut rounds = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        rounds.push(verify(&pool, &token, OF_EACH).await);
    }
    rounds.sort_by(f64::total_cmp);
    let document = json!({
        "what": "token verification, CPU", "unit": "us", "median": rounds[ROUNDS / 2], "worst_round": rounds[ROUNDS - 1],
        "verifications": ROUNDS * OF_EACH as usize, "token_bytes": token.len(),
    });
    println!("{document}");
}

/// Microseconds of processor time that each took.
async fn verify(pool: &pool::Pool, token: &str, times: u32) -> f64 {
    let began = cpu_nanoseconds();
    for _ in 0..times {
        assert!(pool.verify(token).await.is_ok());
    }
    (cpu_nanoseconds() - began) / 1_000.0 / f64::from(times)
}

/// What this thread has used so far.
fn cpu_nanoseconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux tells");
    let used = stat.split(' ').next().and_then(|used| used.parse().ok());
    used.expect("it begins with the time")
}
