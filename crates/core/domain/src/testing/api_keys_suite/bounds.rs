//! How many keys one owner may have, and which are forgotten.

use std::time::Duration;

use super::{ApiKeysFixture, LIFETIME, hash, new_key};
use crate::{CreateKeyError, ENDED_KEYS_KEPT, NewApiKey};

const MAX: u32 = 2;

/// Whether there was room.
async fn fits(store: &ApiKeysFixture, of: &str, number: u8) -> bool {
    match store.keys.create(new_key(of, hash(number)), MAX).await {
        Ok(_) => true,
        Err(CreateKeyError::Full) => false,
        Err(CreateKeyError::Store(error)) => panic!("{error}"),
    }
}

pub async fn an_owner_has_so_many_good_keys(store: ApiKeysFixture) {
    assert!(fits(&store, "ada", 1).await && fits(&store, "ada", 2).await);
    assert!(!fits(&store, "ada", 3).await);
    assert!(fits(&store, "bob", 4).await, "everyone has room of their own");
    assert_eq!(store.of("ada").await.len(), 2);
    assert_eq!(store.elsewhere.find(&hash(3)).await.expect("answers"), None);
}

pub async fn keys_that_ended_make_room(store: ApiKeysFixture) {
    let brief = NewApiKey { lifetime: Duration::from_secs(1), ..new_key("ada", hash(1)) };
    store.made(brief).await;
    let revoked = store.made(new_key("ada", hash(2))).await;
    store.keys.revoke(revoked.id, None).await.expect("revokes");
    assert!(fits(&store, "ada", 3).await);
    assert!(!fits(&store, "ada", 4).await);
    store.clock.advance(Duration::from_secs(1));
    assert!(fits(&store, "ada", 5).await);
    store.clock.advance(LIFETIME);
    assert!(fits(&store, "ada", 6).await);
}

pub async fn bounds_hold_under_concurrency(store: ApiKeysFixture) {
    let store = std::sync::Arc::new(store);
    let mut making = tokio::task::JoinSet::new();
    for number in 0..16 {
        let store = store.clone();
        making.spawn(async move { fits(&store, "ada", number).await });
    }
    let made = making.join_all().await.into_iter().filter(|made| *made).count();
    assert_eq!((made, store.of("ada").await.len()), (2, 2));
}

pub async fn the_newest_ended_keys_are_kept(store: ApiKeysFixture) {
    let kept = u8::try_from(ENDED_KEYS_KEPT).expect("a few");
    let good = store.made(new_key("ada", hash(255))).await;
    for number in 0..kept + 3 {
        let key = store.made(new_key("ada", hash(number))).await;
        store.keys.revoke(key.id, None).await.expect("revokes");
    }
    let last = store.made(new_key("ada", hash(254))).await;
    let left = store.of("ada").await;
    assert_eq!(left.len(), usize::from(kept) + 2);
    assert_eq!((left[0].id, left[left.len() - 1].id), (last.id, good.id), "good ones stay however old they are");
    assert_eq!(store.elsewhere.find(&hash(2)).await.expect("answers"), None);
    assert!(store.elsewhere.find(&hash(3)).await.expect("answers").is_some());
}
