//! What an API key looks like: `cr_`, 64 hexadecimal digits of chance, and 8 that can be checked.
//!
//! The prefix and the check digits are for programs that look for secrets where none should be: what they find is one. They
//! also turn away what was mistyped or made up, before the store is asked.

use domain::{KeyHash, Secret};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::idempotency::hex;

/// How every key begins.
pub(crate) const PREFIX: &str = "cr_";
const CHANCE_DIGITS: usize = 64;
const CHECK_DIGITS: usize = 8;

/// A new key. Three random UUIDs have 366 random bits; the hash spreads them evenly over 256.
pub(crate) fn new() -> Secret {
    let chance = (0..3).fold(Sha256::new(), |hash, _| hash.chain_update(Uuid::new_v4().as_bytes())).finalize();
    let begin = format!("{PREFIX}{}", hex(&chance));
    let check = check_digits(&begin);
    Secret::new(begin + &check)
}

/// What the store knows of a key; none for a text that is no key of ours.
pub(crate) fn hash(key: &str) -> Option<KeyHash> {
    let (begin, check) = key.split_at_checked(PREFIX.len() + CHANCE_DIGITS)?;
    let is_key = begin.starts_with(PREFIX) && check.len() == CHECK_DIGITS && check_digits(begin) == check;
    is_key.then(|| Sha256::digest(key).into())
}

/// They come from the rest, so comparing them tells nobody anything.
fn check_digits(begin: &str) -> String {
    hex(&Sha256::digest(begin)[..CHECK_DIGITS / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_recognised_and_differ() {
        let (one, other) = (new(), new());
        assert_ne!(one, other);
        let text = one.reveal();
        assert_eq!((text.len(), &text[..3]), (75, "cr_"));
        assert!(text[3..].bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
        assert_eq!(hash(text), Some(Sha256::digest(text).into()));
        assert_ne!(hash(text), hash(other.reveal()));
    }

    #[test]
    fn what_is_no_key_is_seen_without_the_store() {
        let key = new();
        let key = key.reveal();
        for place in 0..key.len() {
            let mut changed = key.as_bytes().to_vec();
            changed[place] = if changed[place] == b'0' { b'1' } else { b'0' };
            assert_eq!(hash(std::str::from_utf8(&changed).unwrap()), None, "{place}");
            assert_eq!(hash(&key[..place]), None);
        }
        for other in ["", "cr_", &format!("{key}0"), &key.to_uppercase(), &"ä".repeat(40), &format!(" {key}")] {
            assert_eq!(hash(other), None, "{other}");
        }
    }
}
