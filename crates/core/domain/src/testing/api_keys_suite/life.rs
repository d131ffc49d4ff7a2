//! A key's life: made, found, used, revoked, expired.

use std::time::Duration;

use super::{ApiKeysFixture, LIFETIME, hash, new_key};
use crate::{ApiKey, ApiKeyFilter, Clock as _, IdSource as _, NewApiKey, RandomIds, Scopes, testing::owner};

pub async fn a_key_reads_back_as_given(store: ApiKeysFixture) {
    let new = new_key("ada", hash(1));
    let NewApiKey { id, owner, name, scopes, hash, lifetime } = new.clone();
    let now = store.clock.now();
    let expires_at = now.checked_add(lifetime).expect("within the calendar");
    let expected =
        ApiKey { id, owner, name, scopes, created_at: now, expires_at, last_used_at: None, revoked_at: None };
    assert_eq!(store.made(new).await, expected);
    assert_eq!(store.seen(&hash).await, expected);
    assert_eq!(store.of("ada").await, [expected]);
}

pub async fn a_key_is_found_by_its_hash_alone(store: ApiKeysFixture) {
    let one = store.made(new_key("ada", hash(1))).await;
    let two = store.made(NewApiKey { scopes: Scopes::default(), ..new_key("bob", hash(2)) }).await;
    assert_eq!((store.seen(&hash(1)).await, store.seen(&hash(2)).await), (one, two));
    for other in [hash(3), [0; 32], [0xff; 32]] {
        assert_eq!(store.elsewhere.find(&other).await.expect("answers"), None);
    }
}

pub async fn revoking_is_seen_everywhere_at_once(store: ApiKeysFixture) {
    let key = store.made(new_key("ada", hash(1))).await;
    assert!(store.seen(&hash(1)).await.is_good(store.clock.now()));
    assert!(store.keys.revoke(key.id, Some(&key.owner)).await.expect("revokes"));
    let now = store.clock.now();
    let revoked = store.seen(&hash(1)).await;
    assert_eq!(revoked.revoked_at, Some(now));
    assert!(!revoked.is_good(now));
}

pub async fn only_the_owner_revokes_unless_nobody_is_named(store: ApiKeysFixture) {
    let key = store.made(new_key("ada", hash(1))).await;
    assert!(!store.keys.revoke(key.id, Some(&owner("bob"))).await.expect("answers"));
    assert!(!store.keys.revoke(RandomIds.api_key_id(), None).await.expect("answers"));
    assert_eq!(store.seen(&hash(1)).await, key);
    assert!(store.keys.revoke(key.id, None).await.expect("revokes"));
    assert!(store.seen(&hash(1)).await.revoked_at.is_some());
}

pub async fn the_first_revocation_stands(store: ApiKeysFixture) {
    let key = store.made(new_key("ada", hash(1))).await;
    let first = store.clock.now();
    for _ in 0..2 {
        assert!(store.keys.revoke(key.id, Some(&key.owner)).await.expect("revokes"));
        store.clock.advance(Duration::from_mins(1));
    }
    assert_eq!(store.seen(&hash(1)).await.revoked_at, Some(first));
}

pub async fn a_key_expires_by_the_stores_clock(store: ApiKeysFixture) {
    let key = store.made(new_key("ada", hash(1))).await;
    let a_moment = Duration::from_micros(1);
    store.clock.advance(LIFETIME.saturating_sub(a_moment));
    assert!(store.seen(&hash(1)).await.is_good(store.clock.now()));
    store.clock.advance(a_moment);
    assert!(!store.seen(&hash(1)).await.is_good(store.clock.now()));
    assert_eq!(store.seen(&hash(1)).await, key, "it is there all the same");
}

pub async fn use_is_noted_to_the_minute(store: ApiKeysFixture) {
    let key = store.made(new_key("ada", hash(1))).await;
    store.clock.advance(Duration::from_secs(5));
    let first = store.clock.now();
    let touch = async || {
        store.keys.touch(key.id).await.expect("notes");
        store.seen(&hash(1)).await.last_used_at
    };
    assert_eq!(touch().await, Some(first));
    store.clock.advance(Duration::from_secs(59));
    assert_eq!(touch().await, Some(first));
    store.clock.advance(Duration::from_secs(1));
    assert_eq!(touch().await, Some(store.clock.now()));
    store.keys.touch(RandomIds.api_key_id()).await.expect("a key that is gone is no error");
}

pub async fn a_list_is_newest_first_and_of_its_owner(store: ApiKeysFixture) {
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(store.made(new_key("ada", hash(number))).await.id);
        store.made(new_key("bob", hash(100 + number))).await;
    }
    store.keys.revoke(ids[1], None).await.expect("revokes");
    ids.reverse();
    assert_eq!(store.of("ada").await.iter().map(|key| key.id).collect::<Vec<_>>(), ids);
    let page = async |before, limit| {
        let filter = ApiKeyFilter { owner: Some(owner("ada")), before, limit };
        let page = store.elsewhere.list(filter).await.expect("lists");
        page.into_iter().map(|key| key.id).collect::<Vec<_>>()
    };
    assert_eq!(page(None, 2).await, ids[..2]);
    assert_eq!(page(Some(ids[1]), 2).await, ids[2..4]);
    assert!(page(Some(ids[4]), 2).await.is_empty());
    assert!(store.of("eve").await.is_empty());
    let all = ApiKeyFilter { owner: None, before: None, limit: 200 };
    assert_eq!(store.elsewhere.list(all).await.expect("lists").len(), 10);
}

pub async fn awkward_names_read_back(store: ApiKeysFixture) {
    for (number, name) in ["", "ä\u{1F600}", "a\u{0}b\\0", "'; DROP TABLE api_keys; --"].into_iter().enumerate() {
        let hash = hash(u8::try_from(number).expect("a few"));
        let new = NewApiKey { name: name.into(), owner: owner(name), ..new_key("", hash) };
        store.made(new).await;
        let seen = store.seen(&hash).await;
        assert_eq!((seen.name.as_str(), seen.owner.as_str()), (name, name));
    }
}
