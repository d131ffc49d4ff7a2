//! `RateLedger`.

use std::time::Duration;

use tokio::task::JoinSet;

use crate::{Rate, Taken, testing::StoreFixture};

const RATE: Rate = Rate { per_second: 10, burst: 20 };

async fn take(store: &StoreFixture, who: &str, want: u32) -> Taken {
    store.rates.take(who, RATE, want).await.expect("answers")
}

pub async fn a_bucket_gives_what_it_has(store: StoreFixture) {
    assert_eq!(take(&store, "ada", 15).await, Taken { granted: 15, next_in: Duration::ZERO });
    assert_eq!(take(&store, "ada", 15).await, Taken { granted: 5, next_in: Duration::from_millis(100) });
    assert_eq!(take(&store, "ada", 1).await, Taken { granted: 0, next_in: Duration::from_millis(100) });
}

pub async fn tokens_come_back(store: StoreFixture) {
    take(&store, "ada", 20).await;
    store.clock.advance(Duration::from_millis(250));
    assert_eq!(take(&store, "ada", 20).await, Taken { granted: 2, next_in: Duration::from_millis(50) });
    // Being refused costs nothing.
    assert_eq!(take(&store, "ada", 20).await.granted, 0);
    store.clock.advance(Duration::from_millis(50));
    assert_eq!(take(&store, "ada", 20).await.granted, 1);
    store.clock.advance(Duration::from_hours(1));
    assert_eq!(take(&store, "ada", 100).await.granted, RATE.burst);
}

pub async fn buckets_are_apart(store: StoreFixture) {
    take(&store, "ada \u{0} ü \\", 20).await;
    assert_eq!(take(&store, "ada \u{0} ü \\", 1).await.granted, 0);
    assert_eq!(take(&store, "bob", 1).await.granted, 1);
}

pub async fn a_token_is_given_once(store: StoreFixture) {
    let mut takers = JoinSet::new();
    for _ in 0..30 {
        let rates = store.rates.clone();
        takers.spawn(async move { rates.take("ada", RATE, 3).await.expect("answers").granted });
    }
    assert_eq!(takers.join_all().await.into_iter().sum::<u32>(), RATE.burst);
}
